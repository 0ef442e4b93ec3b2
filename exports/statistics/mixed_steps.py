"""Mixed models that take in more predictors step by step: what each step explains, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

from exports.statistics.clustered import Wald
from exports.statistics.estimates import Estimate
from exports.statistics.measures import Numbers, measured
from exports.statistics.mixed_model import MixedModel, mixed_model
from exports.statistics.mixed_shares import R2, Held, Reduction, explained, held_by_levels, reduced
from exports.statistics.mixed_tests import Degrees, estimated, likelihood_ratio

INTERCEPT = "(Intercept)"


@dataclass(frozen=True, slots=True)
class Slope:
    """A coefficient by name, with both kinds of freedom."""

    name: str
    satterthwaite: Estimate
    kenward_roger: Estimate


@dataclass(frozen=True, slots=True)
class Step:
    """A model and what it adds to the one before, and to the first.

    `likelihood_ratio` is of what the step adds, by ML. The first step adds nothing to any.
    """

    added: tuple[str, ...]
    model: MixedModel
    slopes: tuple[Slope, ...]
    held: Held
    r2: R2
    beside_previous: Reduction | None = None
    beside_first: Reduction | None = None
    likelihood_ratio: Wald | None = None


def model_steps(
    outcomes: Numbers,
    steps: Sequence[Mapping[str, Numbers]],
    factors: Mapping[str, Sequence[str]],
    confidence: float = 0.95,
) -> tuple[Step, ...]:
    """Fit one model per step by REML, each with the predictors of all steps so far.

    An empty first step is the model without predictors. Every step has the same cases: those of
    which nothing is missing that any step needs, or variances could not be compared.
    """
    named = [name for step in steps for name in step]
    columns = [column for step in steps for column in step.values()]
    x = measured([*zip(*columns, strict=True)] if columns else [()] * len(outcomes))
    y = [value if np.isfinite(row).all() else None for value, row in zip(outcomes, x, strict=True)]
    coded = np.column_stack([np.ones(len(x)), x]).tolist()
    sizes = [*accumulate(len(step) for step in steps)]
    models = [
        [mixed_model(y, [row[: 1 + size] for row in coded], factors, is_reml) for size in sizes]
        for is_reml in (True, False)
    ]
    found: list[Step] = []
    for place, (size, model) in enumerate(zip(sizes, models[0], strict=True)):
        slopes = _slopes(model, [INTERCEPT, *named[:size]], confidence)
        one = Step(tuple(steps[place]), model, slopes, held_by_levels(model), explained(model))
        if place:
            one = replace(
                one,
                beside_previous=reduced(models[0][place - 1], model),
                beside_first=reduced(models[0][0], model),
                likelihood_ratio=likelihood_ratio(models[1][place], models[1][place - 1]),
            )
        found.append(one)
    return tuple(found)


def _slopes(model: MixedModel, names: Sequence[str], confidence: float) -> tuple[Slope, ...]:
    rows = np.eye(len(names)).tolist()
    return tuple(
        Slope(
            name,
            estimated(model, row, Degrees.SATTERTHWAITE, confidence),
            estimated(model, row, Degrees.KENWARD_ROGER, confidence),
        )
        for name, row in zip(names, rows, strict=True)
    )
