"""How a raw value from a form, a phone or a sheet becomes an answer: one reader per kind."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from instruments.definitions import Choice, Item, Kind, Value
from instruments.functions import string
from instruments.wording import Message

NUMERAL = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]+)?")
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}([ \u00a0\u202f][0-9]{3})+([.,][0-9]*)?")
BIGGEST = 2**53 - 1
"""The biggest whole number that a phone holds exactly."""
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
DOTTED_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
SHORT_YEAR = re.compile(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2}")
DAY_AND_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:.*")
CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
SEPARATIONS = (r";", r"[;,]", r"[;,\s]+")
"""What may stand between the answers of a multiple choice, the rarest in labels first."""
WHOLE_FLOAT = re.compile(r"-?[0-9]+\.0+")
CITED = 60
"""How much of a refused value is repeated in the sentence about it."""


class Refused(ValueError):
    """A value that cannot be an answer to its item."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def say(sentence: str, **values: object) -> Message:
    """Make a message of this package."""
    return Message("instruments", sentence, values)


def cited(value: object) -> str:
    """Repeat a value in a sentence, long ones by their beginning."""
    text = str(value)
    return text if len(text) <= CITED else text[: CITED - 1] + "…"


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _names(choice: Choice) -> set[str]:
    label = choice.label
    return {_folded(name) for name in (choice.code, label.kk, label.ru, label.en) if name}


def find_choice(item: Item, raw: str) -> Choice:
    """Find the choice that a code, or else a label in any language, names."""
    text = raw.strip()
    if WHOLE_FLOAT.fullmatch(text) and item.has_whole_codes:
        # statistics programs write the codes of a column with gaps as 3.0
        text = text.split(".")[0]
    if exact := item.choice(text):
        return exact
    fitting = [choice for choice in item.choices if _folded(text) in _names(choice)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise Refused(
            say("“{value}” fits several answers: write the code instead.", value=cited(text))
        )
    raise Refused(say("“{value}” is not among the answers: choose one of them.", value=cited(text)))


def _read_single(item: Item, raw: str) -> Value:
    return find_choice(item, raw).code


def _read_likert(item: Item, raw: str) -> Value:
    code = find_choice(item, raw).code
    return int(code) if item.has_whole_codes else code


def in_list_order(item: Item, chosen: set[str]) -> tuple[str, ...]:
    """Put chosen codes into the order of the list."""
    return tuple(choice.code for choice in item.choices if choice.code in chosen)


def _read_multiple(item: Item, raw: str) -> Value:
    refusals: list[tuple[bool, int, Refused]] = []
    for parts in _separations(raw):
        try:
            return in_list_order(item, {find_choice(item, part).code for part in parts})
        except Refused as refused:
            refusals.append((len(parts) < 2, len(refusals), refused))
    # the widest pieces, because the narrowest tear labels of several words apart
    raise min(refusals)[-1]


def _separations(raw: str) -> Iterator[list[str]]:
    yield [raw]
    for separation in SEPARATIONS:
        parts = [part for part in re.split(separation, raw) if part.strip()]
        if parts:
            yield parts


def _number(raw: str) -> float:
    text = raw.strip().replace("\u2212", "-")
    if THOUSANDS.fullmatch(text):
        text = re.sub(r"[ \u00a0\u202f]", "", text)
    if not NUMERAL.fullmatch(text):
        raise Refused(say("“{value}” is not a number: write it in digits.", value=cited(raw)))
    value = float(text.replace(",", "."))
    if not math.isfinite(value):
        raise Refused(say("This number is too big: check it."))
    return value


def _read_integer(item: Item, raw: str) -> Value:
    value = _number(raw)
    if not value.is_integer():
        raise Refused(say("Write a whole number, without a fraction."))
    if abs(value) > BIGGEST:
        raise Refused(say("This number is too big: check it."))
    return int(value)


def _read_decimal(item: Item, raw: str) -> Value:
    value = _number(raw)
    # a whole number is kept as one, as a phone writes it: the same answers give the same hash
    return int(value) if value.is_integer() and abs(value) <= BIGGEST else value


def _read_text(item: Item, raw: str) -> Value:
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def _read_date(item: Item, raw: str) -> Value:
    text = raw.strip()
    if match := ISO_DAY.fullmatch(text):
        year, month, day = match.groups()
    elif match := DOTTED_DAY.fullmatch(text):
        day, month, year = match.groups()
    else:
        raise Refused(_about_day(text))
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise Refused(say("There is no such day: {value}.", value=cited(text))) from None


def _about_day(text: str) -> Message:
    if SHORT_YEAR.fullmatch(text):
        return say("Write the year in full, as in 2024-04-03.")
    if DAY_AND_TIME.fullmatch(text):
        return say("Write the day only, without the time, as in 2024-04-03.")
    if "/" in text:
        return say(
            "“{value}” can be read in two ways: write year, month and day as in 2024-04-03.",
            value=cited(text),
        )
    return say(
        "“{value}” is not a date: write year, month and day as in 2024-04-03.", value=cited(text)
    )


def _read_time(item: Item, raw: str) -> Value:
    match = CLOCK.fullmatch(raw.strip())
    if not match:
        raise Refused(
            say("“{value}” is not a time: write hours and minutes as in 09:30.", value=cited(raw))
        )
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if hours > 23 or minutes > 59 or seconds > 59:
        raise Refused(say("There is no such time: {value}.", value=cited(raw)))
    whole = f"{hours:02}:{minutes:02}"
    return f"{whole}:{seconds:02}" if seconds else whole


def _read_rows(item: Item, raw: str) -> Value:
    raise Refused(say("Rows are expected here: give each row with its own answers."))


def _read_log(item: Item, raw: str) -> Value:
    return tuple(line for text in raw.splitlines() if (line := text.strip()))


READERS: Mapping[Kind, Callable[[Item, str], Value]] = {
    Kind.LIKERT: _read_likert,
    Kind.SINGLE: _read_single,
    Kind.MULTIPLE: _read_multiple,
    Kind.INTEGER: _read_integer,
    Kind.DECIMAL: _read_decimal,
    Kind.RANGE: _read_decimal,
    Kind.TEXT: _read_text,
    Kind.LONG_TEXT: _read_text,
    Kind.DATE: _read_date,
    Kind.TIME: _read_time,
    Kind.REPEAT: _read_rows,
    Kind.TIMED: _read_log,
}
"""Every kind that holds an answer, and how its text is read."""


def number_words(value: float) -> str:
    """Write a number for a sentence, 5 rather than 5.0."""
    return string(float(value))
