"""What a person decides about doubles and clashes; nothing is ever deleted."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models import Record, Revision
from app.store import audit
from app.store.instruments import get_instrument
from app.store.records import Submission, add_revision
from app.store.scope import Scope
from app.store.subjects import Subject
from instruments.records import from_json


def settle_double(
    session: Session, scope: Scope, record_id: str, *, use_this: bool, reason: str
) -> bool:
    """Say which of two records about the same counts; give False where it is no double."""
    row = session.get(Record, record_id)
    if row is None or row.study_id != scope.study_id or row.duplicate_of is None:
        return False
    other = session.get_one(Record, row.duplicate_of)
    if use_this:
        row.duplicate_of = None
        session.flush()
        session.execute(
            update(Record).where(Record.duplicate_of == other.id).values(duplicate_of=row.id)
        )
        other.duplicate_of = row.id
        row.conflict = other.conflict = False
    row.settled = other.settled = True
    kept = row.id if use_this else other.id
    session.flush()
    audit.note(session, scope, "double.settled", row.id, f"counts: {kept}; {reason}")
    return True


def settle_clash(
    session: Session, scope: Scope, record_id: str, *, number: int, reason: str
) -> bool:
    """Say which revision of a record counts; give False where nothing clashed.

    An older one counts by being repeated as the newest: nothing is overwritten.
    """
    row = session.get(Record, record_id)
    if row is None or row.study_id != scope.study_id or not row.conflict:
        return False
    if number != row.newest and not _repeat(session, scope, row, number, reason):
        return False
    row.conflict = False
    session.flush()
    audit.note(session, scope, "clash.settled", row.id, f"counts: revision {number}; {reason}")
    return True


def _repeat(session: Session, scope: Scope, row: Record, number: int, reason: str) -> bool:
    query = select(Revision).where(Revision.record_id == row.id, Revision.number == number)
    old = session.scalar(query)
    if old is None:
        return False
    again = Submission(
        id=row.id,
        wave_id=row.wave_id,
        instrument=get_instrument(session, row.instrument, old.version),
        subject=Subject(row.participant_id, row.lesson_id, row.group_session_id),
        answers=from_json(old.body),
        author=scope.actor,
        status=old.status,
        language=old.language,
        client_at=old.client_at,
        happened_on=old.happened_on,
        parent=row.newest,
        reason=reason,
    )
    add_revision(session, scope, again)
    return True
