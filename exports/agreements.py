"""How far independent observers of a study's lessons agree: by item, by pair, by wave and month."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from exports.coding import Codings, Point, training_lessons
from exports.columns import Cell
from exports.compared import Pair
from exports.item_agreement import ItemAgreement, describe_item, is_near
from exports.keys import ZONE
from exports.layout import keys_about
from exports.recorded import Recorded
from exports.source import Source
from instruments.definitions import About

PAIR, WAVE, MONTH = "pair", "wave", "month"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two observers who coded one lesson independently."""

    lesson: str
    wave: str
    month: str
    rater_a: str
    rater_b: str

    @property
    def raters(self) -> tuple[str, str]:
        """Give both in a fixed order, whichever of them was first in a lesson."""
        return min(self.rater_a, self.rater_b), max(self.rater_a, self.rater_b)

    def group(self, by: str) -> str:
        """Say in which group of pairs, waves or months it counts."""
        return {PAIR: " | ".join(self.raters), WAVE: self.wave, MONTH: self.month}[by]


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """All items together in one pair of observers, wave or month: `by` says which.

    `x` of `n` codes are equal, `near` of them at most `Instrument.certify_within` levels apart;
    `positive` is the agreement on what was seen (codes 0 and 1 only), which joint absences do not
    raise.
    """

    instrument: str
    by: str
    group: str
    lessons: int
    n: int
    x: int
    near: int
    share: float | None
    low: float | None
    high: float | None
    positive: float | None


@dataclass(slots=True)
class Column:
    """What was said of one item, pair by pair of observers."""

    point: Point
    first: list[Cell] = field(default_factory=list)
    second: list[Cell] = field(default_factory=list)
    meetings: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Comparisons:
    """Everything that two independent observers said of the same, with one instrument."""

    instrument: str
    within: int
    """Levels count as near within so many."""
    waves: tuple[str, ...] = ()
    """The waves of the study in the order of time."""
    meetings: list[Meeting] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)

    def items(self, by: str = "", group: str = "") -> Iterator[ItemAgreement]:
        """Describe item by item: everything, or one group of pairs, waves or months.

        The first code is the primary observer's; in a group by pairs that of the first by name.
        """
        wanted = [not by or one.group(by) == group for one in self.meetings]
        turned = [by == PAIR and one.rater_a > one.rater_b for one in self.meetings]
        for column in self.columns.values():
            chosen = [
                ((b, a) if turned[at] else (a, b), at)
                for a, b, at in zip(column.first, column.second, column.meetings, strict=True)
                if wanted[at] and a is not None and b is not None
            ]
            if chosen:
                lessons = {self.meetings[at].lesson for _, at in chosen}
                codes = [codes for codes, _ in chosen]
                yield describe_item(self.instrument, column.point, codes, len(lessons))

    def groups(self, by: str) -> Iterator[GroupAgreement]:
        """Count what is equal in every pair of observers, wave or month, in order."""
        tallies: dict[str, Tally] = {}
        for at, one in enumerate(self.meetings):
            tallies.setdefault(one.group(by), Tally()).meetings.add(at)
        of = {at: tally for tally in tallies.values() for at in tally.meetings}
        for column in self.columns.values():
            for a, b, at in zip(column.first, column.second, column.meetings, strict=True):
                of[at].take(column.point, a, b, self.within)
        waves = {wave: place for place, wave in enumerate(self.waves)} if by == WAVE else {}
        for group in sorted(tallies, key=lambda name: (waves.get(name, len(waves)), name)):
            tally = tallies[group]
            lessons = {self.meetings[at].lesson for at in tally.meetings}
            yield tally.finished(self.instrument, by, group, len(lessons))


@dataclass(slots=True)
class Tally:
    """Counts of equal and near codes, and of codes that one or both of two observers saw."""

    meetings: set[int] = field(default_factory=set)
    n: int = 0
    x: int = 0
    near: int = 0
    both_saw: int = 0
    one_saw: int = 0

    def take(self, point: Point, a: Cell, b: Cell, within: int) -> None:
        """Count two codes, unless one of them is missing."""
        if a is None or b is None:
            return
        self.n += 1
        self.x += a == b
        self.near += is_near(point, a, b, within)
        if point.is_yes_or_no:
            self.both_saw += a == b == 1
            self.one_saw += a != b

    @property
    def positive(self) -> float | None:
        """The agreement on what was seen."""
        whole = 2 * self.both_saw + self.one_saw
        return 2 * self.both_saw / whole if whole else None

    def finished(self, instrument: str, by: str, group: str, lessons: int) -> GroupAgreement:
        """Give what was counted."""
        # numpy is loaded by whoever asks for a statistic, not by the start of the program
        from exports.statistics.proportions import share  # noqa: PLC0415

        found = share(self.x, self.n)
        counts = (lessons, self.n, self.x, self.near)
        shares = (found.share, found.low, found.high, self.positive)
        return GroupAgreement(instrument, by, group, *counts, *shares)


def compare(source: Source, zone: str = ZONE) -> tuple[Comparisons, ...]:
    """Put independent observers side by side, per chosen instrument about lessons."""
    keys = keys_about(source, About.LESSON)
    training = training_lessons(source) if keys else frozenset()
    return tuple(compared(Codings(Recorded(source, key, zone)), training) for key in keys)


def compared(codings: Codings, training: frozenset[str]) -> Comparisons:
    """Put the independent observers of one instrument side by side."""
    instrument = codings.recorded.newest
    waves = tuple(wave.key for wave in codings.recorded.source.frame.waves)
    found = Comparisons(instrument.key, instrument.certify_within, waves)
    found.columns = {item: Column(point) for item, point in codings.points.items()}
    for pair in codings.pairs(training):
        found.meetings.append(_meeting(pair))
        at = len(found.meetings) - 1
        for one in pair.compared():
            column = found.columns[one.item]
            column.first.append(one.first)
            column.second.append(one.second)
            column.meetings.append(at)
    return found


def _meeting(pair: Pair) -> Meeting:
    month = f"{pair.day:%Y-%m}" if pair.day else ""
    return Meeting(pair.lesson, pair.wave, month, pair.first.author, pair.second.author)
