"""Error pages: one clear sentence in the visitor's language, no trace, a number to tell."""

import logging
import secrets
from http import HTTPStatus

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.languages import choose_language, gettext

log = logging.getLogger("tolqyn")


def _(sentence: str) -> str:
    """Mark a sentence for translation where the table below holds it."""
    return sentence


SENTENCES = {
    400: _("This form could not be read. Go back, open the page anew and send it again."),
    401: _("You have been signed out. Sign in again."),
    403: _("Your role does not open this page."),
    404: _("There is no such page. Check the address."),
    405: _("This page cannot be used in that way. Go back and try again."),
    413: _("This file or form is too large."),
    429: _("Too many tries. Wait a quarter of an hour and try again."),
    503: _("The server is busy. Nothing was lost; try again in a minute."),
    500: _("Something broke on our side. What was confirmed by a receipt number is safe."),
}
UNKNOWN_LINK = _(
    "This link is not known, or it has been replaced by a new one. Ask your coordinator for it."
)
STALE_FORM = _("This form was open for too long. Go back, reload the page and send it again.")


def sentence_for(status: int) -> str:
    """Choose the sentence for an error."""
    if status == HTTPStatus.NOT_FOUND and g.get("unknown_link"):
        return gettext(UNKNOWN_LINK)
    if status == HTTPStatus.BAD_REQUEST and g.get("stale_form"):
        return gettext(STALE_FORM)
    return gettext(SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400]))


def show_error(error: HTTPException) -> ResponseReturnValue:
    """Show an error that has a status of its own."""
    status = error.code or 500
    if error.response is not None:
        return error.response
    if "language" not in g:
        choose_language()
    if request.path.startswith("/sync/"):
        return {"error": sentence_for(status)}, status
    return render_template("error.html", status=status, sentence=sentence_for(status)), status


def show_fault(error: Exception) -> ResponseReturnValue:
    """Show that the program itself failed; the trace goes to the log under a number."""
    number = secrets.token_hex(4)
    log.exception("fault %s in %s", number, request.endpoint, exc_info=error)
    if "language" not in g:
        choose_language()
    page = render_template("error.html", status=500, sentence=sentence_for(500), number=number)
    return page, 500


def init(app: Flask) -> None:
    """Show every error in the same way."""
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(Exception, show_fault)
