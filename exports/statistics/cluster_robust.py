"""Least squares whose errors hang together inside clusters: pupils of the same teacher."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exports.statistics.estimates import Estimate, estimate
from exports.statistics.linear_model import linear_model
from exports.statistics.measures import measured
from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats, Places

SURE = 1e-12
"""An eigenvalue of a cluster's I - H below this is zero: clubSandwich's tolerance."""


NOTHING = 1e-12
"""What floats leave of zero where a cluster's errors cancel, as in a group of a single cluster."""


@dataclass(frozen=True, slots=True)
class RobustModel:
    """Coefficients in the order of the predictors, with errors that clusters do not mislead."""

    n: int
    clusters: int
    coefficients: tuple[Estimate, ...] = ()
    why: Undefined | None = None


def robust_model(
    outcomes: Sequence[float | None],
    predictors: Sequence[Sequence[float | None]],
    clusters: Sequence[str],
    confidence: float = 0.95,
) -> RobustModel:
    """Fit by least squares, with errors corrected for few clusters (CR2).

    R `clubSandwich::coef_test(lm(y ~ x), cluster, vcov = "CR2")` with Satterthwaite's degrees of
    freedom: Bell & McCaffrey 2002, Pustejovsky & Tipton 2018. Cases with something missing are left
    out. Undefined with fewer than two clusters or with collinear predictors; a coefficient's test
    where a single cluster decides on it.
    """
    y, x = np.array(outcomes, dtype=float), measured(predictors)
    there = np.isfinite(y) & np.isfinite(x).all(axis=1)
    names, of = np.unique(np.array(clusters, dtype=str)[there], return_inverse=True)
    y, x = y[there], x[there]
    model = linear_model(y, x)
    why = model.why or (Undefined.ONE_CLUSTER if len(names) < 2 else None)
    if why:
        return RobustModel(len(y), len(names), why=why)
    left = y - x @ model.coefficients if model.squares else np.zeros(len(y))
    size = float(np.sqrt(left @ left))
    adjusted = _adjusted(model.basis, of, len(names))
    found = []
    for value, row in zip(model.coefficients, model.root, strict=True):
        pulls = [one @ row for one in adjusted]
        moved = [left[of == one] @ pull for one, pull in enumerate(pulls)]
        variance = float(np.square(moved).sum())
        if variance <= (NOTHING * size) ** 2 * float(row @ row):
            why = Undefined.ONE_CLUSTER if size else Undefined.NO_ERROR
            found.append(Estimate(float(value), why=why))
            continue
        freedom = _freedom(model.basis, of, pulls)
        found.append(estimate(float(value), variance, freedom, confidence))
    return RobustModel(len(y), len(names), tuple(found))


def _adjusted(basis: Floats, of: Places, clusters: int) -> list[Floats]:
    """Give (I - H_g)^-1/2 Q_g of every cluster, Q an orthonormal basis of X, so that H = Q Q'."""
    found = []
    for cluster in range(clusters):
        own = basis[of == cluster]
        vectors, sizes, _ = np.linalg.svd(own, full_matrices=False)
        kept = 1 - sizes**2
        roots = np.where(kept > SURE, np.maximum(kept, SURE) ** -0.5, 0.0)
        found.append(own + vectors @ ((roots - 1)[:, None] * (vectors.T @ own)))
    return found


def _freedom(basis: Floats, of: Places, pulls: Sequence[Floats]) -> float:
    """Give Satterthwaite's degrees of freedom of a variance made of clusters' squares.

    (tr Q)^2 / tr Q^2 with Q the covariance of the clusters' contributions if errors were alike:
    a_g' (I - H)_gh a_h.
    """
    sums = np.array([basis[of == cluster].T @ pull for cluster, pull in enumerate(pulls)])
    q = np.diag([float(pull @ pull) for pull in pulls]) - sums @ sums.T
    below = float((q**2).sum())
    return float(np.trace(q)) ** 2 / below if below > 0 else 0.0
