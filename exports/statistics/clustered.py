"""Yes or no of cases inside clusters (lessons of a teacher): generalised estimating equations."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np

from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats, Places
from exports.statistics.tails import chi2_p, normal_p

MOST_STEPS = 200
SETTLED = 1e-12
"""Steps smaller than this end the iterations."""
NOTHING = 1e-10
"""A determinant below this is what floats leave of zero."""
FAR = 30.0
"""A logit beyond this means that outcomes are parted completely: it would grow for ever."""


class Working(StrEnum):
    """How the cases of a cluster are taken to hang together."""

    INDEPENDENCE = "independence"
    EXCHANGEABLE = "exchangeable"


@dataclass(frozen=True, slots=True)
class Slope:
    """A coefficient of the logit with its robust standard error; `wald` is z squared."""

    value: float
    se: float
    wald: float
    p: float


@dataclass(frozen=True, slots=True)
class Wald:
    """A joint test that several coefficients are zero."""

    chi2: float | None
    df: int
    p: float | None
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class Gee:
    """A fitted model. `alpha` is the correlation inside clusters, `scale` the dispersion.

    `slopes` stand in the order of the predictors; `covariance` is their robust one.
    """

    n: int
    clusters: int
    slopes: tuple[Slope, ...] = ()
    covariance: tuple[tuple[float, ...], ...] = ()
    alpha: float | None = None
    scale: float | None = None
    why: Undefined | None = None

    def wald(self, places: Sequence[int]) -> Wald:
        """Test jointly that the slopes at these places are zero: b' V^-1 b."""
        if self.why:
            return Wald(None, len(places), None, self.why)
        some = [*places]
        b = np.array([self.slopes[place].value for place in some])
        v = np.array(self.covariance)[np.ix_(some, some)]
        if np.linalg.matrix_rank(v, hermitian=True) < len(some):
            return Wald(None, len(some), None, Undefined.ONE_CLUSTER)
        chi2 = float(b @ np.linalg.solve(v, b))
        return Wald(chi2, len(some), chi2_p(chi2, len(some)))


def gee_logit(
    outcomes: Sequence[int],
    predictors: Sequence[Sequence[float]],
    clusters: Sequence[str],
    working: Working = Working.EXCHANGEABLE,
) -> Gee:
    """Fit a logit to outcomes 0 and 1: one row of predictors per case, its 1 for the intercept too.

    Liang & Zeger 1986, robust (sandwich) standard errors without a correction for few clusters:
    R `geepack::geeglm(family = binomial, corstr = "exchangeable" | "independence")`. Scale is the
    mean of squared Pearson residuals, alpha the mean of their products inside clusters over it.
    The order of cases does not matter. Where clusters vary more inside than between, alpha may fall
    below -1 / (largest cluster - 1), which no correlation can; as in geepack the estimates stand,
    because their errors are robust to a wrong correlation. Undefined without cases or variation,
    with collinear predictors, with fewer clusters than predictors, where a predictor parts the
    outcomes, where the iterations do not settle (geepack prints where it stopped), or where all
    clusters agree, so that there is no error.
    """
    y, x = np.array(outcomes, dtype=float), np.array(predictors, dtype=float)
    names, group = np.unique(np.array(clusters, dtype=str), return_inverse=True)
    few = Undefined.ONE_CLUSTER if len(names) <= x.shape[-1] else None
    why = why_no_model(y, x) or few
    if why:
        return Gee(len(y), len(names), why=why)
    data = _Data(y, x, group, len(names))
    settled = _iterate(data, working)
    if isinstance(settled, Undefined):
        return Gee(len(y), len(names), why=settled)
    b, alpha, scale = settled
    covariance = data.sandwich(b, alpha)
    if covariance is None:
        return Gee(len(y), len(names), why=Undefined.NO_ERROR)
    slopes = []
    for value, variance in zip(b, np.diag(covariance), strict=True):
        z = float(value / np.sqrt(variance))
        slopes.append(Slope(float(value), float(np.sqrt(variance)), z * z, normal_p(z)))
    rows = tuple(tuple(map(float, row)) for row in covariance)
    return Gee(len(y), len(names), tuple(slopes), rows, alpha, scale)


def why_no_model(y: Floats, x: Floats) -> Undefined | None:
    """Say why no logit can be fitted to these outcomes and predictors."""
    if not len(y):
        return Undefined.NO_CASES
    if not {*y.tolist()} <= {0.0, 1.0}:
        return Undefined.NOT_BINARY
    if y.min() == y.max():
        return Undefined.SAME_OUTCOME
    return Undefined.COLLINEAR if np.linalg.matrix_rank(x) < x.shape[1] else None


Settled: TypeAlias = tuple[Floats, float, float]


def _iterate(data: "_Data", working: Working) -> Settled | Undefined:
    """Find the coefficients without a correlation first, and from there those that agree with it.

    Where outcomes are not parted, what runs away later is the correlation's doing.
    """
    found = _settle(data, np.zeros(data.x.shape[1]), Working.INDEPENDENCE)
    if working is Working.INDEPENDENCE or isinstance(found, Undefined):
        return found
    found = _settle(data, found[0], working)
    return Undefined.NO_CONVERGENCE if isinstance(found, Undefined) else found


def _settle(data: "_Data", b: Floats, working: Working) -> Settled | Undefined:
    """Step to where coefficients and correlation agree."""
    alpha = 0.0
    for _ in range(MOST_STEPS):
        step = data.step(b, alpha)
        b = b + step
        if not np.isfinite(b).all():
            return Undefined.NO_CONVERGENCE
        if np.abs(data.x @ b).max() > FAR:
            return Undefined.SEPARATION
        residuals = data.residuals(b)
        scale = float((residuals**2).mean())
        before = alpha
        if working is Working.EXCHANGEABLE:
            alpha = data.correlation(residuals) / scale
            if data.has_no_inverse(alpha):
                return Undefined.NO_CONVERGENCE
        if np.abs(step).max() < SETTLED and abs(alpha - before) < SETTLED:
            return b, alpha, scale
    return Undefined.NO_CONVERGENCE


class _Data:
    """Outcomes and predictors, case by case, and the cluster of each."""

    def __init__(self, y: Floats, x: Floats, group: Places, clusters: int) -> None:
        self.y, self.x, self.group, self.clusters = y, x, group, clusters
        self.sizes = np.bincount(group, minlength=clusters).astype(float)
        self.pairs = float((self.sizes * (self.sizes - 1)).sum()) / 2

    def means(self, b: Floats) -> Floats:
        found: Floats = 1 / (1 + np.exp(-(self.x @ b)))
        return found

    def residuals(self, b: Floats) -> Floats:
        """Give Pearson residuals."""
        mu = self.means(b)
        found: Floats = (self.y - mu) / np.sqrt(mu * (1 - mu))
        return found

    def summed(self, cases: Floats) -> Floats:
        """Add up rows of cases by cluster."""
        found = np.zeros((self.clusters, *cases.shape[1:]))
        np.add.at(found, self.group, cases)
        return found

    def correlation(self, residuals: Floats) -> float:
        """Give the mean product of residuals inside clusters, 0 where clusters are single cases."""
        if not self.pairs:
            return 0.0
        products = self.summed(residuals) ** 2 - self.summed(residuals**2)
        return float(products.sum()) / 2 / self.pairs

    def has_no_inverse(self, alpha: float) -> bool:
        """Say whether a cluster's matrix is singular, as where its cases never differ."""
        determinants = (1 - alpha) * (1 + (self.sizes - 1) * alpha)
        return bool((np.abs(determinants[self.sizes > 1]) < NOTHING).any())

    def pieces(self, b: Floats, alpha: float) -> tuple[Floats, Floats, Floats]:
        """Give predictors and residuals scaled by their spread, and what alpha takes off.

        The inverse of the exchangeable correlation is (I - c J) / (1 - alpha), with
        c = alpha / (1 + (m - 1) alpha) in a cluster of m cases.
        """
        mu = self.means(b)
        spread = np.sqrt(mu * (1 - mu))
        scaled: Floats = self.x * spread[:, None]
        off: Floats = alpha / (1 + (self.sizes - 1) * alpha)
        return scaled, (self.y - mu) / spread, off

    def bread(self, scaled: Floats, off: Floats, alpha: float) -> Floats:
        sums = self.summed(scaled)
        found: Floats = (scaled.T @ scaled - (sums * off[:, None]).T @ sums) / (1 - alpha)
        return found

    def scores(self, scaled: Floats, residuals: Floats, off: Floats, alpha: float) -> Floats:
        """Give every cluster's share of the estimating equations."""
        products = self.summed(scaled * residuals[:, None])
        sums, rests = self.summed(scaled), self.summed(residuals)
        found: Floats = (products - (off * rests)[:, None] * sums) / (1 - alpha)
        return found

    def step(self, b: Floats, alpha: float) -> Floats:
        scaled, residuals, off = self.pieces(b, alpha)
        whole = self.scores(scaled, residuals, off, alpha).sum(axis=0)
        try:
            return np.linalg.solve(self.bread(scaled, off, alpha), whole)
        except np.linalg.LinAlgError:
            return np.full(len(b), np.nan)

    def sandwich(self, b: Floats, alpha: float) -> Floats | None:
        """Give the robust covariance: Liang & Zeger 1986, theorem 2; None where clusters agree."""
        scaled, residuals, off = self.pieces(b, alpha)
        inverse = np.linalg.inv(self.bread(scaled, off, alpha))
        scores = self.scores(scaled, residuals, off, alpha)
        found: Floats = inverse @ (scores.T @ scores) @ inverse
        nothing = NOTHING**2 * np.abs(np.diag(inverse))
        return found if (np.diag(found) > nothing).all() else None
