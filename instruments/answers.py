"""The one place where raw values become answers and where answers are judged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from instruments.definitions import (
    UNANSWERED,
    Answers,
    Instrument,
    Item,
    Kind,
    Required,
    Section,
    Value,
    opened,
)
from instruments.expressions import NO_CONTEXT, Context, holds
from instruments.functions import string
from instruments.judging import BLANKS, JUDGES, unstorable
from instruments.reading import READERS, Refused, cited, find_choice, in_list_order, say
from instruments.routing import is_blank, relevant, row_answers, shown_items, shown_sections
from instruments.timed import doubts
from instruments.wording import Message

__all__ = ["BLANKS", "JUDGES", "READERS", "Fault", "Refused", "faults", "from_plain", "read"]

Raw = str | Sequence[str] | int | float | date | time | datetime | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one answer; `skippable` faults only ask, the person may go on."""

    item: str
    """The item's code; in rows of a repeat "turns.2.text", rows counted from 1."""
    message: Message
    skippable: bool = False


def read(item: Item, raw: Raw) -> Value | None:
    """Read one raw value as the answer to an item; nothing or blanks are no answer."""
    if item.kind in UNANSWERED:
        raise Refused(say("No answer is expected here: leave it out."))
    if item.kind is Kind.REPEAT:
        rows, wrong = _read_rows(item, raw, "")
        if wrong:
            raise Refused(wrong[0].message)
        return rows or None
    value = _read(item, raw)
    if value is not None and (message := JUDGES[item.kind](item, value)):
        raise Refused(message)
    return value


def _read(item: Item, raw: object) -> Value | None:
    if isinstance(raw, Sequence) and not isinstance(raw, str | bytes):
        return _read_several(item, raw)
    text = _as_text(item, raw)
    return READERS[item.kind](item, text) if text.strip() else None


def _read_several(item: Item, raw: Sequence[object]) -> Value | None:
    parts = [text for part in raw if (text := _as_text(item, part)).strip()]
    if not parts:
        return None
    if item.kind is Kind.TIMED:
        return READERS[item.kind](item, "\n".join(parts))
    if item.kind is Kind.MULTIPLE:
        return in_list_order(item, {find_choice(item, part).code for part in parts})
    if len(parts) > 1:
        raise Refused(say("Several answers are given: keep one."))
    return READERS[item.kind](item, parts[0])


def _as_text(item: Item, raw: object) -> str:
    """Write a cell or a value from a phone as the text that a person would type."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        if message := unstorable(raw):
            raise Refused(message)
        return raw
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return str(raw) if isinstance(raw, int) else string(raw)
    if isinstance(raw, datetime) and item.kind is Kind.TIME:
        return raw.time().isoformat()
    if isinstance(raw, datetime):
        return raw.replace(tzinfo=None).isoformat(sep=" ")
    if isinstance(raw, date | time):
        return raw.isoformat()
    raise Refused(say("This value does not fit the question: {value}.", value=_cited(raw)))


def _cited(raw: object) -> str:
    # from outside: what cannot be shown on a page must not come back in a sentence
    return cited(str(raw).encode(errors="replace").decode())


def from_plain(
    instrument: Instrument, plain: Mapping[str, object]
) -> tuple[Answers, tuple[Fault, ...]]:
    """Read a whole body as it comes from a form, a phone or a sheet, with every fault at once.

    Blank answers and blank rows are left out; what is refused is left out and named.
    """
    return _read_all(instrument.items, plain, "")


def _read_all(
    items: Mapping[str, Item], plain: Mapping[str, object], prefix: str
) -> tuple[dict[str, Value], tuple[Fault, ...]]:
    answers: dict[str, Value] = {}
    wrong: list[Fault] = []
    for code, raw in plain.items():
        place = prefix + _cited(code)
        item = items.get(code)
        if item is None or item.kind in UNANSWERED:
            wrong.append(_unknown(place))
        elif item.kind is Kind.REPEAT:
            rows, inside = _read_rows(item, raw, f"{place}.")
            wrong.extend(inside)
            if rows:
                answers[code] = rows
        else:
            try:
                value = read(item, raw)  # type: ignore[arg-type]
            except Refused as refused:
                wrong.append(Fault(place, refused.message))
            else:
                if value is not None:
                    answers[code] = value
    return answers, tuple(wrong)


def _unknown(place: str) -> Fault:
    return Fault(place, say("There is no question {code} here: check its code.", code=place))


def _read_rows(
    repeat: Item, raw: object, prefix: str
) -> tuple[tuple[Mapping[str, Value], ...], tuple[Fault, ...]]:
    if raw is None or raw == "":
        return (), ()
    expected = Fault(
        prefix.rstrip("."), say("Rows are expected here: give each row with its own answers.")
    )
    if not isinstance(raw, Sequence) or isinstance(raw, str | bytes):
        return (), (expected,)
    items = {member.code: member for member in opened(repeat.items)}
    rows: list[Mapping[str, Value]] = []
    wrong: list[Fault] = []
    for number, plain in enumerate(raw, start=1):
        if not isinstance(plain, Mapping):
            wrong.append(expected)
            continue
        row, inside = _read_all(items, plain, f"{prefix}{number}.")
        wrong.extend(inside)
        if row:
            rows.append(row)
    return tuple(rows), tuple(wrong)


def faults(
    instrument: Instrument,
    answers: Answers,
    context: Context = NO_CONTEXT,
    *,
    section: Section | None = None,
) -> tuple[Fault, ...]:
    """Judge answers and name every fault at once, of one section or of the whole.

    Only what is shown is judged, by the answers that count.
    """
    counted = relevant(instrument, answers, context)
    found: list[Fault] = []
    for one in shown_sections(instrument, counted, context):
        if section is None or one.key == section.key:
            found.extend(_judge_items(one.items, counted, counted, context, ""))
    if section is None:
        found.extend(_unknown_codes(instrument.items, answers, ""))
    return tuple(found)


def _unknown_codes(items: Mapping[str, Item], given: Answers, prefix: str) -> Iterator[Fault]:
    for code in given:
        if code not in items or items[code].kind in UNANSWERED:
            yield _unknown(prefix + _cited(code))


def _judge_items(
    items: tuple[Item, ...], given: Answers, seen: Answers, context: Context, prefix: str
) -> Iterator[Fault]:
    """Judge what is given for these items; conditions look at what is seen."""
    for item in shown_items(items, seen, context):
        if item.kind in UNANSWERED:
            continue
        value = given.get(item.code)
        place = prefix + item.code
        if value is None or is_blank(value):
            yield from _judge_blank(item, place)
            continue
        if message := JUDGES[item.kind](item, value) or _broken(item, value, seen, context):
            yield Fault(place, message)
        elif item.kind is Kind.TIMED:
            yield from (Fault(place, doubt, skippable=True) for doubt in doubts(item, value))
        if item.kind is Kind.REPEAT and isinstance(value, tuple):
            yield from _judge_rows(item, value, seen, context, place)


def _judge_blank(item: Item, place: str) -> Iterator[Fault]:
    short = item.kind is Kind.REPEAT and (item.minimum or 0) > 0
    if short and item.required is not Required.ASK:
        message = JUDGES[item.kind](item, ())
        yield Fault(place, message or BLANKS[item.kind])
    elif item.required is not Required.NO:
        yield Fault(place, BLANKS[item.kind], skippable=item.required is Required.ASK)


def _broken(item: Item, value: Value, seen: Answers, context: Context) -> Message | None:
    if holds(item.constraint, seen, value, context):
        return None
    if item.constraint_message:
        return say("{text}", text=item.constraint_message)
    return say("This answer does not fit: check it.")


def _judge_rows(
    repeat: Item, rows: tuple[object, ...], seen: Answers, context: Context, place: str
) -> Iterator[Fault]:
    members = {member.code: member for member in opened(repeat.items)}
    for number, row in enumerate(rows, start=1):
        if isinstance(row, Mapping):
            prefix = f"{place}.{number}."
            yield from _judge_items(
                repeat.items, row, row_answers(repeat, seen, row), context, prefix
            )
            yield from _unknown_codes(members, row, prefix)
