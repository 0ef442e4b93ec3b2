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
    differences,
    estimated,
    joint_test,
    likelihood_ratio,
)
from exports.statistics.mixed_waves import cells_of, factors_of, minus
from exports.statistics.outcome import Undefined

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
    cells = _Cells.of(rows, groups)
    factors = factors_of(cells.people, places)
    coded = cells.coded()
    model = mixed_model(cells.y, coded, factors)
    why = cells.why_not() or model.why
    n, names, waves = len(cells.y), cells.names, cells.waves
    if why:
        tests = (FTest(None, why=why),) * 4
        ratio = Wald(None, 0, None, why)
        return GroupsOverWaves(n, names, waves, model, *tests, ratio, why=why)
    smaller = len(waves) + len(names) - 1
    by_ml = (
        mixed_model(cells.y, [row[:size] for row in coded], factors, is_reml=False)
        for size in (len(coded[0]), smaller)
    )
    products = np.eye(len(coded[0]))[smaller:].tolist()
    wave, group = _type_three(cells)
    return GroupsOverWaves(
        n,
        names,
        waves,
        model,
        joint_test(model, wave),
        joint_test(model, group),
        joint_test(model, products),
        joint_test(model, products, Degrees.KENWARD_ROGER),
        likelihood_ratio(*by_ml),
        tuple(
            GroupMean(name, at, estimated(model, cells.row(at, name), degrees, confidence))
            for name, at in product(names, waves)
        ),
        *_changes(model, cells, degrees, confidence),
    )


@dataclass(frozen=True)
class _Cells:
    """Answers that are there, with the person, the wave and the group of each."""

    y: list[float]
    people: list[int]
    columns: list[int]
    groups: list[str]
    waves: tuple[int, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, rows: Rows, groups: Sequence[str]) -> "_Cells":
        y, people, columns = cells_of(rows)
        own = [groups[person] for person in people]
        return cls(y, people, columns, own, tuple(sorted({*columns})), tuple(sorted({*own})))

    def why_not(self) -> Undefined | None:
        """Say why groups cannot be compared."""
        if not self.y:
            return Undefined.NO_CASES
        if len(self.waves) < 2:
            return Undefined.ONE_OCCASION
        if len(self.names) < 2:
            return Undefined.ONE_GROUP
        there = {*zip(self.columns, self.groups, strict=True)}
        is_whole = len(there) == len(self.waves) * len(self.names)
        return None if is_whole else Undefined.EMPTY_CELL

    def row(self, wave: int, group: str) -> list[float]:
        """Code a cell: intercept, waves, groups, products; the first of each is the reference."""
        by_wave = [float(wave == one) for one in self.waves[1:]]
        by_group = [float(group == one) for one in self.names[1:]]
        return [1.0, *by_wave, *by_group, *(a * b for b in by_group for a in by_wave)]

    def coded(self) -> list[list[float]]:
        """Code every answer."""
        return [self.row(*cell) for cell in zip(self.columns, self.groups, strict=True)]


def _changes(
    model: MixedModel, cells: _Cells, degrees: Degrees, confidence: float
) -> tuple[tuple[tuple[str, Contrast], ...], tuple[tuple[str, str, Contrast], ...]]:
    """Give what every group changed from the first wave to the last, and how groups differ."""
    names, first, last = cells.names, cells.waves[0], cells.waves[-1]
    changed = [minus(cells.row(last, name), cells.row(first, name)) for name in names]
    both = [*combinations(range(len(names)), 2)]
    apart = [minus(changed[later], changed[earlier]) for earlier, later in both]
    own, between = (differences(model, some, degrees, confidence) for some in (changed, apart))
    return tuple(zip(names, own, strict=True)), tuple(
        (names[earlier], names[later], one)
        for (earlier, later), one in zip(both, between, strict=True)
    )


def _type_three(cells: _Cells) -> tuple[Coded, Coded]:
    """Give lmerTest's rows for wave and group beside their product.

    The complete coding, a column for every wave, group and cell, is written in the coefficients;
    what a term shares with the product is taken off.
    """
    x = np.array(cells.coded())
    w = np.array([[float(column == one) for one in cells.waves] for column in cells.columns])
    g = np.array([[float(group == one) for one in cells.names] for group in cells.groups])
    products = (g[:, :, None] * w[:, None, :]).reshape(len(x), -1)
    whole = np.column_stack([np.ones(len(x)), w, g, products])
    in_coefficients = np.linalg.lstsq(x, whole, rcond=None)[0].T
    kept = [int(np.flatnonzero((whole == one[:, None]).all(axis=0))[0]) for one in x.T]
    many_waves, many_groups = len(cells.waves) - 1, len(cells.names) - 1
    last = in_coefficients[:, 1 + many_waves + many_groups :]

    def rows(begin: int, size: int) -> Coded:
        term = in_coefficients[:, begin : begin + size]
        left = term - last @ np.linalg.lstsq(last, term, rcond=None)[0]
        return [[float(one) for one in row] for row in left[kept].T]

    return rows(1, many_waves), rows(1 + many_waves, many_groups)
