"""How a story flows over pages: no heading and no caption stands without what follows it."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import CondPageBreak, KeepTogether, Table
from reportlab.platypus.flowables import Flowable

ENDLESS = 1e6
"""Higher than every page."""


class Led(Flowable):  # type: ignore[misc]
    """Headings and a table that may break: some rows of it always stand below them.

    Kept together as a whole, a table would begin a page of its own and leave the last one empty.
    """

    def __init__(self, heads: Sequence[Flowable], table: Table) -> None:
        super().__init__()
        self.heads, self.table = [*heads], table

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Be too high, so that `split` is asked."""
        return width, ENDLESS

    def split(self, width: float, height: float) -> list[Flowable]:
        """Give headings and as much of the table as fits; nothing where no row of it does."""
        rest = height - sum(self._height(one, width) for one in self.heads)
        _, needed = self.table.wrapOn(self.canv, width, ENDLESS)
        if needed <= rest:
            return self._with([self.table])
        parts = self.table.splitOn(self.canv, width, rest) if rest > 0 else []
        return self._with(parts) if parts else []

    def _height(self, one: Flowable, width: float) -> float:
        _, height = one.wrapOn(self.canv, width, ENDLESS)
        return float(height + one.getSpaceBefore() + one.getSpaceAfter())

    def _with(self, parts: Sequence[Flowable]) -> list[Flowable]:
        for one in self.heads:
            one.keepWithNext = 0
        return [*self.heads, *parts]


def settled(story: Sequence[Flowable]) -> Iterator[Flowable]:
    """Join every heading with what follows it; no page breaks between two headings."""
    heads: list[Flowable] = []
    for one in story:
        if heads and isinstance(one, CondPageBreak):
            continue
        if one.getKeepWithNext():
            heads.append(one)
            continue
        yield _led(heads, one) if heads else one
        heads = []
    yield from heads


def _led(heads: list[Flowable], one: Flowable) -> Flowable:
    if isinstance(one, Table):
        return Led(heads, one)
    if isinstance(one, KeepTogether):
        return KeepTogether([*heads, *one._content])
    return KeepTogether([*heads, one])
