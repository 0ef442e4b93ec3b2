"""The tables. Rules that make no sense to break are named constraints."""

from app.models.audit import AuditEvent
from app.models.freezes import Freeze, FrozenRecord
from app.models.instruments import InstrumentVersion
from app.models.people import Consent, Contact, Link, Participant
from app.models.records import (
    Draft,
    FeedbackRelease,
    GroupSession,
    Lesson,
    LessonClaim,
    PlannedVisit,
    Record,
    Revision,
)
from app.models.results import KeptResults
from app.models.staff import Membership, SignIn, User
from app.models.study import PlanEntry, School, SchoolClass, Study, Wave

__all__ = [
    "AuditEvent",
    "Consent",
    "Contact",
    "Draft",
    "FeedbackRelease",
    "Freeze",
    "FrozenRecord",
    "GroupSession",
    "InstrumentVersion",
    "KeptResults",
    "Lesson",
    "LessonClaim",
    "Link",
    "Membership",
    "Participant",
    "PlanEntry",
    "PlannedVisit",
    "Record",
    "Revision",
    "School",
    "SchoolClass",
    "SignIn",
    "Study",
    "User",
    "Wave",
]
