"""Personal links: as a table to copy from, as a file, and as cards to print."""

import csv
import io
import tempfile
from dataclasses import dataclass
from typing import BinaryIO, cast

from flask import Response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.languages import gettext as _
from app.store import people, studies
from app.store.links import personal_links
from app.store.people import Person
from instruments.wording import Language, catalogue, language_or

MOST_ON_A_PAGE = 500


@dataclass(frozen=True, slots=True)
class LinkRow:
    """What is handed to one participant."""

    person: Person
    address: str
    short_code: str
    message: str
    language: Language


def _public(path: str) -> str:
    base = current.settings().address or request.url_root.rstrip("/")
    return base + path


def _rows() -> list[LinkRow]:
    """Make the links of the teachers that are asked for; links that are not there are made."""
    text = request.values.get("text", "").strip()
    school = request.values.get("school", "")
    with current.database().writing() as session:
        scope = current.scope()
        title = current.study().title
        found = [
            person
            for person in people.list_people(session, scope, "teacher")
            if text in person.code and school in ("", person.school)
        ]
        numbers = [person.id for person in found]
        made = personal_links(session, scope, current.settings().secret, numbers)
    rows = []
    for person in found:
        language = language_or(person.language, language_or(current.study().language))
        # The participant's own language, not that of the desk, and no ?lang: the link stays short.
        address = _public(f"/p/{made[person.id].token}")
        words = catalogue("app", language).gettext(
            "{study}: your personal page is {link} The questionnaire takes a few minutes."
        )
        message = words.format(study=title.in_(language), link=address)
        rows.append(LinkRow(person, address, made[person.id].code, message, language))
    return rows


@pages.route("/<study>/links", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def links(study: str) -> ResponseReturnValue:
    """Show the links once they are asked for: showing them makes missing ones."""
    rows = _rows() if request.method == "POST" else []
    with current.database().reading() as session:
        schools = studies.list_schools(session, current.scope())
        teachers = people.count_people(session, current.scope()).get("teacher", 0)
    return render_template(
        "desk/links.html",
        asked=request.method == "POST",
        teachers=teachers,
        rows=rows[:MOST_ON_A_PAGE],
        number=len(rows),
        schools=schools,
        text=request.values.get("text", ""),
        school=request.values.get("school", ""),
        code_address=_public(url_for("respond.code")),
        csrf=current.protection().token(),
    )


@pages.post("/<study>/links/cards")
@allow(Role.COORDINATOR)
def cards(study: str) -> ResponseReturnValue:
    """Hand over cards with QR codes, eight on a sheet."""
    from exports.cards import Card, write_cards  # noqa: PLC0415  (reportlab is heavy)

    made = [
        Card(
            code=row.person.code,
            initials="",
            school=row.person.school,
            link=row.address,
            short_code=row.short_code,
            address=_public("/c"),
            language=row.language,
        )
        for row in _rows()
    ]
    out = cast(BinaryIO, tempfile.SpooledTemporaryFile(1 << 23))  # noqa: SIM115
    write_cards(made, current.language(), out)
    out.seek(0)
    name = f"{study}_cards.pdf"
    return send_file(out, mimetype="application/pdf", as_attachment=True, download_name=name)


@pages.post("/<study>/links/file")
@allow(Role.COORDINATOR)
def links_file(study: str) -> ResponseReturnValue:
    """Hand over the links as a .csv file, for a mailing program."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Code"), _("School"), _("Link"), _("Short code"), _("Message")])
    for row in _rows():
        writer.writerow(
            [row.person.code, row.person.school, row.address, row.short_code, row.message]
        )
    content = "\ufeff" + text.getvalue()
    headers = {"Content-Disposition": f"attachment; filename={study}_links.csv"}
    return Response(content, content_type="text/csv; charset=utf-8", headers=headers)
