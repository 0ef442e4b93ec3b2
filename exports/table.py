"""Plain tables of records: one row per record, and one row per row of a repeat."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from exports.alphas import Place, take_cases
from exports.chunks import Block, Chunk, Chunked, Row
from exports.columns import CellKind, Column, Filled, exported, item_columns
from exports.gathered import Gathered
from exports.kept import Kept, Placed
from exports.keys import PLACES
from exports.names import Names
from exports.recorded import Batch, Recorded
from exports.statistics.reliability import Cases
from exports.wording import say
from instruments.definitions import Answers, Item, Kind
from instruments.records import Record


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
    cases: dict[Place, Cases] = field(default_factory=dict)
    """The complete cases of every scale in a version and wave."""


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


def long(recorded: Recorded, kept: Kept | None = None, gathered: Gathered | None = None) -> Table:
    """Build the long table: one row per record (layout a); what was read may be kept for others."""
    tally = Tally()
    columns = (*recorded.keys.columns, *recorded.answer_columns)
    rows = Chunked(_long_chunks(recorded, tally, kept or Kept(), gathered))
    return Table(f"{recorded.key}_long", columns, rows, recorded.key, tally)


def _long_chunks(
    recorded: Recorded, tally: Tally, kept: Kept, gathered: Gathered | None
) -> Iterator[Chunk]:
    for batch in recorded.batches():
        keys = recorded.key_rows(batch)
        _count(recorded, tally, batch, keys)
        if kept.open:
            kept.keep(placed(batch, keys))
        if gathered:
            gathered.take(batch, keys)
        yield Chunk(Block(keys), Block(batch.cells, batch.columns))
    kept.finish()
    if gathered:
        gathered.finish()


def placed(batch: Batch, keys: Iterable[Row]) -> list[Placed]:
    """Give what a wide table holds of records: status, day and answers."""
    status, day = PLACES["status"], PLACES["wave_date"]
    return [
        (record.participant, record.wave, (before[status], before[day], *cells))
        for record, before, cells in zip(batch.records, keys, batch.cells, strict=True)
    ]


def _count(recorded: Recorded, tally: Tally, batch: Batch, keys: Iterable[Row]) -> None:
    take_cases(tally.cases, recorded, batch)
    routes = Counter(batch.asked)
    tally.routes.update(routes)
    tally.asked += sum(n * len(asked - recorded.optional) for asked, n in routes.items())
    tally.waves.update(record.wave for record in batch.records)
    tally.left_blank += sum(int(before[PLACES["n_missing"]] or 0) for before in keys)
    for record in batch.records:
        tally.unfinished += record.status != "complete"
        tally.late += record.late
        tally.conflicts += record.conflict
    for cells in batch.cells:
        for place, code in recorded.score_places:
            if cells[place] is None and cells[place + 1] is not None:
                tally.unscored[code] += 1


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
            cells = recorded.row_cells(record, repeat, row, filled)
            yield (record.id, record.id, index, *others, *cells)


def rows_of(record: Record, repeat: str) -> tuple[Answers, ...]:
    """Give the rows that a record holds of a repeat."""
    rows = record.answers.get(repeat)
    if not isinstance(rows, tuple):
        return ()
    return tuple(row for row in rows if isinstance(row, Mapping))
