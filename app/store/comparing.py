"""Two answers to the same, side by side: a double and what counts now, or clashing revisions."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Record, Revision
from app.store import audit
from app.store.reading import find_record
from app.store.scope import Scope
from instruments import records
from instruments.records import Status, from_json


@dataclass(frozen=True, slots=True)
class Side:
    """One of the bodies."""

    record: records.Record
    """As this revision says it."""
    author: str
    reason: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a person decides about."""

    record: records.Record
    is_double: bool
    is_clash: bool
    sides: tuple[Side, ...]


def compare(session: Session, scope: Scope, record_id: str) -> Comparison | None:
    """Put side by side what a record waits for; the reading is noted."""
    record = find_record(session, scope, record_id)
    if record is None:
        return None
    row = session.get_one(Record, record_id)
    other = find_record(session, scope, row.duplicate_of) if row.duplicate_of else None
    is_double = other is not None and not row.settled
    sides: tuple[Side, ...]
    if other is not None and is_double:
        sides = (_newest(session, other, counts=True), _newest(session, record, counts=False))
    else:
        sides = _revisions(session, record)
    for one in dict.fromkeys(side.record.id for side in sides):
        audit.note(session, scope, "record.read", one)
    return Comparison(record, is_double, row.conflict and not is_double, sides)


def _newest(session: Session, record: records.Record, *, counts: bool) -> Side:
    return replace(_revisions(session, record)[-1], counts=counts)


def _revisions(session: Session, record: records.Record) -> tuple[Side, ...]:
    query = select(Revision).where(Revision.record_id == record.id).order_by(Revision.number)
    return tuple(
        Side(_as_said(record, row), row.author, row.reason, row.number == record.revision)
        for row in session.scalars(query)
    )


def _as_said(record: records.Record, row: Revision) -> records.Record:
    return replace(
        record,
        version=row.version,
        answers=from_json(row.body),
        status=Status(row.status),
        language=row.language,
        receipt=row.receipt,
        revision=row.number,
        submitted_at=row.client_at or row.received_at,
        happened_on=row.happened_on,
        received_at=row.received_at,
    )
