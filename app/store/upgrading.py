"""Alembic at work: upgrade a database, and compare it with the models."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from app.db import Database, Unopenable
from app.models import Study

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def migration_config(connection: Connection) -> Config:
    """Configure Alembic without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database) -> None:
    """Apply every migration that is missing."""
    engine = database.engine.execution_options(tolqyn_writing=True)
    with (
        engine.connect() as connection,
        _loose_references(database, connection),
        connection.begin(),
    ):
        command.upgrade(migration_config(connection), "head")
        _insist_on_references(database, connection)


@contextmanager
def _loose_references(database: Database, connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild a table that others refer to: to it the old one seems to be deleted."""
    if database.is_postgresql:
        yield
        return
    # On the driver's own connection: inside a transaction SQLite does not hear it.
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys = ON")


def _insist_on_references(database: Database, connection: Connection) -> None:
    """Raise, so that everything is rolled back, where a row refers to one that is gone."""
    broken = [] if database.is_postgresql else connection.exec_driver_sql(CHECK).all()
    if broken:
        raise Unopenable(f"The tables could not be brought up to date: {broken[0]} lost its row.")


CHECK = "PRAGMA foreign_key_check"


def differences(database: Database) -> list[object]:
    """List where the tables differ from the models."""
    with database.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Study.metadata))
