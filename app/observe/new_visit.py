"""A new visit: of a lesson of one's own, or of one that another observer has begun."""

import uuid
from itertools import groupby

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.languages import gettext as _
from app.observe.blueprint import pages
from app.store import joining, people
from app.store import planned as planned_visits
from app.store.joining import Facts
from app.store.people import Person
from app.store.planned import PlannedView
from app.store.transaction import Session
from app.store.waves import WaveView
from app.visiting import blank_forms, open_waves, planned
from forms.protection import protected
from forms.visits import NewLessonForm
from instruments.definitions import About, Instrument


@pages.get("/<study>/new")
@allow(Role.OBSERVER, Role.COORDINATOR)
def new(study: str) -> ResponseReturnValue:
    """Ask which teacher is visited, in which wave, when; or for the code of a lesson."""
    with current.database().reading() as session:
        form = _form(session)
        asked = request.args.get("id", "")
        coming = planned_visits.find_planned_lesson(session, current.scope(), asked)
        if coming is not None:
            _fill_in(form, coming)
        return _page(session, form)


def _fill_in(form: NewLessonForm, coming: PlannedView) -> None:
    """Say what the plan says; the day stays today's, when the lesson is visited after all."""
    form.lesson_id.data, form.wave.data = coming.lesson_id, coming.wave
    form.teacher.data, form.instrument.data = coming.teacher, coming.instrument
    form.starts_at.data = coming.starts_at or form.starts_at.data


@pages.post("/<study>/new")
@allow(Role.OBSERVER, Role.COORDINATOR)
def begin(study: str) -> ResponseReturnValue:
    """Begin a visit, or join the one of another observer."""
    with current.database().writing() as session:
        form = _form(session)
        if not form.validate():
            return _page(session, form)
        wave = next(one for one in open_waves(session) if one.key == form.wave.data)
        asked = planned(session, wave, About.LESSON)
        chosen = _chosen(form, asked)
        facts = _facts(session, form, wave)
        if facts is None or (asked and chosen is None):
            return _page(session, form)
        joining.settle(session, current.scope(), facts)
    if chosen is None:
        return redirect(url_for("observe.visits", study=study), 303)
    address = url_for("observe.section", study=study, lesson=facts.id, instrument=chosen.key)
    return redirect(address, 303)


def _form(session: Session) -> NewLessonForm:
    meta = protected(current.protection(), current.language())
    form = NewLessonForm(request.form if request.method == "POST" else None, meta=meta)
    waves, language = open_waves(session), current.language()
    titles = {
        one.key: one.title.in_(language)
        for wave in waves
        for one in planned(session, wave, About.LESSON)
    }
    form.offer(
        [(wave.key, wave.label.in_(language)) for wave in waves],
        list(titles.items()),
        [
            (school, [(one.code, f"{school} · {one.code}") for one in them])
            for school, them in groupby(_teachers(session), lambda one: one.school)
        ],
        current.now(),
    )
    return form


def _teachers(session: Session) -> list[Person]:
    found = people.list_people(session, current.scope(), "teacher")
    return sorted(found, key=lambda one: (one.school, one.code))


def _chosen(form: NewLessonForm, asked: tuple[Instrument, ...]) -> Instrument | None:
    """Find the form to begin with; where the wave asks one only, nobody has to choose."""
    if not form.instrument.data or len(asked) == 1:
        return asked[0] if asked else None
    chosen = next((one for one in asked if one.key == form.instrument.data), None)
    if chosen is None:
        form.instrument.errors = [_("This form is not asked in that wave. Choose another one.")]
    return chosen


def _facts(session: Session, form: NewLessonForm, wave: WaveView) -> Facts | None:
    """Read what is said of the lesson; None where its code leads nowhere, and say why."""
    teacher = people.find_person(session, current.scope(), form.teacher.data or "")
    found = joining.list_by_code(session, current.scope(), form.code)
    here = [one for one in found if one.wave_id == wave.id]
    near = [one for one in here if joining.is_near(one, form.held_on.data)]
    if found and not here:
        form.joins.errors = [_("This code belongs to a lesson of another wave.")]
    elif here and not near:
        form.joins.errors = [_("This code belongs to a lesson of another day. Check the day.")]
    elif form.code and not found and not form.unknown.data:
        form.joins.errors = [_("No lesson of this wave has this code yet. Check its six signs.")]
        form.asks_unknown = True
    elif teacher is None and not near:
        form.teacher.errors = [_("Choose the teacher too: the other observer's visit is not here.")]
        form.asks_unknown = True
    if form.joins.errors or form.teacher.errors:
        return None
    return Facts(
        str(uuid.UUID(form.lesson_id.data)),
        wave.id,
        teacher.id if teacher else near[0].participant_id,
        form.held_on.data,
        form.starts_at.data or "",
        form.code,
    )


def _page(session: Session, form: NewLessonForm) -> str:
    forms = blank_forms(session, About.LESSON)
    return render_template(
        "observe/new.html",
        study=current.study(),
        form=form,
        forms=forms,
        chooses=any(len(asked) > 1 for asked in forms.values()),
    )
