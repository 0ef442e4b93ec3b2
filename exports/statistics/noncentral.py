"""Noncentral t and F, and the noncentralities that an observed t or F is compatible with."""

from collections.abc import Callable
from math import inf, sqrt
from statistics import NormalDist

import numpy as np
from scipy import optimize, special

from exports.statistics.ratings import Floats

FAR = 300.0
"""A t beyond this is so far out that its limits follow from the spread below it, to 1e-8."""
MANY = 60.0
"""A noncentrality beyond this takes more Poisson weights than an average over the numerator."""
STEP = 0.01
"""Between the values of the numerator that are averaged over."""
REACH = 12.0
"""Standard deviations of Poisson weights that are added up; beyond them stands less than 1e-30."""


def t_below(t: float, df: float, away: float) -> float:
    """Give P(T <= t) of noncentral t: R `pt(t, df, ncp = away)`, without R's limit of 37.6.

    Poisson weights on incomplete beta functions, Lenth 1989 (AS 243).
    """
    if t < 0:
        return 1 - t_below(-t, df, -away)
    if abs(away) > MANY and t > 0:
        return _over_numerator(t, df, away)
    j, weights = _poisson(away**2 / 2)
    x = t * t / (df + t * t)
    odd = weights * special.betainc(j + 0.5, df / 2, x)
    # The second weights are the first with j + 1/2 for j: the quotient of the gamma functions.
    steps = np.exp(special.gammaln(j + 1) - special.gammaln(j + 1.5)) * away / sqrt(2)
    even = weights * steps * special.betainc(j + 1, df / 2, x)
    return float(NormalDist().cdf(-away) + (odd.sum() + even.sum()) / 2)


def _over_numerator(t: float, df: float, away: float) -> float:
    """Average over normal z the chance that the spread below it is at least (z + away) / t."""
    z = np.arange(-REACH, REACH + STEP, STEP)
    least = np.maximum(z + away, 0.0) / t
    chances = special.gammaincc(df / 2, df * least**2 / 2)
    weights = np.exp(-(z**2) / 2)
    return float(weights @ chances / weights.sum())


def f_below(f: float, df1: float, df2: float, away: float) -> float:
    """Give P(F <= f) of noncentral F: R `pf(f, df1, df2, ncp = away)`."""
    j, weights = _poisson(away / 2)
    x = df1 * f / (df1 * f + df2)
    return float((weights * special.betainc(df1 / 2 + j, df2 / 2, x)).sum())


def _poisson(mean: float) -> tuple[Floats, Floats]:
    """Give the numbers that a Poisson variable takes, and how likely it takes them."""
    wide = REACH * sqrt(mean)
    j = np.arange(max(0.0, np.floor(mean - wide - REACH)), np.ceil(mean + wide + 5 * REACH))
    return j, np.exp(special.xlogy(j, mean) - mean - special.gammaln(j + 1))


def t_limits(t: float, df: float, confidence: float = 0.95) -> tuple[float, float]:
    """Give the noncentralities between which an observed t lies in the middle.

    R `uniroot` on `pt(t, df, ncp)`, exact; Steiger & Fouladi 1997.
    """
    tail = (1 - confidence) / 2
    if abs(t) > FAR:
        near, far = (_far(t, df, share) for share in (tail, 1 - tail))
        return min(near, far), max(near, far)

    def solve(share: float) -> float:
        return _root(lambda away: t_below(t, df, away) - share, t, -inf)

    return solve(1 - tail), solve(tail)


def f_limits(f: float, df1: float, df2: float, confidence: float = 0.9) -> tuple[float, float]:
    """Give the noncentralities between which an observed F lies in the middle; 0 at least.

    R `uniroot` on `pf(f, df1, df2, ncp)`, exact; Steiger 2004.
    """
    tail = (1 - confidence) / 2
    if df1 * f > FAR**2:
        roots = [_far(sqrt(df1 * f), df2, share) for share in (tail, 1 - tail)]
        low, high = (max(one - (df1 - 1) / (2 * one), 0.0) ** 2 for one in roots)
        return low, high

    def solve(share: float) -> float:
        if f_below(f, df1, df2, 0.0) <= share:
            return 0.0
        return _root(lambda away: f_below(f, df1, df2, away) - share, df1 * f, 0.0)

    return solve(1 - tail), solve(tail)


def _far(t: float, df: float, share: float) -> float:
    """Give t times a quantile of the spread below it, moved by the variance of 1 beside it."""
    spread = sqrt(2 * float(special.gammaincinv(df / 2, share)) / df)
    moved = spread - ((df - 1) / spread - df * spread) / (2 * t**2)
    return t * moved if moved > 0 else t * spread


def _root(falling: Callable[[float], float], start: float, least: float) -> float:
    """Find where a falling function is zero, in steps that grow from the start."""
    low = high = max(start, least)
    step = 1 + abs(start) / 8
    while falling(low) < 0:
        low, step = max(low - step, least), step * 2
    step = 1 + abs(start) / 8
    while falling(high) > 0:
        high, step = high + step, step * 2
    if low == high:
        return low
    return float(optimize.brentq(falling, low, high, xtol=1e-13, rtol=1e-13))
