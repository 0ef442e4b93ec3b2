"""A lesson as observers saw it, and what two of them said of the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from exports.columns import Cell
from exports.wording import Words
from instruments.records import Part


@dataclass(frozen=True, slots=True)
class Coded:
    """What one observer said of one item; `slot` is the interval or sweep, from 1."""

    item: str
    label: Words
    slot: int | None
    score: Cell
    evidence: str = ""
    track: str = ""


Place = tuple[str, int | None]
"""An item and its interval or sweep."""


@dataclass(frozen=True, slots=True)
class View:
    """A lesson as one observer saw it."""

    record: str
    author: str
    part: Part
    said: Mapping[Place, Coded]


@dataclass(frozen=True, slots=True)
class Compared:
    """What two observers said of the same; None where one of them said nothing."""

    item: str
    label: Words
    slot: int | None
    first: Cell
    second: Cell
    track: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two views of one lesson. Where `first` is a master's, `second` is to be certified."""

    lesson: str
    wave: str
    instrument: str
    version: int
    day: date | None
    first: View
    second: View

    def compared(self) -> Iterator[Compared]:
        """Put side by side what either of them coded, in the order of the first."""
        first, second = self.first.said, self.second.said
        for place in (*first, *(other for other in second if other not in first)):
            a, b = first.get(place), second.get(place)
            known = a or b
            if known is not None:
                yield Compared(
                    known.item,
                    known.label,
                    known.slot,
                    a.score if a else None,
                    b.score if b else None,
                    known.track,
                )
