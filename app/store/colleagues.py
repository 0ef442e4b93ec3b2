"""Who else works in a study: first passwords, and leaving."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.models import Membership, User
from app.store import audit
from app.store.scope import Scope
from app.store.staff import Staff, find_user


def find_here_only(session: Session, scope: Scope, login: str) -> Staff | None:
    """Find a colleague whose password this study's coordinator may renew.

    That is somebody who works in this study only and makes no studies: whoever could renew the
    password of others would get into studies that are none of theirs.
    """
    found = find_user(session, login)
    if found is None or found.may_make_studies:
        return None
    studies = session.scalars(
        select(Membership.study_id).where(Membership.user_id == found.id)
    ).all()
    return found if studies == [scope.study_id] else None


def code_is_taken(session: Session, code: str) -> bool:
    """Say whether somebody stands in exports under this code already."""
    query = select(func.count()).select_from(User).where(func.lower(User.code) == code.lower())
    return bool(session.scalar(query))


def login_is_taken(session: Session, login: str) -> bool:
    """Say whether a login exists, in use or not."""
    query = select(func.count()).select_from(User).where(User.login == login.strip().lower())
    return bool(session.scalar(query))


def note_shown(session: Session, scope: Scope, login: str, number: str) -> bool:
    """Note that a first password is shown; give False where it has been shown before."""
    if audit.is_noted(session, scope, "password.shown", login, number):
        return False
    audit.note(session, scope, "password.shown", login, number)
    return True


def leave(session: Session, scope: Scope, login: str) -> None:
    """Take a colleague out of a study; what they recorded stays under their code."""
    user = session.scalar(select(User.id).where(User.login == login.strip().lower()))
    done = session.execute(
        delete(Membership)
        .where(Membership.user_id == user, Membership.study_id == scope.study_id)
        .returning(Membership.role)
    ).first()
    if done is not None:
        audit.note(session, scope, "role.ended", login, done.role)
