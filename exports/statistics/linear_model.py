"""Ordinary least squares: coefficients, and tests by what a larger model explains more."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from exports.statistics.estimates import Estimate, FTest, estimate, f_test
from exports.statistics.measures import noise
from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats

RANK = 1e-10
"""What is left of a column when the others are taken off: none below this share."""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A fitted model: coefficients, the residuals' sum of squares and their freedom.

    X = `basis` times the inverse of `root`, the basis being orthonormal.
    """

    n: int
    coefficients: Floats
    basis: Floats
    root: Floats
    squares: float
    df: int
    why: Undefined | None = None

    def estimated(self, row: Sequence[float] | Floats, confidence: float = 0.95) -> Estimate:
        """Estimate a combination of the coefficients."""
        if self.why:
            return Estimate(None, why=self.why)
        at = np.array(row, dtype=float)
        value = float(at @ self.coefficients)
        if not self.df:
            return Estimate(value, why=Undefined.NO_DEGREES)
        variance = self.squares / self.df * float(np.square(at @ self.root).sum())
        if not variance > 0:
            return Estimate(value, why=Undefined.NO_ERROR)
        return estimate(value, variance, self.df, confidence)


def linear_model(y: Floats, x: Floats) -> LinearModel:
    """Fit y by X, cases x columns with its 1 for the intercept: R `lm`.

    Undefined without cases, or where a column follows from the others.
    """
    n, p = x.shape
    none = np.empty(0), np.empty((n, 0)), np.empty((0, 0))
    if not n:
        return LinearModel(0, *none, 0.0, 0, Undefined.NO_CASES)
    squares, rank = residual_squares(y, x)
    if rank < p:
        return LinearModel(n, *none, squares, n - rank, Undefined.COLLINEAR)
    basis, triangle = np.linalg.qr(x)
    root = np.linalg.inv(triangle)
    return LinearModel(n, root @ (basis.T @ y), basis, root, squares, n - p)


def residual_squares(y: Floats, x: Floats) -> tuple[float, int]:
    """Give the sum of squares that X leaves of y, and how many of its columns tell something."""
    sizes = np.sqrt((x**2).sum(axis=0))
    scaled = x / np.where(sizes > 0, sizes, 1.0)
    basis, values, _ = np.linalg.svd(scaled, full_matrices=False)
    basis = basis[:, values > RANK * sqrt(x.shape[1])]
    left = y - basis @ (basis.T @ y)
    left = left - basis @ (basis.T @ left)
    squares = float((left**2).sum())
    return (squares if squares > noise(y) else 0.0), basis.shape[1]


def term_test(y: Floats, smaller: Floats, larger: Floats) -> FTest:
    """Test what the columns of the larger model explain beyond the smaller: R `anova(a, b)`.

    Columns that follow from others are not counted. Undefined where nothing is added, no freedom
    is left, or the larger model leaves nothing.
    """
    (before, few), (after, many) = residual_squares(y, smaller), residual_squares(y, larger)
    df1, df2 = many - few, len(y) - many
    if df1 < 1:
        return FTest(None, why=Undefined.COLLINEAR)
    if df2 < 1:
        return FTest(None, df1, why=Undefined.NO_DEGREES)
    if not after:
        return FTest(None, df1, df2, why=Undefined.NO_ERROR if before else Undefined.NO_VARIANCE)
    return f_test(max(before - after, 0.0) / df1 / (after / df2), df1, df2)
