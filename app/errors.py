"""Error pages: one clear sentence in the visitor's language, no trace, a number to tell."""

import logging
import secrets
from http import HTTPStatus

from flask import Flask, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.db import is_out_of_reach
from app.languages import choose_language, gettext
from app.refusal import Refusal
from app.store.drafts import ForeignDraft
from app.store.records import ForeignRecord

log = logging.getLogger("tolqyn")


def _(sentence: str) -> str:
    """Mark a sentence for translation where the table below holds it."""
    return sentence


SENTENCES = {
    400: _("This form could not be read. Go back, open the page anew and send it again."),
    401: _("You have been signed out. Sign in to come back here, then send it once more."),
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
WAYS_BACK = {
    "desk": ("desk.studies", _("Back to the desk")),
    "observe": ("observe.places", _("Back to my visits")),
    "notes": ("notes.places", _("Back to my sessions")),
    "account": ("account.account", _("My account")),
}
"""Where to go from a page that is not there, by the first part of its address."""
FRONT = ("respond.front", _("To the first page"))


def sentence_for(status: int) -> str:
    """Choose the sentence for an error."""
    if status == HTTPStatus.NOT_FOUND and g.get("unknown_link"):
        return gettext(UNKNOWN_LINK)
    if status == HTTPStatus.BAD_REQUEST and g.get("stale_form"):
        return gettext(STALE_FORM)
    return gettext(SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400]))


CODES = {
    401: "who",
    403: "refused",
    404: "address",
    405: "method",
    413: "size",
    415: "type",
    500: "fault",
    503: "busy",
}
"""Short stable words for programs; whatever else is wrong is wrong with the body."""
RETRY_AFTER = {"Retry-After": "30"}
"""Seconds after which a phone may try again."""


def show_error(error: HTTPException) -> ResponseReturnValue:
    """Show an error that has a status of its own."""
    if error.response is not None:
        return error.response
    return _answer(error.code or 500)


def _answer(status: int, number: str = "") -> ResponseReturnValue:
    """Say one sentence: to a person on a page, to a phone as JSON."""
    if "language" not in g:
        choose_language()
    sentence = sentence_for(status)
    headers = RETRY_AFTER if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    if request.path.startswith("/sync/"):
        return {"error": sentence, "code": CODES.get(status, "body")}, status, headers
    return _page(status, number), status, headers


def show_refusal(refusal: Refusal) -> ResponseReturnValue:
    """Tell a program why nothing was written, with a sentence to show."""
    if "language" not in g:
        choose_language()
    sentence = refusal.sentence.in_(g.language)
    return {"error": sentence, "code": refusal.code, **refusal.more}, refusal.status


def show_foreign(_error: Exception) -> ResponseReturnValue:
    """Refuse a form whose id was made for another one."""
    return _answer(HTTPStatus.BAD_REQUEST)


def _page(status: int, number: str = "") -> str:
    back, words, is_known = _way_back()
    return render_template(
        "error.html",
        status=status,
        sentence=sentence_for(status),
        number=number,
        back=back,
        back_words=gettext(words),
        is_known=is_known,
        next=page_of_this_address() if status == HTTPStatus.UNAUTHORIZED else "",
    )


def _way_back() -> tuple[str, str, bool]:
    """Give (address, words, whether the visitor needs no code) of the way out of an error."""
    if "visitor" in g:
        home = url_for("respond.home", token=(request.view_args or {})["token"])
        return home, _("Back to my tasks"), True
    part = request.path.split("/")[1]
    endpoint, words = WAYS_BACK.get(part, FRONT)
    return url_for(endpoint), words, part in WAYS_BACK


def page_of_this_address() -> str:
    """Give the page from which a form was sent: its own address, or the nearest one above."""
    map_ = current_app.url_map.bind_to_environ(request.environ)
    if map_.test(request.path, "GET"):
        return request.full_path.rstrip("?")
    path = request.path.rpartition("/")[0]
    while path and not map_.test(path, "GET"):
        path = path.rpartition("/")[0]
    return path


def show_fault(error: Exception) -> ResponseReturnValue:
    """Show that the program itself failed; the trace goes to the log under a number."""
    if is_out_of_reach(error):
        log.warning("the database is out of reach in %s: %s", request.endpoint, error)
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE)
    number = secrets.token_hex(4)
    log.exception("fault %s in %s", number, request.endpoint, exc_info=error)
    return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, number)


def init(app: Flask) -> None:
    """Show every error in the same way."""
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(Refusal, show_refusal)
    for foreign in (ForeignRecord, ForeignDraft):
        app.register_error_handler(foreign, show_foreign)
    app.register_error_handler(Exception, show_fault)
