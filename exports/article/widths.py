"""How wide the columns of a composed table are, and how large its letters can be."""

import re
from collections.abc import Iterator
from itertools import chain

from reportlab.pdfbase.pdfmetrics import stringWidth

from exports.article.composed import Composed
from exports.numbers import unbroken
from exports.paper import TEXT_WIDTH
from exports.typography import BOLD, REGULAR, register_fonts

SIZES = (8.0, 7.5, 7.0, 6.5, 6.0)
"""Sizes of letters that are tried until a table is as wide as the text."""
LEGIBLE = 4
"""So many of the sizes are tried before words are broken into lines."""
HEAD = 0.5
"""So much smaller are the letters of heads."""
AIR = 6.0
"""What stands between columns, in points."""
WIDEST = 220.0
"""No column of words is wider, unless there is room; longer words go on in the next line."""
WORDS = 0.34
"""Words may break into lines where letters would else be smaller than they must: so much of the
text's width is kept for them."""
BREAKS = re.compile(r"[ \n]+")
LOOSE = 14.0
"""So much wider a column of numbers may be than it needs."""


def parted(made: Composed) -> Iterator[Composed]:
    """Part the columns of a table that no size of letters makes as narrow as paper."""
    register_fonts()
    count, start = len(made.head), made.words
    while start < count:
        end = count
        while end > start + 1 and not fits(made.cut(start, end), SIZES[-1]):
            end -= 1
        yield made.cut(start, end)
        start = end


def chosen(made: Composed) -> tuple[float, list[float]]:
    """Choose the largest letters that fit, and share out what is left of the width."""
    in_a_line = (size for size in SIZES[:LEGIBLE] if _is_in_a_line(made, size))
    broken = (size for size in SIZES if _is_roomy(made, size))
    size = next(chain(in_a_line, broken), SIZES[-1])
    widths = _least(made, size)
    words = made.columns_of_words
    short = {at: max(0.0, _wanted(made, at, size) - widths[at]) for at in words}
    left = max(0.0, TEXT_WIDTH - sum(widths))
    given = min(1.0, left / sum(short.values())) if sum(short.values()) else 0.0
    for at, more in short.items():
        widths[at] += more * given
    numbers = [at for at in range(len(widths)) if at not in words]
    left = max(0.0, TEXT_WIDTH - sum(widths))
    for at in numbers:
        widths[at] += min(left / len(numbers), LOOSE)
    return size, widths


def fits(made: Composed, size: float) -> bool:
    """Say whether a table fits on paper without a cut word."""
    return bool(sum(_least(made, size)) <= TEXT_WIDTH)


def _is_in_a_line(made: Composed, size: float) -> bool:
    """Say whether every cell is one line."""
    words, least = made.columns_of_words, _least(made, size)
    wanted = {at: max(least[at], _wanted(made, at, size)) for at in words}
    return bool(sum(wanted.get(at, width) for at, width in enumerate(least)) <= TEXT_WIDTH)


def _is_roomy(made: Composed, size: float) -> bool:
    """Say whether words have room enough beside the numbers, in several lines."""
    words, least = made.columns_of_words, _least(made, size)
    numbers = sum(width for at, width in enumerate(least) if at not in words)
    return fits(made, size) and bool(TEXT_WIDTH - numbers >= WORDS * TEXT_WIDTH)


def _least(made: Composed, size: float) -> list[float]:
    """Measure the narrowest columns in which no word is cut."""
    words = made.columns_of_words
    found = []
    for at, head in enumerate(made.head):
        cells = [row[at] for row in made.full_rows]
        texts = [word for cell in cells for word in _unbreakable(cell)] if at in words else cells
        lines = [stringWidth(line, REGULAR, size) for text in texts for line in text.split("\n")]
        heads = [stringWidth(word, BOLD, size - HEAD) for word in _unbreakable(head)]
        found.append(float(max(*lines, *heads, 8.0, 0.0)) + AIR)
    return found


def _unbreakable(text: str) -> list[str]:
    """Part a text where a line may end; a space that keeps words together is no such place."""
    return BREAKS.split(unbroken(text))


def _wanted(made: Composed, at: int, size: float) -> float:
    """Measure a column of words whose cells are one line each."""
    lines = (stringWidth(row[at], REGULAR, size) for row in made.full_rows)
    return float(min(max(*lines, 20.0, 0.0) + AIR, WIDEST))
