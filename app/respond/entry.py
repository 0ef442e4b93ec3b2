"""The front page, and the short code from a paper card."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.attempts import Attempts
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


def _code_page(typed: str = "", *, wrong: bool = False) -> str:
    token = current.protection().token()
    return render_template("respond/code.html", csrf=token, typed=typed, wrong=wrong)


@pages.post("/c")
@allow(Role.PUBLIC)
def enter_code() -> ResponseReturnValue:
    """Lead from a short code to the personal page."""
    address = request.remote_addr or ""
    if WRONG_CODES.too_many(address):
        abort(429)
    typed = request.form.get("code", "")[:40]
    with current.database().reading() as session:
        found = links.find_by_code(session, current.settings().secret, typed)
    if found is None:
        WRONG_CODES.failed(address)
        return _code_page(typed, wrong=True), 200
    return redirect(url_for("respond.home", token=found[1]), 303)
