"""A timed item on paper: a grid of codes by intervals or sweeps, and lines for events."""

from collections.abc import Callable, Iterator, Mapping

from reportlab.platypus import Table, TableStyle
from reportlab.platypus.flowables import Flowable

from exports.paper import TEXT_WIDTH, paragraph, table
from exports.typography import LINE, styles
from instruments.definitions import Item, Track, TrackMode
from instruments.wording import Language, catalogue

CODES_WIDTH = 150
MOST_COLUMNS = 25
EVENT_BOXES = 4


def draw_tracks(item: Item, language: Language) -> Iterator[Flowable]:
    """Draw the tracks of a timed item one below the other."""
    for track in item.tracks:
        yield paragraph(track.label.in_(language), "question")
        yield PAPER[track.mode](item, track, language)


def _grid(track: Track, head: list[str], language: Language) -> Flowable:
    width = (TEXT_WIDTH - CODES_WIDTH) / len(head)
    style = styles()["cell"].clone("small", fontSize=6.5, leading=8)
    words = [[choice.label.in_(language)] + [""] * len(head) for choice in track.choices]
    rows = [["", *head], *words]
    made = Table(rows, [CODES_WIDTH, *[width] * len(head)], rowHeights=15, repeatRows=1)
    made.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, LINE),
                ("FONT", (0, 0), (-1, -1), style.fontName, 7.5),
                ("FONT", (1, 0), (-1, 0), style.fontName, 5.5),
                ("ALIGN", (1, 0), (-1, -1), "CENTER"),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 1),
            ]
        )
    )
    return made


def _intervals(item: Item, track: Track, language: Language) -> Flowable:
    count = min(-(-item.minutes * 60 // track.every_s), MOST_COLUMNS)
    return _grid(track, [_clock(place * track.every_s) for place in range(count)], language)


def _sweeps(item: Item, track: Track, language: Language) -> Flowable:
    return _grid(track, [_clock(round(minute * 60)) for minute in track.at_minutes], language)


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def _events(item: Item, track: Track, language: Language) -> Flowable:
    _ = catalogue("exports", language).gettext
    head = ["", *[_("from – to")] * EVENT_BOXES]
    rows = [[choice.label.in_(language), *[""] * EVENT_BOXES] for choice in track.choices]
    return table(head, rows, [2, *[1] * EVENT_BOXES], words=1 + EVENT_BOXES)


PAPER: Mapping[TrackMode, Callable[[Item, Track, Language], Flowable]] = {
    TrackMode.INTERVAL: _intervals,
    TrackMode.SNAPSHOT: _sweeps,
    TrackMode.EVENT: _events,
}
"""Every way of tapping, and how it is done with a pen."""
