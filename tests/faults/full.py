"""A full disk: what was acknowledged stays, reading works, and it recovers by itself."""

import asyncio
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

from tests.faults.client import CONTENT, Habits
from tests.faults.crowd import Crowd, crowd
from tests.faults.room import FewPages, SmallDisk, mounted, no_small_disk
from tests.faults.tally import Skipped, Tally, unseen
from tests.faults.village import settle, sqlite_in
from tests.journeys.serving import serving

SOME = 50
"""Receipts between two faults: so that it is seen to work again."""


def still_readable(address: str, token: str) -> None:
    """Open a teacher's page."""
    with urlopen(f"{address}/p/{token}", timeout=60) as page:
        assert page.status == 200


async def fill(
    kind: type[SmallDisk | FewPages], data: Path, times: int, phones: int, seed: int
) -> Crowd:
    """Fill a place and give its room back, several times; nobody starts the server anew."""
    teachers = settle(sqlite_in(data), phones)
    room = kind(data)
    with serving(data, 2, program=room.program) as server:
        async with crowd(teachers, server.port, seed, Habits(), CONTENT) as sending:
            for _ in range(times):
                await sending.until(sending.acknowledged + SOME)
                room.tighten()
                await sending.until_sent_away(phones)
                await asyncio.to_thread(still_readable, server.address, teachers[0].token)
                room.give_back()
            await sending.until(sending.acknowledged + SOME)
    return sending


def experiment(
    times: int, phones: int, seed: int, kind: type[SmallDisk | FewPages] = SmallDisk
) -> Tally | Skipped:
    """Fill the disk, beside phones that are content with any answer."""
    name = "full disk" if kind is SmallDisk else "database that may not grow"
    if kind is SmallDisk and no_small_disk():
        return Skipped(name, no_small_disk())
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if kind is SmallDisk:
            stack.enter_context(mounted(data, times))
        sending = asyncio.run(fill(kind, data, times, phones, seed))
        verdict, control = sending.judged(sqlite_in(data))
    befell = f"{times} times full, {sending.refused:,} answers 503"
    return Tally(name, befell, verdict, control, unseen(control, "lost"))
