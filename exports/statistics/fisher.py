"""Fisher's exact test of a 2 x 2 table, with the conditional odds ratio."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats

ALIKE = 1 + 1e-7
"""Probabilities that differ by less are equal, as in R."""
HALVINGS = 200
LARGEST = 300.0
"""Logarithms of odds ratios are looked for between minus and plus this."""


@dataclass(frozen=True, slots=True)
class Fisher:
    """p of the table, and the conditional odds ratio with its exact interval.

    `odds_ratio` or `high` is None where it is infinite, and `why` says so.
    """

    p: float | None
    odds_ratio: float | None = None
    low: float | None = None
    high: float | None = None
    why: Undefined | None = None


def fisher_exact(table: Sequence[Sequence[int]], confidence: float = 0.95) -> Fisher:
    """Test a 2 x 2 table of counts, rows are groups: R `fisher.test(table)`.

    Two-sided p: the sum of all tables with the same margins that are no likelier. The odds ratio
    is the maximum of the conditional likelihood (Fisher 1935; noncentral hypergeometric), computed
    to the last digits where R stops at the fifth. Undefined where a margin is empty.
    """
    (a, b), (c, d) = table
    lowest, highest = max(0, a - d), min(a + b, a + c)
    if lowest == highest:
        return Fisher(None, why=Undefined.EMPTY_MARGIN if a + b + c + d else Undefined.NO_CASES)
    cells = np.arange(lowest, highest + 1, dtype=float)
    weights = _ways(a + b, cells) + _ways(c + d, a + c - cells)
    likely = _shares(weights)
    at, tail = a - lowest, (1 - confidence) / 2

    def rising(wanted: float, count: Callable[[Floats], float]) -> float:
        return _solve(lambda odds: count(_shares(weights + odds * cells)) - wanted)

    return Fisher(
        p=min(1.0, float(likely[likely <= likely[at] * ALIKE].sum())),
        odds_ratio=_odds(a, lowest, highest, lambda: rising(a, lambda one: float(one @ cells))),
        low=0.0 if a == lowest else rising(tail, lambda one: float(one[at:].sum())),
        high=None if a == highest else rising(-tail, lambda one: -float(one[: at + 1].sum())),
        why=Undefined.INFINITE if a == highest else None,
    )


def _odds(a: int, lowest: int, highest: int, solve: Callable[[], float]) -> float | None:
    if a == highest:
        return None
    return 0.0 if a == lowest else solve()


def _ways(n: int, some: Floats) -> Floats:
    """Give the logarithm of n over k."""
    found: Floats = (
        special.gammaln(n + 1) - special.gammaln(some + 1) - special.gammaln(n - some + 1)
    )
    return found


def _shares(logarithms: Floats) -> Floats:
    whole = np.exp(logarithms - logarithms.max())
    found: Floats = whole / whole.sum()
    return found


def _solve(rising: Callable[[float], float]) -> float:
    """Halve the interval of the logarithm of the odds ratio until floats end."""
    low, high = -LARGEST, LARGEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return float(np.exp((low + high) / 2))
