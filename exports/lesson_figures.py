"""What the log of a timed item comes to in one row: minutes, and per code shares and lengths."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from exports.wording import Words, joined, say
from instruments.definitions import Item, Track, TrackMode
from instruments.timeline import Line, Timeline, read_log

REMEMBERED = 4
"""So many lessons are kept read: one record after the other is asked for its own logs."""
COUNTED = 2048
"""The figures of so many lessons are kept: all columns of a batch of rows ask for the same."""


@dataclass(frozen=True, slots=True)
class LessonFigure:
    """One figure of a lesson. `ending` follows the code of the item in the column's name."""

    ending: str
    label: Words
    read: Callable[[Timeline], float | int | None]
    whole: bool = False


def lesson_figures(item: Item) -> tuple[LessonFigure, ...]:
    """List the figures of a timed item in the order of its tracks."""
    first = (
        LessonFigure("min", say("{item}: minutes", item=item.label), _minutes),
        LessonFigure("pause_min", say("{item}: minutes of pauses", item=item.label), _pauses),
    )
    return (*first, *(one for place, track in enumerate(item.tracks) for one in _of(place, track)))


def _minutes(line: Timeline) -> float | None:
    return line.length_ms / 60_000 if line.begun else None


def _pauses(line: Timeline) -> float | None:
    still = sum(end - start for start, end in line.pauses)
    return still / 60_000 if line.begun else None


def _of(place: int, track: Track) -> Iterator[LessonFigure]:
    if track.mode is not TrackMode.EVENT:
        count = say("{track}: number of intervals or sweeps", track=track.label)
        yield LessonFigure(f"{track.key}_n", count, _on(place, _slots), whole=True)
    for choice in track.choices:
        for ending, words, figure, whole in OF_CODES[track.mode]:
            label = words(joined(track.label, choice.label))
            read = _on(place, figure, choice.code)
            yield LessonFigure(choice.code + ending, label, read, whole)


CodeFigure = Callable[[Line, str], float | int | None]


def _on(place: int, figure: CodeFigure, code: str = "") -> Callable[[Timeline], float | int | None]:
    def read(line: Timeline) -> float | int | None:
        return figure(line.lines[place], code) if line.begun else None

    return read


def _slots(line: Line, code: str) -> int:
    return len(line.slots)


def _share(line: Line, code: str) -> float | None:
    return line.share(code)


def _times(line: Line, code: str) -> int:
    return sum(span.code == code for span in line.spans)


def _seconds(line: Line, code: str) -> float:
    return sum(span.end_ms - span.start_ms for span in line.spans if span.code == code) / 1000


def _share_words(code: Words) -> Words:
    return say("{code}: share of intervals or sweeps", code=code)


def _times_words(code: Words) -> Words:
    return say("{code}: how many times", code=code)


def _seconds_words(code: Words) -> Words:
    return say("{code}: seconds in all", code=code)


SHARE = (("", _share_words, _share, False),)
OF_CODES: Mapping[TrackMode, tuple[tuple[str, Callable[[Words], Words], CodeFigure, bool], ...]] = {
    TrackMode.INTERVAL: SHARE,
    TrackMode.SNAPSHOT: SHARE,
    TrackMode.EVENT: (
        ("_n", _times_words, _times, True),
        ("_s", _seconds_words, _seconds, False),
    ),
}
"""Every way of tapping, and what it comes to per code."""


def reader_of(item: Item) -> Callable[[object], Timeline | None]:
    """Give a reader of the logs of an item that remembers the last ones."""
    known: dict[object, Timeline] = {}

    def read(value: object) -> Timeline | None:
        if not isinstance(value, tuple):
            return None
        if value not in known:
            if len(known) >= REMEMBERED:
                known.clear()
            known[value] = read_log(item, value)
        return known[value]

    return read


Figures = tuple[float | int | None, ...]


def figures_of(item: Item) -> Callable[[object], Figures | None]:
    """Give a reader of all figures of a timed item, in the order of `lesson_figures`.

    It remembers the figures and not the lessons, which are a hundred times as large.
    """
    figures = lesson_figures(item)
    known: dict[object, Figures] = {}

    def read(value: object) -> Figures | None:
        if not isinstance(value, tuple):
            return None
        found = known.get(value)
        if found is None:
            if len(known) >= COUNTED:
                known.clear()
            lesson = read_log(item, value)
            found = known[value] = tuple(figure.read(lesson) for figure in figures)
        return found

    return read
