"""Bring a database to the newest schema."""

from pathlib import Path

from sqlalchemy import inspect, text

from app.db import Database, Unopenable

VERSIONS = Path(__file__).parent.parent / "migrations" / "versions"


def newest_revision() -> str:
    """Name the newest migration by the number that its file begins with."""
    return max(path.name[:4] for path in VERSIONS.glob("[0-9]*.py"))


def present_revision(database: Database) -> str:
    """Name the migration that a database has reached; empty for an empty database."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def migrate(database: Database) -> None:
    """Apply every migration that is missing."""
    present = present_revision(database)
    if present == newest_revision():
        return
    if present > newest_revision():
        raise Unopenable("The database was made by a newer Tolqyn: install that one to open it.")
    # Alembic holds 10 MB in every worker: it is loaded only where there is something to apply.
    from app.store.upgrading import upgrade  # noqa: PLC0415

    upgrade(database)
