"""Tests of a linear mixed model's coefficients: Satterthwaite's and Kenward and Roger's freedom."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from exports.statistics.clustered import Wald
from exports.statistics.estimates import Contrast, Estimate, FTest, contrasts, estimate, f_test
from exports.statistics.mixed_model import Inside, MixedModel
from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats
from exports.statistics.tails import chi2_p

ALIKE = 1e-8
"""Degrees of freedom that differ by less are equal, and variances below this share are none."""
ZERO = 1e-10
"""What pbkrtest takes for zero."""
Row = Sequence[float]
"""A combination of the coefficients: one number for each."""


class Degrees(StrEnum):
    """Whose degrees of freedom; Kenward and Roger's errors are larger too."""

    SATTERTHWAITE = "satterthwaite"
    KENWARD_ROGER = "kenward_roger"


def estimated(
    model: MixedModel,
    row: Row,
    degrees: Degrees = Degrees.SATTERTHWAITE,
    confidence: float = 0.95,
) -> Estimate:
    """Estimate a combination of coefficients: R `lmerTest::contest1D`, `emmeans` with `lmer.df`.

    Where no factor's levels differ, Satterthwaite's degrees of freedom are those of ordinary least
    squares; Kenward and Roger's are not, as in pbkrtest.
    """
    if model.inside is None:
        return Estimate(None, why=model.why)
    inside = model.inside
    whole = np.array(row, dtype=float)
    turned = whole @ inside.to_basis
    value = float(whole @ inside.coefficients)
    if degrees is Degrees.SATTERTHWAITE:
        variance, df = _satterthwaite(inside, turned)
    else:
        adjusted = _Adjusted.of(inside)
        if adjusted is None:
            return Estimate(value, why=Undefined.NO_DEGREES)
        variance = float(turned @ adjusted.covariance @ turned)
        _, df = adjusted.scale(turned[None, :])
    return estimate(value, variance * inside.unit**2, df, confidence)


def joint_test(
    model: MixedModel, rows: Sequence[Row], degrees: Degrees = Degrees.SATTERTHWAITE
) -> FTest:
    """Test jointly that combinations of coefficients are zero.

    R `lmerTest::contestMD`, with Kenward and Roger `pbkrtest::KRmodcomp`. Satterthwaite's degrees
    of freedom of several rows depend on which rows span them: `term_rows` has lmerTest's.
    """
    if model.inside is None:
        return FTest(None, why=model.why)
    inside = model.inside
    whole = np.array([[*row] for row in rows], dtype=float)
    turned = whole @ inside.to_basis
    values = whole @ inside.coefficients / inside.unit
    if degrees is Degrees.KENWARD_ROGER:
        return _kenward_roger_f(inside, turned, values)
    spread, vectors = np.linalg.eigh(turned @ inside.pieces.covariance @ turned.T)
    there = spread > ALIKE * max(float(spread.max()), 0.0)
    if not there.any():
        return FTest(None, why=Undefined.COLLINEAR)
    apart = (vectors.T @ turned)[there]
    freedom = np.array([_satterthwaite(inside, one)[1] for one in apart])
    f = float(((vectors.T @ values)[there] ** 2 / spread[there]).mean())
    return f_test(f, int(there.sum()), _together(freedom))


def term_rows(model: MixedModel, places: Sequence[int]) -> list[list[float]]:
    """Give the rows by which lmerTest's `anova` tests a term that is in no interaction.

    Where the term is all that there is beside the intercept (column 0): the rows of the Doolittle
    factor of X'X. Otherwise the coefficients themselves.
    """
    if model.inside is None:
        return []
    size = len(model.coefficients)
    rows: Floats = np.eye(size)
    if [*places] == list(range(1, size)):
        rows = _doolittle(model.inside.gram)
    return [[float(one) for one in rows[place]] for place in places]


def differences(
    model: MixedModel,
    rows: Sequence[Row],
    degrees: Degrees = Degrees.SATTERTHWAITE,
    confidence: float = 0.95,
) -> tuple[Contrast, ...]:
    """Estimate several differences at once, adjusted for their number."""
    return contrasts([estimated(model, row, degrees) for row in rows], confidence)


def containment(model: MixedModel, varying: Sequence[bool]) -> int | None:
    """Give the freedom of what varies inside the levels of the only factor: R `nlme::lme`.

    Cases minus levels minus the coefficients, intercept aside, whose predictors vary inside levels:
    `varying` says of each. None with several factors, or where nothing is left.
    """
    used = [one for one in model.components if one.variance is not None]
    if model.why or len(used) != 1:
        return None
    left = model.n - used[0].levels - sum(varying)
    return left if left > 0 else None


def likelihood_ratio(model: MixedModel, smaller: MixedModel) -> Wald:
    """Test what a smaller model of the same cases leaves out: R `anova` of fits by ML."""
    df = len(model.coefficients) - len(smaller.coefficients)
    if model.deviance is None or smaller.deviance is None:
        return Wald(None, max(df, 0), None, model.why or smaller.why)
    if df < 1:
        return Wald(None, 0, None, Undefined.COLLINEAR)
    chi2 = max(smaller.deviance - model.deviance, 0.0)
    return Wald(chi2, df, chi2_p(chi2, df))


def _doolittle(gram: Floats) -> Floats:
    """Give U of X'X = L D U with a unit diagonal."""
    half = np.linalg.cholesky(gram).T
    return np.asarray(half / np.diag(half)[:, None], dtype=np.float64)


def _satterthwaite(inside: Inside, row: Floats) -> tuple[float, float]:
    """Give the variance of a combination and its freedom: 2 v^2 / (g' A g)."""
    one = inside.pieces
    variance = float(row @ one.covariance @ row)
    spread = row @ one.covariance
    slope = np.einsum("a,kab,b->k", spread, one.fixed_first, spread)
    below = float(slope @ inside.variances_covariance @ slope)
    return variance, 2 * variance**2 / below if below > 0 else 0.0


def _together(freedom: Floats) -> float:
    """Give the freedom of F from that of its independent t: the mean where all are alike."""
    if np.ptp(freedom) < ALIKE:
        return float(freedom.mean())
    if (freedom <= 2).any():
        return 2.0
    mean = float((freedom / (freedom - 2)).sum())
    return 2 * mean / (mean - len(freedom))


@dataclass(frozen=True)
class _Adjusted:
    """Kenward & Roger 1997: the covariance of the coefficients, and of the variances."""

    covariance: Floats
    weights: Floats
    inside: Inside

    @classmethod
    def of(cls, inside: Inside) -> "_Adjusted | None":
        """Adjust; nothing where the variances' information has no inverse."""
        one = inside.pieces
        expected = one.squares_projected()
        size = np.sqrt(np.diag(expected))
        alike = expected / np.outer(size, size)
        if np.linalg.eigvalsh(alike).min() <= ALIKE**2:
            return None
        weights = 2 * np.linalg.inv(alike) / np.outer(size, size)
        c, first = one.covariance, one.fixed_first
        inner = np.einsum("kl,klab->ab", weights, one.fixed_second)
        inner -= np.einsum("kl,kab,bc,lcd->ad", weights, first, c, first)
        return cls(c + 2 * c @ inner @ c, weights, inside)

    def scale(self, rows: Floats) -> tuple[float, float]:
        """Give what F is multiplied by, and its freedom: as pbkrtest computes them."""
        one, q = self.inside.pieces, len(rows)
        c = one.covariance
        theta = rows.T @ np.linalg.solve(rows @ c @ rows.T, rows)
        moved = theta @ c @ one.fixed_first @ c
        traces = np.einsum("kaa->k", moved)
        a1 = float(traces @ self.weights @ traces)
        a2 = float(np.einsum("kl,kab,lba->", self.weights, moved, moved))
        if not a2 > 0:
            return 1.0, 0.0
        if q == 1:
            return 1.0, 2 / a2
        b, g = (a1 + 6 * a2) / (2 * q), ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2)
        below = 3 * q + 2 * (1 - g)
        c1, c2, c3 = g / below, (q - g) / below, (q + 2 - g) / below
        v0, v1, v2 = 1 + c1 * b, 1 - c2 * b, 1 - c3 * b
        ratio = 1.0 if max(abs(1 - a2 / q), abs(v1)) < ZERO else (1 - a2 / q) / v1
        # 4 + (q + 2) / (q rho - 1) with rho = ratio^2 v0 / (q v2), where v2 may be zero.
        under = ratio**2 * (0.0 if abs(v0) < ZERO else v0) - v2
        if not under:
            return 1.0, 0.0
        df = 4 + (q + 2) * v2 / under
        return 1.0 if abs(df - 2) < 1e-2 else df * (1 - a2 / q) / (df - 2), df


def _kenward_roger_f(inside: Inside, rows: Floats, values: Floats) -> FTest:
    adjusted = _Adjusted.of(inside)
    spread = rows @ inside.pieces.covariance @ rows.T
    if np.linalg.matrix_rank(spread, hermitian=True) < len(rows):
        return FTest(None, why=Undefined.COLLINEAR)
    if adjusted is None:
        return FTest(None, len(rows), why=Undefined.NO_DEGREES)
    scale, df = adjusted.scale(rows)
    whole = float(values @ np.linalg.solve(rows @ adjusted.covariance @ rows.T, values))
    if not (scale > 0 and df > 0):
        return FTest(None, len(rows), why=Undefined.NO_DEGREES)
    return f_test(scale * whole / len(rows), len(rows), df)
