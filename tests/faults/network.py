"""A bad network between the phones and the server."""

import asyncio
import random
import tempfile
from collections import Counter
from pathlib import Path

from tests.faults.badnet import bad_network
from tests.faults.client import CREDULOUS, FORGETFUL, Habits
from tests.faults.crowd import Crowd, crowd
from tests.faults.tally import Tally, unseen
from tests.faults.village import SHARED, settle, sqlite_in
from tests.journeys.serving import serving

HABITS = (Habits(), Habits(), FORGETFUL, CREDULOUS)


async def send_through(
    data: Path, acknowledged: int, phones: int, seed: int
) -> tuple[Crowd, Counter[str]]:
    """Send so many forms through bad weather; give the phones, and what the weather did."""
    teachers = settle(sqlite_in(data), phones * SHARED)
    with serving(data, workers=2) as server:
        async with (
            bad_network(server.port, random.Random(f"weather {seed}")) as (network, port),
            crowd(teachers, port, seed, *HABITS, shared=SHARED) as sending,
        ):
            await sending.until(acknowledged)
    return sending, network.happened


def experiment(acknowledged: int, phones: int, seed: int) -> Tally:
    """Send through bad weather, beside phones that forget their ids or believe too much."""
    with tempfile.TemporaryDirectory() as data:
        sending, happened = asyncio.run(send_through(Path(data), acknowledged, phones, seed))
        verdict, control = sending.judged(sqlite_in(Path(data)))
    befell = ", ".join(f"{number:,} {what}" for what, number in sorted(happened.items()))
    tries = f"{sending.tries / sending.acknowledged:.2f} tries for each form: "
    return Tally(
        "bad network",
        tries + befell.replace("_", " "),
        verdict,
        control,
        unseen(control, "lost", "doubled"),
    )
