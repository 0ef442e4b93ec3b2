"""Whether printed percentages can be true of so many people: the GRIM test of shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor


@dataclass(frozen=True, slots=True)
class PrintedPercent:
    """A percentage as printed, and the numbers of people out of n that print it; none if empty."""

    printed: str
    n: int
    counts: tuple[int, ...]

    @property
    def possible(self) -> bool:
        """Whether any number of people prints it."""
        return bool(self.counts)


def grim_percentage(printed: str, n: int) -> PrintedPercent:
    """Say which x of n people print a percentage, such as "92", "66.7" or "66,7".

    Brown & Heathers 2017. Decimals are those that are printed; a value half-way between two counts
    for both, because programs round it either way. Exact in whole numbers. Raises ValueError
    where n is below 0 or the text is no percentage.
    """
    low, high = _bounds(printed)
    if n < 0:
        raise ValueError(f"{n} people are none")
    first, last = max(0, ceil(low * n / 100)), min(n, floor(high * n / 100))
    return PrintedPercent(printed, n, tuple(range(first, last + 1)) if n else ())


def grim_percentages(printed: Sequence[str], sizes: Sequence[int]) -> dict[int, bool]:
    """Say for every number of people whether all percentages can be of so many.

    92 and 67 cannot be of 31, and can be of 12, 24 and 36.
    """
    return {n: all(grim_percentage(one, n).possible for one in printed) for n in sizes}


def _bounds(printed: str) -> tuple[Fraction, Fraction]:
    """Give the least and the greatest percentage that is printed so."""
    text = printed.strip().removesuffix("%").strip().replace(",", ".")
    whole, _, decimals = text.partition(".")
    if not f"{whole}{decimals}".isdecimal():
        raise ValueError(f"{printed!r} is no percentage")
    value, half = Fraction(text), Fraction(1, 2 * 10 ** len(decimals))
    if not 0 <= value <= 100:
        raise ValueError(f"{printed!r} is no percentage")
    return value - half, value + half
