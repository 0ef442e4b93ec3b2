"""A copy of a database in use."""

from pathlib import Path

from app.db import Database


def copy_database(database: Database, target: Path) -> None:
    """Write a whole SQLite database into a new file while others go on writing."""
    with database.engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        # A copy of the file would lack what is still in the log beside it, and may be torn;
        # VACUUM INTO is one read transaction.
        connection.connection.driver_connection.execute(  # type: ignore[union-attr]
            "VACUUM INTO ?", (str(target),)
        )
