"""What a linear mixed model needs of its data, without a matrix of cases by cases.

V = sum of phi_k Z_k Z_k' + phi_e I. The factor with most levels is eliminated first, level by
level, because no case has two of them; what is left are matrices over the other factors' levels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from scipy import sparse

from exports.statistics.level_blocks import (
    Blocks,
    Dense,
    Matrix,
    identity_minus,
    inverse_root,
    laid_out,
    product,
    rows_times,
    trace,
)
from exports.statistics.ratings import Floats, Places


@dataclass(frozen=True, slots=True)
class Pieces:
    """The model at some variances, phi; the last one is the residual's. G_k = Z_k Z_k', G_e = I.

    Matrices are over the columns of X and a last one: the residual y - X b in the metric of V.
    """

    phi: Floats
    log_determinant: float  # log |V|
    information: Floats  # X' V^-1 X
    covariance: Floats  # its inverse
    coefficients: Floats  # b
    left: float  # y' P y
    traces: Floats  # tr V^-1 G_k
    squares: Floats  # tr V^-1 G_k V^-1 G_l
    first: Floats  # U' V^-1 G_k V^-1 U
    second: Floats  # U' V^-1 G_k V^-1 G_l V^-1 U

    @property
    def fixed_first(self) -> Floats:
        """X' V^-1 G_k V^-1 X."""
        return self.first[:, :-1, :-1]

    @property
    def fixed_second(self) -> Floats:
        """X' V^-1 G_k V^-1 G_l V^-1 X."""
        return self.second[:, :, :-1, :-1]

    def traces_projected(self) -> Floats:
        """Give tr P G_k."""
        spent: Floats = np.einsum("ab,kba->k", self.covariance, self.fixed_first)
        return self.traces - spent

    def squares_projected(self) -> Floats:
        """Give tr P G_k P G_l."""
        c, first = self.covariance, self.fixed_first
        once: Floats = np.einsum("ab,klba->kl", c, self.fixed_second)
        inner = c @ first
        twice: Floats = np.einsum("kab,lba->kl", inner, inner)
        return self.squares - once - once.T + twice

    def pulls(self) -> Floats:
        """Give y' P G_k P y."""
        return self.first[:, -1, -1]

    def bends(self) -> Floats:
        """Give y' P G_k P G_l P y."""
        across = self.first[:, -1, :-1]
        return self.second[:, :, -1, -1] - across @ self.covariance @ across.T


class Sums:
    """Cross-products of outcomes, predictors and levels."""

    def __init__(self, y: Floats, x: Floats, factors: Sequence[Places]) -> None:
        """Add up: y by case, x cases x predictors, of every factor the level of each case."""
        self.n = len(y)
        counts = [int(levels.max()) + 1 for levels in factors]
        self.order = sorted(range(len(factors)), key=lambda one: -counts[one])
        big, *rest = self.order
        u = np.column_stack([x, y])
        self.uu: Floats = u.T @ u
        self.zu = _indicator(factors[big], counts[big]) @ u
        others = _beside([_indicator(factors[one], counts[one]) for one in rest], self.n)
        self.ru = others @ u
        self.often = np.bincount(factors[big]).astype(float)
        cross = (_indicator(factors[big], counts[big]) @ others.T).tocsr()
        rr = (others @ others.T).tocsr()
        self.blocks = Blocks((rr + cross.T @ cross).tocsr())
        self.cross: Matrix = laid_out(cross)
        self.rr: Matrix = laid_out(rr, cross.shape)
        self.factor = np.repeat(np.arange(len(rest)), [counts[one] for one in rest])
        self.members: Floats = np.eye(len(rest))[self.factor]

    def at(self, phi: Floats) -> Pieces:
        """Compute the model at some variances, in the order of the factors, the residual last."""
        return _At(self, phi).pieces()


def _indicator(levels: Places, count: int) -> sparse.csr_matrix:
    """Give Z': levels x cases."""
    n = len(levels)
    return sparse.csr_matrix((np.ones(n), (levels, np.arange(n))), shape=(count, n))


def _beside(several: list[sparse.csr_matrix], n: int) -> sparse.csr_matrix:
    return sparse.vstack(several).tocsr() if several else sparse.csr_matrix((0, n))


class _At:
    """One evaluation; everything is in units of the residual variance until `pieces`."""

    def __init__(self, sums: Sums, phi: Floats) -> None:
        self.sums, self.phi = sums, phi
        ratios = phi[sums.order] / phi[-1]
        self.d = 1 + ratios[0] * sums.often
        shrunk = ratios[0] / self.d
        self.zu = sums.zu / self.d[:, None]
        self.cross = rows_times(1 / self.d, sums.cross)
        left = sums.uu - sums.zu.T @ (shrunk[:, None] * sums.zu)
        ru = sums.ru - sums.cross.T @ (shrunk[:, None] * sums.zu)
        weighted = rows_times(shrunk, sums.cross)
        self.rr = sums.blocks.dense(sums.rr - sums.cross.T @ weighted)
        roots = np.sqrt(ratios[1:])[sums.factor]
        self.t, more = inverse_root(self.rr, sums.blocks.vectors(roots))
        self.keep = identity_minus(product(self.t, self.rr))
        moved = sums.blocks.times(self.t, ru)
        self.uu = left - ru.T @ moved
        self.log_determinant = float(np.log(self.d).sum()) + more + sums.n * log(phi[-1])
        self.w_big = self.zu - self.cross @ moved
        self.w_rest = ru - sums.blocks.times(self.rr, moved)

    def pieces(self) -> Pieces:
        """Give the model's pieces in units of the outcome."""
        scale, width = float(self.phi[-1]), len(self.uu) - 1
        information = self.uu[:width, :width] / scale
        covariance = np.linalg.inv(information)
        b = covariance @ self.uu[:width, width] / scale
        residual = np.append(-b, 1.0)
        left = float(residual @ self.uu @ residual) / scale
        turn = np.eye(width + 1)
        turn[:, -1] = residual
        traces, squares, first, second = self._with_residual(turn, information, left)
        return Pieces(
            self.phi,
            self.log_determinant,
            information,
            covariance,
            b,
            left,
            traces,
            squares,
            first,
            second,
        )

    def _with_residual(
        self, turn: Floats, information: Floats, left: float
    ) -> tuple[Floats, Floats, Floats, Floats]:
        """Add the residual's part by V^-1 V = I: phi_e G_e = V - sum of the others."""
        scale, k, n = float(self.phi[-1]), len(self.phi) - 1, self.sums.n
        width = len(turn)
        phi = self.phi[:-1]
        traces, squares = np.zeros(k + 1), np.zeros((k + 1, k + 1))
        first = np.zeros((k + 1, width, width))
        second = np.zeros((k + 1, k + 1, width, width))
        traces[:k], squares[:k, :k] = self._of_levels(scale)
        first[:k], second[:k, :k] = self._products(turn, scale)
        whole = np.zeros((width, width))
        whole[:-1, :-1], whole[-1, -1] = information, left
        traces[k] = (n - phi @ traces[:k]) / scale
        squares[:k, k] = squares[k, :k] = (traces[:k] - squares[:k, :k] @ phi) / scale
        squares[k, k] = (traces[k] - squares[k, :k] @ phi) / scale
        first[k] = (whole - np.einsum("k,kab->ab", phi, first[:k])) / scale
        second[:k, k] = (first[:k] - np.einsum("l,klab->kab", phi, second[:k, :k])) / scale
        second[k, :k] = second[:k, k].transpose(0, 2, 1)
        second[k, k] = (first[k] - np.einsum("l,lab->ab", phi, second[:k, k])) / scale
        return traces, squares, first, second

    def _of_levels(self, scale: float) -> tuple[Floats, Floats]:
        """Give tr V^-1 G_k and tr V^-1 G_k V^-1 G_l of the factors, in their order."""
        sums, blocks = self.sums, self.sums.blocks
        kept = sums.often / self.d
        inner = blocks.dense(self.cross.T @ self.cross)
        outer = blocks.dense(self.cross.T @ rows_times(kept, self.cross))
        moved = product(self.t, inner)
        over = product(self.rr, self.keep)
        members = sums.members
        mixed = members.T @ blocks.diagonal(product(_turned(self.keep), inner, self.keep))
        squares = np.zeros((len(sums.order),) * 2)
        squares[0, 0] = (kept**2).sum() - 2 * trace(self.t, outer) + trace(moved, moved)
        squares[0, 1:] = squares[1:, 0] = mixed
        squares[1:, 1:] = blocks.squares(over, members)
        traces = np.append(kept.sum() - trace(self.t, inner), members.T @ blocks.diagonal(over))
        back = np.argsort(sums.order)
        return traces[back] / scale, squares[np.ix_(back, back)] / scale**2

    def _products(self, turn: Floats, scale: float) -> tuple[Floats, Floats]:
        """Give U' V^-1 G_k V^-1 U and U' V^-1 G_k V^-1 G_l V^-1 U of the factors."""
        sums, k = self.sums, len(self.sums.order)
        big, rest = self.w_big @ turn / scale, self.w_rest @ turn / scale
        own = [big, *(rest[sums.factor == one] for one in range(k - 1))]
        first = np.array([one.T @ one for one in own])
        second = np.zeros((k, k, *first.shape[1:]))
        for column in range(k):
            after = self._spread(column, big, rest)
            for row in range(k):
                second[row, column] = own[row].T @ after[row] / scale
        back = np.argsort(sums.order)
        return first[back], second[np.ix_(back, back)]

    def _spread(self, column: int, big: Floats, rest: Floats) -> list[Floats]:
        """Multiply Z_k' V^-1 Z_l with the rows of factor l, for every k."""
        sums, blocks = self.sums, self.sums.blocks
        if column == 0:
            down = self.cross.T @ big
            to_big = (sums.often / self.d)[:, None] * big
            to_big -= self.cross @ blocks.times(self.t, down)
            to_rest = blocks.times(_turned(self.keep), down)
        else:
            here = np.where((sums.factor == column - 1)[:, None], rest, 0.0)
            kept = blocks.times(self.keep, here)
            to_big = self.cross @ kept
            to_rest = blocks.times(self.rr, kept)
        return [to_big, *(to_rest[sums.factor == one] for one in range(len(sums.order) - 1))]


def _turned(blocks: Dense) -> Dense:
    return [block.transpose(0, 2, 1) for block in blocks]
