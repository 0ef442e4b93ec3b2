"""One index of several measures in different units, such as messages and minutes of talk."""

from dataclasses import dataclass

import numpy as np

from exports.statistics.descriptives import quantile
from exports.statistics.measures import NOTHING, Rows, correlation_of, measured, paired, varies
from exports.statistics.outcome import Undefined, Value


@dataclass(frozen=True, slots=True)
class Composite:
    """The index of every unit, the mean of its z scores; None for a unit with a gap.

    `correlations` are of every two measures, in the order of `combinations`. `why` says why there
    is no index at all.
    """

    index: tuple[float | None, ...]
    z: tuple[tuple[float | None, ...], ...]
    correlations: tuple[Value, ...]
    why: Undefined | None = None

    def cut(self, share: float = 0.5) -> float | None:
        """Give the value that a share of the units lies under: R `quantile(type = 7)`."""
        there = sorted(one for one in self.index if one is not None)
        return quantile(there, share) if there else None

    def above(self, share: float = 0.5) -> tuple[bool | None, ...]:
        """Say which units lie above a quantile: the median, or another; one on it does not."""
        cut = self.cut(share)
        room = NOTHING * max((abs(one) for one in self.index if one is not None), default=0.0)
        return tuple(None if one is None or cut is None else one - cut > room for one in self.index)


def composite(rows: Rows) -> Composite:
    """Average the z scores of measures: one row per unit, one column per measure.

    R `rowMeans(scale(x))`, standard deviations with n - 1 over the units that have the measure.
    Undefined with fewer than two units, or where a measure does not vary.
    """
    x = measured(rows)
    k = x.shape[1]
    correlations = tuple(
        correlation_of(paired(x[:, one].tolist(), x[:, other].tolist()))
        for one in range(k)
        for other in range(one + 1, k)
    )
    counts = (~np.isnan(x)).sum(axis=0)
    why = None
    if not x.size or counts.min() < 2:
        why = Undefined.FEW_UNITS if len(x) else Undefined.NO_CASES
    elif not varies(x).all():
        why = Undefined.NO_VARIANCE
    if why:
        return Composite((None,) * len(x), ((None,) * k,) * len(x), correlations, why)
    z = (x - np.nanmean(x, axis=0)) / np.nanstd(x, axis=0, ddof=1)
    index = z.mean(axis=1)
    return Composite(
        tuple(_given(one) for one in index),
        tuple(tuple(_given(one) for one in row) for row in z),
        correlations,
    )


def _given(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
