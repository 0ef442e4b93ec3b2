"""How the items of an instrument find their columns in the layouts of lessons and groups.

A column of a layout is filled by the item that is called like it or like its first word, in the
singular or plural (grade: grades, speaker_pseudonym: speaker). So no
instrument's code stands in the program, and one made elsewhere fits by naming its items so.
"""

from collections.abc import Iterable, Sequence
from itertools import chain

from exports.columns import Cell, Column, Filled, exported, item_columns
from exports.names import Names
from exports.source import Source
from instruments.definitions import About, Answers, Instrument, Item


def word(name: str) -> str:
    """Give the first word of a name, in the singular."""
    return name.partition("_")[0].casefold().removesuffix("s")


def named(column: str, items: Iterable[Item]) -> Item | None:
    """Find the item that is called like a column, or else like its first word."""
    every = tuple(items)
    same = (item for item in every if item.code == column)
    alike = (item for item in every if item.code.casefold().removesuffix("s") == word(column))
    return next(chain(same, alike), None)


def keys_about(source: Source, about: About) -> tuple[str, ...]:
    """List the chosen instruments about lessons, or about group sessions."""
    return tuple(key for key in source.keys if source.newest(key).about is about)


def dated_items(instrument: Instrument) -> tuple[Item, ...]:
    """List the items of the section that holds the date: they describe the occasion itself."""
    if not instrument.date_item:
        return ()
    return exported(instrument.section_of(instrument.date_item).items)


class Described:
    """Columns that describe an occasion: those of the layout by name, the other items after."""

    def __init__(self, layout: Sequence[str], items: Sequence[Item], names: Names) -> None:
        found = {column: named(column, items) for column in layout}
        own = item_columns(items, names)
        heads = {filled.column.source: filled for filled in reversed(own)}
        self._layout = {
            column: heads[item.code] for column, item in found.items() if item is not None
        }
        used = {filled.column.name for filled in self._layout.values()}
        self._rest = tuple(filled for filled in own if filled.column.name not in used)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the items that no column of the layout took."""
        return tuple(filled.column for filled in self._rest)

    def cell(self, column: str, answers: Answers) -> Cell:
        """Give the cell of a column of the layout."""
        filled = self._layout.get(column)
        return filled.read(answers) if filled else None

    def rest(self, answers: Answers) -> tuple[Cell, ...]:
        """Give the cells of the other items."""
        return tuple(filled.read(answers) for filled in self._rest)


def first_column(item: Item) -> Filled:
    """Give the first column of an item."""
    return item_columns((item,), Names())[0]
