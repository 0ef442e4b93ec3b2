"""Sizes of effects from t and F, with exact intervals."""

from dataclasses import dataclass
from math import exp, lgamma, log

from exports.statistics.noncentral import f_limits, t_limits
from exports.statistics.outcome import Undefined
from exports.statistics.tails import f_p


@dataclass(frozen=True, slots=True)
class Explained:
    """The share of variance that an effect explains beside its error, and p of its F.

    `eta2p` = df1 F / (df1 F + df2); `omega2p` is the same with F - 1 and one case more below, and
    may be negative.
    """

    eta2p: float | None
    low: float | None = None
    high: float | None = None
    omega2p: float | None = None
    p: float | None = None
    why: Undefined | None = None


def eta2p_from_f(f: float, df1: float, df2: float, confidence: float = 0.9) -> Explained:
    """Give partial eta squared of an F, its interval by noncentral F, and partial omega squared.

    R `effectsize::F_to_eta2(f, df1, df2, ci = .90, alternative = "two.sided")`, `F_to_omega2`; the
    limits are exact, those of effectsize stop at some five digits. They are L / (L + df2) with L
    the noncentralities that F lies in the middle of. Undefined where df1 or df2 is not positive, or
    F is negative or no number.
    """
    if not (df1 > 0 and df2 > 0 and 0 <= f < float("inf")):
        return Explained(None, why=Undefined.NO_CASES)
    low, high = (one / (one + df2) for one in f_limits(f, df1, df2, confidence))
    return Explained(
        df1 * f / (df1 * f + df2),
        low,
        high,
        df1 * (f - 1) / (df1 * f + df2 + 1),
        f_p(f, df1, df2),
    )


def hedges_j(df: float) -> float:
    """Give the factor that takes the bias off d: gamma(m/2) / (sqrt(m/2) gamma((m-1)/2)).

    Hedges 1981, exact; 1 - 3 / (4m - 1) is its approximation. At one degree of freedom it is 0.
    """
    return exp(lgamma(df / 2) - log(df / 2) / 2 - lgamma((df - 1) / 2)) if df > 1 else 0.0


def d_limits(t: float, df: float, per_t: float, confidence: float = 0.95) -> tuple[float, float]:
    """Give the limits of a standardised difference that is `per_t` times its t."""
    low, high = t_limits(t, df, confidence)
    return low * per_t, high * per_t
