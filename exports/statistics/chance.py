"""Agreement corrected for chance by the number of codes: Brennan-Prediger and Gwet's AC1."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from exports.statistics.outcome import Coefficient, Undefined, missing
from exports.statistics.ratings import Floats, Ratings, rated
from exports.statistics.tails import t_p, t_within


def brennan_prediger(
    ratings: Ratings, codes: int | None = None, confidence: float = 0.95
) -> Coefficient:
    """Give (pa - 1/q) / (1 - 1/q) of units x raters, cells may be missing (PABAK where q = 2).

    R `irrCAC::bp.coeff.raw`; Brennan & Prediger 1981. q is the number of codes that the instrument
    offers, or of those that occur. Interval and test from Student's t with units - 1.
    """
    found = rated(ratings)
    size = max(len(found.codes), codes or 0)
    return brennan_prediger_of(found.counts, None, size, confidence)


def gwet_ac1(ratings: Ratings, codes: int | None = None, confidence: float = 0.95) -> Coefficient:
    """Give (pa - pe) / (1 - pe) with pe = sum of pi(1 - pi) / (q - 1), cells may be missing.

    R `irrCAC::gwet.ac1.raw`; Gwet 2008, variance by its formula for units drawn from many. q as in
    `brennan_prediger`. Units that nobody rated are left out.
    """
    found = rated(ratings)
    size = max(len(found.codes), codes or 0)
    return gwet_ac1_of(found.counts, None, size, confidence)


def brennan_prediger_of(
    counts: NDArray[np.int64], times: Floats | None, codes: int, confidence: float
) -> Coefficient:
    """Give it of patterns units x codes, each of which stands there so many times."""
    units = _Units(counts, times)
    why = units.why_not(codes)
    if why:
        return missing(why)
    chance = 1 / codes
    value = (units.agreement - chance) / (1 - chance)
    return units.finish(value, units.corrected(chance), confidence)


def gwet_ac1_of(
    counts: NDArray[np.int64], times: Floats | None, codes: int, confidence: float
) -> Coefficient:
    """Give it of patterns units x codes, each of which stands there so many times."""
    units = _Units(counts, times)
    why = units.why_not(codes)
    if why:
        return missing(why)
    common = units.mean_shares
    chance = float((common * (1 - common)).sum()) / (codes - 1)
    value = (units.agreement - chance) / (1 - chance)
    own = (units.shares @ (1 - common)) / (codes - 1)
    lean = 2 * (1 - value) * (own - chance) / (1 - chance)
    return units.finish(value, units.corrected(chance) - lean, confidence)


class _Units:
    """Units, or patterns of units, with how often each of them stands there."""

    def __init__(self, counts: NDArray[np.int64], times: Floats | None) -> None:
        given = counts.sum(axis=1)
        there = given > 0
        self.counts = counts[there].astype(float)
        self.raters = given[there].astype(float)
        self.times = np.ones(len(self.counts)) if times is None else times[there]
        self.n = float(self.times.sum())
        self.twice = self.raters > 1
        self.n_twice = float(self.times[self.twice].sum())

    def why_not(self, codes: int) -> Undefined | None:
        if not self.n_twice:
            return Undefined.NO_PAIRS
        return Undefined.ONE_CATEGORY if codes < 2 else None

    @property
    def shares(self) -> Floats:
        found: Floats = self.counts / self.raters[:, None]
        return found

    @property
    def mean_shares(self) -> Floats:
        found: Floats = (self.times @ self.shares) / self.n
        return found

    @property
    def own_agreement(self) -> Floats:
        pairs = np.where(self.twice, self.raters * (self.raters - 1), 1.0)
        found: Floats = (self.counts * (self.counts - 1)).sum(axis=1) / pairs
        return found

    @property
    def agreement(self) -> float:
        return float(self.times[self.twice] @ self.own_agreement[self.twice]) / self.n_twice

    def corrected(self, chance: float) -> Floats:
        """Give every unit's own coefficient; one that was rated once counts nothing."""
        own: Floats = (self.own_agreement - chance) * self.twice / (1 - chance)
        own *= self.n / self.n_twice
        return own

    def finish(self, value: float, own: Floats, confidence: float) -> Coefficient:
        """Put interval and test to the value: the spread of the units' own coefficients."""
        if self.n < 2:
            return Coefficient(value, why=Undefined.FEW_UNITS)
        se = sqrt(float(self.times @ (own - value) ** 2) / (self.n * (self.n - 1)))
        half = t_within(confidence, self.n - 1) * se
        t = value / se if se > 1e-14 else None
        return Coefficient(
            value=value,
            se=se,
            low=value - half,
            high=min(value + half, 1.0),
            z=t,
            p=None if t is None else t_p(t, self.n - 1),
            why=Undefined.NO_ERROR if t is None else None,
        )
