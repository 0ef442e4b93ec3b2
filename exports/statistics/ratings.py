"""Ratings as they come, made comparable: units x raters, with cells that may be missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

Code = float | str
"""What a rater gives: a number, or a word where the instrument's choices are words."""
Ratings = Sequence[Sequence[Code | None]]
"""One row per unit, one column per rater; None where that rater did not rate that unit."""
Floats = NDArray[np.float64]
Places = NDArray[np.int64]

NOT_RATED = -1
DIGITS = 10
"""Numbers that are equal to so many decimals are equal: means of items are not exact as floats."""


@dataclass(frozen=True, slots=True)
class Rated:
    """The codes that occur in their order, and the place of every rating among them."""

    codes: tuple[Code, ...]
    places: Places

    @property
    def units(self) -> int:
        """How many units there are."""
        return int(self.places.shape[0])

    @property
    def raters(self) -> int:
        """How many raters there are."""
        return int(self.places.shape[1])

    @property
    def is_numeric(self) -> bool:
        """Whether every code is a number."""
        return not any(isinstance(code, str) for code in self.codes)

    @property
    def numbers(self) -> Floats:
        """The ratings as numbers, units x raters, NaN where not rated; numeric codes only."""
        return np.array([*map(float, self.codes), np.nan])[self.places]

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many raters gave a unit a code: units x codes."""
        width = len(self.codes) + 1
        slots = self.places + 1 + width * np.arange(self.units)[:, None]
        found = np.bincount(slots.ravel(), minlength=self.units * width)
        return found.reshape(self.units, width)[:, 1:]

    def complete(self) -> "Rated":
        """Keep the units that every rater rated, and the codes that still occur: R `na.omit`."""
        return self.keep((self.places != NOT_RATED).all(axis=1))

    def shared(self) -> "Rated":
        """Keep the units that two raters or more rated."""
        return self.keep((self.places != NOT_RATED).sum(axis=1) > 1)

    def keep(self, units: NDArray[np.bool_]) -> "Rated":
        """Keep some units, and the codes that occur in them."""
        left = self.places[units]
        there = np.unique(left[left != NOT_RATED])
        moved = np.full(len(self.codes) + 1, NOT_RATED)
        moved[there] = np.arange(len(there))
        return Rated(tuple(self.codes[place] for place in there), moved[left])

    def columns(self, *raters: int) -> "Rated":
        """Keep some raters, and the units that all of them rated."""
        return Rated(self.codes, self.places[:, raters]).complete()


def cleaned(code: Code | None) -> Code | None:
    """Give the code that is compared; nothing, NaN and infinity are no rating."""
    if code.__class__ is int:  # nearly always
        return float(code)
    if code is None or isinstance(code, str):
        return code or None
    number = float(code)
    return round(number, DIGITS) + 0.0 if isfinite(number) else None


def in_order(codes: Iterable[Code]) -> tuple[Code, ...]:
    """Sort codes: numbers by value, words after them."""
    return tuple(sorted({*codes}, key=lambda code: (isinstance(code, str), code)))


def rated(ratings: Ratings, raters: int = 0) -> Rated:
    """Read ratings: one row per unit, one column per rater; `raters` if there is no unit."""
    rows = [[cleaned(code) for code in row] for row in ratings]
    codes = in_order(code for row in rows for code in row if code is not None)
    place: dict[Code | None, int] = {code: number for number, code in enumerate(codes)}
    places = [[place.get(code, NOT_RATED) for code in row] for row in rows]
    width = len(rows[0]) if rows else raters
    return Rated(codes, np.array(places, dtype=np.int64).reshape(len(rows), width))
