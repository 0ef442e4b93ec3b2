"""Build the form of a section: a WTForms class, made once per version and language."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms import FieldList

from forms.fields import FIELDS, plain
from forms.protection import ProtectedForm, Protection, protected
from forms.views import ItemView, RowView, condition_of, numbers
from instruments.answers import Fault, Refused, faults, read
from instruments.definitions import Answers, Instrument, Item, Kind, Section, Value, opened
from instruments.expressions import parse
from instruments.routing import is_blank, relevant
from instruments.wording import Language, Message

Context = Mapping[str, str]


_built: dict[tuple[str, int, str, str, Language], type["SectionForm"]] = {}
"""Keyed by what names a version: hashing a whole instrument would cost more than building."""


def section_form(
    instrument: Instrument, section: Section, language: Language
) -> type["SectionForm"]:
    """Give the form class of a section; a version never changes, so it is built only once."""
    key = (instrument.key, instrument.version, instrument.sha256, section.key, language)
    if key not in _built:
        _built[key] = _build(instrument, section, language)
    return _built[key]


def _build(instrument: Instrument, section: Section, language: Language) -> type["SectionForm"]:
    members: dict[str, Any] = {
        item.code: make(item) for item in opened(section.items) if (make := FIELDS[item.kind])
    }
    members |= {"instrument": instrument, "section": section, "language": language}
    members["numbers"] = numbers(instrument)
    members["is_live"] = any(item.show_if or item.constraint for item in _everything(section))
    return type("FormOf_" + section.key, (SectionForm,), members)


def _everything(section: Section) -> Iterator[Item]:
    """Yield the items of a section, those inside repeats too."""
    for item in opened(section.items):
        yield item
        if item.kind is Kind.REPEAT:
            yield from opened(item.items)


_untouched: dict[tuple[type["SectionForm"], tuple[tuple[str, str], ...]], "SectionForm"] = {}
MOST_UNTOUCHED = 512
"""The day is part of the key: the forms of yesterday make room."""


def untouched_form(kind: type["SectionForm"], context: Context) -> "SectionForm":
    """Give the form of a section that nobody has touched, made once: it is only looked at.

    It belongs to nobody, so its own token opens nothing; the page writes the visitor's.
    """
    key = kind, tuple(context.items())
    if key not in _untouched:
        if len(_untouched) >= MOST_UNTOUCHED:
            _untouched.clear()
        form = kind(None, {}, context, Protection(b"", ""))
        form.is_shared = True
        _untouched[key] = form
    return _untouched[key]


class SectionForm(ProtectedForm):
    """One section as it was typed, with what the engine reads and says of it."""

    instrument: ClassVar[Instrument]
    section: ClassVar[Section]
    language: ClassVar[Language]
    numbers: ClassVar[Mapping[str, int]]
    is_live: ClassVar[bool]
    """Whether items of the section have conditions."""

    def __init__(
        self,
        formdata: MultiDict[str, str] | None,
        answers: Answers,
        context: Context,
        protection: Protection,
    ) -> None:
        known = {code: plain(value) for code, value in answers.items()}
        super().__init__(formdata, data=known, meta=protected(protection, self.language))
        self.known, self.context = answers, context
        self.is_submitted = formdata is not None
        self.is_shared = False
        """Whether the form is looked at by many and so drawn only once."""
        self.faults: tuple[Fault, ...] = ()
        self.refused: dict[str, Message] = {}
        self.answers: Answers = self._read() if formdata is not None else self._own(answers)

    @property
    def own_items(self) -> tuple[Item, ...]:
        """The items of the section that hold an answer."""
        return tuple(item for item in opened(self.section.items) if FIELDS[item.kind])

    def _own(self, answers: Answers) -> Answers:
        return {item.code: answers[item.code] for item in self.own_items if item.code in answers}

    def _read(self) -> Answers:
        """Read what was typed; what cannot be read stays in its field with its sentence."""
        found: dict[str, Value] = {}
        for item in self.own_items:
            field = self[item.code]
            value = (
                self._read_rows(item, field)
                if item.kind is Kind.REPEAT
                else self._read_one(item, field.raw, item.code)
            )
            if value is not None and not is_blank(value):
                found[item.code] = value
        shown = relevant(self.instrument, {**self.known_elsewhere, **found}, self.context)
        return {code: value for code, value in found.items() if code in shown}

    @property
    def known_elsewhere(self) -> Answers:
        """The answers of the other sections."""
        own = {item.code for item in self.own_items}
        return {code: value for code, value in self.known.items() if code not in own}

    def _read_one(self, item: Item, raw: Any, place: str) -> Value | None:
        try:
            return read(item, raw)
        except Refused as refused:
            self.refused[place] = refused.message
            return None

    def _read_rows(self, item: Item, field: FieldList) -> Value | None:
        rows: list[Mapping[str, Value]] = []
        for entry in field.entries:
            row: dict[str, Value] = {}
            for member in item.items:
                if FIELDS[member.kind]:
                    place = f"{entry.name}.{member.code}"
                    value = self._read_one(member, entry[member.code].raw, place)
                    if value is not None and not is_blank(value):
                        row[member.code] = value
            if row:
                rows.append(row)
        return tuple(rows) or None

    def validate(self, extra_validators: Any = None) -> bool:
        """Judge the section: every fault at once, each at its place."""
        return super().validate(extra_validators) and self.judge()

    def judge(self) -> bool:
        """Judge the answers alone, without asking where the form came from."""
        whole = {**self.known_elsewhere, **self.answers}
        judged = faults(self.instrument, whole, self.context, section=self.section)
        unread = {place.split(".")[0] for place in self.refused}
        self.faults = tuple(fault for fault in judged if fault.item not in unread)
        return not self.faults and not self.refused

    @property
    def skippable(self) -> bool:
        """Say whether the person may go on although something is left blank."""
        return bool(self.faults) and not self.refused and all(one.skippable for one in self.faults)

    @property
    def wrong_places(self) -> int:
        """Count the places at which something is wrong."""
        return len(self.faults) + len(self.refused)

    def add_row(self, code: str) -> None:
        """Give a repeat one more blank row."""
        if code in self and isinstance(self[code], FieldList):
            self[code].append_entry()

    def items(self) -> Iterator[ItemView]:
        """Yield the items to show, in order, each with its field and what is wrong there."""
        errors = self._errors()
        counted = self.numbers
        for item in self.section.items:
            view = self._view(item, errors, counted)
            if view is not None:
                yield view

    def _errors(self) -> dict[str, str]:
        found = {fault.item: fault.message.in_(self.language) for fault in self.faults}
        found |= {place: message.in_(self.language) for place, message in self.refused.items()}
        return found

    def _view(
        self, item: Item, errors: Mapping[str, str], counted: Mapping[str, int]
    ) -> ItemView | None:
        condition = condition_of(
            item, self.section, self.instrument, self.known_elsewhere, self.context
        )
        if condition.left_out:
            return None
        members = tuple(
            view
            for member in (item.items if item.kind is Kind.GROUP else ())
            if (view := self._view(member, errors, counted))
        )
        field = self[item.code] if FIELDS[item.kind] else None
        rows = self._row_views(item, field, errors) if item.kind is Kind.REPEAT else ()
        return ItemView(
            item, self.language, item.code, field, errors.get(item.code, ""),
            counted.get(item.code), condition.tree, condition.hidden, members, rows,
        )  # fmt: skip

    def _row_views(self, item: Item, field: Any, errors: Mapping[str, str]) -> tuple[RowView, ...]:
        if not field.entries:
            field.append_entry()
        kept, views = 0, []
        for number, entry in enumerate(field.entries, 1):
            blank = not any(entry[member.code].raw for member in item.items if FIELDS[member.kind])
            kept += not blank
            members = tuple(
                ItemView(
                    member,
                    self.language,
                    f"{entry.name}.{member.code}",
                    entry[member.code] if FIELDS[member.kind] else None,
                    errors.get(f"{entry.name}.{member.code}", "")
                    or ("" if blank else errors.get(f"{item.code}.{kept}.{member.code}", "")),
                    show=parse(member.show_if).tree if member.show_if else None,
                )
                for member in item.items
            )
            views.append(RowView(number, members))
        return tuple(views)
