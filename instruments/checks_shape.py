"""The shape of an instrument file: keys, types, and wordings in every language."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum

from instruments.checks_outline import Draft, Spot, is_list, is_number
from instruments.faults import AuthorFault, say, shown
from instruments.wording import LANGUAGES, Message


class Form(Enum):
    """What may stand after a key."""

    TEXT = "text"
    TEXTS = "texts"
    WHOLE = "whole"
    NUMBER = "number"
    NUMBERS = "numbers"
    YES_NO = "yes_no"
    REQUIRED = "required"
    WORDING = "wording"
    TABLES = "tables"


WANTED: Mapping[Form, Message] = {
    Form.TEXT: say("a text in quotes"),
    Form.TEXTS: say('a list of texts, such as ["A1", "A2"]'),
    Form.WHOLE: say("a whole number"),
    Form.NUMBER: say("a number"),
    Form.NUMBERS: say("a list of numbers, such as [4, 9, 14]"),
    Form.YES_NO: say("true or false"),
    Form.REQUIRED: say('"no", "ask" or "yes"'),
    Form.WORDING: say("a wording with kk, ru and en"),
    Form.TABLES: say("tables of its own, written with [[ ]]"),
}


NAMED = 16
"""So many known words are named to somebody who used an unknown one."""


def _list_of(kind: type) -> Callable[[object], bool]:
    return lambda value: is_list(value) and all(isinstance(one, kind) for one in value)


FITS: Mapping[Form, Callable[[object], bool]] = {
    Form.TEXT: lambda value: isinstance(value, str),
    Form.TEXTS: _list_of(str),
    Form.WHOLE: lambda value: isinstance(value, int) and is_number(value),
    Form.NUMBER: is_number,
    Form.NUMBERS: lambda value: is_list(value) and all(is_number(one) for one in value),
    Form.YES_NO: lambda value: isinstance(value, bool),
    Form.REQUIRED: lambda value: isinstance(value, str | bool),
    Form.WORDING: lambda value: isinstance(value, dict),
    Form.TABLES: _list_of(dict),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys of one sort of table: those it needs, and those it may have."""

    needs: Mapping[str, Form]
    may_have: Mapping[str, Form]
    worded: bool = False
    """Whether kk, ru and en stand side by side in the table itself."""

    @property
    def known(self) -> Mapping[str, Form]:
        """Give every key."""
        beside: tuple[str, ...] = LANGUAGES if self.worded else ()
        return {**self.needs, **dict.fromkeys(beside, Form.TEXT), **self.may_have}


INSTRUMENT = Shape(
    {
        "key": Form.TEXT,
        "version": Form.WHOLE,
        "about": Form.TEXT,
        "filled_by": Form.TEXT,
        "minutes": Form.WHOLE,
        "title": Form.WORDING,
        "section": Form.TABLES,
    },
    {
        "asked_of": Form.TEXT,
        "purpose": Form.WORDING,
        "distinct_by": Form.TEXTS,
        "date_item": Form.TEXT,
        "group_item": Form.TEXT,
        "based_on": Form.WORDING,
        "outcome": Form.TEXT,
        "rater_item": Form.TEXT,
        "covariates": Form.TEXTS,
        "groups": Form.TEXTS,
        "certify_share": Form.NUMBER,
        "certify_within": Form.WHOLE,
        "list": Form.TABLES,
        "scale": Form.TABLES,
        "any_of": Form.TABLES,
        "index": Form.TABLES,
        "code": Form.TABLES,
    },
)
LIST = Shape({"key": Form.TEXT, "choice": Form.TABLES}, {})
CHOICE = Shape({"code": Form.TEXT}, {"describe": Form.WORDING}, worded=True)
SECTION = Shape(
    {"key": Form.TEXT, "title": Form.WORDING, "item": Form.TABLES},
    {"intro": Form.WORDING, "show_if": Form.TEXT},
)
ITEM = Shape(
    {"code": Form.TEXT, "kind": Form.TEXT},
    {
        "list": Form.TEXT,
        "required": Form.REQUIRED,
        "hint": Form.WORDING,
        "show_if": Form.TEXT,
        "constraint": Form.TEXT,
        "constraint_message": Form.WORDING,
        "default": Form.TEXT,
        "min": Form.NUMBER,
        "max": Form.NUMBER,
        "step": Form.NUMBER,
        "personal": Form.YES_NO,
        "item": Form.TABLES,
        "track": Form.TABLES,
        "minutes": Form.WHOLE,
        "late_s": Form.WHOLE,
    },
    worded=True,
)
TRACK = Shape(
    {"key": Form.TEXT, "mode": Form.TEXT, "list": Form.TEXT},
    {
        "every_s": Form.WHOLE,
        "at_minutes": Form.NUMBERS,
        "window_s": Form.WHOLE,
        "exclusive": Form.TEXTS,
    },
    worded=True,
)
SCALE = Shape(
    {"code": Form.TEXT, "name": Form.WORDING, "items": Form.TEXTS},
    {"reverse": Form.TEXTS, "min_answered": Form.NUMBER},
)
EXPECTED = {"goes_with": Form.TEXTS, "goes_against": Form.TEXTS}
ANY_OF = Shape({"key": Form.TEXT, "items": Form.TEXTS}, EXPECTED, worded=True)
INDEX = Shape({"key": Form.TEXT, "items": Form.TEXTS}, {}, worded=True)
CODE = Shape({"key": Form.TEXT}, EXPECTED, worded=True)


def shape_faults(draft: Draft) -> Iterator[AuthorFault]:
    """Name what is unknown, missing, mistyped or not worded in any table."""
    for spot, shape in _shaped(draft):
        yield from _unknown(spot, shape)
        for key, form in shape.known.items():
            if key in spot.table:
                yield from _value(spot, key, form)
            elif key in shape.needs:
                yield spot.fault(
                    say("{key} is missing.", key=key),
                    say("Add {key}: {wanted}.", key=key, wanted=WANTED[form]),
                )
        if shape.worded:
            yield from _wording(spot, spot.table, say("label"))


def _shaped(draft: Draft) -> Iterator[tuple[Spot, Shape]]:
    yield draft.whole, INSTRUMENT
    for spot, choices in zip(draft.lists, draft.choices, strict=True):
        yield spot, LIST
        yield from ((choice, CHOICE) for choice in choices)
    yield from ((section, SECTION) for section in draft.sections)
    yield from ((item.spot, ITEM) for item in draft.items)
    yield from ((track, TRACK) for item in draft.items for track in item.tracks)
    yield from ((scale, SCALE) for scale in draft.scales)
    yield from ((part, ANY_OF) for part in draft.any_of)
    yield from ((part, INDEX) for part in draft.indexes)
    yield from ((part, CODE) for part in draft.codes)


def _unknown(spot: Spot, shape: Shape) -> Iterator[AuthorFault]:
    for key in spot.table:
        if key not in shape.known:
            yield spot.fault(say("Unknown key {key}.", key=shown(key)), nearest(key, shape.known))


def _value(spot: Spot, key: str, form: Form) -> Iterator[AuthorFault]:
    value = spot.table[key]
    if not FITS[form](value):
        yield spot.fault(
            say(
                "{key} = {value} is not {wanted}.",
                key=key,
                value=_written(value),
                wanted=WANTED[form],
            ),
            say("Write {wanted}.", wanted=WANTED[form]),
        )
    elif isinstance(value, dict):
        yield from _wording(spot, value, key)
        for language in value:
            if language not in LANGUAGES:
                yield spot.fault(
                    say("Unknown key {key}.", key=f"{key}.{shown(language)}"),
                    nearest(language, LANGUAGES),
                )
    elif isinstance(value, str):
        yield from _signs(spot, key, value)
    elif form is Form.TABLES and not value:
        yield spot.fault(say("{key} is empty.", key=key), say("Add at least one."))


def _written(value: object) -> str:
    if isinstance(value, str):
        return f'"{shown(value)}"'
    return str(value).lower() if isinstance(value, bool) else shown(value)


def _wording(spot: Spot, table: Mapping[str, object], what: Message | str) -> Iterator[AuthorFault]:
    worded = {language: table.get(language, "") for language in LANGUAGES}
    for language, value in worded.items():
        if not isinstance(value, str) and table is not spot.table:
            yield spot.fault(
                say("The {what} in {language} is not a text.", what=what, language=language),
                say("Write {wanted}.", wanted=WANTED[Form.TEXT]),
            )
        elif isinstance(value, str) and table is not spot.table:
            yield from _signs(spot, language, value)
    blank = [one for one, value in worded.items() if isinstance(value, str) and not value.strip()]
    if len(blank) == len(LANGUAGES):
        yield spot.fault(say("The {what} is blank.", what=what), say("Word it in kk, ru and en."))
    elif blank:
        languages = ", ".join(blank)
        yield spot.fault(
            say("The {what} is not worded in {languages}.", what=what, languages=languages),
            say("Add the wording in {languages}.", languages=languages),
        )


def _signs(spot: Spot, key: str, value: str) -> Iterator[AuthorFault]:
    # A database or a workbook would refuse these signs long after the author has gone home.
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in value):
        yield spot.fault(
            say(
                "{key} holds an invisible control character: {value}.", key=key, value=shown(value)
            ),
            say("Type the text again without it."),
        )


def nearest(given: str, known: Iterable[str]) -> Message:
    """Say which known word was probably meant, or which there are."""
    words = list(known)
    by_small_letters = {word.lower(): word for word in reversed(words)}
    close = get_close_matches(given.lower()[:100], by_small_letters, n=1, cutoff=0.6)
    if close:
        return say("Did you mean {word}?", word=shown(by_small_letters[close[0]]))
    if not words:
        return say("Take it out.")
    named = ", ".join(shown(word) for word in words[:NAMED])
    return say("Use one of: {words}.", words=named + (", …" if len(words) > NAMED else ""))
