"""Alembic at work: upgrade a database, and compare it with the models."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from app.db import Database
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
    with engine.begin() as connection:
        command.upgrade(migration_config(connection), "head")


def differences(database: Database) -> list[object]:
    """List where the tables differ from the models."""
    with database.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Study.metadata))
