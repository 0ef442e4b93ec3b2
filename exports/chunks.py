"""Rows in chunks: small enough for memory, large enough to be counted column by column."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TypeVar

from exports.columns import Cell

CHUNK = 1000
Row = tuple[Cell, ...]
One = TypeVar("One")


class Chunk:
    """Some rows of a table, and how often each cell stands in each column."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows

    @cached_property
    def counts(self) -> list[Mapping[Cell, int]]:
        """The different cells of every column, in the order in which they first stand there."""
        return [_counted(cells) for cells in zip(*self.rows, strict=True)]


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
    """Cut rows into chunks."""
    return map(Chunk, chunked(rows))
