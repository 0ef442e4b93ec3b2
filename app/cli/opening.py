"""What every command needs: the settings, the database and a study."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click
from sqlalchemy.orm import Session

from app.config import Settings, read_settings
from app.db import Database, Unopenable, connect
from app.store.schema import migrate
from app.store.scope import Scope
from app.store.studies import find_study
from instruments.wording import Message

OPERATOR = "operator"
"""How the audit log names whoever sits at the machine's own command line."""


class Refused(click.ClickException):
    """A sentence on stderr, exit 1."""

    exit_code = 1

    def show(self, file: object = None) -> None:
        """Print the sentence alone."""
        click.echo(self.message, err=True)


@dataclass(frozen=True, slots=True)
class House:
    """The settings and the opened database of a command."""

    settings: Settings
    database: Database


def open_house() -> House:
    """Open the database that the environment names, brought to the newest schema."""
    settings = read_settings()
    try:
        database = connect(settings.database_url, settings.database_key)
    except Unopenable as closed:
        raise Refused(str(closed)) from closed
    migrate(database)
    return House(settings, database)


def study_scope(session: Session, key: str) -> Scope:
    """Give the operator's view of a study, or refuse."""
    study = find_study(session, key)
    if study is None:
        raise Refused(f"There is no study {key!r} here. `tolqyn demo --no-serve` makes one.")
    return Scope(study.id, OPERATOR, OPERATOR)


@contextmanager
def sentences() -> Iterator[None]:
    """Turn what a lower floor refuses into a sentence on stderr."""
    try:
        yield
    except click.ClickException:
        raise
    except Exception as refused:
        message = getattr(refused, "message", None)
        if isinstance(message, Message):
            raise Refused(str(message)) from refused
        raise
