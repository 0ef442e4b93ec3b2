"""Linear mixed models with random intercepts: pupils of a teacher, teachers of a school."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import log

import numpy as np

from exports.statistics.measures import measured
from exports.statistics.mixed_pieces import Pieces, Sums
from exports.statistics.mixed_search import FLAT, Found, Surface, search
from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats, Places

NOTHING = 1e-12
"""A share of the outcomes' size below this is what floats leave of zero."""
RANK = 1e-10
"""What is left of a column, or of a factor, when the others are taken off: none below this."""


@dataclass(frozen=True, slots=True)
class Component:
    """What the levels of one factor add to the variance.

    A variance of 0 has the reason NO_VARIANCE: no difference between levels was found. Without a
    variance the factor is not in the model, and `why` says why it cannot be.
    """

    name: str
    levels: int
    variance: float | None
    why: Undefined | None = None


@dataclass(frozen=True)
class MixedModel:
    """A fitted model; `residual` is the variance inside all factors, `explained` that of X b.

    `deviance` is -2 log likelihood, of REML where `is_reml`. Coefficients stand in the order of
    the predictors; `mixed_tests` gives their tests.
    """

    n: int
    components: tuple[Component, ...]
    coefficients: tuple[float, ...] = ()
    residual: float | None = None
    explained: float | None = None
    deviance: float | None = None
    is_reml: bool = True
    why: Undefined | None = None
    inside: "Inside | None" = field(default=None, repr=False, compare=False)

    @property
    def log_likelihood(self) -> float | None:
        """The log likelihood, of REML where the model is."""
        return None if self.deviance is None else -self.deviance / 2

    @property
    def is_singular(self) -> bool | None:
        """Whether a factor's levels do not differ at all: R `lme4::isSingular`."""
        if self.why:
            return None
        return any(one.variance == 0 for one in self.components)

    def variance(self, name: str) -> float | None:
        """Give the variance of a factor."""
        return next((one.variance for one in self.components if one.name == name), None)


@dataclass(frozen=True)
class Inside:
    """Small matrices from which tests are made: over coefficients, and over variances.

    They are of outcomes in units of `unit`, and of an orthonormal basis of the predictors.
    """

    found: Found
    unit: float
    coefficients: Floats
    to_basis: Floats  # a row over coefficients times this is one over the basis
    gram: Floats  # X'X

    @property
    def pieces(self) -> Pieces:
        """The pieces at the variances that were found."""
        return self.found.pieces

    @cached_property
    def variances_covariance(self) -> Floats:
        """The covariance of those variances that are not zero: twice the inverse curvature."""
        size = self.pieces.phi  # each in its own size, or a small one would look flat
        there = size > 0
        values, vectors = np.linalg.eigh(
            (self.found.curvature * np.outer(size, size))[there][:, there]
        )
        sure = values > FLAT * max(float(values.max()), 0.0)
        turned = np.zeros((len(size), int(sure.sum())))
        turned[there] = vectors[:, sure] / np.sqrt(values[sure])
        turned *= size[:, None]
        found: Floats = 2 * turned @ turned.T
        return found


def mixed_model(
    outcomes: Sequence[float | None],
    predictors: Sequence[Sequence[float | None]],
    factors: Mapping[str, Sequence[str]],
    is_reml: bool = True,
) -> MixedModel:
    """Fit random intercepts of one or several factors, nested or crossed, by REML or ML.

    One row of predictors per case, its 1 for the intercept too; every factor has the level of each
    case. Levels of a nested factor need names of their own: `within`. R `lme4::lmer(y ~ x + (1 |
    a) + (1 | b), REML = is_reml)` at the true optimum (its default stops in the 5th digit). Cases
    with something missing are left out. A factor with one level, with a level for every case or
    that cannot be told from the others or the predictors is left out and named. Undefined without
    a factor, with collinear predictors, or where nothing is left to vary.
    """
    y, x, levels = _complete(outcomes, predictors, [*factors.values()])
    components = tuple(map(_component, factors, levels))
    why = _why_no_factor(components) or _why_not(y, x)
    if why:
        return MixedModel(len(y), components, is_reml=is_reml, why=why)
    basis, triangle = np.linalg.qr(x)
    start = basis.T @ y
    centred = y - basis @ start
    unit = float(np.sqrt((centred**2).mean()))
    components, used = _separable(components, levels, basis, centred / unit)
    if not used:
        return MixedModel(len(y), components, is_reml=is_reml, why=_why_no_factor(components))
    sums = Sums(centred / unit, basis, [levels[place] for place in used])
    found = search(Surface(sums, x.shape[1], is_reml), len(used))
    if isinstance(found, Undefined):
        return MixedModel(len(y), components, is_reml=is_reml, why=found)
    fixed = start + unit * found.pieces.coefficients
    to_basis = np.linalg.inv(triangle)
    coefficients = to_basis @ fixed
    return MixedModel(
        len(y),
        _with_variances(components, used, found.pieces.phi * unit**2),
        tuple(map(float, coefficients)),
        float(found.pieces.phi[-1]) * unit**2,
        float(np.var(basis @ fixed, ddof=1)),
        _deviance(found, triangle, unit, len(y), is_reml),
        is_reml,
        inside=Inside(found, unit, coefficients, to_basis, x.T @ x),
    )


def within(*labels: Sequence[str]) -> list[str]:
    """Name levels of a nested factor after all that they lie in: R `a:b`."""
    return ["\x1f".join(one) for one in zip(*labels, strict=True)]


def _complete(
    outcomes: Sequence[float | None],
    predictors: Sequence[Sequence[float | None]],
    factors: Sequence[Sequence[str]],
) -> tuple[Floats, Floats, list[Places]]:
    """Give outcomes, predictors and levels of the cases of which nothing is missing."""
    y, x = np.array(outcomes, dtype=float), measured(predictors)
    there = np.isfinite(y) & np.isfinite(x).all(axis=1)
    levels = [
        np.unique(np.array(labels, dtype=str)[there], return_inverse=True)[1] for labels in factors
    ]
    return y[there], x[there], levels


def _component(name: str, levels: Places) -> Component:
    count = len(np.unique(levels))
    why = Undefined.NEVER_AGAIN if count == len(levels) else None
    if count < 2:
        why = Undefined.ONE_CLUSTER if count else Undefined.NO_CASES
    return Component(name, count, None, why)


def _why_no_factor(components: Sequence[Component]) -> Undefined | None:
    """Say why there is no factor at all; nothing where there is one."""
    reasons = [one.why for one in components]
    if not reasons:
        return Undefined.ONE_CLUSTER
    return reasons[0] if all(reasons) else None


def _why_not(y: Floats, x: Floats) -> Undefined | None:
    """Say why nothing can be fitted."""
    n, p = x.shape
    sizes = np.sqrt((x**2).sum(axis=0))
    if not sizes.all() or np.linalg.matrix_rank(x / sizes, RANK) < p:
        return Undefined.COLLINEAR
    if n - p < 2:
        return Undefined.NO_DEGREES
    basis = np.linalg.qr(x)[0]
    nothing = NOTHING * np.abs(y).max() * np.sqrt(n)
    if np.abs(y - y.mean()).max() <= nothing:
        return Undefined.NO_VARIANCE
    left = y - basis @ (basis.T @ y)
    return Undefined.NO_ERROR if np.sqrt((left**2).sum()) <= nothing else None


def _separable(
    components: tuple[Component, ...], levels: Sequence[Places], basis: Floats, y: Floats
) -> tuple[tuple[Component, ...], list[int]]:
    """Keep the factors whose variances the data can tell from each other and from the residual."""
    used: list[int] = []
    found = list(components)
    for place, one in enumerate(components):
        if one.why:
            continue
        several = [*used, place]
        at_one = Sums(y, basis, [levels[other] for other in several]).at(np.ones(len(several) + 1))
        if _can_be_told(at_one):
            used = several
        else:
            found[place] = replace(one, why=Undefined.COLLINEAR)
    return tuple(found), used


def _can_be_told(one: Pieces) -> bool:
    expected, whole = one.squares_projected(), np.diag(one.squares)
    own = np.diag(expected)
    if (own <= RANK * whole).any():
        return False
    alike = expected / np.sqrt(np.outer(own, own))
    return bool(np.linalg.eigvalsh(alike).min() > RANK)


def _with_variances(
    components: tuple[Component, ...], used: Sequence[int], phi: Floats
) -> tuple[Component, ...]:
    found = list(components)
    for place, variance in zip(used, phi, strict=False):
        why = None if variance else Undefined.NO_VARIANCE
        found[place] = replace(components[place], variance=float(variance), why=why)
    return tuple(found)


def _deviance(found: Found, triangle: Floats, unit: float, n: int, is_reml: bool) -> float:
    """Give the deviance in the outcomes' own unit, and in that of the predictors."""
    if not is_reml:
        return found.deviance + 2 * n * log(unit)
    turned = 2 * float(np.log(np.abs(np.diag(triangle))).sum())
    return found.deviance + 2 * (n - len(triangle)) * log(unit) + turned
