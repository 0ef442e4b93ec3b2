"""What a phone sends, read from JSON into plain frozen values; nothing is judged here."""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import TypeVar

from app.refusal import Refusal
from instruments.join_codes import read_join_code
from instruments.judging import YEARS, unstorable
from instruments.records import REFERENCE
from instruments.wording import LANGUAGES, Language, Message, language_or

Read = TypeVar("Read")
Table = Mapping[str, object]

LONGEST_NAME = 120
BIGGEST_NUMBER = 1_000_000
MOMENT = re.compile(
    r"([+-]\d{2})?\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)", re.ASCII
)
"""As phones write it; years of six digits come from clocks that are wrong by ages."""
HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Agreement:
    """A consent given on the phone."""

    given_at: datetime | None
    sha256: str
    language: Language


@dataclass(frozen=True, slots=True)
class Visit:
    """The lesson or group session that a form is about, as the phone knows it."""

    id: str
    held_on: date | None
    teacher: str = ""
    group: str = ""
    starts_at: str = ""
    """The hour at which a lesson begins, 09:30; empty where nobody said it."""
    joins: str = ""
    """The code of the lesson that another observer began; empty for one's own."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who of the team filled a form in, and the key of that person's phone: the proof of it."""

    code: str
    key: str


@dataclass(frozen=True, slots=True)
class Body:
    """One form as it was sent."""

    id: str
    """Of the form; empty where a phone of an older edition leaves it to the address."""
    token: str
    study: str
    author: Author | None
    wave: str
    instrument: str
    version: int
    language: Language
    answers: Table
    """Raw, as typed."""
    started_at: datetime | None
    """By the phone's clock; None where no clock can be so wrong."""
    finished_at: datetime | None
    parent: int | None
    agreement: Agreement | None
    lesson: Visit | None
    group_session: Visit | None
    cleared: frozenset[str]
    part: str = ""
    """Of a consensus or master record; empty for what somebody fills in alone."""


def refuse_field(name: str) -> Refusal:
    """Make the refusal of a body because of one of its fields."""
    sentence = Message(
        "app",
        "“{field}” cannot be read in what was sent. It stays on this phone; tell your coordinator.",
        {"field": name},
    )
    return Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "field", sentence, {"field": name})


def language_of(table: Table) -> Language | None:
    """Look in which language to answer, before anything else is read."""
    asked = table.get("language")
    return language_or(asked) if isinstance(asked, str) and asked in LANGUAGES else None


def read_body(table: Table, *, finished: bool) -> Body:
    """Read every field of a record (`finished`) or of a draft."""
    lesson = _may(table, "lesson", _lesson)
    group_session = _may(table, "group_session", _group_session)
    if lesson and group_session:
        raise refuse_field("group_session")
    return Body(
        id=_may(table, "id", _id) or "",
        token=_may(table, "token", _name) or "",
        study=_may(table, "study", _name) or "",
        author=_may(table, "author", _author),
        wave=_must(table, "wave", _name),
        instrument=_must(table, "instrument", _name),
        version=_must(table, "version", _number),
        language=_must(table, "language", _language),
        answers=_must(table, "answers", _table),
        started_at=read_moment(_must(table, "started_at", _moment)),
        finished_at=read_moment(_must(table, "finished_at", _moment)) if finished else None,
        parent=_may(table, "parent", _number),
        agreement=_may(table, "consent", _agreement),
        lesson=lesson,
        group_session=group_session,
        cleared=_may(table, "cleared", _codes) or frozenset(),
        part=_may(table, "part", _part) or "",
    )


def is_uuid(text: str) -> bool:
    """Say whether an id was made as ids of records are."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def read_moment(text: str) -> datetime | None:
    """Read a moment; None where it is none, or lies in a year that no calendar of ours has."""
    if not MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _must(table: Table, name: str, reader: Callable[[object], Read]) -> Read:
    try:
        return reader(table[name])
    except (KeyError, TypeError, ValueError) as wrong:
        raise refuse_field(name) from wrong


def _may(table: Table, name: str, reader: Callable[[object], Read]) -> Read | None:
    return None if table.get(name) is None else _must(table, name, reader)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_NAME or unstorable(value):
        raise TypeError
    return value


def _name(value: object) -> str:
    if not (text := _text(value)):
        raise ValueError
    return text


def _number(value: object) -> int:
    if type(value) is not int or not 1 <= value <= BIGGEST_NUMBER:
        raise TypeError
    return value


def _language(value: object) -> Language:
    return LANGUAGES[LANGUAGES.index(_text(value))]


def _table(value: object) -> Table:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _moment(value: object) -> str:
    text = _text(value)
    if not MOMENT.fullmatch(text):
        raise ValueError
    return text


def _codes(value: object) -> frozenset[str]:
    if not isinstance(value, list):
        raise TypeError
    return frozenset(_text(code) for code in value)


def _agreement(value: object) -> Agreement:
    table = _table(value)
    sha256 = _text(table["sha256"])
    if table["decision"] != "given" or not SHA256.fullmatch(sha256):
        raise ValueError
    given_at = read_moment(_moment(table["given_at"]))
    return Agreement(given_at, sha256, _language(table["language"]))


def _author(value: object) -> Author:
    table = _table(value)
    return Author(_name(table["code"]), _name(table["key"]))


def _id(value: object) -> str:
    if not is_uuid(text := _text(value)):
        raise ValueError
    return text


def _day(value: object) -> date | None:
    day = date.fromisoformat(_text(value)) if value else None
    if day is not None and day.year not in YEARS:
        raise ValueError
    return day


def _hour(value: object) -> str:
    text = _text(value)
    if text and not HOUR.fullmatch(text):
        raise ValueError
    return text


def _joins(value: object) -> str:
    code = read_join_code(text) if (text := _text(value)) else ""
    if code is None:
        raise ValueError
    return code


def _part(value: object) -> str:
    text = _text(value)
    if text and text not in REFERENCE:
        raise ValueError
    return text


def _lesson(value: object) -> Visit:
    table = _table(value)
    return Visit(
        _id(table["id"]),
        _day(table.get("held_on")),
        teacher=_text(table.get("teacher", "")),
        starts_at=_hour(table.get("starts_at", "")),
        joins=_joins(table.get("joins", "")),
    )


def _group_session(value: object) -> Visit:
    table = _table(value)
    group = _text(table.get("group", ""))
    return Visit(_id(table["id"]), _day(table.get("held_on")), group=group)
