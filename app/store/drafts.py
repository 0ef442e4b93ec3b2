"""Unfinished forms: the server's copy, saved section by section."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from app.models import Draft
from app.store.scope import Scope
from app.store.subjects import Subject
from instruments.definitions import Answers
from instruments.records import REFERENCE, canonical, from_json


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
    part: str = ""
    """Of a consensus or master record, which the same person writes beside the own one."""

    @property
    def owner(self) -> str:
        """Name the place in one string; the author stands at its end."""
        beside = f"{self.part}/" if self.part in REFERENCE else ""
        return f"{self.wave_id}/{self.instrument}/{self.subject.name}/{beside}{self.author}"


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


class OlderDraft(Exception):
    """What was sent goes back to an older draft than the one that is there."""

    def __init__(self, newer: DraftView) -> None:
        super().__init__(newer.id)
        self.newer = newer


class ForeignDraft(Exception):
    """The id belongs to a draft of somebody else or about something else."""


def save_seen(
    session: Session,
    scope: Scope,
    place: Place,
    sent: DraftView,
    gone: frozenset[str],
    language: str,
) -> DraftView:
    """Save what a phone sent, whose `number` is that of the draft which the phone last saw.

    Answers that the phone lacks stay, but those that it names as gone. An older draft never
    overwrites a newer one; the same once more changes nothing.
    """
    there = find_draft(session, scope, place)
    if there is None:
        begun, number = sent.started_at, sent.number
        return save_draft(
            session, scope, place, sent.id, sent.version, sent.answers, language, begun, number
        )
    same = (there.id, there.version, there.answers) == (sent.id, sent.version, sent.answers)
    if same:
        return there
    if (there.id, there.number) != (sent.id, sent.number):
        raise OlderDraft(there)
    left = {code: value for code, value in there.answers.items() if code not in gone}
    answers = {**left, **sent.answers}
    return save_draft(session, scope, place, sent.id, sent.version, answers, language)


def _refuse_foreign(session: Session, draft_id: str) -> None:
    if session.scalar(select(Draft.id).where(Draft.id == draft_id)) is not None:
        raise ForeignDraft(draft_id)


def save_draft(
    session: Session,
    scope: Scope,
    place: Place,
    draft_id: str,
    version: int,
    answers: Answers,
    language: str,
    started_at: datetime | None = None,
    seen: int = 0,
) -> DraftView:
    """Save answers at a place; the draft that is there keeps its id and start."""
    now = datetime.now(UTC)
    query = select(Draft).where(Draft.study_id == scope.study_id, Draft.owner == place.owner)
    row = session.scalar(query)
    if row is None:
        _refuse_foreign(session, draft_id)
        row = Draft(
            id=draft_id,
            study_id=scope.study_id,
            owner=place.owner,
            wave_id=place.wave_id,
            instrument=place.instrument,
            participant_id=place.subject.participant_id,
            lesson_id=place.subject.lesson_id,
            group_session_id=place.subject.group_session_id,
            number=seen,
            started_at=started_at or now,
        )
        session.add(row)
    row.version, row.body, row.language, row.saved_at = version, canonical(answers), language, now
    row.number += 1
    session.flush()
    return _view(row)


DROP = delete(Draft.metadata.tables[Draft.__tablename__]).where(
    Draft.study_id == bindparam("in_study"), Draft.owner == bindparam("of")
)
DROP_ONE = DROP.where(Draft.id == bindparam("only"))


def drop_draft(session: Session, scope: Scope, place: Place, only: str = "") -> None:
    """Remove a draft whose answers have become a record; `only` the one with this id."""
    values = {"in_study": scope.study_id, "of": place.owner}
    if only:
        session.connection().execute(DROP_ONE, {**values, "only": only})
    else:
        session.connection().execute(DROP, values)


def list_started(session: Session, scope: Scope) -> frozenset[tuple[int, int, str]]:
    """Name (participant, wave, instrument) wherever a participant has begun."""
    query = select(Draft.participant_id, Draft.wave_id, Draft.instrument).where(
        Draft.study_id == scope.study_id, Draft.participant_id.is_not(None)
    )
    return frozenset((person or 0, wave, key) for person, wave, key in session.execute(query))
