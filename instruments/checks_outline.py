"""An instrument file as its author sees it: tables with their places, nothing yet believed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from instruments.definitions import Kind
from instruments.faults import AuthorFault, say, shown
from instruments.wording import Message

LARGEST = 1e15
"""Beyond it a float no longer tells whole numbers apart."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One table of the file and where it stands; what is absent or mistyped reads as empty."""

    table: Mapping[str, object]
    place: Message
    file: str

    def fault(self, message: Message, remedy: Message) -> AuthorFault:
        """Name a fault at this place."""
        return AuthorFault(self.file, self.place, message, remedy)

    def text(self, key: str) -> str:
        """Read a text."""
        value = self.table.get(key)
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> float | None:
        """Read a number."""
        value = self.table.get(key)
        return float(value) if is_number(value) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts."""
        value = self.table.get(key)
        return tuple(one for one in value if isinstance(one, str)) if is_list(value) else ()

    def inner(self, key: str, name: str, place: "Placed") -> tuple["Spot", ...]:
        """Read tables within this one, each called by its name or, without one, its number."""
        value = self.table.get(key)
        tables = [one for one in value if isinstance(one, dict)] if is_list(value) else []
        return tuple(
            Spot(table, place(self.place, _called(table, name, number)), self.file)
            for number, table in enumerate(tables, start=1)
        )


Placed = Callable[[Message, str], Message]
"""Names a place by the place around it and its own name."""


@dataclass(frozen=True, slots=True)
class DraftItem:
    """An item as written; `above` are its section and, for a member, its container."""

    spot: Spot
    above: tuple[Spot, ...]
    container: "DraftItem | None"
    tracks: tuple[Spot, ...]

    @property
    def code(self) -> str:
        """Read the code."""
        return self.spot.text("code")

    @property
    def kind(self) -> Kind | None:
        """Read the kind; None where there is no such kind."""
        return kind_of(self.spot)

    @property
    def repeat(self) -> "DraftItem | None":
        """Find the repeat in which the item stands."""
        inside = self.container is not None and self.container.kind is Kind.REPEAT
        return self.container if inside else None


@dataclass(frozen=True, slots=True)
class Draft:
    """Every table of an instrument file, in the order in which it is read."""

    whole: Spot
    lists: tuple[Spot, ...]
    choices: tuple[tuple[Spot, ...], ...]
    """The choices of each list, in the order of `lists`."""
    sections: tuple[Spot, ...]
    items: tuple[DraftItem, ...]
    """Every item, a container before its members."""
    scales: tuple[Spot, ...]
    any_of: tuple[Spot, ...]
    indexes: tuple[Spot, ...]
    codes: tuple[Spot, ...]

    def choice_codes(self, key: str) -> tuple[str, ...]:
        """Read the choice codes of a list."""
        for spot, choices in zip(self.lists, self.choices, strict=True):
            if spot.text("key") == key:
                return tuple(choice.text("code") for choice in choices)
        return ()

    def item(self, code: str) -> DraftItem | None:
        """Find an item by its code."""
        return next((item for item in self.items if item.code == code), None)

    def repeat_of(self, code: str) -> DraftItem | None:
        """Find the repeat in which an item stands."""
        item = self.item(code)
        return item.repeat if item else None


def outline(table: Mapping[str, object], file: str) -> Draft:
    """Lay out an instrument file without believing anything in it."""
    whole = Spot(table, say("instrument"), file)
    lists = whole.inner("list", "key", lambda _, name: say("list {name}", name=name))
    sections = whole.inner("section", "key", lambda _, name: say("section {name}", name=name))
    return Draft(
        whole=whole,
        lists=lists,
        choices=tuple(part.inner("choice", "code", _choice_place) for part in lists),
        sections=sections,
        items=tuple(item for section in sections for item in _items(section, (section,), None)),
        scales=whole.inner("scale", "code", lambda _, name: say("scale {name}", name=name)),
        any_of=whole.inner("any_of", "key", lambda _, name: say("any_of {name}", name=name)),
        indexes=whole.inner("index", "key", lambda _, name: say("index {name}", name=name)),
        codes=whole.inner("code", "key", lambda _, name: say("code {name}", name=name)),
    )


def _choice_place(outer: Message, name: str) -> Message:
    return say("{outer}, choice {name}", outer=outer, name=name)


def _item_place(outer: Message, name: str) -> Message:
    return say("{outer}, item {name}", outer=outer, name=name)


def _track_place(outer: Message, name: str) -> Message:
    return say("{outer}, track {name}", outer=outer, name=name)


def _items(
    spot: Spot, above: tuple[Spot, ...], container: DraftItem | None
) -> tuple[DraftItem, ...]:
    found: list[DraftItem] = []
    for inner in spot.inner("item", "code", _item_place):
        item = DraftItem(inner, above, container, inner.inner("track", "key", _track_place))
        # Members of members are refused as such (checks_items), so nobody looks into them.
        members = () if container else _items(inner, (*above, inner), item)
        found += [item, *members]
    return tuple(found)


def kind_of(spot: Spot) -> Kind | None:
    """Read the kind of an item; None where there is no such kind."""
    name = spot.text("kind")
    return Kind(name) if name in Kind.__members__.values() else None


def is_list(value: object) -> TypeGuard[list[object]]:
    """Tell whether a value is an array of the file."""
    return isinstance(value, list)


def is_number(value: object) -> TypeGuard[int | float]:
    """Tell whether a value is a number that a float holds exactly enough; NaN is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= LARGEST


def _called(table: Mapping[str, object], name: str, number: int) -> str:
    value = table.get(name)
    return shown(value.strip()) if isinstance(value, str) and value.strip() else str(number)
