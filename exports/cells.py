"""How a cell is written into a sheet: always text where it is text, whole or not at all."""

import re
from xml.sax.saxutils import escape

from exports.columns import Cell

RISKY = frozenset("=+-@\t\r\n＝＋－＠")
"""First signs that make a spreadsheet take a text for a formula."""

CELL_LIMIT = 32_767
EXACT = 10**15
"""Integers beyond this are not exact in a spreadsheet, so they are written as text."""

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads _x0041_ as A, so an underscore before such signs is itself written so."""

KEPT = 20_000
"""Number of different cells that are remembered as they are written."""


class CellWriter:
    """Writes cells as XML and remembers the frequent ones."""

    def __init__(self, quoted_style: int) -> None:
        self._quoted = f' s="{quoted_style}"'
        self.known: dict[Cell, str] = {}
        self.replaced = 0
        """Texts in which a sign that no sheet can hold was shown as U+FFFD."""

    def body(self, cell: Cell) -> str:
        """Write what follows the address of a cell."""
        if not isinstance(cell, str):
            return self._number(cell)
        if NO_XML.search(cell):
            self.replaced += 1
            return self._text(NO_XML.sub("\ufffd", cell))
        body = self._text(cell)
        if len(self.known) < KEPT and len(cell) <= 100:
            self.known[cell] = body
        return body

    def _number(self, cell: int | float | None) -> str:
        if isinstance(cell, bool):
            cell = int(cell)
        if isinstance(cell, int) and abs(cell) > EXACT:
            return self._text(str(cell))
        if isinstance(cell, float) and (cell != cell or cell in (float("inf"), float("-inf"))):
            return self._text(str(cell))
        body = f"><v>{cell!r}</v></c>"
        if len(self.known) < KEPT:
            self.known[cell] = body
        return body

    def _text(self, cell: str) -> str:
        style = self._quoted if cell[:1] in RISKY else ""
        kept = ' xml:space="preserve"' if cell != cell.strip() or "\n" in cell else ""
        inner = ESCAPED.sub("_x005F_", escape(cell)).replace("\r", "&#13;")
        return f'{style} t="inlineStr"><is><t{kept}>{inner}</t></is></c>'


def length(text: str) -> int:
    """Count the signs of a text as a spreadsheet does."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def too_long(text: str) -> bool:
    """Tell whether a text is longer than a cell holds."""
    return len(text) > CELL_LIMIT // 2 and length(text) > CELL_LIMIT
