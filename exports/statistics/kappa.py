"""Cohen's kappa, plain and weighted, from the table of two raters."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from exports.statistics.outcome import Coefficient, Undefined, missing
from exports.statistics.ratings import Floats
from exports.statistics.tails import normal_p, normal_quantile

Counts = NDArray[np.int64]
NOTHING = 1e-14
"""A variance per case below this is what floats leave of zero."""


def identity_weights(size: int) -> Floats:
    """Count equal codes only."""
    return np.eye(size)


def linear_weights(size: int) -> Floats:
    """Count distances of places: 1 - |i - j| / (k - 1), irr's "equal"."""
    return 1 - _distances(size)


def quadratic_weights(size: int) -> Floats:
    """Count squared distances of places: 1 - ((i - j) / (k - 1))^2, irr's "squared"."""
    return 1 - _distances(size) ** 2


def _distances(size: int) -> Floats:
    places = np.arange(size, dtype=float)
    return np.abs(places[:, None] - places[None, :]) / max(size - 1, 1)


def cohen_kappa(counts: Counts, weights: Floats, confidence: float = 0.95) -> Coefficient:
    """Give kappa of a table, first rater in the rows, of the codes that occur.

    kappa = (po - pe) / (1 - pe), Cohen 1960, weighted as Cohen 1968. z and p test kappa = 0 with
    the variance under independence: R `irr::kappa2(weight = "unweighted" | "equal" | "squared")`.
    The interval has the asymptotic variance of Fleiss, Cohen & Everitt 1969 and is cut at -1 and 1:
    R `psych::cohen.kappa(n.obs, w)`. Undefined where all ratings are equal; without a test where
    a rater gives everything the same code.
    """
    n = int(counts.sum())
    if n == 0:
        return missing(Undefined.NO_PAIRS)
    if len(counts) < 2:
        return missing(Undefined.ONE_CATEGORY)
    shares = counts / n
    first, second = shares.sum(axis=1), shares.sum(axis=0)
    seen = float((weights * shares).sum())
    chance = float(first @ weights @ second)
    value = (seen - chance) / (1 - chance)
    around = (weights @ second)[:, None] + (first @ weights)[None, :]
    se = sqrt(_spread(shares, weights, around, seen, chance) / n) / (1 - chance) ** 2
    half = normal_quantile(confidence) * se
    z = _test(value, n, np.outer(first, second), weights, around, chance)
    return Coefficient(
        value=value,
        se=se,
        low=max(value - half, -1.0),
        high=min(value + half, 1.0),
        z=z,
        p=None if z is None else normal_p(z),
        why=Undefined.CONSTANT_RATER if z is None else None,
    )


def _spread(shares: Floats, weights: Floats, around: Floats, seen: float, chance: float) -> float:
    """Give the variance of one case: Fleiss, Cohen & Everitt 1969, formula 13."""
    inner = weights * (1 - chance) - around * (1 - seen)
    found = float((shares * inner**2).sum() - (seen * chance - 2 * chance + seen) ** 2)
    return found if found > NOTHING else 0.0


def _test(
    value: float, n: int, expected: Floats, weights: Floats, around: Floats, chance: float
) -> float | None:
    """Divide by the standard error under independence: Fleiss, Cohen & Everitt 1969, formula 14."""
    spread = float((expected * (weights - around) ** 2).sum() - chance**2)
    return value * (1 - chance) / sqrt(spread / n) if spread > NOTHING else None
