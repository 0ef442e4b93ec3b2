"""Tables of words that fit on paper: no word is cut, and none stands over the edge."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import stringWidth

from exports.paper import TEXT_WIDTH
from exports.typography import BOLD, REGULAR, register_fonts

FOR_NUMBERS = 0.76 * TEXT_WIDTH
"""What columns of numbers may take of the width; the rest is for names."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A table of words: rows of one cell are bands over those that follow."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    words: int = 1


def fitted(
    caption: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> Iterator[Printed]:
    """Give columns the room that their longest word needs, in as many tables as that takes."""
    columns = [[row[place] for row in rows if len(row) > 1] for place in range(1, len(heads) + 1)]
    whole = [_need([head], cells) for head, cells in zip(heads, columns, strict=True)]
    words = [_need(head.split(), cells) for head, cells in zip(heads, columns, strict=True)]
    needs = whole if sum(whole) <= FOR_NUMBERS else words
    start = 0
    while start < len(heads):
        end = start + 1
        while end < len(heads) and sum(needs[start : end + 1]) <= FOR_NUMBERS:
            end += 1
        kept = [(row[0], *row[start + 1 : end + 1]) if len(row) > 1 else row for row in rows]
        room = tuple(needs[start:end])
        first = max(TEXT_WIDTH - FOR_NUMBERS, TEXT_WIDTH - 1.6 * sum(room))
        yield Printed(caption, ("", *heads[start:end]), tuple(kept), (first, *room))
        start = end


def _need(heads: Sequence[str], cells: Sequence[str]) -> float:
    """Measure the widest of the words of a head and the lines of its cells."""
    register_fonts()
    words = [stringWidth(word, BOLD, 8) for word in heads]
    lines = [stringWidth(line, REGULAR, 8.5) for cell in cells for line in cell.split("\n")]
    return float(max(*words, *lines, 18)) + 8
