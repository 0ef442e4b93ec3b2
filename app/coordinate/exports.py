"""Exports, blank forms and the PDF of one record."""

import tempfile
from typing import BinaryIO, cast

from flask import Response, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.consent import printed_consent
from app.coordinate.blueprint import pages
from app.coordinate.exporting import FORMATS, NotExported, make_export, note_export
from app.store import audit
from app.store.frame import export_source, instruments_in_use
from app.store.freezes import NotFrozen, list_freezes
from app.store.instruments import UnknownInstrument, get_instrument, list_instruments
from app.store.reading import find_record
from app.store.together import is_hidden
from app.store.waves import list_waves
from exports.source import Choices, Consent
from instruments.definitions import FilledBy, Instrument
from instruments.wording import Language, Message, language_or

IN_MEMORY = 8 * 1024 * 1024
"""Bytes up to which an export waits in memory; larger ones wait in a file."""


def _waiting() -> BinaryIO:
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(IN_MEMORY))


@pages.get("/<study>/exports", endpoint="exports")
@allow(Role.COORDINATOR)
def choose(study: str) -> ResponseReturnValue:
    """Ask what is exported."""
    return _page()


def _page(fault: Message | None = None) -> str:
    with current.database().reading() as session:
        used = instruments_in_use(session, current.scope())
        return render_template(
            "desk/exports.html",
            used=[versions[-1] for versions in used.values()],
            every=list_instruments(session),
            waves=list_waves(session, current.scope()),
            formats=tuple(FORMATS),
            freezes=list_freezes(session, current.scope()),
            frozen=_number(request.values.get("freeze")),
            fault=fault.in_(current.language()) if fault else "",
            csrf=current.protection().token(),
        )


@pages.post("/<study>/exports")
@allow(Role.COORDINATOR)
def download(study: str) -> ResponseReturnValue:
    """Write what was chosen and hand it over."""
    wanted = request.form
    if wanted.get("format") not in FORMATS:
        abort(400)
    choices = Choices(
        language_or(wanted.get("language"), current.language()),
        wanted.get("instrument") or None,
        wanted.get("wave") or None,
        _number(wanted.get("freeze")),
    )
    out = _waiting()
    try:
        with current.database().reading() as session:
            done = make_export(session, current.scope(), wanted["format"], choices, out)
    except (NotExported, NotFrozen) as nothing:
        out.close()
        return _page(nothing.message), 422
    with current.database().writing() as session:
        note_export(session, current.scope(), done)
    return _send(out, done.name, done.type)


def _number(typed: str | None) -> int | None:
    """Read the number of a freeze; None is the study as it is."""
    return int(typed) if typed and typed.isdecimal() and len(typed) < 9 else None


def _send(out: BinaryIO, name: str, type_: str) -> Response:
    out.seek(0)
    return send_file(out, mimetype=type_, as_attachment=True, download_name=name)


@pages.get("/<study>/blank/<instrument>/<int:version>")
@allow(Role.COORDINATOR)
def blank(study: str, instrument: str, version: int) -> ResponseReturnValue:
    """Hand over a printable blank form."""
    from exports.blank_form import write_blank_form  # noqa: PLC0415  (reportlab is heavy)

    language = language_or(request.args.get("in"), current.language())
    with current.database().reading() as session:
        try:
            found = get_instrument(session, instrument, version)
        except UnknownInstrument:
            abort(404)
    out, asked = _waiting(), _consent(found, language)
    write_blank_form(found, language, out, header=current.study().title, consent=asked)
    return _send(out, f"{found.key}_{found.version}_{language}.pdf", "application/pdf")


def _consent(instrument: Instrument, language: Language) -> Consent | None:
    """Give what participants agree to, for a form that they fill in themselves."""
    if instrument.filled_by is not FilledBy.PARTICIPANT:
        return None
    return printed_consent(current.study(), language)


@pages.get("/<study>/record/<record_id>")
@allow(Role.COORDINATOR)
def record_pdf(study: str, record_id: str) -> ResponseReturnValue:
    """Hand over one record as it is kept; the reading is noted in the log."""
    from exports.record_pdf import write_record  # noqa: PLC0415  (reportlab is heavy)

    scope = current.scope()
    with current.database().reading() as session:
        found = find_record(session, scope, record_id)
        if found is None:
            abort(404)
        if is_hidden(session, scope, record_id):
            abort(403)
        source = export_source(session, scope, Choices(current.language()))
        instrument = get_instrument(session, found.instrument, found.version)
    with current.database().writing() as session:
        audit.note(session, scope, "record.read", record_id)
    out = _waiting()
    write_record(source, found, instrument, out, current.settings().time_zone)
    return _send(out, f"{found.instrument}_{found.receipt}.pdf", "application/pdf")
