"""Rows about lessons and group sessions, and our own sheets that come back."""

import io
from datetime import date

import pytest

from app.coordinate.intake import IntakeDone, preferred_sheet, read_rows
from app.coordinate.roster import apply_roster, read_roster
from app.coordinate.spreadsheet import read_sheet
from app.store.frame import export_source
from app.store.instruments import newest_instrument
from app.store.visits import list_group_sessions, list_lessons
from exports.csvfile import write_table_csv
from exports.recorded import Recorded
from exports.source import Choices
from exports.table import long, repeats
from exports.workbook import write_workbook
from tests.app.intake_tries import (
    ANSWERS,
    CHECKS,
    LESSON,
    NOTES,
    NOTES_COLUMNS,
    SCORES,
    TURNS,
    kept,
    read,
    take,
)
from tests.app.sheets import messages, sentences, sheet_of, xlsx_of
from tests.app.studies import store_in


@pytest.fixture
def store(tmp_path):
    return store_in(tmp_path)


def test_lessons_are_made_and_coded_by_two(store):
    header = f"{LESSON},grades,{CHECKS}"
    lines = (
        header,
        f"L01,T01,1,2026-09-23,OBS2,primary,7-8,{ANSWERS}",
        f"L01,T01,1,2026-09-23,OBS3,second,7-8,{ANSWERS}",
    )
    preview = read(store, "lesson_observation", *lines)
    assert len(preview.visits) == 1
    assert take(store, "lesson_observation", *lines) == IntakeDone(2, 0, 0)
    first, second = sorted(kept(store, "lesson_observation"), key=lambda one: one.author)
    assert (first.lesson, first.author, first.part) == ("L01", "OBS2", "primary")
    assert (second.author, second.part) == ("OBS3", "second")
    assert first.answers["grades"] == ("7", "8")
    with store.database.reading() as session:
        (lesson,) = list_lessons(session, store.scope())
    assert (lesson.code, lesson.teacher, lesson.held_on) == ("L01", "T01", date(2026, 9, 23))
    assert take(store, "lesson_observation", *lines) == IntakeDone(0, 2, 0)


def test_a_training_lesson_has_the_codes_of_a_master(store):
    """A training lesson is coded by everybody, and once as it should be."""
    lines = (
        f"{LESSON},grades,{CHECKS}",
        f"TR1,T01,1,2026-09-23,EXPERT,master,7-8,{ANSWERS}",
        f"TR1,T01,1,2026-09-23,OBS1,primary,7-8,{ANSWERS}",
        f"TR1,T01,1,2026-09-23,OBS2,second,7-8,{ANSWERS}",
        f"TR1,T01,1,2026-09-23,OBS3,second,7-8,{ANSWERS}",
    )
    assert take(store, "lesson_observation", *lines) == IntakeDone(4, 0, 0)
    parts = [(one.author, one.part) for one in kept(store, "lesson_observation")]
    assert sorted(parts)[0] == ("EXPERT", "master") and len(parts) == 4
    nobody = f"TR2,T02,1,2026-09-23,,master,7-8,{ANSWERS}"
    preview = read(store, "lesson_observation", lines[0], nobody)
    assert "Who coded is not named" in sentences(preview.refused)


def test_a_lesson_of_another_teacher_is_refused(store):
    header = f"{LESSON},{CHECKS}"
    take(store, "lesson_observation", header, f"L01,T01,1,2026-09-23,OBS2,primary,{ANSWERS}")
    wrong = f"L01,T02,1,2026-09-23,OBS3,second,{ANSWERS}"
    preview = read(store, "lesson_observation", header, wrong)
    assert "known as one of T01" in sentences(preview.refused)
    wrong = f"L02,T02,1,2026-09-23,OBS3,third,{ANSWERS}"
    preview = read(store, "lesson_observation", header, wrong)
    assert messages(preview.refused)[0][:2] == (2, "observer_role")
    wrong = f"L02,T02,1,2026-09-23,,second,{ANSWERS}"
    preview = read(store, "lesson_observation", header, wrong)
    assert "Who coded is not named" in sentences(preview.refused)


def test_two_teachers_in_one_new_lesson_are_refused(store):
    preview = read(
        store,
        "lesson_observation",
        f"{LESSON},{CHECKS}",
        f"L01,T01,1,2026-09-23,OBS2,primary,{ANSWERS}",
        f"L01,T02,1,2026-09-23,OBS3,second,{ANSWERS}",
    )
    assert [number for number, _, _ in messages(preview.refused)] == [3]


def test_a_plain_date_is_the_day_of_the_lesson(store):
    header = f"{LESSON},{CHECKS}".replace("lesson_date", "date")
    lines = (header, f"L01,T01,1,2026-09-23,OBS2,primary,{ANSWERS}")
    preview = read(store, "lesson_observation", *lines)
    assert [str(note) for note in preview.notes] == ["The column “date” was read as lesson_date."]
    assert preview.accepted[0].answers["lesson_date"] == "2026-09-23"


def test_a_value_that_the_spreadsheet_made_a_date(store):
    data = xlsx_of(
        [*LESSON.split(","), "grades", *CHECKS.split(",")],
        ["L01", "T01", 1, date(2026, 9, 23), "OBS2", "primary", date(2026, 8, 7), *[0] * 9],
    )
    preview = read(store, "lesson_observation", data=data, name="a.xlsx")
    assert [column for _, column, _ in messages(preview.refused)] == ["grades"]
    assert "made a date" in sentences(preview.refused)


def test_rows_of_one_session_make_one_record(store):
    done = take(store, "focus_group", NOTES, *TURNS, columns=NOTES_COLUMNS)
    assert done == IntakeDone(2, 0, 0)
    first, second = kept(store, "focus_group")
    assert (first.group_session, len(first.answers["turns"]), len(second.answers["turns"])) == (
        "FG1-baseline",
        2,
        1,
    )
    assert first.answers["turns"][1]["text"] == "Интернет, время"
    assert first.answers["turns"][1]["codes_1"] == "INTERNET;TIME"
    with store.database.reading() as session:
        found = list_group_sessions(session, store.scope())
    assert [(one.code, one.group) for one in found] == [
        ("FG1-baseline", "FG1"),
        ("FG2-baseline", "FG2"),
    ]
    again = take(store, "focus_group", NOTES, *TURNS, columns=NOTES_COLUMNS)
    assert again == IntakeDone(0, 2, 0)


def test_a_session_with_a_faulty_row_is_left_out_whole(store):
    faulty = (*TURNS, "S04,1,FG1,kk,T05,,TIME,TIME")
    preview = read(store, "focus_group", NOTES, *faulty, columns=NOTES_COLUMNS)
    assert messages(preview.refused)[0][:2] == (5, "text")
    assert [preview.codes[one.id] for one in preview.accepted] == ["FG2-baseline"]


def test_rows_of_one_session_must_agree(store):
    lines = ("session_id,wave,present,text", "G1,1,6,a", "G1,1,7,b")
    preview = read(store, "focus_group", *lines)
    assert messages(preview.refused)[0][:2] == (3, "present")


def long_csv(store, key, table=0):
    with store.database.reading() as session:
        source = export_source(session, store.scope(), Choices("kk", key))
        recorded = Recorded(source, key)
        tables = [long(recorded), *repeats(recorded)]
        out = io.BytesIO()
        write_table_csv(tables[table], out)
    return out.getvalue()


def fill(store):
    with store.database.writing() as session:
        roster = sheet_of("code,school,years,subject", "T01,S1,3,science")
        keep = ("years", "subject")
        apply_roster(session, store.scope(), read_roster(session, store.scope(), roster, keep))
    take(store, "pupil_scores", f"{SCORES},test_date", "P01,1,science,42,2026-09-20")
    take(store, "teacher_questionnaire", "code,wave,TC1,TC2", "T01,1,1,2", "T02,3,5,4")
    header = f"{LESSON},grades,evidence_technology,{CHECKS}"
    take(
        store,
        "lesson_observation",
        header,
        f"L01,T01,1,2026-09-23,OBS2,primary,7-8,'=quiz,{ANSWERS}",
        f"L01,T01,1,2026-09-23,OBS3,second,7-8,,{ANSWERS}",
    )
    take(store, "focus_group", NOTES, *TURNS, columns=NOTES_COLUMNS)


@pytest.mark.parametrize(
    ("key", "table"),
    [
        ("pupil_scores", 0),
        ("teacher_questionnaire", 0),
        ("lesson_observation", 0),
        ("focus_group", 0),
        ("focus_group", 1),
    ],
)
def test_our_own_long_sheet_comes_back_unchanged(store, key, table):
    fill(store)
    count = len(kept(store, key))
    preview = read(store, key, data=long_csv(store, key, table))
    assert messages(preview.refused) == []
    assert (preview.new, preview.changed, preview.same) == (0, 0, count)


def test_our_own_workbook_comes_back_unchanged(store):
    fill(store)
    out = io.BytesIO()
    with store.database.reading() as session:
        write_workbook(export_source(session, store.scope(), Choices("ru")), out)
    for key in ("pupil_scores", "teacher_questionnaire", "lesson_observation", "focus_group"):
        sheet = read_sheet(out.getvalue(), "export.xlsx", prefer=preferred_sheet(key))
        with store.database.reading() as session:
            asked = newest_instrument(session, key)
            preview = read_rows(session, store.scope(), asked, sheet)
        assert messages(preview.refused) == []
        assert (preview.new, preview.changed) == (0, 0)
        assert preview.same > 0


def test_a_corrected_long_sheet_changes_what_was_corrected(store):
    fill(store)
    data = long_csv(store, "pupil_scores").replace(b",42", b",43")
    assert take(store, "pupil_scores", data=data) == IntakeDone(0, 0, 1)
    assert kept(store, "pupil_scores")[0].answers["score"] == 43
