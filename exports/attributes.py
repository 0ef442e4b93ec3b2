"""The roster's own attributes of participants and schools as between-subject columns."""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from exports.columns import Cell, CellKind, Column
from exports.names import variable
from exports.wording import Words, say
from instruments.definitions import About, Instrument
from instruments.records import Participant, School, StudyFrame
from instruments.wording import Text

INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,10})?")
IN_THE_LAYOUT = frozenset({"school_type", "type", "region"})
"""Attributes of a school that have columns of their own."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of the roster. Its values are numbers if every one of them is."""

    key: str
    of_school: bool
    column: Column
    number: Callable[[str], int | float] | None

    def cell(self, values: Mapping[str, str]) -> Cell:
        """Give the cell of whoever has these values."""
        value = values.get(self.key)
        if not value:
            return None
        return self.number(value) if self.number else value


def attributes(
    frame: StudyFrame, instrument: Instrument, taken: Container[str] = ()
) -> tuple[Attribute, ...]:
    """List the attributes of those whom an instrument concerns, then of the schools.

    One whose name is taken by an item or another column is called roster_<name>.
    """
    if instrument.about is About.GROUP_SESSION:
        return ()
    people = (one for one in frame.participants if instrument.asked_of in ("", one.role))
    return (*of_people(people, taken), *of_schools(frame.schools, taken))


def of_people(people: Iterable[Participant], taken: Container[str] = ()) -> tuple[Attribute, ...]:
    """List the attributes that the roster has of some participants."""
    return _listed([one.attributes for one in people], False, taken)


def of_schools(schools: Iterable[School], taken: Container[str] = ()) -> tuple[Attribute, ...]:
    """List the attributes of schools that have no columns of their own in the layout."""
    around = [
        {key: value for key, value in one.attributes.items() if key not in IN_THE_LAYOUT}
        for one in schools
    ]
    return _listed(around, True, taken)


def _listed(
    each: Sequence[Mapping[str, str]], of_school: bool, taken: Container[str]
) -> tuple[Attribute, ...]:
    keys = sorted({key for one in each for key in one})
    return tuple(
        _attribute(key, of_school, (one.get(key, "") for one in each), taken) for key in keys
    )


def _attribute(
    key: str, of_school: bool, values: Iterable[str], taken: Container[str]
) -> Attribute:
    given = [value for value in values if value]
    number: Callable[[str], int | float] | None = None
    kind = CellKind.CODE
    if given and all(INTEGER.fullmatch(value) for value in given):
        number, kind = int, CellKind.INTEGER
    elif given and all(DECIMAL.fullmatch(value) for value in given):
        number, kind = float, CellKind.NUMBER
    name = f"school_{variable(key)}" if of_school else variable(key)
    if name in taken:
        name = f"roster_{name}"
    label: Words = Text(key, key, key)
    if of_school:
        label = say("School: {attribute}", attribute=key)
    return Attribute(key, of_school, Column(name, kind, label), number)
