"""p values of several comparisons, adjusted for their number."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate


class Adjustment(StrEnum):
    """How p values are adjusted."""

    BONFERRONI = "bonferroni"
    HOLM = "holm"
    BENJAMINI_HOCHBERG = "BH"


def adjust(p_values: Sequence[float | None], method: Adjustment) -> tuple[float | None, ...]:
    """Adjust p values in their places: R `p.adjust(p, method)`.

    Bonferroni and Holm 1979 keep the chance of any wrong finding, Benjamini & Hochberg 1995 the
    share of wrong ones. None is not counted and stays None. No result passes 1.
    """
    found: list[float | None] = [None] * len(p_values)
    order = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    adjusted = _adjusted([p for p, _ in order], len(order), method)
    for (_, place), p in zip(order, adjusted, strict=True):
        found[place] = min(p, 1.0)
    return tuple(found)


def _adjusted(ordered: Sequence[float], m: int, method: Adjustment) -> list[float]:
    """Adjust p values that stand in order, the smallest first."""
    if method is Adjustment.BONFERRONI:
        return [m * p for p in ordered]
    if method is Adjustment.HOLM:
        return [*accumulate(((m - place) * p for place, p in enumerate(ordered)), max)]
    falling = [m / (m - place) * p for place, p in enumerate(reversed(ordered))]
    return [*accumulate(falling, min)][::-1]
