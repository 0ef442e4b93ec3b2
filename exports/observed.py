"""Figures of the columns of a table, taken while its rows stream by in chunks."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from exports.chunks import Chunk, chunks
from exports.columns import Cell, CellKind, Column
from exports.statistics.moments import Moments
from exports.table import Table

COUNTED = frozenset({CellKind.INTEGER, CellKind.NUMBER, CellKind.FLAG})


@dataclass(slots=True)
class Figures:
    """Number of cells with a value, and the moments of those that are numbers."""

    valid: int = 0
    empty: int = 0
    moments: Moments = field(default_factory=Moments)
    minimum: float | None = None
    maximum: float | None = None

    @property
    def numbers(self) -> int:
        """How many of the cells are numbers."""
        return self.moments.n

    @property
    def mean(self) -> float | None:
        """The mean; none of no numbers, or of numbers too large to be added up."""
        mean = self.moments.mean
        return mean if self.numbers and math.isfinite(mean) else None

    @property
    def sd(self) -> float | None:
        """The standard deviation with n - 1; none of a single number, or of too large ones."""
        variance = self.moments.variance
        return math.sqrt(variance) if self.numbers > 1 and math.isfinite(variance) else None

    def take(self, counts: Mapping[Cell, int], counted: bool) -> None:
        """Take in a chunk of a column."""
        empty = counts.get(None, 0)
        self.empty += empty
        self.valid += sum(counts.values()) - empty
        if counted and len(counts) > (empty > 0):
            numbers = {cell: n for cell, n in counts.items() if isinstance(cell, int | float)}
            if numbers:
                self.moments.take(numbers)
                self._bound(min(numbers), max(numbers))

    def _bound(self, low: float, high: float) -> None:
        self.minimum = low if self.minimum is None else min(self.minimum, low)
        self.maximum = high if self.maximum is None else max(self.maximum, high)


class Observed:
    """The figures of every column of one table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = 0
        self.figures = tuple(Figures() for _ in table.columns)
        self._counted = tuple(column.kind in COUNTED for column in table.columns)

    def take(self, chunk: Chunk) -> None:
        """Take in a chunk of rows."""
        self.rows += len(chunk)
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
