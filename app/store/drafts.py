"""Unfinished forms: the server's copy, saved section by section."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from app.models import Draft
from app.store.records import Subject
from app.store.scope import Scope
from instruments.definitions import Answers
from instruments.records import canonical, from_json


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft: `id` becomes the id of the record."""

    id: str
    instrument: str
    version: int
    answers: Answers
    number: int
    started_at: datetime
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft belongs: a person's draft of one instrument about one thing in one wave."""

    wave_id: int
    instrument: str
    subject: Subject
    author: str = ""
    """Empty for participants, whose draft follows them; the code of staff otherwise."""

    @property
    def owner(self) -> str:
        """Name the place in one string."""
        return f"{self.wave_id}/{self.instrument}/{self.subject.name}/{self.author}"


def _view(row: Draft) -> DraftView:
    return DraftView(
        row.id,
        row.instrument,
        row.version,
        from_json(row.body),
        row.number,
        row.started_at,
        row.saved_at,
    )


AT_PLACE = select(
    Draft.id,
    Draft.instrument,
    Draft.version,
    Draft.body,
    Draft.number,
    Draft.started_at,
    Draft.saved_at,
).where(Draft.study_id == bindparam("study_id"), Draft.owner == bindparam("owner"))
"""Built once: every page of a form asks for its draft."""


def find_draft(session: Session, scope: Scope, place: Place) -> DraftView | None:
    """Find the draft at a place."""
    values = {"study_id": scope.study_id, "owner": place.owner}
    row = session.connection().execute(AT_PLACE, values).first()
    if row is None:
        return None
    return DraftView(
        row.id,
        row.instrument,
        row.version,
        from_json(row.body),
        row.number,
        row.started_at,
        row.saved_at,
    )


def save_draft(
    session: Session,
    scope: Scope,
    place: Place,
    draft_id: str,
    version: int,
    answers: Answers,
    language: str,
) -> DraftView:
    """Save answers at a place; the draft that is there keeps its id and start."""
    now = datetime.now(UTC)
    query = select(Draft).where(Draft.study_id == scope.study_id, Draft.owner == place.owner)
    row = session.scalar(query)
    if row is None:
        row = Draft(
            id=draft_id,
            study_id=scope.study_id,
            owner=place.owner,
            wave_id=place.wave_id,
            instrument=place.instrument,
            participant_id=place.subject.participant_id,
            lesson_id=place.subject.lesson_id,
            group_session_id=place.subject.group_session_id,
            number=0,
            started_at=now,
        )
        session.add(row)
    row.version, row.body, row.language, row.saved_at = version, canonical(answers), language, now
    row.number += 1
    session.flush()
    return _view(row)


def drop_draft(session: Session, scope: Scope, place: Place) -> None:
    """Remove a draft whose answers have become a record."""
    session.execute(
        delete(Draft).where(Draft.study_id == scope.study_id, Draft.owner == place.owner)
    )


def list_started(session: Session, scope: Scope) -> frozenset[tuple[int, int, str]]:
    """Name (participant, wave, instrument) wherever a participant has begun."""
    query = select(Draft.participant_id, Draft.wave_id, Draft.instrument).where(
        Draft.study_id == scope.study_id, Draft.participant_id.is_not(None)
    )
    return frozenset((person or 0, wave, key) for person, wave, key in session.execute(query))
