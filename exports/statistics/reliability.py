"""Internal consistency of a scale."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from exports.statistics.moments import Spread


@dataclass(frozen=True, slots=True)
class Alpha:
    """Coefficient alpha of complete cases; None where it is not defined."""

    n: int
    value: float | None


@dataclass(slots=True)
class Cases:
    """The complete cases of a scale: they are not kept, only how often each number stood."""

    n: int = 0
    items: tuple[Spread, ...] = ()
    total: Spread = field(default_factory=Spread)

    def take(self, items: Sequence[Sequence[float]]) -> None:
        """Take in some people, item by item, every item answered and keyed."""
        self.items = self.items or tuple(Spread() for _ in items)
        for spread, answers in zip(self.items, items, strict=True):
            spread.take(answers)
        totals = [*map(math.fsum, zip(*items, strict=True))]
        self.total.take(totals)
        self.n += len(totals)

    @property
    def alpha(self) -> Alpha:
        """Coefficient alpha.

        k/(k-1) · (1 - sum of the items' variances / variance of the sum), Cronbach 1951, formula 2
        with n-1 below; equals R `psych::alpha(check.keys = FALSE)$total$raw_alpha` on complete
        cases. An item that everybody answers alike is left out of k, as psych does. Undefined with
        fewer than two people or two varying items, or where the sums do not vary.
        """
        same = [one.constant for one in self.items]
        within = [one.variance() for one in self.items]
        k = sum(variance > 0 for variance in within)
        total = self.total.variance(math.fsum(one for one in same if one is not None))
        if k < 2 or total == 0 or not math.isfinite(total):
            return Alpha(self.n, None)
        return Alpha(self.n, k / (k - 1) * (1 - math.fsum(within) / total))


def cronbach_alpha(rows: Sequence[Sequence[float]]) -> Alpha:
    """Give coefficient alpha of a scale: one row per person, every item answered and keyed."""
    cases = Cases()
    if rows:
        cases.take([*zip(*rows, strict=True)])
    return cases.alpha
