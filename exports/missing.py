"""Why a cell is empty: asked and left blank, not asked, or never reached."""

from collections.abc import Iterator, Sequence
from enum import IntEnum

from exports.chunks import Row
from exports.columns import Cell, Filled, exported
from instruments.definitions import Answers, Instrument, Item
from instruments.records import Record, Status
from instruments.routing import row_answers, shown_items

Context = dict[str, str]


class Missing(IntEnum):
    """Codes of missing answers; whatever was not reached has no code and stays empty."""

    NO_ANSWER = -99
    NOT_ASKED = -98
    DO_NOT_KNOW = -97
    """An author's own choice; no cell is marked so by the program."""
    REFUSED = -96


class Marks:
    """Marks the empty cells of records of one instrument."""

    def __init__(
        self, versions: Sequence[Instrument], filled: Sequence[Filled], optional: frozenset[str]
    ) -> None:
        self._codes = tuple(one.code for one in filled)
        self._optional = optional
        self._own = {
            one.version: frozenset(item.code for item in exported(one.answered_items))
            for one in versions
        }
        self._repeats = {(one.version, item.code): item for one in versions for item in one.repeats}
        self._known: dict[tuple[int, frozenset[str]], Row] = {}

    def marked(self, record: Record, version: int, asked: frozenset[str], row: Row) -> Row:
        """Give the cells of a record's items and scales with the reason why each is empty."""
        if None not in row:
            return row
        marks = self._known.get((version, asked))
        if marks is None:
            marks = self._known[version, asked] = tuple(self._marks(version, asked))
        reached = len(marks) if record.status is Status.COMPLETE else self._reached(row)
        found = [mark if cell is None else cell for cell, mark in zip(row, marks, strict=False)]
        rest = (None if cell is Missing.NO_ANSWER else cell for cell in found[reached:])
        return (*found[:reached], *rest, *row[len(marks) :])

    def _marks(self, version: int, asked: frozenset[str]) -> Iterator[Cell]:
        for code in self._codes:
            if code in asked:
                # a repeat or text that nobody had to fill in is not counted as missing either
                yield None if code in self._optional else Missing.NO_ANSWER
            else:
                yield Missing.NOT_ASKED if code in self._own[version] else None

    def _reached(self, row: Row) -> int:
        """Count the items up to the last one answered: of an unfinished record no more is known."""
        answered = (at for at in range(len(self._codes), 0, -1) if row[at - 1] is not None)
        return next(answered, 0)

    def marked_row(
        self,
        record: Record,
        version: int,
        repeat: Item,
        answers: Answers,
        cells: Row,
        filled: Sequence[Filled],
        context: Context,
    ) -> Row:
        """Give the cells of a row of a repeat with the reason why each is empty."""
        own = self._repeats.get((version, repeat.code))
        if None not in cells or own is None:
            return cells
        inside = row_answers(own, record.answers, answers)
        shown = {item.code for item in shown_items(own.items, inside, context)}
        there = {item.code for item in exported(own.items)}
        return tuple(
            cell if cell is not None else _mark(one.code, shown, there)
            for cell, one in zip(cells, filled, strict=True)
        )


def _mark(code: str, shown: set[str], there: set[str]) -> Cell:
    if code in shown:
        return Missing.NO_ANSWER
    return Missing.NOT_ASKED if code in there else None
