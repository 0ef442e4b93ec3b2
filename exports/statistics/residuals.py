"""What a model of waves leaves of every answer and of every person: to be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from exports.statistics.descriptives import quantile
from exports.statistics.measures import Rows
from exports.statistics.mixed_waves import PERSON, WaveModel, cells_of
from exports.statistics.outcome import Undefined

OUTLYING = 3.0
"""Residual standard deviations beyond which an answer is named."""
SMALL = 10
"""Up to so many numbers R's `ppoints` stands in from the ends by 3/8, above by 1/2."""


@dataclass(frozen=True, slots=True)
class Residuals:
    """Of every answer its person (row), wave (column), fitted value and residual.

    `scaled` are residuals in residual standard deviations; `people` and `effects` are the persons
    of the model and what each stands above or below all (best linear unbiased prediction).
    """

    people_of: tuple[int, ...] = ()
    waves_of: tuple[int, ...] = ()
    fitted: tuple[float, ...] = ()
    scaled: tuple[float, ...] = ()
    people: tuple[int, ...] = ()
    effects: tuple[float, ...] = ()
    why: Undefined | None = None

    @property
    def outlying(self) -> tuple[int, ...]:
        """Give the places of answers beyond three residual standard deviations, farthest first."""
        beyond = [place for place, one in enumerate(self.scaled) if abs(one) > OUTLYING]
        return tuple(sorted(beyond, key=lambda place: -abs(self.scaled[place])))


def waves_residuals(rows: Rows, model: WaveModel) -> Residuals:
    """Give what a model with an intercept for each person leaves, conditional on the persons.

    R `fitted(m)`, `residuals(m, scaled = TRUE)`, `ranef(m)` of `lme4::lmer(y ~ wave + (1 |
    person))`. Undefined where the model is, or where nothing is left.
    """
    residual, between = model.model.residual, model.model.variance(PERSON)
    if model.why or residual is None or between is None:
        return Residuals(why=model.why or Undefined.NO_DEGREES)
    if not residual > 0:
        return Residuals(why=Undefined.NO_ERROR)
    y, people, columns = (np.array(one) for one in cells_of(rows))
    means = np.array([one.value if one.value is not None else 0.0 for one in model.means])
    left = y - means[columns]
    known, of = np.unique(people, return_inverse=True)
    counts = np.bincount(of)
    effects = between / (between + residual / counts) * np.bincount(of, left) / counts
    return Residuals(
        tuple(people.tolist()),
        tuple(columns.tolist()),
        tuple((y - left + effects[of]).tolist()),
        tuple(((left - effects[of]) / sqrt(residual)).tolist()),
        tuple(known.tolist()),
        tuple(effects.tolist()),
    )


def normal_places(values: Sequence[float]) -> tuple[float, ...]:
    """Give where each number would lie if all were normal: R `qqnorm(values)$x`."""
    n = len(values)
    inside = 3 / 8 if n <= SMALL else 1 / 2
    found = [0.0] * n
    for rank, place in enumerate(sorted(range(n), key=values.__getitem__), 1):
        found[place] = NormalDist().inv_cdf((rank - inside) / (n + 1 - 2 * inside))
    return tuple(found)


def quartile_line(values: Sequence[float]) -> tuple[float, float]:
    """Give intercept and slope of the line through the quartiles: R `qqline(values)`."""
    ordered = sorted(values)
    low, high = quantile(ordered, 0.25), quantile(ordered, 0.75)
    normal = NormalDist().inv_cdf(0.75)
    return (low + high) / 2, (high - low) / (2 * normal)
