"""The codebook: what a researcher must know of each column, and figures to check against."""

import json
import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.codebook import codebook_tables
from exports.columns import CellKind, Column
from exports.dataset import data_tables
from exports.observed import Figures, whole
from exports.table import Table
from instruments.definitions import Kind
from instruments.wording import Text
from tests.exports.builders_source import instrument, item, likert, record, source

HEADER = [
    "var_name",
    "spss_name",
    "source_name",
    "instrument",
    "version_first",
    "version_last",
    "wave_list",
    "section",
    "item_text_kk",
    "item_text_ru",
    "item_text_en",
    "type",
    "list_name",
    "values",
    "value_labels_kk",
    "value_labels_ru",
    "value_labels_en",
    "reverse",
    "scale_code",
    "min",
    "max",
    "missing_codes",
    "relevance",
    "constraint",
    "required",
    "pii",
    "n_valid",
    "n_missing",
    "mean",
    "sd",
    "min_obs",
    "max_obs",
]


def sheets(made) -> dict[str, list[dict]]:
    """Read every table and give the sheets of the codebook."""
    observed = [whole(table) for table in data_tables(made)]
    return {
        table.name: [dict(zip(table.header, row, strict=True)) for row in table.rows]
        for table in codebook_tables(made, observed)
    }


def variable(made, name: str) -> dict:
    """Give the row of one variable."""
    return next(row for row in sheets(made)["codebook"] if row["var_name"] == name)


def test_the_columns_are_those_of_the_layout():
    assert [*sheets(source(likert(), []))["codebook"][0]][: len(HEADER)] == HEADER


def test_an_item_says_its_wording_coding_scale_and_figures():
    answers = ({"Q2": "1"}, {"Q2": "5"}, {})
    records = [record(f"T{number}", 1, one) for number, one in enumerate(answers, 1)]
    row = variable(source(likert(), records, ("T1", "T2", "T3")), "Q2")

    assert row["item_text_kk"] == "Statement Q2 (kk)"
    assert row["item_text_ru"] == "Statement Q2 (ru)"
    assert json.loads(row["values"]) == [1, 2, 3, 4, 5]
    assert row["value_labels_en"].startswith("1 = Choice 1; 2 = ")
    assert (row["type"], row["list_name"], row["section"]) == ("likert", "agreement", "first")
    assert (row["reverse"], row["scale_code"], row["min"], row["max"]) == (1, "Q", 1, 5)
    assert (row["n_valid"], row["n_missing"]) == (2, 1)
    assert (row["mean"], row["min_obs"], row["max_obs"]) == (3, 1, 5)
    assert row["sd"] == pytest.approx(statistics.stdev([1, 5]))
    assert row["wave_list"] == "w1 w2 w3"
    assert row["tables"] == "tried_long"


def test_an_item_that_was_not_asked_is_not_missing():
    asked = instrument(item("A"), item("B", show_if="${wave_stage} = 'end'"))
    records = [record("T1", wave, {"A": "1"}) for wave in (1, 2, 3)]
    row = variable(source(asked, records), "B")

    assert (row["n_valid"], row["n_missing"]) == (0, 1)
    assert row["relevance"] == "${wave_stage} = 'end'"
    assert row["mean"] is None


def test_an_item_names_the_codes_of_its_missing_answers():
    choices = ("1", "2", "-97")
    asked = instrument(
        item("A", Kind.SINGLE, *choices), item("B"), item("n", Kind.INTEGER), item("t", Kind.TEXT)
    )
    made = source(asked, [record("T1", 1, {"A": "1", "n": -98})])
    codes = {row["var_name"]: row["missing_codes"] for row in sheets(made)["codebook"]}

    assert (codes["A"], codes["B"]) == ("-99 -98 -97", "-99 -98")
    assert codes["n"] is None, "somebody answered -98: the file keeps no code for it"
    assert codes["t"] is codes["participant_id"] is None


def test_a_wide_column_has_the_figures_of_its_wave():
    records = [record("T1", 1, {"Q1": "2"}), record("T1", 2, {"Q1": "4"})]
    row = variable(source(likert(1), records), "Q1_w2")

    assert (row["mean"], row["n_valid"], row["n_missing"]) == (4, 1, 1)
    assert (row["wave_list"], row["tables"]) == ("w2", "tried_wide")
    assert row["item_text_en"] == "Wave 2: Statement Q1"


def test_scales_and_lists_are_listed():
    found = sheets(source(likert(2), []))

    (scale,) = found["scales"]
    assert (scale["code"], scale["items"], scale["reverse_items"]) == ("Q", "Q1 Q2", "Q2")
    assert scale["min_answered"] == 0.8
    assert [row["code"] for row in found["value_lists"]] == ["1", "2", "3", "4", "5"]


def test_changes_between_versions_are_named():
    first = instrument(item("A"), item("gone"))
    second = instrument(item("A", label=Text("Жаңа", "Новое", "New")), item("come"), version=2)
    found = sheets(source([first, second], []))

    changed = {(row["item"], row["change"]) for row in found["changes"]}
    assert {("gone", "removed"), ("come", "added"), ("A", "wording kk")} <= changed
    row = next(row for row in found["codebook"] if row["var_name"] == "gone")
    assert (row["version_first"], row["version_last"]) == (1, 1)


def test_an_item_of_a_repeat_is_not_taken_for_one_outside():
    inner = item("said", Kind.TEXT, label=Text(en="Inside"))
    asked = instrument(
        item("said", Kind.TEXT, label=Text(en="Outside")),
        item("turns", Kind.REPEAT, items=(inner,)),
    )
    made = source(asked, [record("T1", 1, {"said": "x", "turns": ({"said": "y"},)})])

    rows = [row for row in sheets(made)["codebook"] if row["source_name"] == "turns/said"]
    assert [row["item_text_en"] for row in rows] == ["Inside"]


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=50), st.integers(1, 7))
def test_figures_of_chunks_are_those_of_the_whole(numbers, size):
    figures = Figures()
    for start in range(0, len(numbers), size):
        figures.take(Counter(numbers[start : start + size]), True)

    assert figures.mean == pytest.approx(statistics.fmean(numbers), abs=1e-6)
    assert figures.sd == pytest.approx(statistics.stdev(numbers), rel=1e-6, abs=1e-6)
    assert (figures.minimum, figures.maximum) == (min(numbers), max(numbers))


@pytest.mark.parametrize(
    ("numbers", "mean"),
    [
        ([1e300], 1e300),
        ([1e300, 1e300], 1e300),
        ([1.0, 1e300], 5e299),
        ([1e308] * 9, None),
        ([1, 10**400], None),
    ],
)
def test_a_number_too_large_to_be_squared_stops_nothing(numbers, mean):
    figures = Figures()
    figures.take(Counter(numbers), True)
    figures.take(Counter([None]), True)

    assert (figures.mean, figures.valid) == (mean, len(numbers))
    assert figures.sd == (0 if numbers == [1e300] * 2 else None)
    assert (figures.minimum, figures.maximum) == (min(numbers), max(numbers))


def test_texts_are_counted_but_have_no_mean():
    column = Column("a", CellKind.NUMBER, Text(en="a"))
    observed = whole(Table("t", (column,), [("x",), (None,), (2,)]))

    assert (observed.figures[0].valid, observed.figures[0].empty) == (2, 1)
    assert (observed.figures[0].numbers, observed.figures[0].sd) == (1, None)
