"""Paper cards with personal links: eight on an A4 sheet, with a QR code and a short code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from exports.typography import ACCENT, BOLD, INK, LINE, MUTED, REGULAR, register_fonts
from instruments.wording import Language, catalogue

COLUMNS, ROWS = 2, 4
EDGE = 10 * mm
WIDTH = (A4[0] - 2 * EDGE) / COLUMNS
HEIGHT = (A4[1] - 2 * EDGE) / ROWS
QR = 34 * mm
QUIET = 4
"""Modules of white around a QR code, as the standard asks."""


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on one card."""

    code: str
    initials: str
    school: str
    link: str
    short_code: str
    address: str
    language: Language = "kk"


def write_cards(cards: Sequence[Card], language: Language, out: BinaryIO) -> int:
    """Write the cards; give the number of pages."""
    register_fonts()
    canvas = Canvas(out, pagesize=A4, lang=language)
    canvas.setTitle(catalogue("exports", language).gettext("Personal cards"))
    a_page = COLUMNS * ROWS
    pages = range(0, max(len(cards), 1), a_page)
    for start in pages:
        for place, card in enumerate(cards[start : start + a_page]):
            row, column = divmod(place, COLUMNS)
            _card(canvas, card, EDGE + column * WIDTH, A4[1] - EDGE - (row + 1) * HEIGHT)
        canvas.showPage()
    canvas.save()
    return len(pages)


def _card(canvas: Canvas, card: Card, x: float, y: float) -> None:
    _ = catalogue("exports", card.language).gettext
    canvas.setDash(2, 2)
    canvas.setStrokeColor(LINE)
    canvas.rect(x, y, WIDTH, HEIGHT)
    canvas.setDash()
    _qr(canvas, card.link, x + 4 * mm, y + (HEIGHT - QR) / 2)
    left = x + QR + 8 * mm
    room = WIDTH - QR - 11 * mm
    top = y + HEIGHT - 11 * mm
    _line(canvas, left, top, f"{card.code}  {card.initials}".strip(), BOLD, 13, INK, room)
    _line(canvas, left, top - 5 * mm, card.school, REGULAR, 8.5, MUTED, room)
    scan = _("Scan the picture with the phone's camera, or open the address and type the code.")
    place = top - 12 * mm
    for line in _wrapped(scan, REGULAR, 8, room):
        _line(canvas, left, place, line, REGULAR, 8, INK, room)
        place -= 3.6 * mm
    _line(canvas, left, y + 17 * mm, card.address, REGULAR, 8.5, INK, room)
    half = len(card.short_code) // 2
    code = f"{card.short_code[:half]}-{card.short_code[half:]}"
    _line(canvas, left, y + 8 * mm, code, BOLD, 17, ACCENT, room)


def _line(
    canvas: Canvas, x: float, y: float, words: str, font: str, size: float, colour: object,
    room: float,
) -> None:  # fmt: skip
    """Write one line, smaller where it would not fit: nothing on a card is cut."""
    wide = stringWidth(words, font, size)
    canvas.setFont(font, size if wide <= room else size * room / wide)
    canvas.setFillColor(colour)
    canvas.drawString(x, y, words)


def _wrapped(words: str, font: str, size: float, room: float) -> list[str]:
    lines, line = [], ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and stringWidth(longer, font, size) > room:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def _qr(canvas: Canvas, link: str, x: float, y: float) -> None:
    """Draw a QR code as vectors."""
    matrix = segno.make(link, error="m", micro=False).matrix
    side = QR / (len(matrix) + 2 * QUIET)
    canvas.setFillColor(INK)
    for row, line in enumerate(matrix):
        for column, dark in enumerate(line):
            if dark:
                top = y + QR - (row + QUIET + 1) * side
                # A hair of overlap keeps viewers from showing white seams.
                canvas.rect(x + (column + QUIET) * side, top, side + 0.05, side + 0.05, 0, 1)
