"""Internal consistency of a scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum


@dataclass(frozen=True, slots=True)
class Alpha:
    """Coefficient alpha of complete cases; None where it is not defined."""

    n: int
    value: float | None


def cronbach_alpha(rows: Sequence[Sequence[float]]) -> Alpha:
    """Give coefficient alpha of a scale: one row per person, every item answered and keyed.

    k/(k-1) · (1 - sum of the items' variances / variance of the sum), Cronbach 1951, formula 2
    with n-1 below; equals R `psych::alpha(check.keys = FALSE)$total$raw_alpha` on complete cases.
    An item that everybody answers alike is left out of k, as psych does. Undefined with fewer than
    two people or two varying items, or where the sums do not vary.
    """
    items = [one for one in zip(*rows, strict=True) if _variance(one) > 0]
    k = len(items)
    total = _variance([fsum(answers) for answers in zip(*items, strict=True)]) if items else 0.0
    if k < 2 or total == 0:
        return Alpha(len(rows), None)
    within = fsum(_variance(one) for one in items)
    return Alpha(len(rows), k / (k - 1) * (1 - within / total))


def _variance(values: Sequence[float]) -> float:
    n = len(values)
    if n < 2:
        return 0.0
    mean = fsum(values) / n
    return fsum((value - mean) ** 2 for value in values) / (n - 1)
