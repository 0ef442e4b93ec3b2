"""Mean and spread of numbers that stream by, taken in some at a time."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

MANY = 1000
"""Different numbers whose frequencies are remembered; choices have few, measurements may not."""


@dataclass(slots=True)
class Moments:
    """Number and mean of what was taken in, and the squares of the distances from it."""

    n: int = 0
    mean: float = 0.0
    squares: float = 0.0

    @property
    def variance(self) -> float:
        """The variance with n - 1; nothing of a single number."""
        return self.squares / (self.n - 1) if self.n > 1 else 0.0

    def take(self, numbers: Mapping[float, int]) -> None:
        """Take in numbers that stand there several times, merging as Chan et al. do.

        What is too large for a float becomes infinite, and what would follow from it no number.
        """
        n = sum(numbers.values())
        if not n:
            return
        mean = _sum(numbers, numbers.values()) / n
        squares = _sum(((number - mean) ** 2 for number in numbers), numbers.values())
        apart = mean - self.mean
        whole = self.n + n
        self.squares += squares + (apart * apart * self.n * n / whole if self.n else 0.0)
        self.mean += apart * n / whole
        self.n = whole


def _sum(numbers: Iterable[float], times: Iterable[int]) -> float:
    """Add up numbers that stand there several times, without rounding on the way.

    A number times a power of two is exact, so few are added up for one that stands there often.
    """
    each = zip(numbers, times, strict=True)
    try:
        return math.fsum([number * power for number, n in each for power in _powers(n)])
    except OverflowError:
        return math.inf
    except ValueError:  # infinite in both directions
        return math.nan


@lru_cache(2000)
def _powers(n: int) -> tuple[int, ...]:
    """Split a number into powers of two."""
    return tuple(1 << place for place in range(n.bit_length()) if n >> place & 1)


@dataclass(slots=True)
class Spread:
    """Numbers whose variance is that of all of them at once, as long as few of them differ."""

    often: Counter[float] = field(default_factory=Counter)
    others: Moments = field(default_factory=Moments)
    """What was taken in before there were too many different ones to remember."""

    def take(self, numbers: Iterable[float]) -> None:
        """Take in some numbers."""
        self.often.update(numbers)
        if len(self.often) > MANY:
            self.others.take(self.often)
            self.often = Counter()

    @property
    def constant(self) -> float | None:
        """The only number that there is."""
        return next(iter(self.often)) if len(self.often) == 1 and not self.others.n else None

    def variance(self, without: float = 0) -> float:
        """Give the variance, after something was taken away from every number."""
        whole = Moments(self.others.n, self.others.mean - without, self.others.squares)
        whole.take({number - without: n for number, n in self.often.items()})
        return whole.variance
