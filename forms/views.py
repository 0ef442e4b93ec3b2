"""What the partials see of an item: its words in one language, its field, its fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from instruments.definitions import (
    UNANSWERED,
    Answers,
    Choice,
    Instrument,
    Item,
    Kind,
    Required,
    Section,
    opened,
)
from instruments.expressions import Tree, holds, parse
from instruments.judging import LENGTHS, NUMBERS, wanted_number
from instruments.wording import Language

LONG_CHOICE = 16
"""Letters above which a choice wants a row of its own."""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One answer option."""

    code: str
    label: str
    description: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class TrackView:
    """A track of a timed item."""

    key: str
    mode: str
    label: str
    every_s: int
    at_minutes: tuple[float, ...]
    window_s: int
    sets: tuple[tuple[str, ...], ...]
    """Codes of which only one holds at a time."""
    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a repeat."""

    number: int
    members: tuple["ItemView", ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item on the page. `name` is the name of its field and the start of its ids."""

    item: Item
    language: Language
    name: str
    field: Any
    error: str = ""
    number: int | None = None
    show: Tree | None = None
    """The condition as a tree where the page itself can decide it."""
    hidden: bool = False
    """Whether the answers of other sections hide it now."""
    members: tuple["ItemView", ...] = ()
    rows: tuple[RowView, ...] = ()

    @property
    def kind(self) -> str:
        """Name the partial."""
        return self.item.kind.value

    @property
    def stem(self) -> str:
        """Give the question."""
        return self.item.label.in_(self.language)

    @property
    def hint(self) -> str:
        """Give the help below it; a range says how far it goes."""
        hint = self.item.hint.in_(self.language) if self.item.hint else ""
        if self.item.kind is not Kind.RANGE:
            return hint
        ends = f"{self.item.minimum or 0:g}–{self.item.maximum or 0:g}"
        return f"{hint} {ends}".strip()

    @property
    def value(self) -> str:
        """Give what stands in a typed field; a sign that no page may hold shows where it was."""
        return str(self.field.data).replace("\x00", "\ufffd")

    @property
    def choices(self) -> tuple[ChoiceView, ...]:
        """Give the options with what is ticked."""
        ticked = self.field.ticked
        return tuple(
            _choice_view(choice, self.language, choice.code in ticked)
            for choice in self.item.choices
        )

    @property
    def tracks(self) -> tuple[TrackView, ...]:
        """Give the tracks of a timed item."""
        return tuple(
            TrackView(
                track.key,
                track.mode.value,
                track.label.in_(self.language),
                track.every_s,
                track.at_minutes,
                track.window_s,
                tuple(tuple(sorted(one)) for one in track.exclusive),
                tuple(_choice_view(choice, self.language) for choice in track.choices),
            )
            for track in self.item.tracks
        )

    @property
    def described(self) -> bool:
        """Say whether a code of a timed item is described."""
        return any(one.description for track in self.item.tracks for one in track.choices)

    @property
    def need(self) -> str:
        """Say for the phone's judge whether a blank is asked about once or not taken at all."""
        rows = self.item.kind is Kind.REPEAT and (self.item.minimum or 0) > 0
        if rows and self.item.required is Required.NO:
            return Required.YES.value
        return "" if self.item.required is Required.NO else self.item.required.value

    @property
    def check(self) -> Tree | None:
        """Give the item's own rule as a tree for the phone's judge."""
        return parse(self.item.constraint).tree if self.item.constraint else None

    @property
    def check_words(self) -> str:
        """Say what to do where the item's own rule does not hold."""
        message = self.item.constraint_message
        return message.in_(self.language) if message else ""

    @property
    def bounds(self) -> tuple[float | None, float | None, float | None, bool] | None:
        """Give least, most, step and whether it is whole, where a number is wanted."""
        if self.item.kind not in NUMBERS:
            return None
        whole = self.item.kind is Kind.INTEGER
        return self.item.minimum, self.item.maximum, self.item.step, whole

    @property
    def bounds_words(self) -> str:
        """Say which number is wanted."""
        return wanted_number(self.item).in_(self.language)

    @property
    def longest(self) -> int | None:
        """Give the greatest length of a text."""
        return LENGTHS.get(self.item.kind)

    @property
    def anchored(self) -> bool:
        """Say whether the levels are described."""
        return any(choice.description for choice in self.item.choices)

    @property
    def brief(self) -> bool:
        """Say whether two or three short options fit side by side."""
        labels = [choice.label.in_(self.language) for choice in self.item.choices]
        return len(labels) <= 3 and all(len(label) < LONG_CHOICE for label in labels)

    @property
    def error_id(self) -> str:
        """Give the id of the sentence that says what is wrong."""
        return f"{self.name}-error" if self.error else ""

    @property
    def described_by(self) -> str:
        """Name what describes the field: its fault, then its hint."""
        parts = [self.error_id, f"{self.name}-hint" if self.hint else ""]
        return " ".join(part for part in parts if part)


def _choice_view(choice: Choice, language: Language, ticked: bool = False) -> ChoiceView:
    description = choice.description.in_(language) if choice.description else ""
    return ChoiceView(choice.code, choice.label.in_(language), description, ticked)


def numbers(instrument: Instrument) -> Mapping[str, int]:
    """Number the items that are answered, through the whole instrument."""
    asked = [item for item in instrument.items.values() if item.kind not in UNANSWERED]
    return {item.code: number for number, item in enumerate(asked, 1)}


@dataclass(frozen=True, slots=True)
class Condition:
    """How an item's condition stands when its section is put on a page."""

    left_out: bool = False
    """It can never be shown here: the wave or the role decides so."""
    hidden: bool = False
    tree: Tree | None = None


def condition_of(
    item: Item | Section,
    section: Section,
    instrument: Instrument,
    elsewhere: Answers,
    context: Mapping[str, str],
) -> Condition:
    """Decide what the answers of other sections decide; the rest goes along as a tree.

    Without script an item stays in sight where only its own section could hide it.
    """
    if not item.show_if:
        return Condition()
    expression = parse(item.show_if)
    asked = set(instrument.items) | {
        inner.code for one in instrument.items.values() for inner in one.items
    }
    if not expression.references & asked:
        return Condition(left_out=not holds(expression, {}, context=context))
    here = {one.code for one in opened(section.items)}
    if isinstance(item, Item) and expression.references & here:
        return Condition(tree=expression.tree)
    return Condition(hidden=not holds(expression, elsewhere, context=context), tree=expression.tree)
