"""Long, wide and repeats: rows and columns as FIELD.md 4.5 lays them out."""

from datetime import UTC, date, datetime

import pytest

from exports.recorded import Recorded
from exports.table import long, repeats
from exports.wide import OutOfOrder, wide
from instruments.definitions import Kind, Section
from instruments.records import Mode, Participant, PlanEntry, Status
from tests.exports.builders_source import instrument, item, likert, record, source, text

FIRST = [
    "study_id",
    "participant_id",
    "role",
    "school_id",
    "school_type",
    "region",
    "class_id",
    "teacher_id",
    "wave",
    "wave_num",
    "wave_label",
    "wave_date",
    "instrument_id",
    "instrument_version",
    "response_id",
    "status",
    "mode",
    "language",
    "started_at",
    "submitted_at",
    "duration_s",
    "device_class",
    "entry_operator",
    "n_answered",
    "n_missing",
    "q_flags",
]


def read(table) -> list[dict]:
    """Read a table as one dict per row."""
    return [dict(zip(table.header, row, strict=True)) for row in table.rows]


def long_rows(made, key="tried") -> list[dict]:
    return read(long(Recorded(made, key)))


def wide_rows(made, key="tried") -> list[dict]:
    return read(wide(Recorded(made, key)))


def test_long_begins_with_the_columns_of_the_layout_and_ends_with_the_scales():
    table = long(Recorded(source(likert(2), []), "tried"))

    assert list(table.header[: len(FIRST)]) == FIRST
    assert list(table.header[-4:]) == ["Q1", "Q2", "scale_Q", "scale_Q_nmiss"]


def test_long_says_who_when_and_how():
    made = source(likert(2), [record("T1", 2, {"Q1": "1"}, late=True, conflict=True)])

    row = long_rows(made)[0]
    assert row["participant_id"] == "T1"
    assert row["school_type"] == "small"
    assert (row["wave"], row["wave_num"], row["wave_label"]) == ("w2", 2, "Wave 2")
    assert row["started_at"] == "2023-09-21T18:58:00Z"
    assert row["started_at_local"] == "2023-09-22T00:58:00+06:00"
    assert row["wave_date"] == "2023-09-22"
    assert row["duration_s"] == 120
    assert row["q_flags"] == "late;conflict"
    assert row["device_class"] is None
    assert (row["years"], row["school_km"]) == (7, 38)


def test_an_unfinished_paper_form_names_who_typed_it_in():
    typed = record("T1", 1, {}, status=Status.PARTIAL, mode=Mode.PAPER, author="C1")
    alone = record("T2", 1, {}, author="T2")

    first, second = long_rows(source(likert(1), [typed, alone]))
    assert (first["status"], first["mode"], first["entry_operator"]) == ("partial", "paper", "C1")
    assert second["entry_operator"] is None


def test_the_day_it_happened_goes_before_the_day_it_was_sent():
    made = source(likert(1), [record("T1", 1, {}, happened_on=date(2023, 9, 1))])

    assert long_rows(made)[0]["wave_date"] == "2023-09-01"


@pytest.mark.parametrize(
    ("answers", "score", "blank"),
    [
        ({"Q1": "5", "Q2": "1", "Q3": "4", "Q4": "5", "Q5": "5"}, 4.8, 0),
        ({"Q1": "5", "Q2": "1", "Q3": "4", "Q4": "5"}, 4.75, 1),
        ({"Q1": "5", "Q2": "1", "Q3": "4"}, None, 2),
    ],
)
def test_a_score_is_the_mean_of_four_fifths_of_its_items(answers, score, blank):
    row = long_rows(source(likert(5), [record("T1", 1, answers)]))[0]

    assert (row["scale_Q"], row["scale_Q_nmiss"]) == (score, blank)


def test_an_item_that_is_not_asked_in_a_wave_is_not_missing():
    asked = instrument(item("A"), item("B", show_if="${wave_stage} = 'end'"))
    made = source(asked, [record("T1", 1, {"A": "1"}), record("T1", 3, {"A": "1"})])

    first, last = long_rows(made)
    assert (first["n_answered"], first["n_missing"]) == (1, 0)
    assert (last["n_answered"], last["n_missing"]) == (1, 1)


def test_an_item_that_depends_on_an_answer_is_asked_of_those_who_gave_it():
    asked = instrument(item("A"), item("B", show_if="${A} = '5'"))
    made = source(asked, [record("T1", 1, {"A": "1"}), record("T2", 1, {"A": "5"})])

    assert [row["n_missing"] for row in long_rows(made)] == [0, 1]


def test_a_text_that_nobody_had_to_write_is_not_missing():
    asked = instrument(item("A"), item("open", Kind.LONG_TEXT))

    assert long_rows(source(asked, [record("T1", 1, {"A": "1"})]))[0]["n_missing"] == 0


def test_a_multiple_choice_is_one_column_of_codes_and_one_of_nought_or_one_per_choice():
    asked = instrument(item("tools", Kind.MULTIPLE, "phone", "no-name"))
    made = source(asked, [record("T1", 1, {"tools": ("phone",)}), record("T2", 1, {})])

    first, second = long_rows(made)
    assert first["tools"] == "phone"
    assert (first["tools_phone"], first["tools_no_name"]) == (1, 0)
    assert (second["tools"], second["tools_phone"]) == (None, None)


def test_codes_are_numbers_only_if_all_are_and_come_back_as_they_were():
    asked = instrument(
        item("a", Kind.SINGLE, "1", "2"), item("b", Kind.SINGLE, "01", "02"), item("c", Kind.TEXT)
    )
    row = long_rows(source(asked, [record("T1", 1, {"a": "1", "b": "01", "c": "7"})]))[0]

    assert (row["a"], row["b"], row["c"]) == (1, "01", "7")


def test_versions_share_one_column_per_item():
    first = likert(2)
    second = instrument(
        item("Q1", Kind.LIKERT, *"123456"), item("new"), version=2, scales=first.scales
    )
    made = source(
        [first, second],
        [record("T1", 1, {"Q1": "5", "Q2": "1"}), record("T1", 2, {"Q1": "6"}, version=2)],
    )

    old, new = long_rows(made)
    assert [name for name in old if name in ("Q1", "Q2", "new")] == ["Q1", "Q2", "new"]
    assert (old["Q1"], old["Q2"], new["Q1"], new["Q2"]) == (5, 1, 6, None)
    assert (old["instrument_version"], new["instrument_version"]) == (1, 2)


def test_an_item_named_like_a_column_of_the_layout_keeps_both():
    made = source(instrument(item("status"), item("years")), [record("T1", 1, {"status": "5"})])

    row = long_rows(made)[0]
    assert (row["status"], row["status_2"], row["roster_years"]) == ("complete", 5, 7)


def test_wide_gives_everybody_a_row_and_says_who_was_absent():
    records = [
        record("T1", 1, {"Q1": "1"}),
        record("T1", 2, {"Q1": "2"}),
        record("T3", 1, {"Q1": "3"}),
    ]
    rows = wide_rows(source(likert(1), records, ("T1", "T2", "T3", "T4")))

    assert [row["participant_id"] for row in rows] == ["T1", "T2", "T3", "T4"]
    assert [row["Q1_w1"] for row in rows] == [1, None, 3, None]
    assert [row["status_w2"] for row in rows] == ["complete", "absent", "absent", "absent"]
    assert rows[2]["date_w1"] == "2023-09-22"
    assert rows[2]["date_w2"] is None
    assert "Q1_w3" in rows[0]


def test_wide_asks_only_the_role_and_the_waves_of_the_plan():
    people = (Participant("P1", "pupil", "S1"), Participant("T1", "teacher", "S1"))
    made = source(likert(1), [], participants=people, plan=(PlanEntry("w2", "tried", 1),))

    assert [row["participant_id"] for row in wide_rows(made)] == ["T1"]
    assert [name for name in wide_rows(made)[0] if name.startswith("Q1")] == ["Q1_w2"]


def test_wide_of_one_wave_holds_that_wave_alone():
    records = [record("T1", wave, {"Q1": "1"}) for wave in (1, 2)]
    rows = wide_rows(source(likert(1), records, wave="w2"))

    assert [name for name in rows[0] if name.startswith("Q1")] == ["Q1_w2"]


def test_a_second_record_of_a_wave_stays_in_long_and_is_counted():
    records = [record("T1", 1, {"Q1": "1"}), record("T1", 1, {"Q1": "2"}, id="again")]
    table = wide(Recorded(source(likert(1), records), "tried"))

    assert read(table)[0]["Q1_w1"] == 1
    assert table.tally.outside == 1


def test_wide_names_are_short_enough_for_stata():
    code = "an_item_with_a_name_that_is_too_long"
    rows = wide_rows(source(instrument(item(code), item(code + "er")), []))

    assert all(len(name) <= 32 for name in rows[0] if name.endswith("_w1"))
    assert len(rows[0]) == len({name.casefold() for name in rows[0]})


def test_records_out_of_order_are_refused_and_not_doubled():
    records = [record("T2", 1, {}), record("T1", 1, {}), record("T2", 2, {})]

    with pytest.raises(OutOfOrder):
        wide_rows(source(likert(1), records))


def test_a_repeat_is_a_table_with_the_keys_of_its_record():
    turns = item("turns", Kind.REPEAT, items=(item("who", Kind.TEXT), item("said", Kind.TEXT)))
    asked = instrument(turns)
    said = ({"who": "M1", "said": "a"}, {"who": "M2"})
    made = source(asked, [record("T1", 1, {"turns": said}), record("T2", 1, {})])

    (table,) = repeats(Recorded(made, "tried"))
    assert table.name == "tried__turns"
    assert table.header[:4] == ("response_id", "parent_key", "repeat_index", "study_id")
    rows = read(table)
    assert [(row["repeat_index"], row["who"], row["said"]) for row in rows] == [
        (1, "M1", "a"),
        (2, "M2", None),
    ]
    assert {row["participant_id"] for row in rows} == {"T1"}
    assert [row["turns_count"] for row in long_rows(made)] == [2, None]


def test_a_section_that_is_not_shown_is_not_missing():
    sections = (
        Section("first", text("First"), (item("A"),)),
        Section("last", text("Last"), (item("B"),), show_if="${wave_number} = 3"),
    )
    made = source(instrument(sections=sections), [record("T1", 1, {"A": "1"})])

    assert long_rows(made)[0]["n_missing"] == 0


def test_a_record_without_times_has_empty_cells():
    made = source(likert(1), [record("T1", 1, {}, started_at=None, submitted_at=None)])

    row = long_rows(made)[0]
    assert (row["started_at"], row["duration_s"], row["wave_date"]) == (None, None, None)


def test_a_day_without_its_hour_has_a_date_and_no_moment():
    day = date(2024, 5, 1)
    made = source(likert(1), [record("T1", 1, {}, submitted_at=None, happened_on=day)])
    row = long_rows(made)[0]
    assert row["wave_date"] == "2024-05-01"
    assert row["submitted_at"] is None and row["submitted_at_local"] is None


def test_times_are_local_where_the_study_is():
    moment = datetime(2024, 5, 1, 20, 0, tzinfo=UTC)
    made = source(likert(1), [record("T1", 1, {}, submitted_at=moment)])

    row = read(long(Recorded(made, "tried", "Asia/Almaty")))[0]
    assert row["submitted_at"] == "2024-05-01T20:00:00Z"
    assert row["submitted_at_local"] == "2024-05-02T01:00:00+05:00"
