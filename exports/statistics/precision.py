"""What so many cases can show, whatever is found with them."""

from dataclasses import dataclass, replace
from math import atanh, inf, sqrt, tanh

from exports.statistics.planning import Design, smallest
from exports.statistics.tails import normal_quantile

ALONE = Design(icc=0)
"""A change of people each on their own, two-sided 5 %, found four times of five."""


@dataclass(frozen=True, slots=True)
class Limits:
    """An interval of a correlation; None where there are too few cases for one."""

    low: float | None
    high: float | None


def smallest_change(n: int, comparisons: int = 1) -> float | None:
    """Give the d_z that n people show at 80 % with alpha .05 over all comparisons (Bonferroni).

    R `power.t.test(n, power = .8, sig.level = .05 / comparisons, type = "paired", strict =
    TRUE)$delta`. None with fewer than two people.
    """
    found = smallest(replace(ALONE, teachers=n, schools=n), ALONE.alpha / max(comparisons, 1))
    return None if found == inf else found


def smallest_correlation(n: int, confidence: float = 0.95) -> float | None:
    """Give the Pearson r from which Fisher's interval leaves out zero.

    R `tanh(qnorm((1 + confidence) / 2) / sqrt(n - 3))`. None with fewer than four people.
    """
    return tanh(normal_quantile(confidence) / sqrt(n - 3)) if n > 3 else None


def limits_of_correlation(r: float, n: int, confidence: float = 0.95) -> Limits:
    """Give Fisher's interval of r among n people: R `tanh(atanh(r) + c(-1, 1) * z / sqrt(n - 3))`.

    None with fewer than four people; `r` lies within -1 and 1.
    """
    if n < 4:
        return Limits(None, None)
    half = normal_quantile(confidence) / sqrt(n - 3)
    return Limits(tanh(atanh(r) - half), tanh(atanh(r) + half))
