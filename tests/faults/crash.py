"""PostgreSQL crashes while phones send."""

import asyncio
import random
import tempfile
from pathlib import Path

from tests.app import postgresql
from tests.faults.crowd import crowd
from tests.faults.judge import Verdict, judge
from tests.faults.tally import Skipped, Tally, unseen
from tests.faults.village import settle
from tests.journeys.serving import serving

LIFE = (0.5, 2.0)
"""Seconds between two crashes."""
CAREFUL = "-c synchronous_commit=on"
HASTY = "-c synchronous_commit=off -c wal_writer_delay=1000"
NAME = "crash of PostgreSQL"


async def crash_often(
    data: Path, crashes: int, phones: int, seed: str, options: str
) -> tuple[Verdict, int]:
    """Crash a server so often; give how often a phone was sent away."""
    chance = random.Random(seed)
    with postgresql.cluster(options) as cluster:
        url = postgresql.make_database(cluster.address, "village")
        teachers = settle(url, phones)
        with serving(data, 2, TOLQYN_DATABASE_URL=url) as server:
            async with crowd(teachers, server.port, seed) as sending:
                for _ in range(crashes):
                    await sending.until(sending.acknowledged + phones)
                    await asyncio.sleep(chance.uniform(*LIFE))
                    await asyncio.to_thread(cluster.crash)
                    await asyncio.to_thread(cluster.start)
        return judge(url, sending.receipts), sending.refused


def experiment(crashes: int, phones: int, seed: int) -> Tally | Skipped:
    """Crash a careful server, and beside it one that answers before its log is written."""
    if postgresql.missing():
        return Skipped(NAME, postgresql.missing())
    with tempfile.TemporaryDirectory() as own, tempfile.TemporaryDirectory() as beside:
        verdict, refused = asyncio.run(
            crash_often(Path(own), crashes, phones, f"pg {seed}", CAREFUL)
        )
        few = max(3, crashes // 20)
        control, _ = asyncio.run(crash_often(Path(beside), few, phones, f"c {seed}", HASTY))
    befell = f"{crashes:,} crashes, {refused:,} answers 503"
    return Tally(NAME, befell, verdict, control, unseen(control, "lost"))
