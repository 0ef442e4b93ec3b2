"""Figures of the columns of a table, taken while its rows stream by in chunks."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from exports.columns import Cell, CellKind, Column
from exports.table import Row, Table

CHUNK = 1000
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

    def take(self, cells: tuple[Cell, ...], counted: bool) -> None:
        """Take in a chunk of a column, merging means and squares as Chan et al. do."""
        given = [cell for cell in cells if cell is not None]
        self.valid += len(given)
        self.empty += len(cells) - len(given)
        if not counted or not given:
            return
        numbers = [cell for cell in given if cell.__class__ is not str]
        if numbers:
            self._merge(numbers)  # type: ignore[arg-type]

    def _merge(self, numbers: list[float]) -> None:
        n = len(numbers)
        mean = math.fsum(numbers) / n
        squares = math.fsum([(number - mean) ** 2 for number in numbers])
        apart = mean - self.mean
        whole = self.numbers + n
        self.squares += squares + apart * apart * self.numbers * n / whole
        self.mean += apart * n / whole
        self.numbers = whole
        low, high = min(numbers), max(numbers)
        self.minimum = low if self.minimum is None else min(self.minimum, low)
        self.maximum = high if self.maximum is None else max(self.maximum, high)


class Observed:
    """The figures of every column of one table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = 0
        self.figures = tuple(Figures() for _ in table.columns)
        self._counted = tuple(column.kind in COUNTED for column in table.columns)

    def take(self, chunk: list[Row]) -> None:
        """Take in a chunk of rows."""
        self.rows += len(chunk)
        for figures, counted, cells in zip(
            self.figures, self._counted, zip(*chunk, strict=True), strict=True
        ):
            figures.take(cells, counted)

    def chunks(self) -> Iterator[list[Row]]:
        """Read the rows of the table in chunks, taking each in before it is handed on."""
        for chunk in chunked(self.table.rows):
            self.take(chunk)
            yield chunk

    def by_column(self) -> Iterator[tuple[Column, Figures]]:
        """Give each column with its figures."""
        return zip(self.table.columns, self.figures, strict=True)


def chunked(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Cut rows into chunks."""
    rest = iter(rows)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
