"""Several groups of different people whose spreads differ, or of which only ranks are known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exports.statistics.estimates import FTest, f_test
from exports.statistics.measures import Numbers, mid_ranks, noise
from exports.statistics.outcome import Undefined
from exports.statistics.ratings import Floats
from exports.statistics.tails import chi2_p


@dataclass(frozen=True, slots=True)
class KruskalWallis:
    """A test of ranks of n people in groups; `epsilon2` is the share of their variance."""

    n: int
    chi2: float | None = None
    df: int | None = None
    p: float | None = None
    epsilon2: float | None = None
    why: Undefined | None = None


def welch_anova(groups: Sequence[Numbers]) -> FTest:
    """Compare means of groups that vary differently: R `oneway.test(var.equal = FALSE)`.

    Welch 1951; empty groups are left out. Undefined with fewer than two groups, with a group of one
    member, or of members who are all alike.
    """
    found = _there(groups)
    if len(found) < 2:
        return FTest(None, why=Undefined.ONE_GROUP if found else Undefined.NO_CASES)
    if min(map(len, found)) < 2:
        return FTest(None, why=Undefined.SMALL_GROUP)
    if any(((one - one.mean()) ** 2).sum() <= noise(one) for one in found):
        return FTest(None, why=Undefined.NO_VARIANCE)
    n = np.array([len(one) for one in found], dtype=float)
    weights = n / np.array([one.var(ddof=1) for one in found])
    means = np.array([one.mean() for one in found])
    shares = weights / weights.sum()
    df1 = len(found) - 1
    odd = float(((1 - shares) ** 2 / (n - 1)).sum()) / (df1 * (df1 + 2))
    between = float((weights * (means - shares @ means) ** 2).sum()) / df1
    return f_test(between / (1 + 2 * (df1 - 1) * odd), df1, 1 / (3 * odd))


def kruskal_wallis(groups: Sequence[Numbers]) -> KruskalWallis:
    """Compare the ranks of groups, corrected for ties: R `kruskal.test`.

    Numbers equal to ten decimals tie; epsilon squared is chi2 / (n - 1). Undefined with fewer than
    two groups, or where everybody is alike.
    """
    found = _there(groups)
    n = sum(map(len, found))
    if len(found) < 2:
        return KruskalWallis(n, why=Undefined.ONE_GROUP if found else Undefined.NO_CASES)
    ranks, times = mid_ranks(np.concatenate(found))
    ties = 1 - float((times.astype(float) ** 3 - times).sum()) / (float(n) ** 3 - n)
    if len(times) < 2:
        return KruskalWallis(n, why=Undefined.NO_VARIANCE)
    ends = np.cumsum([len(one) for one in found])[:-1]
    squares = sum(float(part.sum()) ** 2 / len(part) for part in np.split(ranks, ends))
    chi2 = (12 * squares / (n * (n + 1)) - 3 * (n + 1)) / ties
    df = len(found) - 1
    return KruskalWallis(n, chi2, df, chi2_p(chi2, df), chi2 / (n - 1))


def _there(groups: Sequence[Numbers]) -> list[Floats]:
    """Keep numbers that are there, and groups that have some."""
    arrays = [np.array(one, dtype=float) for one in groups]
    kept = [one[np.isfinite(one)] for one in arrays]
    return [one for one in kept if len(one)]
