"""Figures of the columns of a table, taken while its rows stream by in chunks."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, repeat

from exports.chunks import Chunk, chunks
from exports.columns import Cell, CellKind, Column
from exports.table import Table

COUNTED = frozenset({CellKind.INTEGER, CellKind.NUMBER, CellKind.FLAG})


@dataclass(slots=True)
class Figures:
    """Number of cells with a value, and the moments of those that are numbers."""

    valid: int = 0
    empty: int = 0
    numbers: int = 0
    mean: float = 0.0
    squares: float = 0.0
    minimum: float | None = None
    maximum: float | None = None

    @property
    def sd(self) -> float | None:
        """The standard deviation with n - 1; none of a single number."""
        return math.sqrt(self.squares / (self.numbers - 1)) if self.numbers > 1 else None

    def take(self, counts: Mapping[Cell, int], counted: bool) -> None:
        """Take in a chunk of a column, merging means and squares as Chan et al. do."""
        empty = counts.get(None, 0)
        self.empty += empty
        self.valid += sum(counts.values()) - empty
        if counted and len(counts) > (empty > 0):
            self._merge({cell: n for cell, n in counts.items() if isinstance(cell, int | float)})

    def _merge(self, numbers: Mapping[float, int]) -> None:
        n = sum(numbers.values())
        if not n:
            return
        mean = _sum(numbers, numbers.values()) / n
        squares = _sum(((number - mean) ** 2 for number in numbers), numbers.values())
        apart = mean - self.mean
        whole = self.numbers + n
        self.squares += squares + apart * apart * self.numbers * n / whole
        self.mean += apart * n / whole
        self.numbers = whole
        low, high = min(numbers), max(numbers)
        self.minimum = low if self.minimum is None else min(self.minimum, low)
        self.maximum = high if self.maximum is None else max(self.maximum, high)


def _sum(numbers: Iterable[float], times: Iterable[int]) -> float:
    """Add up numbers that stand there several times, without rounding on the way."""
    return math.fsum(chain.from_iterable(map(repeat, numbers, times)))


class Observed:
    """The figures of every column of one table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = 0
        self.figures = tuple(Figures() for _ in table.columns)
        self._counted = tuple(column.kind in COUNTED for column in table.columns)

    def take(self, chunk: Chunk) -> None:
        """Take in a chunk of rows."""
        self.rows += len(chunk.rows)
        for figures, counted, counts in zip(self.figures, self._counted, chunk.counts, strict=True):
            figures.take(counts, counted)

    def chunks(self) -> Iterator[Chunk]:
        """Read the rows of the table in chunks, taking each in before it is handed on."""
        for chunk in chunks(self.table.rows):
            self.take(chunk)
            yield chunk

    def by_column(self) -> Iterator[tuple[Column, Figures]]:
        """Give each column with its figures."""
        return zip(self.table.columns, self.figures, strict=True)


def whole(table: Table) -> Observed:
    """Read a table to its end for its figures alone."""
    observed = Observed(table)
    for _ in observed.chunks():
        pass
    return observed
