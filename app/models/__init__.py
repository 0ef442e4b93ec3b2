"""The tables. Rules that make no sense to break are named constraints."""

from app.models.audit import AuditEvent
from app.models.instruments import InstrumentVersion
from app.models.people import Consent, Contact, Link, Participant
from app.models.records import Draft, GroupSession, Lesson, Record, Revision
from app.models.staff import Membership, SignIn, User
from app.models.study import PlanEntry, School, SchoolClass, Study, Wave

__all__ = [
    "AuditEvent",
    "Consent",
    "Contact",
    "Draft",
    "GroupSession",
    "InstrumentVersion",
    "Lesson",
    "Link",
    "Membership",
    "Participant",
    "PlanEntry",
    "Record",
    "Revision",
    "School",
    "SchoolClass",
    "SignIn",
    "Study",
    "User",
    "Wave",
]
