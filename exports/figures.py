"""Figures: one drawing for the page and for the paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Circle, Drawing
from reportlab.lib.colors import Color
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

from exports.drawing import LABEL, SMALL, Sheet, head, head_height, shortened, wrapped
from exports.numbers import number
from exports.paper import TEXT_WIDTH
from exports.typography import ACCENT, FAINT, INK, LIKERT, LINE, MUTED, REGULAR
from instruments.wording import Language

BAR = 11.0
SLIM = 300.0
"""Below this width words stand above what is drawn, not beside it."""
GAP = 3.0
COUNT = 30.0
"""The width for the number at an end of a bar: of five digits."""
COLOUR = 22.0
"""The width for a colour of the legend where words stand beside it."""


@dataclass(frozen=True, slots=True)
class LikertBar:
    """The answers of one wave to one item, from the lowest choice to the highest."""

    wave: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LikertRow:
    """One item with a bar per wave."""

    label: str
    bars: tuple[LikertBar, ...]


@dataclass(frozen=True, slots=True)
class MeanPoint:
    """A mean with its interval in a wave."""

    label: str
    n: int
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a row of answers stand; on a narrow drawing its words are above them."""

    words: float
    """The width for the wording."""
    wave: float
    """Where the names of the waves begin."""
    left: float
    right: float
    above: bool

    def height(self, lines: Sequence[str], row: LikertRow) -> float:
        """Give the height of a row."""
        words, bars = len(lines) * LABEL * 1.3, len(row.bars) * (BAR + GAP)
        return (words + bars + 4 if self.above else max(words, bars)) + 8

    def first_bar(self, lines: Sequence[str]) -> float:
        """Give how far below the top of its row the first bar stands."""
        return len(lines) * LABEL * 1.3 + 4 if self.above else 0.0


def _places(rows: Sequence[LikertRow], width: float) -> Places:
    """Place words, waves and bars: one item alone has its wording in the title."""
    worded = any(row.label for row in rows)
    names = [stringWidth(bar.wave, REGULAR, SMALL) for row in rows for bar in row.bars]
    longest = min(max(names, default=0.0), width * 0.4)
    if width < SLIM or not worded:
        return Places(width, 0.0, longest + COUNT, width - COUNT, above=worded)
    beside = width * 0.34
    return Places(beside - 8, beside, beside + width * 0.12 + COUNT, width - COUNT, above=False)


def likert_bars(
    title: str,
    subtitle: str,
    choices: Sequence[str],
    rows: Sequence[LikertRow],
    *,
    width: float = TEXT_WIDTH,
) -> Drawing:
    """Draw answers as stacked bars around the middle of the neutral answer.

    The numbers at the ends count those below and above the neutral answer.
    """
    places = _places(rows, width)
    labels = [
        simpleSplit(row.label, REGULAR, LABEL, places.words) if row.label else [] for row in rows
    ]
    heights = [places.height(lines, row) for lines, row in zip(labels, rows, strict=True)]
    above = head_height(title, subtitle, width) + _legend_height(choices, width)
    sheet = Sheet(above + sum(heights) + 4, width)
    y = head(sheet, title, subtitle, width)
    y = _legend(sheet, choices, 0, width, y)
    unit, middle = _likert_scale(rows, places.left, places.right)
    for lines, row, height in zip(labels, rows, heights, strict=True):
        for place, line in enumerate(lines):
            sheet.text(0, y + LABEL + place * LABEL * 1.3, line)
        bars = y + places.first_bar(lines)
        for place, bar in enumerate(row.bars):
            at = bars + place * (BAR + GAP)
            wave = shortened(bar.wave, SMALL, places.left - COUNT - places.wave)
            sheet.text(places.wave, at + BAR - 2.5, wave, SMALL, colour=MUTED)
            _bar(sheet, bar, at, middle, unit)
        sheet.line(middle, bars - 2, middle, y + height - 4, MUTED, 0.6)
        y += height
    return sheet.drawing


def _halves(counts: Sequence[int]) -> tuple[float, float]:
    """Split shares left and right of the middle of the neutral answer (if there is one)."""
    total = sum(counts)
    if not total:
        return 0.0, 0.0
    middle, odd = divmod(len(counts), 2)
    neutral = counts[middle] / 2 if odd else 0.0
    below = sum(counts[:middle]) + neutral
    above = sum(counts[middle + odd :]) + neutral
    return below / total, above / total


def _likert_scale(rows: Sequence[LikertRow], left: float, right: float) -> tuple[float, float]:
    """Give the width of a whole bar, and where the middle stands."""
    halves = [_halves(bar.counts) for row in rows for bar in row.bars] or [(0.5, 0.5)]
    below, above = max(half[0] for half in halves), max(half[1] for half in halves)
    unit = (right - left) / max(below + above, 0.2)
    return unit, left + below * unit


def _colours(number_of_choices: int) -> list[Color]:
    if number_of_choices == len(LIKERT):
        return list(LIKERT)
    half = number_of_choices // 2
    low = [LIKERT[0], LIKERT[1]][-half:] if half <= 2 else [LIKERT[0]] * (half - 1) + [LIKERT[1]]
    high = [LIKERT[3], LIKERT[4]][:half] if half <= 2 else [LIKERT[3]] + [LIKERT[4]] * (half - 1)
    return low + [LIKERT[2]] * (number_of_choices % 2) + high


def _bar(sheet: Sheet, bar: LikertBar, y: float, middle: float, unit: float) -> None:
    total = sum(bar.counts)
    if not total:
        sheet.text(middle, y + BAR - 2.5, "—", SMALL, colour=MUTED, anchor="middle")
        return
    below, above = _halves(bar.counts)
    x = middle - below * unit
    for count, colour in zip(bar.counts, _colours(len(bar.counts)), strict=True):
        sheet.box(x, y, count / total * unit, BAR, colour)
        x += count / total * unit
    half, odd = divmod(len(bar.counts), 2)
    disagreeing, agreeing = sum(bar.counts[:half]), sum(bar.counts[half + odd :])
    left = middle - below * unit - 4
    sheet.text(left, y + BAR - 2.5, str(disagreeing), SMALL, anchor="end")
    sheet.text(middle + above * unit + 4, y + BAR - 2.5, str(agreeing), SMALL, bold=True)


def _legend_height(choices: Sequence[str], width: float) -> float:
    if width < SLIM:
        return len(choices) * SMALL * 1.35 + 10
    cell = width / max(len(choices), 1)
    lines = max((len(wrapped(word, SMALL, cell - 4)) for word in choices), default=1)
    return 10 + lines * SMALL * 1.25 + 10


def _legend(sheet: Sheet, choices: Sequence[str], left: float, right: float, y: float) -> float:
    cell = (right - left) / len(choices)
    for place, (word, colour) in enumerate(zip(choices, _colours(len(choices)), strict=True)):
        if right - left < SLIM:  # words in a fifth of a phone's width would be broken
            line_y = y + place * SMALL * 1.35
            sheet.box(left, line_y, 16, 6, colour)
            name = shortened(word, SMALL, right - left - COLOUR)
            sheet.text(left + COLOUR, line_y + 6.5, name, SMALL, colour=MUTED)
            continue
        sheet.box(left + place * cell, y, cell - 1, 6, colour)
        for row, line in enumerate(wrapped(word, SMALL, cell - 4)):
            middle = left + (place + 0.5) * cell
            line_y = y + 16 + row * SMALL * 1.25
            sheet.text(middle, line_y, line, SMALL, colour=MUTED, anchor="middle")
    return y + _legend_height(choices, right - left)


def scale_means(
    title: str,
    subtitle: str,
    points: Sequence[MeanPoint],
    people: Sequence[Sequence[float | None]],
    *,
    low: float,
    high: float,
    language: Language,
    width: float = TEXT_WIDTH,
    body: float = 150.0,
) -> Drawing:
    """Draw means over waves with their intervals; every person is a thin line behind."""
    above = head_height(title, subtitle, width)
    left, right = 26.0, width - 40
    step = (right - left) / max(len(points), 1)
    below = under_height([point.label for point in points], step - 6)
    sheet = Sheet(above + body + below + 10, width)
    top = head(sheet, title, subtitle, width)
    xs = [left + step * (place + 0.5) for place in range(len(points))]

    def at(value: float) -> float:
        return top + body - (value - low) / (high - low) * body

    for place in range(5):
        value = low + (high - low) * place / 4
        sheet.line(left, at(value), right, at(value), LINE, 0.5)
        words = number(value, language, 0 if (high - low) % 4 == 0 else 1)
        sheet.text(left - 6, at(value) + 3, words, SMALL, colour=MUTED, anchor="end")
    for person in people:
        _polyline(
            sheet, [(x, None if y is None else at(y)) for x, y in zip(xs, person, strict=True)]
        )
    _means(sheet, points, xs, at, language, top + body)
    return sheet.drawing


def _polyline(sheet: Sheet, points: Sequence[tuple[float, float | None]]) -> None:
    """Draw one person's line; a missing wave breaks it."""
    run: list[tuple[float, float]] = []
    for x, y in [*points, (0.0, None)]:
        if y is not None:
            run.append((x, y))
            continue
        if len(run) > 1:
            sheet.path(run, FAINT, 0.7)
        run = []


def _means(
    sheet: Sheet,
    points: Sequence[MeanPoint],
    xs: Sequence[float],
    at: Callable[[float], float],
    language: Language,
    bottom: float,
) -> None:
    run = [
        (x, at(point.mean)) for x, point in zip(xs, points, strict=True) if point.mean is not None
    ]
    if len(run) > 1:
        sheet.path(run, INK, 2.2)
    room = room_under(xs, sheet.drawing.width)
    for place, (x, point) in enumerate(zip(xs, points, strict=True)):
        below = under_axis(sheet, x, bottom, point.label, room)
        sheet.text(x, below, f"n = {point.n}", SMALL, colour=MUTED, anchor="middle")
        if point.mean is None:
            continue
        y = at(point.mean)
        if point.low is not None and point.high is not None:
            sheet.line(x, at(point.low), x, at(point.high), ACCENT, 3)
        sheet.drawing.add(Circle(x, sheet.height - y, 3.5, fillColor=INK, strokeColor=None))
        following = points[place + 1].mean if place + 1 < len(points) else None
        # On the side of the point where no line goes.
        beside = y + 15 if following is not None and following > point.mean else y - 7
        sheet.text(x + 7, beside, number(point.mean, language), LABEL + 1, bold=True)


def under_axis(sheet: Sheet, x: float, bottom: float, label: str, room: float) -> float:
    """Write the name of a wave below its place, in as many lines as it needs; give the next y."""
    y = bottom + 14
    for line in wrapped(label, LABEL, room):
        sheet.text(x, y, line, LABEL, anchor="middle")
        y += LABEL * 1.25
    return y + 1.5


def room_under(xs: Sequence[float], width: float) -> float:
    """Give the width of a name below an axis: neither its neighbour nor the edge is near."""
    between = xs[1] - xs[0] if len(xs) > 1 else width
    return min([between, *(2 * min(x, width - x) for x in xs)]) - 6


def under_height(labels: Sequence[str], room: float) -> float:
    """Measure what `under_axis` will write below the highest of names."""
    lines = max((len(wrapped(label, LABEL, room)) for label in labels), default=1)
    return 14 + lines * LABEL * 1.25 + 1.5
