"""The same people at two occasions: means, standardised differences and ranks."""

from dataclasses import dataclass, replace
from itertools import combinations
from math import sqrt

import numpy as np

from exports.statistics.adjust import Adjustment, adjust
from exports.statistics.effects import d_limits, hedges_j
from exports.statistics.measures import (
    Numbers,
    Rows,
    correlation_of,
    measured,
    noise,
    occupied,
)
from exports.statistics.measures import paired as pairs_of
from exports.statistics.outcome import Undefined
from exports.statistics.rank_tests import SignedRanks, signed_ranks
from exports.statistics.ratings import Floats
from exports.statistics.tails import t_p, t_within


@dataclass(frozen=True, slots=True)
class Paired:
    """A paired t test, second minus first, and the difference in standard deviations.

    `dz` is divided by the standard deviation of the differences, `gz` is dz without its bias; both
    have intervals by noncentral t. `dav` is divided by the mean of both standard deviations,
    `dav_rms` by the root of the mean of both variances. `r` is the correlation of both.
    """

    n: int
    difference: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    t: float | None = None
    df: int | None = None
    p: float | None = None
    dz: float | None = None
    dz_low: float | None = None
    dz_high: float | None = None
    gz: float | None = None
    gz_low: float | None = None
    gz_high: float | None = None
    dav: float | None = None
    dav_rms: float | None = None
    r: float | None = None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two occasions by their places, with p adjusted for all pairs of occasions that have one."""

    earlier: int
    later: int
    means: Paired
    ranks: SignedRanks
    p_bonferroni: float | None = None
    p_holm: float | None = None
    ranks_p_bonferroni: float | None = None
    ranks_p_holm: float | None = None


def paired_t(first: Numbers, second: Numbers, confidence: float = 0.95) -> Paired:
    """Compare two measurements of the same people: R `t.test(second, first, paired = TRUE)`.

    dz and its interval as `effectsize::cohens_d(paired = TRUE)`, exact; g = d x Hedges' J. Pairs
    with a gap are left out. Undefined with fewer than two pairs; t and dz where all differences are
    equal, though the difference itself then stands.
    """
    x = pairs_of(first, second)
    n, df = len(x), len(x) - 1
    if n < 2:
        why = Undefined.FEW_UNITS if n else Undefined.NO_PAIRS
        return Paired(n, float(x[0, 1] - x[0, 0]) if n else None, why=why)
    apart = x[:, 1] - x[:, 0]
    mean = float(apart.mean())
    squares = float(((apart - mean) ** 2).sum())
    sd = sqrt(squares / df) if squares > noise(x) else 0.0
    dav, dav_rms = _by_both(x, mean)
    plain = Paired(n, mean, sd, dav=dav, dav_rms=dav_rms, r=correlation_of(x).value)
    if not sd:
        return replace(plain, df=df, why=Undefined.NO_VARIANCE)
    t, dz, j = mean / sd * sqrt(n), mean / sd, hedges_j(df)
    half = t_within(confidence, df) * sd / sqrt(n)
    low, high = d_limits(t, df, 1 / sqrt(n), confidence)
    return replace(
        plain,
        low=mean - half,
        high=mean + half,
        t=t,
        df=df,
        p=t_p(t, df),
        dz=dz,
        dz_low=low,
        dz_high=high,
        gz=dz * j if df > 1 else None,
        gz_low=low * j if df > 1 else None,
        gz_high=high * j if df > 1 else None,
    )


def _by_both(x: Floats, mean: float) -> tuple[float | None, float | None]:
    """Divide a difference by the standard deviations of both measurements."""
    variances = x.var(axis=0, ddof=1)
    if float(variances.sum()) * (len(x) - 1) <= noise(x):
        return None, None
    return mean / float(np.sqrt(variances).mean()), mean / sqrt(float(variances.mean()))


def compare_occasions(
    rows: Rows, complete_only: bool = False, confidence: float = 0.95
) -> tuple[Comparison, ...]:
    """Compare every occasion with every earlier one: one row per person.

    Each pair has the people who answered at both, or, with `complete_only`, those who answered at
    all occasions that anybody answered. R `p.adjust` over the pairs that have a p.
    """
    x = measured(rows)
    if complete_only and x.size:
        _, places = occupied(x)
        x = x[~np.isnan(x[:, places]).any(axis=1)] if len(places) else x[:0]
    pairs = sorted(combinations(range(x.shape[1]), 2), key=lambda pair: pair[::-1])
    found = [
        Comparison(
            one,
            other,
            paired_t(x[:, one].tolist(), x[:, other].tolist(), confidence),
            signed_ranks(x[:, one].tolist(), x[:, other].tolist()),
        )
        for one, other in pairs
    ]
    means, ranks = [one.means.p for one in found], [one.ranks.p_corrected for one in found]
    columns = [
        adjust(p, method)
        for p in (means, ranks)
        for method in (Adjustment.BONFERRONI, Adjustment.HOLM)
    ]
    return tuple(
        replace(
            one, p_bonferroni=first, p_holm=second, ranks_p_bonferroni=third, ranks_p_holm=fourth
        )
        for one, first, second, third, fourth in zip(found, *columns, strict=True)
    )
