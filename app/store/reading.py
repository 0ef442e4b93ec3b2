"""Read records back as plain data, for pages and exports."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Row as SqlRow
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.models import GroupSession, Lesson, Participant, Record, Revision, School, Wave
from app.store.records import Subject, about
from app.store.scope import Scope
from instruments import records
from instruments.records import Mode, Part, Status, from_json

Row = SqlRow[Record, Revision, str, str, str, str]
Query = Select[Record, Revision, str, str, str, str]


def _query(scope: Scope) -> Query:
    about_code = func.coalesce(Participant.code, Lesson.code, GroupSession.code)
    query = (
        select(Record, Revision, Wave.key, Participant.code, Lesson.code, GroupSession.code)
        .join(
            Revision,
            (Revision.record_id == Record.id) & (Revision.number == Record.newest),
        )
        .join(Wave, Wave.id == Record.wave_id)
        .outerjoin(Participant, Participant.id == Record.participant_id)
        .outerjoin(Lesson, Lesson.id == Record.lesson_id)
        .outerjoin(GroupSession, GroupSession.id == Record.group_session_id)
        .where(Record.study_id == scope.study_id)
        .order_by(about_code, Wave.number, Record.occurrence, Record.part, Record.id)
    )
    return _in_view(query, scope) if scope.schools else query


def _in_view(query: Query, scope: Scope) -> Query:
    """Restrict to the schools in view: of the participant, or of the lesson's teacher."""
    seen = (
        select(Participant.id)
        .join(School, School.id == Participant.school_id)
        .where(scope.school_condition())
    )
    lessons = select(Lesson.id).where(Lesson.participant_id.in_(seen))
    return query.where(
        Record.participant_id.in_(seen)
        | Record.lesson_id.in_(lessons)
        | Record.group_session_id.is_not(None)
    )


def _plain(row: Row) -> records.Record:
    record, revision, wave, participant, lesson, group_session = row
    answers = from_json(revision.body)
    return records.Record(
        id=record.id,
        instrument=record.instrument,
        version=revision.version,
        wave=wave,
        answers=answers,
        participant=participant or "",
        lesson=lesson or "",
        group_session=group_session or "",
        occurrence=record.occurrence,
        author=record.author,
        part=Part(record.part),
        status=Status(revision.status),
        mode=Mode(record.mode),
        language=revision.language,
        receipt=revision.receipt,
        revision=revision.number,
        started_at=record.started_at,
        submitted_at=revision.client_at or revision.received_at,
        received_at=revision.received_at,
        late=record.late,
        conflict=record.conflict,
    )


def read_records(
    session: Session, scope: Scope, instrument: str, wave: str | None = None
) -> Iterator[records.Record]:
    """Read the records of an instrument one by one, in the order that exports state.

    Doubles are left out; they wait for the coordinator in `list_open_conflicts`.
    """
    query = _query(scope).where(Record.instrument == instrument, Record.duplicate_of.is_(None))
    if wave is not None:
        query = query.where(Wave.key == wave)
    for row in session.execute(query.execution_options(yield_per=500)):
        yield _plain(row)


def find_record(session: Session, scope: Scope, record_id: str) -> records.Record | None:
    """Find a record in view by id."""
    row = session.execute(_query(scope).where(Record.id == record_id)).first()
    return _plain(row) if row else None


def list_about(
    session: Session, scope: Scope, subject: Subject, author: str = ""
) -> tuple[records.Record, ...]:
    """List the records about a subject, of one author or of all."""
    query = _query(scope).where(about(subject))
    if author:
        query = query.where(Record.author == author)
    return tuple(_plain(row) for row in session.execute(query))


def list_open_conflicts(session: Session, scope: Scope) -> tuple[records.Record, ...]:
    """List the records that wait for a decision: doubles and clashing revisions."""
    double = Record.duplicate_of.is_not(None) & Record.settled.is_(False)
    query = _query(scope).where(Record.conflict | double)
    return tuple(_plain(row) for row in session.execute(query))


def list_late(session: Session, scope: Scope) -> tuple[records.Record, ...]:
    """List what came after its wave was closed."""
    return tuple(_plain(row) for row in session.execute(_query(scope).where(Record.late)))


def find_by_receipt(session: Session, scope: Scope, receipt: str) -> tuple[records.Record, ...]:
    """Look up a receipt number that somebody reads out from a phone."""
    ids: Iterable[str] = session.scalars(
        select(Revision.record_id).where(
            Revision.study_id == scope.study_id, Revision.receipt == receipt.strip().upper()
        )
    ).all()
    query = _query(scope).where(Record.id.in_(ids))
    return tuple(_plain(row) for row in session.execute(query))
