"""kill -9 of the whole server while phones send."""

import asyncio
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

from tests.faults.client import FORGETFUL, Habits
from tests.faults.crowd import Crowd, crowd
from tests.faults.tally import Tally, total, unseen
from tests.faults.village import SHARED, settle, sqlite_in
from tests.journeys.serving import SERVE, free_port, kill, launch, stop, wait_for_answer

LIFE = (0.6, 1.8)
"""Seconds between the first answer of a server and its end."""
LONG_LIFE, LONGER = 0.25, 4
"""Some live longer, so that SQLite brings its log into the file several times in one life."""
BIRTH = (0.1, 0.8)
"""Seconds from the start of a server to its end, where it is killed while it starts."""
STILLBORN = 0.1
HASTY = f"import tests.faults.hasty; {SERVE}"
"""The program, but it shows receipts before the commit."""


@dataclass
class Mortal:
    """A server that is killed and started again on the same port."""

    data: Path
    program: str
    workers: int

    def __post_init__(self) -> None:
        self.port = free_port()
        self.process: Popen | None = None

    def start(self) -> None:
        """Start it; it may be killed before it answers."""
        self.process = launch(self.data, self.port, self.workers, self.program)

    async def answers(self) -> None:
        """Wait until it answers."""
        await asyncio.to_thread(wait_for_answer, self.process, self.port, self.data)

    async def live_and_die(self, chance: random.Random) -> None:
        """Live for a moment, be killed in the middle of it."""
        self.start()
        if chance.random() < STILLBORN:
            await asyncio.sleep(chance.uniform(*BIRTH))
        else:
            await self.answers()
            longer = LONGER if chance.random() < LONG_LIFE else 1
            await asyncio.sleep(chance.uniform(*LIFE) * longer)
        await asyncio.to_thread(kill, self.process)


async def kill_often(
    server: Mortal, kills: int, acknowledged: int, phones: int, seed: str, *habits: Habits
) -> tuple[Crowd, int]:
    """Kill a server until there were so many kills and receipts; give the phones and the kills."""
    teachers = settle(sqlite_in(server.data), phones * SHARED)
    chance, done = random.Random(seed), 0
    async with crowd(teachers, server.port, seed, *habits, shared=SHARED) as sending:
        while done < kills or sending.acknowledged < acknowledged:
            await server.live_and_die(chance)
            done += 1
        server.start()  # the last one lives on, so that every phone can finish
        await server.answers()
    await asyncio.to_thread(stop, server.process)
    return sending, done


def experiment(kills: int, acknowledged: int, phones: int, seed: int, workers: int = 2) -> Tally:
    """Kill the program, and beside it a hasty one that serves forgetful phones too."""
    with tempfile.TemporaryDirectory() as data:
        server = Mortal(Path(data), SERVE, workers)
        sending, done = asyncio.run(kill_often(server, kills, acknowledged, phones, f"own {seed}"))
        verdict, _ = sending.judged(sqlite_in(server.data))
    with tempfile.TemporaryDirectory() as data:
        hasty, few = Mortal(Path(data), HASTY, workers=1), max(3, kills // 50)
        careless, _ = asyncio.run(
            kill_often(hasty, few, 10, phones, f"control {seed}", Habits(), FORGETFUL)
        )
        control = total(careless.judged(sqlite_in(hasty.data)))
    return Tally(
        "kill -9 of the whole server",
        f"{done:,} kills, {sending.tries:,} requests",
        verdict,
        control,
        unseen(control, "lost", "doubled"),
    )
