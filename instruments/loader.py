"""Instruments from TOML text: read, checked, and built into definitions."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from instruments.checks import faults_of
from instruments.definitions import (
    About,
    AnyOf,
    Choice,
    ChoiceList,
    FilledBy,
    Index,
    Instrument,
    Item,
    Kind,
    Required,
    Scale,
    Section,
    TalkCode,
    Track,
    TrackMode,
    opened,
)
from instruments.faults import AuthorFault, BrokenInstrument, say, shown
from instruments.wording import Message, Text

__all__ = ["AuthorFault", "BrokenInstrument", "digest_of", "from_table", "load", "load_file"]

Table = Mapping[str, Any]
"""A table of the file after the checks: every key known, every value of the right type."""

LINE = re.compile(r"line (\d+)")

REQUIRED = {True: Required.YES, False: Required.NO}


def load(source: str, file: str = "") -> Instrument:
    """Build an instrument from TOML text, or raise BrokenInstrument with every fault."""
    return from_table(_parsed(_lf(source), file), file, digest_of(source))


def from_table(table: Mapping[str, object], file: str = "", sha256: str = "") -> Instrument:
    """Build an instrument from what a TOML parser gives, or raise BrokenInstrument."""
    found = faults_of(table, file)
    if found:
        raise BrokenInstrument(found)
    return _instrument(table, sha256)


def load_file(path: Path | str, name: str = "") -> Instrument:
    """Build an instrument from a TOML file; faults call the file by `name` where one is given."""
    file = name or str(path)
    try:
        source = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _broken(
            file,
            say("The file is not UTF-8 text (byte {number}).", number=error.start + 1),
            say("Save it as UTF-8."),
        ) from error
    except (OSError, ValueError) as error:
        raise _broken(
            file, say("The file cannot be read."), say("Check its name and its folder.")
        ) from error
    return load(source, file)


def digest_of(source: str) -> str:
    """Hash the text of an instrument, the same with Windows' and Unix' line ends."""
    return hashlib.sha256(_lf(source).encode("utf-8", "surrogatepass")).hexdigest()


def _lf(source: str) -> str:
    return source.replace("\r\n", "\n")


def _parsed(source: str, file: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        reason, _, spot = str(error).partition(" (at ")
        line = LINE.match(spot)
        raise _broken(
            file,
            say("The file is not valid TOML: {reason}.", reason=shown(reason)),
            say("Mend this line; quotes and brackets come in pairs, a key stands once."),
            say("line {line}", line=line[1] if line else source.count("\n") + 1),
        ) from error
    except (ValueError, RecursionError) as error:
        raise _broken(
            file,
            say("The file holds a number or a nesting that no instrument needs."),
            say("Look for a very long number or many brackets in a row."),
        ) from error


def _broken(
    file: str, message: Message, remedy: Message, place: Message | None = None
) -> BrokenInstrument:
    return BrokenInstrument((AuthorFault(file, place or say("whole file"), message, remedy),))


def _instrument(table: Table, sha256: str) -> Instrument:
    lists = {part["key"]: _list(part) for part in table.get("list", ())}
    sections = tuple(_section(part, lists) for part in table["section"])
    items = {item.code: item for section in sections for item in opened(section.items)}
    return Instrument(
        key=table["key"],
        version=table["version"],
        title=_needed(table, "title"),
        about=About(table["about"]),
        asked_of=table.get("asked_of", ""),
        filled_by=FilledBy(table["filled_by"]),
        minutes=table["minutes"],
        sections=sections,
        purpose=_text(table, "purpose"),
        scales=tuple(_scale(scale, items) for scale in table.get("scale", ())),
        any_of=tuple(
            AnyOf(part["key"], _words(part), tuple(part["items"]), *_expected(part))
            for part in table.get("any_of", ())
        ),
        lists=tuple(lists.values()),
        distinct_by=tuple(table.get("distinct_by", ())),
        date_item=table.get("date_item", ""),
        group_item=table.get("group_item", ""),
        based_on=_text(table, "based_on"),
        outcome=table.get("outcome", ""),
        rater_item=table.get("rater_item", ""),
        index=tuple(
            Index(part["key"], _words(part), tuple(part["items"]))
            for part in table.get("index", ())
        ),
        codes=tuple(
            TalkCode(part["key"], _words(part), *_expected(part)) for part in table.get("code", ())
        ),
        covariates=tuple(table.get("covariates", ())),
        groups=tuple(table.get("groups", ())),
        certify_share=float(table.get("certify_share", 0)),
        certify_within=table.get("certify_within", 0),
        sha256=sha256,
    )


def _expected(table: Table) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(table.get("goes_with", ())), tuple(table.get("goes_against", ()))


def _list(table: Table) -> ChoiceList:
    choices = (
        Choice(choice["code"], _words(choice), _text(choice, "describe"))
        for choice in table["choice"]
    )
    return ChoiceList(table["key"], tuple(choices))


def _section(table: Table, lists: Mapping[str, ChoiceList]) -> Section:
    return Section(
        key=table["key"],
        title=_needed(table, "title"),
        items=tuple(_item(item, lists) for item in table["item"]),
        intro=_text(table, "intro"),
        show_if=table.get("show_if", "").strip(),
    )


def _item(table: Table, lists: Mapping[str, ChoiceList]) -> Item:
    choices = lists[table["list"]].choices if table.get("list") else ()
    kind = Kind(table["kind"])
    minimum, maximum = _number(table, "min"), _number(table, "max")
    if kind is Kind.LIKERT:
        codes = [float(choice.code) for choice in choices]
        minimum, maximum = min(codes), max(codes)
    return Item(
        code=table["code"],
        kind=kind,
        label=_words(table),
        hint=_text(table, "hint"),
        required=_required(table.get("required", "no")),
        show_if=table.get("show_if", "").strip(),
        constraint=table.get("constraint", "").strip(),
        constraint_message=_text(table, "constraint_message"),
        default=table.get("default", ""),
        list_key=table.get("list", ""),
        choices=choices,
        minimum=minimum,
        maximum=maximum,
        step=_number(table, "step"),
        personal=table.get("personal", False),
        items=tuple(_item(item, lists) for item in table.get("item", ())),
        tracks=tuple(_track(track, lists) for track in table.get("track", ())),
        minutes=table.get("minutes", 0),
        late_s=table.get("late_s", 0),
    )


def _track(table: Table, lists: Mapping[str, ChoiceList]) -> Track:
    return Track(
        key=table["key"],
        mode=TrackMode(table["mode"]),
        label=_words(table),
        choices=lists[table["list"]].choices,
        list_key=table["list"],
        every_s=table.get("every_s", 0),
        at_minutes=tuple(map(float, table.get("at_minutes", ()))),
        window_s=table.get("window_s", 0),
        exclusive=tuple(frozenset(codes.split()) for codes in table.get("exclusive", ())),
    )


def _scale(table: Table, items: Mapping[str, Item]) -> Scale:
    first = items[table["items"][0]]
    return Scale(
        code=table["code"],
        name=_needed(table, "name"),
        items=tuple(table["items"]),
        reverse=frozenset(table.get("reverse", ())),
        minimum=cast(float, first.minimum),
        maximum=cast(float, first.maximum),
        min_answered=float(table.get("min_answered", 0.8)),
    )


def _required(value: bool | str) -> Required:
    return REQUIRED[value] if isinstance(value, bool) else Required(value)


def _number(table: Table, key: str) -> float | None:
    return float(table[key]) if key in table else None


def _words(table: Table) -> Text:
    return Text(table["kk"], table["ru"], table["en"])


def _text(table: Table, key: str) -> Text | None:
    return _words(table[key]) if key in table else None


def _needed(table: Table, key: str) -> Text:
    return _words(table[key])
