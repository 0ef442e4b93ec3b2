"""Krippendorff's alpha: any number of raters, cells may be missing, four levels of measurement."""

from collections.abc import Callable
from enum import StrEnum
from itertools import combinations

import numpy as np

from exports.statistics.outcome import Undefined, Value
from exports.statistics.ratings import Floats, Rated, Ratings, rated

ROWS = 512
"""Codes whose distances to all others are held at once."""


class Level(StrEnum):
    """What the codes measure, and so how far apart two of them are."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


Distance = Callable[[Floats, Floats], Floats]


def _unequal(one: Floats, other: Floats) -> Floats:
    found: Floats = (one != other).astype(float)
    return found


def _squared(one: Floats, other: Floats) -> Floats:
    found: Floats = (one - other) ** 2
    return found


def _proportional(one: Floats, other: Floats) -> Floats:
    whole = one + other
    found: Floats = ((one - other) / np.where(whole == 0, 1.0, whole)) ** 2
    return found


DISTANCES: dict[Level, Distance] = {
    Level.NOMINAL: _unequal,
    Level.ORDINAL: _squared,  # of the middle ranks: the sum of frequencies between two codes
    Level.INTERVAL: _squared,
    Level.RATIO: _proportional,
}


def krippendorff_alpha(ratings: Ratings, level: Level) -> Value:
    """Give 1 - observed / expected disagreement of units x raters, None where not rated.

    Krippendorff 2004, chapter 11 and 2011 (Computing Krippendorff's alpha-reliability), as Python's
    `krippendorff.alpha` and, for cells missing or two raters, R `irr::kripp.alpha`, whose version
    0.84.1 is wrong for complete data of three raters and more. Units rated once are left out.
    Undefined where no unit was rated twice or all ratings are equal, for words except as nominal,
    and for ratios below zero.
    """
    found = rated(ratings).shared()
    why = _why_not(found, level)
    if why:
        return Value(None, why)
    times = found.counts.sum(axis=0).astype(float)
    at, distance = _positions(found, level, times), DISTANCES[level]
    observed = _observed(found, at, distance)
    expected = _expected(at, times, distance)
    return Value(1 - (float(times.sum()) - 1) * observed / expected)


def _why_not(found: Rated, level: Level) -> Undefined | None:
    if not found.units:
        return Undefined.ONE_RATER if found.raters == 1 else Undefined.NO_PAIRS
    if len(found.codes) < 2:
        return Undefined.ONE_CATEGORY
    if level is not Level.NOMINAL and not found.is_numeric:
        return Undefined.NOT_NUMBERS
    if level is Level.RATIO and float(found.codes[0]) < 0:
        return Undefined.NEGATIVE
    return None


def _positions(found: Rated, level: Level, times: Floats) -> Floats:
    """Say where every code stands on the line on which distances are measured."""
    if level is Level.NOMINAL:
        return np.arange(len(found.codes), dtype=float)
    if level is Level.ORDINAL:
        middle: Floats = np.cumsum(times) - times / 2
        return middle
    return np.array([float(code) for code in found.codes])


def _observed(found: Rated, at: Floats, distance: Distance) -> float:
    """Add up distances inside units; a unit of m ratings weighs 1/(m - 1)."""
    placed = np.append(at, np.nan)[found.places]
    m = np.isfinite(placed).sum(axis=1)
    whole = np.zeros(found.units)
    for one, other in combinations(range(found.raters), 2):
        both = np.isfinite(placed[:, one]) & np.isfinite(placed[:, other])
        whole[both] += distance(placed[both, one], placed[both, other])
    return float((whole / (m - 1)).sum())


def _expected(at: Floats, times: Floats, distance: Distance) -> float:
    """Add up distances of all pairs of ratings, wherever they stand."""
    total = 0.0
    for start in range(0, len(at), ROWS):
        some = slice(start, start + ROWS)
        apart = distance(at[some, None], at[None, :])
        total += float(times[some] @ apart @ times)
    return total / 2
