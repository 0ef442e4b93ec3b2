"""What a record is about, and queries that find records by it."""

from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, bindparam
from sqlalchemy.orm import InstrumentedAttribute

from app.models import Record

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a record is about: exactly one of the three."""

    participant_id: int | None = None
    lesson_id: str | None = None
    group_session_id: str | None = None

    @property
    def name(self) -> str:
        """Name the subject in one string."""
        return f"p{self.participant_id}" if self.participant_id else self._visit

    @property
    def _visit(self) -> str:
        return f"l{self.lesson_id}" if self.lesson_id else f"g{self.group_session_id}"


def about(subject: Subject) -> ColumnElement[bool]:
    """Find the records about a subject."""
    if subject.participant_id is not None:
        return Record.participant_id == subject.participant_id
    if subject.lesson_id is not None:
        return Record.lesson_id == subject.lesson_id
    return Record.group_session_id == subject.group_session_id


def in_study(column: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Ask for the study of whoever asks, without leading SQLite into all of its rows.

    SQLite keeps no statistics: given the study, wave and instrument it walks through everything
    that they have rather than through what one person has. An index is not used through `+ 0`.
    """
    return (column + 0) == bindparam("study_id")


def by_subject(query: Select[*Columns]) -> dict[str, Select[*Columns]]:
    """Build a query once for each of the three things that a record may be about."""
    return {
        "participant": query.where(Record.participant_id == bindparam("subject")),
        "lesson": query.where(Record.lesson_id == bindparam("subject")),
        "group": query.where(Record.group_session_id == bindparam("subject")),
    }


def named(subject: Subject) -> tuple[str, int | str | None]:
    """Say by which of the three queries a subject is found, and its own number."""
    if subject.participant_id is not None:
        return "participant", subject.participant_id
    if subject.lesson_id is not None:
        return "lesson", subject.lesson_id
    return "group", subject.group_session_id
