"""The same house on PostgreSQL, on a real server where one is on the machine."""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

import pytest
from sqlalchemy.exc import DatabaseError

from app.coordinate.exporting import make_export
from app.store.checking import verify_all
from app.store.frame import export_source
from app.store.matrix import State, read_matrix
from app.store.reading import find_record, list_open_conflicts, read_records
from app.store.receipts import Receipt
from app.store.schema import migrate
from app.store.upgrading import differences
from exports.source import Choices
from tests.app import postgresql
from tests.app.houses import house
from tests.app.studies import Store, open_store
from tests.app.test_store_keep import race

pytestmark = pytest.mark.skipif(bool(postgresql.missing()), reason=postgresql.missing())
PHONE = {"device": "phone"}
NAMES = count(1)


@pytest.fixture(scope="module")
def new_database() -> Iterator[Callable[[], str]]:
    """Give the URL of an empty database, as many as are asked for."""
    with postgresql.server() as address:
        yield lambda: postgresql.make_database(address, f"house{next(NAMES)}")


@pytest.fixture
def store(new_database) -> Store:
    return open_store(new_database())


def test_the_tables_are_the_same_there(store):
    migrate(store.database)
    assert store.database.is_postgresql
    assert differences(store.database) == []


def test_answers_are_kept_once_and_read_back(store):
    sent = store.submission(PHONE)
    first, second = store.send(sent), store.send(sent)
    assert (first, second.again) == (second, True)
    with store.database.reading() as session:
        (record,) = read_records(session, store.scope(), "platform_access")
    assert (record.answers, record.receipt) == (PHONE, first.number)
    assert record.received_at == first.received_at, "a moment keeps its zone"


def test_a_clash_waits_for_a_person(store):
    sent = store.submission(PHONE)
    store.send(sent)
    assert store.send(replace(sent, answers={"device": "tablet"})).conflict
    with store.database.reading() as session:
        assert len(list_open_conflicts(session, store.scope())) == 1


def test_six_phones_sending_the_same_at_once_make_one_record(store):
    for _ in range(5):
        sent = store.submission(PHONE)
        outcomes = race(store, [sent] * 6)
        assert [type(outcome) for outcome in outcomes] == [Receipt] * 6, outcomes
        assert sum(not outcome.again for outcome in outcomes) == 1
    with store.database.reading() as session:
        assert all(not finding.faults for finding in verify_all(session))


def test_six_phones_answering_differently_lose_nothing(store):
    plain = store.submission({})
    race(store, [replace(plain, answers={"hours": number}) for number in range(6)])
    with store.database.reading() as session:
        assert find_record(session, store.scope(), plain.id).revision == 6


@pytest.mark.parametrize("table", ["revision", "audit_event"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET study_id = study_id", "DELETE FROM {}"])
def test_nothing_written_may_change(store, table, deed):
    store.send(store.submission(PHONE))
    with pytest.raises(DatabaseError, match="append-only"):
        store.change(deed.format(table))


def test_the_matrix_and_the_frame_are_the_same_there(store):
    store.send(store.submission(PHONE))
    with store.database.reading() as session:
        matrix = read_matrix(session, store.scope())
        source = export_source(session, store.scope(), Choices())
        read = [record.id for key in source.keys for record in source.records(key)]
    assert sum(cell.state is State.DONE for row in matrix.rows for cell in row.cells) == 1
    assert [person.code for person in source.frame.participants][:2] == ["P01", "P02"]
    assert len(read) == 1


def test_a_teacher_walks_the_whole_road_there(new_database, tmp_path):
    home = house(tmp_path, database_url=new_database())
    home.agree()
    page = home.open_page(f"{home.link()}/midyear/platform_access?lang=en")
    for _ in range(10):
        page = page.submit(button=("step", "next"), having="record_id")
        if page.forms and page.status == 200 and 'value="skip"' in page.html:
            page = page.submit(button=("step", "skip"), having="record_id")
        if "receipt" in page.address:
            break
    number = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}", page.text)[0]
    with home.database.reading() as session:
        (record,) = read_records(session, home.scope(), "platform_access")
    assert record.receipt == number
    assert home.open_page(home.link()).sees(number)


def test_a_coordinator_sees_and_exports_there(new_database, tmp_path):
    home = house(tmp_path, database_url=new_database())
    home.send(home.submission(PHONE))
    home.sign_in("coordinator")
    for path in ("", "/people", "/people/T01", "/waves", "/exports", "/tray", "/log", "/team"):
        assert home.open_page(f"/desk/try{path}").status == 200, path
    out = tmp_path / "x.zip"
    with home.database.reading() as session, out.open("w+b") as target:
        make_export(session, home.scope(), "csv", Choices(), target)
    with zipfile.ZipFile(out) as whole:
        long = next(name for name in whole.namelist() if name.endswith("platform_access_long.csv"))
        assert "T01" in whole.read(long).decode("utf-8-sig")
