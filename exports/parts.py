"""Parts of a paper: marks where they begin, and contents that name their pages.

The pages are known only when the last is set. Marks and lines of the contents wait on the canvas,
which writes the numbers, the links and the outline as it writes the pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

from exports.typography import ACCENT, BOLD, INK, LINE, MUTED, REGULAR

SIZE = 8.5
SMALLEST = 7.0
"""Longer titles are set so small before they are cut."""
PAGE = 22.0
"""The width for the number of a page."""
LEADING = 13.0
GAP = 24.0
"""Between the two columns of the contents."""
INDENT = 10.0


@dataclass
class Part:
    """A part with its title and its tables; a deep one is part of the one before it."""

    key: str
    title: str
    deep: bool = False
    tables: list[int] = field(default_factory=list)

    def mark(self) -> "Mark":
        """Give what marks its beginning."""
        return Mark(self)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the contents whose page is not known yet, where it stands on its own page."""

    page: int
    key: str
    left: float
    right: float
    bottom: float


class Mark(Flowable):  # type: ignore[misc]
    """Says where a part begins; takes no room."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.part = part
        self.keepWithNext = 1

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take no room."""
        return 0.0, 0.0

    def draw(self) -> None:
        """Tell the canvas on which page the part begins."""
        _, y = self.canv.absolutePosition(0, 0)
        self.canv.begun[self.part.key] = (self.canv.getPageNumber(), y + LEADING, self.part)


class Contents(Flowable):  # type: ignore[misc]
    """Names the parts in two columns, with their tables and pages."""

    def __init__(self, parts: Sequence[Part], table: str, tables: str) -> None:
        super().__init__()
        self.parts = parts
        self.table = table
        self.tables = tables
        self.rows = -(-len(parts) // 2)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take a line for every two parts."""
        self.width, self.height = width, self.rows * LEADING
        return self.width, self.height

    def draw(self) -> None:
        """Write titles and tables; pages wait."""
        column = (self.width - GAP) / 2
        for place, part in enumerate(self.parts):
            at, row = divmod(place, self.rows)
            self._line(part, at * (column + GAP), column, self.height - (row + 1) * LEADING + 4)

    def _line(self, part: Part, x: float, width: float, y: float) -> None:
        canvas: Canvas = self.canv
        font, left = (REGULAR, x + INDENT) if part.deep else (BOLD, x)
        right = x + width
        tables = self._tables_of(part)
        room = right - left - PAGE - stringWidth(tables, REGULAR, SIZE - 1) - 4
        size = min(SIZE, max(SMALLEST, SIZE * room / stringWidth(part.title or " ", font, SIZE)))
        canvas.setFont(font, size)
        canvas.setFillColor(INK)
        canvas.drawString(left, y, _cut(part.title, font, size, room))
        canvas.setFont(REGULAR, SIZE - 1)
        canvas.setFillColor(MUTED)
        canvas.drawRightString(right - PAGE, y, tables)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.4)
        canvas.line(x, y - 3.5, right, y - 3.5)
        page = canvas.getPageNumber()
        start, bottom = canvas.absolutePosition(x, y)
        canvas.waiting.append(Waiting(page, part.key, start, start + width, bottom))

    def _tables_of(self, part: Part) -> str:
        if not part.tables:
            return ""
        first, last = part.tables[0], part.tables[-1]
        if first == last:
            return self.table.format(numbers=first)
        return self.tables.format(numbers=f"{first}–{last}")


def _cut(text: str, font: str, size: float, width: float) -> str:
    """Cut a title that is longer than its line."""
    if stringWidth(text, font, size) <= width:
        return text
    while text and stringWidth(text + "…", font, size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def write_parts(canvas: Canvas, number: int) -> None:
    """Write what waits for a page: outline and bookmarks of its parts, pages of its contents."""
    for key, (page, top, part) in canvas.begun.items():
        if page == number:
            canvas.bookmarkPage(key, fit="FitH", top=top)
            canvas.addOutlineEntry(part.title, key, level=int(part.deep))
    canvas.setFont(REGULAR, SIZE)
    canvas.setFillColor(ACCENT)
    for line in canvas.waiting:
        if line.page == number and line.key in canvas.begun:
            canvas.drawRightString(line.right, line.bottom, str(canvas.begun[line.key][0]))
            area = (line.left, line.bottom - 3, line.right, line.bottom + SIZE)
            canvas.linkAbsolute("", line.key, area)
