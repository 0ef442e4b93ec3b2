"""Rows in chunks: small enough for memory, large enough to be counted column by column."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from operator import add
from typing import TypeVar

from exports.columns import Cell

CHUNK = 1000
Row = tuple[Cell, ...]
One = TypeVar("One")


class Block:
    """Some columns of some rows, and how often each cell stands in each column."""

    def __init__(self, rows: list[Row], columns: Sequence[Sequence[Cell]] = ()) -> None:
        self.rows = rows
        self._columns = columns
        """The same cells column by column, where somebody has them already."""

    @cached_property
    def counts(self) -> list[Mapping[Cell, int]]:
        """The different cells of every column, in the order in which they first stand there."""
        return [_counted(cells) for cells in self._columns or zip(*self.rows, strict=True)]


class Same(Block):
    """Columns in which every row holds the same, such as those of a wave still to come."""

    def __init__(self, row: Row, times: int) -> None:
        super().__init__([row] * times)
        self.row = row

    @cached_property
    def counts(self) -> list[Mapping[Cell, int]]:
        """The only cell of every column."""
        times = len(self.rows)
        return [{cell: times} for cell in self.row]


class Chunk:
    """Some rows of a table, made of blocks that stand side by side."""

    def __init__(self, *blocks: Block) -> None:
        self.blocks = blocks

    def __len__(self) -> int:
        return len(self.blocks[0].rows)

    @cached_property
    def rows(self) -> list[Row]:
        """The whole rows."""
        return joined(self.blocks)

    @property
    def counts(self) -> Iterator[Mapping[Cell, int]]:
        """The different cells of every column."""
        return chain.from_iterable(block.counts for block in self.blocks)


class Chunked:
    """Rows that are made a chunk at a time; to whoever reads them singly they are rows."""

    def __init__(self, made: Iterable[Chunk]) -> None:
        self.made = made

    def __iter__(self) -> Iterator[Row]:
        for chunk in self.made:
            yield from chunk.rows


def joined(blocks: Sequence[Block]) -> list[Row]:
    """Put the rows of blocks side by side."""
    rows = blocks[0].rows
    for block in blocks[1:]:
        rows = [*map(add, rows, block.rows)]
    return rows


def _counted(cells: Sequence[Cell]) -> Mapping[Cell, int]:
    # most columns of a wave that is still to come
    empty = cells[0] is None and cells.count(None) == len(cells)
    return {None: len(cells)} if empty else Counter(cells)


def chunked(ones: Iterable[One]) -> Iterator[list[One]]:
    """Cut whatever streams by into lists."""
    rest = iter(ones)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def chunks(rows: Iterable[Row]) -> Iterator[Chunk]:
    """Cut rows into chunks, unless they were made in chunks."""
    if isinstance(rows, Chunked):
        return iter(rows.made)
    return (Chunk(Block(some)) for some in chunked(rows))
