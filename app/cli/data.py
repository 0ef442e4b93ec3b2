"""`export`, `import`, `roster` and `results`: data in and out of a study."""

import json
from collections.abc import Iterable
from pathlib import Path

import click

from app.cli.opening import Refused, Target, open_house, sentences, study_scope
from app.coordinate.computing import compute_results
from app.coordinate.exporting import FORMATS, make_export, note_export
from app.coordinate.intake import apply_rows, read_rows
from app.coordinate.refusals import RefusedRow, rows_of
from app.coordinate.roster import RosterPreview, apply_roster, read_roster
from app.coordinate.spreadsheet import Sheet, read_sheet
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
@click.option("--freeze", type=int, help="The study as this freeze (its number) holds it.")
@click.option("--language", type=click.Choice(LANGUAGES), default="kk", show_default=True)
@click.option("--out", type=Target(), required=True)
def export(
    study: str,
    format_: str,
    instrument: str | None,
    wave: str | None,
    freeze: int | None,
    language: str,
    out: Path,
) -> None:
    """Write a study's data to a file."""
    house = open_house()
    partial = out.with_name(out.name + ".part")
    choices = Choices(language_or(language), instrument, wave, freeze)
    try:
        with sentences(), house.database.reading() as session, partial.open("w+b") as target:
            scope = study_scope(session, study)
            done = make_export(session, scope, format_, choices, target)
        with house.database.writing() as session:
            note_export(session, scope, done)
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
    renamed = _renamed(columns)
    sheet = read_file(file)
    with sentences(), house.database.writing() as session:
        scope = study_scope(session, study)
        asked = newest_instrument(session, instrument)
        preview = read_rows(session, scope, asked, sheet, wave=wave, columns=renamed)
        _say_refused(preview.refused)
        if dry_run:
            click.echo(f"{len(preview.accepted)} rows would be taken; nothing was changed.")
            return
        done = apply_rows(session, scope, preview)
    click.echo(f"{done.new} new, {done.changed} changed, {done.same} known already")


def _renamed(columns: Iterable[str]) -> dict[str, str]:
    wrong = [pair for pair in columns if "=" not in pair]
    if wrong:
        raise click.BadParameter(f"{wrong[0]!r} is not FILE=ITEM", param_hint="--column")
    return dict(pair.split("=", 1) for pair in columns)


def read_file(file: Path) -> Sheet:
    """Read an .xlsx or .csv file, or refuse it with a sentence."""
    with sentences():
        return read_sheet(file.read_bytes(), file.name)


@click.command()
@click.argument("study")
@click.argument("file", type=FILE)
@click.option(
    "--attribute",
    "attributes",
    multiple=True,
    metavar="NAME",
    help="Keep an unknown column as an attribute; it will stand in every export.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
def roster(study: str, file: Path, attributes: tuple[str, ...], dry_run: bool) -> None:
    """Add the participants of an .xlsx or .csv roster, or change known ones."""
    house = open_house()
    sheet = read_file(file)
    missing = [name for name in attributes if name not in sheet.columns]
    if missing:
        raise Refused(f"{file} has no column {missing[0]!r}.")
    with sentences(), house.database.writing() as session:
        scope = study_scope(session, study)
        preview = read_roster(session, scope, sheet, attributes)
        _say_refused(preview.refused)
        _say_noted(preview)
        if dry_run:
            click.echo(f"{len(preview.accepted)} rows would be taken; nothing was changed.")
            return
        added, changed = apply_roster(session, scope, preview)
    click.echo(f"{added} added, {changed} changed")


def _say_noted(preview: RosterPreview) -> None:
    """Say what of a roster is not taken as it stands, and what it adds besides people."""
    for note in preview.notes:
        click.echo(str(note))
    if not all(preview.offered.values()):
        click.echo("Keep one with --attribute NAME: it will stand in every export.")
    if preview.new_schools:
        click.echo(f"Schools that are new: {', '.join(preview.new_schools)}.")


def _say_refused(refused: Iterable[RefusedRow]) -> None:
    """Name every refused row on stderr; one is enough to take none."""
    rows = list(refused)
    for row in rows:
        place = f"row {row.number}, {row.column}" if row.column else f"row {row.number}"
        click.echo(f"{place}: {row.message}", err=True)
    number = rows_of(rows)
    if any(row.whole_file for row in rows):
        raise Refused("The file is refused; nothing was changed. Mend it and repeat.")
    if rows:
        said = "1 row is" if number == 1 else f"{number} rows are"
        raise Refused(f"{said} refused; nothing was changed. Mend the file and repeat.")


@click.command()
@click.argument("study")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--keep", is_flag=True, help="Compute what the page of results shows, and keep it.")
@click.option("--freeze", type=int, help="The study as this freeze (its number) holds it.")
def results(study: str, as_json: bool, keep: bool, freeze: int | None) -> None:
    """Print every result of a study at full precision, or keep the results for the page."""
    if as_json == keep:
        raise click.UsageError("Say --json to print the results or --keep to keep them.")
    if keep and freeze is not None:
        raise click.UsageError("The page shows what counts now: leave out --freeze.")
    house = open_house()
    with sentences():
        with house.database.reading() as session:
            scope = study_scope(session, study)
            if as_json:
                source = export_source(session, scope, Choices(freeze=freeze))
                click.echo(json.dumps(study_results(source), ensure_ascii=False, indent=1))
                return
        found = compute_results(house.database, scope)
        click.echo(f"Kept {len(list(found))} findings for the page of results.")
