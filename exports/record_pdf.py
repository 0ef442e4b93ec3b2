"""The PDF of one record: every item with its answer in words, a lesson with its time line."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from reportlab.platypus import Spacer
from reportlab.platypus.flowables import Flowable

from exports.answers_in_words import in_words
from exports.keys import ZONE
from exports.lesson_clock import Segment, clock_of, readers_of, segments_of
from exports.numbers import NOTHING, day, moment, number
from exports.paper import paragraph, paragraphs, table, write_pages
from exports.readable import WORDS
from exports.source import Source
from exports.timeline_figure import timeline_figures
from instruments.definitions import About, Instrument, Item, Kind, Section, Value
from instruments.records import Record
from instruments.timed import doubts
from instruments.wording import Language, catalogue

Segments = Mapping[str, Segment]


def write_record(
    source: Source, record: Record, instrument: Instrument, out: BinaryIO, zone: str = ZONE
) -> int:
    """Write one record; give the number of pages."""
    language = source.choices.language
    segments = {one.item.code: one for one in segments_of(record, readers_of(instrument))}
    story = list(_head(source, record, instrument, segments, zone))
    for section in instrument.sections:
        story += _section(section, record, segments, language)
    if instrument.based_on:
        story.append(paragraph(instrument.based_on.in_(language), "muted"))
    title = instrument.title.in_(language)
    foot = f"{source.frame.title.in_(language)} · {record.receipt}"
    return write_pages(
        out, story, title=title, foot=foot, language=language, made_at=source.made_at
    )


def _head(
    source: Source, record: Record, instrument: Instrument, segments: Segments, zone: str
) -> Iterator[Flowable]:
    language = source.choices.language
    _ = catalogue("exports", language).gettext
    yield paragraph(instrument.title.in_(language), "title")
    if source.frame.invented:
        yield paragraph(_("Invented people and answers. Never present them as data."), "warn")
    waves = {wave.key: wave.label.in_(language) for wave in source.frame.waves}
    rows = [
        [_("About"), record.participant or record.lesson or record.group_session],
        *_visited(source, record, instrument, language),
        *_clock(record, segments, language, zone),
        [_("Wave"), waves.get(record.wave, record.wave)],
        [_("Filled in by"), _filled_by(record, language) or NOTHING],
        [_("Received"), moment(record.received_at, language, zone)],
        [_("Receipt"), f"{record.receipt} ({_('revision')} {record.revision})"],
        [_("Version"), str(record.version)],
    ]
    yield table(["", ""], rows, [1, 3], words=2)


def _visited(
    source: Source, record: Record, instrument: Instrument, language: Language
) -> Iterator[list[str]]:
    """Say whose lesson it was, where and when."""
    if instrument.about is not About.LESSON:
        return
    _ = catalogue("exports", language).gettext
    lesson = next((one for one in source.frame.lessons if one.code == record.lesson), None)
    if lesson is not None:
        names = {school.code: school.name for school in source.frame.schools}
        yield [_("Teacher"), lesson.teacher]
        yield [_("School"), f"{lesson.school} {names.get(lesson.school, '')}".strip()]
    held = record.happened_on or (lesson.held_on if lesson else None)
    yield [_("Day"), day(held, language)]


def _clock(
    record: Record, segments: Segments, language: Language, zone: str
) -> Iterator[list[str]]:
    """Say when the lesson began by its clock, and how long it and its pauses were."""
    if not segments:
        return
    _ = catalogue("exports", language).gettext
    clock = clock_of(record, [*segments.values()])
    yield [_("Begun"), moment(clock.start or record.started_at, language, zone)]
    yield [_("Length"), _("{n} min").format(n=number(clock.minutes, language, 0))]
    yield [_("Pauses"), _("{n} min").format(n=number(clock.pauses_min, language, 0))]


def _filled_by(record: Record, language: Language) -> str:
    """Name the author and, where two observers saw a lesson, which of them it was."""
    part = WORDS[record.part].in_(language) if record.part else ""
    return ", ".join(word for word in (record.author, part) if word)


def _section(
    section: Section, record: Record, segments: Segments, language: Language
) -> Iterator[Flowable]:
    yield paragraph(section.title.in_(language), "heading")
    yield from _items(section.items, record.answers, segments, language)


def _items(
    items: tuple[Item, ...],
    answers: Mapping[str, Value],
    segments: Segments,
    language: Language,
) -> Iterator[Flowable]:
    for item in items:
        value = answers.get(item.code)
        if item.code in segments:
            yield from _timeline(segments[item.code], language)
            continue
        yield paragraph(item.label.in_(language), "muted" if item.kind is Kind.NOTE else "question")
        if item.kind is Kind.GROUP:
            yield from _items(item.items, answers, segments, language)
        elif item.kind is Kind.REPEAT:
            yield from _rows(item, value, language)
        elif item.kind is not Kind.NOTE:
            yield from paragraphs(in_words(item, value, language), "answer")
            yield from _described(item, value, language)


def _described(item: Item, value: Value | None, language: Language) -> Iterator[Flowable]:
    """Say what the chosen level looks like, where the instrument does."""
    chosen = item.choice(str(value)) if item.kind in (Kind.LIKERT, Kind.SINGLE) else None
    if chosen is not None and chosen.description is not None:
        yield from paragraphs(chosen.description.in_(language), "described")


def _timeline(segment: Segment, language: Language) -> Iterator[Flowable]:
    """Draw a segment, and say what is doubtful in it."""
    item, lesson = segment.item, segment.line
    for figure in timeline_figures(
        item, lesson, item.label.in_(language), in_words(item, segment.log, language), language
    ):
        yield Spacer(1, 6)
        yield figure
    for doubt in doubts(item, segment.log):
        yield paragraph(doubt.in_(language), "muted")


def _rows(item: Item, value: Value | None, language: Language) -> Iterator[Flowable]:
    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
    for place, row in enumerate(rows, 1):
        yield paragraph(f"{place}.", "subheading")
        lines = [
            f"{member.label.in_(language)} — {in_words(member, row[member.code], language)}"
            for member in item.items
            if member.code in row
        ]
        for line in lines:
            yield from paragraphs(line, "answer")
    if not rows:
        yield paragraph(NOTHING, "answer")
