"""What somebody of the team has begun and finished."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Draft, Record, Revision
from app.store.scope import Scope
from app.store.subjects import Subject
from instruments.records import REFERENCE


@dataclass(frozen=True, slots=True)
class Work:
    """How far somebody is with one instrument about one thing."""

    begun: bool
    receipt: str = ""
    received_at: datetime | None = None


def own_work(session: Session, scope: Scope) -> Mapping[tuple[str, str], Work]:
    """Give the own work by (subject's name, instrument)."""
    drafts = select(Draft.lesson_id, Draft.group_session_id, Draft.instrument, Draft.owner).where(
        Draft.study_id == scope.study_id,
        Draft.participant_id.is_(None),
        Draft.owner.endswith(f"/{scope.actor}", autoescape=True),
    )
    found = {
        (_name(lesson, group), instrument): Work(begun=True)
        for lesson, group, instrument, owner in session.execute(drafts)
        if not is_beside(owner)
    }
    kept = (
        select(
            Record.lesson_id,
            Record.group_session_id,
            Record.instrument,
            Revision.receipt,
            Revision.received_at,
        )
        .join(Revision, (Revision.record_id == Record.id) & (Revision.number == Record.newest))
        .where(
            Record.study_id == scope.study_id,
            Record.author == scope.actor,
            Record.participant_id.is_(None),
            Record.part.not_in(REFERENCE),
        )
    )
    for lesson, group, instrument, receipt, received_at in session.execute(kept):
        key = (_name(lesson, group), instrument)
        found[key] = Work(key in found, receipt, received_at)
    return found


def is_beside(owner: str) -> bool:
    """Say whether a draft is of a consensus or master record, by the name of its place."""
    return owner.split("/")[-2] in REFERENCE


@dataclass(frozen=True, slots=True)
class Begun:
    """That somebody of the team has begun an instrument, and nothing has come yet."""

    instrument: str
    author: str


def list_begun(session: Session, scope: Scope) -> Mapping[str, tuple[Begun, ...]]:
    """Give what the team has begun and not yet finished, by the id of the lesson or session."""
    query = (
        select(Draft.lesson_id, Draft.group_session_id, Draft.instrument, Draft.owner)
        .where(Draft.study_id == scope.study_id, Draft.participant_id.is_(None))
        .order_by(Draft.started_at, Draft.id)
    )
    found: dict[str, tuple[Begun, ...]] = {}
    for lesson, group, instrument, owner in session.execute(query):
        work = Begun(instrument, owner.rpartition("/")[2])
        place = lesson or group or ""
        found[place] = (*found.get(place, ()), work)
    return found


def _name(lesson_id: str | None, group_session_id: str | None) -> str:
    return Subject(lesson_id=lesson_id, group_session_id=group_session_id).name
