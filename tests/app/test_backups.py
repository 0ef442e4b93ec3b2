"""A backup is made while others write, restored whole, and refused where anything is missing."""

import hashlib
import json
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.main import main
from app.db import connect
from app.store.marker import MARKER
from tests.app.studies import Store, open_store

pytestmark = pytest.mark.sqlite
KEY = "it's a key"


class Desk:
    """A house on a disk, with or without a key, and the commands typed in it."""

    def __init__(self, data: Path, key: str = "") -> None:
        self.data, self.key = data, key
        self.url = f"sqlite:///{data / 'tolqyn.sqlite'}"

    def __call__(self, *typed: object) -> Result:
        environment = {
            "TOLQYN_DATA": str(self.data),
            "TOLQYN_DATABASE_URL": "",
            "TOLQYN_DATABASE_KEY": self.key,
        }
        return CliRunner().invoke(main, [str(word) for word in typed], env=environment)

    def receipts(self) -> set[str]:
        """What lies on the disk."""
        with closing(connect(self.url, self.key)) as database, database.engine.connect() as rows:
            return set(rows.exec_driver_sql("SELECT receipt FROM revision").scalars())


@pytest.fixture(params=["", KEY], ids=["plain", "encrypted"])
def desk(request, tmp_path) -> Desk:
    desk = Desk(tmp_path / "data", request.param)
    desk.data.mkdir()
    desk.store = open_store(desk.url, desk.key)
    return desk


def send_until(told_to_stop: threading.Event, store: Store, shown: list[str], start: int) -> None:
    """Send records one after the other; remember each receipt when it is shown."""
    asked = store.submission({"device": "phone"})
    for number in count(start):
        if told_to_stop.is_set():
            return
        sent = store.submission({"device": "phone"}, id=f"{number:036d}", wave_id=asked.wave_id)
        shown.append(store.send(sent).number)


@contextmanager
def writers(store: Store, number: int = 3) -> Iterator[list[str]]:
    """Let several people send while something else happens; give the receipts shown so far."""
    shown: list[str] = []
    stop = threading.Event()
    threads = [
        threading.Thread(target=send_until, args=(stop, store, shown, place * 1_000_000))
        for place in range(number)
    ]
    for thread in threads:
        thread.start()
    try:
        yield shown
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_under_load_it_holds_every_receipt_shown_before_it_began(desk, tmp_path):
    with writers(desk.store) as shown:
        for number in range(3):
            while len(shown) < 20 * (number + 1):
                pass
            before = list(shown)
            assert desk("backup", tmp_path / f"{number}.zip").exit_code == 0
            again = Desk(tmp_path / f"again{number}", desk.key)
            done = again("restore", tmp_path / f"{number}.zip")
            assert done.exit_code == 0, done.output
            assert again("verify").exit_code == 0
            assert set(before) <= again.receipts()
    assert desk("verify").exit_code == 0


def test_a_copied_file_lacks_receipts_and_nothing_in_it_says_so(tmp_path):
    """The control: it is why `backup` exists."""
    desk = Desk(tmp_path / "data")
    desk.data.mkdir()
    store = open_store(desk.url)
    with writers(store) as shown:
        while len(shown) < 50:
            pass
        before = list(shown)
        copied = tmp_path / "copied"
        copied.mkdir()
        (copied / "tolqyn.sqlite").write_bytes((desk.data / "tolqyn.sqlite").read_bytes())
    file = sqlite3.connect(copied / "tolqyn.sqlite")
    assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    try:
        held = {row[0] for row in file.execute("SELECT receipt FROM revision")}
    except sqlite3.OperationalError:  # not even the tables had been brought into the file
        held = set()
    assert set(before) - held


@pytest.fixture
def backup(tmp_path) -> Path:
    """A backup of a house with three records."""
    desk = Desk(tmp_path / "data")
    desk.data.mkdir()
    store = open_store(desk.url)
    for code in ("T01", "T02", "T03"):
        store.send(store.submission({"device": "phone"}, code))
    path = tmp_path / "backup.zip"
    assert desk("backup", path).exit_code == 0
    return path


def repack(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change what lies in a backup; the checksums are made to fit."""
    with zipfile.ZipFile(path) as bundle:
        parts = {name: bundle.read(name) for name in bundle.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as bundle:
        for name, content in parts.items():
            bundle.writestr(name, content)


def change_database(path: Path, *statements: str) -> None:
    """Change the database in a backup, past the program, and let the checksums fit."""

    def change(parts: dict[str, bytes]) -> None:
        file = path.with_name("changed.sqlite")
        file.write_bytes(parts["tolqyn.sqlite"])
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            for (trigger,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                database.execute(f"DROP TRIGGER {trigger}")
            for statement in statements:
                database.execute(statement)
        parts["tolqyn.sqlite"] = file.read_bytes()
        manifest = json.loads(parts["manifest.json"])
        sha256 = hashlib.sha256(parts["tolqyn.sqlite"]).hexdigest()
        manifest["files"]["tolqyn.sqlite"] = sha256
        parts["manifest.json"] = json.dumps(manifest).encode()

    repack(path, change)


def test_it_is_verified_without_being_restored(backup, tmp_path):
    done = Desk(tmp_path / "nowhere")("verify", backup)
    assert done.exit_code == 0 and "3 receipts" in done.stdout
    assert not (tmp_path / "nowhere").exists()


LAST = "(SELECT max(id) FROM revision)"
LOSSES = {
    "a receipt": [f"DELETE FROM revision WHERE id = {LAST}"],
    "a record and its receipt": [
        f"UPDATE record SET newest = 0 WHERE id = (SELECT record_id FROM revision WHERE id={LAST})",
        f"DELETE FROM revision WHERE id = {LAST}",
        "DELETE FROM record WHERE newest = 0",
    ],
    "the newest events": ["DELETE FROM audit_event WHERE seq > 10"],
    "changed answers": ["UPDATE revision SET body = '{}'"],
}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_backup_that_lacks_something_is_refused(backup, tmp_path, loss):
    change_database(backup, *LOSSES[loss])
    for typed in (["verify", backup], ["restore", backup]):
        done = Desk(tmp_path / "again")(*typed)
        assert done.exit_code == 1 and "does not hold what was put into it" in done.stderr
        assert "Traceback" not in done.output
    assert not (tmp_path / "again").exists()


def damage(parts: dict[str, bytes]) -> None:
    parts["tolqyn.sqlite"] = parts["tolqyn.sqlite"][:-1] + b"\xa5"


def take_out(parts: dict[str, bytes]) -> None:
    del parts["tolqyn.sqlite"]


def reach_outside(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["manifest.json"])
    manifest["files"]["../outside"] = "0" * 64
    parts["manifest.json"] = json.dumps(manifest).encode()
    parts["../outside"] = b"x"


def say_nothing(parts: dict[str, bytes]) -> None:
    parts["manifest.json"] = b"{}"


@pytest.mark.parametrize("change", [damage, take_out, reach_outside, say_nothing])
def test_a_backup_that_is_torn_or_no_backup_is_refused(backup, tmp_path, change):
    repack(backup, change)
    done = Desk(tmp_path / "again")("restore", backup)
    assert done.exit_code == 1 and "Traceback" not in done.output
    assert str(backup) in done.stderr
    assert not (tmp_path / "again").exists() and not (tmp_path / "outside").exists()


def test_a_folder_with_anything_in_it_is_left_alone(backup, tmp_path):
    again = Desk(tmp_path / "again")
    again.data.mkdir()
    assert again("restore", backup).exit_code == 0
    done = again("restore", backup)
    assert done.exit_code == 1 and "not empty" in done.stderr
    assert (again.data / MARKER).exists() and (again.data / "secret").stat().st_mode & 0o77 == 0


def test_a_restored_house_that_is_lost_is_not_begun_anew(backup, tmp_path):
    again = Desk(tmp_path / "again")
    assert again("restore", backup).exit_code == 0
    (again.data / "tolqyn.sqlite").unlink()
    assert again("verify").exit_code == 1


def test_a_backup_of_another_key_is_one_sentence(tmp_path):
    desk = Desk(tmp_path / "data", KEY)
    desk("verify")
    assert desk("backup", tmp_path / "b.zip").exit_code == 0
    done = Desk(tmp_path / "again", "another key")("restore", tmp_path / "b.zip")
    assert done.exit_code == 1 and "TOLQYN_DATABASE_KEY" in done.stderr


def test_a_restore_into_a_mounted_folder_leaves_the_folder_itself_alone(backup, tmp_path):
    """A volume of a container cannot be renamed or removed, only filled."""
    again = Desk(tmp_path / "again")
    again.data.mkdir()
    before = again.data.stat().st_ino
    assert again("restore", backup).exit_code == 0
    assert again.data.stat().st_ino == before
    assert sorted(file.name for file in again.data.iterdir()) == [
        "secret",
        MARKER,
        "tolqyn.sqlite",
    ]


def test_a_backup_into_a_folder_that_is_not_there_is_one_sentence(tmp_path):
    done = Desk(tmp_path / "data")("backup", tmp_path / "nowhere" / "b.zip")
    assert done.exit_code == 1 and "there is no folder" in done.stderr
    assert "Traceback" not in done.output


def test_restoring_beside_another_database_is_refused(backup, tmp_path):
    environment = {
        "TOLQYN_DATA": str(tmp_path / "again"),
        "TOLQYN_DATABASE_URL": f"sqlite:///{tmp_path / 'other.sqlite'}",
    }
    done = CliRunner().invoke(main, ["restore", str(backup)], env=environment)
    assert done.exit_code == 1 and "TOLQYN_DATABASE_URL" in done.stderr


def test_a_house_with_a_fault_is_backed_up_and_the_fault_is_told(backup, tmp_path):
    """Whatever is left must be saved; the copy is as faulty as the house, and says so."""
    desk = Desk(tmp_path / "data")
    with closing(connect(desk.url)) as database, database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_event_update")
        connection.exec_driver_sql("UPDATE audit_event SET actor = 'x' WHERE seq = 2")
    done = desk("backup", tmp_path / "faulty.zip")
    assert done.exit_code == 0 and "tolqyn verify" in done.stderr
    again = Desk(tmp_path / "again")
    assert again("restore", tmp_path / "faulty.zip").exit_code == 0
    done = again("verify", tmp_path / "faulty.zip")
    assert done.exit_code == 1 and "event 2" in done.stderr
