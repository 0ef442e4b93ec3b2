"""One group session: follow the guide, write down who said what, finish, mend."""

from functools import partial

from flask import abort
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.notes.blueprint import pages
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


def _find(session_id: str, instrument: str, session: Session) -> Visit:
    """Find the session that the address names; 404 where it lies outside one's view."""
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
    facts = facts_of(meeting.id, meeting.held_on, group=meeting.group)
    found, record = own_filling(session, wave, guide, subject, facts)
    return Visit(f"{meeting.code} · {meeting.group}", found, record)


@pages.get("/<study>/blank/<instrument>")
@allow(Role.MODERATOR, Role.COORDINATOR)
def blank(study: str, instrument: str) -> ResponseReturnValue:
    """Show the guide about no session yet."""
    return show_blank(About.GROUP_SESSION, instrument)


@pages.get("/<study>/<session_id>/<instrument>")
@allow(Role.MODERATOR, Role.COORDINATOR)
def section(study: str, session_id: str, instrument: str) -> ResponseReturnValue:
    """Show a section of the guide."""
    return show_section(partial(_find, session_id, instrument))


@pages.post("/<study>/<session_id>/<instrument>")
@allow(Role.MODERATOR, Role.COORDINATOR)
def answer(study: str, session_id: str, instrument: str) -> ResponseReturnValue:
    """Save what was noted."""
    return take_section(partial(_find, session_id, instrument))


@pages.get("/<study>/<session_id>/<instrument>/kept")
@allow(Role.MODERATOR, Role.COORDINATOR)
def kept(study: str, session_id: str, instrument: str) -> ResponseReturnValue:
    """Show the receipt of the own record."""
    return show_kept(partial(_find, session_id, instrument))
