"""What observers and moderators went to: a teacher's lessons, and every group session."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.store import reading, visits, waves
from app.store.instruments import list_instruments
from app.store.transaction import Session
from app.store.visits import GroupSessionView, LessonView
from app.store.work import Begun, list_begun
from instruments.records import Record


@dataclass(frozen=True, slots=True)
class Visited:
    """A lesson or a group session, with what came of it and what is begun."""

    place: LessonView | GroupSessionView
    records: tuple[Record, ...]
    begun: tuple[Begun, ...]


def visited_lessons(session: Session, teacher_id: int) -> tuple[Visited, ...]:
    """List the lessons of a teacher by code."""
    scope = current.scope()
    lessons = [one for one in visits.list_lessons(session, scope) if one.teacher_id == teacher_id]
    kept = reading.list_of_visits(session, scope, [one.id for one in lessons])
    return _joined(lessons, kept, list_begun(session, scope))


def _joined(
    places: Iterable[LessonView | GroupSessionView],
    kept: Iterable[Record],
    begun: Mapping[str, tuple[Begun, ...]],
) -> tuple[Visited, ...]:
    by_code: dict[str, list[Record]] = {}
    for record in kept:
        by_code.setdefault(record.lesson or record.group_session, []).append(record)
    return tuple(
        Visited(one, tuple(by_code.get(one.code, ())), begun.get(one.id, ())) for one in places
    )


@pages.get("/<study>/sessions")
@allow(Role.COORDINATOR)
def sessions(study: str) -> ResponseReturnValue:
    """List the focus groups and interviews: who led them, and what came of them."""
    with current.database().reading() as session:
        scope = current.scope()
        places = visits.list_group_sessions(session, scope)
        kept = reading.list_of_visits(session, scope, [one.id for one in places])
        found = _joined(places, kept, list_begun(session, scope))
        every_wave = waves.list_waves(session, scope)
        titles = {one.key: one.title for one in list_instruments(session)}
    return render_template(
        "desk/sessions.html",
        found=found,
        titles=titles,
        wave_labels={wave.key: wave.label for wave in every_wave},
    )
