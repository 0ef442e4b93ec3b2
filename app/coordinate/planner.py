"""Plan the size of a study: how small a change this design can find. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.store.people import list_people
from app.store.waves import list_waves
from instruments.wording import Message

OTHER_NUMBERS = (12, 24, 36, 48, 72)
"""Numbers of teachers beside which the chosen one stands."""


@dataclass(frozen=True, slots=True)
class Number:
    """A field: the range of its number, and how many places it has."""

    least: float
    most: float
    whole: bool = False

    def read(self, typed: str) -> float | None:
        """Read what was typed, with a decimal comma or point; None where it does not fit."""
        try:
            value = float(typed.strip().replace(",", "."))
        except ValueError:
            return None
        fits = self.least <= value <= self.most and (not self.whole or value == int(value))
        return value if fits else None


NUMBERS: Mapping[str, Number] = {
    "waves": Number(2, 20, whole=True),
    "teachers": Number(3, 5000, whole=True),
    "schools": Number(2, 1000, whole=True),
    "icc": Number(0, 0.9),
    "correlation": Number(0, 0.95),
    "sd": Number(0.01, 1000),
    "alpha": Number(0.001, 0.2),
    "power": Number(0.5, 0.99),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the fields, and what is wrong with it."""

    typed: Mapping[str, str]
    numbers: Mapping[str, float]
    faults: Mapping[str, str]


@pages.get("/<study>/planner")
@allow(Role.COORDINATOR)
def planner(study: str) -> ResponseReturnValue:
    """Say how small a change a design finds; the study's own sizes stand there first."""
    # Loads scipy, which no other page of the desk should wait for.
    from exports.statistics.planning import Design, plan, plans  # noqa: PLC0415

    asked = _read(_usual())
    if asked.faults:
        return render_template("desk/planner.html", asked=asked, found=None), 422
    design = Design(
        waves=int(asked.numbers["waves"]),
        teachers=int(asked.numbers["teachers"]),
        schools=int(asked.numbers["schools"]),
        icc=asked.numbers["icc"],
        correlation=asked.numbers["correlation"],
        alpha=asked.numbers["alpha"],
        power=asked.numbers["power"],
        sd=asked.numbers["sd"],
    )
    others = sorted({*OTHER_NUMBERS, design.teachers})
    beside = [one for one in others if one >= design.schools]
    return render_template(
        "desk/planner.html", asked=asked, found=plan(design), beside=plans(design, beside)
    )


def _usual() -> dict[str, str]:
    """Give the sizes of the study, and usual values of the rest."""
    with current.database().reading() as session:
        waves = list_waves(session, current.scope())
        teachers = list_people(session, current.scope(), "teacher")
    schools = len({one.school for one in teachers})
    usual = {
        "waves": str(max(2, len(waves))),
        "teachers": str(len(teachers) if len(teachers) > 2 else 24),
        "schools": str(schools if schools > 1 else 7),
        "icc": "0.05",
        "correlation": "0.5",
        "sd": "0.8",
        "alpha": "0.05",
        "power": "0.8",
    }
    return {name: _written(value) for name, value in usual.items()}


def _read(usual: Mapping[str, str]) -> Asked:
    """Read the address: what is not there stays as it is usual."""
    typed = {name: request.args.get(name, usual[name])[:20] for name in NUMBERS}
    read = {name: one.read(typed[name]) for name, one in NUMBERS.items()}
    faults = {
        name: Message("app", "Write a number from {least} to {most}.", _range(NUMBERS[name]))
        for name, value in read.items()
        if value is None
    }
    numbers = {name: value for name, value in read.items() if value is not None}
    if not faults and numbers["schools"] > numbers["teachers"]:
        faults["schools"] = Message("app", "There cannot be more schools than teachers.")
    language = current.language()
    return Asked(typed, numbers, {name: one.in_(language) for name, one in faults.items()})


def _range(number: Number) -> Mapping[str, object]:
    return {"least": _written(f"{number.least:g}"), "most": _written(f"{number.most:g}")}


def _written(number: str) -> str:
    """Write a number with the decimal sign of the page."""
    return number if current.language() == "en" else number.replace(".", ",")
