"""Forms that were saved to a file on a phone and carried to the desk."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.arrival.carried import take_file
from app.coordinate.blueprint import pages

NOTHING_CHOSEN = 422


@pages.post("/<study>/tray/files")
@allow(Role.COORDINATOR)
def take_files(study: str) -> ResponseReturnValue:
    """Take one or several files, each for itself, and say what became of each."""
    scope = current.scope()
    files = [one for one in request.files.getlist("files") if one.filename]
    done = [take_file(scope, one.filename or "", one.read()) for one in files]
    page = render_template(
        "desk/carried.html",
        done=done,
        received=sum(1 for one in done if one.receipt),
        csrf=current.protection().token(),
    )
    return page, 200 if done else NOTHING_CHOSEN
