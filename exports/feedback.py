"""What was seen in one lesson, in words for its teacher: no scores, no ranks, nobody else."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from exports.answers_in_words import in_words
from exports.columns import exported
from exports.layout import dated_items
from instruments.definitions import (
    CHOOSING,
    NUMERIC,
    Answers,
    Choice,
    Instrument,
    Item,
    Kind,
    Section,
    TrackMode,
    Value,
)
from instruments.routing import is_blank
from instruments.timeline import Line, read_log
from instruments.wording import Language


@dataclass(frozen=True, slots=True)
class Said:
    """What was marked, and what that level looks like."""

    words: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One item of a checklist or one rating."""

    label: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """One code on the clock of the lesson."""

    label: str
    times: int
    of: int
    """Intervals in all; 0 for events, which are counted alone."""


@dataclass(frozen=True, slots=True)
class Note:
    """What an observer wrote; `code` names its item."""

    code: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the page."""

    title: str
    marked: tuple[str, ...]
    """What was seen, where an item only asks whether it was; what was not seen is not listed."""
    seen: tuple[Seen, ...]
    counted: tuple[Counted, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """The page: what the lesson was, and what was seen in it."""

    title: str
    facts: tuple[Seen, ...]
    parts: tuple[Part, ...]


def feedback(
    instrument: Instrument, answers: Answers, language: Language, notes: Collection[str]
) -> Feedback:
    """Write what was seen; of the observer's notes only those whose items are named."""
    dated = dated_items(instrument)
    described = {item.code for item in dated}
    parts = (_part(section, answers, language, described, notes) for section in instrument.sections)
    facts = [item for item in dated if item.kind not in (Kind.DATE, Kind.LONG_TEXT)]
    return Feedback(
        instrument.title.in_(language),
        tuple(_seen(facts, answers, language)),
        tuple(one for one in parts if one.marked or one.seen or one.counted or one.notes),
    )


def written_notes(instrument: Instrument, answers: Answers, language: Language) -> tuple[Note, ...]:
    """List what the observer wrote, for the coordinator to choose from."""
    items = [item for section in instrument.sections for item in exported(section.items)]
    return tuple(_notes(items, answers, language, {item.code for item in items}))


def _part(
    section: Section,
    answers: Answers,
    language: Language,
    described: Collection[str],
    notes: Collection[str],
) -> Part:
    every = exported(section.items)
    items = [item for item in every if item.code not in described]
    judged = [item for item in items if item.kind in CHOOSING | NUMERIC]
    asked = [item for item in judged if _asks_whether(item)]
    rated = [item for item in judged if item not in asked]
    return Part(
        section.title.in_(language),
        tuple(one.label.in_(language) for one in asked if str(answers.get(one.code)) == YES),
        tuple(_seen(rated, answers, language)),
        tuple(one for item in items for one in _counted(item, answers, language)),
        tuple(_notes(every, answers, language, notes)),
    )


YES, NO = "1", "0"


def _asks_whether(item: Item) -> bool:
    """Say whether an item only asks whether something was seen."""
    return item.kind is not Kind.MULTIPLE and {one.code for one in item.choices} == {YES, NO}


def _seen(items: Sequence[Item], answers: Answers, language: Language) -> Iterator[Seen]:
    for item in items:
        value = answers.get(item.code)
        if value is not None and not is_blank(value):
            yield Seen(item.label.in_(language), tuple(_said(item, value, language)))


def _said(item: Item, value: Value, language: Language) -> Iterator[Said]:
    codes = value if isinstance(value, tuple) else (value,)
    chosen = [item.choice(str(code)) for code in codes]
    if item.kind not in CHOOSING or None in chosen:
        yield Said(in_words(item, value, language))
        return
    for choice in filter(None, chosen):
        description = choice.description.in_(language) if choice.description else ""
        yield Said(choice.label.in_(language), description)


def _counted(item: Item, answers: Answers, language: Language) -> Iterator[Counted]:
    if item.kind is not Kind.TIMED:
        return
    for line in read_log(item, answers.get(item.code)).lines:
        for choice in line.track.choices:
            times = _times(line, choice)
            if times:
                label = f"{line.track.label.in_(language)}: {choice.label.in_(language)}"
                yield Counted(label, times, len(line.slots))


def _times(line: Line, choice: Choice) -> int:
    if line.track.mode is TrackMode.EVENT:
        return sum(span.code == choice.code for span in line.spans)
    return sum(choice.code in slot.codes for slot in line.slots)


def _notes(
    items: Sequence[Item], answers: Answers, language: Language, notes: Collection[str]
) -> Iterator[Note]:
    for item in items:
        text = str(answers.get(item.code, "")).strip()
        if item.kind is Kind.LONG_TEXT and text and item.code in notes:
            yield Note(item.code, item.label.in_(language), text)
