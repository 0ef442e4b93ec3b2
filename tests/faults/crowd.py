"""A crowd of phones that send at the same time, and what they hold in the end."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.faults.client import Habits, Phone
from tests.faults.judge import Receipts
from tests.faults.village import Form, Teacher


@dataclass
class Crowd:
    """Phones that are sending."""

    phones: list[Phone]
    told_to_stop: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def acknowledged(self) -> int:
        """Count the receipts on all phones."""
        return sum(len(phone.receipts) for phone in self.phones)

    @property
    def tries(self) -> int:
        """Count the requests of all phones."""
        return sum(phone.tries for phone in self.phones)

    @property
    def refused(self) -> int:
        """Count how often a phone was told that the server is busy."""
        return sum(phone.refused for phone in self.phones)

    @property
    def receipts(self) -> Receipts:
        """Put the receipts of all phones on one list: the judge's."""
        together = Receipts(changed=sum(phone.receipts.changed for phone in self.phones))
        for phone in self.phones:
            together.shown.update(phone.receipts.shown)
        return together

    @property
    def waiting(self) -> list[Form]:
        """List the forms that are under way: they may be there, or not."""
        return [phone.waiting for phone in self.phones if phone.waiting]

    async def until(self, acknowledged: int) -> None:
        """Wait for so many receipts."""
        while self.acknowledged < acknowledged:
            await asyncio.sleep(0.02)


@asynccontextmanager
async def crowd(
    teachers: Iterable[Teacher], port: int, seed: object, *habits: Habits
) -> AsyncIterator[Crowd]:
    """Let every teacher's phone send while this lasts; each finishes its last form."""
    kinds = habits or (Habits(),)
    phones = [
        Phone(teacher, port, random.Random(f"{seed} {teacher.code}"), kinds[place % len(kinds)])
        for place, teacher in enumerate(teachers)
    ]
    together = Crowd(phones)
    sending = [asyncio.create_task(phone.keep_sending(together.told_to_stop)) for phone in phones]
    ended = asyncio.gather(*sending)
    try:
        yield together
    finally:
        together.told_to_stop.set()
        await ended
