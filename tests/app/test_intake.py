"""Rows of a sheet become records of any instrument: dry run, all or nothing, twice is once."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.coordinate.intake import IntakeDone, read_rows
from app.coordinate.refusals import NotImported
from app.store.instruments import newest_instrument
from app.store.reading import list_open_conflicts
from instruments.wording import LANGUAGES
from tests.app.intake_tries import IIN, SCORES, kept, read, take
from tests.app.sheets import csv_of, messages, sentences, sheet_of
from tests.app.studies import store_in
from tests.builders import instrument as made


@pytest.fixture
def store(tmp_path):
    return store_in(tmp_path)


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
    assert [column for _, column, _ in messages(preview.refused)] == ["wave", "subject", "score"]
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
    assert (record.happened_on, record.submitted_at) == (date(2026, 9, 21), None)


@pytest.mark.parametrize(
    ("more", "row", "day", "submitted"),
    [
        ("", "", None, None),
        (",answered_on", ",2026-09-21", date(2026, 9, 21), None),
        (",submitted_at", ",2026-09-21", date(2026, 9, 21), None),
        (",submitted_at", ",2026-09-21T12:00:00Z", None, datetime(2026, 9, 21, 12, tzinfo=UTC)),
        (",wave_date", ",2026-09-21", date(2026, 9, 21), None),
        (
            ",wave_date,submitted_at",
            ",2026-09-21,2026-09-22T08:30:00Z",
            date(2026, 9, 21),
            datetime(2026, 9, 22, 8, 30, tzinfo=UTC),
        ),
    ],
)
def test_no_day_and_no_hour_is_invented(store, more, row, day, submitted):
    take(store, "teacher_questionnaire", f"teacher_id,wave,TC1{more}", f"T01,1,1{row}")
    record = kept(store, "teacher_questionnaire")[0]
    assert (record.happened_on, record.submitted_at) == (day, submitted)


def test_a_bare_day_of_beginning_is_no_moment(store):
    take(store, "teacher_questionnaire", "teacher_id,wave,TC1,started_at", "T01,1,1,2026-09-21")
    assert kept(store, "teacher_questionnaire")[0].started_at is None


def test_an_answer_to_what_is_not_asked_is_refused(store):
    lines = ("teacher_id,wave,TC1,PF1", "T01,1,1,5")
    preview = read(store, "teacher_questionnaire", *lines)
    assert messages(preview.refused) == [
        (2, "PF1", "This question is not asked here: empty the cell.")
    ]


def test_item_codes_in_any_case_and_labels_as_answers(store):
    take(store, "pupil_scores", "PUPIL_ID;Wave;SUBJECT;Score", "P01;1;Mathematics;42,5")
    assert kept(store, "pupil_scores")[0].answers == {"subject": "mathematics", "score": 42.5}


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
