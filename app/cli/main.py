"""The command line."""

import click

from app.cli.authoring import instrument, user
from app.cli.data import export, import_, results, roster
from app.cli.freezing import freeze
from app.cli.keeping import backup, restore, verify
from app.cli.opening import Commands
from app.cli.receiving import receive
from app.cli.serving import demo, serve


@click.group(cls=Commands)
def main() -> None:
    """Collect a study of teachers, wave after wave."""


for command in (
    serve,
    demo,
    export,
    freeze,
    results,
    import_,
    roster,
    receive,
    instrument,
    user,
    backup,
    restore,
    verify,
):
    main.add_command(command)
