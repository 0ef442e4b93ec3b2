"""Count what really goes over the wire: a plain relay between the phone and the server."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Meter:
    """What came from the server so far, headers included, whoever asked for it."""

    port: int = 0
    received: int = 0
    requests: int = 0
    lines: list[bytes] = field(default_factory=list)

    def reset(self) -> None:
        """Begin to count anew."""
        self.received = self.requests = 0
        self.lines.clear()

    def asked(self, data: bytes) -> None:
        """Count requests by their first lines."""
        found = [line for line in data.split(b"\r\n") if line.endswith(b" HTTP/1.1")]
        self.requests += len(found)
        self.lines += found


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, count) -> None:
    try:
        while data := await reader.read(65536):
            count(data)
            writer.write(data)
            await writer.drain()
    except (ConnectionError, asyncio.CancelledError):
        pass
    finally:
        writer.close()


@contextmanager
def metered(port: int) -> Iterator[Meter]:
    """Relay to a server on this machine and count; give the meter with its own port."""
    meter, loop, ready = Meter(), asyncio.new_event_loop(), threading.Event()

    def count(data: bytes) -> None:
        meter.received += len(data)

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_connection("127.0.0.1", port)
        with suppress(asyncio.CancelledError):
            await asyncio.gather(
                _pump(reader, to_server, meter.asked), _pump(from_server, writer, count)
            )

    async def run() -> None:
        server = await asyncio.start_server(relay, "127.0.0.1", 0)
        meter.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await server.serve_forever()

    thread = threading.Thread(target=lambda: _until_stopped(loop, run()), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield meter
    finally:
        loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
        thread.join(10)


def _until_stopped(loop: asyncio.AbstractEventLoop, work) -> None:
    try:
        loop.run_until_complete(work)
    except asyncio.CancelledError:
        if left := asyncio.all_tasks(loop):
            loop.run_until_complete(asyncio.wait(left))
    finally:
        loop.close()
