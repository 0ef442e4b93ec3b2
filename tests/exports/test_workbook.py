"""The workbook: what a coordinator and a researcher find when they open it."""

from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from exports.workbook import write_codebook, write_workbook
from instruments.definitions import About, FilledBy, Kind
from tests.exports.builders_source import (
    instrument,
    item,
    likert,
    record,
    source,
)

ANSWERS = {"Q1": "5", "Q2": "1", "Q3": "4", "Q4": "5", "Q5": "5"}


def opened(made, **more) -> Workbook:
    """Write a workbook and read it back."""
    out = BytesIO()
    write_workbook(made, out, **more)
    return load_workbook(out)


def rows(book: Workbook, name: str) -> list[dict]:
    """Read a sheet as one dict per row."""
    first, *rest = book[name].iter_rows(values_only=True)
    return [dict(zip(first, row, strict=True)) for row in rest]


def said(book: Workbook) -> str:
    """Give all words of the first sheet."""
    cells = (cell for row in book["about"].iter_rows(values_only=True) for cell in row)
    return "\n".join(str(cell) for cell in cells if cell is not None)


def test_people_read_labels_and_researchers_read_codes():
    book = opened(source(likert(), [record("T1", 1, ANSWERS)]))

    assert rows(book, "tried")[0]["Statement Q1"] == "Choice 5"
    assert rows(book, "tried_long")[0]["Q1"] == 5
    assert rows(book, "tried_long")[0]["scale_Q"] == 4.8


def test_labels_are_in_the_chosen_language():
    book = opened(source(likert(), [record("T1", 1, ANSWERS)], language="kk"))

    assert rows(book, "tried")[0]["Statement Q1 (kk)"] == "Choice 5 (kk)"


def test_about_comes_first_and_says_how_many_of_how_many():
    book = opened(source(likert(), [record("T1", 1, ANSWERS), record("T2", 3, {"Q1": "1"})]))

    assert book.sheetnames[0] == "about"
    assert "2 of 6 questionnaires" in said(book)
    assert "answers left blank: 4 of 10" in said(book)
    assert "Q: scores not computed for want of answers: 1" in said(book)
    assert ">= 80 %" in said(book)


def test_invented_data_are_called_so():
    invented = source(likert(), [record("T1", 1, ANSWERS)], invented=True)

    assert "Never present them as results" in said(opened(invented))
    assert "Never present" not in said(opened(source(likert(), [])))


def test_every_sheet_has_filters_and_a_frozen_header_and_no_wide_columns():
    book = opened(source(likert(), [record("T1", 1, ANSWERS | {"Q1": "1" * 90})]))

    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(width.width <= 40 for width in sheet.column_dimensions.values())


def test_names_of_schools_and_personal_items_stay_at_home():
    asked = instrument(item("phone", Kind.TEXT, personal=True), item("open", Kind.TEXT))
    made = source(asked, [record("T1", 1, {"phone": "87011234567", "open": "said"})])

    out = BytesIO()
    write_workbook(made, out)
    book = load_workbook(out)
    cells = [
        str(cell)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    ]
    assert not [cell for cell in cells if "87011234567" in cell or "Named School" in cell]
    assert "phone" not in rows(book, "tried_long")[0]
    assert "left out: 1" in said(book)


def test_an_unanswered_item_is_an_empty_cell():
    book = opened(source(likert(), [record("T1", 1, {"Q1": "2"})]))

    row = rows(book, "tried_long")[0]
    assert row["Q2"] is None
    assert (row["n_answered"], row["n_missing"]) == (1, 4)
    assert row["scale_Q"] is None
    assert row["scale_Q_nmiss"] == 4


formulas = st.builds(
    lambda first, rest: first + rest,
    st.sampled_from([*"=+-@\t\r\n＝＋－＠"]),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")),
)


@settings(deadline=None, max_examples=60)
@given(formulas)
def test_a_text_like_a_formula_stays_the_same_text(words):
    asked = instrument(item("open", Kind.LONG_TEXT))
    book = opened(source(asked, [record("T1", 1, {"open": words})]))

    for sheet in (book["tried"], book["tried_long"]):
        last = sheet.cell(2, sheet.max_column)
        assert last.data_type == "s"
        assert last.value == words
        assert last.quotePrefix


def test_a_header_like_a_formula_stays_text():
    asked = instrument(item("open", Kind.TEXT, label=likert().title.__class__(en="=1+1")))
    sheet = opened(source(asked, [record("T1", 1, {"open": "x"})]))["tried"]

    assert sheet.cell(1, sheet.max_column).value == "=1+1"
    assert sheet.cell(1, sheet.max_column).data_type == "s"


def test_spaces_lines_and_signs_of_xml_come_back():
    words = "  <b>&amp; two\nlines\r\nend \t"
    asked = instrument(item("open", Kind.LONG_TEXT))

    assert (
        rows(opened(source(asked, [record("T1", 1, {"open": words})])), "tried_long")[0]["open"]
        == words
    )


def test_a_control_character_is_shown_and_told():
    asked = instrument(item("open", Kind.TEXT))
    book = opened(source(asked, [record("T1", 1, {"open": "a\x00b"})]))

    assert rows(book, "tried_long")[0]["open"] == "a\ufffdb"
    assert "control characters" in said(book)


def test_a_text_too_long_for_a_cell_says_where_it_stands_whole():
    asked = instrument(item("open", Kind.LONG_TEXT))
    book = opened(source(asked, [record("T1", 1, {"open": "ә" * 40_000})]))

    cell = rows(book, "tried_long")[0]["open"]
    assert "40000 characters" in cell
    assert "data/tried_long.csv, row 2, column open" in cell
    assert "Texts too long for a cell: 3" in said(book)


def test_a_number_too_large_for_a_sheet_stays_exact_as_text():
    asked = instrument(item("n", Kind.INTEGER))
    book = opened(source(asked, [record("T1", 1, {"n": 12345678901234567890})]))

    assert rows(book, "tried_long")[0]["n"] == "12345678901234567890"


def test_long_keys_get_short_sheets_that_about_explains():
    keys = [f"a_very_long_name_of_an_instrument_{number}" for number in (1, 2)]
    asked = [likert(2, key) for key in keys]
    book = opened(source(asked, [record("T1", 1, {"Q1": "1"}, instrument=keys[0])]))

    assert all(len(name) <= 31 for name in book.sheetnames)
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    assert f"{keys[0]}_long" in said(book)


def test_a_study_without_records_exports_empty_sheets():
    book = opened(source(likert(), []))

    assert rows(book, "tried_long") == []
    assert len(rows(book, "tried_wide")) == 2
    assert "0 of 6 questionnaires" in said(book)


def test_the_summary_says_what_was_exported():
    out = BytesIO()
    summary = write_workbook(source(likert(), [record("T1", 1, ANSWERS)]), out)

    assert summary.records == {"tried": 1}
    sizes = {sheet.name: (sheet.rows, sheet.columns) for sheet in summary.sheets}
    assert sizes["tried_long"][0] == 1
    assert [*sizes][-1] == "about"
    assert {*sizes} == {*load_workbook(out).sheetnames}


def test_the_codebook_can_be_had_alone():
    out = BytesIO()
    summary = write_codebook(source(likert(), [record("T1", 1, ANSWERS)]), out)

    book = load_workbook(out)
    assert book.sheetnames == ["codebook", "scales", "value_lists", "changes"]
    assert summary.records == {"tried": 1}


def test_a_group_session_says_nothing_of_participants():
    guide = instrument(
        item("open", Kind.TEXT), about=About.GROUP_SESSION, filled_by=FilledBy.MODERATOR
    )
    made = source(guide, [record("", 1, {"open": "x"}, group_session="G1", author="M1")])

    assert rows(opened(made), "tried")[0]["Group session"] == "G1"
    assert "Participant" not in rows(opened(made), "tried")[0]


def test_the_turns_of_a_session_are_rows_for_people_too():
    turns = item(
        "said",
        Kind.REPEAT,
        items=(item("who", Kind.TEXT), item("words", Kind.LONG_TEXT), item("ok", Kind.SINGLE, "1")),
    )
    guide = instrument(turns, about=About.GROUP_SESSION, filled_by=FilledBy.MODERATOR)
    said_ = ({"who": "M1", "words": "=yes", "ok": "1"}, {"who": "M2", "words": "no"})
    book = opened(source(guide, [record("", 1, {"said": said_}, group_session="G1", author="MOD")]))
    found = rows(book, "tried_said")
    assert [row["Statement words"] for row in found] == ["=yes", "no"]
    assert (found[0]["Group session"], found[0]["Name of the wave"]) == ("G1", "Wave 1")
    assert (found[0]["Statement ok"], found[1]["Statement ok"]) == ("Choice 1", None)
    assert [row["Number of the row within the record"] for row in found] == [1, 2]
    assert "tried_said" in said(book) and "tried__said" in said(book)
