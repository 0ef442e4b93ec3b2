"""`instrument` and `user`: what a study is asked with and who works in it."""

import secrets
from datetime import UTC, datetime
from pathlib import Path

import click

from app.cli.opening import OPERATOR, Refused, Target, open_house, sentences, study_scope
from app.store import instruments as store
from app.store import staff
from exports.xlsform import write_xlsform
from instruments.definitions import Instrument
from instruments.loader import BrokenInstrument, load
from instruments.wording import LANGUAGES, language_or

XLSX = ".xlsx"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def instrument() -> None:
    """Check, add and export instruments (.toml)."""


@instrument.command()
@click.argument("file", type=FILE)
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
def check(file: Path, language: str) -> None:
    """Name every fault of an instrument file."""
    found = _load(file, language)
    click.echo(f"{file}: {found.key} version {found.version}, {len(found.answered_items)} items")


def _load(file: Path, language: str = "en") -> Instrument:
    try:
        return load(file.read_text(encoding="utf-8"), file.name)
    except UnicodeDecodeError as broken:
        raise Refused(f"{file} is not a text file in UTF-8.") from broken
    except BrokenInstrument as broken:
        raise Refused(
            "\n".join(fault.in_(language_or(language, "en")) for fault in broken.faults)
        ) from broken


@instrument.command()
@click.argument("file", type=FILE)
def add(file: Path) -> None:
    """Publish a version of an instrument; a published version never changes."""
    _load(file)
    house = open_house()
    try:
        with house.database.writing() as session:
            found = store.publish(session, file.read_text(encoding="utf-8"), OPERATOR)
    except store.PublishedAlready as known:
        raise Refused(
            f"{known} was published with other words: raise its version number and add it again."
        ) from known
    click.echo(f"{found.key} version {found.version} is published.")


@instrument.command("export")
@click.argument("key")
@click.option("--version", "number", type=int, help="The newest one if it is not given.")
@click.option("--out", type=Target(), required=True)
def export_instrument(key: str, number: int | None, out: Path) -> None:
    """Write an instrument to a .toml file, or to an .xlsx file as an XLSForm."""
    house = open_house()
    with sentences(), house.database.reading() as session:
        version = number or store.newest_instrument(session, key).version
        source = store.source_of(session, key, version)
        found = store.get_instrument(session, key, version)
    if out.suffix.lower() == XLSX:
        with out.open("wb") as file:
            write_xlsform(found, file, datetime.now(UTC))
    else:
        out.write_text(source, encoding="utf-8")
    click.echo(f"{out}: {key} version {version}")


@click.command()
@click.argument("login")
@click.option("--study", help="Give the user a role in this study.")
@click.option(
    "--role",
    type=click.Choice(["coordinator", "observer", "moderator"]),
    default="coordinator",
    show_default=True,
)
@click.option("--code", default="", help="What stands in exports instead of the name.")
def user(login: str, study: str | None, role: str, code: str) -> None:
    """Add somebody of the team and print a first password; coordinators may make studies."""
    house = open_house()
    with sentences(), house.database.writing() as session:
        password = ""
        if staff.find_user(session, login) is None:
            password = secrets.token_urlsafe(9)
            staff.add_user(
                session, login, password, code=code, may_make_studies=role == "coordinator"
            )
        if study:
            staff.join(session, study_scope(session, study), login, role)
    click.echo(f"{login}: {'first password ' + password if password else 'is known already'}")
