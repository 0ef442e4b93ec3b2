"""CSV files and their .zip: opened by a spreadsheet or read by R, nothing is executed or lost."""

import csv
import hashlib
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.bundle import archive_name, write_csv_zip
from exports.chunks import Block, Chunk, Chunked, Same
from exports.columns import CellKind, Column
from exports.csvfile import GUARDED, write_table_csv
from exports.observed import whole
from exports.table import Table
from instruments.definitions import Kind
from instruments.wording import Text
from tests.exports.builders_source import instrument, item, likert, record, source


def table(*rows, names=("a", "b")) -> Table:
    """Make a table of plain cells."""
    columns = tuple(Column(name, CellKind.TEXT, Text(en=name)) for name in names)
    return Table("plain", columns, rows)


def written(made: Table, **more) -> str:
    """Write a table and give the file's text."""
    out = BytesIO()
    write_table_csv(made, out, **more)
    return out.getvalue().decode("utf-8")


def read(content: str, delimiter: str = ",") -> list[list[str]]:
    """Read a CSV file as statistics programs do."""
    without_mark = content.removeprefix("\ufeff")
    return [*csv.reader(StringIO(without_mark, newline=""), delimiter=delimiter)]


def test_a_file_has_a_mark_for_excel_and_ends_lines_as_windows_does():
    assert written(table(("ә", 1.5), (None, -2))) == "\ufeffa,b\r\nә,1.5\r\n,-2\r\n"


def test_a_semicolon_for_kazakh_and_russian_excel():
    assert written(table(("x;y", 1)), delimiter=";") == '\ufeffa;b\r\n"x;y";1\r\n'


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_every_text_comes_back_when_the_apostrophe_is_taken_off(words):
    ((_, cell),) = read(written(table((0, words))))[1:]

    assert cell[:1] not in GUARDED - {"'"}
    assert (cell[1:] if cell[:1] == "'" else cell) == words


@pytest.mark.parametrize("first", sorted(GUARDED))
def test_a_text_like_a_formula_gets_an_apostrophe_and_so_does_a_header(first):
    rows = read(written(table((first + "1", -1), names=(first + "x", "b"))))

    assert rows == [["'" + first + "x", "b"], ["'" + first + "1", "-1"]]


def test_half_a_character_of_an_import_does_not_stop_the_export():
    assert "\\ud800" in written(table(("\ud800", 1)))


def test_numbers_that_are_equal_are_each_written_in_their_own_way():
    assert written(table((1, "a"), (1.0, "b"))) == "\ufeffa,b\r\n1,a\r\n1.0,b\r\n"


def test_a_column_is_guarded_where_it_must_be_and_nowhere_else():
    assert written(table(("=1", "x"), ("y", -2))) == "\ufeffa,b\r\n'=1,x\r\ny,-2\r\n"


def archive(made) -> ZipFile:
    """Write the .zip of a source."""
    out = BytesIO()
    write_csv_zip(made, out)
    return ZipFile(out)


CELLS = st.sampled_from(
    [None, 1, 0.5, "", "x", "=x", "'", "a,b", 'say "x"', "two\nlines", "\r", "Ж"]
)


@given(st.lists(st.booleans(), min_size=1, max_size=4), st.integers(1, 3), st.data())
def test_blocks_side_by_side_are_written_and_counted_as_whole_rows(same, rows, data):
    pair = st.tuples(CELLS, CELLS)
    blocks = [
        Same(data.draw(pair), rows)
        if one
        else Block(data.draw(st.lists(pair, min_size=rows, max_size=rows)))
        for one in same
    ]
    names = [f"c{number}" for number in range(2 * len(same))]
    plain = table(*Chunk(*blocks).rows, names=names)
    made = Table("made", plain.columns, Chunked([Chunk(*blocks)]))

    assert [*made.rows] == [*plain.rows]
    assert written(made) == written(plain)
    assert whole(made).figures == whole(plain).figures


def test_the_archive_holds_data_codebook_readme_and_hashes():
    whole = archive(source(likert(), [record("T1", 1, {"Q1": "5"})]))

    assert whole.testzip() is None
    assert {*whole.namelist()} == {
        "data/tried_long.csv",
        "data/tried_wide.csv",
        *(f"data/{name}.csv" for name in ("tried_level1", "level2_teacher", "level3_school")),
        *(f"codebook/{name}.csv" for name in ("codebook", "scales", "value_lists", "changes")),
        "analysis.R",
        "README.txt",
        "manifest.json",
    }
    manifest = json.loads(whole.read("manifest.json"))
    assert {one["path"] for one in manifest["files"]} == {*whole.namelist()} - {"manifest.json"}
    for one in manifest["files"]:
        content = whole.read(one["path"])
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
        assert one["bytes"] == len(content)
    assert [one["rows"] for one in manifest["files"]][:2] == [1, 2]


def test_the_readme_explains_the_apostrophe_and_counts():
    readme = archive(source(likert(), [])).read("README.txt").decode("utf-8-sig")

    assert "apostrophe" in readme
    assert "0 of 6 questionnaires" in readme


def test_a_text_too_long_for_a_cell_is_whole_in_the_archive():
    words = "ә" * 40_000
    asked = instrument(item("open", Kind.LONG_TEXT))
    whole = archive(source(asked, [record("T1", 1, {"open": words})]))

    csv.field_size_limit(1_000_000)
    header, row = read(whole.read("data/tried_long.csv").decode("utf-8-sig"))
    assert dict(zip(header, row, strict=True))["open"] == words


def test_the_same_study_at_the_same_time_gives_the_same_archive():
    made = source(likert(), [record("T1", 1, {"Q1": "5"})])
    first, second = BytesIO(), BytesIO()
    write_csv_zip(made, first)
    write_csv_zip(made, second)

    assert first.getvalue() == second.getvalue()
    assert {one.date_time for one in ZipFile(first).infolist()} == {(2024, 6, 1, 9, 30, 0)}
    assert archive_name(made) == "study_20240601_0930_open.zip"
