"""My visits, and a new one."""

import uuid
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.observe.blueprint import pages
from app.store import people, visits
from app.store.subjects import Subject
from app.store.transaction import Session
from app.store.work import Work, own_work
from app.visiting import BlankForm, blank_forms, open_waves, own_studies, planned
from forms.protection import protected
from forms.visits import NewLessonForm
from instruments.definitions import About, Instrument


@dataclass(frozen=True, slots=True)
class Visit:
    """A lesson with the own work on one instrument."""

    lesson: visits.LessonView
    instrument: Instrument
    work: Work | None
    own: bool


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
        found = _visits(session)
        forms = blank_forms(session, About.LESSON)
    return render_template("observe/visits.html", study=current.study(), visits=found, forms=forms)


def _visits(session: Session) -> list[Visit]:
    scope, work = current.scope(), own_work(session, current.scope())
    found = []
    for wave in open_waves(session):
        instruments = planned(session, wave, About.LESSON)
        for lesson in visits.list_lessons(session, scope, wave.key):
            name = Subject(lesson_id=lesson.id).name
            for instrument in instruments:
                done = work.get((name, instrument.key))
                found.append(Visit(lesson, instrument, done, lesson.made_by == scope.actor))
    return found


@pages.route("/<study>/new", methods=["GET", "POST"])
@allow(Role.OBSERVER, Role.COORDINATOR)
def new(study: str) -> ResponseReturnValue:
    """Begin a visit: which wave, which teacher, which day."""
    with current.database().writing() as session:
        waves = open_waves(session)
        teachers = people.list_people(session, current.scope(), "teacher")
        meta = protected(current.protection(), current.language())
        form = NewLessonForm(request.form if request.method == "POST" else None, meta=meta)
        form.offer(
            [(wave.key, wave.label.in_(current.language())) for wave in waves],
            [(one.code, f"{one.school} · {one.code}") for one in teachers],
            current.today(),
        )
        if request.method == "GET" or not form.validate():
            return _new_page(form, blank_forms(session, About.LESSON))
        wave = next(one for one in waves if one.key == form.wave.data)
        teacher = next(one for one in teachers if one.code == form.teacher.data)
        lesson_id = str(uuid.UUID(form.lesson_id.data))
        visits.add_lesson(
            session, current.scope(), lesson_id, wave.id, teacher.id, form.held_on.data
        )
        first = planned(session, wave, About.LESSON)
    if not first:
        return redirect(url_for("observe.visits", study=study), 303)
    address = url_for("observe.section", study=study, lesson=lesson_id, instrument=first[0].key)
    return redirect(address, 303)


def _new_page(form: NewLessonForm, forms: dict[str, list[BlankForm]]) -> str:
    study = current.study()
    return render_template("observe/new.html", study=study, form=form, forms=forms)
