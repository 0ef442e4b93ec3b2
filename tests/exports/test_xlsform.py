"""An instrument as an XLSForm holds all that the standard can say of it."""

from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest

from exports.xlsform import NAMES, write_xlsform
from instruments.definitions import Instrument, Kind, Required
from instruments.versions import library
from tests.exports.builders_source import instrument, item, likert

DAY = datetime(2024, 6, 1, tzinfo=UTC)


def form(made: Instrument) -> dict[str, list[dict]]:
    """Write a form and read its sheets back, each row by the heads of its columns."""
    out = BytesIO()
    write_xlsform(made, out, DAY)
    sheets = {}
    for sheet in openpyxl.load_workbook(out):
        head, *rows = sheet.iter_rows(values_only=True)
        sheets[sheet.title] = [dict(zip(head, row, strict=True)) for row in rows]
    return sheets


def question(made: Instrument, name: str) -> dict:
    """Give the row of one question."""
    return next(row for row in form(made)["survey"] if row["name"] == name)


def test_questions_stand_in_their_section_in_three_languages():
    sheets = form(likert(2))
    assert [row["type"] for row in sheets["survey"]] == [
        "begin_group",
        "select_one agreement",
        "select_one agreement",
        "end_group",
    ]
    row = sheets["survey"][1]
    assert row[f"label::{NAMES['kk']}"] == "Statement Q1 (kk)"
    assert row[f"label::{NAMES['ru']}"] == "Statement Q1 (ru)"
    assert [one["name"] for one in sheets["choices"]] == ["1", "2", "3", "4", "5"]
    assert sheets["settings"][0]["form_id"] == "tried"


def test_limits_conditions_and_what_must_be_answered_are_kept():
    years = item("years", Kind.INTEGER, minimum=0, maximum=60, required=Required.YES)
    why = item("why", Kind.LONG_TEXT, show_if="${years} > 5", constraint="string-length(.) > 2")
    scored = item("score", Kind.RANGE, minimum=0, maximum=100, step=5)
    made = instrument(years, why, scored)
    assert question(made, "years")["constraint"] == "(. >= 0) and (. <= 60)"
    assert question(made, "years")["required"] == "yes"
    assert question(made, "why")["relevant"] == "${years} > 5"
    assert question(made, "why")["constraint"] == "string-length(.) > 2"
    assert question(made, "why")["appearance"] == "multiline"
    assert question(made, "score")["parameters"] == "start=0 end=100 step=5"


def test_a_condition_on_the_wave_asks_the_wave_first():
    first, *_ = form(instrument(item("Q1", show_if="${wave_stage} = 'end'")))["survey"]
    assert (first["type"], first["name"]) == ("text", "wave_stage")
    assert form(likert(1))["survey"][0]["type"] == "begin_group"


@pytest.mark.parametrize("place", sorted(library()))
def test_every_question_of_the_library_is_there_and_every_list(place):
    made = library()[place]
    sheets = form(made)
    rows = sheets["survey"]
    assert {*made.items} <= {row["name"] for row in rows}
    lists = {row["list_name"] for row in sheets["choices"]}
    assert {row["type"].split()[1] for row in rows if row["type"].startswith("select")} == lists
    begun, ended = (sum(row["type"].startswith(word) for row in rows) for word in ("begin", "end"))
    assert begun == ended


def test_the_same_instrument_gives_the_same_bytes():
    one, other = BytesIO(), BytesIO()
    write_xlsform(likert(2), one, DAY)
    write_xlsform(likert(2), other, DAY)
    assert one.getvalue() == other.getvalue()
