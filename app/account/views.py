"""Signing in and out, and the own account."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from app import current
from app.access import SECURE_COOKIE, Role, allow, cookie_name
from app.attempts import Attempts
from app.store import staff, studies
from app.store.staff import Staff
from forms.account import LanguageForm, PasswordForm, SignInForm
from forms.protection import protected

pages = Blueprint("account", __name__)
WRONG_PASSWORDS = Attempts(most=10)
PLACES = {"coordinator": "/desk", "observer": "/observe", "moderator": "/notes"}


def _meta() -> dict[str, object]:
    return protected(current.protection(), current.language())


@pages.get("/sign-in")
@allow(Role.PUBLIC)
def sign_in() -> ResponseReturnValue:
    """Ask who is there."""
    return _sign_in_page(SignInForm(meta=_meta()))


def _sign_in_page(form: SignInForm, *, wrong: bool = False) -> str:
    return render_template(
        "account/sign_in.html", form=form, wrong=wrong, next=request.values.get("next", "")
    )


@pages.post("/sign-in")
@allow(Role.PUBLIC)
def start() -> ResponseReturnValue:
    """Start a new session for whoever knows the password."""
    form = SignInForm(request.form, meta=_meta())
    login = (form.login.data or "").strip().lower()
    if WRONG_PASSWORDS.too_many(login):
        abort(429)
    with current.database().writing() as session:
        found = staff.check_password(session, login, form.password.data or "")
        if found is None:
            WRONG_PASSWORDS.failed(login)
            return _sign_in_page(form, wrong=True), 200
        old = request.cookies.get(cookie_name(), "")
        if old:
            staff.end_sign_in(session, old)
        new = staff.start_sign_in(session, found)
        place = _place(studies.list_studies(session, found.id), found)
    wanted = request.form.get("next", "")
    response = redirect(wanted if _is_local(wanted) else place, 303)
    return _with_cookie(response, new)


def _is_local(address: str) -> bool:
    """Say whether an address stays in this house."""
    return address.startswith("/") and not address.startswith(("//", "/\\"))


def _place(found: tuple[tuple[studies.StudyView, str], ...], who: Staff) -> str:
    """Give the page on which somebody of this role begins."""
    roles = {role for _study, role in found}
    if who.may_make_studies:
        roles.add("coordinator")
    return next((place for role, place in PLACES.items() if role in roles), "/account")


def _with_cookie(response: BaseResponse, value: str) -> BaseResponse:
    name = cookie_name()
    response.set_cookie(
        name, value, httponly=True, samesite="Lax", secure=name == SECURE_COOKIE, path="/"
    )
    return response


@pages.post("/sign-out")
@allow(Role.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """End the session on the server and in the browser."""
    with current.database().writing() as session:
        staff.end_sign_in(session, request.cookies.get(cookie_name(), ""))
    response = redirect(url_for("account.sign_in"), 303)
    name = cookie_name()
    response.delete_cookie(name, secure=name == SECURE_COOKIE, path="/")
    return response


@pages.get("/account")
@allow(Role.SIGNED_IN)
def account() -> ResponseReturnValue:
    """Show the own account."""
    return _account_page(PasswordForm(meta=_meta()))


def _account_page(form: PasswordForm, *, wrong: bool = False) -> str:
    with current.database().reading() as session:
        found = studies.list_studies(session, current.staff().id)
    return render_template(
        "account/account.html",
        form=form,
        wrong=wrong,
        found=found,
        places=PLACES,
        csrf=current.protection().token(),
        who=current.staff(),
    )


@pages.post("/account/language")
@allow(Role.SIGNED_IN)
def change_language() -> ResponseReturnValue:
    """Keep the language in which one works."""
    form = LanguageForm(request.form, meta=_meta())
    if not form.validate():
        abort(400)
    with current.database().writing() as session:
        staff.set_language(session, current.staff().id, form.language.data)
    return redirect(url_for("account.account", lang=form.language.data), 303)


@pages.post("/account/password")
@allow(Role.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    """Change the password; every session of the user ends and a new one begins."""
    form = PasswordForm(request.form, meta=_meta())
    valid = form.validate()
    who = current.staff()
    with current.database().writing() as session:
        known = valid and staff.check_password(session, who.login, form.present.data or "")
        if known:
            staff.set_password(session, who.id, form.new.data or "")
            new = staff.start_sign_in(session, who)
    if not known:
        return _account_page(form, wrong=valid), 200
    response: Response | BaseResponse = redirect(url_for("account.account"), 303)
    return _with_cookie(response, new)
