"""Bring a database to the newest schema."""

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.db import Database

VERSIONS = Path(__file__).parent.parent / "migrations" / "versions"


def newest_revision() -> str:
    """Name the newest migration by the number that its file begins with."""
    return max(path.name[:4] for path in VERSIONS.glob("[0-9]*.py"))


def present_revision(database: Database) -> str:
    """Name the migration that a database has reached; empty for an empty database."""
    try:
        with database.engine.connect() as connection:
            return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")
    except DBAPIError:
        return ""


def migrate(database: Database) -> None:
    """Apply every migration that is missing."""
    if present_revision(database) == newest_revision():
        return
    # Alembic holds 10 MB in every worker: it is loaded only where there is something to apply.
    from app.store.upgrading import upgrade  # noqa: PLC0415

    upgrade(database)
