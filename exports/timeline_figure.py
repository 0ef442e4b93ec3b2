"""The time line of a lesson: a row per code, intervals and sweeps as cells, events as bars."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing

from exports.drawing import LABEL, SMALL, Sheet, head, head_height, wrapped
from exports.numbers import share
from exports.paper import TEXT_WIDTH
from exports.typography import ACCENT, INK, LINE, MUTED, SOFT
from instruments.definitions import Choice, Item, TrackMode
from instruments.timeline import Line, Timeline
from instruments.wording import Language, catalogue

TALLEST = 600.0
"""Higher figures are parted: a page holds little more, with what stands around them."""
LEADING = LABEL * 1.2
CELL = 9.0
LABELS, FIGURES = 0.33, 0.15
"""Shares of the width for the names of codes and for what they come to."""
TICKS = ((15, 1), (60, 5), (150, 10), (600, 30))
"""Up to so many minutes, a number on the axis every so many."""
MINUTE = 60_000
THINNEST = 1.2


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of the lesson in ms since the start, pauses included, and how it is drawn."""

    start: int
    end: int
    holds: bool = True
    late: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One code; without cells and figure the name of a track above its codes."""

    lines: tuple[str, ...]
    cells: tuple[Cell, ...] = ()
    figure: str = ""
    is_head: bool = False

    @property
    def height(self) -> float:
        """The height that its name needs."""
        return max(CELL, len(self.lines) * LEADING) + (6 if self.is_head else 4)


def timeline_figures(
    item: Item, lesson: Timeline, title: str, subtitle: str, language: Language
) -> list[Drawing]:
    """Draw the log of a timed item; a long protocol takes several drawings."""
    parts: list[list[Row]] = [[]]
    for row in _rows(lesson, language):
        if parts[-1] and sum(one.height for one in (*parts[-1], row)) > TALLEST:
            parts.append([])
        parts[-1].append(row)
    counted = len(parts)
    return [
        _drawn(
            lesson,
            rows,
            f"{title} ({number}/{counted})" if counted > 1 else title,
            subtitle,
            language,
        )
        for number, rows in enumerate(parts, 1)
    ]


def _rows(lesson: Timeline, language: Language) -> Iterator[Row]:
    for line in lesson.lines:
        name = line.track.label.in_(language)
        yield Row(tuple(wrapped(name, LABEL, TEXT_WIDTH * LABELS)), is_head=True)
        for choice in line.track.choices:
            words = wrapped(choice.label.in_(language), LABEL, TEXT_WIDTH * LABELS - 14)
            cells, figure = IN_MODE[line.track.mode](lesson, line, choice, language)
            yield Row(tuple(words), cells, figure)


def _slots(
    lesson: Timeline, line: Line, choice: Choice, language: Language
) -> tuple[tuple[Cell, ...], str]:
    cells = [
        Cell(start, end, choice.code in slot.codes, choice.code in slot.late)
        for slot in line.slots
        for start, end in with_pauses(lesson, slot.start_ms, slot.end_ms)
    ]
    held = sum(choice.code in slot.codes for slot in line.slots)
    return tuple(cells), share(held, len(line.slots), language)


def _spans(
    lesson: Timeline, line: Line, choice: Choice, language: Language
) -> tuple[tuple[Cell, ...], str]:
    spans = [span for span in line.spans if span.code == choice.code]
    cells = [
        Cell(start, end)
        for span in spans
        for start, end in with_pauses(lesson, span.start_ms, span.end_ms)
    ]
    seconds = round(sum(span.end_ms - span.start_ms for span in spans) / 1000)
    figure = f"{len(spans)} × · {seconds // 60}:{seconds % 60:02}" if spans else "0 ×"
    return tuple(cells), figure


InMode = Callable[[Timeline, Line, Choice, Language], tuple[tuple[Cell, ...], str]]
IN_MODE: dict[TrackMode, InMode] = {
    TrackMode.INTERVAL: _slots,
    TrackMode.SNAPSHOT: _slots,
    TrackMode.EVENT: _spans,
}
"""Every way of tapping, and how it is drawn."""


def with_pauses(lesson: Timeline, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Put a stretch of the lesson's clock on the clock of the wall, parted where it paused."""
    still = 0
    for since, until in lesson.pauses:
        stopped = since - still
        if start < stopped < end:
            yield start + still, since
            start = stopped
        if stopped <= start:
            still += until - since
    yield start + still, end + still


def _drawn(
    lesson: Timeline, rows: Sequence[Row], title: str, subtitle: str, language: Language
) -> Drawing:
    _ = catalogue("exports", language).gettext
    above = head_height(title, subtitle, TEXT_WIDTH)
    body = sum(row.height for row in rows)
    sheet = Sheet(above + body + 42, TEXT_WIDTH)
    top = head(sheet, title, subtitle, TEXT_WIDTH) + 12
    left, right = TEXT_WIDTH * LABELS + 4, TEXT_WIDTH * (1 - FIGURES) - 4
    wall = max(lesson.wall_ms, MINUTE)

    def at(ms: float) -> float:
        place: float = left + (right - left) * ms / wall
        return place

    for since, until in lesson.pauses:
        sheet.box(at(since), top, max(at(until) - at(since), THINNEST), body, LINE)
    _axis(sheet, at, wall, top, body, _("min"))
    y = top
    for row in rows:
        _row(sheet, row, y, at)
        y += row.height
    cells = [cell for row in rows for cell in row.cells if cell.holds]
    marks = (
        (any(not cell.late for cell in cells), _mark_held, _("seen")),
        (any(cell.late for cell in cells), _mark_late, _("seen, marked later")),
        (bool(lesson.pauses), _mark_pause, _("pause")),
    )
    _legend(sheet, [(mark, words) for there, mark, words in marks if there], y + 14)
    return sheet.drawing


def _axis(
    sheet: Sheet, at: Callable[[float], float], wall: int, top: float, body: float, words: str
) -> None:
    minutes = wall / MINUTE
    step = next((step for most, step in TICKS if minutes <= most), 60)
    for minute in range(0, int(minutes) + 1, step):
        x = at(minute * MINUTE)
        sheet.line(x, top, x, top + body, LINE, 0.5)
        sheet.text(x, top - 4, str(minute), SMALL, colour=MUTED, anchor="middle")
    sheet.text(at(0) - 9, top - 4, words, SMALL, colour=MUTED, anchor="end")


def _row(sheet: Sheet, row: Row, y: float, at: Callable[[float], float]) -> None:
    inset = 0 if row.is_head else 10
    for place, words in enumerate(row.lines):
        line_y = y + (4 if row.is_head else 2) + LABEL - 1 + place * LEADING
        sheet.text(inset, line_y, words, LABEL, bold=row.is_head)
    top = y + 2
    for cell in row.cells:
        x, width = at(cell.start), max(at(cell.end) - at(cell.start) - 0.6, THINNEST)
        if not cell.holds:
            sheet.line(x, top + CELL / 2, x + width, top + CELL / 2, LINE, 0.8)
        elif cell.late:
            _mark_late(sheet, x, top, width)
        else:
            _mark_held(sheet, x, top, width)
    if row.figure:
        sheet.text(TEXT_WIDTH, top + CELL - 2, row.figure, SMALL, anchor="end")


def _mark_held(sheet: Sheet, x: float, y: float, width: float) -> None:
    sheet.box(x, y, width, CELL, ACCENT)


def _mark_late(sheet: Sheet, x: float, y: float, width: float) -> None:
    """Leave it hollow: told from the others in grey print too."""
    sheet.box(x, y, width, CELL, SOFT)
    sheet.frame(x + 0.35, y + 0.35, max(width - 0.7, 0.5), CELL - 0.7, INK)


def _mark_pause(sheet: Sheet, x: float, y: float, width: float) -> None:
    sheet.box(x, y, width, CELL, LINE)


def _legend(
    sheet: Sheet,
    marks: Sequence[tuple[Callable[[Sheet, float, float, float], None], str]],
    y: float,
) -> None:
    width = TEXT_WIDTH / 3
    for place, (mark, words) in enumerate(marks):
        mark(sheet, place * width, y, 14)
        sheet.text(place * width + 19, y + CELL - 2, words, SMALL, colour=MUTED)
