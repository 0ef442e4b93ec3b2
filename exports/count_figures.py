"""Figures of counted things and of pairs of measures."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Circle, Drawing
from reportlab.lib.colors import Color, linearlyInterpolatedColor

from exports.drawing import LABEL, SMALL, Sheet, head, head_height, wrapped
from exports.effect_figures import LEADING, short, ticks
from exports.findings.finding import Counts, Points, Quantiles
from exports.typography import ACCENT, INK, LINE, MUTED, SOFT
from instruments.wording import Language, catalogue

CELL = 18.0
DEEPEST = 0.75
"""How much of the accent the fullest cell has: its number must stay legible in print."""
BODY = 190.0
LEFT = 30.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of counts as it stands on the drawing."""

    rows: tuple[list[str], ...]
    """The names of the rows, in lines."""
    columns: tuple[list[str], ...]
    left: float
    cell: float
    """The width of a cell."""

    @property
    def above(self) -> float:
        """Give the height of the names of the columns."""
        return max((len(lines) for lines in self.columns), default=1) * SMALL * 1.25 + 4

    @property
    def heights(self) -> list[float]:
        """Give the heights of the rows."""
        return [max(CELL, len(lines) * LEADING + 6) for lines in self.rows]


def counts_figure(counts: Counts, title: str, language: Language, width: float) -> Drawing:
    """Draw a table of counts, each cell the deeper the more it holds."""
    _ = catalogue("exports", language).gettext
    grid = _grid(counts, language, width)
    said = _("How often; the deeper the colour, the more often.")
    above = head_height(title, said, width) + grid.above
    sheet = Sheet(above + sum(grid.heights) + 4, width)
    y = head(sheet, title, said, width)
    for place, lines in enumerate(grid.columns):
        x = grid.left + (place + 0.5) * grid.cell
        for row, line in enumerate(lines):
            at = y + SMALL + row * SMALL * 1.25
            sheet.text(x, at, line, SMALL, colour=MUTED, anchor="middle")
    y += grid.above
    most = max((value for row in counts.counts for value in row), default=0)
    for lines, height, values in zip(grid.rows, grid.heights, counts.counts, strict=True):
        for place, line in enumerate(lines):
            sheet.text(0, y + LABEL + 3 + place * LEADING, line)
        for place, value in enumerate(values):
            x = grid.left + place * grid.cell
            sheet.box(x + 1, y + 1, grid.cell - 2, height - 2, _depth(value, most))
            sheet.text(x + grid.cell / 2, y + height / 2 + 3, str(value), anchor="middle")
        y += height
    return sheet.drawing


def _grid(counts: Counts, language: Language, width: float) -> Grid:
    """Break the names into lines; columns that are the rows are numbered as these are."""
    columns = [column.in_(language) for column in counts.columns]
    rows = [row.in_(language) for row in counts.rows]
    if rows == columns:
        rows = [f"{place}. {row}" for place, row in enumerate(rows, 1)]
        columns = [str(place) for place in range(1, len(columns) + 1)]
    left = width * 0.45
    cell = (width - left) / max(len(columns), 1)
    return Grid(
        tuple(wrapped(row, LABEL, left - 10) for row in rows),
        tuple(wrapped(column, SMALL, cell - 4) for column in columns),
        left,
        cell,
    )


def _depth(value: int, most: int) -> Color:
    """Give a cell its colour; an empty one has hardly any."""
    part = DEEPEST * value / most if most else 0.0
    return linearlyInterpolatedColor(SOFT, ACCENT, 0, 1, part * 0.6)


def points_figure(points: Points, title: str, language: Language, width: float) -> Drawing:
    """Draw pairs of measures; of two groups the first is full and the second hollow."""
    return _plane(points, title, language, width).sheet.drawing


def quantiles_figure(quantiles: Quantiles, title: str, language: Language, width: float) -> Drawing:
    """Draw numbers against places in a normal sample, with the line that they should follow."""
    points = Points(quantiles.x, quantiles.y, quantiles.points)
    plane = _plane(points, title, language, width)
    ends = [_on_line(quantiles, x, plane.ys) for x in plane.xs]
    (left, low), (right, high) = ends
    sheet = plane.sheet
    sheet.line(plane.across(left), plane.up(low), plane.across(right), plane.up(high), INK, 0.7)
    return sheet.drawing


def _on_line(one: Quantiles, x: float, ys: tuple[float, float]) -> tuple[float, float]:
    """Follow the line to x, or to where it leaves the drawing."""
    y = one.start + one.slope * x
    inside = min(max(y, ys[0]), ys[1])
    return (x, y) if inside == y or not one.slope else ((inside - one.start) / one.slope, inside)


@dataclass(frozen=True, slots=True)
class Plane:
    """A drawing with two measures as its axes; `xs` and `ys` are their ends."""

    sheet: Sheet
    top: float
    right: float
    xs: tuple[float, float]
    ys: tuple[float, float]

    def across(self, value: float) -> float:
        """Give where a value of x stands."""
        return LEFT + (self.right - LEFT) * (value - self.xs[0]) / (self.xs[1] - self.xs[0])

    def up(self, value: float) -> float:
        """Give where a value of y stands, from the top."""
        return self.top + BODY - BODY * (value - self.ys[0]) / (self.ys[1] - self.ys[0])


def _plane(points: Points, title: str, language: Language, width: float) -> Plane:
    groups = list(dict.fromkeys(one.group for one in points.points if one.group))
    said = _points_said(points, groups, language)
    sheet = Sheet(head_height(title, said, width) + BODY + 20, width)
    top = head(sheet, title, said, width)
    xs = _ends([one.x for one in points.points])
    ys = _ends([one.y for one in points.points])
    plane = Plane(sheet, top, width - 8, xs, ys)
    _grid_lines(plane, language)
    for one in points.points:
        fill = ACCENT if len(groups) != 2 or one.group == groups[0] else None
        middle = (plane.across(one.x), sheet.height - plane.up(one.y))
        sheet.drawing.add(Circle(*middle, 3.4, fillColor=fill, strokeColor=INK, strokeWidth=0.7))
    return plane


def _grid_lines(plane: Plane, language: Language) -> None:
    sheet, top = plane.sheet, plane.top
    for value in ticks(*plane.xs):
        x, at = plane.across(value), top + BODY + 12
        sheet.line(x, top, x, top + BODY, LINE, 0.5)
        sheet.text(x, at, short(value, language), SMALL, colour=MUTED, anchor="middle")
    for value in ticks(*plane.ys):
        y = plane.up(value)
        sheet.line(LEFT, y, plane.right, y, LINE, 0.5)
        sheet.text(LEFT - 5, y + 3, short(value, language), SMALL, colour=MUTED, anchor="end")


def _points_said(points: Points, groups: Sequence[str], language: Language) -> str:
    _ = catalogue("exports", language).gettext
    said = _("Up: {y}. To the right: {x}.").format(
        x=points.x.in_(language), y=points.y.in_(language)
    )
    said = f"{said} n = {len(points.points)}."
    if len(groups) != 2:
        return said
    both = _("Full: {first}; hollow: {second}.").format(first=groups[0], second=groups[1])
    return f"{said} {both}"


def _ends(values: Sequence[float]) -> tuple[float, float]:
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = (high - low) * 0.06 or 1.0
    return low - room, high + room
