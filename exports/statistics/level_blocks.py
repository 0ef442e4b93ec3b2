"""Square matrices over the levels of random factors, kept as the blocks that hang together."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from exports.statistics.ratings import Floats, Places

Dense = list[Floats]
"""A block-diagonal matrix: for every size m an array of so many m x m blocks."""
Matrix: TypeAlias = Floats | sparse.csr_matrix
SMALL = 40_000
"""A matrix of so many cells is handled faster with its zeros than without them."""


class Blocks:
    """Which levels occur together, so that no matrix is larger than those that do."""

    def __init__(self, pattern: sparse.csr_matrix) -> None:
        """Part the levels into components: where two of them meet, the pattern is not zero."""
        self.size = pattern.shape[0]
        _, component = csgraph.connected_components(pattern, directed=False)
        order = np.argsort(component, kind="stable")
        sizes = np.bincount(component, minlength=0)
        starts = np.concatenate([[0], np.cumsum(sizes)])[:-1].astype(np.int64)
        self.groups: list[Places] = []
        """For every size m the places of the levels, components x m."""
        self.where = np.zeros((self.size, 3), dtype=np.int64)
        """Of every level: which size, which component of that size, which row of it."""
        for size in np.unique(sizes):
            places = order[starts[sizes == size][:, None] + np.arange(size)]
            self.where[places, 0] = len(self.groups)
            self.where[places, 1] = np.arange(len(places))[:, None]
            self.where[places, 2] = np.arange(size)
            self.groups.append(places)

    def dense(self, matrix: Matrix) -> Dense:
        """Lay out a matrix that is zero between components."""
        if isinstance(matrix, np.ndarray):
            return [matrix[places[:, :, None], places[:, None, :]] for places in self.groups]
        whole = matrix.tocoo()
        group, component, row = self.where[whole.row].T
        column = self.where[whole.col, 2]
        found = []
        for number, places in enumerate(self.groups):
            block = np.zeros((*places.shape, places.shape[1]))
            here = group == number
            np.add.at(block, (component[here], row[here], column[here]), whole.data[here])
            found.append(block)
        return found

    def vectors(self, one: Floats) -> Dense:
        """Lay out a value of every level."""
        return [one[places] for places in self.groups]

    def times(self, blocks: Dense, columns: Floats) -> Floats:
        """Multiply a block-diagonal matrix with columns, levels x c."""
        found = np.empty_like(columns)
        for block, places in zip(blocks, self.groups, strict=True):
            found[places] = block @ columns[places]
        return found

    def diagonal(self, blocks: Dense) -> Floats:
        """Give the diagonal, level by level."""
        found = np.empty(self.size)
        for block, places in zip(blocks, self.groups, strict=True):
            found[places] = np.diagonal(block, axis1=1, axis2=2)
        return found

    def squares(self, blocks: Dense, members: Floats) -> Floats:
        """Add up squared entries by the factors of row and column; members is levels x factors."""
        found = np.zeros((members.shape[1],) * 2)
        for block, places in zip(blocks, self.groups, strict=True):
            of = members[places]
            found += (of.transpose(0, 2, 1) @ block**2 @ of).sum(axis=0)
        return found


def laid_out(matrix: sparse.csr_matrix, largest: tuple[int, int] | None = None) -> Matrix:
    """Write the zeros of a small matrix out; `largest` is the shape of those it is used with."""
    rows, columns = largest or matrix.shape
    return matrix.toarray() if rows * columns <= SMALL else matrix


def rows_times(weights: Floats, matrix: Matrix) -> Matrix:
    """Multiply every row of a matrix with its weight."""
    if isinstance(matrix, np.ndarray):
        return weights[:, None] * matrix
    return sparse.diags(weights) @ matrix


def product(*several: Dense) -> Dense:
    """Multiply block-diagonal matrices."""
    found = several[0]
    for other in several[1:]:
        found = [one @ two for one, two in zip(found, other, strict=True)]
    return found


def trace(one: Dense, other: Dense) -> float:
    """Give the trace of the product of two."""
    return float(sum((a * b.transpose(0, 2, 1)).sum() for a, b in zip(one, other, strict=True)))


def inverse_root(rr: Dense, roots: Dense) -> tuple[Dense, float]:
    """Give S (I + S R S)^-1 S with S the diagonal of roots, and log |I + S R S|."""
    found, log_determinant = [], 0.0
    for block, root in zip(rr, roots, strict=True):
        inner = root[:, :, None] * block * root[:, None, :] + np.eye(block.shape[1])
        half = np.linalg.cholesky(inner)
        log_determinant += 2 * float(np.log(np.diagonal(half, axis1=1, axis2=2)).sum())
        inverse = np.linalg.inv(inner)
        found.append(root[:, :, None] * inverse * root[:, None, :])
    return found, log_determinant


def identity_minus(blocks: Sequence[Floats]) -> Dense:
    """Take a block-diagonal matrix from the identity."""
    return [np.eye(block.shape[1]) - block for block in blocks]
