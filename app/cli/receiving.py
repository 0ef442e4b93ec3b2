"""`receive`: forms that were saved to a file on a phone."""

from pathlib import Path

import click
from flask import g

from app.arrival.carried import take_file
from app.cli.opening import Refused, open_house, study_scope
from app.factory import create_app

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("study")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
def receive(study: str, files: tuple[Path, ...]) -> None:
    """Take finished forms that phones saved to .tolqyn files, and print their receipts."""
    house = open_house()
    with house.database.reading() as session:
        carrier = study_scope(session, study)
    left = 0
    with create_app(house.settings).app_context():
        g.binding = g.language = "en"
        for file in files:
            done = take_file(carrier, file.name, file.read_bytes())
            left += done.receipt is None
            click.echo(f"{file}: {done.sentence}", err=done.receipt is None)
    if left:
        raise Refused(f"{left} of {len(files)} files were not taken; nothing of them was changed.")
