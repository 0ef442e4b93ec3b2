"""What a set of numbers looks like: n, mean, spread, quartiles, shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, fsum, sqrt

from exports.statistics.quantiles import t_quantile

NOTHING = 1e-12
"""Numbers that differ by less than this share of them are equal: means of items are not exact."""


@dataclass(frozen=True, slots=True)
class Descriptives:
    """Descriptives of one sample; None where too few cases allow no value."""

    n: int
    mean: float | None
    sd: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    median: float | None
    q1: float | None
    q3: float | None
    min: float | None
    max: float | None
    skew: float | None
    kurtosis: float | None


EMPTY = Descriptives(0, *[None] * 12)


def describe(values: Sequence[float], confidence: float = 0.95) -> Descriptives:
    """Describe a sample.

    sd has n-1 below; the interval is mean +- t(n-1)·sd/sqrt(n); quartiles are R's type 7; skew
    and kurtosis are psych's type 3 (m3/s^3 and m4/s^4 - 3 with s the n-1 standard deviation).
    """
    n = len(values)
    if n == 0:
        return EMPTY
    ordered = sorted(values)
    mean = fsum(values) / n
    deviations = [value - mean for value in values]
    sd = sqrt(fsum(d * d for d in deviations) / (n - 1)) if n > 1 else None
    if sd and ordered[-1] - ordered[0] <= NOTHING * max(abs(ordered[0]), abs(ordered[-1])):
        sd = 0.0
    se = half = None
    if sd is not None:
        se = sd / sqrt(n)
        half = t_quantile((1 + confidence) / 2, n - 1) * se
    return Descriptives(
        n,
        mean,
        sd,
        se,
        None if half is None else mean - half,
        None if half is None else mean + half,
        quantile(ordered, 0.5),
        quantile(ordered, 0.25),
        quantile(ordered, 0.75),
        ordered[0],
        ordered[-1],
        *_shape(deviations, sd),
    )


def _shape(deviations: Sequence[float], sd: float | None) -> tuple[float | None, float | None]:
    """Give skew and kurtosis; none without a spread."""
    if not sd:
        return None, None
    # Divided first: the third power of a tiny spread would be lost below the smallest number.
    each = [one / sd for one in deviations]
    skew, kurtosis = (fsum(one**power for one in each) / len(each) for power in (3, 4))
    return skew, kurtosis - 3


def quantile(ordered: Sequence[float], share: float) -> float:
    """Give a quantile of sorted values: R `quantile(type = 7)`."""
    place = (len(ordered) - 1) * share
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
