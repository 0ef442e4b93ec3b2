"""Users, their studies and their sign-ins."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.models import Membership, SignIn, User
from app.store import audit
from app.store.scope import Scope

IDLE = timedelta(hours=3)
"""Longer than a lesson or a focus group: nobody is signed out while writing."""
LONGEST = timedelta(hours=12)
HASHER = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody signed in."""

    id: int
    login: str
    name: str
    code: str
    language: str
    may_make_studies: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody's role in a study."""

    login: str
    name: str
    code: str
    role: str
    schools: tuple[str, ...]


def _staff(row: User) -> Staff:
    return Staff(row.id, row.login, row.name, row.code, row.language, row.may_make_studies)


def add_user(
    session: Session,
    login: str,
    password: str,
    *,
    name: str = "",
    code: str = "",
    language: str = "kk",
    may_make_studies: bool = False,
) -> Staff:
    """Add a user; the login must be free."""
    row = User(
        login=login.strip().lower(),
        name=name,
        code=code or login,
        password_hash=HASHER.hash(password),
        language=language,
        may_make_studies=may_make_studies,
        active=True,
        made_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    audit.note_event(session, None, login, "", "user.added", login)
    return _staff(row)


def find_user(session: Session, login: str) -> Staff | None:
    """Find an active user by login."""
    row = session.scalar(select(User).where(User.login == login.strip().lower(), User.active))
    return _staff(row) if row else None


@cache
def _nobody() -> str:
    """Hash for logins that do not exist: a wrong login takes as long as a wrong password."""
    return HASHER.hash(secrets.token_hex(8))


def check_password(session: Session, login: str, password: str) -> Staff | None:
    """Find who signs in with this login and password."""
    row = session.scalar(select(User).where(User.login == login.strip().lower(), User.active))
    try:
        HASHER.verify(row.password_hash if row else _nobody(), password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    return _staff(row) if row else None


def set_password(session: Session, user_id: int, password: str) -> None:
    """Change a password and end every session of the user."""
    row = session.get_one(User, user_id)
    row.password_hash = HASHER.hash(password)
    session.execute(delete(SignIn).where(SignIn.user_id == user_id))
    audit.note_event(session, None, row.login, "", "user.password_changed", row.login)


def join(
    session: Session, scope: Scope, login: str, role: str, schools: Sequence[str] = ()
) -> None:
    """Give a user a role in a study, or change it."""
    user = session.scalars(select(User).where(User.login == login.strip().lower())).one()
    row = session.scalar(
        select(Membership).where(
            Membership.user_id == user.id, Membership.study_id == scope.study_id
        )
    )
    if row is None:
        row = Membership(user_id=user.id, study_id=scope.study_id)
        session.add(row)
    row.role, row.schools = role, list(schools)
    session.flush()
    audit.note(session, scope, "role.given", login, role)


def scope_of(session: Session, staff: Staff, study_id: int) -> Scope | None:
    """Give a user's view of a study; None where there is none."""
    row = session.scalar(
        select(Membership).where(Membership.user_id == staff.id, Membership.study_id == study_id)
    )
    return Scope(study_id, staff.code, row.role, tuple(row.schools)) if row else None


def scope_by_code(session: Session, code: str, study_id: int) -> Scope | None:
    """Give the view of an active colleague who stands in exports under this code."""
    row = session.scalar(select(User).where(User.code == code, User.active))
    return scope_of(session, _staff(row), study_id) if row else None


def list_colleagues(session: Session, scope: Scope) -> tuple[Colleague, ...]:
    """List who works in a study, by role and login."""
    query = (
        select(User, Membership)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.study_id == scope.study_id)
        .order_by(Membership.role, User.login)
    )
    return tuple(
        Colleague(user.login, user.name, user.code, member.role, tuple(member.schools))
        for user, member in session.execute(query)
    )


def _hashed(sign_in: str) -> str:
    return hashlib.sha256(sign_in.encode()).hexdigest()


def start_sign_in(session: Session, staff: Staff) -> str:
    """Start a session on the server; give its new id for the cookie."""
    sign_in = secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    session.execute(delete(SignIn).where(SignIn.made_at < now - LONGEST))
    session.add(SignIn(id_hash=_hashed(sign_in), user_id=staff.id, made_at=now, seen_at=now))
    session.flush()
    audit.note_event(session, None, staff.code, "", "signed.in", staff.login)
    return sign_in


def find_sign_in(session: Session, sign_in: str) -> tuple[Staff, bool] | None:
    """Find who is signed in, and whether the session should be marked as seen."""
    row = session.get(SignIn, _hashed(sign_in))
    now = datetime.now(UTC)
    if row is None or now - row.made_at > LONGEST or now - row.seen_at > IDLE:
        return None
    user = session.get_one(User, row.user_id)
    return (_staff(user), now - row.seen_at > timedelta(minutes=1)) if user.active else None


def mark_seen(session: Session, sign_in: str) -> None:
    """Put off the idle end of a session."""
    row = session.get(SignIn, _hashed(sign_in))
    if row is not None:
        row.seen_at = datetime.now(UTC)


def end_sign_in(session: Session, sign_in: str) -> None:
    """End a session on the server."""
    session.execute(delete(SignIn).where(SignIn.id_hash == _hashed(sign_in)))


def set_language(session: Session, user_id: int, language: str) -> None:
    """Keep the language in which a user works."""
    session.get_one(User, user_id).language = language
