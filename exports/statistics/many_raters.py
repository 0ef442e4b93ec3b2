"""Agreement of any number of raters on the units that all of them rated."""

from itertools import combinations
from math import sqrt

import numpy as np

from exports.statistics.agreement import MOST_CODES
from exports.statistics.kappa import NOTHING, cohen_kappa, identity_weights
from exports.statistics.outcome import Coefficient, Undefined, Value, missing
from exports.statistics.ratings import Rated, Ratings, rated
from exports.statistics.tails import chi2_p, normal_p


def _why_not(found: Rated) -> Undefined | None:
    if found.raters < 2:
        return Undefined.ONE_RATER if found.units else Undefined.NO_CASES
    if not found.units:
        return Undefined.NO_PAIRS
    if len(found.codes) < 2:
        return Undefined.ONE_CATEGORY
    return Undefined.TOO_MANY_CATEGORIES if len(found.codes) > MOST_CODES else None


def percent_all_agree(ratings: Ratings) -> Value:
    """Give the percentage (0-100) of complete units to which all raters gave one code.

    R `irr::agree`. Undefined with one rater or no complete unit.
    """
    found = rated(ratings).complete()
    if found.raters < 2 or not found.units:
        return Value(None, _why_not(found))
    same = (found.places == found.places[:, :1]).all(axis=1)
    return Value(100 * int(same.sum()) / found.units)


def fleiss_kappa(ratings: Ratings) -> Coefficient:
    """Give Fleiss' kappa of complete units with its test: R `irr::kappam.fleiss`.

    Fleiss 1971; the variance under chance is that of Fleiss, Nee & Landis 1979. Raters need not be
    the same people from unit to unit. Undefined with one rater, no complete unit or one code.
    """
    found = rated(ratings).complete()
    why = _why_not(found)
    if why:
        return missing(why)
    n, m, counts = found.units, found.raters, found.counts
    seen = float((counts * (counts - 1)).sum()) / (n * m * (m - 1))
    p = counts.sum(axis=0) / (n * m)
    spread = float((p * (1 - p)).sum())  # 1 - chance
    value = (seen - (1 - spread)) / spread
    inner = spread**2 - float((p * (1 - p) * (1 - 2 * p)).sum())
    se = sqrt(2 * max(inner, 0.0) / (n * m * (m - 1))) / spread
    if inner < NOTHING:
        return Coefficient(value, why=Undefined.NO_ERROR)
    return Coefficient(value, se=se, z=value / se, p=normal_p(value / se))


def light_kappa(ratings: Ratings) -> Value:
    """Give the mean of Cohen's kappa over all pairs of raters, complete units only.

    R `irr::kappam.light`; Light 1971. Undefined where a pair's kappa is, with its reason.
    """
    found = rated(ratings).complete()
    why = _why_not(found)
    if why:
        return Value(None, why)
    kappas = []
    for one, other in combinations(range(found.raters), 2):
        pair = found.columns(one, other)
        size = len(pair.codes)
        slots = pair.places[:, 0] * size + pair.places[:, 1]
        counts = np.bincount(slots, minlength=size * size).reshape(size, size)
        kappa = cohen_kappa(counts, identity_weights(size))
        if kappa.value is None:
            return Value(None, kappa.why)
        kappas.append(kappa.value)
    return Value(float(np.mean(kappas)))


def kendall_w(ratings: Ratings) -> Coefficient:
    """Give Kendall's coefficient of concordance with ties: R `irr::kendall(correct = TRUE)`.

    12 S / (m^2 (n^3 - n) - m T), S the squares of the rank sums about their mean and T the sum of
    t^3 - t over ties (Kendall & Smith 1939; Siegel & Castellan 1988). `z` is chi-square with n - 1
    degrees of freedom, m (n - 1) W, and `p` its tail. Complete units only; undefined with fewer
    than two of them, one rater, codes that are words, or raters who never tell units apart.
    """
    found = rated(ratings).complete()
    why = _why_not(found)
    if why not in (None, Undefined.TOO_MANY_CATEGORIES):
        return missing(why)
    if found.units < 2 or not found.is_numeric:
        return missing(Undefined.FEW_UNITS if found.is_numeric else Undefined.NOT_NUMBERS)
    n, m = found.units, found.raters
    ranks, ties = np.zeros(n), 0.0
    for column in found.places.T:
        times = np.bincount(column, minlength=len(found.codes)).astype(float)
        ranks += (np.cumsum(times) - (times - 1) / 2)[column]
        ties += float((times**3 - times).sum())
    below = m**2 * (n**3 - n) - m * ties
    if below <= 0:
        return missing(Undefined.CONSTANT_RATER)
    value = 12 * float(((ranks - ranks.mean()) ** 2).sum()) / below
    chi2 = m * (n - 1) * value
    return Coefficient(value, z=chi2, p=chi2_p(chi2, n - 1))
