"""Estimates with Student's t, and F tests: what every linear model gives back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite, sqrt

from exports.statistics.adjust import Adjustment, adjust
from exports.statistics.outcome import Undefined
from exports.statistics.tails import f_p, t_p, t_within


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient, mean or difference with its interval and test against zero.

    `why` says why the value is missing or, where there is a value, why its test is.
    """

    value: float | None
    se: float | None = None
    df: float | None = None
    t: float | None = None
    p: float | None = None
    low: float | None = None
    high: float | None = None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class FTest:
    """A test that several combinations of coefficients are zero."""

    f: float | None
    df1: int | None = None
    df2: float | None = None
    p: float | None = None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class Contrast:
    """One of several differences: the interval is simultaneous, Bonferroni's over all of them."""

    estimate: Estimate
    p_bonferroni: float | None
    p_holm: float | None


def estimate(value: float, variance: float, df: float, confidence: float = 0.95) -> Estimate:
    """Give an estimate its t test and interval; undefined without a variance or freedom."""
    if not variance > 0:
        return Estimate(value, why=Undefined.NO_ERROR)
    se = sqrt(variance)
    if not df > 0:
        return Estimate(value, se, why=Undefined.NO_DEGREES)
    t, half = value / se, t_within(confidence, df) * se
    if not isfinite(half):
        return Estimate(value, se, df, t, t_p(t, df), why=Undefined.NO_DEGREES)
    return Estimate(value, se, df, t, t_p(t, df), value - half, value + half)


def f_test(f: float, df1: int, df2: float) -> FTest:
    """Give F its p; undefined without freedom."""
    if not (df1 > 0 and df2 > 0):
        return FTest(None, df1, None, why=Undefined.NO_DEGREES)
    return FTest(f, df1, df2, f_p(f, df1, df2))


def contrasts(several: Sequence[Estimate], confidence: float = 0.95) -> tuple[Contrast, ...]:
    """Adjust differences for their number: p by Bonferroni and by Holm, intervals by Bonferroni.

    R `emmeans::contrast(adjust = "bonferroni")` with its `confint`, and `p.adjust`. What has no
    test is not counted.
    """
    tested = sum(one.p is not None for one in several)
    ps = [one.p for one in several]
    both = zip(adjust(ps, Adjustment.BONFERRONI), adjust(ps, Adjustment.HOLM), strict=True)
    found = []
    for one, (bonferroni, holm) in zip(several, both, strict=True):
        if one.p is None or one.value is None or one.se is None:
            found.append(Contrast(one, None, None))
            continue
        half = t_within(1 - (1 - confidence) / tested, one.df or inf) * one.se
        wide = replace(one, low=one.value - half, high=one.value + half)
        found.append(Contrast(wide, bonferroni, holm))
    return tuple(found)
