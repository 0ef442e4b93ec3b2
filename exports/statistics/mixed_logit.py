"""Yes or no of cases inside clusters: a logit with a random intercept for each cluster."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
from scipy import special

from exports.statistics.clustered import Wald, Working, gee_logit, why_no_model
from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats, Places
from exports.statistics.tails import chi2_p, normal_p

NODES = 15
MOST_STEPS = 100
SETTLED = 1e-8
"""Steps of the parameters smaller than this end the search."""
SETTLED_MODE = 1e-13
"""The same of a cluster's most likely intercept."""
GAIN = 1e-12
"""What a step must take off the deviance, by its slope."""
FLAT = 1e-3
"""The least curvature that a step reckons with."""
NARROW = 1e-3
"""Distance over which the deviance is differenced."""
NO_SPREAD = 1e-4
"""A standard deviation of the clusters below this is none: lme4's `isSingular`."""
ENDLESS = 30.0
"""A standard deviation beyond this means that clusters never differ inside."""
LONGEST = 3.0
"""No parameter moves further in one step."""


@dataclass(frozen=True, slots=True)
class MixedSlope:
    """A coefficient of the logit, conditional on the cluster; `odds_ratio` is its exponential."""

    value: float
    se: float
    z: float
    p: float
    odds_ratio: float


@dataclass(frozen=True, slots=True)
class MixedLogit:
    """A fitted model. `variance` is that of the clusters' intercepts, on the scale of the logit.

    `is_singular` says that clusters do not differ: then it is a plain logit.
    """

    n: int
    clusters: int
    slopes: tuple[MixedSlope, ...] = ()
    variance: float | None = None
    deviance: float | None = None
    is_singular: bool | None = None
    why: Undefined | None = None


def mixed_logit(
    outcomes: Sequence[int],
    predictors: Sequence[Sequence[float]],
    clusters: Sequence[str],
    nodes: int = NODES,
) -> MixedLogit:
    """Fit by maximum likelihood: outcomes 0 and 1, one row of predictors per case with its 1.

    R `lme4::glmer(y ~ x + (1 | cluster), binomial, nAGQ = nodes)`: adaptive Gauss-Hermite
    quadrature about each cluster's mode (Pinheiro & Bates 1995); with one node it is Laplace's
    approximation. Standard errors from the second differences of the deviance over all parameters,
    as lme4 takes them. Undefined as `clustered.gee_logit` is with independence, where no cluster
    has two cases, and where clusters never differ inside, so that their variance has no end.
    """
    y, x = np.array(outcomes, dtype=float), np.array(predictors, dtype=float)
    names, group = np.unique(np.array(clusters, dtype=str), return_inverse=True)
    n, k = len(y), len(names)
    plain = gee_logit(outcomes, predictors, [str(case) for case in range(n)], Working.INDEPENDENCE)
    why = why_no_model(y, x) or _why_not(n, k) or plain.why
    if why:
        return MixedLogit(n, k, why=why)
    data = _Data(y, x, group, nodes)
    found = _search(data.deviance, np.array([1.0, *(one.value for one in plain.slopes)]))
    if found is None or abs(found[0]) > ENDLESS:
        return MixedLogit(n, k, why=Undefined.NO_CONVERGENCE)
    spread = abs(float(found[0]))
    covariance = _covariance(data.deviance, found, spread < NO_SPREAD)
    if covariance is None:
        return MixedLogit(n, k, why=Undefined.NO_CONVERGENCE)
    slopes = tuple(map(_slope, found[1:], np.diag(covariance)))
    return MixedLogit(n, k, slopes, spread**2, data.deviance(found), spread < NO_SPREAD)


def likelihood_ratio(model: MixedLogit, smaller: MixedLogit) -> Wald:
    """Test jointly the slopes that a smaller model of the same cases leaves out: R `anova`."""
    df = len(model.slopes) - len(smaller.slopes)
    if model.deviance is None or smaller.deviance is None:
        return Wald(None, max(df, 0), None, model.why or smaller.why)
    chi2 = max(smaller.deviance - model.deviance, 0.0)
    return Wald(chi2, df, chi2_p(chi2, df))


def _why_not(n: int, clusters: int) -> Undefined | None:
    if clusters < 2:
        return Undefined.ONE_CLUSTER
    return Undefined.FEW_UNITS if clusters == n else None


def _slope(value: float, variance: float) -> MixedSlope:
    se = sqrt(variance)
    return MixedSlope(float(value), se, float(value) / se, normal_p(value / se), exp(value))


class _Data:
    """Cases sorted by cluster, and the nodes of the quadrature."""

    def __init__(self, y: Floats, x: Floats, group: Places, nodes: int) -> None:
        order = np.argsort(group, kind="stable")
        self.sign, self.x, self.group = 2 * y[order] - 1, x[order], group[order]
        self.starts = np.flatnonzero(np.diff(self.group, prepend=-1))
        self.nodes, self.weights = np.polynomial.hermite.hermgauss(nodes)
        self.sizes = np.bincount(self.group).astype(float)

    def summed(self, cases: Floats) -> Floats:
        """Add up cases by cluster."""
        return np.add.reduceat(cases, self.starts, axis=0)

    def deviance(self, parameters: Floats) -> float:
        """Give -2 log likelihood at a standard deviation of clusters and the slopes."""
        spread, fixed = abs(float(parameters[0])), self.x @ parameters[1:]
        modes, width = self.find_modes(spread, fixed)
        at = modes[:, None] + sqrt(2) * width[:, None] * self.nodes
        logits = fixed[:, None] + spread * at[self.group]
        likely = -self.summed(np.logaddexp(0, -self.sign[:, None] * logits)) - at**2 / 2
        likely += self.nodes**2 + np.log(self.weights)
        highest = likely.max(axis=1)
        inner = np.log(np.exp(likely - highest[:, None]).sum(axis=1)) + highest
        return -2 * float((inner + np.log(width) - np.log(np.pi) / 2).sum())

    def find_modes(self, spread: float, fixed: Floats) -> tuple[Floats, Floats]:
        """Find each cluster's most likely standardised intercept, and how wide its peak is.

        The slope falls all the way, so that the peak stays bracketed; Newton's steps that leave
        the bracket halve it instead.
        """
        high = spread * self.sizes
        low, modes, bend = -high, np.zeros(len(high)), np.ones(len(high))
        for _ in range(MOST_STEPS):
            apart = special.expit(-self.sign * (fixed + spread * modes[self.group]))
            slope = self.summed(self.sign * apart) * spread - modes
            bend = self.summed(apart * (1 - apart)) * spread**2 + 1
            low, high = np.where(slope > 0, modes, low), np.where(slope < 0, modes, high)
            step = slope / bend
            moving = np.abs(step) > SETTLED_MODE * (1 + np.abs(modes))
            if not moving.any():
                break
            moved = modes + step
            outside = moving & ((moved <= low) | (moved >= high))
            modes = np.where(outside, (low + high) / 2, moved)
        return modes, 1 / np.sqrt(bend)


Deviance = Callable[[Floats], float]


def _search(deviance: Deviance, start: Floats) -> Floats | None:
    """Go downhill by Newton's steps, halved until the deviance falls."""
    at, lowest = start, deviance(start)
    for _ in range(MOST_STEPS):
        slope, bend = _gradient(deviance, at), _hessian(deviance, at)
        values, vectors = np.linalg.eigh(bend)
        step = -vectors @ ((vectors.T @ slope) / np.maximum(np.abs(values), FLAT))
        if -float(slope @ step) < GAIN:
            return at
        step *= min(1.0, LONGEST / float(np.abs(step).max() or 1))
        while np.abs(step).max() >= SETTLED:
            found = deviance(at + step)
            if found < lowest:
                break
            step = step / 2
        if np.abs(step).max() < SETTLED:
            return at
        at, lowest = at + step, found
        if abs(at[0]) > ENDLESS:
            return None
    return None


def _moved(at: Floats, place: int, by: float) -> Floats:
    found = at.copy()
    found[place] += by
    return found


def _gradient(deviance: Deviance, at: Floats, by: float = 1e-5) -> Floats:
    return np.array(
        [
            (deviance(_moved(at, one, by)) - deviance(_moved(at, one, -by))) / (2 * by)
            for one in range(len(at))
        ]
    )


def _hessian(deviance: Deviance, at: Floats, by: float = NARROW) -> Floats:
    size = len(at)
    found = np.empty((size, size))
    for one in range(size):
        for other in range(one + 1):
            corners = [
                a * b * deviance(_moved(_moved(at, one, a * by), other, b * by))
                for a in (1, -1)
                for b in (1, -1)
            ]
            found[one, other] = found[other, one] = sum(corners) / (4 * by**2)
    return found


def _covariance(deviance: Deviance, at: Floats, is_singular: bool) -> Floats | None:
    """Give the covariance of the slopes; without a variance of clusters they are independent."""
    bend = _hessian(deviance, at)
    if is_singular:
        bend = bend[1:, 1:]
    if np.linalg.eigvalsh(bend).min() <= 0:
        return None
    whole: Floats = np.asarray(2 * np.linalg.inv(bend), dtype=np.float64)
    return whole if is_singular else whole[1:, 1:]
