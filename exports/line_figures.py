"""Lines over the waves, each named at its end: schools, or groups of people."""

from collections.abc import Sequence

from reportlab.graphics.shapes import Circle, Drawing
from reportlab.pdfbase.pdfmetrics import stringWidth

from exports.drawing import SMALL, Sheet, head, head_height
from exports.figures import room_under, under_axis, under_height
from exports.findings.finding import Line, Lines
from exports.numbers import number
from exports.typography import ACCENT, BOLD, INK, LINE, MUTED
from instruments.wording import Language, catalogue

BODY = 170.0
APART = SMALL + 1.5
"""How far names at the end of lines stand apart at least."""
NAMED = 16
"""More lines than these are not named one by one."""


def lines_figure(
    lines: Lines, ends: tuple[float, float], title: str, language: Language, width: float
) -> Drawing:
    """Draw what each had, wave by wave, with its name and first and last value at the end."""
    _ = catalogue("exports", language).gettext
    there = [line for line in lines.lines if any(value is not None for value in line.values)]
    hidden = len(lines.lines) - len(there)
    said = _("Each line is a mean; at its end the last one. Scale {low}–{high}.").format(
        low=number(ends[0], language, 0), high=number(ends[1], language, 0)
    )
    if hidden:
        said += " " + _("Not shown, because too few answered: {n}.").format(n=hidden)
    known = lines.named(language)
    names = (
        [_name(known[line.code], line, language) for line in there] if len(there) <= NAMED else []
    )
    room = max((stringWidth(name, BOLD, SMALL) for name in names), default=0.0) + 14
    left, right = 24.0, width - room
    xs = [
        left + (right - left) * (place + 0.3) / max(len(lines.waves) - 0.4, 1)
        for place in range(len(lines.waves))
    ]
    waves = [wave.in_(language) for wave in lines.waves]
    step = room_under(xs, width)
    sheet = Sheet(head_height(title, said, width) + BODY + under_height(waves, step), width)
    top = head(sheet, title, said, width)
    _grid(sheet, ends, (left, right), top, language)
    for x, wave in zip(xs, waves, strict=True):
        under_axis(sheet, x, top + BODY, wave, step)
    heights = [_draw(sheet, line, xs, ends, top) for line in there]
    ends_of = heights[: len(names)]
    for name, y, own in zip(names, apart(ends_of), ends_of, strict=True):
        sheet.line(xs[-1] + 4, own, right + 2, y, LINE, 0.6)
        sheet.text(right + 5, y + 3, name, SMALL)
    return sheet.drawing


def _name(name: str, line: Line, language: Language) -> str:
    last = next((value for value in reversed(line.values) if value is not None), None)
    return f"{name}  {number(last, language)}"


def _height(value: float, ends: tuple[float, float], top: float) -> float:
    return top + BODY - (value - ends[0]) / (ends[1] - ends[0]) * BODY


def _grid(
    sheet: Sheet,
    ends: tuple[float, float],
    sides: tuple[float, float],
    top: float,
    language: Language,
) -> None:
    low, high = ends
    for place in range(5):
        value = low + (high - low) * place / 4
        y = _height(value, ends, top)
        sheet.line(sides[0], y, sides[1], y, LINE, 0.5)
        words = number(value, language, 0 if (high - low) % 4 == 0 else 1)
        sheet.text(sides[0] - 6, y + 3, words, SMALL, colour=MUTED, anchor="end")


def _draw(
    sheet: Sheet, line: Line, xs: Sequence[float], ends: tuple[float, float], top: float
) -> float:
    """Draw a line and give the y of its end; one that fell is grey."""
    points = [
        (x, _height(value, ends, top))
        for x, value in zip(xs, line.values, strict=True)
        if value is not None
    ]
    colour = ACCENT if points[-1][1] < points[0][1] else MUTED
    if len(points) > 1:
        sheet.path(points, colour, 1.4)
    for x, y in points:
        sheet.drawing.add(Circle(x, sheet.height - y, 2.2, fillColor=INK, strokeColor=None))
    return points[-1][1]


def apart(heights: Sequence[float]) -> list[float]:
    """Move names apart that would stand upon one another, in the order of their lines."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = dict.fromkeys(order, 0.0)
    last = float("-inf")
    for place in order:
        last = placed[place] = max(heights[place], last + APART)
    over = max(0.0, last - (max(heights, default=0.0) + APART))
    return [placed[place] - over / 2 for place in range(len(heights))]
