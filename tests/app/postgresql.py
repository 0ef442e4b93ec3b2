"""A throw-away PostgreSQL server on a socket in a folder of its own; never run by root."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine

FOLDERS = [str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"))[::-1]]
OWNERS = ("postgres", "nobody")
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
"""A server that lives for a minute need not survive a power cut."""


def missing() -> str:
    """Say why there can be no server here; empty when there can."""
    for program in ("initdb", "pg_ctl"):
        if not _program(program):
            return f"{program} is not on this machine"
    if os.getuid() == 0 and not (shutil.which("runuser") and _owner()):
        return "PostgreSQL never runs as root, and there is nobody else to run it"
    return ""


def _program(name: str) -> str:
    return shutil.which(name, path=os.pathsep.join([*FOLDERS, os.environ.get("PATH", "")])) or ""


def _owner() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in OWNERS if name in known), "")


def _run(*command: str) -> None:
    as_owner = ["runuser", "-u", _owner(), "--"] if os.getuid() == 0 else []
    done = subprocess.run(
        [*as_owner, *command], capture_output=True, text=True, cwd="/", stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A server's folder; the server in it is started, stopped and crashed."""

    folder: Path
    options: str

    @property
    def address(self) -> str:
        """Give the address of a database in it without the database's name."""
        return f"postgresql://tolqyn@/{{name}}?host={self.folder}"

    def _control(self, *words: str) -> None:
        _run(_program("pg_ctl"), "-D", str(self.folder / "data"), "-w", *words)

    def start(self) -> None:
        """Start the server, or start it again."""
        options = f"-c listen_addresses='' -k {self.folder} {self.options}"
        self._control("-l", str(self.folder / "log"), "-o", options, "start")

    def crash(self) -> None:
        """End every process of the server at once; nothing is written any more."""
        self._control("-m", "immediate", "stop")


@contextmanager
def cluster(options: str = QUICK) -> Iterator[Cluster]:
    """Make the folder of a server and start it."""
    folder = Path(tempfile.mkdtemp(prefix="tolqyn-pg-", dir="/tmp"))  # a socket's path is short
    try:
        if os.getuid() == 0:
            shutil.chown(folder, _owner())
        made = Cluster(folder, options)
        data = str(folder / "data")
        _run(_program("initdb"), "-D", data, "-A", "trust", "-U", "tolqyn", "-E", "UTF8")
        made.start()
        try:
            yield made
        finally:
            made.crash()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server() -> Iterator[str]:
    """Start a server; give the address of a database in it without the database's name."""
    with cluster() as made:
        yield made.address


WISH = "TOLQYN_TEST_POSTGRESQL"
"""Set it to 1 and every house of the tests stands on PostgreSQL: `make test-postgresql`."""
_address: list[str] = []
_names: dict[Path, str] = {}


@contextmanager
def everywhere() -> Iterator[None]:
    """Let every house stand on a server while this lasts."""
    with server() as address:
        _address.append(address)
        yield
        _address.clear()
        _names.clear()


def url_in(folder: Path) -> str:
    """Give the database of a house in a folder: a file there, or one on the server."""
    if not _address:
        return f"sqlite:///{folder / 'tolqyn.sqlite'}"
    if folder not in _names:
        _names[folder] = make_database(_address[0], f"house_in_{len(_names)}")
    return _names[folder]


def make_database(address: str, name: str) -> str:
    """Make an empty database; give its URL."""
    url = address.format(name="postgres").replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return address.format(name=name)
