"""What observers and moderators share: filling in, finishing and mending their own records."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import current, filling
from app.filled import Done, Filling, Leave, Page, Stay, VisitFacts
from app.store import drafts, reading
from app.store.instruments import UnknownInstrument, get_instrument
from app.store.studies import list_studies
from app.store.subjects import Subject
from app.store.waves import WaveView, list_waves, read_plan
from instruments.definitions import About, Answers, Instrument
from instruments.records import REFERENCE, Record


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


def own_record(
    session: Session, subject: Subject, instrument: str, part: str = ""
) -> Record | None:
    """Find the own record about a visit: the one of a part such as consensus, or that alone."""
    scope = current.scope()
    found = reading.list_about(session, scope, subject, scope.actor)
    own = (one for one in found if one.instrument == instrument)
    wanted = frozenset({part}) & REFERENCE
    return next((one for one in own if frozenset({one.part}) & REFERENCE == wanted), None)


def facts_of(
    id_: str, held_on: date | None, teacher: str = "", group: str = "", starts_at: str = ""
) -> VisitFacts:
    """Name a visit as phones do."""
    return VisitFacts(id_, held_on.isoformat() if held_on else "", teacher, group, starts_at)


def _known_at_first(instrument: Instrument, visit: VisitFacts) -> Answers:
    """Give what a new record knows from its visit: the day, and the mark of the group."""
    found = {instrument.date_item: visit.held_on, instrument.group_item: visit.group}
    return {item: value for item, value in found.items() if item and value}


def own_filling(
    session: Session,
    wave: WaveView,
    instrument: Instrument,
    subject: Subject,
    visit: VisitFacts,
    part: str = "",
    known: Answers | None = None,
) -> tuple[Filling, Record | None]:
    """Begin, go on with, or mend the own record about a visit; a new one begins as `known`."""
    scope = current.scope()
    if known is None:
        known = _known_at_first(instrument, visit)
    found = Filling(instrument, wave, subject, scope.role, scope.actor, part, known, visit=visit)
    record = own_record(session, subject, instrument.key, part)
    draft = drafts.find_draft(session, scope, found.place)
    found = replace(found, draft=draft)
    # A draft that lies on the phone alone names its version.
    asked = request.args.get("version", instrument.version, int)
    version = draft.version if draft else record.version if record else asked
    if version != instrument.version:
        found = replace(found, instrument=_in_version(session, instrument.key, version))
    if record is not None:
        found = replace(
            found,
            known=record.answers,
            parent=record.revision,
            record_id=record.id,
            part=record.part.value,
        )
    return found, record


def _in_version(session: Session, instrument: str, version: int) -> Instrument:
    try:
        return get_instrument(session, instrument, version)
    except UnknownInstrument:
        abort(404)


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A form that a phone may begin without network."""

    instrument: str
    version: int
    title: str
    date_item: str
    group_item: str


def blank_forms(session: Session, about: About) -> dict[str, list[BlankForm]]:
    """List by wave what can be begun now."""
    return {
        wave.key: [
            BlankForm(
                one.key,
                one.version,
                one.title.in_(current.language()),
                one.date_item,
                one.group_item,
            )
            for one in planned(session, wave, about)
        ]
        for wave in open_waves(session)
    }


def show_blank(about: About, instrument: str) -> ResponseReturnValue:
    """Show a form about no visit yet: phones fetch it ahead, to begin visits without network."""
    scope = current.scope()
    with current.database().reading() as session:
        forms = [
            (wave, one) for wave in open_waves(session) for one in planned(session, wave, about)
        ]
    found = next(((wave, one) for wave, one in forms if one.key == instrument), None)
    if found is None:
        abort(404)
    is_lesson = about is About.LESSON
    subject = Subject(lesson_id=BLANK) if is_lesson else Subject(group_session_id=BLANK)
    blank = Filling(found[1], found[0], subject, scope.role, scope.actor)
    visit = Visit(found[1].title.in_(current.language()), blank, None, "" if is_lesson else None)
    return _form(visit, filling.show(blank, ""))


BLANK = "blank"
"""What stands in an address where a visit's id would."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A lesson or group session whose form somebody has opened."""

    title: str
    filling: Filling
    record: Record | None
    """What is kept of it already, by the same person."""
    join_code: str | None = None
    """By which another observer joins the lesson; empty where only the phone knows it yet."""
    agreement: str = ""
    """Where the records of both observers stand side by side, once both have finished."""


Find = Callable[[Session], Visit]
"""Finds what the address names, inside a transaction; 404 where it lies outside one's view."""


def address(endpoint: str, **more: str) -> str:
    """Give an address of the visit that is open; mending goes on mending."""
    package = request.blueprint or ""
    editing = {"edit": "1"} if "edit" in request.args and endpoint != "kept" else {}
    names: dict[str, Any] = {**(request.view_args or {}), **editing, **more}
    return url_for(f"{package}.{endpoint}", **names)


def own_studies(role: str) -> ResponseReturnValue:
    """Lead to the study in which one works; where there are several, list them."""
    endpoint = f"{request.blueprint}.visits"
    with current.database().reading() as session:
        found = list_studies(session, current.staff().id)
    mine = [study for study, own in found if own in (role, "coordinator")]
    if len(mine) == 1:
        return redirect(url_for(endpoint, study=mine[0].key))
    return render_template("visits/studies.html", found=mine, endpoint=endpoint)


def show_section(find: Find) -> ResponseReturnValue:
    """Show a section; what is kept shows its receipt unless it is to be mended."""
    with current.database().reading() as session:
        visit = find(session)
    if visit.record is not None and ("edit" not in request.args or not _may_mend(visit)):
        return redirect(address("kept"))
    wanted = request.args.get("section", "")
    return _form(visit, filling.show(visit.filling, wanted, check="check" in request.args))


def _may_mend(visit: Visit) -> bool:
    """Say whether the record may be mended; who has begun may finish when the wave is closed."""
    return visit.filling.wave.state != "closed" or visit.filling.draft is not None


def _form(visit: Visit, page: Page, seen: str | None = None) -> str:
    return render_template(
        "visits/section.html",
        title=visit.title,
        page=page,
        found=visit.filling,
        seen=str(visit.filling.parent or "") if seen is None else seen,
        action=address("answer") if visit.filling.visit else "",
        back=_list_address(),
        csrf=current.protection().token(),
        join_code=visit.join_code,
    )


def _list_address() -> str:
    return url_for(f"{request.blueprint}.visits", study=current.study().key)


def take_section(find: Find) -> ResponseReturnValue:
    """Save what was sent, and go on; after the last section the record is kept."""
    if not filling.is_record_id(request.form.get("record_id", "")):
        abort(400)
    with current.database().writing() as session:
        visit = find(session)
        newest = str(visit.filling.parent or "")
        seen = request.form.get("seen", newest)
        if seen != newest:
            return _take_beside(session, visit, seen)
        sent = filling.read(visit.filling, request.form)
        outcome = filling.take(session, current.scope(), visit.filling, sent)
    if isinstance(outcome, Stay):
        return _form(visit, outcome.page)
    if isinstance(outcome, Done):
        return redirect(address("kept"), 303)
    if isinstance(outcome, Leave):
        return redirect(_list_address(), 303)
    more = {"section": outcome.section}
    if outcome.check:
        more["check"] = "1"
    if outcome.language:
        more["lang"] = outcome.language
    return redirect(address("section", **more), 303)


def _take_beside(session: Session, visit: Visit, seen: str) -> ResponseReturnValue:
    """Keep what a page brings that does not know the newest version, as a version beside it."""
    found = replace(visit.filling, draft=None, parent=None)
    sent = filling.read(found, request.form)
    if sent.form.refused:
        return _form(visit, filling.stay(found, sent).page, seen)
    filling.keep_beside(session, current.scope(), found, sent)
    return redirect(address("kept"), 303)


def show_kept(find: Find) -> ResponseReturnValue:
    """Show the receipt of the own record, and the way to mend it while the wave is open."""
    with current.database().reading() as session:
        visit = find(session)
    if visit.record is None:
        return redirect(address("section"))
    return render_template(
        "visits/kept.html",
        title=visit.title,
        record=visit.record,
        instrument=visit.filling.instrument,
        wave=visit.filling.wave,
        may_mend=_may_mend(visit),
        edit=address("section", edit="1"),
        back=_list_address(),
        agreement=visit.agreement,
    )
