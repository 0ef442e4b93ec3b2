"""Two records of one lesson side by side: what is coded alike, what differs, and by how much."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from exports.columns import exported
from exports.layout import dated_items
from instruments.agreed_log import agreed_log
from instruments.definitions import (
    CHOOSING,
    NUMERIC,
    Answers,
    Choice,
    Instrument,
    Item,
    Kind,
    Section,
    Track,
    TrackMode,
    Value,
)
from instruments.routing import is_blank
from instruments.timeline import Line as Timed
from instruments.timeline import read_log

LEVELS = 2
"""A choice of two has no levels: one seen and one not seen are different."""


class Mark(StrEnum):
    """How two codes of one item stand to each other."""

    SAME = "same"
    NEAR = "near"
    """One level apart."""
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Pair:
    """One item as both said it."""

    item: Item
    first: Value | None
    second: Value | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class CodePair:
    """One code on the clock: in how many slots each saw it, and in how many both say the same."""

    track: Track
    choice: Choice
    first: int
    second: int
    same: int
    slots: int
    """That both have coded."""


@dataclass(frozen=True, slots=True)
class SectionPair:
    """One section as both filled it in."""

    section: Section
    judged: tuple[Pair, ...]
    timed: tuple[CodePair, ...]
    evidence: tuple[Pair, ...]


@dataclass(frozen=True)
class SideBySide:
    """Both records; sections in which neither said anything are left out."""

    facts: tuple[Pair, ...]
    """What differs in what describes the lesson: grades, subject, day."""
    sections: tuple[SectionPair, ...]

    @cached_property
    def counted(self) -> int:
        """How many items at least one of both has coded."""
        return sum(len(one.judged) for one in self.sections)

    @cached_property
    def same(self) -> int:
        """How many items both coded alike."""
        marks = [pair.mark for one in self.sections for pair in one.judged]
        return marks.count(Mark.SAME)

    @property
    def share(self) -> float | None:
        """The share of items coded alike; None where nothing was coded."""
        return self.same / self.counted if self.counted else None


def side_by_side(instrument: Instrument, first: Answers, second: Answers) -> SideBySide:
    """Put two records of one version of an instrument side by side."""
    described = {item.code for item in dated_items(instrument)}
    sections = []
    for section in instrument.sections:
        items = [item for item in exported(section.items) if item.code not in described]
        judged = [item for item in items if item.kind in CHOOSING | NUMERIC]
        texts = [item for item in items if item.kind is Kind.LONG_TEXT]
        found = SectionPair(
            section,
            tuple(_pairs(judged, first, second)),
            tuple(_code_pairs(items, first, second)),
            tuple(_pairs(texts, first, second)),
        )
        if found.judged or found.timed or found.evidence:
            sections.append(found)
    return SideBySide(differing_facts(instrument, first, second), tuple(sections))


def differing_facts(instrument: Instrument, first: Answers, second: Answers) -> tuple[Pair, ...]:
    """List what both say of the lesson itself, and say otherwise."""
    items = [item for item in dated_items(instrument) if item.kind is not Kind.LONG_TEXT]
    return tuple(
        pair
        for pair in _pairs(items, first, second)
        if pair.mark is not Mark.SAME and not is_blank(pair.first) and not is_blank(pair.second)
    )


def agreed(instrument: Instrument, first: Answers, second: Answers) -> Answers:
    """Give the answers that both gave alike; whatever differs is left for both to decide.

    Of lessons on a clock it gives the codes that both set, interval by interval.
    """
    found = {}
    for item in instrument.answered_items:
        one, other = first.get(item.code), second.get(item.code)
        if one is not None and _same(one, other):
            found[item.code] = one
        elif item.kind is Kind.TIMED and (log := agreed_log(item, one, other)):
            found[item.code] = log
    return found


def _pairs(items: Sequence[Item], first: Answers, second: Answers) -> Iterator[Pair]:
    for item in items:
        one, other = first.get(item.code), second.get(item.code)
        if not (is_blank(one) and is_blank(other)):
            yield Pair(item, one, other, _mark(item, one, other))


def _mark(item: Item, one: Value | None, other: Value | None) -> Mark:
    if _same(one, other):
        return Mark.SAME
    step = _step(item)
    first, second = _number(one), _number(other)
    if step is None or first is None or second is None:
        return Mark.APART
    return Mark.NEAR if abs(first - second) <= step else Mark.APART


def _step(item: Item) -> float | None:
    """Give by how much two neighbouring levels of an item differ; None where it has none."""
    if item.kind is Kind.RANGE:
        return item.step or 1
    levels = item.kind in (Kind.LIKERT, Kind.SINGLE) and item.has_whole_codes
    return 1 if levels and len(item.choices) > LEVELS else None


def _number(value: Value | None) -> float | None:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


def _same(one: Value | None, other: Value | None) -> bool:
    """Say whether two answers are one: the order of ticks does not matter."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        simple = not any(isinstance(part, Mapping) for part in (*one, *other))
        return set(map(str, one)) == set(map(str, other)) if simple else one == other
    return one == other or (is_blank(one) and is_blank(other))


def _code_pairs(items: Sequence[Item], first: Answers, second: Answers) -> Iterator[CodePair]:
    """Pair the codes on the clock that at least one of both saw, interval by interval."""
    for item in items:
        if item.kind is Kind.TIMED:
            lines = [read_log(item, one.get(item.code)).lines for one in (first, second)]
            for one, other in zip(*lines, strict=True):
                yield from _track_pairs(one, other)


def _track_pairs(one: Timed, other: Timed) -> Iterator[CodePair]:
    both = list(zip(one.slots, other.slots, strict=False))
    if one.track.mode is TrackMode.EVENT or not both:
        return
    for choice in one.track.choices:
        code = choice.code
        seen = [(code in a.codes, code in b.codes) for a, b in both]
        if any(map(any, seen)):
            yield CodePair(
                one.track,
                choice,
                sum(a for a, _ in seen),
                sum(b for _, b in seen),
                sum(a == b for a, b in seen),
                len(seen),
            )
