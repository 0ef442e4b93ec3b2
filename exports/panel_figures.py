"""Small multiples: means or lines of several subjects side by side, on one scale where they can."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Circle, Drawing
from reportlab.pdfbase.pdfmetrics import stringWidth

from exports.drawing import LABEL, SMALL, Sheet, head, head_height, wrapped
from exports.effect_figures import short, ticks
from exports.figures import SLIM
from exports.findings.finding import Line, Lines, MeanAt, Means
from exports.findings.overview import Part
from exports.line_figures import NAMED, apart
from exports.numbers import number
from exports.typography import ACCENT, INK, LINE, MUTED, REGULAR
from instruments.wording import SOURCE, Language, catalogue

BODY = 78.0
GAP = 14.0
UNDER = 26.0
"""Room below a panel for the place of a wave and n."""
Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel of the grid: where it stands and which values it holds."""

    left: float
    top: float
    width: float
    ends: Ends

    @property
    def axis(self) -> float:
        """Give the room that the numbers of the axis need."""
        numbers = (short(value, SOURCE) for value in ticks(*self.ends))
        return max((stringWidth(one, REGULAR, SMALL) for one in numbers), default=0.0) + 6

    def up(self, value: float) -> float:
        """Give the height of a value."""
        low, high = self.ends
        return self.top + BODY - (value - low) / (high - low) * BODY

    def across(self, waves: int, room: float = 0.0) -> list[float]:
        """Place the waves, with room at the right for names."""
        left, right = self.left + self.axis + 16, self.left + self.width - 16 - room
        if waves < 2:
            return [(left + right) / 2]
        return [left + (right - left) * place / (waves - 1) for place in range(waves)]


@dataclass(frozen=True, slots=True)
class Grid:
    """Panels in rows, each under its name."""

    names: tuple[list[str], ...]
    columns: int
    width: float
    under: float = UNDER

    @property
    def cell(self) -> float:
        """Give the width of a panel."""
        return (self.width - GAP * (self.columns - 1)) / self.columns

    @property
    def above(self) -> float:
        """Give the height of the names."""
        return max(len(lines) for lines in self.names) * LABEL * 1.25 + 12

    @property
    def height(self) -> float:
        """Give the height of all rows."""
        rows = -(-len(self.names) // self.columns)
        return rows * (self.above + BODY + self.under)

    def panels(self, top: float, ends: Sequence[Ends]) -> Iterator[Panel]:
        """Place every panel."""
        for place, own in enumerate(ends):
            row, column = divmod(place, self.columns)
            y = top + row * (self.above + BODY + self.under) + self.above
            yield Panel(column * (self.cell + GAP), y, self.cell, own)


def _grid(parts: Sequence[Part], most: int, language: Language, width: float) -> Grid:
    """Give a phone two columns, paper as many as are legible."""
    columns = min(len(parts), 2 if width < SLIM else most)
    cell = (width - GAP * (columns - 1)) / columns
    names = tuple(wrapped(part.name.in_(language), LABEL, cell * 0.86) for part in parts)
    return Grid(names, columns, width)


def means_panels(title: str, parts: Sequence[Part], language: Language, width: float) -> Drawing:
    """Draw the means of every subject over the waves, with their intervals."""
    _ = catalogue("exports", language).gettext
    drawn = [part.drawing for part in parts if isinstance(part.drawing, Means)]
    waves = list(dict.fromkeys(one.wave.in_(language) for means in drawn for one in means.means))
    said = _("Mean and 95 % interval; {waves}.").format(waves=numbered(waves))
    grid = _grid(parts, 4, language, width)
    sheet = Sheet(head_height(title, said, width) + grid.height, width)
    top = head(sheet, title, said, width)
    ends = _common([_ends(_held(means.means)) for means in drawn], _one_scale(drawn))
    panels = grid.panels(top, ends)
    for lines, means, panel in zip(grid.names, drawn, panels, strict=True):
        _frame(sheet, panel, lines, grid.above, language)
        places = [waves.index(one.wave.in_(language)) for one in means.means]
        _means(sheet, panel, means.means, places, len(waves), language)
    return sheet.drawing


def numbered(waves: Sequence[str]) -> str:
    """Name the numbers under the panels: 1 — Baseline, 2 — Midyear."""
    return ", ".join(f"{place} — {wave}" for place, wave in enumerate(waves, 1))


def _one_scale(drawn: Sequence[Means] | Sequence[Lines]) -> bool:
    """Say whether all have the same ends: then one may be compared with another by eye."""
    return len({(one.minimum, one.maximum) for one in drawn}) == 1


def _held(means: Sequence[MeanAt]) -> list[float]:
    values = (end for one in means for end in (one.mean, one.low, one.high))
    return [value for value in values if value is not None]


def _ends(values: Sequence[float]) -> Ends:
    """Give the ends of an axis a little beyond its values."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = (high - low) * 0.12 or 0.5
    return low - room, high + room


def _common(ends: Sequence[Ends], same: bool) -> list[Ends]:
    if not same:
        return [*ends]
    return [(min(low for low, _ in ends), max(high for _, high in ends))] * len(ends)


def _frame(
    sheet: Sheet, panel: Panel, lines: Sequence[str], above: float, language: Language
) -> None:
    """Write the name above a panel, and the axis with its hairlines."""
    for place, line in enumerate(lines):
        sheet.text(panel.left, panel.top - above + LABEL + place * LABEL * 1.25, line, bold=True)
    right = panel.left + panel.width
    for value in ticks(*panel.ends):
        y = panel.up(value)
        sheet.line(panel.left + panel.axis, y, right, y, LINE, 0.6)
        words = short(value, language)
        sheet.text(panel.left + panel.axis - 4, y + 3, words, SMALL, colour=MUTED, anchor="end")


def _means(
    sheet: Sheet,
    panel: Panel,
    means: Sequence[MeanAt],
    places: Sequence[int],
    waves: int,
    language: Language,
) -> None:
    xs = panel.across(waves)
    points = [
        (xs[place], panel.up(one.mean))
        for place, one in zip(places, means, strict=True)
        if one.mean is not None
    ]
    if len(points) > 1:
        sheet.path(points, INK, 1.8)
    for place, one in zip(places, means, strict=True):
        x, y = xs[place], panel.top + BODY + 12
        sheet.text(x, y, str(place + 1), SMALL, anchor="middle")
        sheet.text(x, y + 10, f"n {one.n}", SMALL, colour=MUTED, anchor="middle")
        if one.mean is None:
            continue
        if one.low is not None and one.high is not None:
            sheet.line(x, panel.up(one.low), x, panel.up(one.high), ACCENT, 2.6)
        at = sheet.height - panel.up(one.mean)
        sheet.drawing.add(Circle(x, at, 3, fillColor=INK, strokeColor=None))
        above = panel.up(one.high if one.high is not None else one.mean) - 4
        sheet.text(x, above, number(one.mean, language), LABEL, bold=True, anchor="middle")


def lines_panels(title: str, parts: Sequence[Part], language: Language, width: float) -> Drawing:
    """Draw the lines of every subject, each line named at its end."""
    _ = catalogue("exports", language).gettext
    drawn = [part.drawing for part in parts if isinstance(part.drawing, Lines)]
    waves = list(dict.fromkeys(wave.in_(language) for lines in drawn for wave in lines.waves))
    said = _("Each line is a mean, grey where it fell; {waves}.").format(waves=numbered(waves))
    grid = _grid(parts, 2, language, width)
    sheet = Sheet(head_height(title, said, width) + grid.height - 8, width)
    top = head(sheet, title, said, width)
    values = [[value for line in lines.lines for value in _known(line)] for lines in drawn]
    ends = _common([_ends(own) for own in values], _one_scale(drawn))
    for names, lines, panel in zip(grid.names, drawn, grid.panels(top, ends), strict=True):
        _frame(sheet, panel, names, grid.above, language)
        at = [waves.index(wave.in_(language)) for wave in lines.waves]
        _lines(sheet, panel, lines, at, lines.named(language))
    return sheet.drawing


def _known(line: Line) -> list[float]:
    return [value for value in line.values if value is not None]


def _lines(
    sheet: Sheet, panel: Panel, lines: Lines, places: Sequence[int], known: Mapping[str, str]
) -> None:
    there = [line for line in lines.lines if _known(line)]
    named = len(there) <= NAMED
    longest = max((stringWidth(known[line.code], REGULAR, SMALL) for line in there), default=0.0)
    xs = panel.across(max(places, default=0) + 1, longest if named else 0.0)
    for place in places:
        y = panel.top + BODY + 12
        sheet.text(xs[place], y, str(place + 1), SMALL, colour=MUTED, anchor="middle")
    ends = [_line(sheet, panel, line, [xs[place] for place in places]) for line in there]
    if not named:
        return
    placed = apart(ends)
    over = max(0.0, panel.top - 2 - min(placed, default=panel.top))
    for line, own, y in zip(there, ends, (y + over for y in placed), strict=True):
        sheet.line(xs[-1] + 2, own, xs[-1] + 8, y, LINE, 0.6)
        sheet.text(xs[-1] + 10, y + 3, known[line.code], SMALL)


def _line(sheet: Sheet, panel: Panel, line: Line, xs: Sequence[float]) -> float:
    """Draw a line and give the height of its end; one that fell is grey."""
    points = [
        (x, panel.up(value)) for x, value in zip(xs, line.values, strict=True) if value is not None
    ]
    rose = points[-1][1] < points[0][1]
    if len(points) > 1:
        sheet.path(points, ACCENT if rose else MUTED, 1.3)
    for x, y in points:
        sheet.drawing.add(Circle(x, sheet.height - y, 1.8, fillColor=INK, strokeColor=None))
    return points[-1][1]
