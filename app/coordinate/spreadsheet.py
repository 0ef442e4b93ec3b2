"""Read an uploaded .xlsx or .csv file as a plain sheet, or say in one sentence why not."""

import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Protocol, cast

from app.coordinate.upload_kinds import (
    Unreadable,
    has_formulas,
    say,
    text_of,
    workbook_within_limits,
)
from exports.csvfile import GUARDED

__all__ = ["Cell", "Sheet", "SheetRow", "Unreadable", "column_letter", "read_sheet", "say"]

Cell = str | int | float | bool | date | time | datetime

MOST_ROWS = 100_000
MOST_COLUMNS = 500
MOST_CELLS = 1_000_000
"""Of one sheet of a workbook, formatted blank ones included: what ten seconds can read."""
REMARK = "#"
"""A row that begins with this sign is a remark, such as the hints of our templates."""
EXCEL_ERRORS = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!")
)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How a workbook writes signs that XML does not take."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One filled row: its number as the spreadsheet shows it, and its filled cells by column."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands in a file: blank rows and remarks are left out."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    header: int = 1
    """The number of the row that holds the names of the columns."""
    name: str = ""
    others: tuple[str, ...] = ()
    """Further sheets of the workbook, which were not read."""
    remarks: int = 0


class Worksheet(Protocol):
    """What we need of a worksheet of openpyxl, which is loaded only when it is used."""

    title: str
    sheet_state: str

    def reset_dimensions(self) -> None:
        """Forget the size that the file states."""

    def iter_rows(self, *, values_only: bool = False) -> Iterator[Sequence[Any]]:
        """Yield rows of cells, or of their values."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The bare cells of a file; the first is row 1."""

    rows: Iterable[Sequence[Cell | None]]
    name: str = ""
    others: tuple[str, ...] = ()


def read_sheet(data: bytes, name: str, prefer: str = "") -> Sheet:
    """Read a file by its content; of a workbook the preferred sheet, or else the first filled."""
    text = text_of(data, name)
    if text is None:
        workbook_within_limits(data)
        return _sheet(_workbook_grid(data, prefer))
    return _sheet(_Grid(_csv_rows(text)))


def column_letter(index: int) -> str:
    """Give the letters of a column as spreadsheets show them: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _sheet(grid: _Grid) -> Sheet:
    numbered = enumerate(grid.rows, start=1)
    header, heads = next(((number, row) for number, row in numbered if _filled(row)), (0, ()))
    if not header:
        raise Unreadable(say("The file is empty: there is no row with the names of columns."))
    names = _names(heads)
    rows: list[SheetRow] = []
    remarks = 0
    for number, row in numbered:
        if not _filled(row):
            continue
        if isinstance(row[0], str) and row[0].startswith(REMARK):
            remarks += 1
            continue
        if len(rows) == MOST_ROWS:
            raise Unreadable(
                say("The file has more than {most} rows: divide it.", most=f"{MOST_ROWS:,}")
            )
        rows.append(SheetRow(number, _cells(names, row, number)))
    columns = tuple(column for column in names if column)
    return Sheet(columns, tuple(rows), header, grid.name, grid.others, remarks)


def _filled(row: Sequence[Cell | None]) -> bool:
    return any(cell is not None for cell in row)


def _names(heads: Sequence[Cell | None]) -> list[str]:
    names = ["" if head is None else " ".join(str(head).split()) for head in heads]
    if sum(map(bool, names)) > MOST_COLUMNS:
        raise Unreadable(
            say("The file has more than {most} columns: delete some.", most=MOST_COLUMNS)
        )
    places: dict[str, int] = {}
    for index, name in enumerate(names):
        first = places.setdefault(name.casefold(), index) if name else index
        if first != index:
            raise Unreadable(
                say(
                    "Two columns are called “{column}”: {first} and {second}. Rename one of them.",
                    column=name,
                    first=column_letter(first),
                    second=column_letter(index),
                )
            )
    return names


def _cells(names: Sequence[str], row: Sequence[Cell | None], number: int) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for index, cell in enumerate(row):
        if cell is None:
            continue
        place = f"{column_letter(index)}{number}"
        if index >= len(names) or not names[index]:
            raise Unreadable(
                say(
                    "Cell {place} is filled, but its column has no name: name the column or "
                    "empty the cell.",
                    place=place,
                )
            )
        if cell in EXCEL_ERRORS:
            raise Unreadable(
                say("Cell {place} shows the error {error}: mend it.", place=place, error=cell)
            )
        cells[names[index]] = cell
    return cells


def _csv_rows(text: str) -> Iterator[list[Cell | None]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for row in reader:
            yield [_csv_cell(cell) for cell in row]
    except csv.Error:
        raise Unreadable(
            say(
                "Line {line} cannot be divided into columns: check its quotation marks, or save "
                "the file as .xlsx.",
                line=reader.line_num,
            )
        ) from None


def _csv_cell(cell: str) -> str | None:
    # our own exports put an apostrophe before what a spreadsheet might execute
    if cell[:1] == "'" and cell[1:2] in GUARDED:
        return cell[1:]
    return cell if cell.strip() else None


def _delimiter(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", header)
    return max(",;\t", key=bare.count)


def _workbook_grid(data: bytes, prefer: str) -> _Grid:
    # heavy, and only the pages of imports need it
    from exports.openpyxl_alone import DEFUSEDXML, load_workbook  # noqa: PLC0415

    if not DEFUSEDXML:
        raise RuntimeError("defusedxml is not installed: workbooks would be read without guard")
    computed = not has_formulas(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and rules, which a table does not need
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            grid = _chosen(cast(list[Worksheet], book.worksheets), prefer)
            plain = None if computed else load_workbook(io.BytesIO(data), read_only=True)
            unknown = _first_uncomputed(plain[grid.name], list(grid.rows)) if plain else ""
    except Unreadable:
        raise
    except Exception as broken:
        # openpyxl fails on damaged files in a dozen ways, none of them a class of its own
        raise Unreadable(
            say("The workbook is damaged: open it in a spreadsheet program and save it anew.")
        ) from broken
    if unknown:
        raise Unreadable(
            say(
                "Cell {place} holds a formula whose result is not in the file: open the file in a "
                "spreadsheet program and save it, or write the value.",
                place=unknown,
            )
        )
    return grid


def _chosen(worksheets: Sequence[Worksheet], prefer: str) -> _Grid:
    """Read the preferred sheet, or else the first one that holds anything."""
    visible = [one for one in worksheets if one.sheet_state == "visible"]
    visible.sort(key=lambda one: one.title != prefer)
    for one in visible:
        if rows := _workbook_rows(one):
            others = tuple(other.title for other in visible if other is not one)
            return _Grid(rows, one.title, others)
    return _Grid(())


def _workbook_rows(worksheet: Worksheet) -> list[list[Cell | None]]:
    # a workbook may state a size smaller than it is, and rows would be lost
    worksheet.reset_dimensions()
    rows: list[list[Cell | None]] = []
    last = cells = 0
    for row in worksheet.iter_rows(values_only=True):
        cells += len(row)
        if cells > MOST_CELLS:
            raise Unreadable(
                say(
                    "The sheet “{name}” has more than {most} cells: delete the blank ones with "
                    "a format, or divide it.",
                    name=worksheet.title,
                    most=f"{MOST_CELLS:,}",
                )
            )
        rows.append([_workbook_cell(cell) for cell in row])
        if _filled(rows[-1]):
            last = len(rows)
    return rows[:last]


def _workbook_cell(cell: object) -> Cell | None:
    if isinstance(cell, str):
        text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell)
        return text if text.strip() else None
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    if cell is None or isinstance(cell, int | float | date | time):
        return cell
    return str(cell)


def _first_uncomputed(worksheet: Any, rows: list[Sequence[Cell | None]]) -> str:
    """Find a formula without a kept result: its cell would be read as blank."""
    worksheet.reset_dimensions()
    for number, row in enumerate(worksheet.iter_rows()):
        for index, cell in enumerate(row):
            known = number < len(rows) and index < len(rows[number])
            read = rows[number][index] if known else None
            if read is None and cell.data_type == "f":
                return f"{column_letter(index)}{number + 1}"
    return ""
