"""One lesson: fill in the checklist, see what was kept, mend it until the wave closes."""

from functools import partial

from flask import abort
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.observe.blueprint import pages
from app.store import visits, waves
from app.store.subjects import Subject
from app.store.transaction import Session
from app.visiting import (
    Visit,
    facts_of,
    own_filling,
    planned,
    show_blank,
    show_kept,
    show_section,
    take_section,
)
from instruments.definitions import About
from instruments.records import Part


def _find(lesson_id: str, instrument: str, session: Session) -> Visit:
    """Find the lesson that the address names; 404 where it lies outside one's view."""
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
    facts = facts_of(lesson.id, lesson.held_on, lesson.teacher)
    found, record = own_filling(session, wave, chosen, subject, facts, part.value)
    return Visit(f"{lesson.code} · {lesson.school} · {lesson.teacher}", found, record)


@pages.get("/<study>/blank/<instrument>")
@allow(Role.OBSERVER, Role.COORDINATOR)
def blank(study: str, instrument: str) -> ResponseReturnValue:
    """Show the checklist about no lesson yet."""
    return show_blank(About.LESSON, instrument)


@pages.get("/<study>/<lesson>/<instrument>")
@allow(Role.OBSERVER, Role.COORDINATOR)
def section(study: str, lesson: str, instrument: str) -> ResponseReturnValue:
    """Show a section of the checklist."""
    return show_section(partial(_find, lesson, instrument))


@pages.post("/<study>/<lesson>/<instrument>")
@allow(Role.OBSERVER, Role.COORDINATOR)
def answer(study: str, lesson: str, instrument: str) -> ResponseReturnValue:
    """Save what was coded."""
    return take_section(partial(_find, lesson, instrument))


@pages.get("/<study>/<lesson>/<instrument>/kept")
@allow(Role.OBSERVER, Role.COORDINATOR)
def kept(study: str, lesson: str, instrument: str) -> ResponseReturnValue:
    """Show the receipt of the own record."""
    return show_kept(partial(_find, lesson, instrument))
