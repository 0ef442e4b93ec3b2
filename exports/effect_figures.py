"""Figures of estimates under one another: a forest of effects, and shares of counted things."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Circle, Drawing
from reportlab.pdfbase.pdfmetrics import stringWidth

from exports.drawing import LABEL, SMALL, Sheet, head, head_height, wrapped
from exports.figures import SLIM
from exports.findings.finding import Effect, Forest, ShareOf, Shares
from exports.numbers import interval, number, percent
from exports.typography import ACCENT, BOLD, INK, LINE, MUTED, PAPER, SOFT
from instruments.wording import Language, catalogue

LEADING = LABEL * 1.25
SQUARES = 48
"""So many counted things are drawn one by one; more are a bar."""
BOLDER = 0.86
"""How much less bold words may measure, which are broken into lines by plain ones."""
NAMES = 0.34
"""Share of the width for names that stand beside."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its name in lines, and what is written at its end."""

    name: tuple[str, ...]
    value: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where names, drawing and values of the rows stand."""

    width: float
    left: float
    right: float
    slim: bool

    def height(self, row: Row) -> float:
        """Give the height of a row."""
        if self.slim:
            return (len(row.name) + 1) * LEADING + 24
        return max(len(row.name) * LEADING, (2 if row.more else 1) * LEADING, 20) + 8

    def write(self, sheet: Sheet, row: Row, y: float) -> float:
        """Write name and value; give the y of the middle of what is drawn."""
        for place, line in enumerate(row.name):
            sheet.text(0, y + LABEL + place * LEADING, line, bold=self.slim)
        if self.slim:
            below = y + LABEL + len(row.name) * LEADING
            sheet.text(0, below, f"{row.value}   {row.more}".rstrip())
            return below + 11
        sheet.text(self.right + 10, y + LABEL, row.value, bold=True)
        if row.more:
            sheet.text(self.right + 10, y + LABEL + LEADING, row.more, SMALL, colour=MUTED)
        return y + LABEL - 3


def framed(names: Sequence[str], values: Sequence[tuple[str, str]], width: float) -> Frame:
    """Make room for the longest value at the right, or none on a narrow drawing."""
    if width < SLIM:
        return Frame(width, 6, width - 6, slim=True)
    needed = max(
        (
            max(stringWidth(value, BOLD, LABEL), stringWidth(more, BOLD, SMALL))
            for value, more in values
        ),
        default=0.0,
    )
    longest = max((stringWidth(name, BOLD, LABEL) for name in names), default=0.0)
    return Frame(width, min(longest, width * NAMES) + 16, width - needed - 12, slim=False)


def rows_in(frame: Frame, names: Sequence[str], values: Sequence[tuple[str, str]]) -> list[Row]:
    """Break the names into lines."""
    wide = frame.width * BOLDER if frame.slim else frame.left - 14
    return [
        Row(tuple(wrapped(name, LABEL, wide)), value, more)
        for name, (value, more) in zip(names, values, strict=True)
    ]


def minus(words: str) -> str:
    """Write a true minus."""
    return words.replace("-", "\u2212")


def short(value: float, language: Language) -> str:
    """Write a number of an axis without zeros at its end."""
    words = number(value, language)
    return minus(words.rstrip("0").rstrip(",.")) if words.strip("-0,.") else "0"


def forest_figure(forest: Forest, title: str, language: Language, width: float) -> Drawing:
    """Draw effects with their intervals; an interval that holds nothing has a hollow square."""
    names = [f"{one.name.in_(language)} (n={one.n})" for one in forest.effects]
    values = [
        (minus(number(one.value, language)), minus(interval(one.low, one.high, language)))
        for one in forest.effects
    ]
    frame = framed(names, values, width)
    rows = rows_in(frame, names, values)
    said = forest_said(forest, language, width)
    body = sum(frame.height(row) for row in rows)
    sheet = Sheet(head_height(title, said, width) + body + 18, width)
    y = head(sheet, title, said, width)
    at = scale_of(forest_ends(forest), frame)
    for one, row in zip(forest.effects, rows, strict=True):
        below = y + frame.height(row)
        middle = frame.write(sheet, row, y)
        # On a narrow drawing the words of a row stand above: no line goes through them.
        _grid(sheet, forest, at, (middle - 6, middle + 8) if frame.slim else (y, below))
        draw_effect(sheet, one, forest.chance, middle, at)
        y = below
    for value in ticks(*forest_ends(forest)):
        words = short(value, language)
        sheet.text(at(value), y + 12, words, SMALL, colour=MUTED, anchor="middle")
    return sheet.drawing


def forest_said(forest: Forest, language: Language, width: float) -> str:
    """Say below the title what is drawn of effects, in fewer words on a narrow drawing."""
    _ = catalogue("exports", language).gettext
    said = _("Estimate and 95 % interval.")
    if forest.chance is not None:
        said = _(
            "Estimate and 95 % interval. A hollow square: the interval holds {nothing}, so that it "
            "may be chance."
        )
        if width < SLIM:
            said = _("95 % interval; hollow: it holds {nothing}, may be chance.")
        said = said.format(nothing=number(forest.chance, language, 0))
    unit = forest.unit.in_(language)
    return f"{unit[:1].upper()}{unit[1:]}. {said}" if unit else said


def forest_ends(forest: Forest) -> tuple[float, float]:
    """Give the ends of the axis; a limit that is far out does not press the others together."""
    ends = [forest.nothing]
    for one in forest.effects:
        ends += [end for end in (one.value, one.low, one.high) if end is not None]
    low, high = min(ends), max(ends)
    room = (high - low) * 0.04 or 1.0
    return low - room, high + room


def scale_of(ends: tuple[float, float], frame: Frame) -> Callable[[float], float]:
    """Give what puts a value on the drawing."""
    low, high = ends

    def at(value: float) -> float:
        place: float = frame.left + (frame.right - frame.left) * (value - low) / (high - low)
        return place

    return at


def _grid(
    sheet: Sheet, forest: Forest, at: Callable[[float], float], heights: tuple[float, float]
) -> None:
    low, high = forest_ends(forest)
    for value in ticks(low, high):
        is_nothing = abs(value - forest.nothing) < (high - low) * 1e-6
        colour = MUTED if is_nothing else LINE
        sheet.line(at(value), heights[0], at(value), heights[1], colour, 0.8)


def ticks(low: float, high: float) -> list[float]:
    """Give at most five round numbers between two ends."""
    step = 10.0**-6
    for place in range(30):
        step = (1.0, 2.0, 5.0)[place % 3] * 10.0 ** (place // 3 - 3)
        if (high - low) / step <= 4:
            break
    first = -int(-low // step) if low % step else int(low // step)
    return [number * step for number in range(first, int(high // step) + 1)]


def draw_effect(
    sheet: Sheet, one: Effect, chance: float | None, y: float, at: Callable[[float], float]
) -> None:
    """Draw an estimate with its interval; a hollow square where the interval holds chance."""
    if one.value is None:
        return
    covers = _holds(one, chance)
    if one.low is not None and one.high is not None:
        sheet.line(at(one.low), y, at(one.high), y, MUTED if covers else ACCENT, 2)
    x = at(one.value)
    sheet.box(x - 4, y - 4, 8, 8, INK if covers else ACCENT)
    if covers:
        sheet.box(x - 2.8, y - 2.8, 5.6, 5.6, PAPER)


def _holds(one: Effect, chance: float | None) -> bool:
    if chance is None or one.low is None or one.high is None:
        return False
    return one.low <= chance <= one.high


def shares_figure(shares: Shares, title: str, language: Language, width: float) -> Drawing:
    """Draw shares with x/n beside every percent; few counted things one by one."""
    _ = catalogue("exports", language).gettext
    there = [one for one in shares.shares if one.n]
    names = [one.name.in_(language) for one in there]
    values = [
        (f"{one.x}/{one.n}  {percent(one.x, one.n, language)}", share_limits(one, language))
        for one in there
    ]
    frame = framed(names, values, width)
    rows = rows_in(frame, names, values)
    single = all(one.n <= SQUARES for one in there)
    said = shares_said(language, single=single)
    body = sum(frame.height(row) + 6 for row in rows)
    sheet = Sheet(head_height(title, said, width) + body + 18, width)
    y = top = head(sheet, title, said, width)
    at = scale_of((0.0, 1.0), frame)
    for one, row in zip(there, rows, strict=True):
        draw_share(sheet, one, frame.write(sheet, row, y), at, single=single)
        y += frame.height(row) + 6
    for part in (0, 25, 50, 75, 100):
        words = f"{part} %" if part == 100 else str(part)
        end = "end" if frame.slim and part == 100 else "middle"
        x = at(part / 100) + (6 if end == "end" else 0)
        sheet.text(x, top + body + 10, words, SMALL, colour=MUTED, anchor=end)
    return sheet.drawing


def shares_said(language: Language, *, single: bool) -> str:
    """Say below the title what is drawn of shares."""
    _ = catalogue("exports", language).gettext
    if single:
        return _("Each box is one of those counted; below it the 95 % interval (Wilson).")
    return _("The share of those counted; below it the 95 % interval (Wilson).")


def share_limits(one: ShareOf, language: Language) -> str:
    """Write the interval of a share in per cent."""
    if one.low is None or one.high is None:
        return ""
    mark = "%" if language == "en" else "\u2009%"
    return f"{interval(100 * one.low, 100 * one.high, language, 0)}{mark}"


def draw_share(
    sheet: Sheet, one: ShareOf, y: float, at: Callable[[float], float], *, single: bool
) -> None:
    """Draw a share with its interval below it, of few things one by one."""
    left, whole, top = at(0), at(1) - at(0), y - 5
    if single:
        step = whole / one.n
        for place in range(one.n):
            x, wide = left + place * step, max(step - 1.2, 1.0)
            sheet.box(x, top, wide, 9, ACCENT if place < one.x else SOFT)
    else:
        sheet.box(left, top, whole, 9, SOFT)
        sheet.box(left, top, whole * one.x / one.n, 9, ACCENT)
    if one.low is None or one.high is None:
        return
    under = top + 13
    sheet.line(at(one.low), under, at(one.high), under, INK, 1)
    for end in (one.low, one.high):
        sheet.line(at(end), under - 2.5, at(end), under + 2.5, INK, 1)
    middle = at(one.x / one.n)
    sheet.drawing.add(Circle(middle, sheet.height - under, 2.2, fillColor=INK, strokeColor=None))
