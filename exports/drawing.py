"""A drawing that grows downward, with a title above it: what every figure stands on."""

from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import Color
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

from exports.paper import TEXT_WIDTH
from exports.typography import BOLD, INK, MUTED, REGULAR, register_fonts

LABEL = 8.5
SMALL = 8.0
TITLE = 11.0
GLUED = ((" ", "\ue000"), ("\u2009", "\ue001"))
"""Spaces, and the signs that stand for them while words are broken: before % no line ends."""
ENDING = 8
"""So many signs at the end of shortened words stay."""


class Sheet:
    """A drawing that grows downward; y is counted from the top."""

    def __init__(self, height: float, width: float = TEXT_WIDTH) -> None:
        register_fonts()
        self.drawing = Drawing(width, height)
        self.height = height

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = LABEL,
        *,
        bold: bool = False,
        colour: Color = INK,
        anchor: str = "start",
    ) -> None:
        """Write a line."""
        self.drawing.add(
            String(
                x,
                self.height - y,
                words,
                fontName=BOLD if bold else REGULAR,
                fontSize=size,
                fillColor=colour,
                textAnchor=anchor,
            )
        )

    def box(self, x: float, y: float, width: float, height: float, colour: Color) -> None:
        """Fill a rectangle whose top is y."""
        self.drawing.add(
            Rect(x, self.height - y - height, width, height, fillColor=colour, strokeColor=None)
        )

    def frame(self, x: float, y: float, width: float, height: float, colour: Color) -> None:
        """Draw the edge of a rectangle whose top is y."""
        bottom = self.height - y - height
        self.drawing.add(
            Rect(x, bottom, width, height, fillColor=None, strokeColor=colour, strokeWidth=0.7)
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: Color, thick: float = 0.6
    ) -> None:
        """Draw a line."""
        top = self.height
        self.drawing.add(Line(x1, top - y1, x2, top - y2, strokeColor=colour, strokeWidth=thick))

    def path(self, points: Sequence[tuple[float, float]], colour: Color, thick: float) -> None:
        """Draw a line through points."""
        flat = [value for x, y in points for value in (x, self.height - y)]
        self.drawing.add(PolyLine(flat, strokeColor=colour, strokeWidth=thick))


def wrapped(words: str, size: float, width: float, font: str = REGULAR) -> list[str]:
    """Break words into lines; a word that is too long alone is broken too."""
    lines: list[str] = []
    for space, glue in GLUED:
        words = words.replace(f"{space}%", f"{glue}%")
    for line in simpleSplit(words, font, size, width):
        for space, glue in GLUED:
            line = line.replace(glue, space)
        while stringWidth(line, font, size) > width and len(line) > 4:
            keep = max(4, int(len(line) * width / stringWidth(line, font, size)) - 1)
            lines.append(line[:keep] + "-")
            line = line[keep:]
        lines.append(line)
    return lines or [""]


def shortened(words: str, size: float, width: float) -> str:
    """Cut the middle out of words that are too long for a line: their end may hold a number."""
    end = words[-ENDING:]
    start = words.removesuffix(end)
    while start and stringWidth(words, REGULAR, size) > width:
        start = start[:-1]
        words = f"{start.rstrip()}…{end}"
    return words


def head_height(title: str, subtitle: str, width: float) -> float:
    """Measure what `head` will write."""
    lines = wrapped(title, TITLE, width, BOLD)
    below = wrapped(subtitle, LABEL, width)
    return len(lines) * TITLE * 1.3 + len(below) * LABEL * 1.3 + 14


def head(sheet: Sheet, title: str, subtitle: str, width: float) -> float:
    """Write title and subtitle; give the y below them."""
    y = 0.0
    for line in wrapped(title, TITLE, width, BOLD):
        y += TITLE * 1.3
        sheet.text(0, y - 3, line, TITLE, bold=True)
    for line in wrapped(subtitle, LABEL, width):
        y += LABEL * 1.3
        sheet.text(0, y - 2, line, LABEL, colour=MUTED)
    return y + 14
