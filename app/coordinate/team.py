"""The team of the study: who works in it, as what, and first passwords."""

import base64
import hmac
import secrets

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.coordinate.desk_forms import REFUSED, desk_form
from app.store import colleagues, staff
from app.store.studies import list_schools
from app.store.transaction import Session
from forms.desk import ColleagueForm, refuse
from instruments.wording import Message


def say(sentence: str, **values: object) -> Message:
    """Make a message of this floor."""
    return Message("app", sentence, values)


@pages.get("/<study>/team", endpoint="team")
@allow(Role.COORDINATOR)
def team_page(study: str) -> ResponseReturnValue:
    """List the team and ask for another colleague."""
    return _page(desk_form(ColleagueForm))


def _page(form: ColleagueForm) -> str:
    scope = current.scope()
    password, is_gone = _first_password()
    with current.database().reading() as session:
        found = staff.list_colleagues(session, scope)
        renewable = frozenset(
            one.login
            for one in found
            if one.login != current.staff().login
            and colleagues.find_here_only(session, scope, one.login)
        )
    return render_template(
        "desk/team.html",
        form=form,
        found=found,
        renewable=renewable,
        who=current.staff(),
        password=password,
        is_gone=is_gone,
        login=request.args.get("login", ""),
        csrf=current.protection().token(),
    )


def _password(login: str, number: str) -> str:
    """Derive a first password: only this sign-in can see it again, and nothing keeps it."""
    protection = current.protection()
    seed = f"first-password/{protection.binding}/{login}/{number}".encode()
    made = hmac.digest(protection.secret, seed, "sha256")[:10]
    signs = base64.b32encode(made).decode().lower()
    return "-".join(signs[start : start + 4] for start in range(0, 16, 4))


def _first_password() -> tuple[str, bool]:
    """Give the password that was just made, once, and whether it has been shown before."""
    login, number = request.args.get("login", ""), request.args.get("first", "")
    if not login or not number:
        return "", False
    password = _password(login, number)
    with current.database().reading() as session:
        if not staff.check_password(session, login, password):
            return "", False
    with current.database().writing() as session:
        is_new = colleagues.note_shown(session, current.scope(), login, number)
    return (password, False) if is_new else ("", True)


@pages.post("/<study>/team")
@allow(Role.COORDINATOR)
def add_colleague(study: str) -> ResponseReturnValue:
    """Give somebody a role; a new login gets a first password, shown once."""
    form = desk_form(ColleagueForm)
    if not form.validate():
        return _page(form), REFUSED
    login, number = form.login.data.lower(), ""
    with current.database().writing() as session:
        fault = _fault(session, form, login)
        if fault is None:
            if staff.find_user(session, login) is None:
                number = secrets.token_hex(8)
                _add_user(session, form, login, number)
            staff.join(session, current.scope(), login, form.role.data, form.school_codes)
    if fault is not None:
        refuse(form, *fault)
        return _page(form), REFUSED
    return _show(study, login, number)


def _show(study: str, login: str, number: str) -> ResponseReturnValue:
    if not number:
        return redirect(url_for("desk.team", study=study), 303)
    return redirect(url_for("desk.team", study=study, login=login, first=number), 303)


def _add_user(session: Session, form: ColleagueForm, login: str, number: str) -> None:
    language = current.study().language
    staff.add_user(session, login, _password(login, number), code=form.code.data, language=language)


Fault = tuple[object, Message] | None
"""At which field, and what."""


def _fault(session: Session, form: ColleagueForm, login: str) -> Fault:
    """Find what only the app can know: who is there already, and which schools there are."""
    if login == current.staff().login:
        return form.login, say("This is your own login. A colleague can change your role.")
    known = {school.code for school in list_schools(session, current.scope())}
    strange = [code for code in form.school_codes if code not in known]
    if strange:
        codes = ", ".join(strange)
        return form.schools, say(
            "No school has the code {codes}. Check it, or add the school first.", codes=codes
        )
    user, code = staff.find_user(session, login), form.code.data
    if user is None:
        return _new_fault(session, form, login)
    if code and code != user.code:
        return form.code, say(
            "{login} has the code {code} already. Leave this field blank.",
            login=login,
            code=user.code,
        )
    return None


def _new_fault(session: Session, form: ColleagueForm, login: str) -> Fault:
    if colleagues.login_is_taken(session, login):
        return form.login, say("This login was closed. Choose another one.")
    if not form.code.data:
        return form.code, say("Give the new colleague a code: it stands in exports for the name.")
    if colleagues.code_is_taken(session, form.code.data):
        return form.code, say("Another colleague has this code. Choose another one.")
    return None


@pages.post("/<study>/team/password")
@allow(Role.COORDINATOR)
def renew_password(study: str) -> ResponseReturnValue:
    """Give a colleague a new first password, shown once."""
    login, number = request.form.get("login", ""), secrets.token_hex(8)
    with current.database().writing() as session:
        found = colleagues.find_here_only(session, current.scope(), login)
        if found is None or found.id == current.staff().id:
            abort(404)
        staff.set_password(session, found.id, _password(found.login, number))
    return _show(study, found.login, number)


@pages.post("/<study>/team/leave")
@allow(Role.COORDINATOR)
def end_role(study: str) -> ResponseReturnValue:
    """Take a colleague out of the study."""
    login = request.form.get("login", "")
    if login == current.staff().login:
        abort(400)  # somebody must be left who can open the desk
    with current.database().writing() as session:
        colleagues.leave(session, current.scope(), login)
    return redirect(url_for("desk.team", study=study), 303)
