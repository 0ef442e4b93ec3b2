"""Which way what each source knows has moved, read from its findings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from exports.findings.codebook_of_talk import codes_of, in_words
from exports.findings.finding import Finding, Findings, Number, Topic
from exports.source import Source
from exports.wording import Words

LEAST = 2
"""So many segments more or fewer of the same code are a direction: one may be anybody's."""


class Voice(StrEnum):
    """Who speaks."""

    TEACHERS = "teachers"
    OBSERVERS = "observers"
    PUPILS = "pupils"
    GROUPS = "groups"
    RATERS = "raters"


class Direction(StrEnum):
    """Which way something went from the first wave to the last, or with an index."""

    UP = "up"
    DOWN = "down"
    UNCLEAR = "unclear"
    """The interval holds zero, or counts differ too little."""
    SILENT = "silent"
    """There is nothing to compare."""

    def turned(self, sign: int) -> "Direction":
        """Give the opposite where the sign is negative."""
        opposite = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}
        return opposite.get(self, self) if sign < 0 else self

    @property
    def is_clear(self) -> bool:
        """Whether it is up or down."""
        return self in (Direction.UP, Direction.DOWN)


@dataclass(frozen=True, slots=True)
class Movement:
    """What a source knows of a scale, a set, an outcome or a code, and which way it went.

    `measure` is its name among the correlations of `together.participants`; codes have none.
    `ends` are the counts of the first wave and the last, x/n → x/n, of what is counted.
    """

    voice: Voice
    instrument: str
    code: str
    name: Words
    direction: Direction
    finding: str
    number: Number | None
    measure: str = ""
    ends: str = ""


def movements(findings: Findings, source: Source) -> tuple[Movement, ...]:
    """Read every movement; what has no finding does not move."""
    codes = _codes(findings, source)
    return (*_scales(findings), *_sets(findings), *_outcomes(findings), *codes)


def direction_of(number: Number | None) -> Direction:
    """Say which way a number points: neither where its interval holds zero."""
    if number is None or number.value is None or number.low is None or number.high is None:
        return Direction.SILENT
    if number.low > 0:
        return Direction.UP
    return Direction.DOWN if number.high < 0 else Direction.UNCLEAR


def named(finding: Finding | None, key: str) -> Number | None:
    """Find a number of a finding."""
    numbers = finding.numbers if finding else ()
    return next((one for one in numbers if one.key == key), None)


def places_of(finding: Finding, measure: str) -> list[str]:
    """List the waves or codes that have a value of a measure, in their order."""
    mark = f"{measure}."
    there = [one for one in finding.numbers if one.key.startswith(mark) and one.value is not None]
    return [one.key.removeprefix(mark) for one in there]


def _scales(findings: Findings) -> Iterator[Movement]:
    for one in findings.of(Topic.GROWTH):
        pairs = findings.find(f"{one.key}.pairs")
        if pairs is not None:
            waves = places_of(one, "mean")
            number = named(pairs, f"difference.{waves[-1]}-{waves[0]}") if waves[1:] else None
            yield _moved(Voice.TEACHERS, one, number, "change")


def _sets(findings: Findings) -> Iterator[Movement]:
    for one in findings.of(Topic.LESSONS):
        waves = places_of(one, "share")
        number = named(one, f"difference.{waves[-1]}") if waves[1:] else None
        numbers = {number.key: number for number in one.numbers}
        yield replace(
            _moved(Voice.OBSERVERS, one, number, "lessons"), ends=_ends(numbers, "x", "n", waves)
        )


def _ends(numbers: Mapping[str, Number], x: str, n: str, waves: Sequence[str]) -> str:
    ends = [*dict.fromkeys((waves[0], waves[-1]))] if waves else []
    counts = [[numbers.get(f"{name}.{wave}") for name in (x, n)] for wave in ends]
    return " → ".join(
        "/".join(f"{one.value:.0f}" for one in pair if one and one.value is not None)
        for pair in counts
    )


def _outcomes(findings: Findings) -> Iterator[Movement]:
    for one in findings.of(Topic.PUPILS):
        if one.key == f"{Topic.PUPILS}.{one.instrument}.{one.code}":
            yield _moved(Voice.PUPILS, one, named(one, "gain"), "gain")


def _moved(voice: Voice, one: Finding, number: Number | None, measure: str) -> Movement:
    name = f"{measure}.{one.instrument}.{one.code}"
    direction = direction_of(number)
    return Movement(voice, one.instrument, one.code, one.subject, direction, one.key, number, name)


def _codes(findings: Findings, source: Source) -> Iterator[Movement]:
    for one in findings.of(Topic.TALK):
        numbers = {number.key: number for number in one.numbers}
        book = codes_of(source, one.instrument)
        for code in _counted(numbers):
            counts = _Counts(numbers, code)
            waves = places_of(one, "segments_all")
            name, way, ends = in_words(code, book), counts.direction(waves), counts.ends(waves)
            yield Movement(Voice.GROUPS, one.instrument, code, name, way, one.key, None, ends=ends)


def _counted(numbers: Mapping[str, Number]) -> list[str]:
    """List the codes: those with segments and speakers over all waves."""
    codes = [key.removeprefix("people.") for key in numbers if key.startswith("people.")]
    waves = [
        key.removeprefix("segments_all.") for key in numbers if key.startswith("segments_all.")
    ]
    in_waves = {f"{code}.{wave}" for code in codes for wave in waves}
    return [code for code in codes if code not in in_waves]


@dataclass(frozen=True, slots=True)
class _Counts:
    """The counts of a code, wave by wave."""

    numbers: Mapping[str, Number]
    code: str

    def direction(self, waves: Sequence[str]) -> Direction:
        """Compare its share of the segments, and its speakers, at both ends: no test."""
        if len(waves) < 2:
            return Direction.SILENT
        ends = (waves[0], waves[-1])
        before, after = (self._count(f"segments.{self.code}.{wave}") for wave in ends)
        of_before, of_after = (self._count(f"segments_all.{wave}") for wave in ends)
        speakers, more = (self._count(f"people.{self.code}.{wave}") for wave in ends)
        rise = after / of_after - before / of_before
        is_known = self._count(f"people.{self.code}") > 0
        if not rise or abs(after - before) < LEAST or (is_known and rise * (more - speakers) <= 0):
            return Direction.UNCLEAR
        return Direction.UP if rise > 0 else Direction.DOWN

    def ends(self, waves: Sequence[str]) -> str:
        """Write its segments of those coded, in the first wave and the last."""
        return _ends(self.numbers, f"segments.{self.code}", "segments_all", waves)

    def _count(self, key: str) -> float:
        number = self.numbers.get(key)
        return (number.value or 0.0) if number else 0.0
