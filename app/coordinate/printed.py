"""Check figures that are printed somewhere: whether they can be true. Nothing is stored."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from exports.findings.phrasing import p_of
from instruments.wording import Language, Message

LARGEST = 60
"""Numbers of people up to which it is looked which would fit."""
MOST = 100_000
BETWEEN = re.compile(r"[;\s]+|,(?=\s)")
"""Percentages are parted by spaces, semicolons, or commas before a space; 66,7 is one number."""


@dataclass(frozen=True, slots=True)
class Percent:
    """A printed percentage, and which counts of so many people print it."""

    printed: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Percents:
    """Printed percentages of n people, and the numbers of people of whom all can be."""

    n: int
    each: tuple[Percent, ...]
    sizes: tuple[int, ...]

    @property
    def possible(self) -> bool:
        """Say whether all can be of so many."""
        return all(one.counts for one in self.each)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A printed F, what follows from it, and whether the printed share of variance does."""

    f: float
    df1: int
    df2: int
    p: str
    """p and its sign: p = .011, or p < .001 where less would print as nought."""
    eta2p: float
    low: float
    high: float
    printed: str
    """As typed, with the mark of the language."""
    agrees: bool | None
    """None where no share was printed."""

    @property
    def waves(self) -> int:
        """The number of waves that the first degrees of freedom mean."""
        return self.df1 + 1

    @property
    def is_of_whole_cases(self) -> bool:
        """Say whether an ordinary repeated-measures ANOVA can have these degrees of freedom."""
        return self.df2 % self.df1 == 0


@pages.get("/<study>/printed")
@allow(Role.COORDINATOR)
def printed(study: str) -> ResponseReturnValue:
    """Say whether percentages can be of so many people, and what follows from an F."""
    asked = {name: request.args.get(name, "").strip()[:100] for name in FIELDS}
    language = current.language()
    faults = {name: one.in_(language) for name, one in _faults(asked)}
    percents = _percents(asked, language) if not faults and asked["percents"] else None
    ratio = _ratio(asked, language) if not faults and asked["f"] else None
    page = render_template(
        "desk/printed.html", asked=asked, faults=faults, percents=percents, ratio=ratio
    )
    return (page, 422) if faults else page


FIELDS = ("percents", "n", "f", "df1", "df2", "eta2p")
SHARE = re.compile(r"0?[.,][0-9]{1,6}")


Fault = tuple[str, Message]


def _faults(asked: dict[str, str]) -> Iterator[Fault]:
    if asked["percents"]:
        yield from _faults_of_percents(asked)
    if asked["f"]:
        yield from _faults_of_ratio(asked)


def _faults_of_percents(asked: dict[str, str]) -> Iterator[Fault]:
    each = _split(asked["percents"])
    if not each or not all(_is_percent(one) for one in each):
        yield "percents", Message("app", "Write percentages from 0 to 100, such as 92 67.")
    if _whole(asked["n"], MOST) is None:
        yield "n", Message("app", "Write how many people they are of.")


def _faults_of_ratio(asked: dict[str, str]) -> Iterator[Fault]:
    if _number(asked["f"]) is None:
        yield "f", Message("app", "Write F as a number, such as 7.15.")
    for name in ("df1", "df2"):
        if _whole(asked[name], MOST) is None:
            yield name, Message("app", "Write both degrees of freedom as whole numbers.")
    if asked["eta2p"] and not SHARE.fullmatch(asked["eta2p"]):
        yield "eta2p", Message("app", "Write a share below 1, such as .25.")


def _split(typed: str) -> list[str]:
    return [one.strip(",%") for one in BETWEEN.split(typed) if one.strip(",%")]


def _is_percent(typed: str) -> bool:
    value = _number(typed)
    return value is not None and value <= 100


def _number(typed: str) -> float | None:
    text = typed.replace(",", ".")
    found = re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?|\.[0-9]{1,6}", text)
    return float(text) if found else None


def _whole(typed: str, most: int) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and 1 <= int(typed) <= most else None


def _percents(asked: dict[str, str], language: Language) -> Percents:
    from exports.statistics.grim import grim_percentage, grim_percentages  # noqa: PLC0415

    n, each = int(asked["n"]), _split(asked["percents"])
    fitting = grim_percentages(each, range(1, LARGEST + 1))
    return Percents(
        n,
        tuple(Percent(_typed(one, language), grim_percentage(one, n).counts) for one in each),
        tuple(size for size, fits in fitting.items() if fits),
    )


def _ratio(asked: dict[str, str], language: Language) -> Ratio | None:
    # Loads scipy, which no other page of the desk should wait for.
    from exports.statistics.effects import eta2p_from_f  # noqa: PLC0415

    f, df1, df2 = _number(asked["f"]) or 0.0, int(asked["df1"]), int(asked["df2"])
    found = eta2p_from_f(f, df1, df2)
    if found.eta2p is None or found.low is None or found.high is None or found.p is None:
        return None
    share = asked["eta2p"].replace(",", ".")
    agrees = _prints(found.eta2p, share) if share else None
    p, printed = p_of(found.p, language), _typed(share, language)
    return Ratio(f, df1, df2, p, found.eta2p, found.low, found.high, printed, agrees)


def _typed(number: str, language: Language) -> str:
    """Write a number as it was typed, with the decimal mark of the language."""
    marks = (",", ".") if language == "en" else (".", ",")
    return number.replace(*marks)


def _prints(value: float, printed: str) -> bool:
    """Say whether a share is printed so; half-way between two it is either."""
    places: int = len(printed.partition(".")[2])
    half = 0.5 * float(f"1e-{places}")
    return abs(value - float(printed)) <= half + 1e-9
