"""Who has answered and who has not: the matrix, and one participant."""

from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.attribute_words import attribute_name, attribute_value
from app.coordinate.blueprint import pages
from app.coordinate.visited import visited_lessons
from app.store import consents, contacts, links, people, reading, studies, waves
from app.store.instruments import list_instruments
from app.store.matrix import Matrix, MatrixRow, State, read_matrix
from app.store.subjects import Subject
from instruments.records import Record

ON_A_PAGE = 60
ROLES = ("teacher", "pupil")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the coordinator looks for."""

    role: str
    text: str
    school: str
    state: str
    wave: str
    page: int


def _filters() -> Filters:
    asked = request.args
    role = asked.get("role", "teacher")
    page = asked.get("page", "1")
    return Filters(
        role if role in ROLES else "teacher",
        asked.get("text", "").strip()[:80],
        asked.get("school", ""),
        asked.get("state", "") if asked.get("state", "") in set(State) else "",
        asked.get("wave", ""),
        max(int(page), 1) if page.isdecimal() and len(page) < 6 else 1,
    )


def _matches(row: MatrixRow, matrix: Matrix, filters: Filters) -> bool:
    person, words = row.person, filters.text.casefold()
    shown = (attribute_value(key, value) for key, value in person.attributes.items())
    texts = (person.code, *person.attributes.values(), *shown)
    if words and not any(words in str(text).casefold() for text in texts):
        return False
    if filters.school and person.school != filters.school:
        return False
    if not filters.state:
        return True
    return any(
        cell.state == filters.state
        for cell, column in zip(row.cells, matrix.columns, strict=True)
        if not filters.wave or column.wave.key == filters.wave
    )


@pages.get("/<study>/people", endpoint="people")
@allow(Role.COORDINATOR)
def matrix(study: str) -> ResponseReturnValue:
    """Show who has answered what in which wave."""
    filters = _filters()
    with current.database().reading() as session:
        scope = current.scope()
        found = read_matrix(session, scope, filters.role)
        schools = studies.list_schools(session, scope)
        every_wave = waves.list_waves(session, scope)
    rows = [row for row in found.rows if _matches(row, found, filters)]
    shown = rows[(filters.page - 1) * ON_A_PAGE : filters.page * ON_A_PAGE]
    return render_template(
        "desk/people.html",
        matrix=found,
        shown=shown,
        counts=found.counts(),
        school_counts={row.person.school: found.counts(row.person.school) for row in shown},
        matching=len(rows),
        pages=range(1, (len(rows) + ON_A_PAGE - 1) // ON_A_PAGE + 1),
        filters=filters,
        schools=schools,
        waves=every_wave,
        states=tuple(State),
        attribute_value=attribute_value,
    )


@pages.get("/<study>/people/<code>")
@allow(Role.COORDINATOR)
def participant(study: str, code: str) -> ResponseReturnValue:
    """Show what was received of one participant; never a name by itself."""
    return _participant(code)


def _participant(code: str, contact: contacts.ContactView | None = None) -> str:
    with current.database().reading() as session:
        scope = current.scope()
        person = people.find_person(session, scope, code)
        if person is None:
            abort(404)
        received = reading.list_about(session, scope, Subject(participant_id=person.id))
        every_wave = waves.list_waves(session, scope)
        titles = {one.key: one.title for one in list_instruments(session)}
        lessons = visited_lessons(session, person.id)
        decisions = {
            wave.key: consents.newest_decision(session, scope, person.id, wave.id)
            for wave in every_wave
        }
    return render_template(
        "desk/participant.html",
        person=person,
        received=sorted(received, key=_in_order),
        titles=titles,
        lessons=lessons,
        attribute_name=attribute_name,
        attribute_value=attribute_value,
        wave_labels={wave.key: wave.label for wave in every_wave},
        waves=every_wave,
        decisions=decisions,
        contact=contact,
        csrf=current.protection().token(),
    )


def _in_order(record: Record) -> tuple[str, str, int, str]:
    """Sort by instrument and wave; weeks and other numbers as numbers."""
    occurrence = record.occurrence
    number = int(occurrence) if occurrence.isdecimal() else 0
    return record.instrument, record.wave, number, occurrence


@pages.post("/<study>/people/<code>/contact")
@allow(Role.COORDINATOR)
def contact(study: str, code: str) -> ResponseReturnValue:
    """Show how to reach a participant; the reading and its reason are noted in the log."""
    why = request.form.get("why", "").strip()
    if not why:
        return redirect(url_for("desk.participant", study=study, code=code), 303)
    with current.database().writing() as session:
        found = contacts.read_contact(session, current.scope(), code, why)
    return _participant(code, found or contacts.ContactView("", "", ""))


@pages.post("/<study>/people/<code>/renew")
@allow(Role.COORDINATOR)
def renew_link(study: str, code: str) -> ResponseReturnValue:
    """Make a new link; the old one ends, drafts and records stay."""
    with current.database().writing() as session:
        person = people.find_person(session, current.scope(), code)
        if person is None:
            abort(404)
        links.renew(session, current.scope(), current.settings().secret, person.id)
    return redirect(url_for("desk.links", study=study, text=code), 303)
