"""Whether a value can stand as the answer to its item, however it came: one judge per kind."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date

from instruments.definitions import Item, Kind, Value
from instruments.reading import BIGGEST, CLOCK, cited, number_words, say
from instruments.timed import judge_timed
from instruments.wording import Message

LENGTHS: Mapping[Kind, int] = {Kind.TEXT: 255, Kind.LONG_TEXT: 20_000}
NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.RANGE})
YEARS = range(1900, 2101)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""The NUL sign and halves of signs: neither databases nor files take them."""
STEP_ROOM = 1e-9


def unstorable(text: str) -> Message | None:
    """Say that a text holds signs that cannot be stored."""
    if UNSTORABLE.search(text):
        return say("The text holds a sign that cannot be stored: delete it and write it again.")
    return None


def _odd(value: Value) -> Message:
    return say("This value does not fit the question: {value}.", value=cited(value))


def _judge_likert(item: Item, value: Value) -> Message | None:
    # a code has one form only, so that equal answers are equal everywhere
    wanted = int if item.has_whole_codes else str
    return _judge_code(item, value) if type(value) is wanted else _odd(value)


def _judge_single(item: Item, value: Value) -> Message | None:
    return _judge_code(item, value) if isinstance(value, str) else _odd(value)


def _judge_code(item: Item, value: Value) -> Message | None:
    if item.choice(str(value)):
        return None
    return say("“{value}” is not among the answers: choose one of them.", value=cited(value))


def _judge_multiple(item: Item, value: Value) -> Message | None:
    if not isinstance(value, tuple) or not all(isinstance(code, str) for code in value):
        return _odd(value)
    if len(set(map(str, value))) < len(value):
        return say("The same answer is given twice: keep one.")
    return next((fault for code in value if (fault := _judge_code(item, str(code)))), None)


def _judge_integer(item: Item, value: Value) -> Message | None:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > BIGGEST:
        return _odd(value)
    return _judge_size(item, value)


def _judge_number(item: Item, value: Value) -> Message | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _odd(value)
    if abs(value) > BIGGEST if isinstance(value, int) else not math.isfinite(value):
        return _odd(value)
    return _judge_size(item, value)


def wanted_number(item: Item) -> Message:
    """Say which number an item wants: between its ends, or any."""
    least, most = item.minimum, item.maximum
    if least is not None and most is not None:
        return say(
            "Write a number from {least} to {most}.",
            least=number_words(least),
            most=number_words(most),
        )
    if least is not None:
        return say("Write {least} or more.", least=number_words(least))
    if most is not None:
        return say("Write {most} or less.", most=number_words(most))
    return BLANKS[item.kind]


def _judge_size(item: Item, value: float) -> Message | None:
    too_small = item.minimum is not None and value < item.minimum
    too_large = item.maximum is not None and value > item.maximum
    return wanted_number(item) if too_small or too_large else _judge_step(item, value)


def _judge_step(item: Item, value: float) -> Message | None:
    if not item.step:
        return None
    start = item.minimum or 0.0
    steps = (value - start) / item.step
    if abs(steps - round(steps)) <= STEP_ROOM * max(1.0, abs(steps)):
        return None
    return say(
        "Choose a number in steps of {step}, starting from {start}.",
        step=number_words(item.step),
        start=number_words(start),
    )


def _judge_text(item: Item, value: Value) -> Message | None:
    if not isinstance(value, str):
        return _odd(value)
    if len(value) > LENGTHS[item.kind]:
        return say(
            "The text has {length} characters: shorten it to {most}.",
            length=len(value),
            most=LENGTHS[item.kind],
        )
    return unstorable(value)


def _judge_date(item: Item, value: Value) -> Message | None:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return _odd(value)
    try:
        year = date.fromisoformat(value).year
    except ValueError:
        return say("There is no such day: {value}.", value=value)
    return None if year in YEARS else say("Check the year: {year}.", year=value[:4])


def _judge_time(item: Item, value: Value) -> Message | None:
    match = CLOCK.fullmatch(value) if isinstance(value, str) else None
    if not match or len(match[1]) < 2:
        return _odd(value)
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return None if hours < 24 and minutes < 60 and seconds < 60 else _odd(value)


def _judge_rows(item: Item, value: Value) -> Message | None:
    if not isinstance(value, tuple) or not all(isinstance(row, Mapping) for row in value):
        return _odd(value)
    if item.minimum is not None and len(value) < item.minimum:
        return say("Add rows: at least {least}.", least=number_words(item.minimum))
    if item.maximum is not None and len(value) > item.maximum:
        return say("Remove rows: at most {most}.", most=number_words(item.maximum))
    return None


JUDGES: Mapping[Kind, Callable[[Item, Value], Message | None]] = {
    Kind.LIKERT: _judge_likert,
    Kind.SINGLE: _judge_single,
    Kind.MULTIPLE: _judge_multiple,
    Kind.INTEGER: _judge_integer,
    Kind.DECIMAL: _judge_number,
    Kind.RANGE: _judge_number,
    Kind.TEXT: _judge_text,
    Kind.LONG_TEXT: _judge_text,
    Kind.DATE: _judge_date,
    Kind.TIME: _judge_time,
    Kind.REPEAT: _judge_rows,
    Kind.TIMED: judge_timed,
}
"""Every kind that holds an answer, and what may stand in it."""

BLANKS: Mapping[Kind, Message] = {
    Kind.LIKERT: say("Choose one answer."),
    Kind.SINGLE: say("Choose one answer."),
    Kind.MULTIPLE: say("Choose at least one answer."),
    Kind.INTEGER: say("Write a number."),
    Kind.DECIMAL: say("Write a number."),
    Kind.RANGE: say("Choose a number."),
    Kind.TEXT: say("Fill in this line."),
    Kind.LONG_TEXT: say("Write your answer."),
    Kind.DATE: say("Give the date."),
    Kind.TIME: say("Give the time."),
    Kind.REPEAT: say("Add at least one row."),
    Kind.TIMED: say("Start the clock of the lesson."),
}
"""What to do about a required item left blank."""
