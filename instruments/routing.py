"""What is shown: sections and items whose conditions hold, and the answers that then count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from instruments.definitions import (
    UNANSWERED,
    Answers,
    Instrument,
    Item,
    Kind,
    Section,
    Value,
    opened,
)
from instruments.expressions import NO_CONTEXT, Context, holds

__all__ = [
    "NO_CONTEXT",
    "Context",
    "Progress",
    "asked",
    "is_blank",
    "progress",
    "relevant",
    "row_answers",
    "shown_items",
    "shown_sections",
]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the asked items are answered."""

    answered: int
    asked: int


def is_blank(value: Value | None) -> bool:
    """Tell whether there is no answer."""
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def shown_sections(
    instrument: Instrument, answers: Answers, context: Context = NO_CONTEXT
) -> tuple[Section, ...]:
    """List the sections to show; an answer that is itself hidden counts as blank."""
    return _sections(instrument, relevant(instrument, answers, context), context)


def _sections(instrument: Instrument, answers: Answers, context: Context) -> tuple[Section, ...]:
    return tuple(
        section
        for section in instrument.sections
        if holds(section.show_if, answers, context=context)
    )


def shown_items(
    items: tuple[Item, ...], answers: Answers, context: Context = NO_CONTEXT
) -> tuple[Item, ...]:
    """List the items to show in reading order, a group before its members.

    Give it the relevant answers; inside a repeat, those of `row_answers`.
    """
    return tuple(_shown(items, answers, context))


def _shown(items: tuple[Item, ...], answers: Answers, context: Context) -> Iterator[Item]:
    for item in items:
        if not holds(item.show_if, answers, context=context):
            continue
        yield item
        if item.kind is Kind.GROUP:
            yield from _shown(item.items, answers, context)


def asked(
    instrument: Instrument, answers: Answers, context: Context = NO_CONTEXT
) -> tuple[Item, ...]:
    """List the items that are shown and hold an answer, in order."""
    return _asked(instrument, relevant(instrument, answers, context), context)


def _asked(instrument: Instrument, answers: Answers, context: Context) -> tuple[Item, ...]:
    return tuple(
        item
        for section in _sections(instrument, answers, context)
        for item in _shown(section.items, answers, context)
        if item.kind not in UNANSWERED
    )


def row_answers(repeat: Item, answers: Answers, row: Answers) -> Answers:
    """Give the answers as a row's own conditions see them: the row's before the others.

    What the row leaves blank is blank, and not the answer of another row.
    """
    return {**answers, **{member.code: "" for member in opened(repeat.items)}, **row}


def relevant(instrument: Instrument, answers: Answers, context: Context = NO_CONTEXT) -> Answers:
    """Drop the answers to what is not shown; codes that the instrument lacks stay as they are.

    Hiding one item may hide or show others, so it goes on until nothing changes; a chain is at
    most as long as there are items, and a circle of conditions ends there too.
    """
    kept = answers
    for _ in range(len(instrument.items) + 1):
        shown = {item.code: item for item in _asked(instrument, kept, context)}
        narrower = {
            code: _relevant_value(shown.get(code), value, kept, context)
            for code, value in answers.items()
            if code in shown or code not in instrument.items
        }
        if narrower == kept:
            break
        kept = narrower
    return kept


def _relevant_value(item: Item | None, value: Value, answers: Answers, context: Context) -> Value:
    if item is None or item.kind is not Kind.REPEAT or not isinstance(value, tuple):
        return value
    return tuple(  # type: ignore[return-value]
        _relevant_row(item, row, answers, context) if isinstance(row, Mapping) else row
        for row in value
    )


def _relevant_row(repeat: Item, row: Answers, answers: Answers, context: Context) -> Answers:
    members = {member.code for member in opened(repeat.items)}
    kept = row
    for _ in range(len(members) + 1):
        seen = row_answers(repeat, answers, kept)
        shown = {item.code: item for item in _shown(repeat.items, seen, context)}
        narrower = {
            code: _relevant_value(shown.get(code), value, seen, context)
            for code, value in row.items()
            if code in shown or code not in members
        }
        if narrower == kept:
            break
        kept = narrower
    return kept


def progress(instrument: Instrument, answers: Answers, context: Context = NO_CONTEXT) -> Progress:
    """Count the asked items and those of them that are answered."""
    counted = relevant(instrument, answers, context)
    items = _asked(instrument, counted, context)
    answered = sum(not is_blank(counted.get(item.code)) for item in items)
    return Progress(answered, len(items))
