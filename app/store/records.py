"""Keep a filled-in instrument exactly once: the one write path of every record."""

from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select
from sqlalchemy.orm import Session

from app.models import Record, Revision, Wave
from app.store import audit
from app.store.receipts import Receipt, receipt_number
from app.store.scope import Scope
from app.store.subjects import Subject, by_subject, in_study, named
from instruments.definitions import Answers, Instrument
from instruments.records import REFERENCE, canonical, digest

Kept = Row[*tuple[Any, ...]]


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
    clock_off_s: int | None = None
    happened_on: date | None = None
    parent: int | None = None
    """The number of the revision that this one mends."""
    reason: str = ""


def occurrence(instrument: Instrument, answers: Answers) -> str:
    """Tell apart several records about the same: the answers of the distinguishing items."""
    return "|".join(str(answers.get(code, "")) for code in instrument.distinct_by)


KNOWN = select(
    Record.study_id,
    Record.wave_id,
    Record.instrument,
    Record.participant_id,
    Record.lesson_id,
    Record.group_session_id,
    Record.author,
    Record.part,
    Record.newest,
    Record.late,
    Record.conflict,
    Record.duplicate_of,
).where(Record.id == bindparam("id"))
RECEIVED = select(Revision.receipt, Revision.sha256, Revision.received_at, Revision.number).where(
    Revision.record_id == bindparam("id")
)
ANSWERED = (
    RECEIVED.where(Revision.sha256 == bindparam("sha256")).order_by(Revision.number.desc()).limit(1)
)
NEWEST = RECEIVED.where(Revision.number == bindparam("number"))
ADD_RECORD = insert(Record.metadata.tables[Record.__tablename__])
ADD_REVISION = insert(Revision.metadata.tables[Revision.__tablename__])


class ForeignRecord(Exception):
    """The id belongs to a record of another study, of somebody else or about something else."""


def keep(
    session: Session, scope: Scope, sent: Submission, beforehand: Callable[[], None] | None = None
) -> Receipt:
    """Keep what was sent, exactly once; call it inside `writing()`, show the receipt after.

    The same id and answers give the same receipt. Other answers under the same id become a
    revision; where they do not mend the newest one they are flagged for a person to decide.
    `beforehand` writes what must stand before answers that are new, such as the consent.
    """
    sha256 = digest(sent.instrument.key, sent.instrument.version, sent.answers)
    known = _known(session, scope, sent)
    again = _again(session, known, sent, sha256) if known is not None else None
    if again is not None:
        return again
    if beforehand is not None:
        beforehand()
    if known is None:
        return _keep_new(session, scope, sent, sha256)
    return add_revision(session, scope, sent, late=_is_late(session, sent))


def find_newest(session: Session, scope: Scope, sent: Submission) -> Receipt | None:
    """Find the receipt of the newest revision of a record, whatever was answered in it."""
    known = _known(session, scope, sent)
    if known is None:
        return None
    row = session.connection().execute(NEWEST, {"id": sent.id, "number": known.newest}).one()
    return Receipt(*row, late=known.late, conflict=known.conflict)


def _known(session: Session, scope: Scope, sent: Submission) -> Kept | None:
    """Find the record with this id; whatever else it is about, it is not what was sent."""
    row = session.connection().execute(KNOWN, {"id": sent.id}).first()
    if row is None:
        return None
    own = (scope.study_id, sent.wave_id, sent.instrument.key, *astuple(sent.subject))
    if tuple(row[: len(own)]) != own:
        raise ForeignRecord(sent.id)
    other_part = {row.part, sent.part} & REFERENCE and row.part != sent.part
    if row.participant_id is None and (row.author != sent.author or other_part):
        raise ForeignRecord(sent.id)
    return row


def _again(session: Session, known: Kept, sent: Submission, sha256: str) -> Receipt | None:
    values = {"id": sent.id, "sha256": sha256}
    row = session.connection().execute(ANSWERED, values).first()
    # The same answers again are a repetition, unless somebody mends the newest revision back.
    if row is None or (sent.parent == known.newest and row.number != known.newest):
        return None
    conflict = known.conflict or known.duplicate_of is not None
    return Receipt(*row, late=known.late, conflict=conflict, again=True)


def add_revision(
    session: Session, scope: Scope, sent: Submission, *, late: bool = False
) -> Receipt:
    """Add a revision to a record that is there; one that mends the newest does not clash."""
    sha256 = digest(sent.instrument.key, sent.instrument.version, sent.answers)
    row = session.get_one(Record, sent.id)
    revision = _revision(scope, sent, row.newest + 1, sha256)
    session.connection().execute(ADD_REVISION, revision)
    row.conflict = row.conflict or sent.parent != row.newest
    row.late = row.late or late
    if sent.client_at and row.started_at and row.started_at > sent.client_at:
        row.started_at = sent.started_at  # these answers were begun on another phone, and earlier
    row.newest += 1
    session.flush()
    subject = Subject(row.participant_id, row.lesson_id, row.group_session_id)
    _note(session, scope, revision, about_what(subject, row.wave_id, row.instrument))
    return Receipt(
        revision["receipt"],
        sha256,
        revision["received_at"],
        row.newest,
        row.late,
        row.conflict or row.duplicate_of is not None,
    )


def _keep_new(session: Session, scope: Scope, sent: Submission, sha256: str) -> Receipt:
    session.flush()
    late = _is_late(session, sent)
    duplicate_of = _same(session, scope, sent)
    record = {
        "id": sent.id,
        "study_id": scope.study_id,
        "wave_id": sent.wave_id,
        "instrument": sent.instrument.key,
        "participant_id": sent.subject.participant_id,
        "lesson_id": sent.subject.lesson_id,
        "group_session_id": sent.subject.group_session_id,
        "occurrence": occurrence(sent.instrument, sent.answers),
        "author": sent.author,
        "part": sent.part,
        "mode": sent.mode,
        "duplicate_of": duplicate_of,
        "conflict": False,
        "settled": False,
        "late": late,
        "started_at": sent.started_at,
        "newest": 1,
    }
    revision = _revision(scope, sent, 1, sha256)
    session.connection().execute(ADD_RECORD, record)
    session.connection().execute(ADD_REVISION, revision)
    _note(session, scope, revision, about_what(sent.subject, sent.wave_id, sent.instrument.key))
    received_at = revision["received_at"]
    return Receipt(revision["receipt"], sha256, received_at, 1, late, duplicate_of is not None)


def _is_late(session: Session, sent: Submission) -> bool:
    """Say whether a phone sent for a wave that has closed."""
    state = session.connection().scalar(WAVE_STATE, {"id": sent.wave_id})
    return state == "closed" and sent.mode in ("web", "offline")


def about_what(subject: Subject, wave_id: int, instrument: str) -> str:
    """Say in one string what a record is about, as its event carries it."""
    return f"{subject.name} w{wave_id} {instrument}"


def _note(session: Session, scope: Scope, revision: Mapping[str, Any], about: str) -> None:
    detail = f"revision {revision['number']} {revision['sha256'][:12]} {about}"
    audit.note(session, scope, audit.KEPT, revision["record_id"], detail)


WAVE_STATE = select(Wave.state).where(Wave.id == bindparam("id"))


SAME = by_subject(
    select(Record.id, Record.author, Record.part)
    .where(
        in_study(Record.study_id),
        Record.wave_id == bindparam("wave_id"),
        Record.instrument == bindparam("instrument"),
        Record.occurrence == bindparam("occurrence"),
        Record.duplicate_of.is_(None),
    )
    .order_by(Record.id)
)


def _same(session: Session, scope: Scope, sent: Submission) -> str | None:
    """Find an earlier record about the same that this one would double."""
    kind, number = named(sent.subject)
    values = {
        "study_id": scope.study_id,
        "wave_id": sent.wave_id,
        "instrument": sent.instrument.key,
        "occurrence": occurrence(sent.instrument, sent.answers),
        "subject": number,
    }
    for record_id, author, part in session.connection().execute(SAME[kind], values):
        # Two observers code one lesson: only the own record would be doubled there. What they
        # agreed on, and the codes of a master, are one each, whoever wrote them.
        beside = {part, sent.part} & REFERENCE
        same = part == sent.part if beside else author == sent.author
        if kind == "participant" or same:
            return str(record_id)
    return None


def _revision(scope: Scope, sent: Submission, number: int, sha256: str) -> dict[str, Any]:
    return {
        "study_id": scope.study_id,
        "record_id": sent.id,
        "number": number,
        "parent": number - 1 or None,
        "version": sent.instrument.version,
        "body": canonical(sent.answers),
        "sha256": sha256,
        "status": sent.status,
        "language": sent.language,
        "author": sent.author,
        "reason": sent.reason,
        "client_at": sent.client_at,
        "clock_off_s": sent.clock_off_s,
        "happened_on": sent.happened_on,
        "received_at": datetime.now(UTC),
        "receipt": receipt_number(sent.id, number, sha256),
    }
