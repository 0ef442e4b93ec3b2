"""What the page of agreement shows: figures with their limits, or why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.languages import gettext

ENOUGH = 0.6
"""From here on publications call agreement beyond chance good."""
FEW = 10
"""With fewer pairs a figure says little."""


def _(sentence: str) -> str:
    """Mark a sentence for translation where the table below holds it."""
    return sentence


WHY: Mapping[str, str] = {
    "no_cases": _("nothing was coded"),
    "no_pairs": _("nothing was coded by two"),
    "few_units": _("fewer than two visits"),
    "one_rater": _("only one observer"),
    "one_category": _("all codes are the same"),
    "constant_rater": _("an observer always coded the same"),
    "no_variance": _("the lessons do not differ"),
    "no_error": _("the observers never differ"),
    "not_binary": _("the codes are not yes or no"),
    "not_numbers": _("the codes are words"),
    "nobody_said_it": _("nobody saw it"),
    "too_many_categories": _("too many different values"),
}
"""Why a figure is not defined, in a few words; others cannot be computed."""


def why_not(reason: str | None) -> str:
    """Say in a few words why a figure is not defined."""
    return gettext(WHY.get(reason or "", OTHERWISE))


OTHERWISE = _("it cannot be computed")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its limits, or nothing and the reason."""

    value: float | None
    low: float | None = None
    high: float | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """How far observers agree on an item."""

    name: str
    n: int
    """How often both coded it."""
    percent: Figure
    kappa: Figure
    pabak: Figure
    ac1: Figure
    positive: Figure | None = None
    """Of what is seen or not seen."""
    within_one: Figure | None = None
    """Of ratings, as the two below."""
    weighted: Figure | None = None
    icc: Figure | None = None

    @property
    def is_low(self) -> bool:
        """Say whether people should talk about it.

        Kappa alone is low as well where nearly every lesson is alike, so PABAK must be low too.
        """
        best = self.weighted if self.weighted and self.weighted.value is not None else self.kappa
        low = [one.value for one in (best, self.pabak) if one.value is not None]
        return self.n >= FEW and bool(low) and max(low) < ENOUGH


@dataclass(frozen=True, slots=True)
class Group:
    """How far observers agree on all items together: a pair of them, or in a stretch of time."""

    name: str
    lessons: int
    n: int
    percent: Figure
    seen: Figure


@dataclass(frozen=True, slots=True)
class Trial:
    """An observer against the master's codes of one training lesson."""

    observer: str
    lesson: str
    near: int
    """Codes that are the master's, or near enough by the rule of the instrument."""
    of: int
    passed: bool | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """How often two observers agreed, month by month."""

    observers: str
    shares: Sequence[tuple[str, int, int]]
    """Month, equal codes, all codes."""
    falls: bool

    @property
    def by_month(self) -> Mapping[str, tuple[int, int]]:
        """Give equal codes and all codes by month."""
        return {month: (equal, of) for month, equal, of in self.shares if of}


@dataclass(frozen=True, slots=True)
class Agreement:
    """All that is known of how far observers agree with one instrument."""

    lessons: int = 0
    items: tuple[Line, ...] = ()
    pairs: tuple[Group, ...] = ()
    periods: tuple[Group, ...] = ()
    courses: tuple[Course, ...] = ()
    trials: tuple[Trial, ...] = ()

    @property
    def low(self) -> tuple[Line, ...]:
        """List the items that people should talk about."""
        return tuple(line for line in self.items if line.is_low)

    @property
    def is_enough(self) -> bool:
        """Say whether any item was coded by two often enough to say something."""
        return any(line.n >= FEW for line in self.items)

    @property
    def months(self) -> tuple[str, ...]:
        """List the months in which somebody coded beside another."""
        return tuple(sorted({month for one in self.courses for month in one.by_month}))

    @property
    def trained(self) -> tuple[str, ...]:
        """List the training lessons."""
        return tuple(sorted({one.lesson for one in self.trials}))

    @property
    def by_observer(self) -> Mapping[str, Mapping[str, Trial]]:
        """Give the trials by observer and lesson."""
        found: dict[str, dict[str, Trial]] = {}
        for one in sorted(self.trials, key=lambda one: one.observer):
            found.setdefault(one.observer, {})[one.lesson] = one
        return found


def has_binary(lines: Sequence[Line]) -> bool:
    """Say whether any line is of what is seen or not seen."""
    return any(line.positive for line in lines)


def has_ratings(lines: Sequence[Line]) -> bool:
    """Say whether any line is of ratings."""
    return any(line.within_one for line in lines)
