"""Composed tables on paper: three rules, columns as wide as their words, captions that stay."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import KeepTogether, Paragraph, Spacer, Table, TableStyle
from reportlab.platypus.flowables import Flowable

from exports.article.columns import runs
from exports.article.composed import Composed
from exports.article.widths import chosen, parted
from exports.paper import escaped, paragraph
from exports.typography import INK, LINE, REGULAR, styles

Caption = Callable[[str], Paragraph]
Cells = list[str | Paragraph]
Rule = tuple[object, ...]
KEPT = 10
"""A table of more rows may break over pages."""
ALONE = 3
"""So many rows at least stand at the foot or at the head of a page."""
LONGEST = 12
"""A subject of more rows may go on on the next page."""


def typeset(made: Composed, caption: Caption | None) -> Iterator[Flowable]:
    """Set a table under its caption, with its notes; in as many parts as its columns need."""
    parts = [*parted(made)]
    for place, part in enumerate(parts):
        notes = part.notes if place == len(parts) - 1 else ()
        table = _table(replace(part, notes=notes))
        head = [caption(part.caption)] if caption else []
        yield from (*head, table) if len(part.rows) > KEPT else (KeepTogether([*head, table]),)
        yield Spacer(1, 5)


def _table(made: Composed) -> Table:
    size, widths = chosen(made)
    top = int(bool(made.bands))
    heads, style = _heads(made, size)
    rows, lines = _rows(made, size)
    last = top + len(rows)
    rules = [*_rules(made, size), *style, *lines, *_last_rule(made, last)]
    rules += [("NOSPLIT", (0, first), (-1, end)) for first, end in _whole(made, top)]
    if made.notes:
        # a row of the table itself, notes never stand alone on the next page
        notes = " ".join(made.notes)
        rows.append([paragraph(notes, "note"), *[""] * (len(made.head) - 1)])
    table = Table([*heads, *rows], widths, repeatRows=top + 1, hAlign="LEFT")
    table.setStyle(TableStyle(rules))
    return table


def _last_rule(made: Composed, last: int) -> Iterator[Rule]:
    """Close the rows; what follows are notes."""
    yield ("LINEBELOW", (0, last), (-1, last), 0.9, INK)
    if made.notes:
        yield ("SPAN", (0, last + 1), (-1, last + 1))
        yield ("TOPPADDING", (0, last + 1), (-1, last + 1), 3)


def _whole(made: Composed, top: int) -> Iterator[tuple[int, int]]:
    """Give the runs of rows that stay on one page: head and first, a subject's, last and notes."""
    count = len(made.rows)
    starts = [0, *_breaks(made), count]
    for start, end in pairwise(starts):
        first = 0 if start == 0 else start + top + 1
        yield first, end + top + int(end == count and bool(made.notes))


def _breaks(made: Composed) -> Iterator[int]:
    """Give the rows before which a page may end."""
    rows = made.rows
    begun = [at for at in range(len(rows)) if at == 0 or _is_new(made, at)]
    sizes = {at: end - at for at, end in pairwise([*begun, len(rows)])}
    for at in range(ALONE, len(rows) - ALONE + 1):
        group = max((start for start in begun if start <= at), default=0)
        if at == group or sizes[group] > LONGEST:
            yield at


def _is_new(made: Composed, at: int) -> bool:
    """Say whether a row begins a subject; of a table without subjects every row does."""
    row, before = made.rows[at], made.rows[at - 1]
    if any(len(one) == 1 for one in made.rows):
        return len(row) == 1
    return made.words == 1 or row[0] != before[0]


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
    """Set the rows; a subject that stands above is not repeated, a new one begins with a line."""
    word, band = _style("cell", size), _style("head", size)
    before = ""
    rows: list[Cells] = []
    lines: list[Rule] = []
    for at, row in enumerate(made.rows, 1 + int(bool(made.bands))):
        cells: Cells = [*row, *[""] * (len(made.head) - len(row))]
        if len(row) < len(made.head):
            cells[0] = Paragraph(escaped(row[0]), band)
            lines.append(("SPAN", (0, at), (-1, at)))
            rows.append(cells)
            continue
        for place in made.columns_of_words:
            cells[place] = Paragraph(escaped(row[place]), word)
        if made.words > 1 and row[0] == before:
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
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("VALIGN", (0, 0), (-1, top), "BOTTOM"),
        ("ALIGN", (made.words, 0), (-1, -1), "RIGHT"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.4),
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
