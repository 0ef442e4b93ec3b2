"""Files for SPSS and Stata, read back by ReadStat: values, labels, measures, missing, names."""

import datetime
import re

import pyreadstat
import pytest

from exports.dataset import data_tables
from exports.labelled.cutting import cut_bytes, cut_signs
from exports.labelled.dta import write_dta
from exports.labelled.sav import write_sav
from instruments.definitions import Choice, Kind, Scale, Section
from instruments.records import Status
from instruments.wording import Text
from tests.exports.builders_source import (
    MADE_AT,
    STARTED,
    instrument,
    item,
    likert,
    record,
    source,
    text,
)

READERS = {"sav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}
WRITERS = {"sav": write_sav, "dta": write_dta}
LONG = "tried_long"


@pytest.fixture
def read(tmp_path):
    """Write a table of a study and read it back: columns, and what is said of them."""

    def written(made, table=LONG, ending="sav", language="en"):
        (one,) = (one for one in data_tables(made, reasons=True) if one.name == table)
        path = tmp_path / f"{table}.{ending}"
        with path.open("wb") as out:
            WRITERS[ending](one, out, language, MADE_AT)
        return READERS[ending](path, output_format="dict", user_missing=True)

    return written


def routed(**more):
    """Make a questionnaire in which an answer decides what else is asked."""
    return instrument(
        item("Q1"),
        item("which", Kind.SINGLE, "yes", "no"),
        item("many", Kind.MULTIPLE, "a", "b", show_if="${Q1} = '5'"),
        item("n", Kind.INTEGER, show_if="${Q1} = '5'"),
        item("open", Kind.LONG_TEXT),
        item("day", Kind.DATE),
        item("at", Kind.TIME),
        **more,
    )


FULL = {
    "Q1": "5",
    "which": "no",
    "many": ("b",),
    "n": 7,
    "open": "Қазақша 😀 'x'",
    "day": "2024-02-29",
    "at": "08:30",
}


def test_values_come_back_from_spss(read):
    columns, _ = read(source(routed(), [record("T1", 1, FULL)]))

    assert columns["Q1"] == [5]
    assert columns["which"] == [2]
    assert (columns["many_a"], columns["many_b"]) == ([0], [1])
    assert columns["n"] == [7]
    assert columns["open"] == ["Қазақша 😀 'x'"]
    assert columns["day"] == [datetime.date(2024, 2, 29)]
    assert columns["at"] == [datetime.time(8, 30)]
    assert columns["started_at"] == [STARTED.replace(tzinfo=None)]


def test_values_come_back_from_stata(read):
    columns, _ = read(source(routed(), [record("T1", 1, FULL)]), ending="dta")

    assert columns["which"] == [2]
    assert columns["many_b"] == [1]
    assert columns["open"] == ["Қазақша 😀 'x'"]
    assert columns["day"] == [datetime.date(2024, 2, 29)]
    assert columns["at"] == [datetime.time(8, 30)]
    assert columns["started_at"] == [STARTED.replace(tzinfo=None)]


def test_spss_tells_a_blank_from_what_was_not_asked_and_from_an_absent_wave(read):
    made = source(routed(), [record("T1", 1, {"Q1": "5"}), record("T2", 1, {"Q1": "1"})])
    long, described = read(made)
    wide, _ = read(made, "tried_wide")

    assert long["n"] == [-99, -98]
    assert long["many_a"] == [-99, -98]
    assert long["which"] == [-99, -99]
    assert long["day"] == [None, None]
    assert wide["n_w1"] == [-99, -98]
    assert wide["n_w2"] == wide["Q1_w3"] == [None, None]
    assert wide["status_w2"] == ["absent", "absent"]
    for name in ("Q1", "n", "many_a"):
        assert described.missing_ranges[name] == [{"lo": -99, "hi": -96}]
    assert "participant_id" not in described.missing_ranges


def test_stata_has_letters_for_the_reasons(read):
    made = source(routed(), [record("T1", 1, {"Q1": "5"}), record("T2", 1, {"Q1": "1"})])
    columns, described = read(made, ending="dta")
    wide, _ = read(made, "tried_wide", "dta")

    assert columns["n"] == ["a", "b"]
    assert columns["day"] == ["a", "a"]
    assert wide["n_w2"] == [None, None]
    assert described.variable_value_labels["n"] == {"a": "no answer", "b": "not asked"}


def test_blanks_with_a_code_are_those_that_n_missing_counts(read):
    asked = instrument(item("Q1"), item("Q2"), item("rep", Kind.REPEAT, items=(item("x"),)))
    columns, _ = read(source(asked, [record("T1", 1, {"Q1": "3"})]))

    coded = [columns[name][0] for name in ("Q1", "Q2", "rep_count")]
    assert coded == [3, -99, None]
    assert columns["n_missing"] == [1]


def test_of_an_unfinished_record_what_comes_after_the_last_answer_was_not_reached(read):
    asked = instrument(item("Q1"), item("Q2"), item("Q3"), item("Q4", show_if="${Q2} = 5"))
    some = [record("T1", 1, {"Q2": "3"}, status=Status.PARTIAL)]
    columns, _ = read(source(asked, some))

    assert [columns[f"Q{n}"][0] for n in range(1, 5)] == [-99, 3, None, -98]


def test_an_item_of_another_version_is_system_missing(read):
    first = instrument(item("Q1"))
    second = instrument(item("Q1"), item("Q2"), version=2)
    columns, _ = read(source((first, second), [record("T1", 1, {"Q1": "3"})]))

    assert columns["Q2"] == [None]


def test_rows_of_a_repeat_say_why_a_cell_is_empty(read):
    inner = (item("x", Kind.INTEGER), item("y", Kind.INTEGER, show_if="${x} = 1"))
    asked = instrument(item("rep", Kind.REPEAT, items=inner))
    rows = ({"x": 1}, {"x": 2}, {"y": 3})
    columns, _ = read(source(asked, [record("T1", 1, {"rep": rows})]), "tried__rep")

    assert columns["x"] == [1, 2, -99]
    assert columns["y"] == [-99, -98, 3]


def test_a_number_that_is_no_code_leaves_blanks_without_one(read):
    asked = instrument(item("n", Kind.INTEGER, minimum=-200))
    some = [record("T1", 1, {"n": -98}), record("T2", 1, {})]
    columns, described = read(source(asked, some))
    letters, _ = read(source(asked, some), ending="dta")

    assert columns["n"] == [-98, None]
    assert "n" not in described.missing_ranges
    assert "n" not in described.variable_value_labels
    assert letters["n"] == [-98, "a"]


def test_what_an_author_codes_as_missing_is_missing(read):
    asked = instrument(item("Q1", Kind.SINGLE, "1", "2", "-97", "-96"))
    some = [record("T1", 1, {"Q1": "-97"}), record("T2", 1, {"Q1": "-96"})]
    columns, described = read(source(asked, some))
    letters, said = read(source(asked, some), ending="dta")

    assert columns["Q1"] == [-97, -96]
    assert described.variable_value_labels["Q1"][-97] == "Choice -97"
    assert letters["Q1"] == ["c", "d"]
    assert said.variable_value_labels["Q1"]["d"] == "Choice -96"


@pytest.mark.parametrize("ending", READERS)
@pytest.mark.parametrize(
    ("language", "label", "choice"),
    [
        ("kk", "Әңгімелесу ұнайды", "Ғажап, өте ұнайды"),
        ("ru", "Нравится беседа", "Очень"),
        ("en", "I like talking", "Very much"),
    ],
)
def test_labels_are_in_the_chosen_language(read, ending, language, label, choice):
    words = Text("Әңгімелесу ұнайды", "Нравится беседа", "I like talking")
    very = Choice("5", Text("Ғажап, өте ұнайды", "Очень", "Very much"))
    asked = instrument(item("Q1", label=words, choices=(very,)))
    _, described = read(source(asked, []), ending=ending, language=language)

    assert described.column_names_to_labels["Q1"] == label
    assert described.variable_value_labels["Q1"][5] == choice


def test_measures_and_formats(read):
    asked = routed(scales=(Scale("S", text("S"), ("Q1",), frozenset(), 1, 5),))
    _, described = read(source(asked, [record("T1", 1, FULL)]))

    wanted = {
        "Q1": ("ordinal", "F8.0"),
        "which": ("nominal", "F8.0"),
        "many_a": ("nominal", "F8.0"),
        "n": ("scale", "F8.0"),
        "scale_S": ("scale", "F8.2"),
        "participant_id": ("nominal", "A2"),
        "day": ("scale", "DATE11"),
        "submitted_at": ("scale", "DATETIME20"),
    }
    found = {
        name: (described.variable_measure[name], described.original_variable_types[name])
        for name in wanted
    }
    assert found == wanted


def test_a_multiple_choice_is_a_set(read):
    _, described = read(source(routed(), []), "tried_wide")

    assert described.mr_sets["many_w2"] == {
        "type": "D",
        "is_dichotomy": True,
        "counted_value": 1,
        "label": "Wave 2: Statement many",
        "variable_list": ["many_a_w2", "many_b_w2"],
    }


@pytest.mark.parametrize("ending", READERS)
def test_a_study_without_answers_has_typed_and_labelled_variables(read, ending):
    columns, described = read(source(likert(), [], teachers=()), ending=ending)

    assert described.number_rows == 0
    assert columns["Q1"] == []
    assert described.readstat_variable_types["Q1"] != "string"
    assert described.variable_value_labels["Q5"][1] == "Choice 1"


def test_items_of_one_list_share_one_set_of_labels(read):
    _, described = read(source(likert(), []), "tried_wide", "dta")

    assert {described.variable_to_label[f"Q{n}_w{wave}"] for n in (1, 5) for wave in (1, 3)} == {
        "agreement"
    }


@pytest.mark.parametrize(("ending", "limit"), [("sav", 255), ("dta", 320)])
def test_a_label_of_three_hundred_bytes_is_cut_on_a_character(read, ending, limit):
    asked = instrument(item("Q1", label=Text("қ" * 150, "я" * 150, "e" * 300)))
    _, described = read(source(asked, []), ending=ending, language="kk")

    label = described.column_names_to_labels["Q1"]
    assert re.fullmatch("қ+…", label)
    assert len(label.encode()) <= limit
    assert len(label) == {"sav": 127, "dta": 80}[ending]


def test_a_value_label_is_cut_at_120_bytes(read):
    asked = instrument(item("Q1", choices=(Choice("1", Text(kk="ә" * 100)),)))
    _, described = read(source(asked, []), language="kk")

    assert described.variable_value_labels["Q1"][1] == "ә" * 58 + "…"


def test_an_emoji_is_never_cut_in_two():
    family = "👩‍👩‍👧"
    for limit in range(4, 60):
        cut = cut_bytes(family * 3, limit).removesuffix("…")
        assert cut in ("", family, family * 2, family * 3)
    assert cut_signs("e\u0301" * 3, 5) == "e\u0301" * 2 + "…"


def test_a_section_under_a_condition_is_not_asked(read):
    sections = (
        Section("one", text("One"), (item("Q1"),)),
        Section("two", text("Two"), (item("Q2"),), show_if="${Q1} = '5'"),
    )
    columns, _ = read(source(instrument(sections=sections), [record("T1", 1, {"Q1": "1"})]))

    assert columns["Q2"] == [-98]
