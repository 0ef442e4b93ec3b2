"""What was kept stays as it was written, and a change from outside is found."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.db import Unopenable, connect
from app.store import audit
from app.store.checking import verify_all
from app.store.instruments import get_instrument, publish, source_of
from app.store.receipts import receipt_number
from instruments.records import canonical, digest
from instruments.versions import library_source
from tests.app.studies import Store, store_in

PHONE = {"device": "phone"}
TABLES = ("revision", "consent", "audit_event")


@pytest.fixture
def store(tmp_path) -> Store:
    store = store_in(tmp_path)
    store.send(store.submission(PHONE))
    return store


def faults(store: Store) -> dict[str, tuple[str, ...]]:
    with store.database.reading() as session:
        return {finding.what: finding.faults for finding in verify_all(session) if finding.faults}


def unguard(store: Store) -> None:
    """Take the triggers away, as somebody with the file in hand could."""
    for table in TABLES:
        for deed in ("update", "delete"):
            store.change(f"DROP TRIGGER {table}_{deed}")


def test_all_is_well_at_first(store):
    assert faults(store) == {}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("deed", ["UPDATE {} SET study_id = study_id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_may_only_be_added_to(store, table, deed):
    store.change(
        "INSERT INTO consent (study_id, participant_id, wave_id, decision, text_sha256, language,"
        " channel, decided_at) VALUES (1, 1, 1, 'given', '', 'kk', 'link', '2026-01-01')"
    )
    with pytest.raises(DatabaseError, match="append-only"):
        store.change(deed.format(table))


@pytest.mark.sqlite
def test_changed_answers_no_longer_fit_their_receipt(store):
    unguard(store)
    store.change("""UPDATE revision SET body = '{"device":"tablet"}'""")
    assert list(faults(store)) == ["receipts"]


@pytest.mark.sqlite
def test_a_forged_receipt_number_is_found(store):
    unguard(store)
    store.change("UPDATE revision SET receipt = '0000-0000'")
    assert list(faults(store)) == ["receipts"]


@pytest.mark.sqlite
def test_answers_forged_together_with_hash_and_receipt_are_found(store):
    unguard(store)
    with store.database.reading() as session:
        row = session.execute(text("SELECT record_id, version FROM revision")).one()
    forged = digest("platform_access", row.version, {"device": "tablet"})
    store.change(
        f"UPDATE revision SET body = '{canonical({'device': 'tablet'})}', sha256 = '{forged}',"
        f" receipt = '{receipt_number(row.record_id, 1, forged)}'"
    )
    found = faults(store)
    assert list(found) == ["revisions in the log"]
    assert "other answers" in found["revisions in the log"][0]


@pytest.mark.sqlite
def test_a_record_removed_with_its_revisions_is_found(store):
    unguard(store)
    store.change("DELETE FROM revision")
    store.change("DELETE FROM record")
    assert list(faults(store)) == ["revisions in the log"]


@pytest.mark.sqlite
def test_a_revision_that_nobody_sent_is_found(store):
    store.change(
        "INSERT INTO revision (study_id, record_id, number, version, body, sha256, status,"
        " language, author, reason, received_at, receipt) SELECT study_id, record_id, 2, version,"
        " body, sha256, status, language, author, reason, received_at, receipt FROM revision"
    )
    assert "not in the log" in faults(store)["revisions in the log"][0]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "deed", ["participant_id = participant_id + 1", "wave_id = wave_id - 1", "study_id = 2"]
)
def test_a_record_moved_elsewhere_is_found(store, deed):
    store.change(f"UPDATE record SET {deed}")
    found = faults(store)
    assert list(found) == ["revisions in the log"]
    assert "something else" in found["revisions in the log"][0]


@pytest.mark.sqlite
def test_an_event_from_before_says_nothing_of_the_subject_and_stays_valid(store):
    with store.database.writing() as session:
        rows = session.execute(text("SELECT object, detail FROM audit_event ORDER BY seq"))
        record, detail = list(rows)[-1]
        plain = " ".join(detail.split()[:3])
        audit.note(session, store.scope(), "record.kept", record, plain)
    assert faults(store) == {}


@pytest.mark.sqlite
@pytest.mark.parametrize("table", TABLES)
def test_a_row_cannot_be_replaced_either(store, table):
    store.change(
        "INSERT INTO consent (study_id, participant_id, wave_id, decision, text_sha256, language,"
        " channel, decided_at) VALUES (1, 1, 1, 'given', '', 'kk', 'link', '2026-01-01')"
    )
    with pytest.raises(DatabaseError, match="append-only"):
        store.change(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.sqlite
def test_a_removed_revision_is_found(store):
    unguard(store)
    store.change("DELETE FROM revision")
    assert list(faults(store)) == ["records", "revisions in the log"]


@pytest.mark.sqlite
def test_a_record_removed_with_everything_of_it_is_found_by_its_event(store):
    unguard(store)
    store.change("DELETE FROM revision")
    store.change("DELETE FROM record")
    assert list(faults(store)) == ["revisions in the log"]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE audit_event SET actor = 'somebody else' WHERE seq = 3",
        "UPDATE audit_event SET at = '2020-01-01 00:00:00' WHERE seq = 3",
        "DELETE FROM audit_event WHERE seq = 3",
        "UPDATE audit_event SET hash = 'x' WHERE seq = 3",
    ],
)
def test_the_chain_of_events_shows_a_changed_or_missing_one(store, deed):
    unguard(store)
    store.change(deed)
    found = faults(store)["audit events"]
    assert found[0] in ("event 3", "event 4")


def test_every_record_kept_is_in_the_log_without_its_answers(store):
    with store.database.reading() as session:
        newest = audit.newest_events(session, store.scope())[0]
    assert newest.action == "record.kept"
    assert "phone" not in newest.detail


@pytest.mark.sqlite
def test_the_head_of_the_chain_shows_a_cut_tail(store):
    with store.database.reading() as session:
        before = audit.chain_head(session)
    unguard(store)
    store.change(f"DELETE FROM audit_event WHERE seq = {before.seq}")
    with store.database.reading() as session:
        assert audit.chain_head(session).seq == before.seq - 1


def test_a_receipt_number_can_be_read_out_over_the_phone():
    assert receipt_number("a", 1, "b") == receipt_number("a", 1, "b") != receipt_number("a", 2, "b")
    left, right = receipt_number("a", 1, "b").split("-")
    assert len(left) == len(right) == 4


@pytest.mark.sqlite
def test_a_key_encrypts_the_file(tmp_path):
    url = f"sqlite:///{tmp_path / 'closed.sqlite'}"
    database = connect(url, "it's a key")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (word TEXT)")
        connection.exec_driver_sql("INSERT INTO t VALUES ('Айгүл')")
    database.engine.dispose()
    for file in tmp_path.iterdir():
        assert "Айгүл".encode() not in file.read_bytes()
    with pytest.raises(Unopenable):
        connect(url)
    with connect(url, "it's a key").engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT word FROM t").scalar() == "Айгүл"


@pytest.mark.sqlite
def test_the_promises_about_the_disk_are_switched_on(store):
    with store.database.engine.connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_an_instrument_is_published_where_it_was_rolled_back_before(store):
    """A process that has once read a version must not take it for published everywhere."""
    source = library_source("platform_access", 1).replace('"platform_access"', '"mine"', 1)
    with pytest.raises(ZeroDivisionError), store.database.writing() as session:
        publish(session, source, "test")
        get_instrument(session, "mine", 1)
        raise ZeroDivisionError
    with store.database.writing() as session:
        publish(session, source, "test")
        assert source_of(session, "mine", 1) == source
