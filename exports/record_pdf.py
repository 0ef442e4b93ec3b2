"""The PDF of one record: every item with its answer in words."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from reportlab.platypus.flowables import Flowable

from exports.answers_in_words import in_words
from exports.numbers import NOTHING, moment
from exports.paper import paragraph, paragraphs, table, write_pages
from exports.readable import WORDS
from exports.source import Source
from instruments.definitions import Instrument, Item, Kind, Section, Value
from instruments.records import Record
from instruments.wording import Language, catalogue


def write_record(source: Source, record: Record, instrument: Instrument, out: BinaryIO) -> int:
    """Write one record; give the number of pages."""
    language = source.choices.language
    story = list(_head(source, record, instrument, language))
    for section in instrument.sections:
        story += _section(section, record, language)
    title = instrument.title.in_(language)
    foot = f"{source.frame.title.in_(language)} · {record.receipt}"
    return write_pages(out, story, title=title, foot=foot, language=language)


def _head(
    source: Source, record: Record, instrument: Instrument, language: Language
) -> Iterator[Flowable]:
    _ = catalogue("exports", language).gettext
    yield paragraph(instrument.title.in_(language), "title")
    if source.frame.invented:
        yield paragraph(_("Invented people and answers. Never present them as data."), "warn")
    waves = {wave.key: wave.label.in_(language) for wave in source.frame.waves}
    rows = [
        [_("About"), record.participant or record.lesson or record.group_session],
        [_("Wave"), waves.get(record.wave, record.wave)],
        [_("Filled in by"), _filled_by(record, language) or NOTHING],
        [_("Received"), moment(record.received_at, language)],
        [_("Receipt"), f"{record.receipt} ({_('revision')} {record.revision})"],
        [_("Version"), str(record.version)],
    ]
    yield table(["", ""], rows, [1, 3], words=2)


def _filled_by(record: Record, language: Language) -> str:
    """Name the author and, where two observers saw a lesson, which of them it was."""
    part = WORDS[record.part].in_(language) if record.part else ""
    return ", ".join(word for word in (record.author, part) if word)


def _section(section: Section, record: Record, language: Language) -> Iterator[Flowable]:
    yield paragraph(section.title.in_(language), "heading")
    yield from _items(section.items, record.answers, language)


def _items(
    items: tuple[Item, ...], answers: Mapping[str, Value], language: Language
) -> Iterator[Flowable]:
    for item in items:
        value = answers.get(item.code)
        yield paragraph(item.label.in_(language), "muted" if item.kind is Kind.NOTE else "question")
        if item.kind is Kind.GROUP:
            yield from _items(item.items, answers, language)
        elif item.kind is Kind.REPEAT:
            yield from _rows(item, value, language)
        elif item.kind is not Kind.NOTE:
            yield from paragraphs(in_words(item, value, language), "answer")


def _rows(item: Item, value: Value | None, language: Language) -> Iterator[Flowable]:
    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
    for number, row in enumerate(rows, 1):
        yield paragraph(f"{number}.", "subheading")
        lines = [
            f"{member.label.in_(language)} — {in_words(member, row[member.code], language)}"
            for member in item.items
            if member.code in row
        ]
        for line in lines:
            yield from paragraphs(line, "answer")
    if not rows:
        yield paragraph(NOTHING, "answer")
