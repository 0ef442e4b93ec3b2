"""Backups while phones send: what was acknowledged before one began is in it."""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.db import Unopenable
from tests.faults.crowd import Crowd, crowd
from tests.faults.judge import Receipts, Verdict, judge
from tests.faults.tally import Tally, total, unseen
from tests.faults.village import settle, sqlite_in
from tests.journeys.serving import ROOT, environment, serving

COMMAND = "import sys; from app.cli.main import main; sys.argv[0] = 'tolqyn'; main()"
KEY = "it's a key"


def tolqyn(data: Path, key: str, *typed: str) -> None:
    """Type a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *typed],
        env=environment(data, TOLQYN_DATABASE_KEY=key),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def save_and_restore(data: Path, again: Path, key: str) -> None:
    """Make a backup of a house in use, and a house from it."""
    backup = again.with_suffix(".zip")
    tolqyn(data, key, "backup", str(backup))
    tolqyn(again, key, "restore", str(backup))
    tolqyn(again, key, "verify")


def copy_file(data: Path, again: Path, _key: str) -> None:
    """Copy the file of the database, as people do."""
    again.mkdir()
    (again / "tolqyn.sqlite").write_bytes((data / "tolqyn.sqlite").read_bytes())


def judge_copy(again: Path, before: Receipts, sending: Crowd, key: str) -> Verdict:
    """Compare a copy with the receipts of the moment before it was begun."""
    later = [*sending.receipts.shown, *sending.waiting]
    try:
        return judge(sqlite_in(again), before, later, key)
    except (Unopenable, DBAPIError):  # not even a database
        return Verdict(len(before), len(before))


async def copy_often(
    folder: Path, times: int, phones: int, seed: str, key: str
) -> tuple[Verdict, Verdict]:
    """Make backups and plain copies side by side while phones send."""
    data = folder / "data"
    data.mkdir()
    teachers = settle(sqlite_in(data), phones, key)
    verdicts, controls = [], []
    with serving(data, 2, TOLQYN_DATABASE_KEY=key) as server:
        async with crowd(teachers, server.port, seed) as sending:
            for number in range(times):
                await sending.until(sending.acknowledged + 50)
                for way, found in ((save_and_restore, verdicts), (copy_file, controls)):
                    before, again = sending.receipts, folder / f"{way.__name__}{number}"
                    await asyncio.to_thread(way, data, again, key)
                    found.append(judge_copy(again, before, sending, key))
    return total(verdicts), total(controls)


def experiment(times: int, phones: int, seed: int, key: str = "") -> Tally:
    """Make backups under load, and beside them copies of the file."""
    with tempfile.TemporaryDirectory() as folder:
        verdict, control = asyncio.run(copy_often(Path(folder), times, phones, f"copy {seed}", key))
    name = "backup under load" + (", encrypted" if key else "")
    return Tally(name, f"{times} backups", verdict, control, unseen(control, "lost"))
