"""Who may use which route: deny by default, decided before a view runs."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.languages import choose_language
from app.refusal import Refusal
from app.store import links, staff, studies
from app.store.scope import Scope
from app.store.transaction import Session
from instruments.definitions import About, FilledBy, Instrument
from instruments.wording import Message

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Role(StrEnum):
    """For whom a route is."""

    PUBLIC = "public"
    PARTICIPANT = "participant"
    SIGNED_IN = "signed_in"
    MAKER = "maker"
    """Somebody who may make studies."""
    OBSERVER = "observer"
    MODERATOR = "moderator"
    COORDINATOR = "coordinator"
    SENDER = "sender"
    """A phone that sends: who it is stands in the body, see `admit_sender`."""


COOKIE = "session"
SECURE_COOKIE = "__Host-session"


class UnguardedRoute(Exception):
    """A route states no role: the app refuses to start."""


def allow(*roles: Role) -> Callable[[View], View]:
    """State the roles that may use a route."""

    def mark(view: View) -> View:
        view.allowed = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def roles_of(app: Flask, endpoint: str) -> frozenset[Role]:
    """Give the roles that a route states; none means that nobody thought of it."""
    return getattr(app.view_functions[endpoint], "allowed", frozenset())


def refuse_unguarded(app: Flask) -> None:
    """Refuse to start with a route that states no role."""
    for rule in app.url_map.iter_rules():
        if not roles_of(app, rule.endpoint):
            raise UnguardedRoute(
                f"{rule.rule} ({rule.endpoint}) states no role: put @allow(Role...) above its view"
            )


def by_https() -> bool:
    """Say whether the page came by https; behind a proxy only the setting knows."""
    wish = current.settings().https
    return request.is_secure if wish == "auto" else wish == "on"


def cookie_name() -> str:
    """Give the cookie's name: bound to https wherever the page came by it."""
    return SECURE_COOKIE if by_https() else COOKIE


def guard() -> ResponseReturnValue | None:
    """Find out who is asking, and let nobody pass whom the route does not name."""
    g.binding = "public"
    choose_language()
    if request.endpoint is None:
        return None
    allowed = roles_of(current_app, request.endpoint)
    if allowed & {Role.PUBLIC, Role.SENDER}:
        return None
    if Role.PARTICIPANT in allowed:
        _admit_participant()
        return None
    return _admit_staff(allowed)


def _admit_participant() -> None:
    token = str((request.view_args or {}).get("token", ""))
    g.guard_session = current.database().session()
    visitor = links.find_visitor(g.guard_session, token)
    if visitor is None:
        g.unknown_link = True
        abort(404)
    g.visitor = visitor
    g.scope = Scope(visitor.study_id, visitor.code, "participant")
    g.binding = f"link/{links.hashed(token)}"
    choose_language(visitor.language)


def _admit_staff(allowed: frozenset[Role]) -> ResponseReturnValue | None:
    cookie = request.cookies.get(cookie_name(), "")
    with current.database().reading() as session:
        found = staff.find_sign_in(session, cookie) if cookie else None
    if found is None:
        if request.method in ("GET", "HEAD"):
            return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
        abort(401)
    g.staff, stale = found
    g.binding = f"sign-in/{links.hashed(cookie)}"
    choose_language(g.staff.language)
    if stale:
        with current.database().writing() as session:
            staff.mark_seen(session, cookie)
    _admit_to_study(allowed)
    return None


def _admit_to_study(allowed: frozenset[Role]) -> None:
    key = (request.view_args or {}).get("study")
    if Role.MAKER in allowed and not g.staff.may_make_studies:
        abort(403)
    if key is None:
        return
    with current.database().reading() as session:
        study = studies.find_study(session, str(key))
        scope = staff.scope_of(session, g.staff, study.id) if study else None
    if study is None or scope is None or scope.role not in allowed:
        abort(404)  # whether it exists is nobody else's business
    g.study, g.scope = study, scope


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a body, and in whose view of a study."""

    scope: Scope
    visitor: links.Visitor | None = None
    """The participant; None for staff."""
    stale_sign_in: str = ""
    """A sign-in that should be marked as seen."""
    by_former_link: bool = False
    """Whether the link has been replaced since: what was finished under it is still kept."""

    @property
    def role(self) -> str:
        """Give the role that conditions of instruments ask about."""
        return self.visitor.role if self.visitor else self.scope.role


def admit_holder(session: Session, token: str, *, finished: bool) -> Sender | None:
    """Find out who sends by a link; a form that was finished may come by a replaced one."""
    visitor = links.find_visitor(session, token)
    former = links.find_former_visitor(session, token) if finished and visitor is None else None
    who = visitor or former
    if who is None:
        return None
    scope = Scope(who.study_id, who.code, "participant")
    return Sender(scope, who, by_former_link=former is not None)


def admit_sender(session: Session, token: str, study: str, *, finished: bool = False) -> Sender:
    """Find out who sends: the token in the body counts before the cookie."""
    if token:
        holder = admit_holder(session, token, finished=finished)
        if holder is None:
            raise Refusal(HTTPStatus.UNAUTHORIZED, "who", UNKNOWN_LINK)
        return holder
    cookie = request.cookies.get(cookie_name(), "")
    found = staff.find_sign_in(session, cookie) if cookie and study else None
    if found is None:
        raise Refusal(HTTPStatus.UNAUTHORIZED, "who", SIGNED_OUT)
    person, stale = found
    place = studies.find_study(session, study)
    scope = staff.scope_of(session, person, place.id) if place else None
    if scope is None:
        raise Refusal(HTTPStatus.NOT_FOUND, "study", NOT_IN_STUDY)
    return Sender(scope, None, cookie if stale else "")


def refuse_stranger(sender: Sender, instrument: Instrument) -> None:
    """Refuse an instrument that the sender does not fill in."""
    if sender.visitor is not None:
        own = concerns(instrument, sender.visitor.role)
    else:
        own = sender.scope.role in FILLED_BY_STAFF.get(instrument.about, frozenset())
    if not own:
        raise Refusal(HTTPStatus.FORBIDDEN, "role", NOT_YOURS)


def concerns(instrument: Instrument, role: str) -> bool:
    """Say whether a participant fills this instrument in."""
    return (
        instrument.about is About.PARTICIPANT
        and instrument.filled_by is FilledBy.PARTICIPANT
        and instrument.asked_of == role
    )


FILLED_BY_STAFF = {
    About.LESSON: frozenset({Role.OBSERVER, Role.COORDINATOR}),
    About.GROUP_SESSION: frozenset({Role.MODERATOR, Role.COORDINATOR}),
}
UNKNOWN_LINK = Message(
    "app",
    "This link is not known, or it has been replaced by a new one. Ask your coordinator for it.",
)
SIGNED_OUT = Message(
    "app", "Open your own link again, or sign in. What you filled in stays on this phone."
)
NOT_IN_STUDY = Message(
    "app", "You do not work in this study. What you filled in stays on this phone."
)
NOT_YOURS = Message(
    "app",
    "This form is for somebody else to fill in. It stays on this phone; tell your coordinator.",
)


def end_reading(_error: BaseException | None) -> None:
    """Close what the guard has opened and no view has taken over."""
    left = g.pop("guard_session", None)
    if left is not None:
        left.close()


def init(app: Flask) -> None:
    """Guard every request."""
    app.before_request(guard)
    app.teardown_request(end_reading)
