"""The nouns of an instrument: typed, frozen, without behaviour beyond looking things up."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from instruments.wording import Text

Value = str | int | float | tuple[str, ...] | tuple[Mapping[str, "Value"], ...]
"""One answer: text, choice code, date and time as str; numbers as numbers; codes of a multiple
choice as a tuple; the rows of a repeat as a tuple of mappings."""

Answers = Mapping[str, Value]
"""The answers of one filled-in instrument by item code; an unanswered item has no key."""


YES, NO = "1", "0"
"""Codes of the choices of an item that says whether something was seen."""
WHOLE_CODE = re.compile(r"-?(0|[1-9][0-9]*)")


class Kind(StrEnum):
    """How an item is answered."""

    LIKERT = "likert"
    SINGLE = "single"
    MULTIPLE = "multiple"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    TIME = "time"
    NOTE = "note"
    GROUP = "group"
    REPEAT = "repeat"
    TIMED = "timed"
    """Codes on a clock: a log of what was tapped when, in tracks of one segment of a lesson."""


CHOOSING = frozenset({Kind.LIKERT, Kind.SINGLE, Kind.MULTIPLE})
NUMERIC = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.RANGE})
CONTAINERS = frozenset({Kind.GROUP, Kind.REPEAT})
UNANSWERED = frozenset({Kind.NOTE, Kind.GROUP})
"""Kinds that hold no answer of their own."""


class Required(StrEnum):
    """What happens to an item left blank."""

    NO = "no"
    ASK = "ask"
    """Named once at its place; the person may go on without it."""
    YES = "yes"
    """The section cannot be left, and a record not be finished, without it."""


class About(StrEnum):
    """What one record of the instrument is about."""

    PARTICIPANT = "participant"
    LESSON = "lesson"
    GROUP_SESSION = "group_session"


class FilledBy(StrEnum):
    """Who fills the instrument in."""

    PARTICIPANT = "participant"
    OBSERVER = "observer"
    MODERATOR = "moderator"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer option; `description` says what a level looks like."""

    code: str
    label: Text
    description: Text | None = None


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A named list of choices that several items may share."""

    key: str
    choices: tuple[Choice, ...]


class TrackMode(StrEnum):
    """How the codes of a track are tapped."""

    INTERVAL = "interval"
    """What happened in each interval: several codes at once."""
    SNAPSHOT = "snapshot"
    """What is seen when the room is swept at given minutes."""
    EVENT = "event"
    """On when it begins, off when it ends."""


@dataclass(frozen=True, slots=True)
class Track:
    """Codes that are tapped in one way on the clock of a timed item."""

    key: str
    mode: TrackMode
    label: Text
    choices: tuple[Choice, ...]
    list_key: str = ""
    every_s: int = 0
    """Of intervals: their length."""
    at_minutes: tuple[float, ...] = ()
    """Of snapshots: when the room is swept."""
    window_s: int = 0
    """Of snapshots: how long a sweep is open."""
    exclusive: tuple[frozenset[str], ...] = ()
    """Sets of codes of which only one holds at a time; no code stands in two."""

    def excluded_by(self, code: str) -> frozenset[str]:
        """Give the codes that cannot hold together with one."""
        return next((one - {code} for one in self.exclusive if code in one), frozenset())


@dataclass(frozen=True, slots=True)
class Item:
    """One thing asked. Conditions are XLSForm expressions as the author wrote them."""

    code: str
    kind: Kind
    label: Text
    hint: Text | None = None
    required: Required = Required.NO
    show_if: str = ""
    constraint: str = ""
    constraint_message: Text | None = None
    default: str = ""
    list_key: str = ""
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    personal: bool = False
    """May hold a name or another personal detail: left out of exports by default."""
    items: tuple["Item", ...] = ()
    tracks: tuple[Track, ...] = ()
    minutes: int = 0
    """Of a timed item: how long its segment usually lasts."""
    late_s: int = 0
    """Of a timed item: so long after an interval or sweep it may still be completed or undone."""
    has_whole_codes: bool = field(init=False, repr=False, compare=False)
    """Whether the choices are numbered; every single answer asks for it."""
    _tracks: Mapping[str, Track] = field(init=False, repr=False, compare=False)
    """The track of every code; every single tap asks for it."""

    def __post_init__(self) -> None:
        whole = bool(self.choices) and all(WHOLE_CODE.fullmatch(one.code) for one in self.choices)
        object.__setattr__(self, "has_whole_codes", whole)
        tracks = {one.code: track for track in reversed(self.tracks) for one in track.choices}
        object.__setattr__(self, "_tracks", tracks)

    def choice(self, code: str) -> Choice | None:
        """Find a choice by its code."""
        return next((choice for choice in self.choices if choice.code == code), None)

    def track_of(self, code: str) -> Track | None:
        """Find the track in which a code is tapped."""
        return self._tracks.get(code)


@dataclass(frozen=True, slots=True)
class Section:
    """Items that stand on one page."""

    key: str
    title: Text
    items: tuple[Item, ...]
    intro: Text | None = None
    show_if: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """A scored set of items; `minimum` and `maximum` come from the items' codebook."""

    code: str
    name: Text
    items: tuple[str, ...]
    reverse: frozenset[str]
    minimum: float
    maximum: float
    min_answered: float = 0.8


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A named set of yes-or-no items: a record has it where at least one of them was seen."""

    key: str
    name: Text
    items: tuple[str, ...]
    goes_with: tuple[str, ...] = ()
    goes_against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TalkCode:
    """A code of what is said, and what is expected to rise, or to fall, as it is said more."""

    key: str
    name: Text
    goes_with: tuple[str, ...] = ()
    goes_against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """A named index of numbers: the mean of the z scores of a participant's sums of them."""

    key: str
    name: Text
    items: tuple[str, ...]


@dataclass(frozen=True)
class Instrument:
    """A versioned questionnaire, checklist, guide, log or score sheet."""

    key: str
    version: int
    title: Text
    about: About
    asked_of: str
    """The role of the participant whom it concerns (teacher, pupil); empty for group sessions."""
    filled_by: FilledBy
    minutes: int
    sections: tuple[Section, ...]
    purpose: Text | None = None
    scales: tuple[Scale, ...] = ()
    any_of: tuple[AnyOf, ...] = ()
    lists: tuple[ChoiceList, ...] = ()
    distinct_by: tuple[str, ...] = ()
    """Items whose answers tell apart several records about the same one in the same wave."""
    date_item: str = ""
    """The item that says on which day it happened."""
    group_item: str = ""
    """The item that holds the mark of the group: it begins with the mark of the session."""
    based_on: Text | None = None
    """On what the instrument is based, and what it is not."""
    outcome: str = ""
    """The number whose change over the waves is asked."""
    rater_item: str = ""
    """The item that says who rated: records alike in the rest of `distinct_by` rate the same."""
    index: tuple[Index, ...] = ()
    codes: tuple[TalkCode, ...] = ()
    covariates: tuple[str, ...] = ()
    """Numbers of the roster that are held equal when groups are compared."""
    groups: tuple[str, ...] = ()
    """Columns of the roster by which change is compared."""
    certify_share: float = 0.0
    """Share of items that an observer must code as the master codes do; 0: no test."""
    certify_within: int = 0
    """Ratings count as equal within so many levels."""
    sha256: str = field(default="", compare=False)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item outside repeats by code, groups opened, in order; repeats as one item."""
        return {item.code: item for section in self.sections for item in opened(section.items)}

    @cached_property
    def answered_items(self) -> tuple[Item, ...]:
        """The items that hold an answer, in order."""
        return tuple(item for item in self.items.values() if item.kind not in UNANSWERED)

    @cached_property
    def repeats(self) -> tuple[Item, ...]:
        """The repeats, in order."""
        return tuple(item for item in self.items.values() if item.kind is Kind.REPEAT)

    def section_of(self, code: str) -> Section:
        """Find the section in which an item stands."""
        for section in self.sections:
            if any(item.code == code for item in opened(section.items)):
                return section
        raise KeyError(code)


def opened(items: tuple[Item, ...]) -> Iterator[Item]:
    """Yield items in reading order, a group before its members; repeats stay closed."""
    for item in items:
        yield item
        if item.kind is Kind.GROUP:
            yield from opened(item.items)
