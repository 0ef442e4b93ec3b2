"""How each kind is asked: one table from Kind to a WTForms field.

A field keeps what was typed, letter by letter; reading and judging it is the engine's work, so
that a page, a phone and an imported sheet are held to the same rules.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from wtforms import Field, FieldList, Form, FormField
from wtforms.fields.core import UnboundField

from instruments.definitions import UNANSWERED, Item, Kind

FieldMaker = Callable[[Item], UnboundField]


class TypedField(Field):  # type: ignore[misc]
    """One line or box of text, kept as typed."""

    data: str

    def process_data(self, value: object) -> None:
        """Start with a known answer."""
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed."""
        if valuelist:
            self.data = valuelist[0]

    @property
    def raw(self) -> str:
        """Give what the engine reads."""
        return self.data


class ChosenField(Field):  # type: ignore[misc]
    """One choice or several: the codes that were ticked."""

    data: tuple[str, ...]

    def process_data(self, value: object) -> None:
        """Start with a known answer."""
        if value is None or value == "":
            self.data = ()
        elif isinstance(value, str | int | float):
            self.data = (str(value),)
        else:
            self.data = tuple(map(str, value)) if isinstance(value, Iterable) else ()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was ticked; a form that was sent without it means nothing was."""
        self.data = tuple(value for value in valuelist if value)

    @cached_property
    def ticked(self) -> frozenset[str]:
        """Give the ticked codes."""
        return frozenset(self.data)

    @property
    def raw(self) -> tuple[str, ...]:
        """Give what the engine reads."""
        return self.data


class LinesField(Field):  # type: ignore[misc]
    """A log, one entry per line, as the phone writes it."""

    data: str

    def process_data(self, value: object) -> None:
        """Start with a known log."""
        self.data = "\n".join(map(str, value)) if isinstance(value, list | tuple) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was sent."""
        if valuelist:
            self.data = valuelist[0]

    @property
    def raw(self) -> str:
        """Give what the engine reads."""
        return self.data


class RowForm(Form):  # type: ignore[misc]
    """One row of a repeat."""


def _typed(item: Item) -> UnboundField:
    return TypedField(default=item.default or None)


def _chosen(item: Item) -> UnboundField:
    return ChosenField(default=item.default or None)


def _lines(item: Item) -> UnboundField:
    return LinesField()


def _rows(item: Item) -> UnboundField:
    members = {inner.code: make(inner) for inner in item.items if (make := FIELDS[inner.kind])}
    row = type("RowOf" + item.code, (RowForm,), members)
    return FieldList(FormField(row, separator="."), separator=".", default=())


FIELDS: Mapping[Kind, FieldMaker | None] = {
    Kind.LIKERT: _chosen,
    Kind.SINGLE: _chosen,
    Kind.MULTIPLE: _chosen,
    Kind.INTEGER: _typed,
    Kind.DECIMAL: _typed,
    Kind.RANGE: _typed,
    Kind.TEXT: _typed,
    Kind.LONG_TEXT: _typed,
    Kind.DATE: _typed,
    Kind.TIME: _typed,
    Kind.REPEAT: _rows,
    Kind.TIMED: _lines,
    **dict.fromkeys(UNANSWERED),
}
"""Every kind and its field; what holds no answer has none."""


def plain(value: object) -> object:
    """Give an answer as the field starts with it."""
    if isinstance(value, Mapping):
        return {code: plain(inner) for code, inner in value.items()}
    if isinstance(value, tuple):
        return [plain(inner) for inner in value]
    return value
