"""One group session: follow the guide, write down who said what, finish, mend."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import current, filling
from app.access import Role, allow
from app.filling import Filling
from app.notes.blueprint import pages
from app.store import visits, waves
from app.store.records import Subject
from app.visiting import after, own_filling, planned, show_form
from instruments.definitions import About
from instruments.records import Record


def _find(
    session: Session, session_id: str, instrument: str
) -> tuple[visits.GroupSessionView, Filling, Record | None]:
    """Find what the address names; 404 where it lies outside one's view."""
    scope = current.scope()
    meeting = visits.find_group_session(session, scope, session_id)
    wave = waves.find_wave(session, scope, meeting.wave) if meeting else None
    if meeting is None or wave is None:
        abort(404)
    guides = planned(session, wave, About.GROUP_SESSION)
    guide = next((one for one in guides if one.key == instrument), None)
    if guide is None:
        abort(404)
    subject = Subject(group_session_id=meeting.id)
    found, record = own_filling(session, wave, guide, subject, meeting.held_on)
    return meeting, found, record


@pages.get("/<study>/<session_id>/<instrument>")
@allow(Role.MODERATOR, Role.COORDINATOR)
def section(study: str, session_id: str, instrument: str) -> ResponseReturnValue:
    """Show a section of the guide."""
    names: dict[str, Any] = {"study": study, "session_id": session_id, "instrument": instrument}
    with current.database().reading() as session:
        meeting, found, record = _find(session, session_id, instrument)
        if record is not None and ("edit" not in request.args or found.wave.state == "closed"):
            return redirect(url_for("notes.kept", **names))
        page = filling.show(found, request.args.get("section", ""), check="check" in request.args)
    more: dict[str, Any] = {"edit": "1"} if "edit" in request.args else {}
    return show_form(_title(meeting), "notes.answer", found, page, **names, **more)


def _title(meeting: visits.GroupSessionView) -> str:
    return f"{meeting.code} · {meeting.group}"


@pages.post("/<study>/<session_id>/<instrument>")
@allow(Role.MODERATOR, Role.COORDINATOR)
def answer(study: str, session_id: str, instrument: str) -> ResponseReturnValue:
    """Save what was noted, and go on; after the last section the record is kept."""
    if not filling.is_record_id(request.form.get("record_id", "")):
        abort(400)
    with current.database().writing() as session:
        meeting, found, _record = _find(session, session_id, instrument)
        sent = filling.read(found, request.form)
        outcome = filling.take(session, current.scope(), found, sent)
    names: dict[str, Any] = {"study": study, "session_id": session_id, "instrument": instrument}
    return after(outcome, _title(meeting), "notes.answer", found, **names)


@pages.get("/<study>/<session_id>/<instrument>/kept")
@allow(Role.MODERATOR, Role.COORDINATOR)
def kept(study: str, session_id: str, instrument: str) -> ResponseReturnValue:
    """Show that the own record is kept, with its receipt."""
    names: dict[str, Any] = {"study": study, "session_id": session_id, "instrument": instrument}
    with current.database().reading() as session:
        meeting, found, record = _find(session, session_id, instrument)
    if record is None:
        return redirect(url_for("notes.section", **names))
    return render_template(
        "visits/kept.html",
        title=_title(meeting),
        record=record,
        instrument=found.instrument,
        wave=found.wave,
        edit=url_for("notes.section", **names, edit="1"),
        back=url_for("notes.visits", study=study),
    )
