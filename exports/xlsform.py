"""An instrument as an XLSForm (.xlsx), for ODK, Kobo and whatever else reads that standard."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from exports.columns import Cell
from exports.routes import NAMED
from exports.sheets import Book
from exports.wording import Words, say
from instruments.definitions import CHOOSING, Choice, Instrument, Item, Kind, Required, Section
from instruments.wording import LANGUAGES, Language, Text

Row = tuple[Cell, ...]
Cells = dict[str, Cell]
NAMES: dict[Language, str] = {
    "kk": "Қазақша (kk)",
    "ru": "Русский (ru)",
    "en": "English (en)",
}
"""What a language is called in the heads of columns."""
PLAIN = (
    "type",
    "name",
    "required",
    "relevant",
    "constraint",
    "appearance",
    "parameters",
    "default",
)
TRANSLATED = ("label", "hint", "constraint_message")
HEADER = (*PLAIN, *(f"{what}::{NAMES[one]}" for what in TRANSLATED for one in LANGUAGES))
CHOICES = ("list_name", "name", *(f"label::{NAMES[one]}" for one in LANGUAGES))
TYPES = {
    Kind.LIKERT: "select_one",
    Kind.SINGLE: "select_one",
    Kind.MULTIPLE: "select_multiple",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "decimal",
    Kind.RANGE: "range",
    Kind.TEXT: "text",
    Kind.LONG_TEXT: "text",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.NOTE: "note",
    Kind.TIMED: "note",
}
APPEARANCES = {Kind.LIKERT: "likert", Kind.LONG_TEXT: "multiline"}
CONTEXT = ("wave", "wave_stage", "wave_number", "role", "language")
"""What conditions may look at besides answers; a form asks it first."""
ON_THE_CLOCK = say("Coded on a clock, which this form has not: use a paper sheet or the program.")


def write_xlsform(instrument: Instrument, out: BinaryIO, made_at: datetime) -> None:
    """Write the sheets survey, choices and settings in three languages."""
    book = Book(instrument.title.in_("kk"), made_at)
    try:
        for name, header, rows in _sheets(instrument):
            sheet = book.sheet(name, lambda _row, _column, text: text)
            sheet.header(header)
            sheet.write(rows)
        book.save(out)
    finally:
        for sheet in book.sheets:
            sheet.spool.close()


def _sheets(instrument: Instrument) -> Iterator[tuple[str, Sequence[str], list[Row]]]:
    survey = [tuple(one.get(name) for name in HEADER) for one in _survey(instrument)]
    yield "survey", HEADER, survey
    yield "choices", CHOICES, [*_choices(instrument)]
    settings = (
        instrument.title.in_("kk"),
        instrument.key,
        str(instrument.version),
        NAMES["kk"],
    )
    yield "settings", ("form_title", "form_id", "version", "default_language"), [settings]


def _survey(instrument: Instrument) -> Iterator[Cells]:
    for name in CONTEXT:
        if name in _looked_at(instrument) - instrument.items.keys():
            yield {"type": "text", "name": name, "required": "yes", **_words(Text(*[name] * 3))}
    for section in instrument.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[Cells]:
    relevant = {"relevant": section.show_if or None}
    name = f"section_{section.key}"
    yield {"type": "begin_group", "name": name, **relevant, **_words(section.title)}
    if section.intro:
        yield {"type": "note", "name": f"{name}_intro", **_words(section.intro)}
    yield from _items(section.items)
    yield {"type": "end_group", "name": name}


def _items(items: Sequence[Item]) -> Iterator[Cells]:
    for item in items:
        if item.kind in (Kind.GROUP, Kind.REPEAT):
            word = "group" if item.kind is Kind.GROUP else "repeat"
            yield {"type": f"begin_{word}", **_asked(item)}
            yield from _items(item.items)
            yield {"type": f"end_{word}", "name": item.code}
        else:
            yield _question(item)


def _question(item: Item) -> Cells:
    kind = TYPES[item.kind]
    cells: Cells = {"type": kind, "appearance": APPEARANCES.get(item.kind), **_asked(item)}
    if item.kind in CHOOSING:
        cells["type"] = f"{kind} {_list_name(item)}"
    if item.kind is Kind.RANGE:
        ends = (item.minimum or 0, item.maximum or 0, item.step or 1)
        cells["parameters"] = "start={:g} end={:g} step={:g}".format(*ends)
    elif limits := _limits(item):
        cells["constraint"] = limits
    if item.kind is Kind.TIMED:
        cells |= _worded("hint", ON_THE_CLOCK)
    elif item.kind is not Kind.NOTE:
        cells["required"] = "yes" if item.required is Required.YES else None
        cells["default"] = item.default or None
    return cells


def _asked(item: Item) -> Cells:
    cells: Cells = {"name": item.code, "relevant": item.show_if or None, **_words(item.label)}
    if item.hint:
        cells |= _worded("hint", item.hint)
    if item.constraint_message:
        cells |= _worded("constraint_message", item.constraint_message)
    return cells


def _limits(item: Item) -> str:
    parts = [item.constraint] if item.constraint else []
    if item.minimum is not None:
        parts.append(f". >= {item.minimum:g}")
    if item.maximum is not None:
        parts.append(f". <= {item.maximum:g}")
    return " and ".join(f"({one})" for one in parts) if len(parts) > 1 else "".join(parts)


def _words(label: Text) -> Cells:
    return _worded("label", label)


def _worded(what: str, words: Words) -> Cells:
    return {f"{what}::{NAMES[one]}": words.in_(one) for one in LANGUAGES}


def _list_name(item: Item) -> str:
    return item.list_key or f"{item.code}_choices"


def _choices(instrument: Instrument) -> Iterator[Row]:
    found: dict[str, tuple[Choice, ...]] = {}
    for item in _every(item for section in instrument.sections for item in section.items):
        if item.kind in CHOOSING:
            found.setdefault(_list_name(item), item.choices)
    for name, choices in found.items():
        for one in choices:
            yield (name, one.code, *(one.label.in_(language) for language in LANGUAGES))


def _every(items: Iterator[Item] | Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _every(item.items)


def _looked_at(instrument: Instrument) -> frozenset[str]:
    """Name everything that a condition looks at."""
    conditions = [section.show_if for section in instrument.sections]
    for item in _every(item for section in instrument.sections for item in section.items):
        conditions += (item.show_if, item.constraint)
    return frozenset(NAMED.findall(" ".join(conditions)))
