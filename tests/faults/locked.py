"""A database that another process keeps locked for longer than anybody waits."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.db import sqlite_module
from tests.faults.client import CONTENT, Habits
from tests.faults.crowd import Crowd, crowd
from tests.faults.tally import Tally, unseen
from tests.faults.village import settle, sqlite_in
from tests.journeys.serving import serving

SOME = 50
"""Receipts between two faults: so that it is seen to work again."""


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the write lock, as a person with a database browser would."""
    with closing(sqlite_module().connect(file, timeout=60, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def lock(data: Path, times: int, phones: int, seed: int) -> Crowd:
    """Lock the database until a phone is sent away, several times."""
    teachers = settle(sqlite_in(data), phones)
    with serving(data, 2) as server:
        async with crowd(teachers, server.port, seed, Habits(), CONTENT) as sending:
            for _ in range(times):
                await sending.until(sending.acknowledged + SOME)
                with locked(data / "tolqyn.sqlite"):
                    await sending.until_sent_away(1)
            await sending.until(sending.acknowledged + SOME)
    return sending


def experiment(times: int, phones: int, seed: int) -> Tally:
    """Lock the database, beside phones that are content with any answer."""
    with tempfile.TemporaryDirectory() as data:
        sending = asyncio.run(lock(Path(data), times, phones, seed))
        verdict, control = sending.judged(sqlite_in(Path(data)))
    befell = f"{times} times locked, {sending.refused:,} answers 503"
    return Tally("database locked", befell, verdict, control, unseen(control, "lost"))
