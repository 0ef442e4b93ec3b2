"""Shares of variance of linear mixed models: what levels hold, what predictors explain."""

from collections.abc import Mapping
from dataclasses import dataclass

from exports.statistics.mixed_model import MixedModel
from exports.statistics.outcome import Undefined, Value


@dataclass(frozen=True, slots=True)
class Held:
    """Intraclass correlations: the share of the unexplained variance that levels hold.

    `factors` is of each factor alone, `together` of all of them.
    """

    factors: Mapping[str, Value]
    together: Value


@dataclass(frozen=True, slots=True)
class R2:
    """Nakagawa's R2: `marginal` is what predictors explain, `conditional` with the levels too.

    Where no factor's levels differ both are equal; performance gives no conditional one then.
    """

    marginal: Value
    conditional: Value


@dataclass(frozen=True, slots=True)
class Reduction:
    """By what share variances fall from a model to a larger one: name which of them is printed.

    `factors`: each factor's variance alone, may be negative (its levels differ more once the
    predictor is held constant). `levels`: the sum of all factors. `residual`: inside the levels.
    `total`: everything that is not explained. `marginal_r2`: how much Nakagawa's R2 rises, which
    divides by all variance and so is smaller. All but the last are Raudenbush and Bryk's.
    """

    factors: Mapping[str, Value]
    levels: Value
    residual: Value
    total: Value
    marginal_r2: Value


def held_by_levels(model: MixedModel) -> Held:
    """Give each factor's share of the variance that predictors leave: R `performance::icc`."""
    parts = _factors(model)
    if model.residual is None:
        nothing = Value(None, model.why)
        return Held(dict.fromkeys(parts, nothing), nothing)
    whole = sum(parts.values()) + model.residual
    return Held(
        {name: Value(part / whole) for name, part in parts.items()},
        Value(sum(parts.values()) / whole),
    )


def explained(model: MixedModel) -> R2:
    """Give what predictors explain: R `performance::r2_nakagawa`.

    Nakagawa & Schielzeth 2013; the variance of X b has n - 1 below.
    """
    if model.residual is None or model.explained is None:
        return R2(Value(None, model.why), Value(None, model.why))
    levels = sum(_factors(model).values())
    whole = model.explained + levels + model.residual
    return R2(Value(model.explained / whole), Value((model.explained + levels) / whole))


def reduced(model: MixedModel, larger: MixedModel) -> Reduction:
    """Give 1 - variance of the larger model / variance of the model, level by level.

    Raudenbush & Bryk 2002. Both are of the same cases and factors. Undefined where the model's
    variance is zero.
    """
    before, after = _factors(model), _factors(larger)
    why = model.why or larger.why
    if why or model.residual is None or larger.residual is None:
        nothing = Value(None, why)
        return Reduction(dict.fromkeys(before, nothing), nothing, nothing, nothing, nothing)
    levels = sum(before.values()), sum(after.values())
    one, other = explained(model).marginal.value, explained(larger).marginal.value
    return Reduction(
        {name: _fallen(part, after.get(name, 0.0)) for name, part in before.items()},
        _fallen(*levels),
        _fallen(model.residual, larger.residual),
        _fallen(levels[0] + model.residual, levels[1] + larger.residual),
        Value(None if one is None or other is None else other - one),
    )


def _factors(model: MixedModel) -> dict[str, float]:
    """Give the variances of the factors that are in the model."""
    return {one.name: one.variance for one in model.components if one.variance is not None}


def _fallen(before: float, after: float) -> Value:
    return Value(1 - after / before) if before else Value(None, Undefined.NO_VARIANCE)
