"""Two groups of different people: means, standardised difference, spread and ranks."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import copysign, sqrt

import numpy as np

from exports.statistics.anova import one_way
from exports.statistics.effects import d_limits, hedges_j
from exports.statistics.estimates import Estimate, FTest, estimate
from exports.statistics.measures import Numbers, mid_ranks, noise
from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats
from exports.statistics.tails import normal_p


@dataclass(frozen=True, slots=True)
class Sample:
    """One group: how many, their mean and standard deviation."""

    n: int
    mean: float | None = None
    sd: float | None = None


@dataclass(frozen=True, slots=True)
class Standardised:
    """A difference in standard deviations with its interval by noncentral t."""

    value: float | None
    low: float | None = None
    high: float | None = None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class RankSum:
    """Mann and Whitney's U of the second group: pairs in which it is higher, ties count half.

    p by the normal distribution with the variance of ties, with and without correction for
    continuity. `rank_biserial` is the share of pairs in which it is higher minus that of lower.
    """

    u: float | None
    p_corrected: float | None = None
    p_plain: float | None = None
    rank_biserial: float | None = None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class TwoGroups:
    """The second group minus the first.

    `welch` allows for different spreads, `student` does not. `d` is divided by the pooled standard
    deviation, `g` is d without its bias. `levene` compares spreads about the medians.
    """

    first: Sample
    second: Sample
    welch: Estimate
    student: Estimate
    d: Standardised
    g: Standardised
    levene: FTest
    ranks: RankSum


def two_groups(first: Numbers, second: Numbers, confidence: float = 0.95) -> TwoGroups:
    """Compare two groups, the second minus the first; missing values are left out.

    R `t.test(second, first)`, `t.test(var.equal = TRUE)`, `effectsize::cohens_d`, `hedges_g` with
    exact limits, `car::leveneTest(center = median)`, `wilcox.test(exact = FALSE)`. Undefined where
    a group is empty, has one member (Welch) or where neither varies.
    """
    low, high = _there(first), _there(second)
    one, other = _sample(low), _sample(high)
    student = _student(low, high, confidence)
    return TwoGroups(
        one,
        other,
        _welch(low, high, confidence),
        student,
        *_standardised(student, len(low), len(high), confidence),
        levene([low.tolist(), high.tolist()]),
        rank_sum(low.tolist(), high.tolist()),
    )


def _there(values: Numbers) -> Floats:
    x = np.array(values, dtype=float)
    found: Floats = x[np.isfinite(x)]
    return found


def _sample(x: Floats) -> Sample:
    if not len(x):
        return Sample(0)
    return Sample(len(x), float(x.mean()), float(x.std(ddof=1)) if len(x) > 1 else None)


def _squares(x: Floats) -> float:
    """Give the squares about the mean, without what floats leave of zero."""
    found = float(((x - x.mean()) ** 2).sum())
    return found if found > noise(x) else 0.0


def _welch(low: Floats, high: Floats, confidence: float) -> Estimate:
    sizes = len(low), len(high)
    if not all(sizes):
        return Estimate(None, why=Undefined.ONE_GROUP)
    apart = float(high.mean() - low.mean())
    if min(sizes) < 2:
        return Estimate(apart, why=Undefined.SMALL_GROUP)
    parts = [_squares(x) / (len(x) - 1) / len(x) for x in (low, high)]
    below = sum(part**2 / (n - 1) for part, n in zip(parts, sizes, strict=True))
    if not below:
        return Estimate(apart, why=Undefined.NO_VARIANCE)
    return estimate(apart, sum(parts), sum(parts) ** 2 / below, confidence)


def _student(low: Floats, high: Floats, confidence: float) -> Estimate:
    n, m = len(low), len(high)
    if not (n and m):
        return Estimate(None, why=Undefined.ONE_GROUP)
    apart, df = float(high.mean() - low.mean()), n + m - 2
    if not df:
        return Estimate(apart, why=Undefined.SMALL_GROUP)
    squares = _squares(low) + _squares(high)
    if not squares:
        return Estimate(apart, why=Undefined.NO_VARIANCE)
    return estimate(apart, squares / df * (1 / n + 1 / m), df, confidence)


def _standardised(
    student: Estimate, n: int, m: int, confidence: float
) -> tuple[Standardised, Standardised]:
    """Give d and g with their limits."""
    if student.t is None or student.df is None:
        nothing = Standardised(None, why=student.why)
        return nothing, nothing
    per_t = sqrt(1 / n + 1 / m)
    d = student.t * per_t
    low, high = d_limits(student.t, student.df, per_t, confidence)
    if student.df < 2:
        return Standardised(d, low, high), Standardised(None, why=Undefined.NO_DEGREES)
    j = hedges_j(student.df)
    return Standardised(d, low, high), Standardised(d * j, low * j, high * j)


def levene(groups: Sequence[Sequence[float]]) -> FTest:
    """Compare the spreads of groups, Brown & Forsythe 1974: R `car::leveneTest`."""
    there = [np.array(group, dtype=float) for group in groups if len(group)]
    if len(there) < 2:
        return FTest(None, why=Undefined.ONE_GROUP)
    found = one_way([np.abs(group - np.median(group)).tolist() for group in there])
    return FTest(found.f, found.df1, found.df2, found.p, found.why)


def rank_sum(first: Numbers, second: Numbers) -> RankSum:
    """Test whether the second group tends to be higher: R `wilcox.test(exact = FALSE)`.

    Numbers equal to ten decimals tie. Undefined where a group is empty or everybody is alike.
    """
    low, high = _there(first), _there(second)
    n, m = len(low), len(high)
    if not (n and m):
        return RankSum(None, why=Undefined.ONE_GROUP)
    ranks, times = mid_ranks(np.concatenate([low, high]))
    whole, u = n + m, float(ranks[n:].sum()) - m * (m + 1) / 2
    ties = float((times.astype(float) ** 3 - times).sum())
    variance = n * m / 12 * (whole + 1 - ties / (whole * (whole - 1)))
    apart, biserial = u - n * m / 2, 2 * u / (n * m) - 1
    if not variance > 0:
        return RankSum(u, rank_biserial=biserial, why=Undefined.NO_VARIANCE)
    corrected = apart - copysign(0.5, apart) if apart else 0.0
    spread = sqrt(variance)
    return RankSum(u, normal_p(corrected / spread), normal_p(apart / spread), biserial)
