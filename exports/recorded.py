"""The records of one instrument as cells, each by the version it was answered in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add

from exports.chunks import Row, chunked
from exports.columns import Cell, CellKind, Column, Filled, exported, item_columns
from exports.keys import ZONE, Keys
from exports.merging import merged
from exports.missing import Marks
from exports.names import Names, variable
from exports.routes import Routes
from exports.source import Source
from exports.wording import say
from instruments.definitions import Answers, Item, Kind, Required, Scale
from instruments.records import Record
from instruments.scoring import Scoring

OPEN = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.REPEAT})
NOT_SCORED: Row = (None, None)

Asked = frozenset[str]
Route = tuple[int, Asked]
"""A version and the items of it that were asked."""
Scored = tuple[Scoring, tuple[int, ...]] | None
"""How a scale is scored and in which cells its items stand, none if one of them has no cell; None
where the scale was not asked."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records, what each was asked, and the cells of items and scales of each."""

    records: list[Record]
    asked: list[Asked]
    columns: list[Sequence[Cell]]
    """The cells of items and scales, one column after the other."""
    cells: list[Row]
    """The same cells, one record after the other; where it was wanted, with the reasons why some
    are empty."""


class Recorded:
    """Reads the records of one instrument as cells, many at a time."""

    def __init__(
        self, source: Source, key: str, zone: str = ZONE, *, reasons: bool = False
    ) -> None:
        """Read an instrument's records; with `reasons`, empty cells say why they are empty."""
        self.source = source
        self.key = key
        self.versions = source.instruments[key]
        self.newest = source.newest(key)
        self.keys = Keys(source, self.newest, zone)
        self.items = merged([exported(one.answered_items) for one in self.versions])
        self.optional = frozenset(item.code for item in self.items if _is_optional(item))
        names = Names(column.name for column in self.keys.columns)
        self.filled = item_columns(self.items, names)
        self.scale_columns = _scale_columns(self.scales, names)
        waves = {wave.key: wave for wave in source.frame.waves}
        self._routes = {one.version: Routes(one, waves) for one in self.versions}
        self._places = self._scored_places()
        self._scored: dict[Route, tuple[Scored, ...]] = {}
        self._marks = Marks(self.versions, self.filled, self.optional) if reasons else None

    @cached_property
    def scales(self) -> tuple[Scale, ...]:
        """Every scale once, as the newest version that has it defines it."""
        return self.source.scales(self.key)

    @property
    def answer_columns(self) -> tuple[Column, ...]:
        """The columns of items and scales."""
        return (*(one.column for one in self.filled), *self.scale_columns)

    @cached_property
    def score_places(self) -> tuple[tuple[int, str], ...]:
        """Say where the score of each scale stands among the answers; what it lacks stands next."""
        first = len(self.filled)
        return tuple((first + 2 * at, scale.code) for at, scale in enumerate(self.scales))

    def records(self) -> Iterable[Record]:
        """Read the chosen records."""
        return self.source.records(self.key)

    def asked(self, record: Record) -> Asked:
        """Give the codes of the items that a record was asked."""
        return self._routes[self.version_of(record)].asked(record, self.keys.role(record))

    def version_of(self, record: Record) -> int:
        """Give the version that a record is read by: its own, or else the newest."""
        return record.version if record.version in self._routes else self.newest.version

    def scales_of(self, version: int) -> tuple[Scale, ...]:
        """Give the scales of a version as it defines them."""
        return next(one.scales for one in self.versions if one.version == version)

    def answers_to(self, codes: tuple[str, ...], batch: Batch) -> list[Sequence[object]]:
        """Give the answers of a batch to items, item by item: from its cells, if they have any."""
        places = self._cells_of(codes)
        if places or not codes:
            return [batch.columns[at] for at in places]
        return [[record.answers.get(code) for record in batch.records] for code in codes]

    def key_cells(self, record: Record, asked: Asked) -> Row:
        """Give the cells before the items, with how many were answered and how many not.

        A text that nobody had to write is not missing.
        """
        blank = asked.difference(record.answers)
        missing = len(blank - self.optional) if blank else 0
        return self.keys.cells(record, len(asked) - len(blank), missing)

    def key_rows(self, batch: Batch) -> list[Row]:
        """Give the cells before the items of some records."""
        return [*map(self.key_cells, batch.records, batch.asked)]

    def batches(self) -> Iterator[Batch]:
        """Read the chosen records with their cells."""
        for records in chunked(self.records()):
            asked = [self.asked(record) for record in records]
            yield self._batch(records, asked)

    def _batch(self, records: list[Record], asked: list[Asked]) -> Batch:
        """Read the answers item by item, all records of a batch at once, then score them."""
        answers = [record.answers for record in records]
        columns = [filled.down(answers) for filled in self.filled]
        rows: list[Row] = [*zip(*columns, strict=True)] if columns else [()] * len(records)
        if self.scales:
            scores = [tuple(one) for one in map(self._scores, records, asked, rows)]
            columns += zip(*scores, strict=True)
            rows = [*map(add, rows, scores)]
        if self._marks is not None:
            mark, versions = self._marks.marked, map(self.version_of, records)
            rows = [*map(mark, records, versions, asked, rows)]
        return Batch(records, asked, columns, rows)

    def row_cells(
        self, record: Record, repeat: Item, answers: Answers, filled: tuple[Filled, ...]
    ) -> Row:
        """Give the cells of a row of a repeat."""
        cells = tuple(one.read(answers) for one in filled)
        if self._marks is None:
            return cells
        version = self.version_of(record)
        context = self._routes[version].context(record, self.keys.role(record))
        return self._marks.marked_row(record, version, repeat, answers, cells, filled, context)

    def _scores(self, record: Record, asked: Asked, row: Row) -> Iterator[Cell]:
        route = (self.version_of(record), asked)
        scored = self._scored.get(route)
        if scored is None:
            scored = self._scored[route] = tuple(self._scored_in(*route))
        for one in scored:
            if one is None:
                yield from NOT_SCORED
                continue
            scoring, places = one
            cells = [row[at] for at in places]
            found = scoring.score(cells or [*map(record.answers.get, scoring.codes)])
            yield found.value
            yield found.asked - found.answered

    def _scored_in(self, version: int, asked: Asked) -> Iterator[Scored]:
        own = {scale.code: scale for scale in self.scales_of(version)}
        for scale in self.scales:
            scoring = Scoring(own[scale.code], asked) if scale.code in own else None
            yield (scoring, self._cells_of(scoring.codes)) if scoring and scoring.codes else None

    def _cells_of(self, codes: tuple[str, ...]) -> tuple[int, ...]:
        """Say where items stand: cells of choices are numbers already, answers are text."""
        known = self._places.keys() >= {*codes}
        return tuple(self._places[code] for code in codes) if known else ()

    def _scored_places(self) -> dict[str, int]:
        """Say where the items stand that have one cell with their answer in it."""
        return {one.code: at for at, one in enumerate(self.filled) if _is_alone(one)}


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
