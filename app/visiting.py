"""What observers and moderators share: filling in, finishing and mending their own records."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import current, filling
from app.filling import Filling
from app.store import drafts, reading
from app.store.instruments import get_instrument
from app.store.records import Subject
from app.store.waves import WaveView, list_waves, read_plan
from instruments.definitions import About, Instrument
from instruments.records import Record


def open_waves(session: Session) -> tuple[WaveView, ...]:
    """List the waves in which new visits may begin."""
    return tuple(wave for wave in list_waves(session, current.scope()) if wave.state == "open")


def planned(session: Session, wave: WaveView, about: About) -> tuple[Instrument, ...]:
    """List what the plan asks about such things in a wave."""
    entries = read_plan(session, current.scope())
    found = (
        get_instrument(session, one.instrument, one.version)
        for one in entries
        if one.wave_id == wave.id
    )
    return tuple(one for one in found if one.about is about)


def own_record(session: Session, subject: Subject, instrument: str) -> Record | None:
    """Find the own record about a visit."""
    scope = current.scope()
    found = reading.list_about(session, scope, subject, scope.actor)
    return next((one for one in found if one.instrument == instrument), None)


def own_filling(
    session: Session,
    wave: WaveView,
    instrument: Instrument,
    subject: Subject,
    held_on: date | None,
    part: str = "",
) -> tuple[Filling, Record | None]:
    """Begin, go on with, or mend the own record about a visit; a new one knows its day."""
    scope = current.scope()
    known = {instrument.date_item: held_on.isoformat()} if instrument.date_item and held_on else {}
    found = Filling(instrument, wave, subject, scope.role, scope.actor, part, known)
    record = own_record(session, subject, instrument.key)
    draft = drafts.find_draft(session, scope, found.place)
    found = replace(found, draft=draft)
    version = draft.version if draft else record.version if record else instrument.version
    if version != instrument.version:
        found = replace(found, instrument=get_instrument(session, instrument.key, version))
    if record is not None:
        found = replace(
            found,
            known=record.answers,
            parent=record.revision,
            record_id=record.id,
            part=record.part.value,
        )
    return found, record


def show_form(title: str, endpoint: str, found: Filling, page: filling.Page, **names: Any) -> str:
    """Show a section of a visit's form; `endpoint` takes what is sent."""
    return render_template(
        "visits/section.html",
        title=title,
        page=page,
        instrument=found.instrument,
        action=url_for(endpoint, **names),
        back=url_for(f"{endpoint.partition('.')[0]}.visits", study=names["study"]),
        csrf=current.protection().token(),
    )


def after(
    outcome: filling.Stay | filling.Go | filling.Done,
    title: str,
    endpoint: str,
    found: Filling,
    **names: Any,
) -> ResponseReturnValue:
    """Answer what was sent: the same section, another one, or what is now kept."""
    editing: dict[str, Any] = {"edit": "1"} if "edit" in request.args else {}
    if isinstance(outcome, filling.Stay):
        return show_form(title, endpoint, found, outcome.page, **names, **editing)
    if isinstance(outcome, filling.Done):
        return redirect(url_for(f"{endpoint.partition('.')[0]}.kept", **names), 303)
    more: dict[str, Any] = {"section": outcome.section}
    if outcome.check:
        more["check"] = "1"
    if outcome.language:
        more["lang"] = outcome.language
    return redirect(url_for(endpoint, **names, **more, **editing), 303)
