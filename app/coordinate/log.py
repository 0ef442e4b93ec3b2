"""The events of the study, in words, newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.languages import gettext
from app.store.audit import Event, newest_events
from app.store.instruments import list_instruments
from app.store.people import name_people
from app.store.reading import Named, name_records
from app.store.transaction import Session
from app.store.waves import list_waves

ON_A_PAGE = 200


def _(sentence: str) -> str:
    """Mark a sentence for translation where the table below holds it."""
    return sentence


WORDS = {
    "consent.given": _("Consent given"),
    "consent.refused": _("Consent refused"),
    "consent.withdrawn": _("Consent withdrawn"),
    "contacts.kept": _("Contacts imported"),
    "contact.read": _("A contact read"),
    "contacts.read": _("Contacts read"),
    "clash.settled": _("Two versions of an answer settled"),
    "double.settled": _("Double settled"),
    "export.made": _("Export made"),
    "results.computed": _("Results computed"),
    "feedback.released": _("Feedback released to a teacher"),
    "feedback.taken_back": _("Feedback taken back"),
    "freeze.made": _("Data frozen"),
    "freeze.compared": _("Two freezes compared"),
    "group_session.added": _("Group session added"),
    "lesson.added": _("Lesson added"),
    "lesson.joined": _("Lesson joined by a second observer"),
    "link.renewed": _("Personal link renewed"),
    "links.made": _("Personal links made"),
    "password.shown": _("First password shown"),
    "plan.set": _("Plan of a wave changed"),
    "record.carried": _("Answers brought in a file"),
    "record.by_former_link": _("Answers finished under a replaced link"),
    "record.kept": _("Answers received"),
    "record.read": _("Answers of one record read"),
    "role.given": _("Role given"),
    "role.ended": _("Role ended"),
    "roster.imported": _("Roster imported"),
    "rows.imported": _("Rows imported"),
    "school.added": _("School added"),
    "study.changed": _("Words of the study changed"),
    "study.made": _("Study made"),
    "visit.found_right": _("Odd visit looked at: it is right"),
    "visit.plan_changed": _("Planned visit changed"),
    "visit.plan_removed": _("Planned visit taken out of the plan"),
    "visit.planned": _("Visit planned"),
    "wave.added": _("Wave added"),
    "wave.changed": _("Words or days of a wave changed"),
    "wave.planned": _("Wave set back to planned"),
    "wave.open": _("Wave opened"),
    "wave.closing": _("Wave set to closing"),
    "wave.closed": _("Wave closed"),
}
"""What happened, by action; an action without words is shown by its name."""


IMPORTING = "roster import"
"""The reason that the program itself gives for reading contacts."""


@dataclass(frozen=True, slots=True)
class Line:
    """An event as a reader reads it."""

    at: datetime
    actor: str
    action: str
    about: str
    reason: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the events of a page are about, by the names that the log keeps."""

    records: Mapping[str, Named]
    people: Mapping[str, str]
    waves: Mapping[str, str]
    """Labels by key and by number: the log holds both."""
    instruments: Mapping[str, str]

    def about(self, event: Event) -> str:
        """Name what an event is about."""
        kind, name = event.action.partition(".")[0], event.object
        if kind in ("wave", "plan"):
            return self.waves.get(name, name)
        if kind in ("record", "double", "clash"):
            return self._record(name)
        if kind == "link":
            return self.people.get(name, name)
        if kind == "rows":
            return self.instruments.get(name, name)
        return "" if event.action == "contacts.read" else name

    def _record(self, name: str) -> str:
        found = self.records.get(name)
        if found is None:
            return name
        title = self.instruments.get(found.instrument, found.instrument)
        return f"{found.about} · {title} · {self.waves.get(found.wave, found.wave)}"


def reason_of(event: Event) -> str:
    """Give the reason that somebody typed, where the event has one."""
    if event.action == "contacts.read":
        return gettext(WORDS["roster.imported"]) if event.object == IMPORTING else event.object
    if event.action in ("double.settled", "freeze.made"):
        return event.detail.partition("; ")[2]
    return event.detail if event.action in ("contact.read", "clash.settled") else ""


def read_known(session: Session, events: Sequence[Event]) -> Known:
    """Look up what the events of a page are about."""
    scope, language = current.scope(), current.language()
    labels = {}
    for wave in list_waves(session, scope):
        labels[wave.key] = labels[str(wave.id)] = wave.label.in_(language)
    return Known(
        name_records(session, scope, [one.object for one in events]),
        name_people(session, scope),
        labels,
        {one.key: one.title.in_(language) for one in list_instruments(session)},
    )


@pages.get("/<study>/log", endpoint="log")
@allow(Role.COORDINATOR)
def log_page(study: str) -> ResponseReturnValue:
    """Show who did what, newest first, page by page."""
    asked = request.args.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 16 else None
    with current.database().reading() as session:
        found = newest_events(session, current.scope(), ON_A_PAGE + 1, before)
        shown = found[:ON_A_PAGE]
        known = read_known(session, shown)
    lines = [Line(one.at, one.actor, one.action, known.about(one), reason_of(one)) for one in shown]
    older = shown[-1].seq if len(found) > ON_A_PAGE else None
    return render_template("desk/log.html", lines=lines, words=WORDS, before=before, older=older)
