"""What a column becomes in a file with labels: its form, measure, labels and codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from exports.columns import CellKind, Column
from exports.labelled.cutting import one_line
from exports.labelled.naming import legal_names
from exports.labelled.program import Program
from exports.missing import Missing
from exports.table import Table
from exports.wording import say
from instruments.definitions import Item, Kind
from instruments.wording import Language, Message


class Form(StrEnum):
    """How the values of a variable are kept."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"


class Measure(StrEnum):
    """What may be computed with a variable."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    SCALE = "scale"


FORMS: Mapping[CellKind, Form] = {
    CellKind.TEXT: Form.TEXT,
    CellKind.CODE: Form.TEXT,
    CellKind.FLAG: Form.NUMBER,
    CellKind.INTEGER: Form.NUMBER,
    CellKind.NUMBER: Form.NUMBER,
    CellKind.DATE: Form.DATE,
    CellKind.TIME: Form.TIME,
    CellKind.DATETIME: Form.MOMENT,
}
CHOSEN = (Kind.LIKERT, Kind.SINGLE)
FLAGS = (say("no"), say("yes"))
REASONS: Mapping[Missing, Message] = {
    Missing.NO_ANSWER: say("no answer"),
    Missing.NOT_ASKED: say("not asked"),
}


OWN_REASONS = frozenset({int(Missing.DO_NOT_KNOW), int(Missing.REFUSED)})


@dataclass(slots=True)
class Variable:
    """A column of a file with labels. What only its values can tell is filled in by `Spool`."""

    name: str
    column: Column
    form: Form
    measure: Measure
    label: str
    full_label: str
    labels: dict[int, str] = field(default_factory=dict)
    """Labels of values as they stand in the file."""
    full_labels: dict[int, str] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    """Numbers given to choices whose codes are text."""
    coded: bool = False
    """Whether its empty cells hold codes of missing answers."""
    width: int = 1
    """The longest text in bytes."""
    low: float = 0
    high: float = 0
    whole: bool = True
    odd: int = 0
    """Cells of another kind, which the file cannot hold."""
    cut: int = 0
    """Texts longer than the file can hold."""

    @property
    def decimals(self) -> int:
        """Decimals to show."""
        return 0 if self.whole and self.column.kind is not CellKind.NUMBER else 2

    @property
    def shown_width(self) -> int:
        """Signs that its numbers need."""
        longest = max(len(f"{self.low:.0f}"), len(f"{self.high:.0f}"))
        return min(max(8, longest + (self.decimals + 1 if self.decimals else 0)), 40)

    @property
    def renamed(self) -> bool:
        """Whether its name in the file is not its name in the tables."""
        return self.name != self.column.name


def variables_of(table: Table, language: Language, program: Program) -> list[Variable]:
    """Describe the columns of a table for a program, with labels in a language."""
    names = legal_names(table.header, program.name, program.name_limit)
    pairs = zip(table.columns, names, strict=True)
    return [_variable(column, name, language, program) for column, name in pairs]


def _variable(column: Column, name: str, language: Language, program: Program) -> Variable:
    full = one_line(column.label.in_(language))
    form = Form.NUMBER if is_choice(column) else FORMS[column.kind]
    made = Variable(name, column, form, _measure(column), program.cut_label(full), full)
    if is_choice(column) and column.kind is CellKind.CODE and column.item is not None:
        made.codes = {one.code: at for at, one in enumerate(column.item.choices, 1)}
    made.full_labels = _labels(column, made.codes, language)
    made.coded = column.item is not None and form is Form.NUMBER
    if made.coded:
        reasons = {int(code): words.in_(language) for code, words in REASONS.items()}
        made.full_labels = {**reasons, **made.full_labels}
    made.labels = {code: program.cut_value_label(words) for code, words in made.full_labels.items()}
    return made


def missing_codes(column: Column) -> tuple[int, ...]:
    """Give the codes that empty cells of a column may hold in files with labels, and their like.

    An author's own choices -97 and -96 are missing answers too.
    """
    form = Form.NUMBER if is_choice(column) else FORMS[column.kind]
    if column.item is None or form is not Form.NUMBER:
        return ()
    choices = column.item.choices if column.item.has_whole_codes else ()
    own = {int(one.code) for one in choices} & OWN_REASONS if is_choice(column) else ()
    return (*map(int, REASONS), *sorted(own))


def is_choice(column: Column) -> bool:
    """Tell whether a column holds the one chosen answer of an item."""
    item = column.item
    return item is not None and column.choice is None and item.kind in CHOSEN


def _measure(column: Column) -> Measure:
    if is_choice(column):
        is_likert = column.item is not None and column.item.kind is Kind.LIKERT
        return Measure.ORDINAL if is_likert else Measure.NOMINAL
    texts = (CellKind.TEXT, CellKind.CODE, CellKind.FLAG)
    return Measure.NOMINAL if column.kind in texts else Measure.SCALE


def _labels(column: Column, codes: Mapping[str, int], language: Language) -> dict[int, str]:
    if column.kind is CellKind.FLAG:
        return {at: words.in_(language) for at, words in enumerate(FLAGS)}
    if not is_choice(column) or column.item is None:
        return {}
    choices = column.item.choices
    return {
        codes[one.code] if codes else int(one.code): one_line(one.label.in_(language)) or one.code
        for one in choices
    }


@dataclass(frozen=True, slots=True)
class Multiple:
    """The 0/1 variables of a multiple choice, which belong together."""

    name: str
    label: str
    members: tuple[Variable, ...]


def multiples(variables: Sequence[Variable]) -> tuple[Multiple, ...]:
    """Find the multiple choices of a file: one per item and wave."""
    sets: dict[tuple[str, str], list[Variable]] = {}
    items: dict[tuple[str, str], Item] = {}
    for one in variables:
        if one.column.choice is not None and one.column.item is not None:
            key = (one.column.source, one.column.wave)
            sets.setdefault(key, []).append(one)
            items[key] = one.column.item
    wholes = {
        (one.column.source, one.column.wave): one
        for one in variables
        if one.column.choice is None and one.column.item is not None
    }
    names = legal_names(
        wholes[key].column.name if key in wholes else items[key].code for key in sets
    )
    return tuple(
        Multiple(f"${name[:62]}", wholes[key].label if key in wholes else "", tuple(members))
        for name, (key, members) in zip(names, sets.items(), strict=True)
    )
