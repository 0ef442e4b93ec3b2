"""Participants by study code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.models import Participant, School, SchoolClass
from app.store import audit
from app.store.scope import Scope
from app.store.studies import put_class, put_school
from instruments import records


@dataclass(frozen=True, slots=True)
class Person:
    """A participant as pages show it: a study code, never a name."""

    id: int
    code: str
    role: str
    school: str
    class_code: str
    teacher: str
    language: str
    attributes: Mapping[str, str]

    @property
    def plain(self) -> records.Participant:
        """Give the participant as exports read it."""
        return records.Participant(
            self.code, self.role, self.school, self.class_code, self.teacher, self.attributes
        )


@dataclass(frozen=True, slots=True)
class NewPerson:
    """One accepted row of a roster."""

    code: str
    role: str
    school: str
    class_code: str = ""
    teacher: str = ""
    language: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


Teacher = aliased(Participant)


def _query(
    scope: Scope,
) -> Select[int, str, str, str, str | None, str | None, str, Mapping[str, str]]:
    """Ask for the columns of a Person, in its order."""
    return (
        select(
            Participant.id,
            Participant.code,
            Participant.role,
            School.code,
            SchoolClass.code,
            Teacher.code,
            Participant.language,
            Participant.attributes,
        )
        .join(School, School.id == Participant.school_id)
        .outerjoin(SchoolClass, SchoolClass.id == Participant.class_id)
        .outerjoin(Teacher, Teacher.id == Participant.teacher_id)
        .where(scope.participant_condition())
        .order_by(Participant.code)
    )


def _person(
    number: int,
    code: str,
    role: str,
    school: str,
    class_code: str | None,
    teacher: str | None,
    language: str,
    attributes: Mapping[str, str],
) -> Person:
    return Person(number, code, role, school, class_code or "", teacher or "", language, attributes)


def list_people(session: Session, scope: Scope, role: str = "") -> tuple[Person, ...]:
    """List the participants in view by code, of one role or of all."""
    query = _query(scope)
    if role:
        query = query.where(Participant.role == role)
    return tuple(_person(*row) for row in session.connection().execute(query).all())


def find_person(session: Session, scope: Scope, code: str) -> Person | None:
    """Find a participant in view by study code."""
    row = session.execute(_query(scope).where(Participant.code == code)).first()
    return _person(*row) if row else None


def get_person(session: Session, scope: Scope, participant_id: int) -> Person:
    """Get a participant in view by number."""
    return _person(*session.execute(_query(scope).where(Participant.id == participant_id)).one())


def name_people(session: Session, scope: Scope) -> Mapping[str, str]:
    """Give the study codes of those in view by their numbers as the log writes them."""
    query = select(Participant.id, Participant.code).where(scope.participant_condition())
    return {str(number): code for number, code in session.execute(query)}


def count_people(session: Session, scope: Scope) -> Mapping[str, int]:
    """Count the participants in view by role."""
    query = (
        select(Participant.role, func.count())
        .where(scope.participant_condition())
        .group_by(Participant.role)
        .order_by(Participant.role)
    )
    return dict(session.execute(query).all())


def put_people(session: Session, scope: Scope, rows: Sequence[NewPerson]) -> tuple[int, int]:
    """Add participants, or change those whose code is known; give (added, changed).

    Schools and classes that are not there yet are made. A teacher must stand before the pupils.
    """
    known = {
        row.code: row
        for row in session.scalars(
            select(Participant).where(Participant.study_id == scope.study_id)
        )
    }
    schools = {code: put_school(session, scope, code).id for code in {row.school for row in rows}}
    added = changed = 0
    for new in rows:
        row = known.get(new.code)
        if row is None:
            row = Participant(study_id=scope.study_id, code=new.code, attributes={})
            known[new.code] = row
            session.add(row)
            added += 1
        else:
            changed += 1
        school_id = schools[new.school]
        row.role, row.school_id = new.role, school_id
        row.class_id = (
            put_class(session, scope, school_id, new.class_code) if new.class_code else None
        )
        row.language = new.language or row.language or ""
        row.attributes = {**row.attributes, **new.attributes}
        session.flush()
        row.teacher_id = known[new.teacher].id if new.teacher else None
    session.flush()
    audit.note(session, scope, "roster.imported", "", f"added {added}, changed {changed}")
    return added, changed
