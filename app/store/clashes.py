"""What the observers of one lesson say otherwise: of whom, when, and of the lesson itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import LessonClaim, Participant, Record
from app.store.instruments import get_instrument
from app.store.joining import SAME_HOUR, first_observer, minutes_apart, waits_for_first
from app.store.reading import list_coded
from app.store.scope import Scope
from app.store.visits import LessonView, list_lessons
from exports.side_by_side import differing_facts
from instruments import records
from instruments.definitions import Item, Value
from instruments.join_codes import show_join_code
from instruments.records import REFERENCE


class ClashKind(StrEnum):
    """What two observers say otherwise."""

    TEACHER = "teacher"
    DAY = "day"
    HOUR = "hour"
    ANSWER = "answer"
    """Of the lesson itself: its grades, its subject."""
    CODE = "code"
    """Somebody joined by a code, and the lesson of that code has never come."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that two observers of a lesson say otherwise; nothing of it is overwritten."""

    lesson_id: str
    lesson: str
    """The code of the lesson in the study, as L001."""
    wave: str
    kind: ClashKind
    first: str
    """Who says it one way, and how."""
    first_says: str
    second: str
    second_says: str
    instrument: str = ""
    item: Item | None = None
    """Of answers; what was answered stands in the two values."""
    first_value: Value | None = None
    second_value: Value | None = None


def clashes(session: Session, scope: Scope, wave: str = "") -> tuple[Clash, ...]:
    """List what observers of one lesson say otherwise, in view, by the code of the lesson."""
    shared = _coded_by_several(session, scope)
    claimed = set(
        session.scalars(select(LessonClaim.lesson_id).where(LessonClaim.study_id == scope.study_id))
    )
    found: list[Clash] = []
    for lesson in list_lessons(session, scope, wave):
        if lesson.id in claimed or lesson.id in shared or waits_for_first(lesson):
            found.extend(_of_lesson(session, scope, lesson, shared.get(lesson.id, ())))
    return tuple(found)


def of_lesson(session: Session, scope: Scope, lesson: LessonView) -> tuple[Clash, ...]:
    """List what the observers of one lesson say otherwise."""
    shared = _coded_by_several(session, scope, lesson.id)
    return tuple(_of_lesson(session, scope, lesson, shared.get(lesson.id, ())))


def _coded_by_several(
    session: Session, scope: Scope, lesson_id: str = ""
) -> dict[str, tuple[str, ...]]:
    """Give by lesson the instruments that more than one person has finished alone."""
    query = (
        select(Record.lesson_id, Record.instrument)
        .where(
            Record.study_id == scope.study_id,
            Record.lesson_id.is_not(None),
            Record.duplicate_of.is_(None),
            Record.part.not_in(REFERENCE),
        )
        .group_by(Record.lesson_id, Record.instrument)
        .having(func.count() > 1)
        .order_by(Record.lesson_id, Record.instrument)
    )
    if lesson_id:
        query = query.where(Record.lesson_id == lesson_id)
    found: dict[str, tuple[str, ...]] = {}
    for lesson, instrument in session.execute(query):
        found[lesson or ""] = (*found.get(lesson or "", ()), instrument)
    return found


def _of_lesson(
    session: Session, scope: Scope, lesson: LessonView, instruments: tuple[str, ...]
) -> Iterator[Clash]:
    if waits_for_first(lesson) and not first_observer(session, lesson):
        code = show_join_code(lesson.join_code)
        yield _clash(lesson, ClashKind.CODE, "", "", lesson.made_by, code)
    yield from _claimed(session, lesson)
    for instrument in instruments:
        yield from _answered(session, scope, lesson, instrument)


def _clash(
    lesson: LessonView, kind: ClashKind, first: str, says: str, second: str, other: str
) -> Clash:
    return Clash(lesson.id, lesson.code, lesson.wave, kind, first, says, second, other)


def _claimed(session: Session, lesson: LessonView) -> Iterator[Clash]:
    """Compare what other phones said of the lesson with what it was made with."""
    query = (
        select(LessonClaim, Participant.code)
        .join(Participant, Participant.id == LessonClaim.participant_id)
        .where(LessonClaim.lesson_id == lesson.id)
        .order_by(LessonClaim.id)
    )
    for claim, teacher in session.execute(query):
        known, other = lesson.made_by, claim.made_by
        if teacher != lesson.teacher:
            yield _clash(lesson, ClashKind.TEACHER, known, lesson.teacher, other, teacher)
        if claim.held_on and lesson.held_on and claim.held_on != lesson.held_on:
            days = lesson.held_on.isoformat(), claim.held_on.isoformat()
            yield _clash(lesson, ClashKind.DAY, known, days[0], other, days[1])
        if minutes_apart(lesson.starts_at, claim.starts_at) > SAME_HOUR:
            yield _clash(lesson, ClashKind.HOUR, known, lesson.starts_at, other, claim.starts_at)


def _answered(
    session: Session, scope: Scope, lesson: LessonView, instrument: str
) -> Iterator[Clash]:
    """Compare what the first record says of the lesson with what each other one says."""
    found = [
        one
        for one in list_coded(session, scope, lesson.id, instrument)
        if one.part not in REFERENCE
    ]
    for other in found[1:]:
        yield from _between(session, lesson, found[0], other)


def _between(
    session: Session, lesson: LessonView, first: records.Record, other: records.Record
) -> Iterator[Clash]:
    newest = get_instrument(session, first.instrument, max(first.version, other.version))
    for pair in differing_facts(newest, first.answers, other.answers):
        yield Clash(
            lesson.id,
            lesson.code,
            lesson.wave,
            ClashKind.ANSWER,
            first.author,
            str(pair.first),
            other.author,
            str(pair.second),
            first.instrument,
            pair.item,
            pair.first,
            pair.second,
        )
