"""The questionnaire in sections, and the receipt."""

from dataclasses import replace
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import current, filling
from app.access import Role, allow, concerns
from app.filled import Done, Filling, Leave, Page, Stay
from app.filling import Outcome
from app.respond.blueprint import pages
from app.store import consents, drafts, reading, waves
from app.store.drafts import Place
from app.store.instruments import UnknownInstrument, get_instrument
from app.store.receipts import Receipt, find_receipt
from app.store.subjects import Subject
from app.store.waves import WaveView


def _find(session: Session, wave_key: str, instrument: str) -> Filling:
    """Find what the address names; 404 where the plan does not ask it of this participant."""
    scope, who = current.scope(), current.visitor()
    asked = waves.find_asked(session, scope, wave_key, instrument)
    if asked is None or asked[0].state == "planned":
        abort(404)
    wave, version = asked
    subject = Subject(participant_id=who.participant_id)
    # A draft keeps the version in which it was begun, whatever the plan says by now; one that
    # lies on the phone alone names its version.
    draft = drafts.find_draft(session, scope, Place(wave.id, instrument, subject))
    begun_in = draft.version if draft else request.args.get("version", version, int)
    try:
        found = get_instrument(session, instrument, begun_in)
    except UnknownInstrument:
        abort(404)
    if not concerns(found, who.role):
        abort(404)
    return Filling(found, wave, subject, who.role, draft=draft)


def _receipt(session: Session, found: Filling) -> Receipt | None:
    return find_receipt(
        session, current.scope(), found.wave.id, found.instrument.key, found.subject
    )


def _agreed(session: Session, found: Filling) -> bool:
    """Say whether the participant takes part in this wave: nothing is kept otherwise."""
    decision = consents.newest_decision(
        session, current.scope(), current.visitor().participant_id, found.wave.id
    )
    return decision is not None and decision.decision == "given"


def _may_begin(session: Session, found: Filling) -> bool:
    """Say whether the form may be shown: agreed to, and begun before the wave was closing.

    Who has begun may finish even when it is closed: the record is kept, and marked late.
    """
    in_time = found.wave.state == "open" or found.draft is not None
    # Fetched ahead by a phone on which the consent may be given without network.
    return in_time and ("ahead" in request.args or _agreed(session, found))


@pages.get("/p/<token>/<wave>/<instrument>")
@allow(Role.PARTICIPANT)
def section(token: str, wave: str, instrument: str) -> ResponseReturnValue:
    """Show a section; what has been received shows its receipt, never a form."""
    with current.reading() as session:
        found = _find(session, wave, instrument)
        if _receipt(session, found):
            return redirect(_address("respond.receipt", token, found))
        if not _may_begin(session, found):
            if found.wave.state == "open":
                return redirect(url_for("respond.home", token=token))
            return render_template("respond/closed.html", token=token, wave=found.wave), 200
        page = filling.show(found, request.args.get("section", ""), check="check" in request.args)
    return _render(token, found, page)


@pages.post("/p/<token>/<wave>/<instrument>")
@allow(Role.PARTICIPANT)
def answer(token: str, wave: str, instrument: str) -> ResponseReturnValue:
    """Save what was answered, and go on; after the last section the record is kept."""
    if not filling.is_record_id(request.form.get("record_id", "")):
        abort(400)
    with current.reading() as session:
        found = _find(session, wave, instrument)
    sent = filling.read(found, request.form)
    with current.database().writing() as session:
        if _receipt(session, found):
            return _after_receipt(session, token, found, sent)
        if not _agreed(session, found):
            return redirect(url_for("respond.home", token=token), 303)
        draft = drafts.find_draft(session, current.scope(), found.place)
        if draft != found.draft:  # another tab was quicker: read again what is there now
            found = replace(found, draft=draft)
            sent = filling.read(found, request.form)
        outcome = filling.take(session, current.scope(), found, sent)
    return _after(token, found, outcome)


def _after_receipt(
    session: Session, token: str, found: Filling, sent: filling.Sent
) -> ResponseReturnValue:
    """Keep what a page brings that was open when another one was received; show the receipt."""
    record = reading.find_counting(
        session, current.scope(), found.wave.id, found.instrument.key, found.subject
    )
    if record is not None and _agreed(session, found):
        if sent.form.refused:
            # read before anything was received, so that the page repeats its own answers alone
            return _render(token, found, filling.stay(found, sent).page)
        asked = found.instrument
        if asked.version != record.version:
            asked = get_instrument(session, asked.key, record.version)
        beside = replace(
            found, instrument=asked, known=record.answers, record_id=record.id, draft=None
        )
        sent = filling.read(beside, request.form)
        filling.keep_beside(session, current.scope(), beside, sent)
    return redirect(_address("respond.receipt", token, found), 303)


def _after(token: str, found: Filling, outcome: Outcome) -> ResponseReturnValue:
    """Answer what was sent: the same section, another one, or the receipt."""
    if isinstance(outcome, Stay):
        return _render(token, found, outcome.page)
    if isinstance(outcome, Done):
        return redirect(_address("respond.receipt", token, found), 303)
    if isinstance(outcome, Leave):
        return redirect(url_for("respond.home", token=token), 303)
    more: dict[str, Any] = {"section": outcome.section}
    if outcome.check:
        more["check"] = "1"
    if outcome.language:
        more["lang"] = outcome.language
    return redirect(_address("respond.section", token, found, **more), 303)


def _address(endpoint: str, token: str, found: Filling, **more: Any) -> str:
    key = found.instrument.key
    return url_for(endpoint, token=token, wave=found.wave.key, instrument=key, **more)


def _render(token: str, found: Filling, page: Page) -> str:
    return render_template(
        "respond/section.html",
        token=token,
        person=current.visitor(),
        wave=found.wave,
        instrument=found.instrument,
        found=found,
        page=page,
        csrf=current.protection().token(),
    )


@pages.get("/p/<token>/<wave>/<instrument>/receipt")
@allow(Role.PARTICIPANT)
def receipt(token: str, wave: str, instrument: str) -> ResponseReturnValue:
    """Show the receipt: the number, the time, and nothing of the answers."""
    with current.reading() as session:
        found = _find(session, wave, instrument)
        kept = _receipt(session, found)
        every_wave: tuple[WaveView, ...] = waves.list_waves(session, current.scope())
    if kept is None:
        return redirect(url_for("respond.home", token=token))
    return render_template(
        "respond/receipt.html",
        token=token,
        wave=found.wave,
        instrument=found.instrument,
        receipt=kept,
        every_wave=every_wave,
    )
