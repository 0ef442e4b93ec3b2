"""Forms that somebody began and did not send: named to the coordinator without their answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from app.models import Draft, GroupSession, Lesson, Participant, Record, School, Wave
from app.store.consents import refusals
from app.store.instruments import get_instrument
from app.store.scope import Scope
from app.store.studies import as_text
from instruments.records import from_json
from instruments.routing import progress
from instruments.wording import Text


@dataclass(frozen=True, slots=True)
class Unsent:
    """How far a form is that nobody sent."""

    about: str
    """The code of the participant, lesson or group session."""
    school: str
    instrument: Text
    wave: Text
    author: str
    """The code of staff; empty for participants."""
    since: datetime
    answered: int
    asked: int


def list_unsent(session: Session, scope: Scope, before: datetime) -> tuple[Unsent, ...]:
    """List the forms last saved before a moment and not received, the oldest first."""
    return tuple(_unsent(session, row) for row in _rows(session, scope, before))


def name_unsent(session: Session, scope: Scope, before: datetime) -> tuple[str, ...]:
    """Name whose forms wait unsent, the oldest first."""
    return tuple(row.about for row in _rows(session, scope, before))


def _rows(session: Session, scope: Scope, before: datetime) -> Iterator[Row[*tuple[Any, ...]]]:
    """Leave out those who have said that they do not take part: nobody reminds them."""
    refused = refusals(session, scope)
    for row in session.connection().execute(_query(scope, before)):
        if (row.participant_id, row.wave_id) not in refused:
            yield row


def _query(scope: Scope, before: datetime) -> Select[*tuple[Any, ...]]:
    person = func.coalesce(Draft.participant_id, Lesson.participant_id)
    return (
        select(
            func.coalesce(Participant.code, GroupSession.code).label("person"),
            func.coalesce(Lesson.code, GroupSession.code, Participant.code).label("about"),
            Participant.role,
            School.code.label("school"),
            Wave.label,
            Wave.key,
            Wave.number,
            Wave.stage,
            Draft.wave_id,
            Draft.participant_id,
            Draft.instrument,
            Draft.version,
            Draft.owner,
            Draft.body,
            Draft.language,
            Draft.saved_at,
        )
        .select_from(Draft)
        .join(Wave, Wave.id == Draft.wave_id)
        .outerjoin(Lesson, Lesson.id == Draft.lesson_id)
        .outerjoin(GroupSession, GroupSession.id == Draft.group_session_id)
        .outerjoin(Participant, Participant.id == person)
        .outerjoin(School, School.id == Participant.school_id)
        .where(
            Draft.study_id == scope.study_id,
            Draft.saved_at < before,
            ~_received(),
            School.code.in_(scope.schools) if scope.schools else Draft.id.is_not(None),
        )
        .order_by(Draft.saved_at, Draft.id)
    )


def _received() -> ColumnElement[bool]:
    """Find a record of the same form: by its id, or by the participant whom it is about."""
    same = (Record.participant_id == Draft.participant_id) & (Record.wave_id == Draft.wave_id)
    again = same & (Record.instrument == Draft.instrument)
    return select(Record.id).where((Record.id == Draft.id) | again).exists()


def _unsent(session: Session, row: Row[*tuple[Any, ...]]) -> Unsent:
    instrument = get_instrument(session, row.instrument, row.version)
    author = row.owner.rpartition("/")[2]
    context = {
        "wave": row.key,
        "wave_number": str(row.number),
        "wave_stage": row.stage,
        "role": row.role or "",
        "language": row.language,
    }
    done = progress(instrument, from_json(row.body), context)
    return Unsent(
        row.about,
        row.school or "",
        instrument.title,
        as_text(row.label),
        author,
        row.saved_at,
        done.answered,
        done.asked,
    )
