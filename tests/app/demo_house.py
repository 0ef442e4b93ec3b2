"""The demo's house in a folder: what `tolqyn demo --no-serve` makes."""

from pathlib import Path

from app.db import Database, connect
from app.demo import make_demo
from app.store.schema import migrate
from app.store.scope import Scope
from app.store.studies import find_study


def open_demo(folder: Path) -> Database:
    """Open the database in a data folder."""
    return connect(f"sqlite:///{folder / 'tolqyn.sqlite'}")


def fill_demo(folder: Path) -> None:
    """Make the demo's studies in an empty folder, its file whole and closed."""
    database = open_demo(folder)
    migrate(database)
    with database.writing() as session:
        make_demo(session)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()


def demo_scope(database: Database, study: str = "demo") -> Scope:
    """Give the operator's view of a study of the demo."""
    with database.reading() as session:
        return Scope(find_study(session, study).id, "operator", "operator")
