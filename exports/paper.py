"""What every sheet of paper shares: page frame, tables, escaped paragraphs."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import BinaryIO
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import TimeStamp
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table, TableStyle
from reportlab.platypus.flowables import Flowable

from exports.numbers import unbroken
from exports.parts import Part, Waiting, write_parts
from exports.typography import INK, LINE, MUTED, REGULAR, register_fonts, styles
from instruments.wording import Language

MARGIN = 18 * mm
TEXT_WIDTH = A4[0] - 2 * MARGIN
LONGEST_PARAGRAPH = 3000
"""Signs in one paragraph; longer texts are set as several, so that they can break over pages."""


def escaped(text: str) -> str:
    """Write plain text as reportlab reads it: whatever somebody wrote is never markup."""
    return escape(unbroken(text)).replace("\n", "<br/>")


def paragraph(text: str, style: str = "text") -> Paragraph:
    """Set plain text."""
    return Paragraph(escaped(text), styles()[style])


def named_paragraph(name: str, text: str, style: str = "text") -> Paragraph:
    """Set plain text behind what it is about."""
    return Paragraph(f"<b>{escaped(name)}.</b> {escaped(text)}", styles()[style])


def paragraphs(text: str, style: str = "text") -> list[Flowable]:
    """Set a text of any length, parted between words."""
    return [paragraph(part, style) for part in parts_of(text)]


def parts_of(text: str) -> list[str]:
    """Part a text of any length between words."""
    parts = []
    while len(text) > LONGEST_PARAGRAPH:
        cut = text.rfind(" ", 1, LONGEST_PARAGRAPH)
        cut = cut if cut > 0 else LONGEST_PARAGRAPH
        parts.append(text[:cut])
        text = text[cut:].removeprefix(" ")
    return [*parts, text]


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[str | Flowable]],
    widths: Sequence[float],
    *,
    words: int = 1,
) -> Table:
    """Set a table: hairlines between rows, the first `words` columns left, numbers right.

    A row of one cell is a band over the rows that follow, and stays with the first of them.
    """

    def cell(place: int, value: str | Flowable, *, heading: bool = False) -> Flowable:
        if not isinstance(value, str):
            return value
        left = place < words
        name = ("head" if left else "headnumber") if heading else ("cell" if left else "number")
        return paragraph(value, name)

    total = sum(widths)
    bands = {place for place, row in enumerate(rows, 1) if len(row) == 1 < len(head)}
    body = [[cell(place, value, heading=True) for place, value in enumerate(head)]]
    for number, row in enumerate(rows, 1):
        cells = [cell(place, value, heading=number in bands) for place, value in enumerate(row)]
        body.append(cells + [""] * (len(head) - len(cells)))
    made = Table(body, [width / total * TEXT_WIDTH for width in widths], repeatRows=1)
    made.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, MUTED),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                *(("SPAN", (0, place), (-1, place)) for place in bands),
                *(("NOSPLIT", (0, place), (-1, place + 1)) for place in bands),
            ]
        )
    )
    return made


class Stamp(TimeStamp):  # type: ignore[misc]
    """A moment in UTC where reportlab would take its own clock's."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(invariant=1)
        self.t = int(moment.timestamp())
        self.lt = moment.astimezone(UTC).timetuple()
        self.YMDhms = tuple(self.lt)[:6]


class NumberedCanvas(Canvas):  # type: ignore[misc]
    """Writes 'page / pages' and the foot once the number of pages is known."""

    foot = ""
    made_at: datetime | None = None
    """When the file says that it was made; None looks at the clock."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        # Invariant means: no number by chance. The date, which would be of 2000, is set below.
        super().__init__(*args, **kwargs | {"invariant": int(self.made_at is not None)})
        self._pages: list[dict[str, object]] = []
        self.begun: dict[str, tuple[int, float, Part]] = {}
        self.waiting: list[Waiting] = []
        if self.made_at is not None:
            self._doc._timeStamp = Stamp(self.made_at)

    def showPage(self) -> None:
        """Put a page aside until all are there."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every page with its number."""
        pages = self._pages
        for number, state in enumerate(pages, 1):
            self.__dict__.update(state)
            self.setFont(REGULAR, 7.5)
            self.setFillColor(MUTED)
            self.drawString(MARGIN, 10 * mm, self.foot)
            self.drawRightString(A4[0] - MARGIN, 10 * mm, f"{number} / {len(pages)}")
            write_parts(self, number)
            Canvas.showPage(self)
        super().save()


def write_pages(
    out: BinaryIO,
    story: list[Flowable],
    *,
    title: str,
    foot: str,
    language: Language,
    made_at: datetime | None = None,
) -> int:
    """Set a story on A4 pages; give their number. The same story of one moment is one file."""
    register_fonts()
    canvas = type("FootedCanvas", (NumberedCanvas,), {"foot": foot, "made_at": made_at})
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=16 * mm,
        bottomMargin=18 * mm,
        title=title,
        lang=language,
        author="Tolqyn",
    )
    frame = Frame(MARGIN, 18 * mm, TEXT_WIDTH, A4[1] - 34 * mm, 0, 0, 0, 0, showBoundary=0)
    document.addPageTemplates(PageTemplate("plain", [frame]))
    document.build(story, canvasmaker=canvas)
    return int(document.page)


__all__ = [
    "INK",
    "MARGIN",
    "TEXT_WIDTH",
    "named_paragraph",
    "paragraph",
    "paragraphs",
    "parts_of",
    "table",
    "write_pages",
]
