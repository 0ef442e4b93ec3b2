"""Feedback to teachers: one page of what was seen in a lesson, released by the coordinator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from app.models import FeedbackRelease, Lesson, Revision
from app.store import audit
from app.store.instruments import get_instrument
from app.store.scope import Scope
from app.store.together import Coded
from app.store.visits import LessonView
from instruments.definitions import Answers, Instrument
from instruments.records import Record, from_json


@dataclass(frozen=True, slots=True)
class Release:
    """One page that its teacher may read."""

    id: int
    lesson: str
    """The code of the lesson."""
    held_on: date | None
    instrument: str
    record_id: str
    revision: int
    words: str
    notes: tuple[str, ...]
    """The items whose notes it shows."""
    released_at: datetime
    released_by: str


@dataclass(frozen=True, slots=True)
class NewRelease:
    """What a coordinator releases."""

    record: Record
    words: str
    notes: Sequence[str]


def record_for(coded: Coded) -> Record | None:
    """Choose what a teacher is told: what the observers agreed on, else what the first coded."""
    return coded.consensus or next(iter(coded.alone), None)


def release(session: Session, scope: Scope, lesson: LessonView, new: NewRelease) -> None:
    """Let the teacher read what was seen; what was released of the lesson before is replaced."""
    _drop(session, scope, lesson, new.record.instrument)
    row = FeedbackRelease(
        study_id=scope.study_id,
        lesson_id=lesson.id,
        instrument=new.record.instrument,
        record_id=new.record.id,
        revision=new.record.revision,
        words=new.words,
        notes=list(new.notes),
        released_at=datetime.now(UTC),
        released_by=scope.actor,
    )
    session.add(row)
    session.flush()
    audit.note(session, scope, "feedback.released", lesson.code, new.record.id)


def take_back(session: Session, scope: Scope, lesson: LessonView, instrument: str) -> bool:
    """Take a page back; give False where there is none."""
    if not _drop(session, scope, lesson, instrument):
        return False
    audit.note(session, scope, "feedback.taken_back", lesson.code)
    return True


def _drop(session: Session, scope: Scope, lesson: LessonView, instrument: str) -> bool:
    found = find_release(session, scope, lesson.id, instrument)
    if found is not None:
        session.execute(delete(FeedbackRelease).where(FeedbackRelease.id == found.id))
    return found is not None


def _query(scope: Scope) -> Select[FeedbackRelease, str, date | None]:
    return (
        select(FeedbackRelease, Lesson.code, Lesson.held_on)
        .join(Lesson, Lesson.id == FeedbackRelease.lesson_id)
        .where(FeedbackRelease.study_id == scope.study_id)
        .order_by(Lesson.held_on, Lesson.code, FeedbackRelease.id)
    )


def _views(
    session: Session, query: Select[FeedbackRelease, str, date | None]
) -> tuple[Release, ...]:
    return tuple(
        Release(
            row.id,
            lesson,
            held_on,
            row.instrument,
            row.record_id,
            row.revision,
            row.words,
            tuple(row.notes),
            row.released_at,
            row.released_by,
        )
        for row, lesson, held_on in session.execute(query)
    )


def find_release(session: Session, scope: Scope, lesson_id: str, instrument: str) -> Release | None:
    """Find what is released of a lesson."""
    query = _query(scope).where(
        FeedbackRelease.lesson_id == lesson_id, FeedbackRelease.instrument == instrument
    )
    return next(iter(_views(session, query)), None)


def list_of_teacher(session: Session, scope: Scope, teacher_id: int) -> tuple[Release, ...]:
    """List what a teacher may read about the own lessons."""
    return _views(session, _query(scope).where(Lesson.participant_id == teacher_id))


def read_released(session: Session, released: Release) -> tuple[Instrument, Answers]:
    """Read the answers as they were when they were released; a later correction is not shown."""
    query = select(Revision).where(
        Revision.record_id == released.record_id, Revision.number == released.revision
    )
    row = session.scalars(query).one()
    return get_instrument(session, released.instrument, row.version), from_json(row.body)
