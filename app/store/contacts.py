"""Names and phones: the only place that reads them, and every read is in the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.models import Contact, Participant
from app.store import audit
from app.store.scope import Scope


@dataclass(frozen=True, slots=True)
class ContactView:
    """How to reach a participant."""

    name: str
    phone: str
    email: str


def put_contacts(session: Session, scope: Scope, contacts: Mapping[str, ContactView]) -> None:
    """Keep contacts by study code."""
    people = dict(
        session.execute(
            select(Participant.code, Participant.id).where(
                Participant.study_id == scope.study_id, Participant.code.in_(contacts)
            )
        ).all()
    )
    for code, contact in contacts.items():
        session.merge(
            Contact(
                participant_id=people[code],
                study_id=scope.study_id,
                name=contact.name,
                phone=contact.phone,
                email=contact.email,
            )
        )
    session.flush()
    audit.note(session, scope, "contacts.kept", "", str(len(contacts)))


def read_contacts(session: Session, scope: Scope, why: str) -> Mapping[str, ContactView]:
    """Read the contacts in view by study code; the reading is noted with its reason."""
    query = (
        select(Participant.code, Contact)
        .join(Contact, Contact.participant_id == Participant.id)
        .where(scope.participant_condition())
        .order_by(Participant.code)
    )
    found = {
        code: ContactView(row.name, row.phone, row.email) for code, row in session.execute(query)
    }
    audit.note(session, scope, "contacts.read", why, str(len(found)))
    return found


def read_contact(session: Session, scope: Scope, code: str, why: str) -> ContactView | None:
    """Read the contact of one participant in view; the reading is noted with its reason."""
    query = (
        select(Contact)
        .join(Participant, Contact.participant_id == Participant.id)
        .where(scope.participant_condition(), Participant.code == code)
    )
    row = session.scalar(query)
    audit.note(session, scope, "contact.read", code, why)
    return ContactView(row.name, row.phone, row.email) if row else None


def with_own_name(query: Select[Any]) -> Select[Any]:
    """Add the name to a query for a participant's own page: nobody else reads it there."""
    name = func.coalesce(Contact.name, "")
    return query.add_columns(name).outerjoin(Contact, Contact.participant_id == Participant.id)
