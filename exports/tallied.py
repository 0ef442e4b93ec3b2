"""Figures of a table together with how often each category stands in its columns."""

from collections import Counter

from exports.chunks import Chunk
from exports.columns import Cell, CellKind, Column, as_cell
from exports.observed import Observed
from exports.table import Table
from exports.wording import Words, say
from instruments.definitions import Kind

NAMED = frozenset({"mode"})
"""Columns of the layout whose codes say something of the whole study."""
DAY = "wave_date"
FLAGS: tuple[tuple[Cell, Words], ...] = ((0, say("no")), (1, say("yes")))

Category = tuple[Cell, Words]
"""A code as it stands in a cell, and what it means."""


def categories(column: Column) -> tuple[Category, ...]:
    """List the categories of a column; none where there is no list of them."""
    if column.kind is CellKind.FLAG:
        return FLAGS
    item = column.item
    if item is None or item.kind in (Kind.MULTIPLE, Kind.TIMED):
        return ()
    return tuple((as_cell(item, one.code), one.label) for one in item.choices)


class Tallied(Observed):
    """Observes a table and counts its categories, its modes and its first and last day."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self.counts: dict[int, Counter[Cell]] = {
            place: Counter()
            for place, column in enumerate(table.columns)
            if column.name in NAMED or categories(column)
        }
        self.days: tuple[str, str] | None = None
        self._day = table.header.index(DAY) if DAY in table.header else -1

    def take(self, chunk: Chunk) -> None:
        """Take in a chunk of rows."""
        super().take(chunk)
        for place, counts in enumerate(chunk.counts):
            if place in self.counts:
                self.counts[place].update(counts)
            if place == self._day:
                self._take_days([str(day) for day in counts if day is not None])

    def _take_days(self, days: list[str]) -> None:
        if days:
            known = [*days, *(self.days or ())]
            self.days = min(known), max(known)

    def named(self, name: str) -> Counter[Cell]:
        """Give the counts of a column by its name."""
        header = self.table.header
        return self.counts[header.index(name)] if name in header else Counter()
