"""Composed tables on paper: three rules, columns as wide as their words, captions that stay."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, KeepTogether, Paragraph, Spacer, Table, TableStyle
from reportlab.platypus.flowables import Flowable

from exports.article.columns import runs
from exports.article.composing import Composed
from exports.article.widths import SIZES, chosen, fits
from exports.paper import escaped, paragraph
from exports.typography import INK, LINE, REGULAR, register_fonts, styles

Caption = Callable[[str], Paragraph]
Cells = list[str | Paragraph]
Rule = tuple[object, ...]
KEPT = 26
"""A table of more rows may break over pages."""
LEAST = 60 * mm
"""A table that may break does not begin with less than this left of a page."""


def typeset(made: Composed, caption: Caption) -> Iterator[Flowable]:
    """Set a table under its caption, with its notes; in as many parts as its columns need."""
    register_fonts()
    parts = [*_parted(made)]
    for place, part in enumerate(parts):
        notes = part.notes if place == len(parts) - 1 else ()
        body = [_table(part), Spacer(1, 3), *(paragraph(note, "note") for note in notes)]
        head = caption(part.caption)
        if len(part.rows) > KEPT:
            head.keepWithNext = 0
            yield CondPageBreak(LEAST)
            yield from (head, *body)
        else:
            yield KeepTogether([head, *body])
        yield Spacer(1, 5)


def _parted(made: Composed) -> Iterator[Composed]:
    """Part the columns of a table that no size of letters makes as narrow as paper."""
    count, start = len(made.head), made.words
    while start < count:
        end = count
        while end > start + 1 and not fits(_cut(made, start, end), SIZES[-1]):
            end -= 1
        yield _cut(made, start, end)
        start = end


def _cut(made: Composed, start: int, end: int) -> Composed:
    if (start, end) == (made.words, len(made.head)):
        return made
    kept = [*range(made.words), *range(start, end)]
    return replace(
        made,
        head=tuple(made.head[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in made.rows),
        bands=made.bands[start - made.words : end - made.words],
        ends_in_words=made.ends_in_words and end == len(made.head),
    )


def _table(made: Composed) -> Table:
    size, widths = chosen(made)
    top = int(bool(made.bands))
    heads, style = _heads(made, size)
    rows, lines = _rows(made, size)
    table = Table([*heads, *rows], widths, repeatRows=top + 1, hAlign="LEFT")
    table.setStyle(TableStyle([*_rules(made, size), *style, *lines]))
    return table


def _heads(made: Composed, size: float) -> tuple[list[Cells], list[Rule]]:
    """Set the head, and over it a head for each run of columns that have one in common."""
    left, right = (_style("head", size - 0.5, side) for side in (0, 2))
    last = len(made.head) - int(made.ends_in_words)
    head: Cells = [
        Paragraph(escaped(text), right if made.words <= at < last else left)
        for at, text in enumerate(made.head)
    ]
    if not made.bands:
        return [head], []
    middle = _style("head", size - 0.5, 1)
    over: Cells = [""] * len(made.head)
    style: list[Rule] = []
    for start, end in runs([*made.bands]):
        if name := made.bands[start]:
            first, behind = made.words + start, made.words + end
            over[first] = Paragraph(escaped(name), middle)
            style.append(("SPAN", (first, 0), (behind, 0)))
            style.append(("LINEBELOW", (first, 0), (behind, 0), 0.4, INK))
    return [over, head], style


def _rows(made: Composed, size: float) -> tuple[list[Cells], list[Rule]]:
    """Set the rows; a subject that stands above is not repeated, and a new one begins with a line."""
    word = _style("cell", size)
    begins = 1 + int(bool(made.bands))
    before = ""
    rows: list[Cells] = []
    lines: list[Rule] = []
    for at, row in enumerate(made.rows, begins):
        again = made.words > 1 and row[0] == before
        cells: Cells = [*row]
        for place in (*range(made.words), *([-1] if made.ends_in_words else [])):
            cells[place] = Paragraph(escaped(row[place]), word)
        if again:
            cells[0] = ""
        elif made.words > 1 and rows:
            lines.append(("LINEABOVE", (0, at), (-1, at), 0.4, LINE))
        before = row[0]
        rows.append(cells)
    return rows, lines


def _rules(made: Composed, size: float) -> list[Rule]:
    top = int(bool(made.bands))
    return [
        ("FONT", (0, 0), (-1, -1), REGULAR, size, size * 1.2),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, INK),
        ("LINEBELOW", (0, top), (-1, top), 0.5, INK),
        ("LINEBELOW", (0, -1), (-1, -1), 0.9, INK),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("VALIGN", (0, 0), (-1, top), "BOTTOM"),
        ("ALIGN", (made.words, 0), (-1, -1), "RIGHT"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.7),
        ("LEFTPADDING", (0, 0), (-1, -1), 2.5),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2.5),
    ]


def _style(name: str, size: float, side: int = 0) -> ParagraphStyle:
    return ParagraphStyle(
        f"{name}{size}{side}",
        parent=styles()[name],
        fontSize=size,
        leading=size * 1.2,
        textColor=INK,
        alignment=side,
    )
