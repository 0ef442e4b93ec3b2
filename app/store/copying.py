"""A copy of a database in use."""

from pathlib import Path

from app.db import Database, sqlite_module


class NotCopied(Exception):
    """The database could not be copied; the text is the reason that SQLite gives."""


def copy_database(database: Database, target: Path) -> None:
    """Write a whole SQLite database into a new file while others go on writing."""
    with database.engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        # A copy of the file would lack what is still in the log beside it, and may be torn;
        # VACUUM INTO is one read transaction.
        try:
            connection.connection.driver_connection.execute(  # type: ignore[union-attr]
                "VACUUM INTO ?", (str(target),)
            )
        except sqlite_module().Error as failed:
            raise NotCopied(str(failed)) from failed
