"""Feedback to a teacher: see the page, add a few words, release it or take it back."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.store import feedback, visits
from app.store.feedback import NewRelease, Release
from app.store.instruments import get_instrument
from app.store.together import read_coded
from app.store.transaction import Session
from app.store.visits import LessonView
from exports.feedback import Note, written_notes
from exports.feedback import feedback as written_feedback
from instruments.definitions import Instrument
from instruments.records import Record

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Found:
    """A lesson with the record that its teacher would be told of, and what is released now."""

    lesson: LessonView
    record: Record
    instrument: Instrument
    released: Release | None

    @property
    def is_older(self) -> bool:
        """Say whether something else was released than would be now."""
        now = (self.record.id, self.record.revision)
        before = self.released
        return before is not None and (before.record_id, before.revision) != now


def _find(session: Session, lesson_id: str, key: str) -> Found:
    """Find the record; a coordinator who still codes the lesson must not see it."""
    scope = current.scope()
    lesson = visits.find_lesson(session, scope, lesson_id)
    if lesson is None:
        abort(404)
    coded = read_coded(session, scope, lesson.id, key)
    record = feedback.record_for(coded)
    if record is None:
        abort(404)
    if coded.is_blind:
        abort(HTTPStatus.FORBIDDEN)
    instrument = get_instrument(session, record.instrument, record.version)
    return Found(lesson, record, instrument, feedback.find_release(session, scope, lesson.id, key))


@pages.get("/<study>/lessons/<lesson>/<instrument>/feedback", endpoint="feedback")
@allow(Role.COORDINATOR)
def preview(study: str, lesson: str, instrument: str) -> ResponseReturnValue:
    """Show the page as its teacher would see it."""
    with current.database().reading() as session:
        found = _find(session, lesson, instrument)
    released = found.released
    return _page(found, released.words if released else "", released.notes if released else ())


@pages.post("/<study>/lessons/<lesson>/<instrument>/feedback")
@allow(Role.COORDINATOR)
def decide_feedback(study: str, lesson: str, instrument: str) -> ResponseReturnValue:
    """Show once more with other words, release, or take back."""
    step, scope = request.form.get("step", "preview"), current.scope()
    words = request.form.get("words", "").strip()[:LONGEST]
    with current.database().writing() as session:
        found = _find(session, lesson, instrument)
        known = {note.code for note in _notes(found)}
        notes = [code for code in request.form.getlist("ticked") if code in known]
        if step == "release":
            feedback.release(session, scope, found.lesson, NewRelease(found.record, words, notes))
        elif step == "take_back":
            feedback.take_back(session, scope, found.lesson, instrument)
        else:
            return _page(found, words, notes)
    address = url_for("desk.feedback", study=study, lesson=lesson, instrument=instrument)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _notes(found: Found) -> tuple[Note, ...]:
    return written_notes(found.instrument, found.record.answers, current.language())


def _page(found: Found, words: str, notes: tuple[str, ...] | list[str]) -> str:
    shown = written_feedback(found.instrument, found.record.answers, current.language(), notes)
    return render_template(
        "desk/feedback.html",
        found=found,
        words=words,
        ticked=notes,
        notes=_notes(found),
        page=shown,
        held_on=found.lesson.held_on,
        longest=LONGEST,
        csrf=current.protection().token(),
    )
