"""Tails and quantiles of distributions; scipy.special alone, which loads much faster than stats."""

from math import erfc, inf, sqrt
from statistics import NormalDist

from scipy import special

TINY = 1e-280


def normal_p(z: float) -> float:
    """Give the two-sided p of a standard normal value: R `2 * pnorm(-abs(z))`."""
    return erfc(abs(z) / sqrt(2))


def normal_quantile(confidence: float) -> float:
    """Give the value that so much of a normal distribution lies within: R `qnorm((1 + c) / 2)`."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def t_p(t: float, df: float) -> float:
    """Give the two-sided p of Student's t: R `2 * pt(-abs(t), df)`."""
    return float(2 * special.stdtr(df, -abs(t)))


def t_within(confidence: float, df: float) -> float:
    """Give the value that so much of Student's t lies within: R `qt((1 + c) / 2, df)`."""
    return float(special.stdtrit(df, (1 + confidence) / 2))


def chi2_p(chi2: float, df: float) -> float:
    """Give the upper tail of chi-square: R `pchisq(chi2, df, lower.tail = FALSE)`."""
    return float(special.chdtrc(df, max(chi2, 0.0)))


def f_p(f: float, df1: float, df2: float) -> float:
    """Give the upper tail of F: R `pf(f, df1, df2, lower.tail = FALSE)`."""
    return float(special.fdtrc(df1, df2, max(f, 0.0)))


def f_quantile(share: float, df1: float, df2: float) -> float:
    """Give a quantile of F: R `qf(share, df1, df2)`; infinite where it passes every float.

    From the small end of the beta distribution, because few degrees of freedom put it near zero.
    """
    small = float(special.betaincinv(df2 / 2, df1 / 2, 1 - share))
    return df2 * (1 - small) / (df1 * small) if small > TINY else inf
