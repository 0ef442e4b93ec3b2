"""The sheet for people: labels as headers, the words of the choices as values."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat

from exports.chunks import Row
from exports.columns import SHAPES, Cell, Column, Turn, exported
from exports.recorded import Recorded
from exports.table import REPEAT_KEYS, Table, repeats, rows_of
from exports.wording import say
from instruments.definitions import Item, Kind
from instruments.wording import Message

FOR_PEOPLE = (
    *("participant_id", "visit_id", "session_id", "occurrence", "role", "school_id", "class_id"),
    *("teacher_id", "observer_id", "observer_role", "moderator_id", "wave_label", "wave_date"),
    *("status", "mode", "language", "submitted_at_local", "n_answered", "n_missing", "q_flags"),
)
"""The columns of the long table that people read, in this order; empty ones are left out."""
BESIDE_ROWS = FOR_PEOPLE[: FOR_PEOPLE.index("status")]
"""Those of them that stand beside every row of a repeat: about whom, by whom and when."""

WORDS: Mapping[str, Message] = {
    "complete": say("complete"),
    "partial": say("begun, not finished"),
    "web": say("on the web"),
    "offline": say("without network"),
    "paper": say("on paper"),
    "import": say("imported from a file"),
    "primary": say("first observer"),
    "second": say("second observer"),
    "consensus": say("agreed by both"),
    "master": say("master codes"),
    "late": say("late"),
    "conflict": say("conflict"),
    "late;conflict": say("late, conflict"),
}
"""What the codes of the program's own columns mean to people."""

WORDED = frozenset(("status", "mode", "observer_role", "q_flags"))


@dataclass(frozen=True, slots=True)
class Readable:
    """A sheet for people: headers, and which column of the long table each one shows."""

    header: tuple[str, ...]
    places: tuple[str, ...]
    scores: int
    """How many of the last columns are scale scores."""
    rows: Iterator[Row]


def readable(recorded: Recorded) -> Readable:
    """Build the sheet for people of an instrument."""
    language = recorded.source.choices.language
    keys = [column for column in recorded.keys.columns if _is_shown(recorded, column)]
    keys.sort(key=lambda column: FOR_PEOPLE.index(column.name))
    items = [(item, shape) for item in recorded.items if (shape := SHAPES[item.kind].shown)]
    scores = [column for column in recorded.scale_columns if column.scale]
    labels = (*(one.label for one in keys), *(one.label for one, _ in items))
    header = (
        *(label.in_(language) for label in labels),
        *(score.label.in_(language) for score in scores),
    )
    names = {one.column.source: one.column.name for one in reversed(recorded.filled)}
    places = (
        *(column.name for column in keys),
        *(names[item.code] for item, _ in items),
        *(column.name for column in scores),
    )
    shown = tuple((item, shape(item, language)) for item, shape in items)
    return Readable(header, places, len(scores), _rows(recorded, keys, shown))


def _is_shown(recorded: Recorded, column: Column) -> bool:
    """Tell whether people read a column; who is not asked about has no column."""
    about = recorded.newest.about
    empty = {"participant": (), "lesson": ("participant_id", "role", "class_id")}.get(
        about, ("participant_id", "role", "class_id", "school_id", "teacher_id")
    )
    return column.name in FOR_PEOPLE and column.name not in empty


Shown = tuple[tuple[Item, Turn], ...]


def _rows(recorded: Recorded, keys: list[Column], shown: Shown) -> Iterator[Row]:
    pick = _picked(recorded, keys)
    first_scale = len(recorded.filled)
    for batch in recorded.batches():
        before = map(pick, recorded.key_rows(batch))
        answers = [record.answers for record in batch.records]
        columns = [turn([one.get(item.code) for one in answers]) for item, turn in shown]
        labels = zip(*columns, strict=True) if columns else repeat(())
        for keyed, labelled, cells in zip(before, labels, batch.cells, strict=False):
            yield (*keyed, *labelled, *cells[first_scale::2])


def readable_repeats(recorded: Recorded) -> Iterator[tuple[Table, Readable]]:
    """Build a sheet for people per repeat: one row per turn, measure or whatever is repeated."""
    tables = {table.name: table for table in repeats(recorded)}
    for item in recorded.items:
        if item.kind is Kind.REPEAT:
            table = tables[f"{recorded.key}__{item.code}"]
            yield table, _readable_repeat(recorded, item, table)


def _readable_repeat(recorded: Recorded, outer: Item, table: Table) -> Readable:
    language = recorded.source.choices.language
    keys = [column for column in recorded.keys.columns if _is_shown(recorded, column)]
    keys = [column for column in keys if column.name in BESIDE_ROWS]
    keys.sort(key=lambda column: FOR_PEOPLE.index(column.name))
    made = [(item, SHAPES[item.kind].shown) for item in exported(outer.items)]
    items = [(item, shape) for item, shape in made if shape]
    index = REPEAT_KEYS[1]
    labels = (*(one.label for one in (*keys, index)), *(one.label for one, _ in items))
    names = {column.source: column.name for column in reversed(table.columns)}
    places = (
        *(column.name for column in (*keys, index)),
        *(names[f"{outer.code}/{item.code}"] for item, _ in items),
    )
    shown = tuple((item, shape(item, language)) for item, shape in items)
    header = tuple(label.in_(language) for label in labels)
    return Readable(header, places, 0, _repeat_rows(recorded, outer, keys, shown))


def _repeat_rows(
    recorded: Recorded, outer: Item, keys: list[Column], shown: Shown
) -> Iterator[Row]:
    pick = _picked(recorded, keys)
    for record in recorded.records():
        rows = rows_of(record, outer.code)
        if not rows:
            continue
        keyed = pick(recorded.key_cells(record, recorded.asked(record)))
        columns = [turn([row.get(item.code) for row in rows]) for item, turn in shown]
        for index, labelled in enumerate(zip(*columns, strict=True), 1):
            yield (*keyed, index, *labelled)


def _picked(recorded: Recorded, keys: list[Column]) -> Callable[[Row], list[Cell]]:
    """Pick the cells that people read, the program's own codes in words."""
    language = recorded.source.choices.language
    order = {column.name: place for place, column in enumerate(recorded.keys.columns)}
    picked = [(order[column.name], column.name in WORDED) for column in keys]
    words: dict[Cell, Cell] = {code: word.in_(language) for code, word in WORDS.items()}

    def pick(cells: Row) -> list[Cell]:
        return [words.get(cells[at], cells[at]) if worded else cells[at] for at, worded in picked]

    return pick
