"""What is found: one object per question, from which every page and file is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from exports.statistics.outcome import Undefined
from exports.wording import Words
from instruments.wording import Language, Text

NO_WORDS = Text()


class Topic(StrEnum):
    """What a group of findings is about, in the order in which they are shown."""

    PARTICIPATION = "participation"  # who answered, who left, what was skipped
    GROWTH = "growth"  # a scale over the waves
    SCHOOLS = "schools"  # the change in each school
    RELIABILITY = "reliability"  # how a scale's items hang together
    ITEMS = "items"  # shares of agreement, item by item
    LESSONS = "lessons"  # the share of lessons with any item of a set
    OBSERVERS = "observers"  # how far observers agree
    PUPILS = "pupils"  # an outcome of other participants over the waves
    ENGAGEMENT = "engagement"  # groups with a high and a low index, and levels
    RUBRIC = "rubric"  # levels given by several raters
    TALK = "talk"  # codes of what was said
    TOGETHER = "together"  # measures of the same people side by side
    EXPERIENCE = "experience"  # change by groups of the roster


@dataclass(frozen=True, slots=True)
class Number:
    """One number at full precision, with its interval where it has one.

    `key` is its name in files, the same in every finding of its kind. `places` is how many decimals
    people are shown; `bounded` numbers (p, r, alpha, shares of variance) have no zero before the
    point in APA's style. `unit` is empty for numbers without one.
    """

    key: str
    label: Words
    value: float | int | None
    low: float | None = None
    high: float | None = None
    unit: Words = NO_WORDS
    places: int = 2
    bounded: bool = False


@dataclass(frozen=True, slots=True)
class Alternative:
    """The same question answered in another way, and why the answer may differ."""

    key: str
    name: Words
    apa: Words
    differs: Words
    numbers: tuple[Number, ...] = ()
    why: Undefined | None = None

    def value(self, key: str) -> float | int | None:
        """Give a number by its name."""
        return next((one.value for one in self.numbers if one.key == key), None)


@dataclass(frozen=True, slots=True)
class MeanAt:
    """A mean to draw; `model` is the mean that the model gives it."""

    wave: Words
    n: int
    mean: float | None
    low: float | None
    high: float | None
    model: float | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """Means by wave with their 95 % intervals, on the scale's own ends."""

    means: tuple[MeanAt, ...]
    minimum: float | None
    maximum: float | None
    name: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class Line:
    """What one participant or school had, wave by wave; None where there is nothing."""

    code: str
    group: str
    values: tuple[float | None, ...]
    n: int = 1


@dataclass(frozen=True, slots=True)
class Lines:
    """Individual lines over the waves; `names` are in words where codes are no names."""

    waves: tuple[Words, ...]
    lines: tuple[Line, ...]
    minimum: float | None
    maximum: float | None
    names: tuple[Words, ...] = ()

    def named(self, language: Language) -> dict[str, str]:
        """Give every line's name by its code."""
        codes = [line.code for line in self.lines]
        words = [name.in_(language) for name in self.names] or codes
        return dict(zip(codes, words, strict=True))


@dataclass(frozen=True, slots=True)
class ChoicesAt:
    """How many chose what in a wave, in the order of the choices."""

    wave: Words
    counts: tuple[int, ...]
    n: int


@dataclass(frozen=True, slots=True)
class Choices:
    """Counts per choice of an item, wave by wave."""

    choices: tuple[Words, ...]
    waves: tuple[ChoicesAt, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """A row of a forest: an estimate with its interval, over n."""

    name: Words
    n: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Forest:
    """Effects in one unit under one another; `nothing` is where there is none.

    What `is_effect` denies are coefficients of reliability or agreement: none of them is chance.
    """

    effects: tuple[Effect, ...]
    unit: Words
    nothing: float = 0.0
    is_effect: bool = True

    @property
    def chance(self) -> float | None:
        """Give the value that an interval holds where an effect may be chance."""
        return self.nothing if self.is_effect else None


@dataclass(frozen=True, slots=True)
class ShareOf:
    """x of n, from 0 to 1, with its Wilson interval."""

    name: Words
    x: int
    n: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares side by side, of waves or of items."""

    shares: tuple[ShareOf, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of counts: codes by wave, codes by codes."""

    rows: tuple[Words, ...]
    columns: tuple[Words, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One case of two measures."""

    code: str
    group: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Points:
    """Two measures of the same cases."""

    x: Words
    y: Words
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Numbers against their places in a normal sample, and the line through their quartiles."""

    x: Words
    y: Words
    points: tuple[Point, ...]
    start: float
    """Where the line stands at 0."""
    slope: float


Drawing = Means | Lines | Choices | Forest | Shares | Counts | Points | Quantiles


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question about one subject.

    `key` is unique in a study and stays the same over time: topic, instrument, code. `answer` is
    one plain sentence with its numbers, `apa` the line for an article; where nothing can be said
    `why` is the reason, the answer says it in words, and `apa` is empty. `model` is how it was
    computed, with R's call; `missing` what was not there and what was done about it.
    """

    key: str
    topic: Topic
    instrument: str
    code: str
    question: Words
    subject: Words
    answer: Words
    apa: Words
    n: int
    missing: Words
    model: Words
    numbers: tuple[Number, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    warnings: tuple[Words, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    why: Undefined | None = None

    def value(self, key: str) -> float | int | None:
        """Give a number by its name."""
        return next((one.value for one in self.numbers if one.key == key), None)

    def alternative(self, key: str) -> Alternative | None:
        """Give an alternative by its name."""
        return next((one for one in self.alternatives if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one topic under their heading."""

    topic: Topic
    title: Words
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings of a study, in order."""

    groups: tuple[Group, ...]

    def __iter__(self) -> Iterator[Finding]:
        return (one for group in self.groups for one in group.findings)

    def find(self, key: str) -> Finding | None:
        """Find a finding by its key."""
        return next((one for one in self if one.key == key), None)

    def of(self, topic: Topic) -> tuple[Finding, ...]:
        """Give the findings of one topic."""
        return tuple(one for one in self if one.topic is topic)
