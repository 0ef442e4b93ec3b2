"""My visits, and the lessons of other observers."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.observe.blueprint import pages
from app.store import joining, visits
from app.store.instruments import list_instruments
from app.store.planned import PlannedView, list_planned
from app.store.subjects import Subject
from app.store.together import finished_alone
from app.store.transaction import Session
from app.store.work import Work, own_work
from app.visiting import blank_forms, open_waves, own_studies, planned
from instruments.definitions import About, Instrument
from instruments.join_codes import show_join_code


@dataclass(frozen=True, slots=True)
class Visit:
    """A lesson with the own work on one instrument."""

    lesson: visits.LessonView
    instrument: Instrument
    work: Work | None
    own: bool
    """Whether I have begun or joined the lesson, or the plan sends me there."""
    id: str
    """Under which my phone knows the lesson."""
    is_shared: bool
    """Whether I have finished and another observer too."""

    @property
    def join_code(self) -> str:
        """Give the code that another observer types."""
        return show_join_code(self.lesson.join_code)


@pages.get("")
@allow(Role.SIGNED_IN)
def places() -> ResponseReturnValue:
    """Lead to the study in which one works."""
    return own_studies("observer")


@pages.get("/<study>", endpoint="visits")
@allow(Role.OBSERVER, Role.COORDINATOR)
def list_visits(study: str) -> ResponseReturnValue:
    """List the visits of the open waves: mine, and lessons that another observer began."""
    with current.database().reading() as session:
        coming = _planned(session)
        found = _visits(session, {one.began_as for one in coming})
        forms = blank_forms(session, About.LESSON)
        titles = {one.key: one.title for one in list_instruments(session)}
    return render_template(
        "observe/visits.html",
        study=current.study(),
        planned=[one for one in coming if not one.began_as],
        titles=titles,
        visits=found,
        forms=forms,
        several=any(len(asked) > 1 for asked in forms.values()),
    )


def _planned(session: Session) -> list[PlannedView]:
    """List what is planned for me in the open waves, by day."""
    scope = current.scope()
    keys = {wave.key for wave in open_waves(session)}
    return [one for one in list_planned(session, scope, observer=scope.actor) if one.wave in keys]


def _visits(session: Session, for_me: Collection[str]) -> list[Visit]:
    """List the lessons that have begun; `for_me` are those to which the plan sends me."""
    scope, work = current.scope(), own_work(session, current.scope())
    joined, finished = joining.own_claims(session, scope), finished_alone(session, scope)
    found = []
    for wave in open_waves(session):
        instruments = planned(session, wave, About.LESSON)
        for lesson in visits.list_lessons(session, scope, wave.key):
            name = Subject(lesson_id=lesson.id).name
            for instrument in instruments:
                done = work.get((name, instrument.key))
                own = lesson.made_by == scope.actor or lesson.id in {*joined, *for_me}
                id_ = joined.get(lesson.id, lesson.id)
                names = finished.get((lesson.id, instrument.key), frozenset())
                shared = scope.actor in names and len(names) > 1
                found.append(Visit(lesson, instrument, done, own, id_, shared))
    return found
