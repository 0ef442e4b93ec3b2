"""Read records back as plain data, for pages and exports."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.models import GroupSession, Lesson, Participant, Record, Revision, School, Wave
from app.store.scope import Scope
from app.store.subjects import Subject, about
from instruments import records
from instruments.records import Mode, Part, Status, from_json

PARTS, STATUSES, MODES = ({str(one): one for one in kind} for kind in (Part, Status, Mode))
Query = Select[*tuple[Any, ...]]


def submitted_at(mode: InstrumentedAttribute[str]) -> ColumnElement[datetime | None]:
    """Give the column of the moment at which a revision was handed in, as far as it is known."""
    # When a file was imported says nothing of when its rows were filled in.
    return case(
        (mode == Mode.IMPORT.value, Revision.client_at),
        else_=func.coalesce(Revision.client_at, Revision.received_at),
    )


COLUMNS = (
    Record.id,
    Record.instrument,
    Revision.version,
    Wave.key,
    Revision.body,
    func.coalesce(Participant.code, ""),
    func.coalesce(Lesson.code, ""),
    func.coalesce(GroupSession.code, ""),
    Record.occurrence,
    Record.author,
    Record.part,
    Revision.status,
    Record.mode,
    Revision.language,
    Revision.receipt,
    Revision.number,
    Record.started_at,
    submitted_at(Record.mode),
    Revision.received_at,
    Revision.clock_off_s,
    Revision.happened_on,
    Record.late,
    Record.conflict,
)
"""Columns in the order of a record, not rows of the tables: an export reads 100,000 of them and
changes none."""

ABOUT_CODE = func.coalesce(Participant.code, Lesson.code, GroupSession.code)
IN_ORDER = (ABOUT_CODE, Wave.number, Record.occurrence, Record.part, Record.id)
"""The order in which exports read."""


def _query(scope: Scope) -> Query:
    query = (
        select(*COLUMNS)
        .select_from(Record)
        .join(
            Revision,
            (Revision.record_id == Record.id) & (Revision.number == Record.newest),
        )
        .join(Wave, Wave.id == Record.wave_id)
        .outerjoin(Participant, Participant.id == Record.participant_id)
        .outerjoin(Lesson, Lesson.id == Record.lesson_id)
        .outerjoin(GroupSession, GroupSession.id == Record.group_session_id)
        .where(Record.study_id == scope.study_id)
        .order_by(*IN_ORDER)
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


def _plain(row: Row[*tuple[Any, ...]]) -> records.Record:
    fields: list[Any] = [*row]
    fields[4] = from_json(row[4])
    fields[10:13] = PARTS[row[10]], STATUSES[row[11]], MODES[row[12]]
    return records.Record(*fields)


def read_plain(session: Session, query: Query) -> Iterator[records.Record]:
    """Read plain rows past the session's own objects, of which there are none here."""
    return map(_plain, session.connection().execute(query))


def counting(scope: Scope, wave: str | None = None) -> Query:
    """Select the records that count, of one wave or of all, in the order that exports state."""
    query = _query(scope).where(Record.duplicate_of.is_(None))
    return query if wave is None else query.where(Wave.key == wave)


def read_records(
    session: Session, scope: Scope, instrument: str, wave: str | None = None
) -> Iterator[records.Record]:
    """Read the records of an instrument one by one, in the order that exports state.

    Doubles are left out; they wait for the coordinator in `list_open_conflicts`.
    """
    query = counting(scope, wave).where(Record.instrument == instrument)
    yield from read_plain(session, query.execution_options(yield_per=500))


def find_record(session: Session, scope: Scope, record_id: str) -> records.Record | None:
    """Find a record in view by id."""
    return next(read_plain(session, _query(scope).where(Record.id == record_id)), None)


def find_counting(
    session: Session, scope: Scope, wave_id: int, instrument: str, subject: Subject
) -> records.Record | None:
    """Find the record about a subject that counts, where there is one: the last received."""
    query = (
        _query(scope)
        .where(
            about(subject),
            Record.wave_id == wave_id,
            Record.instrument == instrument,
            Record.duplicate_of.is_(None),
        )
        .order_by(None)
        .order_by(Revision.received_at.desc(), Record.id)
    )
    return next(read_plain(session, query.limit(1)), None)


def list_about(
    session: Session, scope: Scope, subject: Subject, author: str = ""
) -> tuple[records.Record, ...]:
    """List the records about a subject, of one author or of all."""
    query = _query(scope).where(about(subject))
    if author:
        query = query.where(Record.author == author)
    return tuple(read_plain(session, query))


def list_coded(
    session: Session, scope: Scope, lesson_id: str, instrument: str
) -> tuple[records.Record, ...]:
    """List the records of an instrument about a lesson that count, in the order of their parts."""
    query = _query(scope).where(
        Record.lesson_id == lesson_id,
        Record.instrument == instrument,
        Record.duplicate_of.is_(None),
    )
    return tuple(read_plain(session, query))


def list_of_visits(
    session: Session, scope: Scope, ids: Sequence[str]
) -> tuple[records.Record, ...]:
    """List the records about lessons or group sessions, by their ids."""
    condition = Record.lesson_id.in_(ids) | Record.group_session_id.in_(ids)
    return tuple(_plain(row) for row in session.execute(_query(scope).where(condition)))


@dataclass(frozen=True, slots=True)
class Named:
    """What a record is about and which instrument it is, without its answers."""

    about: str
    instrument: str
    wave: str


def name_records(session: Session, scope: Scope, ids: Sequence[str]) -> Mapping[str, Named]:
    """Name the records in view by their ids, for pages that must not read answers."""
    query = (
        _query(scope)
        .where(Record.id.in_(ids))
        .with_only_columns(Record.id, ABOUT_CODE, Record.instrument, Wave.key)
    )
    return {row[0]: Named(*row[1:]) for row in session.execute(query)}


UNDECIDED = Record.conflict | (Record.duplicate_of.is_not(None) & Record.settled.is_(False))
LISTED = 300
"""Records that one page of the tray lists at most; its counts are of all."""


def list_open_conflicts(session: Session, scope: Scope) -> tuple[records.Record, ...]:
    """List the records that wait for a decision: doubles and clashing revisions."""
    query = _query(scope).where(UNDECIDED).limit(LISTED)
    return tuple(read_plain(session, query))


def list_late(session: Session, scope: Scope) -> tuple[records.Record, ...]:
    """List what came after its wave was closed."""
    query = _query(scope).where(Record.late).limit(LISTED)
    return tuple(read_plain(session, query))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many records wait in the tray."""

    undecided: int
    late: int


def count_waiting(session: Session, scope: Scope) -> Waiting:
    """Count what waits for a decision and what came late."""

    def count(condition: ColumnElement[bool]) -> int:
        found = _query(scope).where(condition).with_only_columns(Record.id).order_by(None)
        return session.scalar(select(func.count()).select_from(found.subquery())) or 0

    return Waiting(count(UNDECIDED), count(Record.late.is_(True)))


def find_by_receipt(session: Session, scope: Scope, receipt: str) -> tuple[records.Record, ...]:
    """Look up a receipt number that somebody reads out from a phone."""
    ids: Iterable[str] = session.scalars(
        select(Revision.record_id).where(
            Revision.study_id == scope.study_id, Revision.receipt == receipt.strip().upper()
        )
    ).all()
    query = _query(scope).where(Record.id.in_(ids))
    return tuple(read_plain(session, query))


def count_records(session: Session, scope: Scope) -> Mapping[tuple[str, str], int]:
    """Count the records of a study by (instrument, wave key), without doubles."""
    query = (
        select(Record.instrument, Wave.key, func.count())
        .join(Wave, Wave.id == Record.wave_id)
        .where(Record.study_id == scope.study_id, Record.duplicate_of.is_(None))
        .group_by(Record.instrument, Wave.key)
    )
    return {(key, wave): number for key, wave, number in session.execute(query)}
