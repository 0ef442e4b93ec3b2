"""Planned visits: which teacher is to be visited in a wave, by whom, and how far it is."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from app.models import Draft, Lesson, LessonClaim, Participant, PlannedVisit, Record, School, Wave
from app.store import audit
from app.store.scope import Scope
from app.store.work import is_beside
from instruments.records import REFERENCE

BECAME = func.coalesce(LessonClaim.lesson_id, PlannedVisit.lesson_id)
"""The lesson that a planned visit is: the one that it began, or the one that was there."""


class VisitState(StrEnum):
    """How far a planned visit is."""

    PLANNED = "planned"
    BEGUN = "begun"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class NewPlanned:
    """What a coordinator says of a visit that is to be."""

    wave_id: int
    teacher_id: int
    instrument: str
    observer: str
    second: str = ""
    planned_for: date | None = None
    starts_at: str = ""

    @property
    def who(self) -> str:
        """Name the observers as the log does."""
        return " ".join(filter(None, (self.observer, self.second)))


@dataclass(frozen=True, slots=True)
class PlannedView:
    """A planned visit as pages show it."""

    id: int
    lesson_id: str
    """The id with which a phone begins the lesson."""
    wave_id: int
    wave: str
    teacher_id: int
    teacher: str
    school: str
    instrument: str
    observer: str
    second: str
    planned_for: date | None
    starts_at: str
    began_as: str = ""
    """The id of the lesson that came of it: another one where two phones had begun it."""
    lesson: str = ""
    """The code of the lesson that came of it; empty until it begins."""
    written_by: tuple[str, ...] = ()
    """Whose record of the instrument has come."""
    begun_by: tuple[str, ...] = ()
    """Whose record is on its way."""

    @property
    def observers(self) -> tuple[str, ...]:
        """Name who is to go: one observer, or two."""
        return (self.observer, self.second) if self.second else (self.observer,)

    @property
    def state(self) -> VisitState:
        """Say how far it is: finished when as many people have sent it as were to go."""
        if len(self.written_by) >= len(self.observers):
            return VisitState.FINISHED
        begun = self.lesson or self.written_by or self.begun_by
        return VisitState.BEGUN if begun else VisitState.PLANNED

    @property
    def waits_for(self) -> tuple[str, ...]:
        """Name whose record is still to come."""
        if self.state is VisitState.FINISHED:
            return ()
        return tuple(one for one in self.observers if one not in self.written_by)

    def is_overdue(self, today: date) -> bool:
        """Say whether its day has passed and nothing has begun."""
        late = self.planned_for is not None and self.planned_for < today
        return late and self.state is VisitState.PLANNED


def list_planned(
    session: Session, scope: Scope, wave: str = "", observer: str = ""
) -> tuple[PlannedView, ...]:
    """List the planned visits in view by day, of one wave and observer or of all."""
    query = _query(scope)
    if wave:
        query = query.where(Wave.key == wave)
    if observer:
        query = query.where(or_(PlannedVisit.observer == observer, PlannedVisit.second == observer))
    return _views(session, query)


def find_planned(session: Session, scope: Scope, planned_id: int) -> PlannedView | None:
    """Find a planned visit in view by its number."""
    return next(iter(_views(session, _query(scope).where(PlannedVisit.id == planned_id))), None)


def find_planned_lesson(session: Session, scope: Scope, lesson_id: str) -> PlannedView | None:
    """Find the planned visit that begins with this id of a lesson."""
    query = _query(scope).where(PlannedVisit.lesson_id == lesson_id)
    return next(iter(_views(session, query)), None)


def add_planned(session: Session, scope: Scope, new: NewPlanned) -> int | None:
    """Plan a visit; give its number, or nothing where the teacher is out of view."""
    teacher = _teacher(session, scope, new.teacher_id)
    if teacher is None:
        return None
    row = PlannedVisit(study_id=scope.study_id, lesson_id=str(uuid.uuid4()))
    _write(row, new)
    session.add(row)
    session.flush()
    audit.note(session, scope, "visit.planned", teacher, new.who)
    return row.id


def change_planned(session: Session, scope: Scope, planned_id: int, new: NewPlanned) -> bool:
    """Change a planned visit; give False where it is out of view.

    Once it has begun, teacher, wave and instrument are those of the lesson and stay.
    """
    found = find_planned(session, scope, planned_id)
    teacher = _teacher(session, scope, new.teacher_id)
    if found is None or teacher is None:
        return False
    same = (found.wave_id, found.teacher_id, found.instrument)
    if found.state is not VisitState.PLANNED and same != (
        new.wave_id,
        new.teacher_id,
        new.instrument,
    ):
        return False
    _write(session.get_one(PlannedVisit, planned_id), new)
    session.flush()
    audit.note(session, scope, "visit.plan_changed", teacher, new.who)
    return True


def remove_planned(session: Session, scope: Scope, planned_id: int) -> bool:
    """Take a visit out of the plan; give False where it has begun or is out of view."""
    found = find_planned(session, scope, planned_id)
    if found is None or found.state is not VisitState.PLANNED:
        return False
    session.delete(session.get_one(PlannedVisit, planned_id))
    session.flush()
    who = " ".join(found.observers)
    audit.note(session, scope, "visit.plan_removed", found.teacher, who)
    return True


def _write(row: PlannedVisit, new: NewPlanned) -> None:
    row.wave_id, row.participant_id, row.instrument = new.wave_id, new.teacher_id, new.instrument
    row.observer, row.second = new.observer, new.second
    row.planned_for, row.starts_at = new.planned_for, new.starts_at


def _teacher(session: Session, scope: Scope, teacher_id: int) -> str | None:
    query = select(Participant.code).where(
        scope.participant_condition(), Participant.id == teacher_id, Participant.role == "teacher"
    )
    return session.scalar(query)


def _query(
    scope: Scope,
) -> Select[PlannedVisit, str, str, str, str, str | None]:
    """Ask for planned visits with the lesson that each became, by way of a claim or at once."""
    return (
        select(PlannedVisit, Wave.key, Participant.code, School.code, BECAME, Lesson.code)
        .join(Wave, Wave.id == PlannedVisit.wave_id)
        .join(Participant, Participant.id == PlannedVisit.participant_id)
        .join(School, School.id == Participant.school_id)
        .outerjoin(LessonClaim, LessonClaim.id == PlannedVisit.lesson_id)
        .outerjoin(Lesson, Lesson.id == BECAME)
        .where(PlannedVisit.study_id == scope.study_id, scope.school_condition())
        .order_by(
            Wave.number,
            PlannedVisit.planned_for.is_(None),
            PlannedVisit.planned_for,
            PlannedVisit.starts_at,
            PlannedVisit.id,
        )
    )


def _views(
    session: Session, query: Select[PlannedVisit, str, str, str, str, str | None]
) -> tuple[PlannedView, ...]:
    rows = session.execute(query).all()
    lessons = query.with_only_columns(BECAME).order_by(None)
    written, begun = _written(session, lessons), _begun(session, lessons)
    return tuple(
        PlannedView(
            row.id,
            row.lesson_id,
            row.wave_id,
            wave,
            row.participant_id,
            teacher,
            school,
            row.instrument,
            row.observer,
            row.second,
            row.planned_for,
            row.starts_at,
            became if code else "",
            code or "",
            written.get((became, row.instrument), ()),
            begun.get((became, row.instrument), ()),
        )
        for row, wave, teacher, school, became, code in rows
    )


ByWork = Mapping[tuple[str, str], tuple[str, ...]]
"""Codes of people by the id of a lesson and an instrument."""


def _written(session: Session, lessons: Select[str]) -> ByWork:
    query = (
        select(Record.lesson_id, Record.instrument, Record.author)
        .where(
            Record.lesson_id.in_(lessons),
            Record.duplicate_of.is_(None),
            Record.part.not_in(REFERENCE),
        )
        .distinct()
        .order_by(Record.author)
    )
    return _by_work(
        (lesson or "", instrument, author) for lesson, instrument, author in session.execute(query)
    )


def _begun(session: Session, lessons: Select[str]) -> ByWork:
    query = (
        select(Draft.lesson_id, Draft.instrument, Draft.owner)
        .where(Draft.lesson_id.in_(lessons))
        .order_by(Draft.owner)
    )
    return _by_work(
        (lesson or "", instrument, owner.rpartition("/")[2])
        for lesson, instrument, owner in session.execute(query)
        if not is_beside(owner)
    )


def _by_work(rows: Iterable[tuple[str, str, str]]) -> ByWork:
    found: dict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
    for lesson, instrument, author in rows:
        found[lesson, instrument] += (author,)
    return found
