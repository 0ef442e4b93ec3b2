"""Internal consistency of a scale item by item, with gaps left out pairwise or by person."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from exports.statistics.measures import Rows, complete, measured, noise, varies
from exports.statistics.one_factor import Omega, omega_by_likelihood, omega_by_residuals
from exports.statistics.outcome import Undefined, Value
from exports.statistics.ratings import Floats
from exports.statistics.reliability import cronbach_alpha
from exports.statistics.tails import f_quantile


@dataclass(frozen=True, slots=True)
class AlphaOf:
    """Coefficient alpha over n people, with Feldt's interval; `standardised` is of correlations."""

    n: int
    value: float | None
    low: float | None = None
    high: float | None = None
    standardised: float | None = None
    mean_r: float | None = None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class ItemFit:
    """What one item does in its scale: its correlation with the rest, and alpha without it."""

    item_rest_r: Value
    alpha_if_dropped: Value


@dataclass(frozen=True, slots=True)
class Consistency:
    """A scale's consistency over `n` people who answered any item, `complete` of them all.

    `listwise` and `items` are over complete cases and are the ones to print; `pairwise` and
    `items_pairwise` use every pair of answers, as psych does by itself. `dropped` are the places of
    items that everybody answers alike; they are left out, and their `items` say so.
    """

    n: int
    complete: int
    kept: int
    dropped: tuple[int, ...]
    listwise: AlphaOf
    pairwise: AlphaOf
    items: tuple[ItemFit, ...]
    items_pairwise: tuple[ItemFit, ...]
    omega: Omega
    omega_residuals: Omega


def consistency(rows: Rows, confidence: float = 0.95) -> Consistency:
    """Describe how the items of a scale hang together: one row per person, items keyed.

    alpha, `r.drop`, `alpha.drop`, `std.alpha` and `average_r` of R `psych::alpha(check.keys =
    FALSE)`, on all rows (pairwise) and on `na.omit` (listwise). Feldt, Woodruff & Salih 1987: 1 -
    (1 - alpha) F with n - 1 and (n - 1)(k - 1) degrees of freedom. omega as in `one_factor`.
    """
    x = measured(rows)
    x = x[~np.isnan(x).all(axis=1)] if x.size else x
    whole = complete(x)
    there = varies(x)
    return Consistency(
        len(x),
        len(whole),
        int(there.sum()),
        tuple(np.flatnonzero(~there).tolist()),
        _alpha(whole, confidence),
        _alpha(x, confidence),
        _items(whole),
        _items(x),
        omega_by_likelihood(whole[:, varies(whole)]),
        omega_by_residuals(_pairwise(x[:, there]), len(x)),
    )


def _covariances(x: Floats) -> Floats:
    """Give the covariances of every two columns over the people who have both; NaN of fewer than 2.

    R `cov(use = "pairwise")`; each mean is over the people of the pair.
    """
    there = (~np.isnan(x)).astype(float)
    y = np.where(np.isnan(x), 0.0, x - _means(x)) * there
    n = there.T @ there
    sums = y.T @ there
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = (y.T @ y - sums * sums.T / n) / (n - 1)
    return np.where(n > 1, found, np.nan)


def _means(x: Floats) -> Floats:
    n = (~np.isnan(x)).sum(axis=0)
    found: Floats = np.nansum(x, axis=0) / np.maximum(n, 1)
    return found


def _correlations(covariances: Floats) -> Floats:
    """R `cov2cor`: of pairwise covariances these are not the pairwise correlations."""
    sd = np.sqrt(np.diag(covariances))
    found: Floats = covariances / np.outer(sd, sd)
    return found


def _pairwise(x: Floats) -> Floats:
    """Give the correlation of every two columns over the people who have both.

    R `cor(use = "pairwise")`: the standard deviations are over the people of the pair too.
    """
    there = (~np.isnan(x)).astype(float)
    y = np.where(np.isnan(x), 0.0, x - _means(x)) * there
    n, sums = np.maximum(there.T @ there, 1.0), y.T @ there
    squares = (y**2).T @ there - sums**2 / n
    squares = np.where(squares > noise(x) / max(x.size, 1), squares, np.nan)
    found: Floats = (y.T @ y - sums * sums.T / n) / np.sqrt(squares * squares.T)
    return found


def _alpha(x: Floats, confidence: float) -> AlphaOf:
    n, there = len(x), varies(x)
    k = int(there.sum())
    if n < 2 or k < 2:
        few = Undefined.FEW_UNITS if n else Undefined.NO_CASES
        return AlphaOf(n, None, why=few if n < 2 else Undefined.FEW_ITEMS)
    covariances = _covariances(x[:, there])
    value = _coefficient(covariances, noise(x) / n)
    if value.value is None:
        return AlphaOf(n, None, why=value.why)
    if not np.isnan(x).any():
        value = Value(cronbach_alpha(x.tolist()).value)
    low, high = feldt(value.value or 0.0, n, k, confidence)
    correlations = _correlations(covariances)
    mean_r = (float(correlations.sum()) - k) / (k * (k - 1))
    return AlphaOf(n, value.value, low, high, _coefficient(correlations, 0.0).value, mean_r)


def feldt(value: float, n: int, k: int, confidence: float = 0.95) -> tuple[float, float]:
    """Give Feldt's interval of an alpha of n people and k items."""
    tail = (1 - confidence) / 2
    df1, df2 = n - 1, (n - 1) * (k - 1)
    low, high = (1 - (1 - value) * f_quantile(share, df1, df2) for share in (1 - tail, tail))
    return low, high


def _coefficient(covariances: Floats, nothing: float) -> Value:
    """Give k/(k-1) (1 - sum of variances / sum of all), Cronbach 1951."""
    k, whole = len(covariances), float(covariances.sum())
    if np.isnan(whole):
        return Value(None, Undefined.NO_PAIRS)
    if k < 2:
        return Value(None, Undefined.FEW_ITEMS)
    if whole <= max(nothing, 1e-12 * float(np.trace(covariances))):
        return Value(None, Undefined.NO_VARIANCE)
    return Value(k / (k - 1) * (1 - float(np.trace(covariances)) / whole))


def _items(x: Floats) -> tuple[ItemFit, ...]:
    """Take out one item after the other."""
    there = varies(x) if len(x) > 1 else np.zeros(x.shape[1], dtype=bool)
    why = Undefined.NO_VARIANCE if len(x) > 1 else Undefined.FEW_UNITS
    left_out = ItemFit(Value(None, why), Value(None, why))
    covariances = _covariances(x[:, there])
    fits = iter([_item(covariances, place, noise(x)) for place in range(int(there.sum()))])
    return tuple(next(fits) if one else left_out for one in there)


def _item(covariances: Floats, place: int, nothing: float) -> ItemFit:
    rest = np.delete(np.delete(covariances, place, 0), place, 1)
    dropped = _coefficient(rest, nothing)
    if not len(rest):
        return ItemFit(Value(None, Undefined.FEW_ITEMS), dropped)
    own, whole = float(covariances[place, place]), float(rest.sum())
    beside = float(np.delete(covariances[place], place).sum())
    if np.isnan(whole + beside):
        return ItemFit(Value(None, Undefined.NO_PAIRS), dropped)
    if whole <= max(nothing, 1e-12 * float(np.trace(rest))):
        return ItemFit(Value(None, Undefined.NO_VARIANCE), dropped)
    return ItemFit(Value(beside / sqrt(own * whole)), dropped)
