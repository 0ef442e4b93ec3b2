"""Tests by ranks of the same people at two or several occasions: Wilcoxon and Friedman."""

from dataclasses import dataclass
from math import copysign, sqrt

import numpy as np

from exports.statistics.many_raters import kendall_w
from exports.statistics.measures import Numbers, Rows, complete, measured, mid_ranks, occupied
from exports.statistics.measures import paired as pairs_of
from exports.statistics.outcome import Undefined
from exports.statistics.ratings import DIGITS, Floats
from exports.statistics.tails import normal_p

MOST_EXACT = 500
"""With more differences the normal approximation is as good, and counting takes seconds."""


@dataclass(frozen=True, slots=True)
class Friedman:
    """Friedman's test over the n people who have all k occasions; `left_out` have some.

    `mean_ranks` stand for every occasion that was given, None where nobody answered.
    """

    n: int
    k: int
    left_out: int
    chi2: float | None = None
    df: int | None = None
    p: float | None = None
    kendall_w: float | None = None
    mean_ranks: tuple[float | None, ...] = ()
    why: Undefined | None = None


@dataclass(frozen=True, slots=True)
class SignedRanks:
    """Wilcoxon's signed ranks of n pairs, `nonzero` of which differ.

    `v` is the sum of the ranks of rises. `p_corrected` and `p_plain` are by the normal distribution
    with the variance of ties, with and without correction for continuity; `p_exact` by all signs.
    `rank_biserial` is the share of ranks of rises minus that of falls.
    """

    n: int
    nonzero: int
    v: float | None = None
    p_corrected: float | None = None
    p_plain: float | None = None
    p_exact: float | None = None
    rank_biserial: float | None = None
    why: Undefined | None = None


def friedman(rows: Rows) -> Friedman:
    """Test whether k occasions of the same people have the same ranks: one row per person.

    R `friedman.test` with correction for ties; Kendall's W = chi2 / (n (k - 1)). Numbers equal to
    ten decimals tie. People with a gap are left out. Undefined with fewer than two occasions or
    people, or where everybody gave the same number each time.
    """
    x = measured(rows)
    kept, places = occupied(x)
    whole = complete(kept)
    n, k = whole.shape
    left_out = len(kept) - n
    if n < 2 or k < 2:
        few = Undefined.FEW_UNITS if len(kept) else Undefined.NO_CASES
        return Friedman(n, k, left_out, why=Undefined.ONE_OCCASION if k == 1 else few)
    ranks = np.array([mid_ranks(row)[0] for row in whole])
    mean_ranks: list[float | None] = [None] * x.shape[1]
    for place, rank in zip(places, ranks.mean(axis=0), strict=True):
        mean_ranks[place] = float(rank)
    found = kendall_w(ranks.T.tolist())  # occasions are what people rate
    if found.value is None:
        return Friedman(n, k, left_out, mean_ranks=tuple(mean_ranks), why=Undefined.NO_CHANGE)
    return Friedman(n, k, left_out, found.z, k - 1, found.p, found.value, tuple(mean_ranks))


def signed_ranks(first: Numbers, second: Numbers) -> SignedRanks:
    """Test whether the second of two measurements tends to be higher: R `wilcox.test(paired)`.

    `exact = FALSE, correct = TRUE` and `FALSE`; exact as `coin::wilcoxsign_test(distribution =
    "exact", zero.method = "Wilcoxon")`, the permutation of signs of mid-ranks. Differences are
    rounded to ten decimals, so that equal ones tie; zeros are dropped. Undefined where nobody
    changed; the exact p of more than 500 differences is not counted.
    """
    both = pairs_of(first, second)
    differences = np.round(both[:, 1] - both[:, 0], DIGITS)
    moved = differences[differences != 0]
    n, m = len(both), len(moved)
    if not m:
        return SignedRanks(n, m, why=Undefined.NO_CHANGE if n else Undefined.NO_PAIRS)
    ranks, times = mid_ranks(np.abs(moved))
    v, whole = float(ranks[moved > 0].sum()), m * (m + 1) / 2
    apart = v - whole / 2
    ties = float((times.astype(float) ** 3 - times).sum())
    spread = sqrt(m * (m + 1) * (2 * m + 1) / 24 - ties / 48)
    corrected = apart - copysign(0.5, apart) if apart else 0.0
    return SignedRanks(
        n,
        m,
        v,
        normal_p(corrected / spread),
        normal_p(apart / spread),
        _exact(ranks, v) if m <= MOST_EXACT else None,
        2 * apart / whole,
        None if m <= MOST_EXACT else Undefined.TOO_MANY_CASES,
    )


def _exact(ranks: Floats, v: float) -> float:
    """Give the chance of a sum as far out, every rank's sign being a coin.

    Doubled ranks are whole numbers, so the chances of their sums stand in an array.
    """
    doubled = np.round(2 * ranks).astype(int)
    whole = int(doubled.sum())
    chances = np.zeros(whole + 1)
    chances[0] = 1.0
    reached = 0
    for rank in doubled:
        chances[: reached + rank + 1] /= 2
        chances[rank : reached + rank + 1] += chances[: reached + 1].copy()
        reached += rank
    low = min(round(2 * v), whole - round(2 * v))
    return min(1.0, 2 * float(chances[: low + 1].sum()))
