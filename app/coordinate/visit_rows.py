"""The visits of a wave, planned and held, and how far each school is covered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from app.store.planned import PlannedView, VisitState
from app.store.visits import LessonView
from app.store.work import Begun
from instruments.records import Part, Record

WANTED = 0.2
"""The share of visits that two people should code, so that agreement can be told."""
BY_OBSERVERS = (Part.PRIMARY, Part.SECOND)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit with one instrument: planned, begun or finished."""

    school: str
    teacher: str
    day: date | None
    hour: str
    instrument: str
    observers: tuple[str, ...]
    state: VisitState
    overdue: bool = False
    lesson: str = ""
    records: tuple[Record, ...] = ()
    waits_for: tuple[str, ...] = ()
    planned: int = 0
    """The number of the planned visit; nothing where nobody had planned it."""


@dataclass(frozen=True, slots=True)
class Cover:
    """How far the teachers of a school, or of all, have been visited in a wave."""

    school: str
    teachers: int
    visited: int
    planned: int
    held: int
    doubled: int

    @property
    def lacking(self) -> int:
        """Count the visits that a second person should still code."""
        return max(ceil(WANTED * self.held) - self.doubled, 0)


def is_training(records: Iterable[Record]) -> bool:
    """Say whether a lesson was coded to train observers: it is nobody's visit."""
    return any(record.part is Part.MASTER for record in records)


def coded_by(records: Iterable[Record], instrument: str) -> frozenset[str]:
    """Name who has coded a lesson with an instrument, apart from the agreed codes."""
    return frozenset(
        record.author
        for record in records
        if record.instrument == instrument and record.part in BY_OBSERVERS
    )


def is_doubled(records: Sequence[Record]) -> bool:
    """Say whether two people have coded a lesson with the same instrument."""
    return any(len(coded_by(records, record.instrument)) > 1 for record in records)


def by_lesson(records: Iterable[Record]) -> Mapping[str, tuple[Record, ...]]:
    """Put records together by the code of their lesson."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        found[record.lesson].append(record)
    return {code: tuple(own) for code, own in found.items()}


def list_rows(
    planned: Iterable[PlannedView],
    lessons: Iterable[LessonView],
    records: Mapping[str, tuple[Record, ...]],
    begun: Mapping[str, tuple[Begun, ...]],
    today: date,
) -> tuple[VisitRow, ...]:
    """List what was planned and what was held without a plan, by school and day."""
    held = {lesson.id: lesson for lesson in lessons}
    rows, met = [], set()
    for one in planned:
        lesson = held.get(one.began_as)
        met.add((one.began_as, one.instrument))
        rows.append(_planned_row(one, lesson, records.get(one.lesson, ()), today))
    for lesson in held.values():
        own = records.get(lesson.code, ())
        if not is_training(own):
            work = begun.get(lesson.id, ())
            rows.extend(
                _held_row(lesson, instrument, own, work)
                for instrument in _instruments(own, work)
                if (lesson.id, instrument) not in met
            )
    return tuple(sorted(rows, key=_in_order))


def _planned_row(
    one: PlannedView, lesson: LessonView | None, records: Sequence[Record], today: date
) -> VisitRow:
    held_on, hour = (lesson.held_on, lesson.starts_at) if lesson else (None, "")
    return VisitRow(
        one.school,
        one.teacher,
        held_on or one.planned_for,
        hour or one.starts_at,
        one.instrument,
        one.observers,
        one.state,
        one.is_overdue(today),
        one.lesson,
        _of(records, one.instrument),
        one.waits_for,
        one.id,
    )


def _instruments(records: Iterable[Record], work: Iterable[Begun]) -> tuple[str, ...]:
    """Name what a lesson was coded with; a lesson that is only begun has one nameless row."""
    names = [record.instrument for record in records] + [one.instrument for one in work]
    return tuple(dict.fromkeys(names)) or ("",)


def _held_row(
    lesson: LessonView, instrument: str, records: Sequence[Record], work: Iterable[Begun]
) -> VisitRow:
    own = _of(records, instrument)
    still = tuple(one.author for one in work if one.instrument == instrument)
    authors = [record.author for record in own]
    return VisitRow(
        lesson.school,
        lesson.teacher,
        lesson.held_on,
        lesson.starts_at,
        instrument,
        tuple(dict.fromkeys(filter(None, [*authors, *still]))) or (lesson.made_by,),
        VisitState.FINISHED if own else VisitState.BEGUN,
        lesson=lesson.code,
        records=own,
        waits_for=tuple(one for one in still if one not in authors),
    )


def _of(records: Iterable[Record], instrument: str) -> tuple[Record, ...]:
    return tuple(record for record in records if record.instrument == instrument)


def _in_order(row: VisitRow) -> tuple[str, bool, date, str, str, str]:
    return row.school, row.day is None, row.day or date.min, row.hour, row.teacher, row.lesson


def cover_schools(
    teachers: Mapping[str, int],
    planned: Iterable[PlannedView],
    lessons: Iterable[LessonView],
    records: Mapping[str, tuple[Record, ...]],
) -> tuple[Cover, ...]:
    """Say for every school whose teachers were visited and how many visits two people coded."""
    plans: dict[str, int] = defaultdict(int)
    for one in planned:
        plans[one.school] += 1
    held: dict[str, list[LessonView]] = defaultdict(list)
    for lesson in lessons:
        own = records.get(lesson.code, ())
        if own and not is_training(own):
            held[lesson.school].append(lesson)
    return tuple(
        Cover(
            school,
            number,
            len({lesson.teacher for lesson in held[school]}),
            plans[school],
            len(held[school]),
            sum(is_doubled(records[lesson.code]) for lesson in held[school]),
        )
        for school, number in teachers.items()
    )


def cover_all(schools: Sequence[Cover]) -> Cover:
    """Add the schools up."""
    return Cover(
        "",
        sum(one.teachers for one in schools),
        sum(one.visited for one in schools),
        sum(one.planned for one in schools),
        sum(one.held for one in schools),
        sum(one.doubled for one in schools),
    )
