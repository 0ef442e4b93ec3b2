"""Answers as a reader reads them: words of choices, days and numbers of the language."""

from collections.abc import Callable, Mapping
from datetime import date

from exports.numbers import NOTHING, day, half_up
from instruments.definitions import Item, Kind, Value, opened
from instruments.timeline import read_log
from instruments.wording import Language, catalogue

InWords = Callable[[Item, Value, Language], str]


def _choice(item: Item, value: Value, language: Language) -> str:
    found = item.choice(str(value))
    return found.label.in_(language) if found else str(value)


def _several(item: Item, value: Value, language: Language) -> str:
    codes = value if isinstance(value, tuple) else (value,)
    return "; ".join(_choice(item, str(code), language) for code in codes)


def _number(item: Item, value: Value, language: Language) -> str:
    return str(value) if language == "en" else str(value).replace(".", ",")


def _as_written(item: Item, value: Value, language: Language) -> str:
    return str(value)


def _day(item: Item, value: Value, language: Language) -> str:
    return day(date.fromisoformat(str(value)), language)


def _lesson(item: Item, value: Value, language: Language) -> str:
    lesson = read_log(item, value)
    slots = [len(line.slots) for line in lesson.lines if line.slots]
    _ = catalogue("exports", language).gettext
    words = _("{minutes} min; intervals or sweeps: {count}")
    minutes = half_up(lesson.length_ms / 60_000, 0)
    return words.format(minutes=minutes, count=max(slots, default=0))


IN_WORDS: Mapping[Kind, InWords | None] = {
    Kind.LIKERT: _choice,
    Kind.SINGLE: _choice,
    Kind.MULTIPLE: _several,
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
    Kind.RANGE: _number,
    Kind.TEXT: _as_written,
    Kind.LONG_TEXT: _as_written,
    Kind.DATE: _day,
    Kind.TIME: _as_written,
    Kind.NOTE: None,
    Kind.GROUP: None,
    Kind.REPEAT: None,
    Kind.TIMED: _lesson,
}
"""Every kind and how its answer reads; containers and notes have none."""


def in_words(item: Item, value: Value | None, language: Language) -> str:
    """Write an answer as a reader reads it; an unanswered item is a dash."""
    write = IN_WORDS[item.kind]
    return NOTHING if value is None or write is None else write(item, value, language)


def in_lines(item: Item, value: Value | None, language: Language) -> tuple[str, ...]:
    """Write an answer in lines: a repeat has one for each of its rows."""
    if item.kind is not Kind.REPEAT or not isinstance(value, tuple):
        return (in_words(item, value, language),)
    rows = [row for row in value if isinstance(row, Mapping)]
    return tuple(f"{number}. {_row(item, row, language)}" for number, row in enumerate(rows, 1))


def _row(repeat: Item, row: Mapping[str, Value], language: Language) -> str:
    return "; ".join(
        f"{member.label.in_(language)} — {in_words(member, row[member.code], language)}"
        for member in opened(repeat.items)
        if member.code in row
    )
