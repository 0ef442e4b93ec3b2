"""`export`, `import`, `roster` and `results`: data in and out of a study."""

import json
from collections.abc import Iterable
from pathlib import Path

import click

from app.cli.opening import Refused, open_house, sentences, study_scope
from app.coordinate.exporting import FORMATS, make_export
from app.coordinate.intake import apply_rows, read_rows
from app.coordinate.refusals import RefusedRow
from app.coordinate.roster import apply_roster, read_roster
from app.coordinate.spreadsheet import read_sheet
from app.store.frame import export_source
from app.store.instruments import newest_instrument
from exports.results import study_results
from exports.source import Choices
from instruments.wording import LANGUAGES, language_or

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("study")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), required=True)
@click.option("--instrument", help="Only this instrument (its key).")
@click.option("--wave", help="Only this wave (its key).")
@click.option("--language", type=click.Choice(LANGUAGES), default="kk", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def export(
    study: str,
    format_: str,
    instrument: str | None,
    wave: str | None,
    language: str,
    out: Path,
) -> None:
    """Write a study's data to a file."""
    house = open_house()
    partial = out.with_name(out.name + ".part")
    with sentences(), house.database.writing() as session:
        scope = study_scope(session, study)
        choices = Choices(language_or(language), instrument, wave)
        try:
            with partial.open("w+b") as target:
                done = make_export(session, scope, format_, choices, target)
            partial.replace(out)
        finally:
            partial.unlink(missing_ok=True)
    click.echo(f"{out}: {done.rows} rows")


@click.command("import")
@click.argument("study")
@click.argument("instrument")
@click.argument("file", type=FILE)
@click.option("--wave", help="Wave (its key) of rows that do not name one.")
@click.option("--column", "columns", multiple=True, metavar="FILE=ITEM", help="Rename a column.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
def import_(
    study: str,
    instrument: str,
    file: Path,
    wave: str | None,
    columns: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Turn the rows of an .xlsx or .csv file into records of an instrument."""
    house = open_house()
    renamed = dict(pair.split("=", 1) for pair in columns if "=" in pair)
    with sentences(), house.database.writing() as session:
        scope = study_scope(session, study)
        asked = newest_instrument(session, instrument)
        sheet = read_sheet(file.read_bytes(), file.name)
        preview = read_rows(session, scope, asked, sheet, wave=wave, columns=renamed)
        _say_refused(preview.refused)
        if dry_run:
            click.echo(f"{len(preview.accepted)} rows would be taken; nothing was changed.")
            return
        done = apply_rows(session, scope, preview)
    click.echo(f"{done.new} new, {done.changed} changed, {done.same} known already")


@click.command()
@click.argument("study")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
def roster(study: str, file: Path, dry_run: bool) -> None:
    """Add the participants of an .xlsx or .csv roster, or change known ones."""
    house = open_house()
    with sentences(), house.database.writing() as session:
        scope = study_scope(session, study)
        preview = read_roster(session, scope, read_sheet(file.read_bytes(), file.name))
        _say_refused(preview.refused)
        if dry_run:
            click.echo(f"{len(preview.accepted)} rows would be taken; nothing was changed.")
            return
        added, changed = apply_roster(session, scope, preview)
    click.echo(f"{added} added, {changed} changed")


def _say_refused(refused: Iterable[RefusedRow]) -> None:
    """Name every refused row on stderr; one is enough to take none."""
    rows = list(refused)
    for row in rows:
        click.echo(f"row {row.number}, {row.column}: {row.message}", err=True)
    if rows:
        raise Refused(f"{len(rows)} rows are refused; nothing was changed. Mend them and repeat.")


@click.command()
@click.argument("study")
@click.option("--json", "as_json", is_flag=True, required=True, help="Print JSON.")
def results(study: str, as_json: bool) -> None:
    """Print every result of a study at full precision, with its n and options."""
    house = open_house()
    with sentences(), house.database.reading() as session:
        scope = study_scope(session, study)
        source = export_source(session, scope, Choices())
        click.echo(json.dumps(study_results(source), ensure_ascii=False, indent=1))
