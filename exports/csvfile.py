"""Tables as CSV: UTF-8 with BOM, a decimal point, no cell that a spreadsheet would execute."""

import csv
from collections.abc import Iterable
from io import TextIOWrapper
from typing import BinaryIO

from exports.cells import RISKY
from exports.columns import Cell
from exports.observed import chunked
from exports.table import Row, Table

GUARDED = RISKY | {"'"}
"""First signs before which an apostrophe is put; its own too, so that it can be taken off."""


def write_table_csv(table: Table, out: BinaryIO, delimiter: str = ",") -> int:
    """Write a table and give its number of rows."""
    return write_chunks(table.header, chunked(table.rows), out, delimiter)


def write_chunks(
    header: tuple[str, ...], chunks: Iterable[list[Row]], out: BinaryIO, delimiter: str = ","
) -> int:
    """Write a header and rows that come in chunks."""
    # no store holds half a surrogate pair, but a file of an importer might
    text = TextIOWrapper(out, "utf-8-sig", errors="backslashreplace", newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in header])
    rows = 0
    for chunk in chunks:
        rows += len(chunk)
        writer.writerows([_guarded_row(row) for row in chunk])
    text.flush()
    text.detach()
    return rows


def _guarded_row(row: Row) -> list[Cell]:
    return [f"'{cell}" if cell.__class__ is str and cell[0:1] in GUARDED else cell for cell in row]


def guarded(cell: Cell) -> Cell:
    """Put an apostrophe before a text that a spreadsheet might execute; numbers stay."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in GUARDED else cell
