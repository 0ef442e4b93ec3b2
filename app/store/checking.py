"""Check what was kept: the audit chain, and every receipt against its answers."""

from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.models import AuditEvent, Record, Revision
from app.store.audit import broken_links
from app.store.records import receipt_number
from instruments.records import digest, from_json


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    what: str
    checked: int
    faults: tuple[str, ...]


def verify_all(session: Session) -> tuple[Finding, ...]:
    """Run every check."""
    return _audit(session), _receipts(session), _newest(session)


def ask(session: Session) -> None:
    """Ask the database anything at all; it raises when it does not answer."""
    session.execute(text("SELECT 1"))


def file_damage(session: Session) -> str:
    """Describe what is torn in a SQLite file; empty when nothing is."""
    answer = str(session.execute(text("PRAGMA integrity_check")).scalar())
    return "" if answer == "ok" else answer


def _audit(session: Session) -> Finding:
    number = session.scalar(select(func.count()).select_from(AuditEvent)) or 0
    return Finding("audit events", number, tuple(f"event {seq}" for seq in broken_links(session)))


def _receipts(session: Session) -> Finding:
    query = (
        select(Revision, Record.instrument)
        .join(Record, Record.id == Revision.record_id)
        .order_by(Revision.id)
        .execution_options(yield_per=500)
    )
    checked, faults = 0, []
    for revision, instrument in session.execute(query):
        checked += 1
        sha256 = digest(instrument, revision.version, from_json(revision.body))
        receipt = receipt_number(revision.record_id, revision.number, sha256)
        if sha256 != revision.sha256 or revision.receipt != receipt:
            faults.append(f"record {revision.record_id}, revision {revision.number}")
    return Finding("receipts", checked, tuple(faults))


def _newest(session: Session) -> Finding:
    newest = (
        select(Revision.record_id, func.max(Revision.number).label("number"))
        .group_by(Revision.record_id)
        .subquery()
    )
    query = select(Record.id, Record.newest, newest.c.number).outerjoin(
        newest, newest.c.record_id == Record.id
    )
    rows = session.execute(query.order_by(Record.id)).all()
    faults = tuple(f"record {row.id}" for row in rows if row.newest != row.number)
    return Finding("records", len(rows), faults)
