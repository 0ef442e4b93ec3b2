"""A bad network: a proxy that drops, truncates, doubles and delays, with a seed."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Weather:
    """How often what goes wrong, as shares of all requests."""

    drops_request: float = 0.08
    truncates: float = 0.04
    loses_reply: float = 0.10
    doubles: float = 0.10
    """The same request goes twice, side by side."""
    delays: float = 0.20
    longest_delay: float = 0.3
    """Seconds; what is delayed is overtaken by what comes after it."""


class Broken(Exception):
    """The line is dead from here on."""


@dataclass
class BadNetwork:
    """Stands between phones and a server; each request meets its own weather."""

    server_port: int
    weather: Weather
    chance: random.Random
    happened: Counter[str] = field(default_factory=Counter)
    overdue: set[asyncio.Task[bytes]] = field(default_factory=set)
    lines: set[asyncio.Task[None]] = field(default_factory=set)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry the requests of one phone."""
        self.lines.add(asyncio.current_task())
        with suppress(OSError, EOFError, Broken, asyncio.CancelledError):
            while True:
                writer.write(await self._through(await _message(reader)))
                await writer.drain()
        writer.transport.abort()

    async def _through(self, request: bytes) -> bytes:
        """Bring a request to the server and its answer back, if the weather lets it."""
        if self._happens("delays"):
            await asyncio.sleep(self.chance.uniform(0, self.weather.longest_delay))
        if self._happens("drops_request"):
            raise Broken
        if self._happens("truncates"):
            await self._deliver(request[: self.chance.randrange(1, len(request))], whole=False)
            raise Broken
        if self._happens("doubles"):
            twin = asyncio.create_task(self._deliver(request))
            self.overdue.add(twin)  # nobody waits for its answer
        reply = await self._deliver(request)
        if self._happens("loses_reply"):
            raise Broken
        return reply

    def _happens(self, what: str) -> bool:
        happens = self.chance.random() < getattr(self.weather, what)
        self.happened[what] += happens
        return happens

    async def _deliver(self, request: bytes, *, whole: bool = True) -> bytes:
        """Hand a request to the server over a line of its own; give the answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server_port)
        try:
            writer.write(request)
            await writer.drain()
            return await _message(reader) if whole else b""
        finally:
            writer.close()

    async def settle(self) -> None:
        """Wait until everything that was sent has arrived, and let go of the phones."""
        await asyncio.gather(*self.overdue, return_exceptions=True)
        for line in self.lines:
            line.cancel()
        await asyncio.gather(*self.lines, return_exceptions=True)


async def _message(reader: asyncio.StreamReader) -> bytes:
    """Read one request or answer, head and body."""
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.lower().splitlines():
        if line.startswith(b"content-length:"):
            return head + await reader.readexactly(int(line.partition(b":")[2]))
    return head


@asynccontextmanager
async def bad_network(
    server_port: int, chance: random.Random, weather: Weather = Weather()
) -> AsyncIterator[tuple[BadNetwork, int]]:
    """Let the weather blow in front of a server; give the port on which phones connect."""
    network = BadNetwork(server_port, weather, chance)
    front = await asyncio.start_server(network.carry, "127.0.0.1", 0)
    try:
        yield network, front.sockets[0].getsockname()[1]
    finally:
        front.close()
        await network.settle()
