"""Rows of a sheet become records of any instrument: dry run, all or nothing, twice is once."""

import io
from dataclasses import replace
from datetime import date

import pytest

from app.coordinate.intake import IntakeDone, apply_rows, preferred_sheet, read_rows
from app.coordinate.refusals import NotImported
from app.coordinate.roster import apply_roster, read_roster
from app.coordinate.spreadsheet import read_sheet
from app.store.frame import export_source
from app.store.instruments import newest_instrument
from app.store.reading import list_open_conflicts, read_records
from app.store.visits import list_group_sessions, list_lessons
from exports.csvfile import write_table_csv
from exports.source import Choices
from exports.table import Recorded, long, repeats
from exports.workbook import write_workbook
from instruments.wording import LANGUAGES
from tests.app.sheets import csv_of, messages, sentences, sheet_of, xlsx_of
from tests.app.studies import store_in
from tests.builders import instrument as made

SCORES = "pupil_id,wave,subject,score"
LESSON = "lesson_id,teacher_id,wave,lesson_date,observer,observer_role"
CHECKS = (
    "tech_presentation,tech_quiz,tech_subject_software,tech_pupil_devices,collab_pairs,"
    "collab_groups,collab_shared_document,pupil_questions,lecture_most_of_lesson"
)
ANSWERS = "0,1,0,0,1,0,0,1,0"
IIN = "850101300128"


@pytest.fixture
def store(tmp_path):
    return store_in(tmp_path)


def read(store, key, *lines, data=b"", **how):
    sheet = read_sheet(data, how.pop("name", "a.csv")) if data else sheet_of(*lines)
    with store.database.reading() as session:
        asked = newest_instrument(session, key) if isinstance(key, str) else key
        return read_rows(session, store.scope(), asked, sheet, **how)


def take(store, key, *lines, good_only=False, data=b"", **how):
    sheet = read_sheet(data, how.pop("name", "a.csv")) if data else sheet_of(*lines)
    with store.database.writing() as session:
        asked = newest_instrument(session, key) if isinstance(key, str) else key
        preview = read_rows(session, store.scope(), asked, sheet, **how)
        return apply_rows(session, store.scope(), preview, good_only=good_only)


def kept(store, key):
    with store.database.reading() as session:
        return list(read_records(session, store.scope(), key))


def test_scores_come_in_once(store):
    lines = (SCORES, "P01,1,mathematics,42", "P02,midyear,mathematics,55.5")
    assert take(store, "pupil_scores", *lines) == IntakeDone(2, 0, 0)
    first, second = kept(store, "pupil_scores")
    assert (first.participant, first.wave, first.answers["score"]) == ("P01", "baseline", 42)
    assert (second.wave, second.answers["score"], second.mode) == ("midyear", 55.5, "import")
    assert take(store, "pupil_scores", *lines) == IntakeDone(0, 2, 0)
    assert [one.receipt for one in kept(store, "pupil_scores")] == [first.receipt, second.receipt]


def test_a_dry_run_writes_nothing(store):
    preview = read(store, "pupil_scores", SCORES, "P01,1,mathematics,42")
    assert (preview.new, len(preview.accepted), preview.refused) == (1, 1, ())
    assert kept(store, "pupil_scores") == []


def test_a_corrected_file_makes_a_revision_and_no_conflict(store):
    take(store, "pupil_scores", SCORES, "P01,1,mathematics,42", "P02,1,mathematics,50")
    done = take(store, "pupil_scores", SCORES, "P01,1,mathematics,43", "P02,1,mathematics,50")
    assert done == IntakeDone(0, 1, 1)
    record = kept(store, "pupil_scores")[0]
    assert (record.answers["score"], record.revision, record.conflict) == (43, 2, False)
    with store.database.reading() as session:
        assert list_open_conflicts(session, store.scope()) == ()


def test_an_old_file_does_not_undo_a_correction_silently(store):
    take(store, "pupil_scores", SCORES, "P01,1,mathematics,42")
    take(store, "pupil_scores", SCORES, "P01,1,mathematics,43")
    preview = read(store, "pupil_scores", SCORES, "P01,1,mathematics,42")
    assert (preview.changed, preview.same) == (0, 1)
    assert "stay as they are: 1" in str(preview.notes[0])


def test_a_column_that_the_file_lacks_leaves_its_answers(store):
    take(store, "pupil_scores", f"{SCORES},test_date", "P01,1,mathematics,42,2026-09-20")
    take(store, "pupil_scores", SCORES, "P01,1,mathematics,43")
    assert kept(store, "pupil_scores")[0].answers == {
        "subject": "mathematics",
        "score": 43,
        "test_date": "2026-09-20",
    }


def test_what_a_phone_sent_is_mended_and_not_doubled(store):
    sent = store.submission({}, status="partial")
    store.send(sent)
    key = sent.instrument.key
    code = sent.instrument.answered_items[0].code
    choice = sent.instrument.answered_items[0].choices[0].code
    header = f"participant_id,wave,{code},status"
    done = take(store, key, header, f"T01,midyear,{choice},partial")
    assert done == IntakeDone(0, 0, 1)
    assert [one.id for one in kept(store, key)] == [sent.id]


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (",1,mathematics,42", "pupil_id", "code is missing"),
        ("P99,1,mathematics,42", "pupil_id", "not in the roster"),
        ("T01,1,mathematics,42", "pupil_id", "another role"),
        ("P01,7,mathematics,42", "wave", "no wave “7”"),
        ("P01,,mathematics,42", "wave", "wave is missing"),
        ("P01,1,alchemy,42", "subject", "not among the answers"),
        ("P01,1,,42", "subject", ""),
        ("P01,1,mathematics,", "score", ""),
        ("P01,1,mathematics,142", "score", "from 0 to 100"),
        ("P01,1,mathematics,many", "score", "not a number"),
        (f"P01,1,mathematics,{IIN}", "score", "national identity number"),
        (f"{IIN},1,mathematics,42", "pupil_id", "national identity number"),
    ],
)
def test_a_refused_row_says_where_and_why(store, row, column, says):
    preview = read(store, "pupil_scores", SCORES, "P02,1,mathematics,50", row)
    assert [(number, where) for number, where, _ in messages(preview.refused)] == [(3, column)]
    assert says in sentences(preview.refused)
    assert len(preview.accepted) == 1
    assert IIN not in repr(preview)
    for language in LANGUAGES:
        assert preview.refused[0].message.in_(language)


def test_every_fault_of_a_row_is_named_at_once(store):
    preview = read(store, "pupil_scores", SCORES, "P99,7,alchemy,142")
    assert [column for _, column, _ in messages(preview.refused)] == ["subject", "score", "wave"]
    assert preview.refused_rows == 1


def test_a_day_in_the_wrong_form_is_named(store):
    preview = read(store, "pupil_scores", f"{SCORES},test_date", "P01,1,science,4,03/04/2026")
    assert messages(preview.refused)[0][:2] == (2, "test_date")
    preview = read(store, "teacher_questionnaire", "code,wave,answered_on,TC1", "T01,1,3.4.26,5")
    assert messages(preview.refused)[0][:2] == (2, "answered_on")


def test_nothing_is_half_written(store):
    lines = (SCORES, "P01,1,mathematics,42", "P02,1,mathematics,142")
    with pytest.raises(NotImported):
        take(store, "pupil_scores", *lines)
    assert kept(store, "pupil_scores") == []
    assert take(store, "pupil_scores", *lines, good_only=True).new == 1


def test_two_rows_about_the_same_are_named(store):
    preview = read(store, "pupil_scores", SCORES, "P01,1,science,42", "P01,1,science,43")
    assert messages(preview.refused) == [
        (3, "pupil_id", "Row 2 is about the same: keep one of the two.")
    ]


def test_an_unknown_column_is_refused_with_the_nearest_name(store):
    preview = read(store, "pupil_scores", "pupil_id,wave,subject,scor", "P01,1,science,42")
    assert preview.blocked
    assert [(one.name, one.nearest) for one in preview.unknown] == [("scor", "score")]
    with pytest.raises(NotImported):
        take(
            store, "pupil_scores", "pupil_id,wave,subject,scor", "P01,1,science,42", good_only=True
        )


def test_a_column_is_mapped_or_left_out(store):
    lines = ("pupil_id,wave,subject,Балл,Мұғалімнің пікірі", "P01,1,science,42,жақсы")
    columns = {"балл": "score", "Мұғалімнің пікірі": ""}
    assert take(store, "pupil_scores", *lines, columns=columns).new == 1
    preview = read(store, "pupil_scores", *lines, columns=columns)
    assert preview.left_out == ("Мұғалімнің пікірі",)
    assert read(store, "pupil_scores", *lines, columns={"Балл": "mark"}).blocked


def test_two_columns_for_one_item_are_refused(store):
    preview = read(store, "pupil_scores", f"{SCORES},b", "P1,1,a,1,2", columns={"b": "score"})
    assert "mean the same" in sentences(preview.refused)


def test_a_column_of_identity_numbers_refuses_the_file(store):
    preview = read(store, "pupil_scores", f"{SCORES},ИИН", f"P01,1,science,42,{IIN}")
    assert preview.blocked and preview.has_identity_numbers
    assert "delete the column" in sentences(preview.refused)


def test_missing_key_columns_are_named(store):
    assert "participant_id" in sentences(read(store, "pupil_scores", "score", "42").refused)
    assert "lesson_id" in sentences(read(store, "lesson_observation", "teacher_id", "T01").refused)
    assert "session_id" in sentences(read(store, "focus_group", "text", "hello").refused)


def test_a_required_column_that_is_missing_is_said_once(store):
    rows = [f"P0{number},1,science" for number in (1, 2, 3)]
    preview = read(store, "pupil_scores", "pupil_id,wave,subject", *rows)
    assert messages(preview.refused) == [
        (1, "score", "The column “score” is missing, and 3 rows need it: add it.")
    ]
    assert (preview.refused_rows, preview.accepted) == (3, ())


def test_a_wave_that_does_not_exist(store):
    preview = read(store, "pupil_scores", SCORES, "P01,1,science,42", wave="w9")
    assert "no wave “w9”" in sentences(preview.refused)
    assert preview.blocked


def test_the_wave_by_occasion_by_day_or_as_given(store):
    take(
        store,
        "pupil_scores",
        "pupil_id,occasion,subject,score",
        "P01,start,science,42",
        "P01,end,science,50",
    )
    assert [one.wave for one in kept(store, "pupil_scores")] == ["baseline", "end"]
    take(
        store,
        "engagement_log",
        "teacher_id,week,week_starting,messages,voice_minutes",
        "T01,1,2026-08-25,0,10",  # before the first wave: it belongs to the first
        "T01,2,2026-10-31,2,0",
        "T01,3,2026-11-01,2,0",
    )
    waves = [(one.answers["week"], one.wave) for one in kept(store, "engagement_log")]
    assert sorted(waves) == [(1, "baseline"), (2, "baseline"), (3, "midyear")]
    rubric = ("project_id,teacher_id,rater,teamwork,creativity", "PR01,T01,R1,3,2")
    assert "wave is missing" in sentences(read(store, "project_rubric", *rubric).refused)
    take(store, "project_rubric", *rubric, wave="end")
    assert [one.wave for one in kept(store, "project_rubric")] == ["end"]


def test_blanks_where_the_instrument_only_asks(store):
    items = "TC1,TC2,TC3"
    take(
        store,
        "teacher_questionnaire",
        f"teacher_id,wave,answered_on,{items}",
        "T01,1,2026-09-21,1,,3",
    )
    record = kept(store, "teacher_questionnaire")[0]
    assert record.answers == {"TC1": 1, "TC3": 3}
    assert record.submitted_at is not None and record.submitted_at.date() == date(2026, 9, 21)


def test_an_answer_to_what_is_not_asked_is_refused(store):
    lines = ("teacher_id,wave,TC1,PF1", "T01,1,1,5")
    preview = read(store, "teacher_questionnaire", *lines)
    assert messages(preview.refused) == [
        (2, "PF1", "This question is not asked here: empty the cell.")
    ]


def test_item_codes_in_any_case_and_labels_as_answers(store):
    take(store, "pupil_scores", "PUPIL_ID;Wave;SUBJECT;Score", "P01;1;Mathematics;42,5")
    assert kept(store, "pupil_scores")[0].answers == {"subject": "mathematics", "score": 42.5}


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
    assert "second observer is not named" in sentences(preview.refused)


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


NOTES = "segment_id,wave,group,language,teacher_id,text,codes_coder1,codes_coder2"
NOTES_COLUMNS = {
    "segment_id": "segment",
    "language": "spoken_in",
    "teacher_id": "speaker",
    "codes_coder1": "codes_1",
    "codes_coder2": "codes_2",
}
TURNS = (
    "S01,1,FG1,kk,T03,Жаңа тақырып,ISOLATION,ISOLATION",
    'S02,1,FG1,ru,T07,"Интернет, время",INTERNET;TIME,INTERNET',
    "S03,1,FG2,kk,T01,Тағы бір сөз,TIME,TIME",
)


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
        apply_roster(session, store.scope(), read_roster(session, store.scope(), roster))
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


def test_an_instrument_of_ones_own(store):
    asked = made(
        """
        [[section.item]]
        code = "days"
        kind = "multiple"
        list = "days"
        words = "Days"
        [[section.item]]
        code = "at"
        kind = "time"
        words = "When"
        [[section.item]]
        code = "word"
        kind = "text"
        required = "yes"
        words = "Word"
        [[list]]
        key = "days"
        choice = [
          { code = "1", kk = "Дс", ru = "Пн", en = "Mon" },
          { code = "2", kk = "Сс", ru = "Вт", en = "Tue" },
          { code = "3", kk = "Ср", ru = "Ср", en = "Wed" },
        ]
        """
    )
    header = "code,wave,days,at,word"
    take(store, asked, header, "T01,1,1-3,9:05,=1+1", "T02,1,3;1,,x", "T03,1,2,,y")
    found = {one.participant: one.answers for one in kept(store, asked.key)}
    assert found["T01"] == {"days": ("1", "2", "3"), "at": "09:05", "word": "=1+1"}
    assert found["T02"]["days"] == ("1", "3")
    for days in ("1-4", "3-1", "0-2", "1-999"):
        preview = read(store, asked, header, f"T01,1,{days},,x")
        assert [column for _, column, _ in messages(preview.refused)] == ["days"], days


def test_other_schools_are_out_of_reach(store):
    narrow = replace(store.scope(), schools=("S2",))
    sheet = sheet_of(SCORES, "P01,1,science,42")
    with store.database.reading() as session:
        asked = newest_instrument(session, "pupil_scores")
        preview = read_rows(session, narrow, asked, sheet)
    assert "not in the roster" in sentences(preview.refused)


def test_a_file_of_another_encoding_is_read_too(store):
    data = csv_of("код;wave;subject;score", "P01;1;science;42", encoding="cp1251")
    assert take(store, "pupil_scores", data=data).new == 1
