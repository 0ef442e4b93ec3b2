"""What is known of an instrument's records, in one read: who imports compares with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Record, Revision
from app.store.scope import Scope
from app.store.subjects import Subject
from instruments.definitions import Answers
from instruments.records import from_json


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A record that is there already, with the answers that count now."""

    id: str
    wave_id: int
    subject: Subject
    occurrence: str
    author: str
    newest: int
    version: int
    sha256: str
    answers: Answers
    part: str
    language: str


def known_records(session: Session, scope: Scope, instrument: str) -> tuple[KnownRecord, ...]:
    """List the records of an instrument in a study, without doubles, by id."""
    query = (
        select(Record, Revision)
        .join(Revision, (Revision.record_id == Record.id) & (Revision.number == Record.newest))
        .where(
            Record.study_id == scope.study_id,
            Record.instrument == instrument,
            Record.duplicate_of.is_(None),
        )
        .order_by(Record.id)
    )
    return tuple(
        KnownRecord(
            record.id,
            record.wave_id,
            Subject(record.participant_id, record.lesson_id, record.group_session_id),
            record.occurrence,
            record.author,
            record.newest,
            revision.version,
            revision.sha256,
            from_json(revision.body),
            record.part,
            revision.language,
        )
        for record, revision in session.execute(query)
    )


def earlier_bodies(session: Session, scope: Scope, ids: Iterable[str]) -> Mapping[str, set[str]]:
    """Give the hashes of all revisions by record, of those records."""
    wanted = sorted(set(ids))
    found: dict[str, set[str]] = {}
    for start in range(0, len(wanted), 500):  # databases take so many values at once
        query = select(Revision.record_id, Revision.sha256).where(
            Revision.study_id == scope.study_id,
            Revision.record_id.in_(wanted[start : start + 500]),
        )
        for record_id, sha256 in session.execute(query):
            found.setdefault(record_id, set()).add(sha256)
    return found
