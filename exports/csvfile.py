"""Tables as CSV: UTF-8 with BOM, a decimal point, no cell that a spreadsheet would execute."""

import csv
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Protocol

from exports.cells import RISKY
from exports.chunks import Block, Chunk, Same, chunks, joined
from exports.columns import Cell
from exports.table import Table

GUARDED = RISKY | {"'"}
"""First signs before which an apostrophe is put; its own too, so that it can be taken off."""
END = "\r\n"


class Writable(Protocol):
    """Whatever takes bytes."""

    def write(self, content: bytes, /) -> object:
        """Take some bytes."""


def write_table_csv(table: Table, out: Writable, delimiter: str = ",") -> int:
    """Write a table and give its number of rows."""
    return write_chunks(table.header, chunks(table.rows), out, delimiter)


def write_chunks(
    header: tuple[str, ...], parts: Iterable[Chunk], out: Writable, delimiter: str = ","
) -> int:
    """Write a header and rows that come in chunks."""
    lines = Lines(delimiter)
    out.write(BOM_UTF8 + lines.written(Chunk(Block([header]))))
    rows = 0
    for part in parts:
        rows += len(part)
        out.write(lines.written(part))
    return rows


class Lines:
    """Writes chunks as lines; what is the same in every row is written once."""

    def __init__(self, delimiter: str) -> None:
        self._found: list[str] = []
        self.write = self._found.append
        self._writer = csv.writer(self, delimiter=delimiter, lineterminator=END)

    def written(self, chunk: Chunk) -> bytes:
        """Write the lines of a chunk."""
        pieces: list[list[str]] = []
        for same, blocks in groupby(chunk.blocks, lambda block: isinstance(block, Same)):
            # an empty cell before them puts a delimiter between the pieces of a line
            before = [Block([(None,)] * len(chunk))] if pieces else []
            make = self._once if same else self._each
            pieces.append(make([*before, *blocks]))
        lines = map("".join, zip(*pieces, strict=True)) if len(pieces) > 1 else pieces[0]
        # no store holds half a surrogate pair, but a file of an importer might
        return (END.join(lines) + END).encode(errors="backslashreplace")

    def _each(self, blocks: Sequence[Block]) -> list[str]:
        """Write blocks row by row."""
        self._found.clear()
        self._writer.writerows(joined([*map(guarded_block, blocks)]))
        # the writer must know the end of a line to put quotes around one inside a text
        return [line[: -len(END)] for line in self._found]

    def _once(self, blocks: Sequence[Block]) -> list[str]:
        """Write one row of blocks for all of them."""
        alone = [Block(block.rows[:1]) for block in blocks]
        return self._each(alone) * len(blocks[0].rows)


def guarded_block(block: Block) -> Block:
    """Guard the columns that need it: most hold no such text at all."""
    risky = [not GUARDED.isdisjoint(_firsts(counts)) for counts in block.counts]
    if not any(risky):
        return block
    columns = zip(zip(*block.rows, strict=True), risky, strict=True)
    safe = (map(guarded, cells) if one else cells for cells, one in columns)
    return Block([*zip(*safe, strict=True)])


def _firsts(cells: Iterable[Cell]) -> list[str]:
    return [cell[:1] for cell in cells if isinstance(cell, str)]


def guarded(cell: Cell) -> Cell:
    """Put an apostrophe before a text that a spreadsheet might execute; numbers stay."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in GUARDED else cell
