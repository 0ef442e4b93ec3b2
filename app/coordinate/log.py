"""The newest events of the study, in words."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.store.audit import newest_events

NEWEST = 200


def _(sentence: str) -> str:
    """Mark a sentence for translation where the table below holds it."""
    return sentence


WORDS = {
    "consent.given": _("Consent given"),
    "consent.refused": _("Consent refused"),
    "consent.withdrawn": _("Consent withdrawn"),
    "contacts.kept": _("Contacts imported"),
    "contacts.read": _("Contacts read"),
    "clash.settled": _("Two versions of an answer settled"),
    "double.settled": _("Double settled"),
    "export.made": _("Export made"),
    "group_session.added": _("Group session added"),
    "lesson.added": _("Lesson added"),
    "link.renewed": _("Personal link renewed"),
    "links.made": _("Personal links made"),
    "plan.set": _("Plan of a wave changed"),
    "record.kept": _("Answers received"),
    "record.read": _("Answers of one record read"),
    "role.given": _("Role given"),
    "role.ended": _("Role ended"),
    "roster.imported": _("Roster imported"),
    "rows.imported": _("Rows imported"),
    "school.added": _("School added"),
    "study.changed": _("Words of the study changed"),
    "study.made": _("Study made"),
    "wave.added": _("Wave added"),
    "wave.changed": _("Words or days of a wave changed"),
    "wave.planned": _("Wave set back to planned"),
    "wave.open": _("Wave opened"),
    "wave.closing": _("Wave set to closing"),
    "wave.closed": _("Wave closed"),
}
"""What happened, by action; an action without words is shown by its name."""


@pages.get("/<study>/log", endpoint="log")
@allow(Role.COORDINATOR)
def log_page(study: str) -> ResponseReturnValue:
    """Show who did what, newest first."""
    with current.database().reading() as session:
        found = newest_events(session, current.scope(), NEWEST)
    return render_template("desk/log.html", found=found, words=WORDS, newest=NEWEST)
