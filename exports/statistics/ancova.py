"""Groups compared at the same starting point: analysis of covariance."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from exports.statistics.effects import Explained, eta2p_from_f
from exports.statistics.estimates import Contrast, Estimate, FTest, contrasts
from exports.statistics.linear_model import LinearModel, linear_model, term_test
from exports.statistics.measures import measured
from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats, Places


@dataclass(frozen=True, slots=True)
class AdjustedMean:
    """A group's mean of n people, as it would be at the mean of the covariates."""

    group: str
    n: int
    mean: Estimate


@dataclass(frozen=True, slots=True)
class GroupPair:
    """The later group minus the earlier one, at the same covariates."""

    earlier: str
    later: str
    contrast: Contrast


@dataclass(frozen=True, slots=True)
class Ancova:
    """The groups' effect beside covariates, type II, with its share of the variance.

    `slopes` are of the covariates. `parallel` tests whether slopes differ between groups: where
    they do, the groups' difference depends on where one starts.
    """

    n: int
    effect: FTest
    size: Explained
    slopes: tuple[Estimate, ...]
    means: tuple[AdjustedMean, ...]
    pairs: tuple[GroupPair, ...]
    parallel: FTest
    why: Undefined | None = None


def ancova(
    outcomes: Sequence[float | None],
    covariates: Sequence[Sequence[float | None]],
    groups: Sequence[str],
    confidence: float = 0.95,
    effect_confidence: float = 0.9,
) -> Ancova:
    """Compare groups beside covariates: one row of covariates per case, groups in sorted order.

    R `car::Anova(lm(y ~ covariates + group), type = 2)`, `emmeans(~ group)`, and for `parallel`
    `anova` with the products. Cases with something missing are left out. Undefined with one group
    or where a covariate follows from the others.
    """
    y, x, names, of = _complete(outcomes, covariates, groups)
    if len(names) < 2:
        why = Undefined.ONE_GROUP if len(y) else Undefined.NO_CASES
        return _nothing(len(y), x.shape[1], why)
    centred = x - x.mean(axis=0)
    ones = np.ones((len(y), 1))
    indicators = (of[:, None] == np.arange(1, len(names))).astype(float)
    whole = np.column_stack([ones, centred, indicators])
    model = linear_model(y, whole)
    if model.why:
        return _nothing(len(y), x.shape[1], model.why)
    effect = term_test(y, whole[:, : 1 + x.shape[1]], whole)
    products = (indicators[:, :, None] * centred[:, None, :]).reshape(len(y), -1)
    rows = _rows(len(names), x.shape[1])
    return Ancova(
        len(y),
        effect,
        _size(effect, effect_confidence),
        tuple(
            model.estimated(row, confidence) for row in np.eye(whole.shape[1])[1 : 1 + x.shape[1]]
        ),
        tuple(
            AdjustedMean(name, int((of == place).sum()), model.estimated(rows[place], confidence))
            for place, name in enumerate(names)
        ),
        _pairs(model, names, rows, confidence),
        term_test(y, whole, np.column_stack([whole, products])),
    )


def _size(effect: FTest, confidence: float) -> Explained:
    if effect.f is None or not effect.df1 or not effect.df2:
        return Explained(None, why=effect.why)
    return eta2p_from_f(effect.f, effect.df1, effect.df2, confidence)


def _nothing(n: int, covariates: int, why: Undefined) -> Ancova:
    none, test = Estimate(None, why=why), FTest(None, why=why)
    size = Explained(None, why=why)
    return Ancova(n, test, size, (none,) * covariates, (), (), test, why)


def _complete(
    outcomes: Sequence[float | None],
    covariates: Sequence[Sequence[float | None]],
    groups: Sequence[str],
) -> tuple[Floats, Floats, list[str], Places]:
    """Give outcomes, covariates, names of groups and each case's group, where all are there."""
    y, x = np.array(outcomes, dtype=float), measured(covariates)
    there = np.isfinite(y) & np.isfinite(x).all(axis=1)
    names, of = np.unique(np.array(groups, dtype=str)[there], return_inverse=True)
    return y[there], x[there], [str(name) for name in names], of


def _rows(groups: int, covariates: int) -> Floats:
    """Give each group's row at the mean of the covariates, which are centred."""
    rows = np.zeros((groups, covariates + groups))
    rows[:, 0] = 1
    rows[1:, 1 + covariates :] = np.eye(groups - 1)
    return rows


def _pairs(
    model: LinearModel, names: Sequence[str], rows: Floats, confidence: float
) -> tuple[GroupPair, ...]:
    both = [*combinations(range(len(names)), 2)]
    found = [model.estimated(rows[later] - rows[earlier]) for earlier, later in both]
    return tuple(
        GroupPair(names[earlier], names[later], one)
        for (earlier, later), one in zip(both, contrasts(found, confidence), strict=True)
    )
