"""What the answers of each kind of item become in a table: one table, total over the kinds."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import itemgetter

from exports.lesson_figures import Figures, LessonFigure, figures_of, lesson_figures
from exports.names import Names, variable
from exports.wording import Words, joined, say
from instruments.definitions import UNANSWERED, Answers, Choice, Item, Kind, Scale, opened
from instruments.wording import Language, Text

Cell = str | int | float | None
Values = Sequence[object]
"""What several records hold of one item, None where it was not answered."""
Turn = Callable[[Values], Sequence[Cell]]
"""Turn what records hold of one item into a column of cells, many at a time."""

NO_WORDS = Text()

INTEGER_CODE = re.compile(r"0|-?[1-9][0-9]{0,8}")
"""Choice codes that become numbers; 007 and 1.0 would not come back as they were."""


class CellKind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    CODE = "code"
    FLAG = "flag"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an exported table, with all that its codebook row says."""

    name: str
    kind: CellKind
    label: Words
    description: Words = NO_WORDS
    source: str = ""
    """Code of the item or scale that it comes from; of a repeat `repeat/item`."""
    item: Item | None = None
    choice: Choice | None = None
    """The choice that a 0/1 column of a multiple choice stands for."""
    scale: Scale | None = None
    wave: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A column and how its cells are made of the answers to an item."""

    column: Column
    code: str
    turn: Turn

    def read(self, answers: Answers) -> Cell:
        """Give the cell of one record."""
        return self.turn((answers.get(self.code),))[0]

    def down(self, answers: Sequence[Answers]) -> Sequence[Cell]:
        """Give the cells of several records, one under the other."""
        try:
            return self.turn([*map(itemgetter(self.code), answers)])
        except KeyError:  # somebody did not answer
            code = self.code
            return self.turn([given.get(code) for given in answers])


@dataclass(frozen=True, slots=True)
class Shape:
    """How a kind of item is exported: columns of codes, and one cell for people."""

    columns: Callable[[Item], tuple[Filled, ...]]
    shown: Callable[[Item, Language], Turn] | None


def plain(value: object) -> Cell:
    """Give any answer as one cell, also one that an older version took in another kind."""
    if isinstance(value, tuple):
        if all(isinstance(part, str) for part in value):
            return " ".join(value)
        return json.dumps(value, ensure_ascii=False, default=dict)
    return value if value is None or isinstance(value, str | int | float) else str(value)


def numbered(item: Item) -> bool:
    """Tell whether the choices of an item are numbers, so that its answers are."""
    return bool(item.choices) and all(INTEGER_CODE.fullmatch(one.code) for one in item.choices)


def as_cell(item: Item, code: str) -> str | int:
    """Give a choice code as it stands in a cell."""
    return int(code) if numbered(item) else code


def _answered(values: Values) -> Sequence[Cell]:
    return [plain(value) if value.__class__ is tuple else value for value in values]  # type: ignore[misc]


def _looked_up(found: Mapping[str, Cell]) -> Turn:
    known: dict[object, Cell] = {None: None}
    known.update(found)

    def turn(values: Values) -> Sequence[Cell]:
        try:
            return [known[value] for value in values]
        except (KeyError, TypeError):  # a choice of no version, or an answer of another kind
            return [_found(known, value) for value in values]

    return turn


def _found(known: Mapping[object, Cell], value: object) -> Cell:
    try:
        return known[value]
    except (KeyError, TypeError):
        return plain(value)


def _codes(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(part for part in value if isinstance(part, str))
    return tuple(value.split()) if isinstance(value, str) else ()


def _flag(choice: str) -> Turn:
    def turn(values: Values) -> Sequence[Cell]:
        return [None if value is None else int(choice in _codes(value)) for value in values]

    return turn


def _column(item: Item, kind: CellKind) -> Column:
    return Column(item.code, kind, item.label, source=item.code, item=item)


def _one(kind: CellKind) -> Callable[[Item], tuple[Filled, ...]]:
    def columns(item: Item) -> tuple[Filled, ...]:
        return (Filled(_column(item, kind), item.code, _answered),)

    return columns


def _choosing(item: Item) -> tuple[Filled, ...]:
    if not numbered(item):
        return (Filled(_column(item, CellKind.CODE), item.code, _answered),)
    codes: dict[str, Cell] = {choice.code: int(choice.code) for choice in item.choices}
    return (Filled(_column(item, CellKind.INTEGER), item.code, _looked_up(codes)),)


def _multiple(item: Item) -> tuple[Filled, ...]:
    whole = Filled(_column(item, CellKind.CODE), item.code, _answered)
    flags = (
        Filled(
            Column(
                f"{item.code}_{choice.code}",
                CellKind.FLAG,
                joined(item.label, choice.label),
                source=item.code,
                item=item,
                choice=choice,
            ),
            item.code,
            _flag(choice.code),
        )
        for choice in item.choices
    )
    return (whole, *flags)


def _counted(values: Values) -> Sequence[Cell]:
    return [len(value) if isinstance(value, tuple) else None for value in values]


def _repeat(item: Item) -> tuple[Filled, ...]:
    column = Column(
        f"{item.code}_count",
        CellKind.INTEGER,
        say("{repeat}: number of rows", repeat=item.label),
        source=item.code,
        item=item,
    )
    return (Filled(column, item.code, _counted),)


def _nothing(item: Item) -> tuple[Filled, ...]:
    return ()


def _as_answered(item: Item, language: Language) -> Turn:
    return _answered


def _label(item: Item, language: Language) -> Turn:
    return _looked_up({one.code: one.label.in_(language) for one in item.choices})


def _labels(item: Item, language: Language) -> Turn:
    labels = {choice.code: choice.label.in_(language) for choice in item.choices}

    def turn(values: Values) -> Sequence[Cell]:
        return [None if value is None else shown(value) for value in values]

    def shown(value: object) -> Cell:
        return "; ".join(labels.get(code, code) for code in _codes(value))

    return turn


def _rows(item: Item, language: Language) -> Turn:
    return _counted


def _timed(item: Item) -> tuple[Filled, ...]:
    read = figures_of(item)
    return tuple(_figure(item, at, one, read) for at, one in enumerate(lesson_figures(item)))


def _figure(
    item: Item, at: int, figure: LessonFigure, read: Callable[[object], Figures | None]
) -> Filled:
    def turn(values: Values) -> Sequence[Cell]:
        lessons = map(read, values)
        return [None if lesson is None else lesson[at] for lesson in lessons]

    kind = CellKind.INTEGER if figure.whole else CellKind.NUMBER
    name = f"{item.code}_{figure.ending}"
    column = Column(name, kind, figure.label, source=item.code, item=item)
    return Filled(column, item.code, turn)


def _minutes_shown(item: Item, language: Language) -> Turn:
    return _timed(item)[0].turn


SHAPES: Mapping[Kind, Shape] = {
    Kind.LIKERT: Shape(_choosing, _label),
    Kind.SINGLE: Shape(_choosing, _label),
    Kind.MULTIPLE: Shape(_multiple, _labels),
    Kind.INTEGER: Shape(_one(CellKind.INTEGER), _as_answered),
    Kind.DECIMAL: Shape(_one(CellKind.NUMBER), _as_answered),
    Kind.RANGE: Shape(_one(CellKind.NUMBER), _as_answered),
    Kind.TEXT: Shape(_one(CellKind.TEXT), _as_answered),
    Kind.LONG_TEXT: Shape(_one(CellKind.TEXT), _as_answered),
    Kind.DATE: Shape(_one(CellKind.DATE), _as_answered),
    Kind.TIME: Shape(_one(CellKind.TIME), _as_answered),
    Kind.NOTE: Shape(_nothing, None),
    Kind.GROUP: Shape(_nothing, None),
    Kind.REPEAT: Shape(_repeat, _rows),
    Kind.TIMED: Shape(_timed, _minutes_shown),
}


def item_columns(items: Sequence[Item], names: Names, repeat: str = "") -> tuple[Filled, ...]:
    """Give the columns of items in their order, each with a name that nobody else has."""
    filled = []
    for item in items:
        for one in SHAPES[item.kind].columns(item):
            source = f"{repeat}/{one.column.source}" if repeat else one.column.source
            name = names.give(variable(one.column.name))
            filled.append(replace(one, column=replace(one.column, name=name, source=source)))
    return tuple(filled)


def exported(items: Sequence[Item]) -> tuple[Item, ...]:
    """Give the items that hold an answer and may leave the house, groups opened."""
    inside = opened(tuple(items))
    return tuple(item for item in inside if item.kind not in UNANSWERED and not item.personal)
