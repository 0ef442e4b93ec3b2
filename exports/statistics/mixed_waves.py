"""A measure over waves by a linear mixed model: every answer that is there counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isfinite

import numpy as np

from exports.statistics.estimates import Contrast, Estimate, FTest, f_test
from exports.statistics.measures import Rows
from exports.statistics.mixed_model import MixedModel, mixed_model, within
from exports.statistics.mixed_tests import (
    Degrees,
    containment,
    differences,
    estimated,
    joint_test,
    term_rows,
)
from exports.statistics.outcome import Undefined

PERSON = "person"
PLACE = "place"


@dataclass(frozen=True, slots=True)
class WavePair:
    """The later wave minus the earlier one, by their columns; None where a wave is empty."""

    earlier: int
    later: int
    contrast: Contrast


@dataclass(frozen=True, slots=True)
class WaveModel:
    """Waves of people: tests that all waves are alike, means and differences.

    `waves` are the columns that somebody answered, the first of them the intercept. `means` stand
    for every column. `containment` is with nlme's degrees of freedom, of people alone.
    """

    n: int
    people: int
    waves: tuple[int, ...]
    model: MixedModel
    satterthwaite: FTest
    kenward_roger: FTest
    containment: FTest
    coefficients: tuple[Estimate, ...] = ()
    means: tuple[Estimate, ...] = ()
    pairs: tuple[WavePair, ...] = ()
    why: Undefined | None = None


def waves_model(
    rows: Rows,
    places: Sequence[str] | None = None,
    degrees: Degrees = Degrees.SATTERTHWAITE,
    confidence: float = 0.95,
) -> WaveModel:
    """Fit wave with a random intercept for each person, and for each one's place where given.

    R `lmerTest::lmer(y ~ wave + (1 | place/person))`, `anova`, `emmeans(adjust = "bonferroni")`;
    `degrees` are those of means and pairs. Undefined with one wave, or where nobody answered twice.
    """
    y, people, columns = cells_of(rows)
    waves = sorted({*columns})
    predictors = [(1, *(column == one for one in waves[1:])) for column in columns]
    model = mixed_model(y, predictors, factors_of(people, places))
    n, persons = len(y), len({*people})
    why = Undefined.ONE_OCCASION if len(waves) == 1 else model.why
    if why:
        tests = (FTest(None, why=why),) * 3
        means = (Estimate(None, why=why),) * len(_columns(rows))
        return WaveModel(n, persons, tuple(waves), model, *tests, means=means, why=why)
    effect = [*range(1, len(waves))]
    basis = term_rows(model, effect)
    by_satterthwaite = joint_test(model, basis)
    row_of = {wave: [1.0, *(float(wave == one) for one in waves[1:])] for wave in waves}
    return WaveModel(
        n,
        persons,
        tuple(waves),
        model,
        by_satterthwaite,
        joint_test(model, basis, Degrees.KENWARD_ROGER),
        _contained(model, by_satterthwaite, len(effect)),
        tuple(estimated(model, row, degrees, confidence) for row in np.eye(len(waves)).tolist()),
        tuple(_mean(model, row_of.get(one), degrees, confidence) for one in _columns(rows)),
        _pairs(model, row_of, degrees, confidence),
    )


def _mean(
    model: MixedModel, row: list[float] | None, degrees: Degrees, confidence: float
) -> Estimate:
    if row is None:  # nobody answered at this wave
        return Estimate(None, why=Undefined.NO_CASES)
    return estimated(model, row, degrees, confidence)


def _pairs(
    model: MixedModel, row_of: dict[int, list[float]], degrees: Degrees, confidence: float
) -> tuple[WavePair, ...]:
    both = [*combinations(sorted(row_of), 2)]
    apart = [minus(row_of[later], row_of[earlier]) for earlier, later in both]
    found = differences(model, apart, degrees, confidence)
    return tuple(WavePair(*waves, one) for waves, one in zip(both, found, strict=True))


def _contained(model: MixedModel, by_satterthwaite: FTest, df1: int) -> FTest:
    df = containment(model, [True] * df1)
    if by_satterthwaite.f is None or df is None:
        return FTest(None, df1, why=by_satterthwaite.why or Undefined.NO_DEGREES)
    return f_test(by_satterthwaite.f, df1, df)


def cells_of(rows: Rows) -> tuple[list[float], list[int], list[int]]:
    """Give the answers that are there, and of each the person and the column."""
    there = [
        (value, person, column)
        for person, row in enumerate(rows)
        for column, value in enumerate(row)
        if value is not None and isfinite(value)
    ]
    y, people, columns = zip(*there, strict=True) if there else ((), (), ())
    return [*y], [*people], [*columns]


def _columns(rows: Rows) -> range:
    return range(len(rows[0]) if rows else 0)


def factors_of(people: Sequence[int], places: Sequence[str] | None) -> dict[str, list[str]]:
    names = [str(one) for one in people]
    if places is None:
        return {PERSON: names}
    where = [places[one] for one in people]
    return {PERSON: within(where, names), PLACE: where}


def minus(one: Sequence[float], other: Sequence[float]) -> list[float]:
    return [a - b for a, b in zip(one, other, strict=True)]
