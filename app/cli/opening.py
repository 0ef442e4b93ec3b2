"""What every command needs: the settings, the database and a study."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from app.config import Settings, read_settings
from app.db import Database, Unopenable
from app.store.instruments import UnknownInstrument
from app.store.marker import open_database
from app.store.scope import Scope
from app.store.studies import find_study
from app.store.transaction import Session
from instruments.wording import Message

OPERATOR = "operator"
"""How the audit log names whoever sits at the machine's own command line."""


class Refused(click.ClickException):
    """A sentence on stderr, exit 1."""

    exit_code = 1

    def show(self, file: object = None) -> None:
        """Print the sentence alone."""
        click.echo(self.message, err=True)


class Target(click.Path):
    """A file that a command will write: its folder is there and may be written to."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: Any, ctx: Any) -> Path:
        """Refuse a path that cannot be written, before anything is done."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        folder = path.absolute().parent
        if not folder.is_dir():
            raise Refused(f"{path} cannot be written: there is no folder {folder}.")
        if not os.access(folder, os.W_OK):
            raise Refused(f"{path} cannot be written: {folder} may not be written to.")
        return path


NOT_WRITTEN = (
    *(errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM),
    *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG),
)
"""What may be wrong with a disk or a path: a sentence for the operator, no trace."""


class Commands(click.Group):
    """The commands, with one sentence for every file that cannot be read or written."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except OSError as failed:
            if failed.errno not in NOT_WRITTEN:
                raise
            raise Refused(f"{failed.filename or 'The disk'}: {failed.strerror}.") from failed


@dataclass(frozen=True, slots=True)
class House:
    """The settings and the opened database of a command."""

    settings: Settings
    database: Database


def open_house() -> House:
    """Open the database that the environment names, brought to the newest schema."""
    settings = read_settings()
    try:
        return House(settings, open_database(settings))
    except Unopenable as closed:
        raise Refused(str(closed)) from closed


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
    except UnknownInstrument as unknown:
        raise Refused(f"There is no instrument {unknown}.") from unknown
    except Exception as refused:
        message = getattr(refused, "message", None)
        if isinstance(message, Message):
            raise Refused(str(message)) from refused
        raise
