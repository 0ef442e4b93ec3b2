"""Receipts: what is true after the commit, and the number that the screen shows."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.models import Record, Revision
from app.store.scope import Scope
from app.store.subjects import Subject, by_subject, in_study, named


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is true after the commit: these answers are on the disk."""

    number: str
    sha256: str
    received_at: datetime
    revision: int
    late: bool = False
    conflict: bool = False
    again: bool = field(default=False, compare=False)
    """Whether the same had been received before."""


def receipt_number(record_id: str, revision: int, sha256: str) -> str:
    """Make the number that the screen shows, such as 7F3A-91C2."""
    seed = f"{record_id}/{revision}/{sha256}"
    sign = hashlib.sha256(seed.encode()).hexdigest()[:8].upper()
    return f"{sign[:4]}-{sign[4:]}"


RECEIPT = by_subject(
    select(
        Revision.receipt,
        Revision.sha256,
        Revision.received_at,
        Revision.number,
        Record.late,
        Record.conflict,
    )
    .join(Revision, Revision.record_id == Record.id)
    .where(
        in_study(Record.study_id),
        Record.wave_id == bindparam("wave_id"),
        Record.instrument == bindparam("instrument"),
        Record.duplicate_of.is_(None),
        Revision.number == Record.newest,
    )
    .order_by(Revision.received_at.desc(), Record.id)
    .limit(1)
)


def find_receipt(
    session: Session, scope: Scope, wave_id: int, instrument: str, subject: Subject
) -> Receipt | None:
    """Find the newest receipt for an instrument about a subject in a wave."""
    kind, number = named(subject)
    values = {
        "study_id": scope.study_id,
        "wave_id": wave_id,
        "instrument": instrument,
        "subject": number,
    }
    row = session.connection().execute(RECEIPT[kind], values).first()
    return Receipt(*row) if row else None
