"""The sheet for people: labels as headers, the words of the choices as values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat

from exports.chunks import Row
from exports.columns import SHAPES, Cell, Column, Turn
from exports.recorded import Recorded
from exports.wording import say
from instruments.definitions import Item
from instruments.wording import Message

FOR_PEOPLE = (
    *("participant_id", "visit_id", "session_id", "occurrence", "role", "school_id", "class_id"),
    *("teacher_id", "observer_id", "observer_role", "moderator_id", "wave_label", "wave_date"),
    *("status", "mode", "language", "submitted_at_local", "n_answered", "n_missing", "q_flags"),
)
"""The columns of the long table that people read, in this order; empty ones are left out."""

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


def _rows(
    recorded: Recorded, keys: list[Column], shown: tuple[tuple[Item, Turn], ...]
) -> Iterator[Row]:
    language = recorded.source.choices.language
    order = {column.name: place for place, column in enumerate(recorded.keys.columns)}
    places = [(order[column.name], column.name in WORDED) for column in keys]
    words: dict[Cell, Cell] = {code: word.in_(language) for code, word in WORDS.items()}
    first_scale = len(recorded.filled)
    for batch in recorded.batches():
        before = (
            [words.get(cells[at], cells[at]) if worded else cells[at] for at, worded in places]
            for cells in recorded.key_rows(batch)
        )
        answers = [record.answers for record in batch.records]
        columns = [turn([one.get(item.code) for one in answers]) for item, turn in shown]
        labels = zip(*columns, strict=True) if columns else repeat(())
        for keyed, labelled, cells in zip(before, labels, batch.cells, strict=False):
            yield (*keyed, *labelled, *cells[first_scale::2])
