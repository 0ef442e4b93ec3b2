"""Estimates and shares of several subjects in one drawing, each group under its own heading."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.graphics.shapes import Drawing
from reportlab.pdfbase.pdfmetrics import stringWidth

from exports.drawing import LABEL, SMALL, Sheet, head, head_height, wrapped
from exports.effect_figures import (
    LEADING,
    SQUARES,
    draw_effect,
    draw_share,
    forest_ends,
    forest_said,
    minus,
    share_limits,
    shares_said,
    short,
    ticks,
)
from exports.figures import SLIM
from exports.findings.finding import Drawing as Drawn
from exports.findings.finding import Effect, Forest, ShareOf, Shares
from exports.findings.overview import Part
from exports.numbers import interval, number, percent
from exports.typography import BOLD, LINE, MUTED, REGULAR
from instruments.wording import Language

HEADING = 15.0
BESIDE = 0.42
"""Share of the width for names that stand beside."""
MOST_SLIM = 9
"""Rows on a narrow drawing, about as high as a phone."""
MARK = 11.0
"""Height of what is drawn where its words stand above it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of all groups: how their names, drawings and values share the width."""

    width: float
    left: float
    right: float
    slim: bool

    def names(self, name: str, value: str) -> list[str]:
        """Break a name into lines: beside what is drawn, or above it with the value behind."""
        room = self.left - 10
        if self.slim:
            room = self.width - stringWidth(value, BOLD, LABEL) - 8
        return wrapped(name, LABEL, room)

    def height(self, lines: Sequence[str], mark: float) -> float:
        """Give the height of a row."""
        words = len(lines) * LEADING
        return words + mark + 4 if self.slim else max(words, mark) + 5

    def write(self, sheet: Sheet, lines: Sequence[str], value: str, y: float) -> float:
        """Write name and value; give the y of the middle of what is drawn."""
        for place, line in enumerate(lines):
            sheet.text(0, y + LABEL + place * LEADING, line)
        end = self.width if self.slim else self.right + 10
        anchor = "end" if self.slim else "start"
        sheet.text(end, y + LABEL, value, bold=True, anchor=anchor)
        return y + len(lines) * LEADING + MARK / 2 + 1 if self.slim else y + LABEL - 3

    def at(self, part: float) -> float:
        """Place a part of the axis, from 0 to 1."""
        return self.left + (self.right - self.left) * part


def _rows(names: Sequence[str], values: Sequence[str], width: float) -> Rows:
    if width < SLIM:
        return Rows(width, 6.0, width - 6.0, slim=True)
    needed = max((stringWidth(value, BOLD, LABEL) for value in values), default=0.0)
    longest = max((stringWidth(name, REGULAR, LABEL) for name in names), default=0.0)
    return Rows(width, min(longest, width * BESIDE) + 16, width - needed - 12, slim=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its name in lines, its value in words, and what is drawn of it."""

    lines: list[str]
    value: str
    it: Effect | ShareOf


@dataclass(frozen=True, slots=True)
class Block:
    """A group of rows under its heading."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """All groups under one another."""

    frame: Rows
    blocks: tuple[Block, ...]
    mark: float

    @property
    def height(self) -> float:
        """Measure all groups with their headings."""
        return sum(
            (HEADING if block.heading else 0.0)
            + sum(self.frame.height(row.lines, self.mark) for row in block.rows)
            for block in self.blocks
        )

    def placed(self, sheet: Sheet, y: float) -> Iterator[tuple[Row, float, float, float]]:
        """Write the words of all rows; give each with its top, its middle and the y below it."""
        for block in self.blocks:
            if block.heading:
                sheet.text(0, y + LABEL + 1, block.heading, LABEL, bold=True, colour=MUTED)
                y += HEADING
            for row in block.rows:
                below = y + self.frame.height(row.lines, self.mark)
                yield row, y, self.frame.write(sheet, row.lines, row.value, y), below
                y = below


def _body(
    parts: Sequence[Part],
    values: Callable[[Effect | ShareOf], tuple[str, str]],
    width: float,
    language: Language,
    mark: float,
) -> Body:
    """Break every name into lines; one group alone needs no heading."""
    told = [(part, [(it, *values(it)) for it in _of(part.drawing)]) for part in parts]
    every = [row for _, rows in told for row in rows]
    frame = _rows([name for _, name, _ in every], [value for _, _, value in every], width)
    blocks = tuple(
        Block(
            part.name.in_(language) if len(parts) > 1 else "",
            tuple(Row(frame.names(name, value), value, it) for it, name, value in rows),
        )
        for part, rows in told
    )
    return Body(frame, blocks, mark)


def _of(drawing: Drawn) -> tuple[Effect | ShareOf, ...]:
    if isinstance(drawing, Forest):
        return drawing.effects
    return tuple(one for one in drawing.shares if one.n) if isinstance(drawing, Shares) else ()


def forests(title: str, parts: Sequence[Part], language: Language, width: float) -> Drawing:
    """Draw the effects of all groups on one axis; one that may be chance has a hollow square."""
    among, parts = len(parts), _kept(parts, width)
    drawn = [part.drawing for part in parts if isinstance(part.drawing, Forest)]
    effects = tuple(it for one in drawn for it in one.effects)
    whole = replace(drawn[0], effects=effects)

    def words(it: Effect | ShareOf) -> tuple[str, str]:
        value = it.value if isinstance(it, Effect) else it.share
        limits = interval(it.low, it.high, language)
        return f"{it.name.in_(language)} (n={it.n})", minus(f"{number(value, language)} {limits}")

    body = _body(parts, words, width, language, MARK)
    alone = f"{parts[0].name.in_(language)}. " if len(parts) < among else ""
    said = alone + forest_said(whole, language, width)
    sheet = Sheet(head_height(title, said, width) + body.height + 18, width)
    top = head(sheet, title, said, width)
    low, high = forest_ends(whole)

    def at(value: float) -> float:
        return body.frame.at((value - low) / (high - low))

    for row, y, middle, below in body.placed(sheet, top):
        edges = (middle - 5, middle + 5) if body.frame.slim else (y - 2, below - 2)
        for tick in ticks(low, high):
            is_nothing = abs(tick - whole.nothing) < (high - low) * 1e-6
            sheet.line(at(tick), edges[0], at(tick), edges[1], MUTED if is_nothing else LINE, 0.8)
        if isinstance(row.it, Effect):
            draw_effect(sheet, row.it, whole.chance, middle, at)
    for tick in ticks(low, high):
        words_at, below = short(tick, language), top + body.height + 10
        sheet.text(at(tick), below, words_at, SMALL, colour=MUTED, anchor="middle")
    return sheet.drawing


def _kept(parts: Sequence[Part], width: float) -> Sequence[Part]:
    """Leave a narrow drawing its first group where all would be longer than a phone."""
    rows = sum(len(_of(part.drawing)) for part in parts)
    return parts[:1] if width < SLIM and rows > MOST_SLIM else parts


def shares_groups(title: str, parts: Sequence[Part], language: Language, width: float) -> Drawing:
    """Draw the shares of all groups under one another, x/n beside every percent."""

    def words(it: Effect | ShareOf) -> tuple[str, str]:
        if not isinstance(it, ShareOf):
            return it.name.in_(language), ""
        counted = f"{it.x}/{it.n}  {percent(it.x, it.n, language)}"
        return it.name.in_(language), f"{counted} {share_limits(it, language)}"

    body = _body(parts, words, width, language, 22.0)
    single = all(row.it.n <= SQUARES for block in body.blocks for row in block.rows)
    said = shares_said(language, single=single)
    sheet = Sheet(head_height(title, said, width) + body.height + 18, width)
    top = head(sheet, title, said, width)
    for row, _, middle, _ in body.placed(sheet, top):
        if isinstance(row.it, ShareOf):
            draw_share(sheet, row.it, middle, body.frame.at, single=single)
    for part in (0, 25, 50, 75, 100):
        last = body.frame.slim and part == 100
        x = body.frame.at(part / 100) + (6 if last else 0)
        mark = f"{part} %" if part == 100 else str(part)
        anchor = "end" if last else "middle"
        sheet.text(x, top + body.height + 10, mark, SMALL, colour=MUTED, anchor=anchor)
    return sheet.drawing
