"""The front page, and the short code from a paper card."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.attempts import Attempts
from app.languages import gettext as _
from app.respond.blueprint import pages
from app.store import links

WRONG_CODES = Attempts(most=30)


@pages.get("/")
@allow(Role.PUBLIC)
def front() -> ResponseReturnValue:
    """Say what this is, and where to go on."""
    return render_template("respond/front.html")


@pages.get("/c")
@allow(Role.PUBLIC)
def code() -> ResponseReturnValue:
    """Ask for the short code."""
    return _code_page()


def _code_page(typed: str = "", fault: str = "") -> str:
    token = current.protection().token()
    return render_template("respond/code.html", csrf=token, typed=typed, fault=fault)


@pages.post("/c")
@allow(Role.PUBLIC)
def enter_code() -> ResponseReturnValue:
    """Lead from a short code to the personal page."""
    address = request.remote_addr or ""
    if WRONG_CODES.too_many(address):
        abort(429)
    typed = request.form.get("code", "").strip()[:40]
    if not typed:
        return _code_page(fault=_("Type the code that stands on your card.")), 200
    with current.database().reading() as session:
        found = links.find_by_code(session, current.settings().secret, typed)
    if found is None:
        WRONG_CODES.failed(address)
        fault = _(
            "No card has this code. Check every sign; small or capital letters do not matter."
        )
        return _code_page(typed, fault), 200
    return redirect(url_for("respond.home", token=found[1]), 303)
