"""What observers and moderators go to: lessons and group sessions."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.models import GroupSession, Lesson, LessonClaim, Participant, School, Wave
from app.store import audit
from app.store.scope import Scope
from instruments import records
from instruments.join_codes import join_code


@dataclass(frozen=True, slots=True)
class LessonView:
    """A visited lesson as pages show it."""

    id: str
    code: str
    wave: str
    teacher_id: int
    teacher: str
    school: str
    held_on: date | None
    made_by: str
    join_code: str = ""
    """What another observer types to join it."""
    starts_at: str = ""

    @property
    def plain(self) -> records.Lesson:
        """Give the lesson as exports read it."""
        return records.Lesson(self.code, self.teacher, self.school, self.held_on)


@dataclass(frozen=True, slots=True)
class GroupSessionView:
    """A focus group or interview as pages show it."""

    id: str
    code: str
    group: str
    wave: str
    held_on: date | None
    made_by: str

    @property
    def plain(self) -> records.GroupSession:
        """Give the session as exports read it."""
        return records.GroupSession(self.code, self.held_on, self.group)


def _lessons(scope: Scope) -> Select[Lesson, str, str, str]:
    return (
        select(Lesson, Wave.key, Participant.code, School.code)
        .join(Wave, Wave.id == Lesson.wave_id)
        .join(Participant, Participant.id == Lesson.participant_id)
        .join(School, School.id == Participant.school_id)
        .where(Lesson.study_id == scope.study_id, scope.school_condition())
        .order_by(Lesson.code)
    )


def _lesson_views(session: Session, query: Select[Lesson, str, str, str]) -> tuple[LessonView, ...]:
    return tuple(
        LessonView(
            row.id,
            row.code,
            key,
            row.participant_id,
            teacher,
            school,
            row.held_on,
            row.made_by,
            row.join_code or join_code(row.id),
            row.starts_at,
        )
        for row, key, teacher, school in session.execute(query)
    )


def list_lessons(session: Session, scope: Scope, wave: str = "") -> tuple[LessonView, ...]:
    """List the lessons in view by code, of one wave or of all."""
    query = _lessons(scope)
    return _lesson_views(session, query.where(Wave.key == wave) if wave else query)


def find_lesson(session: Session, scope: Scope, lesson_id: str) -> LessonView | None:
    """Find a lesson in view by its id, or by one under which a phone has joined it."""
    claim = session.get(LessonClaim, lesson_id)
    own = claim.lesson_id if claim else lesson_id
    return next(iter(_lesson_views(session, _lessons(scope).where(Lesson.id == own))), None)


def add_lesson(
    session: Session,
    scope: Scope,
    lesson_id: str,
    wave_id: int,
    teacher_id: int,
    held_on: date | None = None,
    code: str = "",
    starts_at: str = "",
    joins: str = "",
) -> str:
    """Add a lesson, or find the one with this id; give its code.

    `joins` is the code of a lesson that is not here yet, where a second observer was first.
    """
    row = session.get(Lesson, lesson_id)
    if row is None:
        code = code or _next_code(session, scope, Lesson, "L")
        row = Lesson(
            id=lesson_id,
            study_id=scope.study_id,
            code=code,
            wave_id=wave_id,
            participant_id=teacher_id,
            held_on=held_on,
            made_by=scope.actor,
            join_code=joins or join_code(lesson_id),
            starts_at=starts_at,
        )
        session.add(row)
        session.flush()
        audit.note(session, scope, "lesson.added", code)
    return row.code


def list_group_sessions(
    session: Session, scope: Scope, wave: str = ""
) -> tuple[GroupSessionView, ...]:
    """List the group sessions of a study by code; a moderator sees the own ones."""
    query = (
        select(GroupSession, Wave.key)
        .join(Wave, Wave.id == GroupSession.wave_id)
        .where(GroupSession.study_id == scope.study_id)
        .order_by(GroupSession.code)
    )
    if wave:
        query = query.where(Wave.key == wave)
    if scope.role == "moderator":
        query = query.where(GroupSession.made_by == scope.actor)
    return tuple(
        GroupSessionView(row.id, row.code, row.group, key, row.held_on, row.made_by)
        for row, key in session.execute(query)
    )


def find_group_session(session: Session, scope: Scope, session_id: str) -> GroupSessionView | None:
    """Find a group session in view by id."""
    rows = list_group_sessions(session, scope)
    return next((row for row in rows if row.id == session_id), None)


def add_group_session(
    session: Session,
    scope: Scope,
    session_id: str,
    wave_id: int,
    held_on: date | None = None,
    group: str = "",
    code: str = "",
) -> str:
    """Add a group session, or find the one with this id; give its code."""
    row = session.get(GroupSession, session_id)
    if row is None:
        code = code or _next_code(session, scope, GroupSession, "G")
        row = GroupSession(
            id=session_id,
            study_id=scope.study_id,
            code=code,
            group=group,
            wave_id=wave_id,
            held_on=held_on,
            made_by=scope.actor,
        )
        session.add(row)
        session.flush()
        audit.note(session, scope, "group_session.added", code)
    return row.code


def is_taken(session: Session, visit_id: str) -> bool:
    """Say whether a lesson or group session has this id, in whatever study."""
    tables = (Lesson, LessonClaim, GroupSession)
    return any(session.get(table, visit_id) is not None for table in tables)


def _next_code(
    session: Session, scope: Scope, table: type[Lesson] | type[GroupSession], letter: str
) -> str:
    used = set(session.scalars(select(table.code).where(table.study_id == scope.study_id)))
    number = len(used) + 1
    while f"{letter}{number:03d}" in used:
        number += 1
    return f"{letter}{number:03d}"
