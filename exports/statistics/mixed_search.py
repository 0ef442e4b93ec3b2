"""Find the variances of a linear mixed model: Newton's steps, with no variance below zero."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exports.statistics.mixed_pieces import Pieces, Sums
from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats

STARTS = (0.1, 1.0, 8.0)
"""Ratios to the residual variance from which the search begins, each of them."""
MOST_STEPS = 200
SETTLED = 1e-10
"""Steps smaller than this share of the whole variance end the search."""
NOISE = 1e-11
"""What floats may add to a deviance, as a share of it."""
NO_RESIDUAL = 1e-10
"""A residual variance below this share of the whole is none."""
LITTLE = 1e-4
"""A share so small is looked at: does it fall for want of cases that the levels do not use up?"""
NO_SPREAD = 1e-8
"""A variance below this share of the residual's is none: the square of lme4's tolerance."""
FLAT = 1e-10
"""A curvature below this share of the steepest one is none."""


@dataclass(frozen=True, slots=True)
class Found:
    """The pieces at the lowest deviance; `curvature` is its matrix of second derivatives."""

    pieces: Pieces
    deviance: float
    curvature: Floats
    expected: Floats  # tr P G_k P G_l, or without P by maximum likelihood


class Surface:
    """The deviance, -2 log likelihood, of cases with `n` and `p` columns as variances change."""

    def __init__(self, sums: Sums, p: int, is_reml: bool) -> None:
        self.sums, self.is_reml, self.df = sums, is_reml, sums.n - p if is_reml else sums.n

    def at(self, phi: Floats) -> Found:
        """Evaluate the deviance and its curvature: observed and expected."""
        one = self.sums.at(phi)
        deviance = float(one.log_determinant) + one.left + self.df * float(np.log(2 * np.pi))
        if self.is_reml:
            deviance += float(np.linalg.slogdet(one.information)[1])
            expected = one.squares_projected()
        else:
            expected = one.squares
        return Found(one, deviance, 2 * one.bends() - expected, expected)

    def slope(self, found: Found) -> Floats:
        """Give the first derivatives of the deviance."""
        one = found.pieces
        return (one.traces_projected() if self.is_reml else one.traces) - one.pulls()

    def scaled(self, ratios: Floats) -> Found:
        """Evaluate at ratios to the residual variance, with the residual variance that fits."""
        found = self.at(np.append(ratios, 1.0))
        return self.at(found.pieces.phi * found.pieces.left / self.df)


def search(surface: Surface, factors: int) -> Found | Undefined:
    """Give the lowest deviance that is found from several starts."""
    several = [_descend(surface, surface.scaled(np.full(factors, ratio))) for ratio in STARTS]
    for one in several:
        if one is Undefined.NO_ERROR:
            return one
    settled = [one for one in several if isinstance(one, Found)]
    return min(settled, key=lambda one: one.deviance) if settled else Undefined.NO_CONVERGENCE


def _descend(surface: Surface, found: Found) -> Found | Undefined:
    """Step down until the steps are nothing; variances that would fall below zero stay there."""
    for _ in range(MOST_STEPS):
        phi, slope = found.pieces.phi, surface.slope(found)
        whole = float(phi.sum())
        free = (phi > 0) | (slope < 0)
        step = np.zeros(len(phi))
        step[free] = _step(slope[free], found, free)
        nearer = _lower(surface, found, step)
        if nearer is None:
            return _cleared(surface, found)
        moved = np.abs(nearer.pieces.phi - phi).max()
        found = nearer
        if _is_used_up(found):
            return Undefined.NO_ERROR
        if moved <= SETTLED * whole:
            return _cleared(surface, found)
    return Undefined.NO_CONVERGENCE


def _is_used_up(found: Found) -> bool:
    """Say whether nothing is left inside the levels: exactly, or because the levels are so many."""
    phi = found.pieces.phi
    share = float(phi[-1] / phi.sum())
    cases_left = float(phi[-1] ** 2 * found.expected[-1, -1])
    return share < NO_RESIDUAL or (share < LITTLE and cases_left < 0.5)


def _step(slope: Floats, found: Found, free: NDArray[np.bool_]) -> Floats:
    """Take Newton's step where the deviance bends up, Fisher's elsewhere."""
    size = np.sqrt(np.diag(found.expected)[free])
    for curvature in (found.curvature, found.expected):
        some = curvature[np.ix_(free, free)] / np.outer(size, size)
        values, vectors = np.linalg.eigh(some)
        if values.min() > FLAT * values.max():
            break
    down = (vectors.T @ (slope / size)) / np.maximum(values, FLAT)
    step: Floats = -vectors @ down / size
    return step


def _lower(surface: Surface, found: Found, step: Floats) -> Found | None:
    """Go along a step, halved until the deviance does not rise."""
    phi = found.pieces.phi
    noise = NOISE * (1 + abs(found.deviance))
    while np.abs(step).max() > SETTLED**2 * phi.sum():
        to = np.maximum(phi + step, 0.0)
        to[-1] = max(to[-1], phi[-1] / 10)
        there = surface.at(to)
        if there.deviance <= found.deviance + noise:
            return there
        step = step / 2
    return None


def _cleared(surface: Surface, found: Found) -> Found:
    """Put a variance that is as good as none to zero."""
    phi = found.pieces.phi
    none = (phi < NO_SPREAD * phi[-1]) & (phi > 0)
    none[-1] = False
    return surface.at(np.where(none, 0.0, phi)) if none.any() else found
