"""Studies and their schools."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Membership, School, SchoolClass, Study
from app.store import audit
from app.store.scope import Scope
from instruments.wording import Text


@dataclass(frozen=True, slots=True)
class StudyView:
    """A study as pages show it."""

    id: int
    key: str
    title: Text
    about: Text
    contact: str
    authors: str
    language: str
    invented: bool


@dataclass(frozen=True, slots=True)
class SchoolView:
    """A school as pages show it."""

    id: int
    code: str
    name: str
    attributes: Mapping[str, str]


def as_text(value: Mapping[str, str]) -> Text:
    """Read a trilingual text from its column."""
    return Text(value.get("kk", ""), value.get("ru", ""), value.get("en", ""))


def as_column(text: Text) -> dict[str, str]:
    """Write a trilingual text for its column."""
    return {"kk": text.kk, "ru": text.ru, "en": text.en}


def _view(row: Study) -> StudyView:
    return StudyView(
        row.id,
        row.key,
        as_text(row.title),
        as_text(row.about),
        row.contact,
        row.authors,
        row.language,
        row.invented,
    )


def find_study(session: Session, key: str) -> StudyView | None:
    """Find a study by its key."""
    row = session.scalar(select(Study).where(Study.key == key))
    return _view(row) if row else None


def get_study(session: Session, study_id: int) -> StudyView:
    """Get a study by its number."""
    return _view(session.get_one(Study, study_id))


def list_studies(session: Session, user_id: int) -> tuple[tuple[StudyView, str], ...]:
    """List the studies in which a user works, with the role there, by key."""
    query = (
        select(Study, Membership.role)
        .join(Membership, Membership.study_id == Study.id)
        .where(Membership.user_id == user_id)
        .order_by(Study.key)
    )
    return tuple((_view(study), role) for study, role in session.execute(query))


def make_study(
    session: Session,
    key: str,
    title: Text,
    about: Text,
    *,
    actor: str,
    contact: str = "",
    authors: str = "",
    language: str = "kk",
    invented: bool = False,
) -> StudyView:
    """Make a study; its key must be free."""
    row = Study(
        key=key,
        title=as_column(title),
        about=as_column(about),
        contact=contact,
        authors=authors,
        language=language,
        invented=invented,
        made_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    audit.note_event(session, row.id, actor, "coordinator", "study.made", key)
    return _view(row)


def change_study(
    session: Session, scope: Scope, title: Text, about: Text, contact: str, authors: str = ""
) -> None:
    """Change the words of a study."""
    row = session.get_one(Study, scope.study_id)
    row.title, row.about = as_column(title), as_column(about)
    row.contact, row.authors = contact, authors
    audit.note(session, scope, "study.changed", row.key)


def list_schools(session: Session, scope: Scope) -> tuple[SchoolView, ...]:
    """List the schools of a study by code."""
    rows = session.scalars(select(School).where(scope.school_condition()).order_by(School.code))
    return tuple(SchoolView(row.id, row.code, row.name, row.attributes) for row in rows)


def put_school(
    session: Session, scope: Scope, code: str, name: str = "", **attributes: str
) -> SchoolView:
    """Add a school, or change the one with this code; attributes are added to the old ones."""
    row = session.scalar(
        select(School).where(School.study_id == scope.study_id, School.code == code)
    )
    if row is None:
        row = School(study_id=scope.study_id, code=code, attributes={})
        session.add(row)
        audit.note(session, scope, "school.added", code)
    row.name = name or row.name or ""
    row.attributes = {**row.attributes, **attributes}
    session.flush()
    return SchoolView(row.id, row.code, row.name, row.attributes)


def put_class(session: Session, scope: Scope, school_id: int, code: str, grades: str = "") -> int:
    """Add a class, or find the one with this code; give its number."""
    row = session.scalar(
        select(SchoolClass).where(SchoolClass.school_id == school_id, SchoolClass.code == code)
    )
    if row is None:
        row = SchoolClass(study_id=scope.study_id, school_id=school_id, code=code, grades=grades)
        session.add(row)
        session.flush()
    return row.id


def count_schools(session: Session, scope: Scope) -> int:
    """Count the schools in view."""
    query = select(func.count()).select_from(School).where(scope.school_condition())
    return session.scalar(query) or 0
