"""Records that say something about the same a second time."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Record
from app.store.reading import find_record
from app.store.scope import Scope
from instruments import records


@dataclass(frozen=True, slots=True)
class Double:
    """A record beside the one that counts now."""

    record: records.Record
    counts_now: records.Record


def list_doubles(session: Session, scope: Scope) -> tuple[Double, ...]:
    """List the doubles in view on which nobody has decided, oldest id first."""
    query = (
        select(Record.id, Record.duplicate_of)
        .where(
            Record.study_id == scope.study_id,
            Record.duplicate_of.is_not(None),
            Record.settled.is_(False),
        )
        .order_by(Record.id)
    )
    found = []
    for record_id, other_id in session.execute(query):
        record = find_record(session, scope, record_id)
        other = find_record(session, scope, other_id or "")
        if record and other:
            found.append(Double(record, other))
    return tuple(found)
