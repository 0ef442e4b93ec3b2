"""Tables as CSV: UTF-8 with BOM, a decimal point, no cell that a spreadsheet would execute."""

import csv
from collections.abc import Iterable
from io import TextIOWrapper
from typing import BinaryIO

from exports.cells import RISKY
from exports.chunks import Chunk, Row, chunks
from exports.columns import Cell
from exports.table import Table

GUARDED = RISKY | {"'"}
"""First signs before which an apostrophe is put; its own too, so that it can be taken off."""


def write_table_csv(table: Table, out: BinaryIO, delimiter: str = ",") -> int:
    """Write a table and give its number of rows."""
    return write_chunks(table.header, chunks(table.rows), out, delimiter)


def write_chunks(
    header: tuple[str, ...], parts: Iterable[Chunk], out: BinaryIO, delimiter: str = ","
) -> int:
    """Write a header and rows that come in chunks."""
    # no store holds half a surrogate pair, but a file of an importer might
    text = TextIOWrapper(out, "utf-8-sig", errors="backslashreplace", newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in header])
    rows = 0
    for part in parts:
        rows += len(part.rows)
        writer.writerows(_guarded_rows(part))
    text.flush()
    text.detach()
    return rows


def _guarded_rows(chunk: Chunk) -> Iterable[Row]:
    """Guard the columns that need it: most hold no such text at all."""
    risky = [any(guarded(cell) is not cell for cell in counts) for counts in chunk.counts]
    if not any(risky):
        return chunk.rows
    columns = zip(zip(*chunk.rows, strict=True), risky, strict=True)
    return zip(*(map(guarded, cells) if one else cells for cells, one in columns), strict=True)


def guarded(cell: Cell) -> Cell:
    """Put an apostrophe before a text that a spreadsheet might execute; numbers stay."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in GUARDED else cell
