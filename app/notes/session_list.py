"""My focus groups and interviews, and a new one."""

import uuid
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.notes.blueprint import pages
from app.store import visits
from app.store.subjects import Subject
from app.store.transaction import Session
from app.store.waves import WaveView
from app.store.work import Work, own_work
from app.visiting import blank_forms, open_waves, own_studies, planned
from forms.protection import protected
from forms.visits import NewGroupSessionForm
from instruments.definitions import About, Instrument


@dataclass(frozen=True, slots=True)
class Meeting:
    """A group session with the own work on its guide."""

    session: visits.GroupSessionView
    instrument: Instrument
    work: Work | None


@pages.get("")
@allow(Role.SIGNED_IN)
def places() -> ResponseReturnValue:
    """Lead to the study in which one works."""
    return own_studies("moderator")


@pages.get("/<study>", endpoint="visits")
@allow(Role.MODERATOR, Role.COORDINATOR)
def list_sessions(study: str) -> ResponseReturnValue:
    """List my sessions of the open waves."""
    with current.database().reading() as session:
        found = _meetings(session)
        forms = blank_forms(session, About.GROUP_SESSION)
    return render_template(
        "notes/sessions.html", study=current.study(), meetings=found, forms=forms
    )


def _meetings(session: Session) -> list[Meeting]:
    scope, work = current.scope(), own_work(session, current.scope())
    found = []
    for wave in open_waves(session):
        guides = planned(session, wave, About.GROUP_SESSION)
        for one in visits.list_group_sessions(session, scope, wave.key):
            name = Subject(group_session_id=one.id).name
            begun = [guide for guide in guides if (name, guide.key) in work]
            found += [Meeting(one, guide, work[name, guide.key]) for guide in begun]
            if not begun:
                found += [Meeting(one, guide, None) for guide in guides]
    return found


@pages.route("/<study>/new", methods=["GET", "POST"])
@allow(Role.MODERATOR, Role.COORDINATOR)
def new(study: str) -> ResponseReturnValue:
    """Begin a session: which guide, which group, which day."""
    with current.database().writing() as session:
        waves = open_waves(session)
        form = _form(session, waves)
        if request.method == "GET" or not form.validate():
            forms = blank_forms(session, About.GROUP_SESSION)
            return render_template("notes/new.html", study=current.study(), form=form, forms=forms)
        wave = next(one for one in waves if one.key == form.wave.data)
        session_id = str(uuid.UUID(form.session_id.data))
        visits.add_group_session(
            session, current.scope(), session_id, wave.id, form.held_on.data, form.group.data
        )
    address = url_for(
        "notes.section", study=study, session_id=session_id, instrument=form.instrument.data
    )
    return redirect(address, 303)


def _form(session: Session, waves: tuple[WaveView, ...]) -> NewGroupSessionForm:
    language = current.language()
    guides = {
        one.key: one.title.in_(language)
        for wave in waves
        for one in planned(session, wave, About.GROUP_SESSION)
    }
    typed = request.form if request.method == "POST" else None
    form = NewGroupSessionForm(typed, meta=protected(current.protection(), language))
    form.offer(
        [(wave.key, wave.label.in_(language)) for wave in waves],
        list(guides.items()),
        current.today(),
    )
    return form
