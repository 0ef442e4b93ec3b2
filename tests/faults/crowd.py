"""A crowd of phones that send at the same time, and what they hold in the end."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle

from tests.faults.client import Habits, Phone
from tests.faults.judge import Receipts, Verdict, judge_both
from tests.faults.village import Form, Teacher


@dataclass
class Crowd:
    """Phones that are sending."""

    phones: list[Phone]
    sending: list[asyncio.Task[None]] = field(default_factory=list)
    told_to_stop: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def own(self) -> list[Phone]:
        """List the phones that behave as ours do."""
        return [phone for phone in self.phones if phone.habits == Habits()]

    @property
    def control(self) -> list[Phone]:
        """List those that behave otherwise, and must lose or double something."""
        return [phone for phone in self.phones if phone.habits != Habits()]

    @property
    def acknowledged(self) -> int:
        """Count the receipts on our own phones."""
        return sum(len(phone.receipts) for phone in self.own)

    @property
    def tries(self) -> int:
        """Count the requests of our own phones."""
        return sum(phone.tries for phone in self.own)

    @property
    def refused(self) -> int:
        """Count how often one of our own phones was told that the server is busy."""
        return _refused(self.own)

    @property
    def receipts(self) -> Receipts:
        """Put the receipts of our own phones on one list: the judge's."""
        return _together(self.own)

    @property
    def waiting(self) -> list[Form]:
        """List the forms that are under way: they may be there, or not."""
        return [phone.waiting for phone in self.phones if phone.waiting]

    def judged(self, url: str) -> tuple[Verdict, Verdict]:
        """Compare what lies in a database with our own phones and with the control arm's."""
        return judge_both(url, self.receipts, _together(self.control), self.waiting)

    async def until(self, acknowledged: int) -> None:
        """Wait for so many receipts."""
        while self.acknowledged < acknowledged:
            await self._look_again()

    async def until_sent_away(self, times: int) -> None:
        """Wait until our own phones were sent away so often, and one of the control arm too."""
        own, control = self.refused + times, _refused(self.control) + 1
        while self.refused < own or _refused(self.control) < control:
            await self._look_again()

    async def _look_again(self) -> None:
        """Rest for a moment; raise what stopped a phone."""
        await asyncio.sleep(0.02)
        for phone in self.sending:
            if phone.done():
                phone.result()


def _refused(phones: Iterable[Phone]) -> int:
    return sum(phone.refused for phone in phones)


def _together(phones: Iterable[Phone]) -> Receipts:
    together = Receipts()
    for phone in phones:
        together.changed += phone.receipts.changed
        together.shown.update(phone.receipts.shown)
    return together


@asynccontextmanager
async def crowd(
    teachers: Sequence[Teacher], port: int, seed: object, *habits: Habits, shared: int = 1
) -> AsyncIterator[Crowd]:
    """Let phones send while this lasts, each for so many teachers; each finishes its last form."""
    kinds = cycle(habits or (Habits(),))
    phones = [
        Phone(teachers[place : place + shared], port, random.Random(f"{seed} {place}"), next(kinds))
        for place in range(0, len(teachers), shared)
    ]
    together = Crowd(phones)
    together.sending = [
        asyncio.create_task(one.keep_sending(together.told_to_stop)) for one in phones
    ]
    try:
        yield together
    except BaseException:
        for phone in together.sending:
            phone.cancel()
        raise
    together.told_to_stop.set()
    await asyncio.gather(*together.sending)
