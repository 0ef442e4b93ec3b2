"""Whether groups change differently over waves: wave x group by a linear mixed model."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from exports.statistics.clustered import Wald
from exports.statistics.estimates import Contrast, Estimate, FTest
from exports.statistics.measures import Rows
from exports.statistics.mixed_model import MixedModel, mixed_model
from exports.statistics.mixed_tests import (
    Degrees,
    Row,
    differences,
    estimated,
    joint_test,
    likelihood_ratio,
)
from exports.statistics.mixed_waves import cells_of, factors_of, minus
from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats

Coded = list[list[float]]


@dataclass(frozen=True, slots=True)
class GroupMean:
    """The mean of a group at a wave."""

    group: str
    wave: int
    mean: Estimate


@dataclass(frozen=True, slots=True)
class GroupsOverWaves:
    """Whether groups change differently: wave, group and their product, type III.

    `likelihood_ratio` is of the product, by ML. `changes` are last minus first wave, by group;
    their differences between groups stand in `apart`, later minus earlier group.
    """

    n: int
    groups: tuple[str, ...]
    waves: tuple[int, ...]
    model: MixedModel
    wave: FTest
    group: FTest
    product: FTest
    product_kenward_roger: FTest
    likelihood_ratio: Wald
    means: tuple[GroupMean, ...] = ()
    changes: tuple[tuple[str, Contrast], ...] = ()
    apart: tuple[tuple[str, str, Contrast], ...] = ()
    why: Undefined | None = None


def groups_over_waves(
    rows: Rows,
    groups: Sequence[str],
    places: Sequence[str] | None = None,
    degrees: Degrees = Degrees.SATTERTHWAITE,
    confidence: float = 0.95,
) -> GroupsOverWaves:
    """Fit wave x group with a random intercept for each person.

    R `anova(lmerTest::lmer(y ~ wave * group + (1 | place/person)))`, type III. The coefficients
    are those of treatment coding: the first group and wave are the reference. Undefined with one
    group or wave, or where a group has nobody at a wave.
    """
    y, people, columns = cells_of(rows)
    of = [groups[person] for person in people]
    waves, names = tuple(sorted({*columns})), tuple(sorted({*of}))
    predictors = [_product_row(w, g, waves, names) for w, g in zip(columns, of, strict=True)]
    factors = factors_of(people, places)
    model = mixed_model(y, predictors, factors)
    why = _why_no_groups(waves, names, {*zip(columns, of, strict=True)}) or model.why
    if why:
        nothing = FTest(None, why=why)
        none = Wald(None, 0, None, why)
        return GroupsOverWaves(
            len(y), names, waves, model, nothing, nothing, nothing, nothing, none, why=why
        )
    smaller = len(waves) + len(names) - 1
    larger_ml, smaller_ml = (
        mixed_model(y, [row[:size] for row in predictors], factors, is_reml=False)
        for size in (len(predictors[0]), smaller)
    )
    by_product = np.eye(len(predictors[0]))[smaller:].tolist()
    wave, group = _type_three(np.array(predictors), columns, of, waves, names)
    row_of = {cell: _product_row(*cell, waves, names) for cell in product(waves, names)}
    changed = [minus(row_of[waves[-1], name], row_of[waves[0], name]) for name in names]
    both = [*combinations(range(len(names)), 2)]
    apart = [minus(changed[later], changed[earlier]) for earlier, later in both]

    def compared(rows: Sequence[Row]) -> tuple[Contrast, ...]:
        return differences(model, rows, degrees, confidence)

    return GroupsOverWaves(
        len(y),
        names,
        waves,
        model,
        joint_test(model, wave),
        joint_test(model, group),
        joint_test(model, by_product),
        joint_test(model, by_product, Degrees.KENWARD_ROGER),
        likelihood_ratio(larger_ml, smaller_ml),
        tuple(
            GroupMean(name, at, estimated(model, row_of[at, name], degrees, confidence))
            for name, at in product(names, waves)
        ),
        tuple(zip(names, compared(changed), strict=True)),
        tuple(
            (names[earlier], names[later], one)
            for (earlier, later), one in zip(both, compared(apart), strict=True)
        ),
    )


def _why_no_groups(
    waves: Sequence[int], names: Sequence[str], cells: set[tuple[int, str]]
) -> Undefined | None:
    if not cells:
        return Undefined.NO_CASES
    if len(waves) < 2:
        return Undefined.ONE_OCCASION
    if len(names) < 2:
        return Undefined.ONE_GROUP
    return Undefined.EMPTY_CELL if len(cells) < len(waves) * len(names) else None


def _product_row(wave: int, group: str, waves: Sequence[int], names: Sequence[str]) -> list[float]:
    """Code a cell: intercept, waves, groups, products; the first of each is the reference."""
    by_wave = [float(wave == one) for one in waves[1:]]
    by_group = [float(group == one) for one in names[1:]]
    return [1.0, *by_wave, *by_group, *(a * b for b in by_group for a in by_wave)]


def _type_three(
    x: Floats,
    columns: Sequence[int],
    of: Sequence[str],
    waves: Sequence[int],
    names: Sequence[str],
) -> tuple[Coded, Coded]:
    """Give lmerTest's rows for wave and group beside their product.

    The complete coding, a column for every wave, group and cell, is written in the coefficients;
    what a term shares with the product is taken off.
    """
    w = np.array([[float(column == one) for one in waves] for column in columns])
    g = np.array([[float(group == one) for one in names] for group in of])
    whole = np.column_stack(
        [np.ones(len(x)), w, g, (g[:, :, None] * w[:, None, :]).reshape(len(x), -1)]
    )
    in_coefficients = np.linalg.lstsq(x, whole, rcond=None)[0].T
    kept = np.array([np.flatnonzero((whole == one[:, None]).all(axis=0))[0] for one in x.T])
    many_waves, many_groups = len(waves) - 1, len(names) - 1
    places = np.arange(x.shape[1])
    last = in_coefficients[:, places > many_waves + many_groups]
    found = []
    for begin, size in ((1, many_waves), (1 + many_waves, many_groups)):
        term = in_coefficients[:, begin : begin + size]
        left = term - last @ np.linalg.lstsq(last, term, rcond=None)[0]
        found.append([[float(one) for one in row] for row in left[kept].T])
    return found[0], found[1]
