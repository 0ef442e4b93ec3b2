"""The audit log: one chained row per event, in the transaction of the event itself."""

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.models import AuditEvent
from app.store.scope import Scope

START = "0" * 64
KEPT = "record.kept"
"""The event of every revision; `verify` looks for each."""
CARRIED = "record.carried"
"""The event of a revision that somebody brought in a file; its actor is who brought it."""
LAST = select(AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.seq.desc()).limit(1)
ADD = insert(AuditEvent.metadata.tables[AuditEvent.__tablename__])


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log, as a page shows it."""

    seq: int
    at: datetime
    actor: str
    role: str
    action: str
    object: str
    detail: str


def note(session: Session, scope: Scope, action: str, object_: str = "", detail: str = "") -> None:
    """Add an event about a study to the log."""
    note_event(session, scope.study_id, scope.actor, scope.role, action, object_, detail)


def note_event(
    session: Session,
    study_id: int | None,
    actor: str,
    role: str,
    action: str,
    object_: str = "",
    detail: str = "",
) -> None:
    """Add an event to the log, chained to the one before it."""
    last = session.connection().execute(LAST).first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, START)
    at = datetime.now(UTC)
    hash_ = chained(previous, [seq, study_id, at.isoformat(), actor, role, action, object_, detail])
    values = {
        "seq": seq,
        "study_id": study_id,
        "at": at,
        "actor": actor,
        "role": role,
        "action": action,
        "object": object_,
        "detail": detail,
        "previous": previous,
        "hash": hash_,
    }
    session.flush()
    session.connection().execute(ADD, values)


def chained(previous: str, row: Sequence[object]) -> str:
    """Hash an event together with the hash of the one before it."""
    text = previous + json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _row(event: AuditEvent) -> list[object]:
    return [
        event.seq,
        event.study_id,
        event.at.isoformat(),
        event.actor,
        event.role,
        event.action,
        event.object,
        event.detail,
    ]


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of the chain: written down elsewhere, it shows a tail cut off later."""

    seq: int
    hash: str


def chain_head(session: Session) -> Head:
    """Give the last link of the chain."""
    last = session.connection().execute(LAST).first()
    return Head(last.seq, last.hash) if last else Head(0, START)


def holds(session: Session, head: Head) -> bool:
    """Say whether a head that was written down earlier still stands in the chain."""
    found = session.scalar(select(AuditEvent.hash).where(AuditEvent.seq == head.seq))
    return found == head.hash


def broken_links(session: Session) -> Iterator[int]:
    """Yield the number of every event that does not fit the chain."""
    previous, expected = START, 1
    for event in session.scalars(select(AuditEvent).order_by(AuditEvent.seq)):
        fits = event.seq == expected and event.previous == previous
        if not fits or event.hash != chained(event.previous, _row(event)):
            yield event.seq
        previous, expected = event.hash, event.seq + 1


def note_carried(session: Session, carrier: Scope, record_id: str, revision: int) -> None:
    """Note who brought a revision in a file."""
    note(session, carrier, CARRIED, record_id, f"revision {revision}")


def list_carried(
    session: Session, scope: Scope, record_ids: Collection[str]
) -> frozenset[tuple[str, int]]:
    """Say which revisions of these records were brought in a file, as (record, number)."""
    query = select(AuditEvent.object, AuditEvent.detail).where(
        AuditEvent.study_id == scope.study_id,
        AuditEvent.action == CARRIED,
        AuditEvent.object.in_(record_ids),
    )
    rows = session.execute(query).all() if record_ids else []
    return frozenset((name, int(detail.removeprefix("revision "))) for name, detail in rows)


def is_noted(session: Session, scope: Scope, action: str, object_: str, detail: str) -> bool:
    """Say whether an event is in the log already."""
    query = select(AuditEvent.seq).where(
        AuditEvent.study_id == scope.study_id,
        AuditEvent.action == action,
        AuditEvent.object == object_,
        AuditEvent.detail == detail,
    )
    return session.scalar(query.limit(1)) is not None


def list_noted(session: Session, scope: Scope, action: str) -> frozenset[tuple[str, str]]:
    """Give the object and detail of every event of a kind."""
    query = select(AuditEvent.object, AuditEvent.detail).where(
        AuditEvent.study_id == scope.study_id, AuditEvent.action == action
    )
    return frozenset((name, detail) for name, detail in session.execute(query))


def newest_events(
    session: Session, scope: Scope, limit: int = 100, before: int | None = None
) -> tuple[Event, ...]:
    """List the newest events of a study, newest first; `before` gives older ones."""
    query = (
        select(AuditEvent)
        .where(AuditEvent.study_id == scope.study_id)
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(AuditEvent.seq < before)
    return tuple(
        Event(row.seq, row.at, row.actor, row.role, row.action, row.object, row.detail)
        for row in session.scalars(query)
    )
