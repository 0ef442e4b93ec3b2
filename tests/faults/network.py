"""A bad network between the phones and the server."""

import asyncio
import random
import tempfile
from collections import Counter
from pathlib import Path

from tests.faults.badnet import bad_network
from tests.faults.client import CREDULOUS, FORGETFUL, Habits
from tests.faults.crowd import crowd
from tests.faults.judge import Verdict, judge
from tests.faults.tally import Tally, unseen
from tests.faults.village import settle, sqlite_in
from tests.journeys.serving import serving


async def send_through(
    data: Path, acknowledged: int, phones: int, seed: str, *habits: Habits
) -> tuple[Verdict, Counter[str], float]:
    """Send so many forms through bad weather; give what it did and the tries for each form."""
    teachers = settle(sqlite_in(data), phones)
    with serving(data, workers=2) as server:
        async with bad_network(server.port, random.Random(seed)) as (network, port):
            async with crowd(teachers, port, seed, *habits) as sending:
                await sending.until(acknowledged)
    verdict = judge(sqlite_in(data), sending.receipts)
    return verdict, network.happened, sending.tries / sending.acknowledged


def experiment(acknowledged: int, phones: int, seed: int) -> Tally:
    """Send through bad weather, and beside it with phones that forget or believe too much."""
    with tempfile.TemporaryDirectory() as own, tempfile.TemporaryDirectory() as beside:
        verdict, happened, tries = asyncio.run(
            send_through(Path(own), acknowledged, phones, f"net {seed}")
        )
        few = max(100, acknowledged // 20)
        control, _, _ = asyncio.run(
            send_through(Path(beside), few, phones, f"c {seed}", FORGETFUL, CREDULOUS)
        )
    befell = ", ".join(f"{number:,} {what}" for what, number in sorted(happened.items()))
    return Tally(
        "bad network",
        befell.replace("_", " "),
        verdict,
        control,
        unseen(control, "lost", "doubled"),
        f"{tries:.2f} tries for each form",
    )
