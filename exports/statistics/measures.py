"""Tables of measurements as arrays: people in rows, occasions or items in columns."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exports.statistics.outcome import Undefined, Value
from exports.statistics.ratings import DIGITS, Floats, Places

Numbers = Sequence[float | None]
Rows = Sequence[Numbers]
"""One row per person, one column per occasion or item; None where there is no value."""

NOTHING = 1e-12
"""A deviation below this share of the largest number is what floats leave of zero."""


def measured(rows: Rows) -> Floats:
    """Read a table: people x columns, NaN where there is no value or none that is finite."""
    x = np.array([[*row] for row in rows], dtype=float)
    x = x.reshape(len(rows), -1) if x.size else np.empty((len(rows), 0))
    return np.where(np.isfinite(x), x, np.nan)


def paired(first: Numbers, second: Numbers) -> Floats:
    """Read two columns of the same people and keep the complete pairs: pairs x 2."""
    return complete(measured([*zip(first, second, strict=True)]).reshape(-1, 2))


def complete(x: Floats) -> Floats:
    """Keep the rows without a gap: R `na.omit`."""
    found: Floats = x[~np.isnan(x).any(axis=1)]
    return found


def occupied(x: Floats) -> tuple[Floats, Places]:
    """Leave out rows and columns without any value; say which columns are left."""
    there = ~np.isnan(x)
    kept = np.flatnonzero(there.any(axis=0))
    found: Floats = x[there.any(axis=1)][:, kept]
    return found, kept


def noise(x: Floats) -> float:
    """Give the sum of squares that floats may leave of zero in a table of such numbers."""
    return float(x.size * (NOTHING * np.abs(np.nan_to_num(x)).max(initial=0.0)) ** 2)


def varies(x: Floats) -> NDArray[np.bool_]:
    """Say of each column whether its numbers differ; gaps do not count."""
    there = ~np.isnan(x)
    low = np.where(there, x, np.inf).min(axis=0, initial=np.inf)
    high = np.where(there, x, -np.inf).max(axis=0, initial=-np.inf)
    size = np.where(there, np.abs(x), 0.0).max(axis=0, initial=0.0)
    found: NDArray[np.bool_] = high - low > NOTHING * size
    return found


def correlation(first: Numbers, second: Numbers) -> Value:
    """Give Pearson's r of the complete pairs: R `cor(x, y, use = "complete.obs")`.

    Undefined with fewer than two pairs, or where one of both does not vary.
    """
    return correlation_of(paired(first, second))


def correlation_of(x: Floats) -> Value:
    """Give Pearson's r of two complete columns."""
    if len(x) < 2:
        return Value(None, Undefined.FEW_UNITS if len(x) else Undefined.NO_PAIRS)
    if not varies(x).all():
        return Value(None, Undefined.NO_VARIANCE)
    apart = x - x.mean(axis=0)
    apart = apart / np.abs(apart).max(axis=0)
    a, b = apart.T
    r = float((a @ b) / np.sqrt((a @ a) * (b @ b)))
    return Value(min(max(r, -1.0), 1.0))


def mid_ranks(values: Floats) -> tuple[Floats, Places]:
    """Rank numbers, equal ones in the middle of their places, and say how often each occurs.

    Numbers equal to ten decimals are equal: means of items are not exact as floats.
    """
    _, places, times = np.unique(
        np.round(values, DIGITS) + 0.0, return_inverse=True, return_counts=True
    )
    middle = np.cumsum(times) - (times - 1) / 2
    return middle[places], times
