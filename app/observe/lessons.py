"""One lesson: fill in the checklist, see what was kept, mend it until the wave closes.

What observers agree on and the codes of a master are filled in at an address of their own: that of
the form with the part after a dot, as in `lesson_observation.consensus`.
"""

from functools import partial

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.languages import gettext as _
from app.observe.blueprint import pages
from app.store import joining, visits, waves
from app.store.subjects import Subject
from app.store.together import Coded, read_coded
from app.store.transaction import Session
from app.store.visits import LessonView
from app.store.waves import WaveView
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
from exports.side_by_side import agreed
from instruments.definitions import About, Answers, Instrument
from instruments.join_codes import show_join_code
from instruments.records import REFERENCE, Part


def find_place(
    session: Session, lesson_id: str, key: str
) -> tuple[LessonView, WaveView, Instrument]:
    """Find the lesson and the form that an address names; 404 where they lie outside one's view."""
    scope = current.scope()
    lesson = visits.find_lesson(session, scope, lesson_id)
    wave = waves.find_wave(session, scope, lesson.wave) if lesson else None
    if lesson is None or wave is None:
        abort(404)
    asked = planned(session, wave, About.LESSON)
    chosen = next((one for one in asked if one.key == key), None)
    if chosen is None:
        abort(404)
    return lesson, wave, chosen


def _find(lesson_id: str, form: str, session: Session) -> Visit:
    key, _dot, part = form.partition(".")
    lesson, wave, chosen = find_place(session, lesson_id, key)
    coded = read_coded(session, current.scope(), lesson.id, chosen.key)
    known = None
    if part:
        known = _known_beside(lesson_id, chosen, coded, part)
    else:
        part = joining.part_of(session, lesson, current.scope().actor).value
    facts = facts_of(lesson.id, lesson.held_on, lesson.teacher, starts_at=lesson.starts_at)
    subject = Subject(lesson_id=lesson.id)
    found, record = own_filling(session, wave, chosen, subject, facts, part, known)
    _leave_to_its_author(lesson_id, coded, found.part, begun=bool(record or found.draft))
    title = f"{lesson.code} · {lesson.school} · {lesson.teacher}"
    if found.part in REFERENCE:
        return Visit(f"{part_words(found.part)} · {title}", found, record)
    code = show_join_code(lesson.join_code)
    address = _agreement(lesson_id, chosen.key) if coded.is_shared else ""
    return Visit(title, found, record, code, address)


def part_words(part: str) -> str:
    """Name what several observers wrote, or a master."""
    return _("Consensus") if part == Part.CONSENSUS else _("Master codes")


def _known_beside(lesson_id: str, instrument: Instrument, coded: Coded, part: str) -> Answers:
    """Give with what such a record begins: with what both observers said alike."""
    if part == Part.MASTER and current.scope().role == "coordinator":
        return {}
    if part != Part.CONSENSUS:
        abort(404)
    if not coded.may_agree:
        abort(redirect(_own_form(lesson_id, instrument.key)))
    first, second = coded.alone[:2]
    return agreed(instrument, first.answers, second.answers)


def _leave_to_its_author(lesson_id: str, coded: Coded, part: str, *, begun: bool) -> None:
    """Lead away from a second consensus: there is one, which both may read."""
    if part == Part.CONSENSUS and coded.consensus and not begun:
        abort(redirect(_agreement(lesson_id, coded.consensus.instrument)))


def _own_form(lesson_id: str, key: str) -> str:
    return url_for("observe.section", study=current.study().key, lesson=lesson_id, instrument=key)


def _agreement(lesson_id: str, key: str) -> str:
    return url_for("observe.agreement", study=current.study().key, lesson=lesson_id, instrument=key)


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
