"""Importing this lets the program's database grow no further than a file beside it says."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from tests.faults.room import LIMIT

ENDLESS = 4294967294


@event.listens_for(Engine, "begin")
def hold(connection: Connection, *_more: Any) -> None:
    """Tell SQLite how many pages there may be."""
    pages = str(ENDLESS)
    with suppress(FileNotFoundError):  # it may be taken away between two looks
        pages = Path(connection.engine.url.database or "").with_name(LIMIT).read_text()
    connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
