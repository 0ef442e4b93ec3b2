"""McDonald's omega: the share of a scale's variance that one factor explains."""

from dataclasses import dataclass

import numpy as np
from scipy import optimize

from exports.statistics.measures import Rows, complete, measured, varies
from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats

FLAT = 1e-10
"""An eigenvalue of correlations below this has no inverse."""
EDGE = 1e-5
"""A residual below this share of an item's variance is none: a Heywood case."""
NEAR = 1e-2
"""How far the last steps may lead."""
LOWEST = -25.0
"""The logarithm of the least residual that is tried."""


@dataclass(frozen=True, slots=True)
class Omega:
    """Omega over n people. `loadings` and `residuals` are of standardised items.

    `value` is (sum of l)^2 / ((sum of l)^2 + sum of t) in the items' own units. Where a residual is
    at its edge (`heywood`) the value is withheld, and stands in `withheld`. `of_total` is one minus
    the residuals' share of the observed variance of the sum, in units of standardised items.
    """

    n: int
    value: float | None
    loadings: tuple[float, ...] = ()
    residuals: tuple[float, ...] = ()
    heywood: bool | None = None
    withheld: float | None = None
    of_total: float | None = None
    why: Undefined | None = None


def omega(rows: Rows) -> Omega:
    """Give omega of a scale's complete cases: one row per person, items keyed.

    Items that everybody answers alike are left out.
    """
    x = complete(measured(rows))
    return omega_by_likelihood(x[:, varies(x)])


def omega_by_likelihood(x: Floats) -> Omega:
    """Fit one factor to complete answers by maximum likelihood: people x items that vary.

    R `lavaan::cfa("f =~ ...", std.lv = TRUE)` on covariances. The loadings follow from the
    residuals (Lawley; Joreskog 1967), and the residuals are sought as logarithms from several
    starts, so that none leaves zero. Undefined with fewer than three items, or where an item
    follows from the others, as with no more people than items.
    """
    n, k = x.shape
    if n < 2 or k < 3:
        few = Undefined.FEW_UNITS if n else Undefined.NO_CASES
        return Omega(n, None, why=Undefined.FEW_ITEMS if n > 1 else few)
    sd = x.std(axis=0, ddof=1)
    y = (x - x.mean(axis=0)) / sd
    correlations = y.T @ y / (n - 1)
    if float(np.linalg.eigvalsh(correlations)[0]) < FLAT:
        return Omega(n, None, why=Undefined.SINGULAR)
    found = _most_likely(correlations)
    if found is None:
        return Omega(n, None, why=Undefined.NO_CONVERGENCE)
    return _omega(n, *found, sd, correlations)


def _omega(n: int, loadings: Floats, residuals: Floats, sd: Floats, correlations: Floats) -> Omega:
    common = float((loadings * sd).sum()) ** 2
    below, total = common + float((residuals * sd**2).sum()), float(correlations.sum())
    value = common / below if below else None  # loadings that cancel, and no residual
    edge = bool(residuals.min() < EDGE)
    return Omega(
        n,
        None if edge else value,
        tuple(loadings.tolist()),
        tuple(residuals.tolist()),
        edge,
        value if edge else None,
        None if edge or total <= FLAT else 1 - float(residuals.sum()) / total,
        Undefined.HEYWOOD if edge else None,
    )


def _most_likely(correlations: Floats) -> tuple[Floats, Floats] | None:
    """Find loadings and residuals; None where no start settles."""
    k = len(correlations)
    unique = 1 / np.diag(np.linalg.inv(correlations))
    starts = [unique * (1 - 0.5 / k), unique / 2, np.full(k, 0.5), np.full(k, 0.9)]
    best = None
    for start in starts:
        done = optimize.minimize(
            _misfit,
            np.log(np.clip(start, 1e-4, 1.0)),
            args=(correlations,),
            jac=True,
            method="L-BFGS-B",
            bounds=[(LOWEST, 1.0)] * k,
            options={"maxiter": 5000, "maxfun": 20000, "ftol": 1e-15, "gtol": 1e-10, "maxcor": 30},
        )
        if np.isfinite(done.fun) and (best is None or done.fun < best.fun - 1e-12):
            best = done
    if best is None:
        return None
    logs = _settled(best.x, correlations)
    return _loadings(logs, correlations), np.exp(logs)


def _settled(logs: Floats, correlations: Floats) -> Floats:
    """Go on to where the slopes are zero, if that is near; not from an edge."""
    if logs.min() < np.log(EDGE):
        return logs
    done = optimize.root(lambda at: _misfit(at, correlations)[1], logs, tol=1e-13)
    found: Floats = done.x if np.abs(done.x - logs).max() < NEAR else logs
    return found


def _loadings(logs: Floats, correlations: Floats) -> Floats:
    """Give the most likely loadings for given logarithms of residuals."""
    root = np.exp(logs / 2)
    values, vectors = np.linalg.eigh(correlations / np.outer(root, root))
    found: Floats = root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
    return found if found.sum() >= 0 else -found


def _misfit(logs: Floats, correlations: Floats) -> tuple[float, Floats]:
    """Give the discrepancy of the likelihood at the best loadings, and its slopes.

    Sum of e - log e - 1 over all eigenvalues e of the scaled correlations but the largest.
    """
    root = np.exp(logs / 2)
    values, vectors = np.linalg.eigh(correlations / np.outer(root, root))
    rest = np.maximum(values[:-1], 1e-300)
    largest = max(float(values[-1]), 1.0)
    worth = float((rest - np.log(rest) - 1).sum()) + float(values[-1]) - largest
    worth -= float(np.log(values[-1] / largest))
    # What a residual's logarithm changes: fitted minus seen variance, in residuals.
    fitted = (largest - 1) * vectors[:, -1] ** 2 + 1
    return worth, fitted - 1 / root**2


def omega_by_residuals(correlations: Floats, n: int = 0) -> Omega:
    """Fit one factor to correlations so that what is left beside the diagonal is least.

    R `psych::fa(nfactors = 1, fm = "minres")`, which stops at some seven digits.
    """
    k = len(correlations)
    if k < 3 or np.isnan(correlations).any():
        return Omega(n, None, why=Undefined.FEW_ITEMS if k < 3 else Undefined.NO_PAIRS)
    above = np.triu_indices(k, 1)

    def left(loadings: Floats) -> Floats:
        found: Floats = (correlations - np.outer(loadings, loadings))[above]
        return found

    values, vectors = np.linalg.eigh(correlations)
    first = np.clip(vectors[:, -1] * np.sqrt(max(float(values[-1]), 0.0)), -0.9, 0.9)
    done = optimize.least_squares(
        left, first, bounds=(-1, 1), xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=2000
    )
    loadings = done.x if done.x.sum() >= 0 else -done.x
    return _omega(n, loadings, 1 - loadings**2, np.ones(k), correlations)
