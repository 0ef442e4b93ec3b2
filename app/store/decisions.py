"""What a person decides about doubles and clashes; nothing is ever deleted."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models import Record
from app.store import audit
from app.store.scope import Scope


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


def settle_clash(session: Session, scope: Scope, record_id: str, *, reason: str) -> bool:
    """Say that the newest revision of a record counts; give False where nothing clashed."""
    row = session.get(Record, record_id)
    if row is None or row.study_id != scope.study_id or not row.conflict:
        return False
    row.conflict = False
    session.flush()
    audit.note(session, scope, "clash.settled", row.id, reason)
    return True
