"""Analysis of variance of people at several occasions, every answered cell used."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import sqrt

import numpy as np

from exports.statistics.adjust import Adjustment, adjust
from exports.statistics.measures import Rows, measured, noise, occupied
from exports.statistics.occasion_squares import OccasionSquares
from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats, Places
from exports.statistics.tails import f_p, t_p, t_within

CLOSE = 1e-9
"""What floats leave of zero in shares of people, and of an eigenvalue beside the largest."""


@dataclass(frozen=True, slots=True)
class OneWay:
    """A plain analysis of variance of groups of different people."""

    f: float | None
    df1: int | None = None
    df2: int | None = None
    p: float | None = None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class ModelMean:
    """An occasion's observed mean of n people, and the mean that the model gives it.

    `value` is what is expected if all people had answered: R `emmeans`.
    """

    n: int
    observed: float | None
    value: float | None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class ModelPair:
    """Two occasions by their places, the later minus the earlier, with the model's error.

    `p_bonferroni` and `p_holm` are adjusted for all pairs that have a p; `low` and `high` are
    simultaneous, each at 1 - (1 - confidence) / pairs.
    """

    earlier: int
    later: int
    value: float | None
    se: float | None = None
    df: int | None = None
    t: float | None = None
    p: float | None = None
    p_bonferroni: float | None = None
    p_holm: float | None = None
    low: float | None = None
    high: float | None = None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class Additive:
    """The model person + occasion over n cells of some people, and the test of the occasions.

    Sums of squares are those of people before occasions, so that `ss_occasions` is type II.
    `eta2p` has an interval by noncentral F; `generalised_eta2` counts the people below the line too
    (Olejnik & Algina 2003). `means` and `pairs` stand for every occasion that was given.
    """

    n: int
    people: int
    occasions: int
    f: float | None = None
    df1: int | None = None
    df2: int | None = None
    p: float | None = None
    ss_occasions: float | None = None
    ss_people: float | None = None
    ss_error: float | None = None
    eta2p: float | None = None
    eta2p_low: float | None = None
    eta2p_high: float | None = None
    generalised_eta2: float | None = None
    means: tuple[ModelMean, ...] = ()
    pairs: tuple[ModelPair, ...] = ()
    independent: OneWay = OneWay(None, why=Undefined.NO_CASES)
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class _Fit:
    """Occasions after people were taken out: effects, their covariance but for the error."""

    x: Floats
    there: Floats
    scatter: Floats
    effects: Floats
    inverse: Floats
    df1: int
    df2: int
    squares: OccasionSquares

    @property
    def variance(self) -> float | None:
        """The variance of the error; None without a degree of freedom left."""
        return self.squares.error / self.df2 if self.df2 else None

    @property
    def why_no_test(self) -> Undefined | None:
        """Why occasions cannot be tested."""
        if not self.df1:
            return Undefined.NOT_CONNECTED
        return self.squares.why_no_test if self.df2 else Undefined.FEW_UNITS


def one_way(groups: Sequence[Sequence[float]]) -> OneWay:
    """Compare the means of groups of different people: R `anova(lm(y ~ group))`.

    Empty groups are left out. Undefined with fewer than two groups, without a degree of freedom
    left, or where numbers do not differ inside groups.
    """
    found = [np.array(one, dtype=float) for one in groups if len(one)]
    y = np.concatenate(found) if found else np.empty(0)
    df1, df2 = len(found) - 1, len(y) - len(found)
    if df1 < 1 or df2 < 1:
        return OneWay(None, why=Undefined.FEW_UNITS if len(y) else Undefined.NO_CASES)
    middle = y.mean()
    between = float(sum(len(one) * (one.mean() - middle) ** 2 for one in found))
    within = float(sum(((one - one.mean()) ** 2).sum() for one in found))
    if within <= noise(y):
        nothing = between <= noise(y)
        return OneWay(None, df1, df2, why=Undefined.NO_VARIANCE if nothing else Undefined.NO_ERROR)
    f = (between / df1) / (within / df2)
    return OneWay(f, df1, df2, f_p(f, df1, df2))


def additive_anova(
    rows: Rows, confidence: float = 0.95, effect_confidence: float = 0.9
) -> Additive:
    """Test occasions in the model y ~ person + occasion: one row per person.

    R `anova(lm(y ~ person + occasion))`, `emmeans(model, "occasion")` and its pairs. Every answered
    cell counts; nobody is left out for a gap. Undefined with fewer than two occasions or people,
    where no person links occasions, or where no error is left. Model means and pairs that nobody
    links say so on their own.
    """
    x = measured(rows)
    kept, places = occupied(x)
    n, people = int((~np.isnan(kept)).sum()), len(kept)
    alone = one_way([column[~np.isnan(column)].tolist() for column in x.T])
    if people < 2 or len(places) < 2:
        few = Undefined.FEW_UNITS if n else Undefined.NO_CASES
        few = Undefined.ONE_OCCASION if people > 1 else few
        return Additive(n, people, len(places), independent=alone, why=few)
    fit = _fitted(kept)
    squares, why = fit.squares, fit.why_no_test
    plain = Additive(
        n,
        people,
        len(places),
        df1=fit.df1,
        df2=fit.df2,
        ss_occasions=squares.occasions,
        ss_people=squares.people,
        ss_error=squares.error,
        means=_means(x, fit, places, confidence),
        pairs=_pairs(x, fit, places, confidence),
        independent=alone,
        why=why,
    )
    if why:
        return plain
    size = squares.size(fit.df1, fit.df2, effect_confidence)
    return replace(
        plain,
        f=squares.f(fit.df1, fit.df2),
        p=size.p,
        eta2p=size.eta2p,
        eta2p_low=size.low,
        eta2p_high=size.high,
        generalised_eta2=squares.generalised_eta2,
    )


def _fitted(x: Floats) -> _Fit:
    """Take each person's mean out of numbers and occasions, and regress what is left."""
    there = (~np.isnan(x)).astype(float)
    y = np.where(np.isnan(x), 0.0, x - np.nanmean(x)) * there
    each = there.sum(axis=1)
    persons = y.sum(axis=1) / each
    inner = (y - persons[:, None]) * there
    scatter = np.diag(there.sum(axis=0)) - there.T @ (there / each[:, None])
    inverse, rank = _pseudo_inverse(scatter)
    effects = inverse @ inner.sum(axis=0)
    shift = effects[None, :] - (there @ effects / each)[:, None]
    smallest = noise(x[there > 0])
    squares = (
        float(((shift * there) ** 2).sum()),
        float((each * (persons - y.sum() / each.sum()) ** 2).sum()),
        float((((inner - shift) * there) ** 2).sum()),
    )
    kept = OccasionSquares(*(one if one > smallest else 0.0 for one in squares))
    df2 = int(there.sum()) - len(x) - rank
    return _Fit(x, there, scatter, effects, inverse, rank, df2, kept)


def _pseudo_inverse(scatter: Floats) -> tuple[Floats, int]:
    values, vectors = np.linalg.eigh(scatter)
    kept = values > CLOSE * max(values[-1], 1.0)
    found = vectors[:, kept]
    return (found / values[kept]) @ found.T, int(kept.sum())


def _estimate(fit: _Fit, weights: Floats) -> tuple[float, float] | None:
    """Give a contrast of the effects and its variance but for the error; None if not linked."""
    if np.abs(weights - weights @ fit.inverse @ fit.scatter).max() > CLOSE:
        return None
    return float(weights @ fit.effects), float(weights @ fit.inverse @ weights)


def _means(x: Floats, fit: _Fit, places: Places, confidence: float) -> tuple[ModelMean, ...]:
    each = fit.there.sum(axis=1)
    level = float((np.nansum(fit.x, axis=1) / each).mean())
    typical = (fit.there / each[:, None]).mean(axis=0)
    spread = float((1 / each).sum()) / len(each) ** 2
    found = []
    for place, column in enumerate(x.T):
        given = column[~np.isnan(column)]
        if not len(given):
            found.append(ModelMean(0, None, None, why=Undefined.NO_CASES))
            continue
        observed = float(given.mean())
        estimate = _estimate(fit, (places == place) - typical)
        if estimate is None:
            found.append(ModelMean(len(given), observed, None, why=Undefined.NOT_CONNECTED))
            continue
        value, error = level + estimate[0], fit.variance
        if error is None:
            found.append(ModelMean(len(given), observed, value, why=Undefined.FEW_UNITS))
            continue
        se = sqrt(error * (spread + estimate[1]))
        half = t_within(confidence, fit.df2) * se
        found.append(ModelMean(len(given), observed, value, se, value - half, value + half))
    return tuple(found)


def _pairs(x: Floats, fit: _Fit, places: Places, confidence: float) -> tuple[ModelPair, ...]:
    pairs = sorted(combinations(range(x.shape[1]), 2), key=lambda pair: pair[::-1])
    level = 1 - (1 - confidence) / len(pairs)
    found = [_pair(fit, places, earlier, later, level) for earlier, later in pairs]
    p = [one.p for one in found]
    adjusted = zip(found, adjust(p, Adjustment.BONFERRONI), adjust(p, Adjustment.HOLM), strict=True)
    return tuple(replace(one, p_bonferroni=first, p_holm=other) for one, first, other in adjusted)


def _pair(fit: _Fit, places: Places, earlier: int, later: int, level: float) -> ModelPair:
    if not {earlier, later} <= {*places.tolist()}:
        return ModelPair(earlier, later, None, why=Undefined.NO_CASES)
    weights = (places == later).astype(float) - (places == earlier)
    estimate = _estimate(fit, weights)
    if estimate is None:
        return ModelPair(earlier, later, None, why=Undefined.NOT_CONNECTED)
    value, error = estimate[0], fit.variance
    if not error:
        why = Undefined.FEW_UNITS if error is None else Undefined.NO_ERROR
        return ModelPair(earlier, later, value, why=why)
    se = sqrt(error * estimate[1])
    half = t_within(level, fit.df2) * se
    t = value / se
    return ModelPair(
        earlier,
        later,
        value,
        se,
        fit.df2,
        t,
        t_p(t, fit.df2),
        low=value - half,
        high=value + half,
    )
