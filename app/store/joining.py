"""Which lesson a visit is: a new one, or one that another observer's phone has begun.

Two observers code one lesson, each on an own phone and perhaps without a network: neither knows
the other's id. The second types the join code of the first, and whoever's phone gets through first
makes the lesson; the id of the other becomes a claim, whose address leads to it for ever.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.models import Draft, Lesson, LessonClaim, Participant, PlannedVisit, Record, School
from app.store import audit, visits
from app.store.scope import Scope
from app.store.visits import LessonView
from app.store.work import is_beside
from instruments.join_codes import beginnings, join_code
from instruments.records import REFERENCE, Part

SAME_HOUR = 20
"""Minutes: two visits of one teacher on one day that begin so close are visits of one lesson."""
OBSERVERS = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """What somebody says of the lesson that is being visited."""

    id: str
    """Made by the phone."""
    wave_id: int
    teacher_id: int
    held_on: date | None = None
    starts_at: str = ""
    joins: str = ""
    """The code of the lesson that another observer began; empty for one's own."""


def settle(session: Session, scope: Scope, facts: Facts) -> str:
    """Find the lesson that is meant, or make it; give its id. Call it inside `writing()`."""
    known = _known(session, facts.id)
    if known:
        return known
    shared = find_shared(session, scope, facts)
    if shared is None:
        visits.add_lesson(
            session,
            scope,
            facts.id,
            facts.wave_id,
            facts.teacher_id,
            facts.held_on,
            starts_at=facts.starts_at,
            joins=facts.joins,
        )
        return facts.id
    claim = LessonClaim(
        id=facts.id,
        study_id=scope.study_id,
        lesson_id=shared.id,
        participant_id=facts.teacher_id,
        held_on=facts.held_on,
        starts_at=facts.starts_at,
        made_by=scope.actor,
    )
    session.add(claim)
    session.flush()
    audit.note(session, scope, "lesson.joined", shared.code)
    return shared.id


def _known(session: Session, lesson_id: str) -> str:
    claim = session.get(LessonClaim, lesson_id)
    if claim is not None:
        return claim.lesson_id
    return lesson_id if session.get(Lesson, lesson_id) is not None else ""


def find_shared(session: Session, scope: Scope, facts: Facts) -> Lesson | None:
    """Find the lesson in view that another phone began, where these facts are about it."""
    found = list_by_code(session, scope, facts.joins or join_code(facts.id))
    near = [one for one in found if one.wave_id == facts.wave_id and is_near(one, facts.held_on)]
    if near:
        return min(near, key=lambda one: (_days(one.held_on, facts.held_on), one.id))
    return None if facts.joins else _at_same_hour(session, scope, facts)


def list_by_code(session: Session, scope: Scope, code: str) -> list[Lesson]:
    """List the lessons in view that have this code: their own, or one by which somebody came."""
    if not code:
        return []
    starts = beginnings(code)
    claims = select(LessonClaim.lesson_id).where(
        LessonClaim.study_id == scope.study_id, _begins(LessonClaim.id, starts)
    )
    older = (Lesson.join_code == "") & _begins(Lesson.id, starts)
    query = _in_view(scope, or_(Lesson.join_code == code, older, Lesson.id.in_(claims)))
    return list(session.scalars(query))


def _begins(column: InstrumentedAttribute[str], starts: tuple[str, ...]) -> ColumnElement[bool]:
    return func.substr(column, 1, len(starts[0])).in_(starts)


def _in_view(scope: Scope, condition: ColumnElement[bool]) -> Select[Lesson]:
    return (
        select(Lesson)
        .join(Participant, Participant.id == Lesson.participant_id)
        .join(School, School.id == Participant.school_id)
        .where(Lesson.study_id == scope.study_id, scope.school_condition(), condition)
        .order_by(Lesson.id)
    )


def _days(one: date | None, other: date | None) -> int:
    return abs((one - other).days) if one and other else 0


def is_near(lesson: Lesson, day: date | None) -> bool:
    """Say whether a lesson was held on this day or on the one before or after."""
    return _days(lesson.held_on, day) <= 1


def minutes_apart(one: str, other: str) -> int:
    """Count the minutes between two hours of a day; none where one is not known."""
    if not one or not other:
        return 0
    first, second = (int(hour[:2]) * 60 + int(hour[3:]) for hour in (one, other))
    return abs(first - second)


def _at_same_hour(session: Session, scope: Scope, facts: Facts) -> Lesson | None:
    """Find a lesson of another observer with the same teacher at about the same time."""
    if not facts.starts_at or not facts.held_on:
        return None
    query = _in_view(
        scope,
        (Lesson.wave_id == facts.wave_id)
        & (Lesson.participant_id == facts.teacher_id)
        & (Lesson.held_on == facts.held_on)
        & (Lesson.starts_at != "")
        & (Lesson.made_by != scope.actor),
    )
    found = [
        one
        for one in session.scalars(query)
        if minutes_apart(one.starts_at, facts.starts_at) <= SAME_HOUR
        and len(observers_of(session, one.id) - {scope.actor}) < OBSERVERS
    ]
    closest = [(minutes_apart(one.starts_at, facts.starts_at), one.id, one) for one in found]
    return min(closest)[2] if closest else None


def observers_of(session: Session, lesson_id: str) -> frozenset[str]:
    """Name everybody who has begun, joined or coded a lesson alone."""
    made = select(Lesson.made_by).where(Lesson.id == lesson_id)
    claimed = select(LessonClaim.made_by).where(LessonClaim.lesson_id == lesson_id)
    coded = select(Record.author).where(
        Record.lesson_id == lesson_id, Record.part.not_in(REFERENCE)
    )
    begun = session.scalars(select(Draft.owner).where(Draft.lesson_id == lesson_id))
    writing = {owner.rpartition("/")[2] for owner in begun if not is_beside(owner)}
    return frozenset({*session.scalars(made.union(claimed, coded)), *writing} - {""})


def part_of(session: Session, lesson: LessonView, actor: str) -> Part:
    """Say whose view of a lesson somebody's record holds: who joined by a code is second."""
    return Part.PRIMARY if actor == first_observer(session, lesson) else Part.SECOND


def first_observer(session: Session, lesson: LessonView) -> str:
    """Name the first observer; nobody while only one is there who joined by a code."""
    query = select(LessonClaim).where(LessonClaim.lesson_id == lesson.id).order_by(LessonClaim.id)
    claims = session.scalars(query).all()
    planned = _planned_first(session, lesson, [one.id for one in claims])
    if planned or not waits_for_first(lesson):
        return planned or lesson.made_by
    own = [one.made_by for one in claims if join_code(one.id) == lesson.join_code]
    others = [one.made_by for one in claims if one.made_by != lesson.made_by]
    return next(iter((*own, *others)), "")


def _planned_first(session: Session, lesson: LessonView, claims: list[str]) -> str:
    """Name who was to be first, where one of those who were to go has begun the lesson."""
    ids = [lesson.id, *claims]
    row = session.scalar(select(PlannedVisit).where(PlannedVisit.lesson_id.in_(ids)))
    return row.observer if row and lesson.made_by in (row.observer, row.second) else ""


def waits_for_first(lesson: LessonView) -> bool:
    """Say whether a lesson was made by somebody who joined it by a code."""
    return lesson.join_code != join_code(lesson.id)


def own_claims(session: Session, scope: Scope) -> dict[str, str]:
    """Give by lesson the id under which somebody's own phone knows it."""
    query = (
        select(LessonClaim.lesson_id, LessonClaim.id)
        .where(LessonClaim.study_id == scope.study_id, LessonClaim.made_by == scope.actor)
        .order_by(LessonClaim.id.desc())
    )
    return dict(session.execute(query).all())
