"""The waves of the study: words, days, state, and what is asked."""

from collections import Counter
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.coordinate.desk_forms import REFUSED, desk_form
from app.coordinate.standard_words import stage_label
from app.languages import NAMES
from app.store import waves
from app.store.freezes import list_freezes
from app.store.instruments import get_instrument, list_instruments
from app.store.plan_use import instruments_used
from app.store.transaction import Session
from app.store.waves import STAGES, STATES, WaveView
from forms.desk import PlanForm, StateForm, WaveForm, WaveWordsForm, refuse
from instruments.definitions import Instrument
from instruments.wording import Message

TAKEN = Message("app", "A wave of this study has this short name already.")


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An instrument that may be asked in a wave."""

    instrument: Instrument
    asked: bool
    used: bool
    """Answers are there: it stays, in the version that was answered."""


@pages.get("/<study>/waves", endpoint="waves")
@allow(Role.COORDINATOR)
def waves_page(study: str) -> ResponseReturnValue:
    """List the waves and offer another one."""
    with current.database().reading() as session:
        known = waves.list_waves(session, current.scope())
    stage = _stage(known)
    label = stage_label(stage)
    values = {f"label_{code}": getattr(label, code) for code in NAMES}
    return _page(desk_form(WaveForm, {**values, "stage": stage, "key": _key(stage, known)}))


def _page(form: WaveForm) -> str:
    with current.database().reading() as session:
        found = waves.list_waves(session, current.scope())
        planned = Counter(entry.wave_id for entry in waves.read_plan(session, current.scope()))
    form.offer(STAGES)
    return render_template(
        "desk/waves.html", form=form, found=found, planned=planned, stages=STAGES
    )


def _stage(known: tuple[WaveView, ...]) -> str:
    """Take the stage that was asked for, else the first that no wave has."""
    asked = request.args.get("stage", "")
    used = {wave.stage for wave in known}
    free = next((stage for stage in STAGES if stage not in used), STAGES[-1])
    return asked if asked in STAGES else free


def _key(stage: str, known: tuple[WaveView, ...]) -> str:
    """Suggest a short name that no wave has."""
    taken = {wave.key for wave in known}
    if stage not in taken:
        return stage
    return next(f"{stage}_{n}" for n in range(2, len(taken) + 3) if f"{stage}_{n}" not in taken)


@pages.post("/<study>/waves")
@allow(Role.COORDINATOR)
def add_wave(study: str) -> ResponseReturnValue:
    """Add a wave."""
    form = desk_form(WaveForm)
    form.offer(STAGES)
    if not form.validate():
        return _page(form), REFUSED
    key, scope = form.key.data, current.scope()
    with current.database().writing() as session:
        free = waves.find_wave(session, scope, key) is None
        if free:
            waves.add_wave(
                session,
                scope,
                key,
                form.stage.data,
                form.label,
                form.opens_on.data,
                form.closes_on.data,
            )
    if not free:
        refuse(form, form.key, TAKEN)
        return _page(form), REFUSED
    return redirect(url_for("desk.wave", study=study, wave=key), 303)


def _wave(session: Session, key: str) -> WaveView:
    found = waves.find_wave(session, current.scope(), key)
    if found is None:
        abort(404)
    return found


def _plan(session: Session, wave: WaveView) -> tuple[PlanLine, ...]:
    """List every instrument, those of the plan first; an answered version stays."""
    asked = {
        entry.instrument: entry.version
        for entry in waves.read_plan(session, current.scope())
        if entry.wave_id == wave.id
    }
    used = instruments_used(session, current.scope(), wave.id) & asked.keys()
    newest = {one.key: one for one in list_instruments(session)}
    in_order = dict.fromkeys((*asked, *newest))
    return tuple(
        PlanLine(
            get_instrument(session, key, asked[key]) if key in used else newest[key],
            key in asked,
            key in used,
        )
        for key in in_order
    )


@pages.get("/<study>/waves/<wave>")
@allow(Role.COORDINATOR)
def wave(study: str, wave: str) -> ResponseReturnValue:
    """Show a wave: its state, its plan, its words and days."""
    with current.database().reading() as session:
        found = _wave(session, wave)
    values = {f"label_{code}": getattr(found.label, code) for code in NAMES}
    values |= {"opens_on": found.opens_on, "closes_on": found.closes_on}
    return _wave_page(wave, desk_form(WaveWordsForm, values))


def _wave_page(key: str, form: WaveWordsForm) -> str:
    with current.database().reading() as session:
        found = _wave(session, key)
        plan = _plan(session, found)
        freezes = [
            one for one in list_freezes(session, current.scope()) if one.wave in (None, found.key)
        ]
    return render_template(
        "desk/wave.html", wave=found, plan=plan, form=form, states=STATES, freezes=freezes
    )


@pages.post("/<study>/waves/<wave>")
@allow(Role.COORDINATOR)
def change_wave(study: str, wave: str) -> ResponseReturnValue:
    """Change the words and days of a wave."""
    form = desk_form(WaveWordsForm)
    if not form.validate():
        return _wave_page(wave, form), REFUSED
    with current.database().writing() as session:
        found = _wave(session, wave)
        waves.change_wave(
            session, current.scope(), found.key, form.label, form.opens_on.data, form.closes_on.data
        )
    return redirect(url_for("desk.wave", study=study, wave=wave), 303)


@pages.post("/<study>/waves/<wave>/state")
@allow(Role.COORDINATOR)
def set_state(study: str, wave: str) -> ResponseReturnValue:
    """Open, close or reopen a wave."""
    form = desk_form(StateForm)
    form.offer(STATES)
    if not form.validate():
        abort(400)
    with current.database().writing() as session:
        found = _wave(session, wave)
        if found.state != form.state.data:
            waves.set_state(session, current.scope(), found.key, form.state.data)
    return redirect(url_for("desk.wave", study=study, wave=wave), 303)


@pages.post("/<study>/waves/<wave>/plan")
@allow(Role.COORDINATOR)
def set_plan(study: str, wave: str) -> ResponseReturnValue:
    """Say what is asked in a wave; what was answered already stays."""
    form = desk_form(PlanForm)
    with current.database().writing() as session:
        found = _wave(session, wave)
        plan = _plan(session, found)
        form.offer([line.instrument.key for line in plan])
        if not form.validate():
            abort(400)
        asked = [
            (line.instrument.key, line.instrument.version)
            for line in plan
            if line.used or line.instrument.key in form.instruments.data
        ]
        waves.set_plan(session, current.scope(), found.id, asked)
    return redirect(url_for("desk.wave", study=study, wave=wave), 303)
