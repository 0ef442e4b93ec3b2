"""Shares, their differences and their tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import copysign, sqrt

import numpy as np
from scipy import special

from exports.statistics.outcome import Undefined
from exports.statistics.quantiles import wilson
from exports.statistics.tails import chi2_p


@dataclass(frozen=True, slots=True)
class Share:
    """A share x of n, from 0 to 1, with its Wilson interval."""

    x: int
    n: int
    share: float | None
    low: float | None
    high: float | None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of two shares, second minus first, with its interval."""

    value: float | None
    low: float | None = None
    high: float | None = None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """A chi-square test; `cramers_v` where it is of a table of counts."""

    chi2: float | None
    df: int | None = None
    p: float | None = None
    cramers_v: float | None = None
    n: int = 0
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """A trend of shares: `z` is the signed root of `chi2` with one degree of freedom."""

    chi2: float | None
    z: float | None = None
    p: float | None = None
    why: Undefined | None = None


def share(x: int, n: int, confidence: float = 0.95) -> Share:
    """Give a share with its Wilson interval: R `prop.test(x, n, correct = FALSE)`.

    Wilson 1927. Undefined where n is 0.
    """
    if not n:
        return Share(x, n, None, None, None, Undefined.NO_CASES)
    return Share(x, n, x / n, *wilson(x, n, confidence))


def exact_share(x: int, n: int, confidence: float = 0.95) -> Share:
    """Give a share with its Clopper-Pearson interval: R `binom.test(x, n)$conf.int`.

    Clopper & Pearson 1934: never covers less than it says, and so is wider than Wilson's.
    Undefined where n is 0.
    """
    if not n:
        return Share(x, n, None, None, None, Undefined.NO_CASES)
    tail = (1 - confidence) / 2
    low = float(special.betaincinv(x, n - x + 1, tail)) if x else 0.0
    high = float(special.betaincinv(x + 1, n - x, 1 - tail)) if x < n else 1.0
    return Share(x, n, x / n, low, high)


def difference(x1: int, n1: int, x2: int, n2: int, confidence: float = 0.95) -> Difference:
    """Give x2/n2 - x1/n1 of independent groups with Newcombe's interval.

    Newcombe 1998, method 10: the square-and-add of both Wilson intervals. Undefined where a group
    is empty.
    """
    first, second = share(x1, n1, confidence), share(x2, n2, confidence)
    if not n1 or not n2:
        return Difference(None, why=Undefined.NO_CASES)
    (low1, high1), (low2, high2) = wilson(x1, n1, confidence), wilson(x2, n2, confidence)
    p1, p2 = first.x / n1, second.x / n2
    below = sqrt((p2 - low2) ** 2 + (high1 - p1) ** 2)
    above = sqrt((high2 - p2) ** 2 + (p1 - low1) ** 2)
    return Difference(p2 - p1, p2 - p1 - below, p2 - p1 + above)


def chi_square(table: Sequence[Sequence[int]]) -> ChiSquare:
    """Give Pearson's chi-square of a table of counts: R `chisq.test(table, correct = FALSE)`.

    Cramer's V = sqrt(chi2 / (n (min(rows, columns) - 1))). Undefined with fewer than two rows or
    columns, or where one of them is empty.
    """
    counts = np.array([[*row] for row in table], dtype=float)
    n = int(counts.sum()) if counts.size else 0
    if not n:
        return ChiSquare(None, why=Undefined.NO_CASES)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    smallest = min(counts.shape)
    if smallest < 2 or not rows.all() or not columns.all():
        return ChiSquare(None, n=n, why=Undefined.EMPTY_MARGIN)
    expected = np.outer(rows, columns) / n
    chi2 = float(((counts - expected) ** 2 / expected).sum())
    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    return ChiSquare(chi2, df, chi2_p(chi2, df), sqrt(chi2 / (n * (smallest - 1))), n)


def trend(x: Sequence[int], n: Sequence[int], scores: Sequence[float] | None = None) -> Trend:
    """Test a trend of the shares x/n with the scores: R `prop.trend.test(x, n, scores)`.

    Cochran 1954, Armitage 1955; scores are 1, 2, 3 ... unless given. Groups of nobody are left out.
    Undefined with fewer than two groups, or where all cases have the same outcome or score.
    """
    at = [*map(float, scores)] if scores is not None else [*map(float, range(1, len(x) + 1))]
    groups = [(a, b, s) for a, b, s in zip(x, n, at, strict=True) if b]
    whole = sum(b for _, b, _ in groups)
    if not whole:
        return Trend(None, why=Undefined.NO_CASES)
    if len({s for *_, s in groups}) < 2:
        return Trend(None, why=Undefined.FEW_UNITS)
    common = sum(a for a, *_ in groups) / whole
    if common in (0, 1):
        return Trend(None, why=Undefined.SAME_OUTCOME)
    middle = sum(b * s for _, b, s in groups) / whole
    lean = sum((a - b * common) * (s - middle) for a, b, s in groups)
    spread = common * (1 - common) * sum(b * (s - middle) ** 2 for _, b, s in groups)
    chi2 = lean**2 / spread
    return Trend(chi2, copysign(sqrt(chi2), lean), chi2_p(chi2, 1))
