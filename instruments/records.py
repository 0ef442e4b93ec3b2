"""Filled-in instruments as plain data: what exports and statistics read."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

import orjson

from instruments.definitions import Answers, Value
from instruments.wording import Text


class Status(StrEnum):
    """How far a record has come."""

    COMPLETE = "complete"
    PARTIAL = "partial"


class Mode(StrEnum):
    """On which way a record came in."""

    WEB = "web"
    OFFLINE = "offline"
    PAPER = "paper"
    IMPORT = "import"


class Part(StrEnum):
    """Whose view of a lesson a record holds; empty for everything else."""

    NONE = ""
    PRIMARY = "primary"
    SECOND = "second"
    CONSENSUS = "consensus"
    MASTER = "master"
    """The codes that observers are trained and certified against."""


REFERENCE = frozenset({Part.CONSENSUS, Part.MASTER})
"""Parts beside those that observers code alone: a lesson has one of each for an instrument."""


@dataclass(frozen=True, slots=True)
class Wave:
    """One round of collection. `stage` is baseline, midyear, end or other."""

    key: str
    number: int
    stage: str
    label: Text
    opens_on: date | None = None
    closes_on: date | None = None


@dataclass(frozen=True, slots=True)
class School:
    """A school of the study; attributes are between-subject columns such as km_to_city."""

    code: str
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Participant:
    """A study code and what the roster says of it, without any contact data."""

    code: str
    role: str
    school: str
    class_code: str = ""
    teacher: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One visited lesson; two observers may code it."""

    code: str
    teacher: str
    school: str
    held_on: date | None = None


@dataclass(frozen=True, slots=True)
class GroupSession:
    """One focus group or interview. `kind` is the key of its guide."""

    code: str
    held_on: date | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One filled-in instrument: its newest revision, about exactly one of three things."""

    id: str
    instrument: str
    version: int
    wave: str
    answers: Answers
    participant: str = ""
    lesson: str = ""
    group_session: str = ""
    occurrence: str = ""
    author: str = ""
    part: Part = Part.NONE
    status: Status = Status.COMPLETE
    mode: Mode = Mode.WEB
    language: str = "kk"
    receipt: str = ""
    revision: int = 1
    started_at: datetime | None = None
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    clock_off_s: int | None = None
    """How far the phone's clock was behind the server's; None where nobody knows."""
    happened_on: date | None = None
    late: bool = False
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """That an instrument is asked in a wave."""

    wave: str
    instrument: str
    version: int


@dataclass(frozen=True)
class StudyFrame:
    """Everything of a study that is not a record, in a stated order."""

    key: str
    title: Text
    waves: tuple[Wave, ...]
    schools: tuple[School, ...]
    participants: tuple[Participant, ...]
    lessons: tuple[Lesson, ...]
    group_sessions: tuple[GroupSession, ...]
    plan: tuple[PlanEntry, ...]
    invented: bool = False
    authors: str = ""
    """Who made the study, as it is cited: read it with `authors_of`."""


SCALAR = (str, int, float)
SURE = frozenset({str, int, bool})
"""Kinds that fast and slow readers read alike; a whole number of many digits becomes a float."""


def canonical(answers: Answers) -> str:
    """Write answers as JSON in one way only: sorted keys, no spaces, no NaN."""
    return json.dumps(
        answers, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def digest(instrument: str, version: int, answers: Answers) -> str:
    """Hash what was answered, the same on the phone and on the server."""
    whole = {"instrument": instrument, "version": version, "answers": answers}
    return hashlib.sha256(canonical(whole).encode()).hexdigest()  # type: ignore[arg-type]


def from_json(text: str) -> Answers:
    """Read answers back from their canonical JSON."""
    try:
        answers: dict[str, Value] = orjson.loads(text)
        kinds = {*map(type, answers.values())}
    except orjson.JSONDecodeError:  # half a surrogate pair, which no body of ours holds
        answers, kinds = {}, {object}
    if kinds <= {str}:  # nearly always: an export reads millions
        return answers
    if not kinds <= SURE:
        answers = json.loads(text)
    return {code: _frozen(value) for code, value in answers.items()}


def _frozen(value: object) -> Value:
    if isinstance(value, SCALAR):
        return value
    if isinstance(value, Mapping):
        return {code: _frozen(inner) for code, inner in value.items()}  # type: ignore[return-value]
    if isinstance(value, Sequence):
        return tuple(_frozen(inner) for inner in value)  # type: ignore[return-value]
    raise TypeError(f"not an answer: {value!r}")
