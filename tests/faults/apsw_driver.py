"""The program's own code on a disk of ours: apsw behind the face of Python's database interface.

SQLite's virtual file systems can be written in Python through apsw alone. `app.db` takes this
module for its SQLite, so that the engine, the settings, the stores and the SQL are the program's.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import apsw

import app.db
from tests.faults.powercut import NAME, Disk, LoggedDisk

paramstyle = "qmark"
sqlite_version = apsw.sqlite_lib_version()
sqlite_version_info = tuple(int(part) for part in sqlite_version.split("."))
Error = DatabaseError = OperationalError = apsw.Error
IntegrityError = apsw.ConstraintError
PARSE_DECLTYPES, PARSE_COLNAMES = 1, 2


class Cursor:
    """A statement whose rows are all read at once."""

    arraysize = 1

    def __init__(self, connection: apsw.Connection) -> None:
        self.connection = connection
        self.description: list[tuple[Any, ...]] | None = None
        self.rows: list[tuple[Any, ...]] = []
        self.rowcount, self.lastrowid = -1, 0

    def execute(self, statement: str, values: Sequence[Any] = ()) -> "Cursor":
        """Run a statement."""
        self.description = None
        cursor = self.connection.cursor()
        cursor.exec_trace = self._describe
        self.rows = list(cursor.execute(statement, tuple(values)))
        self.rowcount = self.connection.changes()
        self.lastrowid = self.connection.last_insert_rowid()
        return self

    def _describe(self, cursor: apsw.Cursor, _statement: str, _values: object) -> bool:
        columns = cursor.get_description()
        self.description = [(name, *[None] * 6) for name, *_ in columns] or None
        return True

    def executemany(self, statement: str, many: Sequence[Sequence[Any]]) -> "Cursor":
        """Run a statement with each of many values."""
        for values in many:
            self.execute(statement, values)
        return self

    def fetchone(self) -> tuple[Any, ...] | None:
        """Give the next row."""
        return self.rows.pop(0) if self.rows else None

    def fetchmany(self, number: int = 1) -> list[tuple[Any, ...]]:
        """Give the next rows."""
        given, self.rows = self.rows[:number], self.rows[number:]
        return given

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Give all rows that are left."""
        return self.fetchmany(len(self.rows))

    def close(self) -> None:
        """Forget the rows."""
        self.rows = []


class Connection:
    """A connection; the program begins its transactions itself."""

    isolation_level = None

    def __init__(self, name: str) -> None:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI
        self.inner = apsw.Connection(name, flags=flags, vfs=NAME)

    def cursor(self) -> Cursor:
        """Begin a statement."""
        return Cursor(self.inner)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Cursor:
        """Run a statement."""
        return self.cursor().execute(statement, values)

    def create_function(self, *_function: object, **_how: object) -> None:
        """Leave out SQLAlchemy's own functions: nothing here asks for them."""

    def _end(self, how: str) -> None:
        if not self.inner.get_autocommit():
            self.inner.execute(how)

    def commit(self) -> None:
        """Commit where something is open."""
        self._end("COMMIT")

    def rollback(self) -> None:
        """Roll back where something is open."""
        self._end("ROLLBACK")

    def close(self) -> None:
        """Close it."""
        self.inner.close()


def connect(name: str, **_how: object) -> Connection:
    """Open a database on our disk."""
    return Connection(name)


@contextmanager
def our_disk() -> Iterator[Disk]:
    """Let the program run on a disk that writes down what it is asked."""
    import tests.faults.apsw_driver as this_module

    disk = Disk()
    vfs = LoggedDisk(disk)
    before, app.db.bundled_sqlite = app.db.bundled_sqlite, this_module
    try:
        yield disk
    finally:
        app.db.bundled_sqlite = before
        vfs.unregister()
