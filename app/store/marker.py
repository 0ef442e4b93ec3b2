"""The marker: a file in TOLQYN_DATA that says where databases were made.

A database that has gone (a folder not mounted, a file deleted, a server set up anew) must not be
answered with a new and empty one: everybody would find the program running and their data lost.
"""

import os
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from app.config import Settings
from app.db import Database, Unopenable, connect, sqlite_file
from app.store.schema import migrate, present_revision

MARKER = "tolqyn.marker"
HEAD = "# Databases of Tolqyn that were made for this folder. Leave this file beside them."


def open_database(settings: Settings) -> Database:
    """Open the database of a house at the newest schema; never an empty one for one that stood."""
    marker = settings.data / MARKER
    name = _name(settings)
    stood = name in _names(marker)
    file = sqlite_file(settings.database_url) if name else None
    if stood and file and not (file.exists() and file.stat().st_size):
        raise _gone(f"{file} is gone or empty", marker)
    database = connect(settings.database_url, settings.database_key)
    try:
        if stood and not present_revision(database):
            raise _gone(f"The database {name} holds no tables", marker)
        migrate(database)
    except DBAPIError as damaged:
        database.close()
        raise Unopenable(
            "The database can be opened but not read: it is damaged, or its server is in trouble."
        ) from damaged
    except Unopenable:
        database.close()
        raise
    if name and not stood:
        mark(marker.parent, name)
    return database


def _gone(what: str, marker: Path) -> Unopenable:
    return Unopenable(
        f"{what}, but {marker} says that a database stood there: move this folder aside and "
        "restore a backup, or name another folder in TOLQYN_DATA."
    )


def mark(folder: Path, name: str) -> None:
    """Write down that a database was made for a folder."""
    marker = folder / MARKER
    draft = marker.with_name(f"{MARKER}.{os.getpid()}")
    draft.write_text("\n".join([HEAD, *_names(marker), name, ""]), encoding="utf-8")
    draft.replace(marker)


def _names(marker: Path) -> list[str]:
    """List the databases that a marker names."""
    lines = marker.read_text(encoding="utf-8").splitlines() if marker.exists() else []
    return [line for line in lines if line and not line.startswith("#")]


def _name(settings: Settings) -> str:
    """Name a database so that a folder may move and no password is written down."""
    try:
        url = make_url(settings.database_url)
    except ArgumentError:
        return ""  # `connect` has the sentence for it
    if url.get_backend_name() == "sqlite":
        file = sqlite_file(settings.database_url)
        inside = file is not None and file.is_relative_to(settings.data)
        return "" if file is None else str(file.relative_to(settings.data) if inside else file)
    secrets = [key for key in url.query if "pass" in key]
    return str(url.set(drivername="postgresql", password=None).difference_update_query(secrets))
