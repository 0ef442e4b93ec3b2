"""Plain tables of records: one row per record, and one row per row of a repeat."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from exports.columns import (
    Cell,
    CellKind,
    Column,
    Filled,
    exported,
    item_columns,
    merged,
)
from exports.keys import ZONE, Keys
from exports.names import Names, variable
from exports.routes import Routes
from exports.source import Source
from exports.wording import say
from instruments.definitions import Answers, Item, Kind, Required, Scale
from instruments.records import Record
from instruments.scoring import score

Row = tuple[Cell, ...]

OPEN = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.REPEAT})


@dataclass(slots=True)
class Tally:
    """What was seen while the rows of a table were read; complete when the last one was."""

    waves: Counter[str] = field(default_factory=Counter)
    routes: Counter[frozenset[str]] = field(default_factory=Counter)
    left_blank: int = 0
    asked: int = 0
    unscored: Counter[str] = field(default_factory=Counter)
    unfinished: int = 0
    late: int = 0
    conflicts: int = 0
    outside: int = 0
    """Records that a wide table has no place for; the long table holds them."""


@dataclass(frozen=True, slots=True)
class Table:
    """A named table of plain cells. Its rows are read once."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    instrument: str = ""
    tally: Tally = field(default_factory=Tally)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


class Recorded:
    """Reads the records of one instrument as cells, each by the version it was answered in."""

    def __init__(self, source: Source, key: str, zone: str = ZONE) -> None:
        self.source = source
        self.key = key
        self.versions = source.instruments[key]
        self.newest = source.newest(key)
        self.keys = Keys(source, self.newest, zone)
        self.items = merged([exported(one.answered_items) for one in self.versions])
        self.optional = frozenset(item.code for item in self.items if _is_optional(item))
        names = Names(column.name for column in self.keys.columns)
        self.filled = item_columns(self.items, names)
        self.scale_columns = _scale_columns(self._scales(), names)
        self._reads = tuple(one.read for one in self.filled)
        self._places = self._scored_places()
        waves = {wave.key: wave for wave in source.frame.waves}
        self._routes = {one.version: Routes(one, waves) for one in self.versions}
        self._scored = {one.version: self._scored_in(one.scales) for one in self.versions}

    def _scales(self) -> tuple[Scale, ...]:
        every = (scale for version in self.versions for scale in version.scales)
        return tuple({scale.code: scale for scale in every}.values())

    def _scored_in(self, scales: tuple[Scale, ...]) -> tuple[Scale | None, ...]:
        own = {scale.code: scale for scale in scales}
        return tuple(own.get(scale.code) for scale in self._scales())

    def _scored_places(self) -> tuple[tuple[str, int], ...]:
        """Say in which cells the items of the scales stand; nothing if some stand in none."""
        cells = {one.column.source: at for at, one in enumerate(self.filled) if _is_alone(one)}
        scored = dict.fromkeys(code for scale in self._scales() for code in scale.items)
        if not scored.keys() <= cells.keys():
            return ()
        return tuple((code, cells[code]) for code in scored)

    @property
    def answer_columns(self) -> tuple[Column, ...]:
        """The columns of items and scales."""
        return (*(one.column for one in self.filled), *self.scale_columns)

    def asked(self, record: Record) -> frozenset[str]:
        """Give the codes of the items that a record was asked."""
        routes = self._routes.get(record.version) or self._routes[self.newest.version]
        return routes.asked(record, self.keys.role(record))

    def answer_cells(
        self, record: Record, asked: frozenset[str], tally: Tally | None = None
    ) -> list[Cell]:
        """Give the cells of items and scales."""
        answers = record.answers
        cells = [read(answers) for read in self._reads]
        if self._places:  # cells of choices are numbers already, answers are text
            answers = {code: cell for code, at in self._places if (cell := cells[at]) is not None}
        for scale in self._scored.get(record.version, self._scored[self.newest.version]):
            scored = score(scale, answers, asked) if scale else None
            if scale is None or scored is None or not scored.asked:
                cells += (None, None)
                continue
            cells += (scored.value, scored.asked - scored.answered)
            if tally is not None and scored.value is None:
                tally.unscored[scale.code] += 1
        return cells

    def key_cells(self, record: Record, asked: frozenset[str], tally: Tally | None = None) -> Row:
        """Give the cells before the items, with how many were answered and how many not.

        A text that nobody had to write is not missing.
        """
        blank = asked.difference(record.answers)
        missing = len(blank - self.optional) if blank else 0
        if tally is not None:
            tally.left_blank += missing
        return self.keys.cells(record, len(asked) - len(blank), missing)

    def records(self) -> Iterable[Record]:
        """Read the chosen records."""
        return self.source.records(self.key)


def _is_alone(filled: Filled) -> bool:
    item = filled.column.item
    return item is not None and item.kind not in (Kind.MULTIPLE, Kind.REPEAT)


def _is_optional(item: Item) -> bool:
    return item.required is Required.NO and item.kind in OPEN


def _scale_columns(scales: tuple[Scale, ...], names: Names) -> tuple[Column, ...]:
    columns: list[Column] = []
    for scale in scales:
        name = f"scale_{variable(scale.code)}"
        missing = say("{scale}: items left blank", scale=scale.name)
        columns += (
            Column(names.give(name), CellKind.NUMBER, scale.name, source=scale.code, scale=scale),
            Column(names.give(f"{name}_nmiss"), CellKind.INTEGER, missing, source=scale.code),
        )
    return tuple(columns)


def long(recorded: Recorded) -> Table:
    """Build the long table: one row per record (layout a)."""
    tally = Tally()
    columns = (*recorded.keys.columns, *recorded.answer_columns)
    rows = _long_rows(recorded, tally)
    return Table(f"{recorded.key}_long", columns, rows, recorded.key, tally)


def _long_rows(recorded: Recorded, tally: Tally) -> Iterator[Row]:
    for record in recorded.records():
        asked = recorded.asked(record)
        _count(recorded, tally, record, asked)
        cells = recorded.answer_cells(record, asked, tally)
        yield (*recorded.key_cells(record, asked, tally), *cells)


def _count(recorded: Recorded, tally: Tally, record: Record, asked: frozenset[str]) -> None:
    tally.waves[record.wave] += 1
    tally.routes[asked] += 1
    tally.asked += len(asked - recorded.optional)
    tally.unfinished += record.status != "complete"
    tally.late += record.late
    tally.conflicts += record.conflict


REPEAT_KEYS = (
    Column("parent_key", CellKind.TEXT, say("Record that the row belongs to")),
    Column("repeat_index", CellKind.INTEGER, say("Number of the row within the record")),
)


def repeats(recorded: Recorded) -> Iterator[Table]:
    """Build a table per repeat: one row per row of the repeat (layout d)."""
    for repeat in recorded.items:
        if repeat.kind is Kind.REPEAT:
            yield _repeat_table(recorded, repeat)


def _repeat_table(recorded: Recorded, repeat: Item) -> Table:
    keys = recorded.keys.columns
    first = next(place for place, column in enumerate(keys) if column.name == "response_id")
    others = (*keys[:first], *keys[first + 1 :])
    names = Names(column.name for column in (*REPEAT_KEYS, *keys))
    filled = item_columns(exported(repeat.items), names, repeat.code)
    columns = (keys[first], *REPEAT_KEYS, *others, *(one.column for one in filled))
    rows = _repeat_rows(recorded, repeat, filled, first)
    return Table(f"{recorded.key}__{repeat.code}", columns, rows, recorded.key)


def _repeat_rows(
    recorded: Recorded, repeat: Item, filled: tuple[Filled, ...], first: int
) -> Iterator[Row]:
    for record in recorded.records():
        rows = rows_of(record, repeat.code)
        if not rows:
            continue
        keys = recorded.key_cells(record, recorded.asked(record))
        others = (*keys[:first], *keys[first + 1 :])
        for index, row in enumerate(rows, 1):
            cells = (one.read(row) for one in filled)
            yield (record.id, record.id, index, *others, *cells)


def rows_of(record: Record, repeat: str) -> tuple[Answers, ...]:
    """Give the rows that a record holds of a repeat."""
    rows = record.answers.get(repeat)
    if not isinstance(rows, tuple):
        return ()
    return tuple(row for row in rows if isinstance(row, Mapping))
