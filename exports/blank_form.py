"""A printable blank form of any instrument, for schools without any network at all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import BinaryIO

from reportlab.graphics.shapes import Drawing, Line, Rect
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import KeepTogether, Spacer, Table, TableStyle
from reportlab.platypus.flowables import Flowable

from exports.blank_tracks import draw_tracks
from exports.numbers import number
from exports.paper import TEXT_WIDTH, paragraph, table, write_pages
from exports.source import Consent
from exports.typography import INK, LINE, MUTED, styles
from instruments.definitions import Instrument, Item, Kind, Section
from instruments.wording import Language, Text, catalogue

Drawn = Callable[[Item, Language], Iterator[Flowable]]
BLANK_ROWS = 12
CELL_PADDING = 4
"""A point more than the cells of a table have, so that rounding breaks no word."""


def _box(round_: bool = False) -> Drawing:
    drawing = Drawing(12, 10)
    corner = 4.5 if round_ else 1
    drawing.add(Rect(1, 0, 9, 9, rx=corner, ry=corner, fillColor=None, strokeColor=INK))
    return drawing


def _lines(count: int, width: float = TEXT_WIDTH) -> Drawing:
    drawing = Drawing(width, count * 20)
    for place in range(count):
        drawing.add(Line(0, place * 20 + 1, width, place * 20 + 1, strokeColor=MUTED))
    return drawing


def _across(item: Item, language: Language) -> Iterator[Flowable]:
    """Set short choices in one row, described levels one below the other."""
    if any(choice.description for choice in item.choices):
        yield from _down(item, language)
        return
    cells = [[_box(round_=True) for _ in item.choices]]
    labels = [paragraph(choice.label.in_(language), "cell") for choice in item.choices]
    made = Table([*cells, labels], [TEXT_WIDTH / len(item.choices)] * len(item.choices))
    made.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
    yield made


def _down(item: Item, language: Language) -> Iterator[Flowable]:
    rows = []
    for choice in item.choices:
        words = choice.label.in_(language)
        if choice.description:
            words = f"{words}. {choice.description.in_(language)}"
        rows.append([_box(round_=item.kind is not Kind.MULTIPLE), paragraph(words, "cell")])
    made = Table(rows, [20, TEXT_WIDTH - 20])
    made.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
    yield made


def _number(item: Item, language: Language) -> Iterator[Flowable]:
    ends = [number(end, language, 0) for end in (item.minimum, item.maximum) if end is not None]
    if ends:
        yield paragraph("–".join(ends) if len(ends) > 1 else f"≥ {ends[0]}", "muted")
    yield _lines(1, 120)


def _one_line(item: Item, language: Language) -> Iterator[Flowable]:
    yield _lines(1)


def _many_lines(item: Item, language: Language) -> Iterator[Flowable]:
    yield _lines(5)


def _short_line(item: Item, language: Language) -> Iterator[Flowable]:
    yield _lines(1, 160)


def _nothing(item: Item, language: Language) -> Iterator[Flowable]:
    yield from ()


def _group(item: Item, language: Language) -> Iterator[Flowable]:
    for member in item.items:
        yield from _item(member, language, None)


def _ruled(item: Item, language: Language) -> Iterator[Flowable]:
    """Rule a table for the rows of a repeat."""
    head = [member.label.in_(language) for member in item.items]
    wide = _widths(head, [3 if member.kind is Kind.LONG_TEXT else 1 for member in item.items])
    made = table(head, [[Spacer(1, 26)] * len(head)] * BLANK_ROWS, wide, words=len(head))
    made.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, LINE)]))
    yield made


def _widths(head: Sequence[str], shares: Sequence[float]) -> list[float]:
    """Share the width out, so that every word of the head stays whole where it can."""
    style = styles()["head"]
    whole = [
        max(stringWidth(word, style.fontName, style.fontSize) for word in words.split() or [""])
        + 2 * CELL_PADDING
        for words in head
    ]
    spare = max(TEXT_WIDTH - sum(whole), 0)
    return [least + spare * share / sum(shares) for least, share in zip(whole, shares, strict=True)]


ON_PAPER: Mapping[Kind, Drawn] = {
    Kind.LIKERT: _across,
    Kind.SINGLE: _down,
    Kind.MULTIPLE: _down,
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
    Kind.RANGE: _number,
    Kind.TEXT: _one_line,
    Kind.LONG_TEXT: _many_lines,
    Kind.DATE: _short_line,
    Kind.TIME: _short_line,
    Kind.NOTE: _nothing,
    Kind.GROUP: _group,
    Kind.REPEAT: _ruled,
    Kind.TIMED: draw_tracks,
}
"""Every kind and how it is asked on paper."""


def write_blank_form(
    instrument: Instrument,
    language: Language,
    out: BinaryIO,
    *,
    header: Text | None = None,
    consent: Consent | None = None,
    made_at: datetime | None = None,
) -> int:
    """Write a blank form; give the number of pages."""
    title = instrument.title.in_(language)
    story = list(_head(instrument, language, header))
    if consent:
        story += _consent(consent)
    counted = 0
    for section in instrument.sections:
        opening = list(_opening(section, language))
        for item in section.items:
            asked = item.kind not in (Kind.NOTE, Kind.GROUP)
            counted += asked
            drawn = _item(item, language, counted if asked else None)
            # A heading never stands alone at the foot of a page: it keeps to its first item.
            story.append(KeepTogether([*opening, *drawn]))
            opening = []
    foot = f"{instrument.key} {instrument.version}"
    return write_pages(out, story, title=title, foot=foot, language=language, made_at=made_at)


def _head(instrument: Instrument, language: Language, header: Text | None) -> Iterator[Flowable]:
    _ = catalogue("exports", language).gettext
    if header:
        yield paragraph(header.in_(language), "muted")
    yield paragraph(instrument.title.in_(language), "title")
    if instrument.purpose:
        yield paragraph(instrument.purpose.in_(language), "text")
    if instrument.based_on:
        yield paragraph(instrument.based_on.in_(language), "muted")
    fields = [[_("Code"), "", _("Date"), "", _("Wave"), ""]]
    yield table([""] * 6, fields, [0.7, 2, 0.7, 1.6, 0.8, 1.6], words=6)


def _consent(consent: Consent) -> Iterator[Flowable]:
    yield Spacer(1, 8)
    for line in consent.lines:
        yield paragraph(line, "text")
    rows = [[_box(), paragraph(words, "cell")] for words in consent.decisions]
    yield Table(rows, [20, TEXT_WIDTH - 20])


def _opening(section: Section, language: Language) -> Iterator[Flowable]:
    _ = catalogue("exports", language).gettext
    yield paragraph(section.title.in_(language), "heading")
    if section.intro:
        yield paragraph(section.intro.in_(language), "muted")
    if section.show_if:
        yield paragraph(_("Not everybody is asked this section."), "muted")


def _item(item: Item, language: Language, place: int | None) -> Iterator[Flowable]:
    _ = catalogue("exports", language).gettext
    label = item.label.in_(language)
    yield paragraph(f"{place}. {label}" if place else label, "question")
    if item.show_if:
        yield paragraph(_("Only where it applies."), "muted")
    if item.hint:
        yield paragraph(item.hint.in_(language), "muted")
    yield from ON_PAPER[item.kind](item, language)
