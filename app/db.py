"""The database: engine, transactions and the columns' own types."""

import errno
import os
import re
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

try:
    import fcntl
except ImportError:  # Windows: threads take turns, processes leave it to SQLite
    fcntl = None  # type: ignore[assignment]

try:
    from sqlcipher3 import dbapi2 as bundled_sqlite
except ImportError:  # no wheel for this machine: the standard library's module serves
    bundled_sqlite = None

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE})
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC: SQLite hands back naive datetimes, the program never sees one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store a moment as naive UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its time zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give a moment back with its zone."""
        # replace() says the same and takes four times as long, in each of 100,000 rows
        return None if value is None else datetime.combine(value.date(), value.time(), UTC)


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {datetime: UtcDateTime, Mapping[str, str]: JSON}


def sqlite_module() -> ModuleType:
    """Choose the SQLite that the program runs on."""
    return bundled_sqlite or sqlite3


def sqlite_is_sound() -> bool:
    """Say whether this SQLite is free of the WAL-reset corruption bug (3.7.0 to 3.51.2)."""
    version = sqlite_module().sqlite_version_info
    return version >= (3, 51, 3) or (version[:2] in {(3, 44), (3, 50)} and version[2] >= 6)


class Turn:
    """Lets writers in one by one, in the order in which they came.

    SQLite itself lets one writer in, but the others look again after ever longer sleeps. Waiting
    here costs no sleep: threads wait for a lock, processes for a lock on a file.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._path = path if fcntl else None

    def __enter__(self) -> None:
        self._lock.acquire()
        if self._path is None:
            return
        try:
            self._file = self._path.open("ab")
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except BaseException:
            self._lock.release()
            raise

    def __exit__(self, *_error: object) -> None:
        if self._path is not None:
            self._file.close()  # and with it goes the lock
        self._lock.release()


def make_private(path: Path) -> None:
    """Make an empty file for its owner alone, where there is none; Windows knows no such mode."""
    path.touch(mode=0o600, exist_ok=True)


class Database:
    """Opens transactions; the view opens one, store never commits."""

    def __init__(self, engine: Engine, turn: Turn) -> None:
        self.engine = engine
        self._turn = turn
        self._writer = engine.execution_options(tolqyn_writing=True)
        # On SQLite a transaction is one view as it is; PostgreSQL has to be asked for it.
        one_view = {"isolation_level": "REPEATABLE READ"} if self.is_postgresql else {}
        self._reader = engine.execution_options(**one_view)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read one consistent view; whatever is changed inside is rolled back by closing."""
        with self.session() as session:
            yield session

    def session(self) -> Session:
        """Open a reading transaction that somebody else closes."""
        return Session(self._reader, expire_on_commit=False)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Take the write lock first, commit at the end; roll back when anything is raised."""
        with self._turn, Session(self._writer, expire_on_commit=False) as session, session.begin():
            if self.is_postgresql:
                # Look-then-write must not be overtaken: one writer at a time, as on SQLite.
                session.execute(text("SELECT pg_advisory_xact_lock(4651379)"))
            yield session

    def close(self) -> None:
        """Close every connection; the last one brings SQLite's log into the file."""
        self.engine.dispose()

    @property
    def is_postgresql(self) -> bool:
        """Say whether the data lie on PostgreSQL."""
        return self.engine.dialect.name == "postgresql"


OUT_OF_REACH = re.compile(
    "locked|disk is full|disk I/O|readonly|unable to open|busy", re.IGNORECASE
)
"""What SQLite says when it cannot write or read now, and perhaps can later."""


def is_out_of_reach(error: BaseException) -> bool:
    """Say whether the database could not answer now: locked, full, or not there at all."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, OperationalError):
        return isinstance(error, OSError) and error.errno in NO_ROOM
    of_sqlite = isinstance(error.orig, sqlite_module().OperationalError)
    return not of_sqlite or bool(OUT_OF_REACH.search(str(error.orig)))


class Unopenable(Exception):
    """The database cannot be opened; the text says in one sentence what to check."""


def connect(url: str, key: str = "") -> Database:
    """Open a database by its URL; SQLite gets the settings on which the promises rest."""
    try:
        file = sqlite_file(url)
        if file and not file.exists():
            # Here alone: no later connection makes an empty file, and SQLite's -wal and -shm take
            # the mode of the file beside them.
            make_private(file)
        database = _database(url, key)
        database.engine.connect().close()
    except (ArgumentError, NoSuchModuleError) as wrong:
        raise Unopenable("TOLQYN_DATABASE_URL is no address of a database.") from wrong
    except (DBAPIError, OSError) as closed:
        raise Unopenable(
            "The database cannot be opened: check TOLQYN_DATABASE_URL, TOLQYN_DATABASE_KEY and "
            "the file or server behind them."
        ) from closed
    return database


def sqlite_file(url: str | URL) -> Path | None:
    """Name the file of a SQLite database; None where the data lie elsewhere."""
    parsed = make_url(url)
    name = parsed.database or ":memory:"
    if parsed.get_backend_name() != "sqlite" or name.startswith((":memory:", "file:")):
        return None
    return Path(name).absolute()


def _database(url: str, key: str) -> Database:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        file = sqlite_file(url)
        turn = file.with_name(f"{file.name}.turn") if file else None
        if turn and turn.parent.is_dir():
            make_private(turn)
        return Database(_sqlite_engine(parsed, key), Turn(turn))
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    return Database(create_engine(parsed, pool_pre_ping=True, pool_size=10), Turn(None))


def _sqlite_engine(url: URL, key: str) -> Engine:
    if key and bundled_sqlite is None:
        raise RuntimeError("TOLQYN_DATABASE_KEY needs the sqlcipher3 package on this machine")
    engine = create_engine(url, module=sqlite_module(), pool_size=10, max_overflow=30)
    sound = sqlite_is_sound()

    @event.listens_for(engine, "do_connect")
    def open_what_is_there(_dialect: Dialect, _record: object, what: list[Any], how: Any) -> None:
        if file := sqlite_file(url):
            what[0], how["uri"] = f"{file.as_uri()}?mode=rw", True

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        _set_up(connection, key, sound)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("tolqyn_writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _set_up(connection: Any, key: str, sound: bool) -> None:
    """Give a new connection the settings on which the promises rest."""
    connection.isolation_level = None  # our own BEGIN below, not the driver's late one
    cursor = connection.cursor()
    if key:
        cursor.execute(f"PRAGMA key = '{key.replace(chr(39), chr(39) * 2)}'")
    cursor.execute("PRAGMA busy_timeout = 5000")
    # Changing to the log still uses the rollback journal: its deletion must be on the disk.
    cursor.execute("PRAGMA synchronous = EXTRA")
    cursor.execute(f"PRAGMA journal_mode = {'WAL' if sound else 'DELETE'}")
    cursor.execute(f"PRAGMA synchronous = {'FULL' if sound else 'EXTRA'}")
    # 16 MB of log before it is written back: a form writes 15 pages, and writing back costs
    # the one who happens to be last two more waits for the disk.
    cursor.execute("PRAGMA wal_autocheckpoint = 4000")
    cursor.execute("PRAGMA foreign_keys = ON")
    # Without this, INSERT OR REPLACE would delete a row and fire no trigger.
    cursor.execute("PRAGMA recursive_triggers = ON")
    cursor.execute("PRAGMA trusted_schema = OFF")
    cursor.execute("PRAGMA mmap_size = 0")
    cursor.execute("PRAGMA cache_size = -1000")  # 1 MB for each of a worker's connections
    cursor.close()


def durability(database: Database) -> str:
    """Say in one line on what the data lie, for /health and the start-up."""
    if database.is_postgresql:
        return "postgresql"
    sound = "WAL, synchronous=FULL" if sqlite_is_sound() else "rollback journal, synchronous=EXTRA"
    return f"sqlite {sqlite_module().sqlite_version}, {sound}, process {os.getpid()}"
