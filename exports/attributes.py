"""The roster's own attributes of participants and schools as between-subject columns."""

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass

from exports.columns import CellKind, Column
from exports.names import variable
from exports.wording import Words, say
from instruments.definitions import About, Instrument
from instruments.records import StudyFrame
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


def attributes(
    frame: StudyFrame, instrument: Instrument, taken: Container[str] = ()
) -> tuple[Attribute, ...]:
    """List the attributes of those whom an instrument concerns, then of the schools.

    One whose name is taken by an item or another column is called roster_<name>.
    """
    concerned = [
        one.attributes
        for one in frame.participants
        if instrument.about is not About.GROUP_SESSION
        and (one.role == instrument.asked_of or not instrument.asked_of)
    ]
    around = [
        {key: value for key, value in school.attributes.items() if key not in IN_THE_LAYOUT}
        for school in frame.schools
        if instrument.about is not About.GROUP_SESSION
    ]
    own = sorted({key for one in concerned for key in one})
    schools = sorted({key for one in around for key in one})
    return (
        *(_attribute(key, False, (one.get(key, "") for one in concerned), taken) for key in own),
        *(_attribute(key, True, (one.get(key, "") for one in around), taken) for key in schools),
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
