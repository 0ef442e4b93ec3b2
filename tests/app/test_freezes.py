"""What was frozen is exported the same, byte for byte, whatever happens afterwards."""

import datetime as datetime_module
import io
import sys
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import DatabaseError

from app.coordinate.exporting import FORMATS, make_export
from app.store import decisions, freezes, freezing, people, visits, waves
from app.store.checking import verify_all
from app.store.frame import export_source, read_frame
from app.store.freeze_comparing import compare_freezes
from app.store.freezes import NotFrozen
from app.store.frozen_frame import frozen_text, read_frozen_text
from app.store.scope import Scope
from exports.source import Choices
from instruments.wording import Text
from tests.app.studies import store_in

PHONE, LAPTOP = {"device": "phone"}, {"device": "laptop"}
REASON = "The report is due before the wave ends."


@pytest.fixture
def store(tmp_path):
    """Make the study `try`, with two records of its open wave."""
    made = store_in(tmp_path)
    made.first = made.submission(PHONE, "T01")
    made.send(made.first)
    made.send(made.submission(LAPTOP, "T02"))
    return made


def freeze(store, wave="midyear", label="", reason=REASON):
    with store.database.writing() as session:
        return freezing.add_freeze(session, store.scope(), wave, label, reason)


@pytest.mark.parametrize(
    ("wave", "language", "words"),
    [
        (None, "kk", "Барлық толқын"),
        (None, "ru", "Все волны"),
        (None, "en", "Every wave"),
        ("midyear", "kk", "Жыл ортасы"),
        ("midyear", "en", "Midyear"),
    ],
)
def test_a_freeze_without_a_name_is_called_in_the_coordinators_language(
    store, wave, language, words
):
    with store.database.writing() as session:
        made = freezing.add_freeze(session, store.scope(), wave, "", REASON, language)
    assert made.label == f"{words} {made.made_at:%Y-%m-%d}"


def written(store, format_, **chosen) -> bytes:
    out = io.BytesIO()
    with store.database.reading() as session:
        make_export(session, store.scope(), format_, Choices("en", **chosen), out)
    return out.getvalue()


def change_everything(store) -> None:
    """Correct, add late, settle, and change roster, plan, words, lessons and waves."""
    store.send(replace(store.first, answers=LAPTOP, parent=1, started_at=datetime.now(UTC)))
    store.send(store.submission(PHONE, "T03"))
    double = store.submission({"device": "tablet"}, "T02")
    store.send(double)
    store.set_wave("midyear", "closed")
    store.send(store.submission(PHONE, "T04"))
    with store.database.writing() as session:
        scope = store.scope()
        decisions.settle_double(session, scope, double.id, use_this=True, reason="newer")
        people.put_people(
            session,
            scope,
            [people.NewPerson("T01", "teacher", "S2", attributes={"years": "12"})],
        )
        teacher = people.find_person(session, scope, "T01")
        wave = waves.find_wave(session, scope, "midyear")
        waves.change_wave(session, scope, "midyear", Text("Б", "Б", "Another"), None, None)
        waves.set_plan(session, scope, wave.id, [("platform_access", 1)])
        visits.add_lesson(session, scope, "0" * 32, wave.id, teacher.id)


YEAR = timedelta(days=365)


class Later(datetime):
    """A clock that is a year ahead."""

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + YEAR


def move_clock(monkeypatch) -> None:
    """Let a year pass for everything that writes files: ours, openpyxl and reportlab."""
    real = time.time
    monkeypatch.setattr("time.time", lambda: real() + YEAR.total_seconds())
    later = SimpleNamespace(**vars(datetime_module) | {"datetime": Later})
    moved = 0
    for name, module in [*sys.modules.items()]:
        if name.partition(".")[0] not in ("openpyxl", "reportlab", "exports"):
            continue
        own = vars(module).get("datetime")
        if own is datetime_module or own is datetime:
            monkeypatch.setattr(module, "datetime", later if own is datetime_module else Later)
            moved += 1
    assert moved > 5


@pytest.mark.parametrize("format_", list(FORMATS))
def test_an_export_of_a_freeze_is_the_same_for_ever(store, format_, monkeypatch):
    made = freeze(store)
    before = written(store, format_, freeze=made.number)
    change_everything(store)
    move_clock(monkeypatch)
    monkeypatch.setattr("exports.program.version", lambda name: "77.7")
    assert written(store, format_) != before, "the study itself has changed"
    assert written(store, format_, freeze=made.number) == before


@pytest.mark.parametrize("format_", ["xlsx", "csv", "codebook"])
def test_files_of_a_freeze_carry_its_moment(store, format_):
    made = freeze(store)
    with zipfile.ZipFile(io.BytesIO(written(store, format_, freeze=made.number))) as whole:
        moments = {entry.date_time for entry in whole.infolist()}
    at = made.made_at.timetuple()[:6]
    assert {moment[:5] for moment in moments} == {at[:5]}


def test_a_report_of_a_freeze_carries_its_moment(store):
    made = freeze(store)
    pdf = written(store, "pdf", freeze=made.number)
    assert f"D:{made.made_at:%Y%m%d%H%M%S}+00'00'".encode() in pdf


def test_a_freeze_holds_what_the_study_held(store):
    made = freeze(store, None)
    with store.database.reading() as session:
        now = export_source(session, store.scope(), Choices())
        then = export_source(session, store.scope(), Choices(freeze=made.number))
        assert then.frame == now.frame
        assert then.instruments == now.instruments
        for key in now.keys:
            assert [*then.records(key)] == [*now.records(key)]
    assert (then.freeze.number, then.freeze.wave, made.records) == (1, None, 2)


def test_a_freeze_of_a_wave_holds_no_other_wave(store):
    store.send(store.submission(PHONE, "T03", "baseline"))
    made = freeze(store, "midyear")
    with store.database.reading() as session:
        source = export_source(session, store.scope(), Choices(freeze=made.number))
        assert {one.wave for one in source.read("platform_access", None)} == {"midyear"}
        with pytest.raises(NotFrozen):
            export_source(session, store.scope(), Choices(freeze=made.number, wave="end"))


def test_an_open_wave_is_frozen_with_a_sentence_only(store):
    with pytest.raises(NotFrozen) as refused:
        freeze(store, reason="  ")
    assert "midyear" in str(refused.value)
    assert freeze(store).reason == REASON
    store.set_wave("midyear", "closed")
    assert freeze(store, reason="").number == 2


def test_whoever_sees_some_schools_only_freezes_and_exports_none(store):
    made = freeze(store)
    narrow = Scope(store.study_id, "COORD", "coordinator", ("S1",))
    with store.database.writing() as session:
        with pytest.raises(NotFrozen):
            freezing.add_freeze(session, narrow, "midyear", reason=REASON)
        with pytest.raises(NotFrozen):
            export_source(session, narrow, Choices(freeze=made.number))


def test_a_freeze_is_numbered_in_its_own_study(store):
    made = freeze(store)
    with store.database.reading() as session:
        stranger = Scope(store.study_id + 1, "STR", "coordinator")
        assert freezes.list_freezes(session, stranger) == ()
        with pytest.raises(NotFrozen):
            freezes.find_freeze(session, stranger, made.number)


@pytest.mark.parametrize("table", ["wave_freeze", "frozen_record"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_a_freeze_is_never_changed(store, table, deed):
    freeze(store)
    column = "label" if table == "wave_freeze" else "author"
    with pytest.raises(DatabaseError, match="append-only"):
        store.change(deed.format(table, column, "''"))


def test_the_log_tells_of_it_with_its_proof(store):
    made = freeze(store)
    with store.database.reading() as session:
        (event,) = [
            one
            for one in freezing.audit.newest_events(session, store.scope())
            if one.action == "freeze.made"
        ]
    assert (event.actor, event.object) == ("COORD", "1")
    assert event.detail == f"midyear 2 {made.sha256}; {REASON}"


def faults(store) -> list[str]:
    with store.database.reading() as session:
        found = {one.what: one.faults for one in verify_all(session)}
    return [*found["freezes"]]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE wave_freeze SET frame = replace(frame, 'T02', 'T09')",
        "UPDATE frozen_record SET late = NOT late",
        "DELETE FROM frozen_record WHERE position = 2",
    ],
)
def test_verify_names_a_freeze_that_was_tampered_with(store, statement):
    freeze(store)
    change_everything(store)
    assert faults(store) == []
    if store.database.is_postgresql:
        pytest.skip("the triggers are taken away in the words of SQLite")
    table = "frozen_record" if "frozen_record" in statement else "wave_freeze"
    for deed in ("update", "delete"):
        store.change(f"DROP TRIGGER {table}_{deed}")
    store.change(statement)
    assert len(faults(store)) == 1


def test_two_freezes_tell_what_was_decided_between_them(store):
    older = freeze(store)
    double = store.submission({"device": "tablet"}, "T02")
    store.send(double)
    mended = replace(store.first, answers={"device": "laptop", "wish": "Ақ"}, parent=1)
    store.send(mended)
    store.send(replace(mended, answers={"device": "other"}, parent=1))
    with store.database.writing() as session:
        decisions.settle_double(session, store.scope(), double.id, use_this=True, reason="newer")
    newer = freeze(store)
    with store.database.reading() as session:
        found = compare_freezes(session, store.scope(), newer.number, older.number)
    assert (found.older.number, found.newer.number) == (1, 2), "the earlier one comes first"
    assert [one.about for one in found.added] == ["T02"]
    assert [one.about for one in found.gone] == ["T02"]
    assert [one.about for one in found.changed] == ["T01"]
    told = {one.code: (one.before, one.after) for one in found.changes}
    assert told == {"q_flags": ("", "conflict"), "device": ("phone", "other")}
    assert not found.is_same and found.roster == ()


def test_what_is_repeated_is_no_change(store):
    freeze(store)
    store.send(replace(store.first, answers=LAPTOP, parent=1))
    store.send(replace(store.first, answers=PHONE, parent=2))
    freeze(store)
    with store.database.reading() as session:
        assert compare_freezes(session, store.scope(), 1, 2).is_same


def test_a_freeze_of_before_authors_were_known_is_read_without_them(store):
    with store.database.reading() as session:
        frame = read_frame(session, store.scope())
    text = frozen_text(replace(frame, authors="A. One"), {})
    assert read_frozen_text(text)[0].authors == "A. One"
    assert read_frozen_text(text.replace('"authors":"A. One",', ""))[0] == frame
