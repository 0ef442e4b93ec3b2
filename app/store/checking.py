"""Check what was kept: the audit chain, every receipt and every record against its events."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.db import Unopenable
from app.models import AuditEvent, Record, Revision
from app.store.audit import KEPT, broken_links, chain_head
from app.store.freezes import broken_freezes
from app.store.receipts import receipt_number
from app.store.records import about_what
from app.store.subjects import Subject
from instruments.records import digest, from_json


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    what: str
    checked: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """What a database holds, in a few words that are true of every whole copy of it."""

    receipts: int
    records: int
    events: int
    last_event: str
    """The hash of the newest event: it stands for the whole chain before it."""
    faults: tuple[str, ...]


def holding(session: Session) -> Holding:
    """Check everything in a SQLite database and tell what it holds."""
    if damage := file_damage(session):
        raise Unopenable(f"The database file is damaged: {damage}")
    findings = verify_all(session)
    checked = {finding.what: finding.checked for finding in findings}
    return Holding(
        receipts=checked["receipts"],
        records=checked["records"],
        events=checked["audit events"],
        last_event=chain_head(session).hash,
        faults=tuple(fault for finding in findings for fault in finding.faults),
    )


def verify_all(session: Session) -> tuple[Finding, ...]:
    """Run every check."""
    return (
        _audit(session),
        _receipts(session),
        _newest(session),
        _noted(session),
        _freezes(session),
    )


def ask(session: Session) -> None:
    """Ask the database anything at all; it raises when it does not answer."""
    session.execute(text("SELECT 1"))


def file_damage(session: Session) -> str:
    """Describe what is torn in a SQLite file; empty when nothing is."""
    try:
        answer = str(session.execute(text("PRAGMA integrity_check")).scalar())
    except DBAPIError as torn:
        return str(torn.orig)
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


def _freezes(session: Session) -> Finding:
    found = list(broken_freezes(session))
    return Finding("freezes", len(found), tuple(name for name, broken in found if broken))


DETAIL = re.compile(r"revision (\d+) ([0-9a-f]{12})(?: (.+))?")
"""The detail of an event `record.kept`; what the record is about was not noted at first."""


@dataclass(frozen=True, slots=True)
class Held:
    """A revision as the tables hold it now, in the words of its event."""

    study_id: int
    sha256: str
    about: str


def _noted(session: Session) -> Finding:
    """Compare every revision with its event, and every event with its revision."""
    held = _held(session)
    seen: set[tuple[str, int]] = set()
    faults = list(_against_events(session, held, seen))
    unnoted = [key for key in held if key not in seen]
    faults += [f"record {record}, revision {number}: not in the log" for record, number in unnoted]
    return Finding("revisions in the log", len(held), tuple(faults))


def _held(session: Session) -> dict[tuple[str, int], Held]:
    query = (
        select(
            Revision.record_id,
            Revision.number,
            Revision.sha256,
            Record.study_id,
            Record.wave_id,
            Record.instrument,
            Record.participant_id,
            Record.lesson_id,
            Record.group_session_id,
        )
        .join(Record, Record.id == Revision.record_id)
        .order_by(Revision.id)
        .execution_options(yield_per=500)
    )
    return {
        (record, number): Held(
            study, sha256[:12], about_what(Subject(person, lesson, group), wave, key)
        )
        for record, number, sha256, study, wave, key, person, lesson, group in session.execute(
            query
        )
    }


def _against_events(
    session: Session, held: Mapping[tuple[str, int], Held], seen: set[tuple[str, int]]
) -> Iterator[str]:
    query = (
        select(AuditEvent.seq, AuditEvent.study_id, AuditEvent.object, AuditEvent.detail)
        .where(AuditEvent.action == KEPT)
        .order_by(AuditEvent.seq)
    )
    for seq, study_id, record, detail in session.execute(query):
        noted = DETAIL.fullmatch(detail)
        if noted is None:
            yield f"event {seq}: cannot be read"
            continue
        key = record, int(noted[1])
        seen.add(key)
        fault = _difference(held.get(key), study_id, noted[2], noted[3])
        if fault:
            yield f"record {record}, revision {noted[1]}: {fault}"


def _difference(row: Held | None, study_id: int | None, sha256: str, about: str | None) -> str:
    if row is None:
        return "is in the log and not in the tables"
    if row.sha256 != sha256:
        return "other answers than the log notes"
    if row.study_id != study_id or about not in (None, row.about):
        return "was received about something else"
    return ""
