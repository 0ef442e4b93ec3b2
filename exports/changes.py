"""What changed from one version of an instrument to the next, item by item."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from exports.chunks import Row
from exports.columns import CellKind, Column
from exports.source import Source
from exports.table import Table
from instruments.definitions import Instrument, Item, Kind, Scale, opened
from instruments.wording import LANGUAGES, Text

HEADER = ("instrument", "version_from", "version_to", "item", "change", "before", "after")
NUMBERS = frozenset(("version_from", "version_to"))


def changes_table(source: Source) -> Table:
    """Build the table of changes."""
    columns = (
        Column(name, CellKind.NUMBER if name in NUMBERS else CellKind.TEXT, Text(name, name, name))
        for name in HEADER
    )
    return Table("changes", tuple(columns), _rows(source))


def _rows(source: Source) -> Iterator[Row]:
    for key in source.keys:
        versions = source.instruments[key]
        for older, newer in pairwise(versions):
            for change in _between(older, newer):
                yield (key, older.version, newer.version, *change)


Change = tuple[str, str, str | None, str | None]


def _between(older: Instrument, newer: Instrument) -> Iterator[Change]:
    before, after = _items(older), _items(newer)
    for code, item in before.items():
        if code not in after:
            yield code, "removed", item.label.en, None
    for code, item in after.items():
        if code not in before:
            yield code, "added", None, item.label.en
        else:
            yield from _of_item(code, before[code], item)
    yield from _of_scales(older, newer)


def _items(instrument: Instrument) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for item in instrument.items.values():
        found[item.code] = item
        if item.kind is Kind.REPEAT:
            found |= {f"{item.code}/{inner.code}": inner for inner in opened(item.items)}
    return found


def _of_item(code: str, before: Item, after: Item) -> Iterator[Change]:
    for language in LANGUAGES:
        old, new = before.label.in_(language), after.label.in_(language)
        if old != new:
            yield code, f"wording {language}", old, new
    for name, old, new in zip(FACES, _faces(before), _faces(after), strict=True):
        if old != new:
            yield code, name, old or None, new or None


FACES = ("kind", "choices", "show_if", "constraint", "required", "min", "max", "personal")


def _faces(item: Item) -> tuple[str, ...]:
    choices = "; ".join(f"{choice.code} = {choice.label.en}" for choice in item.choices)
    ends = ("" if end is None else f"{end:g}" for end in (item.minimum, item.maximum))
    rest = (item.show_if, item.constraint, str(item.required), *ends, str(item.personal))
    return (str(item.kind), choices, *rest)


def _of_scales(older: Instrument, newer: Instrument) -> Iterator[Change]:
    before = {scale.code: scale for scale in older.scales}
    after = {scale.code: scale for scale in newer.scales}
    for code in _either(before, after):
        old, new = before.get(code), after.get(code)
        if old != new:
            yield code, "scale", _scale(old), _scale(new)


def _either(before: Iterable[str], after: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *after)))


def _scale(scale: Scale | None) -> str | None:
    if scale is None:
        return None
    items = (f"-{code}" if code in scale.reverse else code for code in scale.items)
    return f"{' '.join(items)}; {scale.minimum:g} to {scale.maximum:g}; {scale.min_answered:g}"
