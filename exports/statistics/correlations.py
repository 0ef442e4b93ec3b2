"""How two measures of the same people go together: Pearson, Spearman, Kendall."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import atanh, sqrt, tanh

import numpy as np

from exports.statistics.adjust import Adjustment, adjust
from exports.statistics.measures import Numbers, correlation_of, mid_ranks
from exports.statistics.measures import paired as pairs_of
from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats
from exports.statistics.tails import normal_p, normal_quantile, t_p

PERFECT = 1e-14
"""A coefficient nearer to 1 leaves no error to test against."""


@dataclass(frozen=True, slots=True)
class Association:
    """One coefficient of n pairs with its test; the interval is Fisher's, of Pearson's r alone.

    `why` says why the value is missing or, where there is a value, why its test or interval is.
    """

    n: int
    value: float | None
    p: float | None = None
    low: float | None = None
    high: float | None = None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """Two measures by name; `p_holm` is Pearson's p adjusted for all pairs of measures."""

    one: str
    other: str
    pearson: Association
    spearman: Association
    kendall: Association
    p_holm: float | None = None


def correlations(measures: Mapping[str, Numbers]) -> tuple[Together, ...]:
    """Correlate every two measures of the same people: exploratory where there are many.

    Each pair has the people who have both.
    """
    found = []
    for one, other in combinations(measures, 2):
        both = measures[one], measures[other]
        found.append(Together(one, other, pearson(*both), spearman(*both), kendall(*both)))
    adjusted = adjust([one.pearson.p for one in found], Adjustment.HOLM)
    return tuple(replace(one, p_holm=p) for one, p in zip(found, adjusted, strict=True))


def pearson(first: Numbers, second: Numbers, confidence: float = 0.95) -> Association:
    """Give Pearson's r with Fisher's interval: R `cor.test`.

    Undefined as `measures.correlation` is; the test with fewer than three pairs or where all lie
    on a line, the interval with fewer than four.
    """
    x = pairs_of(first, second)
    found = _by_t(x)
    if found.value is None or found.p is None:
        return found
    if len(x) < 4:
        return replace(found, why=Undefined.FEW_UNITS)
    middle, half = atanh(found.value), normal_quantile(confidence) / sqrt(len(x) - 3)
    return replace(found, low=tanh(middle - half), high=tanh(middle + half))


def spearman(first: Numbers, second: Numbers) -> Association:
    """Give Spearman's rho: R `cor.test(method = "spearman", exact = FALSE)`.

    Ties have middle ranks, numbers equal to ten decimals tie.
    """
    x = pairs_of(first, second)
    if not len(x):
        return _by_t(x)
    return _by_t(np.column_stack([mid_ranks(column)[0] for column in x.T]))


def _by_t(x: Floats) -> Association:
    """Test a correlation by Student's t."""
    r, n = correlation_of(x), len(x)
    if r.value is None:
        return Association(n, None, why=r.why)
    if n < 3:
        return Association(n, r.value, why=Undefined.FEW_UNITS)
    if 1 - abs(r.value) < PERFECT:
        return Association(n, r.value, why=Undefined.NO_ERROR)
    return Association(n, r.value, t_p(r.value / sqrt((1 - r.value**2) / (n - 2)), n - 2))


def kendall(first: Numbers, second: Numbers) -> Association:
    """Give Kendall's tau-b: R `cor.test(method = "kendall", exact = FALSE)`.

    The normal approximation with the variance of ties; numbers equal to ten decimals tie.
    Undefined with fewer than two pairs, or where one of both does not vary.
    """
    x = pairs_of(first, second)
    n = len(x)
    if n < 2:
        return Association(n, None, why=Undefined.FEW_UNITS if n else Undefined.NO_PAIRS)
    (a, ties_a), (b, ties_b) = (mid_ranks(column) for column in x.T)
    if min(len(ties_a), len(ties_b)) < 2:
        return Association(n, None, why=Undefined.NO_VARIANCE)
    s = sum(
        float((np.sign(a[one + 1 :] - a[one]) * np.sign(b[one + 1 :] - b[one])).sum())
        for one in range(n)
    )
    pairs = n * (n - 1)
    two_a, two_b = (float((t * (t - 1)).sum()) for t in (ties_a, ties_b))
    value = 2 * s / sqrt((pairs - two_a) * (pairs - two_b))
    value = min(max(value, -1.0), 1.0)
    if n < 3:
        return Association(n, value, why=Undefined.FEW_UNITS)
    three_a, three_b = (float((t * (t - 1) * (t - 2)).sum()) for t in (ties_a, ties_b))
    off = sum(float((t * (t - 1) * (2 * t + 5)).sum()) for t in (ties_a, ties_b))
    variance = (pairs * (2 * n + 5) - off) / 18 + two_a * two_b / (2 * pairs)
    variance += three_a * three_b / (9 * pairs * (n - 2))
    return Association(n, value, normal_p(s / sqrt(variance)))
