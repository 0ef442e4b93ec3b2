"""One lesson: fill in the checklist, see what was kept, mend it until the wave closes."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import current, filling
from app.access import Role, allow
from app.filling import Filling
from app.observe.blueprint import pages
from app.store import visits, waves
from app.store.records import Subject
from app.visiting import after, own_filling, planned, show_form
from instruments.definitions import About
from instruments.records import Part, Record


def _find(
    session: Session, lesson_id: str, instrument: str
) -> tuple[visits.LessonView, Filling, Record | None]:
    """Find what the address names; 404 where it lies outside one's view."""
    scope = current.scope()
    lesson = visits.find_lesson(session, scope, lesson_id)
    wave = waves.find_wave(session, scope, lesson.wave) if lesson else None
    if lesson is None or wave is None:
        abort(404)
    asked = planned(session, wave, About.LESSON)
    chosen = next((one for one in asked if one.key == instrument), None)
    if chosen is None:
        abort(404)
    part = Part.PRIMARY if lesson.made_by == scope.actor else Part.SECOND
    subject = Subject(lesson_id=lesson.id)
    found, record = own_filling(session, wave, chosen, subject, lesson.held_on, part.value)
    return lesson, found, record


def _title(lesson: visits.LessonView) -> str:
    return f"{lesson.code} · {lesson.school} · {lesson.teacher}"


@pages.get("/<study>/<lesson>/<instrument>")
@allow(Role.OBSERVER, Role.COORDINATOR)
def section(study: str, lesson: str, instrument: str) -> ResponseReturnValue:
    """Show a section of the checklist."""
    with current.database().reading() as session:
        visited, found, record = _find(session, lesson, instrument)
        if record is not None and ("edit" not in request.args or found.wave.state == "closed"):
            return redirect(
                url_for("observe.kept", study=study, lesson=lesson, instrument=instrument)
            )
        page = filling.show(found, request.args.get("section", ""), check="check" in request.args)
    names: dict[str, Any] = {"study": study, "lesson": lesson, "instrument": instrument}
    return show_form(_title(visited), "observe.answer", found, page, **names, **_editing())


def _editing() -> dict[str, Any]:
    return {"edit": "1"} if "edit" in request.args else {}


@pages.post("/<study>/<lesson>/<instrument>")
@allow(Role.OBSERVER, Role.COORDINATOR)
def answer(study: str, lesson: str, instrument: str) -> ResponseReturnValue:
    """Save what was coded, and go on; after the last section the record is kept."""
    if not filling.is_record_id(request.form.get("record_id", "")):
        abort(400)
    with current.database().writing() as session:
        visited, found, _record = _find(session, lesson, instrument)
        sent = filling.read(found, request.form)
        outcome = filling.take(session, current.scope(), found, sent)
    names: dict[str, Any] = {"study": study, "lesson": lesson, "instrument": instrument}
    return after(outcome, _title(visited), "observe.answer", found, **names)


@pages.get("/<study>/<lesson>/<instrument>/kept")
@allow(Role.OBSERVER, Role.COORDINATOR)
def kept(study: str, lesson: str, instrument: str) -> ResponseReturnValue:
    """Show the own record as it is kept, with its receipt."""
    with current.database().reading() as session:
        visited, found, record = _find(session, lesson, instrument)
    if record is None:
        return redirect(
            url_for("observe.section", study=study, lesson=lesson, instrument=instrument)
        )
    names: dict[str, Any] = {"study": study, "lesson": lesson, "instrument": instrument}
    return render_template(
        "visits/kept.html",
        title=_title(visited),
        record=record,
        instrument=found.instrument,
        wave=found.wave,
        edit=url_for("observe.section", **names, edit="1"),
        back=url_for("observe.visits", study=study),
    )
