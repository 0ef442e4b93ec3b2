"""What a record of a lesson says, item by item, and which observers can be compared."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations, groupby

from exports.columns import CellKind, Filled, as_cell, exported, item_columns
from exports.compared import Coded, Pair, View
from exports.layout import dated_items
from exports.lesson_figures import reader_of
from exports.names import Names, variable
from exports.recorded import Recorded
from exports.source import Source
from exports.wording import Words, joined
from instruments.definitions import (
    CHOOSING,
    NUMERIC,
    About,
    Answers,
    Instrument,
    Item,
    Kind,
    Section,
    Track,
    TrackMode,
)
from instruments.records import Part, Record

ALONE = frozenset({Part.NONE, Part.PRIMARY, Part.SECOND})
"""Whose records were made without the other's: neither agreed upon later nor a master's."""


class Measure(StrEnum):
    """How far two codes can be apart."""

    NOMINAL = "nominal"
    """Equal or not."""
    ORDINAL = "ordinal"
    """Levels in order."""
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that observers code: an item, a choice of several, or a code on a clock."""

    item: str
    label: Words
    measure: Measure
    levels: tuple[str | int, ...] = ()
    """The codes that the instrument offers, in order; numbers have none."""
    track: str = ""

    @property
    def is_yes_or_no(self) -> bool:
        """Whether it says that something was seen or not."""
        return {*self.levels} == {0, 1}


class _Rated:
    """A rating, a checklist's choice or a number, with the notes that are its evidence."""

    def __init__(self, filled: Filled, evidence: Sequence[str]) -> None:
        column, item = filled.column, filled.column.item
        self.points = (Point(column.name, column.label, *_measured(item, filled)),)
        self.source = column.source
        self._read, self._evidence = filled.read, evidence

    def said(self, answers: Answers) -> Iterator[Coded]:
        """Say what was answered."""
        (point,) = self.points
        texts = (answers[code] for code in self._evidence if code in answers)
        evidence = "\n".join(map(str, texts))
        yield Coded(point.item, point.label, None, self._read(answers), evidence)


def _measured(item: Item | None, filled: Filled) -> tuple[Measure, tuple[str | int, ...]]:
    if filled.column.kind is CellKind.FLAG:
        return Measure.NOMINAL, (0, 1)
    if item is None or item.kind in NUMERIC:
        return Measure.NUMBER, ()
    levels = tuple(as_cell(item, choice.code) for choice in item.choices)
    return (Measure.ORDINAL if item.kind is Kind.LIKERT else Measure.NOMINAL), levels


class _Clocked:
    """A timed item: 0 or 1 per interval or sweep and code, and how often each event was."""

    def __init__(self, item: Item, names: Names) -> None:
        self.source = item.code
        self._read = reader_of(item)
        self._tracks = [(track, self._points(track, names)) for track in item.tracks]
        self.points = tuple(point for _, points in self._tracks for point in points.values())

    def _points(self, track: Track, names: Names) -> dict[str, Point]:
        """Call codes as the columns of the long table are called."""
        events = track.mode is TrackMode.EVENT
        measure = Measure.NUMBER if events else Measure.NOMINAL
        levels = () if events else (0, 1)
        return {
            choice.code: Point(
                names.give(variable(f"{self.source}_{choice.code}{'_n' if events else ''}")),
                joined(track.label, choice.label),
                measure,
                levels,
                track.key,
            )
            for choice in track.choices
        }

    def said(self, answers: Answers) -> Iterator[Coded]:
        """Say what the log comes to; a clock that was never started says nothing."""
        lesson = self._read(answers.get(self.source))
        if lesson is None or not lesson.begun:
            return
        for (track, points), line in zip(self._tracks, lesson.lines, strict=True):
            if track.mode is TrackMode.EVENT:
                spans = [span.code for span in line.spans]
                for code, one in points.items():
                    yield Coded(one.item, one.label, None, spans.count(code), "", one.track)
            for slot in line.slots:
                for code, one in points.items():
                    holds = int(code in slot.codes)
                    yield Coded(one.item, one.label, slot.number, holds, "", one.track)


class Coding:
    """What observers code in one version of an instrument.

    The section with the date describes the lesson; in every other, choices and numbers are ratings.
    Long texts are evidence: of the rating before them where each rating has one of its own, else
    of every rating of their section. Timed items are coded wherever they stand.
    """

    def __init__(self, instrument: Instrument) -> None:
        described = {item.code for item in dated_items(instrument)}
        names = Names()
        self._steps: list[_Rated | _Clocked] = []
        for section in instrument.sections:
            self._steps += _steps(section, described, names)
        points = (point for step in self._steps for point in step.points)
        self.points: Mapping[str, Point] = {point.item: point for point in points}

    def ratings(self, answers: Answers, asked: frozenset[str]) -> Iterator[Coded]:
        """Give the ratings that were asked, with their evidence; nothing from a clock."""
        for step in self._steps:
            if isinstance(step, _Rated) and step.source in asked:
                yield from step.said(answers)

    def said(self, answers: Answers, asked: frozenset[str]) -> Iterator[Coded]:
        """Give all that was asked: ratings, and codes on a clock slot by slot."""
        for step in self._steps:
            if step.source in asked:
                yield from step.said(answers)


def _steps(section: Section, described: set[str], names: Names) -> Iterator[_Rated | _Clocked]:
    items = [
        item
        for item in exported(section.items)
        if item.code not in described or item.kind is Kind.TIMED
    ]
    evidence = _evidence(items)
    for item in items:
        if item.kind is Kind.TIMED:
            yield _Clocked(item, names)
        elif item.kind in CHOOSING | NUMERIC:
            for filled in item_columns((item,), names):
                if filled.column.choice or item.kind is not Kind.MULTIPLE:
                    yield _Rated(filled, evidence[item.code])


def _evidence(items: Sequence[Item]) -> Mapping[str, tuple[str, ...]]:
    """Say which long texts stand for each rating."""
    own: dict[str, list[str]] = {}
    last = ""
    for item in items:
        if item.kind in CHOOSING | NUMERIC:
            last = item.code
            own[last] = []
        elif item.kind is Kind.LONG_TEXT and last:
            own[last].append(item.code)
    if all(own.values()):
        return {code: tuple(texts) for code, texts in own.items()}
    every = tuple(item.code for item in items if item.kind is Kind.LONG_TEXT)
    return dict.fromkeys(own, every)


class Codings:
    """The records of one instrument about lessons, each read by its own version."""

    def __init__(self, recorded: Recorded) -> None:
        self.recorded = recorded
        self._versions = {one.version: Coding(one) for one in recorded.versions}
        self._lessons = {lesson.code: lesson for lesson in recorded.source.frame.lessons}
        self.points: dict[str, Point] = {}
        for one in self._versions.values():
            self.points.update(one.points)

    def ratings(self, record: Record) -> Iterator[Coded]:
        """Give the ratings of a record."""
        asked = self.recorded.asked(record)
        return self._of(record).ratings(record.answers, asked)

    def said(self, record: Record) -> Iterator[Coded]:
        """Give all that a record says of the lesson."""
        return self._of(record).said(record.answers, self.recorded.asked(record))

    def _of(self, record: Record) -> Coding:
        return self._versions[self.recorded.version_of(record)]

    def pairs(self, training: frozenset[str]) -> Iterator[Pair]:
        """Pair the independent observers of every lesson of the study."""
        for records in self._visited():
            if records[0].lesson not in training:
                alone = [one for one in records if one.part in ALONE]
                views = [self._view(one) for one in alone] if len(alone) > 1 else []
                for first, second in combinations(views, 2):
                    yield self._pair(alone[0], first, second)

    def trials(self) -> Iterator[Pair]:
        """Pair the master of every training lesson with each of its observers."""
        for records in self._visited():
            masters = [one for one in records if one.part is Part.MASTER]
            observers = [one for one in records if one.part in ALONE] if masters else []
            for master in masters:
                first = self._view(master)
                for record in observers:
                    yield self._pair(record, first, self._view(record))

    def _visited(self) -> Iterator[list[Record]]:
        """Give the records of a lesson together; they come sorted by lesson and wave."""
        ordered = self.recorded.records()
        for _, records in groupby(ordered, lambda record: (record.lesson, record.wave)):
            yield [*records]

    def _view(self, record: Record) -> View:
        said = {(one.item, one.slot): one for one in self.said(record)}
        return View(record.id, record.author, record.part, said)

    def _pair(self, record: Record, first: View, second: View) -> Pair:
        return Pair(
            record.lesson,
            record.wave,
            self.recorded.key,
            self.recorded.version_of(record),
            self.held_on(record),
            first,
            second,
        )

    def held_on(self, record: Record) -> date | None:
        """Give the day of a visit: as written in the record, as planned, or as sent."""
        lesson = self._lessons.get(record.lesson)
        planned = lesson.held_on if lesson else None
        if record.happened_on or planned:
            return record.happened_on or planned
        return date.fromisoformat(day) if (day := self.recorded.keys.day(record)) else None


def training_lessons(source: Source) -> frozenset[str]:
    """Find the lessons that observers were trained on: a master coded them in some instrument."""
    keys = [key for key in source.instruments if source.newest(key).about is About.LESSON]
    every = (record for key in keys for record in source.read(key, None))
    return frozenset(record.lesson for record in every if record.part is Part.MASTER)


def of_the_study(records: Iterable[Record], training: frozenset[str]) -> Iterator[Record]:
    """Leave out what observers were trained on and what they agreed on: one record per lesson."""
    for record in records:
        if record.part in (Part.NONE, Part.PRIMARY) and record.lesson not in training:
            yield record
