"""Import a roster, schools, planned visits or rows of an instrument: choose, look, confirm."""

from collections.abc import Mapping
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from app import current
from app.access import Role, allow
from app.coordinate import import_templates, uploads
from app.coordinate.blueprint import pages
from app.coordinate.import_targets import (
    OWN,
    ROSTER,
    SCHOOLS,
    VISITS,
    Preview,
    apply,
    column_choices,
    preview,
    shown,
)
from app.coordinate.intake import preferred_sheet
from app.coordinate.intake_columns import UnknownColumn
from app.coordinate.refusals import NotImported
from app.coordinate.spreadsheet import Sheet, Unreadable, read_sheet, say
from app.errors import show_error
from app.languages import gettext
from app.store.instruments import UnknownInstrument, list_instruments, newest_instrument
from app.store.waves import list_waves
from forms.imports import StepForm, UploadForm, attributes_form, columns_form
from forms.protection import ProtectedForm, protected
from instruments.wording import Message

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REFUSED = 422
"""The status of a page that says what is wrong with a file."""
GONE = 410
TOO_LARGE = 413
UPLOAD = "desk.upload_import"
"""The endpoint that takes a file."""
LEAVE_OUT = "-"
KEEP = "attribute"
"""What an unknown column of a roster is said to be where it is ticked."""


def _upload_form(given: Mapping[str, str]) -> UploadForm:
    meta = protected(current.protection(), current.language())
    form = UploadForm(given, meta=meta)
    language = current.language()
    with current.database().reading() as session:
        instruments = list_instruments(session)
        waves = list_waves(session, current.scope())
    targets = [
        (ROSTER, gettext("Roster: teachers and pupils")),
        (SCHOOLS, gettext("Schools")),
        (VISITS, gettext("Planned visits")),
    ]
    targets += [(one.key, one.title.in_(language)) for one in instruments]
    form.offer(
        targets,
        [("", gettext("As the file says")), *((w.key, w.label.in_(language)) for w in waves)],
    )
    return form


@pages.get("/<study>/import")
@allow(Role.COORDINATOR)
def choose_import(study: str) -> ResponseReturnValue:
    """Ask what is imported and from which file."""
    return _choice(_upload_form(request.args))


def _choice(
    form: UploadForm, fault: Message | None = None, status: int = REFUSED
) -> ResponseReturnValue:
    page = render_template(
        "desk/import_choose.html",
        form=form,
        targets=[(one.value, one.label) for one in form.target.choices],
        fault=fault.in_(current.language()) if fault else "",
        largest=current.settings().upload_mb,
    )
    return page, status if fault else 200


@pages.errorhandler(TOO_LARGE)
def too_large(error: HTTPException) -> ResponseReturnValue:
    """Say how large a file may be, on the page from which it was sent."""
    if request.endpoint != UPLOAD:
        return show_error(error)
    fault = say(
        "The file is larger than {most} MB: leave only its rows in it (no pictures, no other "
        "sheets), or divide it.",
        most=current.settings().upload_mb,
    )
    return _choice(_upload_form(request.args), fault, TOO_LARGE)


@pages.post("/<study>/import")
@allow(Role.COORDINATOR)
def upload_import(study: str) -> ResponseReturnValue:
    """Take a file and show what it would do; nothing is written yet."""
    form = _upload_form(request.form)
    if not form.validate():
        return _choice(form, say("Choose what the file holds."))
    file = request.files.get("file")
    if file is None or not file.filename:
        return _choice(form, say("Choose a file."))
    content = file.read()
    upload = uploads.Upload(
        "", current.staff().id, current.study().id, file.filename, form.target.data, form.wave.data
    )
    try:
        read = _read(upload, content)
    except Unreadable as unreadable:
        return _choice(form, unreadable.message)
    if read.has_identity_numbers:
        return _page(upload, read), REFUSED  # such a file is not kept, not even for a day
    kept = uploads.keep_upload(current.settings().data, upload, content)
    return redirect(url_for("desk.preview_import", study=study, upload=kept.id), 303)


def _sheet(upload: uploads.Upload, content: bytes) -> Sheet:
    return read_sheet(content, upload.name, prefer=preferred_sheet(upload.target))


def _read(upload: uploads.Upload, content: bytes) -> Preview:
    sheet = _sheet(upload, content)
    with current.database().reading() as session:
        return preview(session, current.scope(), upload.target, sheet, upload.wave, upload.columns)


def _page(upload: uploads.Upload, read: Preview) -> str:
    language = current.language()
    with current.database().reading() as session:
        view = shown(session, current.scope(), read)
        choices: tuple[tuple[str, str], ...] = ()
        if view.unknown:
            choices = column_choices(session, upload.target, language)
    return render_template(
        "desk/import_preview.html",
        upload=upload,
        view=view,
        columns=_columns_form(view.unknown, choices) if upload.id else None,
        unknown=view.unknown,
        attributes=_attributes_form(view.offered) if upload.id and view.offered else None,
        said=lambda message: message.in_(language),
        token=current.protection().token(),
    )


def _columns_form(
    unknown: tuple[UnknownColumn, ...], choices: tuple[tuple[str, str], ...]
) -> ProtectedForm:
    offered = [("", gettext("Choose")), (LEAVE_OUT, gettext("Not needed")), *choices]
    form = columns_form([(one.name, one.nearest) for one in unknown], offered)
    return form(meta=protected(current.protection(), current.language()))


def _attributes_form(offered: tuple[tuple[str, bool], ...]) -> ProtectedForm:
    meta = protected(current.protection(), current.language())
    return attributes_form(offered)(meta=meta)


def _kept(upload_id: UUID) -> tuple[uploads.Upload, bytes] | None:
    return uploads.find_upload(
        current.settings().data, upload_id, current.staff().id, current.study().id
    )


def _gone(study: str) -> ResponseReturnValue:
    """Say that there is no such file any more: imported, given up, or older than a day."""
    page = render_template("desk/import_gone.html", study=study)
    return page, GONE


@pages.get("/<study>/import/<uuid:upload>")
@allow(Role.COORDINATOR)
def preview_import(study: str, upload: UUID) -> ResponseReturnValue:
    """Show what a kept file would do."""
    found = _kept(upload)
    if found is None:
        return _gone(study)
    return _page(found[0], _read(*found))


@pages.post("/<study>/import/<uuid:upload>")
@allow(Role.COORDINATOR)
def confirm_import(study: str, upload: UUID) -> ResponseReturnValue:
    """Import a kept file, say what its columns are, or give it up."""
    found = _kept(upload)
    if found is None:
        return _gone(study)
    kept, content = found
    form = StepForm(request.form, meta=protected(current.protection(), current.language()))
    if not form.validate():
        abort(400)
    if form.step.data == "columns":
        return _take_columns(study, kept, content)
    if form.step.data == "give_up":
        uploads.remove_upload(current.settings().data, kept)
        return redirect(url_for("desk.choose_import", study=study), 303)
    return _import(study, kept, content, good_only=form.step.data == "good")


def _take_columns(study: str, kept: uploads.Upload, content: bytes) -> Response:
    read = _read(kept, content)
    offered = getattr(read, "offered", ())
    said = {
        name: KEEP if f"column_{number}" in request.form else ""
        for number, name in enumerate(offered)
    }
    for number, one in enumerate(getattr(read, "unknown", ())):
        target = request.form.get(f"column_{number}", "")
        if target:
            said[one.name] = "" if target == LEAVE_OUT else target
    uploads.set_columns(current.settings().data, kept, said)
    return redirect(url_for("desk.preview_import", study=study, upload=kept.id), 303)


def _import(
    study: str, kept: uploads.Upload, content: bytes, *, good_only: bool
) -> ResponseReturnValue:
    sheet = _sheet(kept, content)
    try:
        with current.database().writing() as session:
            # read again within the transaction: what was known may have changed since
            scope = current.scope()
            read = preview(session, scope, kept.target, sheet, kept.wave, kept.columns)
            apply(session, scope, read, good_only=good_only)
    except NotImported:
        return _page(kept, _read(kept, content)), REFUSED
    uploads.remove_upload(current.settings().data, kept)
    address = url_for(
        "desk.imported",
        study=study,
        target=kept.target,
        new=read.new,
        changed=read.changed,
        same=read.same,
        left=read.refused_rows,
    )
    return redirect(address, 303)


@pages.get("/<study>/imported")
@allow(Role.COORDINATOR)
def imported(study: str) -> ResponseReturnValue:
    """Say what was imported."""
    counts = {
        name: request.args.get(name, 0, type=int) for name in ("new", "changed", "same", "left")
    }
    return render_template(
        "desk/import_done.html", target=request.args.get("target", ROSTER), **counts
    )


@pages.get("/<study>/import/<instrument>/template")
@allow(Role.COORDINATOR)
def import_template(study: str, instrument: str) -> ResponseReturnValue:
    """Give an empty sheet with the names of the columns."""
    asked = None
    if instrument not in OWN:
        try:
            with current.database().reading() as session:
                asked = newest_instrument(session, instrument)
        except UnknownInstrument:
            abort(404)
    lines = import_templates.lines_of(instrument, asked, current.language())
    as_text = request.args.get("format") == "csv"
    content = import_templates.as_csv(lines) if as_text else import_templates.as_xlsx(lines)
    name = f"{instrument}_template.{'csv' if as_text else 'xlsx'}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="text/csv" if as_text else XLSX, headers=headers)
