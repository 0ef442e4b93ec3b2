"""Keep a filled-in instrument exactly once: the one write path of every record."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.models import Record, Revision, Wave
from app.store import audit
from app.store.scope import Scope
from instruments.definitions import Answers, Instrument
from instruments.records import canonical, digest


@dataclass(frozen=True, slots=True)
class Subject:
    """What a record is about: exactly one of the three."""

    participant_id: int | None = None
    lesson_id: str | None = None
    group_session_id: str | None = None

    @property
    def name(self) -> str:
        """Name the subject in one string."""
        return f"p{self.participant_id}" if self.participant_id else self._visit

    @property
    def _visit(self) -> str:
        return f"l{self.lesson_id}" if self.lesson_id else f"g{self.group_session_id}"


@dataclass(frozen=True, slots=True)
class Submission:
    """One filled-in instrument as it arrives, validated."""

    id: str
    wave_id: int
    instrument: Instrument
    subject: Subject
    answers: Answers
    author: str
    mode: str = "web"
    part: str = ""
    status: str = "complete"
    language: str = "kk"
    started_at: datetime | None = None
    client_at: datetime | None = None
    parent: int | None = None
    """The number of the revision that this one mends."""
    reason: str = ""


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


def occurrence(instrument: Instrument, answers: Answers) -> str:
    """Tell apart several records about the same: the answers of the distinguishing items."""
    return "|".join(str(answers.get(code, "")) for code in instrument.distinct_by)


def keep(session: Session, scope: Scope, sent: Submission) -> Receipt:
    """Keep what was sent, exactly once; call it inside `writing()`, show the receipt after.

    The same id and answers give the same receipt. Other answers under the same id become a
    revision; where they do not mend the newest one they are flagged for a person to decide.
    """
    sha256 = digest(sent.instrument.key, sent.instrument.version, sent.answers)
    row = session.get(Record, sent.id)
    if row is None:
        row = _new_record(session, scope, sent)
    elif row.study_id != scope.study_id:
        raise ForeignRecord(sent.id)
    known = session.scalar(
        select(Revision).where(Revision.record_id == row.id, Revision.sha256 == sha256)
    )
    if known is not None:
        return _receipt(row, known, again=True)
    if row.newest and sent.parent != row.newest:
        row.conflict = True
    revision = _new_revision(scope, sent, row, sha256)
    session.add(revision)
    row.newest = revision.number
    session.flush()
    audit.note(session, scope, "record.kept", row.id, f"revision {revision.number} {sha256[:12]}")
    return _receipt(row, revision)


class ForeignRecord(Exception):
    """The id belongs to a record of another study."""


def _new_record(session: Session, scope: Scope, sent: Submission) -> Record:
    wave_state = session.scalar(select(Wave.state).where(Wave.id == sent.wave_id))
    row = Record(
        id=sent.id,
        study_id=scope.study_id,
        wave_id=sent.wave_id,
        instrument=sent.instrument.key,
        participant_id=sent.subject.participant_id,
        lesson_id=sent.subject.lesson_id,
        group_session_id=sent.subject.group_session_id,
        occurrence=occurrence(sent.instrument, sent.answers),
        author=sent.author,
        part=sent.part,
        mode=sent.mode,
        duplicate_of=_same(session, scope, sent),
        late=wave_state == "closed" and sent.mode in ("web", "offline"),
        started_at=sent.started_at,
        newest=0,
        conflict=False,
        settled=False,
    )
    session.add(row)
    session.flush()
    return row


def about(subject: Subject) -> ColumnElement[bool]:
    """Find the records about a subject."""
    if subject.participant_id is not None:
        return Record.participant_id == subject.participant_id
    if subject.lesson_id is not None:
        return Record.lesson_id == subject.lesson_id
    return Record.group_session_id == subject.group_session_id


def _same(session: Session, scope: Scope, sent: Submission) -> str | None:
    """Find an earlier record about the same that this one would double."""
    query = select(Record.id).where(
        Record.study_id == scope.study_id,
        Record.wave_id == sent.wave_id,
        Record.instrument == sent.instrument.key,
        Record.occurrence == occurrence(sent.instrument, sent.answers),
        Record.duplicate_of.is_(None),
        about(sent.subject),
    )
    if sent.subject.participant_id is None:
        query = query.where(Record.author == sent.author)  # two observers code one lesson
    return session.scalar(query.order_by(Record.id).limit(1))


def _new_revision(scope: Scope, sent: Submission, row: Record, sha256: str) -> Revision:
    return Revision(
        study_id=scope.study_id,
        record_id=row.id,
        number=row.newest + 1,
        parent=row.newest or None,
        version=sent.instrument.version,
        body=canonical(sent.answers),
        sha256=sha256,
        status=sent.status,
        language=sent.language,
        author=sent.author,
        reason=sent.reason,
        client_at=sent.client_at,
        received_at=datetime.now(UTC),
        receipt=receipt_number(row.id, sha256),
    )


def receipt_number(record_id: str, sha256: str) -> str:
    """Make the number that the screen shows, such as 7F3A-91C2."""
    sign = hashlib.sha256(f"{record_id}/{sha256}".encode()).hexdigest()[:8].upper()
    return f"{sign[:4]}-{sign[4:]}"


def _receipt(row: Record, revision: Revision, *, again: bool = False) -> Receipt:
    return Receipt(
        revision.receipt,
        revision.sha256,
        revision.received_at,
        revision.number,
        row.late,
        row.conflict or row.duplicate_of is not None,
        again,
    )


def find_receipt(
    session: Session, scope: Scope, wave_id: int, instrument: str, subject: Subject
) -> Receipt | None:
    """Find the newest receipt for an instrument about a subject in a wave."""
    query = (
        select(Record, Revision)
        .join(Revision, Revision.record_id == Record.id)
        .where(
            Record.study_id == scope.study_id,
            Record.wave_id == wave_id,
            Record.instrument == instrument,
            Record.duplicate_of.is_(None),
            Revision.number == Record.newest,
            about(subject),
        )
        .order_by(Revision.received_at.desc(), Record.id)
        .limit(1)
    )
    found = session.execute(query).first()
    return _receipt(*found) if found else None


def count_records(session: Session, scope: Scope) -> Mapping[tuple[str, str], int]:
    """Count the records of a study by (instrument, wave key), without doubles."""
    query = (
        select(Record.instrument, Wave.key, func.count())
        .join(Wave, Wave.id == Record.wave_id)
        .where(Record.study_id == scope.study_id, Record.duplicate_of.is_(None))
        .group_by(Record.instrument, Wave.key)
    )
    return {(key, wave): number for key, wave, number in session.execute(query)}
