"""Finished forms per second from phones that send by script, and the evening when all send at once.

The judge is the phones' list of receipts: the database must hold exactly those.
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from app import sealing
from app.db import connect
from app.store.checking import verify_all
from tests.app.phones import ago, seal
from tests.benchmarks.crowd import KEY, Crowd, gather
from tests.benchmarks.figures import Figure
from tests.benchmarks.start import memory_of, spent_by
from tests.journeys.serving import SECRET, serving

CLIENTS = 32
FORMS = 4_000
RUNS = 3
HERD = 10_000
RELEASED_IN = 60.0
ANSWERS = {f"Q{number}": str(number % 5 + 1) for number in range(1, 31)}
KINDS = {False: "application/json", True: "application/octet-stream"}
AGAIN_AFTER = 1.0
"""Seconds after which a phone of the herd that was turned away knocks again."""


@dataclass
class Ack:
    """A receipt as a phone holds it."""

    record_id: str
    receipt: str
    seconds: float


def form(token: str) -> bytes:
    """Write a finished form of thirty answers."""
    body = {
        "token": token,
        "wave": "midyear",
        "instrument": KEY,
        "version": 1,
        "language": "kk",
        "answers": ANSWERS,
        "started_at": ago(minutes=9),
        "finished_at": ago(minutes=1),
    }
    return json.dumps(body).encode()


def requests_of(tokens: list[str], *, sealed: bool) -> list[tuple[str, bytes]]:
    """Write what each phone sends beforehand: the phones share the machine with the server."""
    key, kind, now = sealing.public_key(SECRET.encode()), KINDS[sealed], ago()
    found = []
    for token in tokens:
        body, record_id = form(token), str(uuid4())
        body = seal(key, body) if sealed else body
        head = (
            f"PUT /sync/records/{record_id} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Tolqyn: {now}\r\n"
            f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        found.append((record_id, head.encode() + body))
    return found


class Line:
    """One connection that a phone keeps open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a request and read the whole answer."""
        if self._open is None:
            self._open = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._open
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        return int(head[9:12]), await reader.readexactly(length)

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open[1].close()
            self._open = None


async def send(line: Line, record_id: str, request: bytes) -> Ack | None:
    """Send one form; give its receipt, or nothing where the server asked for patience."""
    begun = time.perf_counter()
    status, said = await line.ask(request)
    if status == 503:
        return None
    assert status == 200, f"{status} {said[:300]!r}"
    return Ack(record_id, json.loads(said)["receipt"], time.perf_counter() - begun)


async def crowd_through(port: int, forms: list[tuple[str, bytes]]) -> tuple[float, list[Ack]]:
    """Send everything by so many clients, each after its own receipt; give seconds and receipts."""
    queue, acks = iter(forms), []

    async def client() -> None:
        line = Line(port)
        for record_id, request in queue:
            ack = await send(line, record_id, request)
            assert ack is not None, "turned away"
            acks.append(ack)
        line.close()

    begun = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return time.perf_counter() - begun, acks


async def herd_through(port: int, forms: list[tuple[str, bytes]]) -> tuple[float, list[Ack], int]:
    """Release every phone at its own moment of a minute; give seconds, receipts and refusals."""
    acks: list[Ack] = []
    turned_away = 0
    begun = time.perf_counter()

    async def phone(place: int, record_id: str, request: bytes) -> None:
        nonlocal turned_away
        await asyncio.sleep(RELEASED_IN * place / len(forms))
        released, line, ack = time.perf_counter(), Line(port), None
        while ack is None:
            with suppress(OSError, asyncio.IncompleteReadError):
                ack = await send(line, record_id, request)
            line.close()
            if ack is None:
                turned_away += 1
                await asyncio.sleep(AGAIN_AFTER)
        acks.append(Ack(record_id, ack.receipt, time.perf_counter() - released))

    await asyncio.gather(*(phone(place, *one) for place, one in enumerate(forms)))
    return time.perf_counter() - begun, acks, turned_away


def judge(crowd: Crowd, acks: list[Ack]) -> None:
    """Compare the phones' receipts with what lies on the disk."""
    database = connect(f"sqlite:///{crowd.folder / 'tolqyn.sqlite'}")
    with database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT record_id, receipt FROM revision")
        assert sorted(map(tuple, rows)) == sorted((one.record_id, one.receipt) for one in acks)
        assert not [fault for finding in verify_all(session) for fault in finding.faults]
    database.engine.dispose()


@dataclass
class Run:
    """What one run over a fresh house measured."""

    took: float
    acks: list[Ack]
    turned_away: int
    memory: list[float]
    spent: float


def run(number: int, *, sealed: bool, herd: bool = False) -> Run:
    """Let so many teachers send through `tolqyn serve`, and judge what is on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        crowd = gather(Path(folder), number)
        crowd.agree()
        forms = requests_of(crowd.tokens(), sealed=sealed)
        crowd.database.engine.dispose()
        with serving(crowd.folder, workers=2) as server:
            before, refused = spent_by(server.pid), 0
            if herd:
                took, acks, refused = asyncio.run(herd_through(server.port, forms))
            else:
                took, acks = asyncio.run(crowd_through(server.port, forms))
            spent = (spent_by(server.pid) - before) / len(acks) * 1000
            memory = memory_of(server.pid)
        judge(crowd, acks)
    return Run(took, acks, refused, memory, spent)


def _share(runs: list[Run], hundredth: int) -> list[float]:
    """Give, for each run, the milliseconds under which so many hundredths of the answers lay."""
    return [
        statistics.quantiles([ack.seconds * 1000 for ack in one.acks], n=100)[hundredth - 1]
        for one in runs
    ]


def _figures(what: str, runs: list[Run]) -> Iterator[Figure]:
    rates = [len(one.acks) / one.took for one in runs]
    yield Figure(f"{what}: per second", rates, "/s", 200, more_is_better=True)
    yield Figure(f"{what}: p50", _share(runs, 50), "ms")
    yield Figure(f"{what}: p99", _share(runs, 99), "ms", 500)
    yield Figure(f"{what}: processor time of the server for one", [r.spent for r in runs], "ms")
    yield Figure(f"{what}: memory of a worker", [mb for r in runs for mb in r.memory], "MB", 150)


def measure() -> Iterator[Figure]:
    """Measure closed-loop crowds, plain and sealed, and the herd."""
    for sealed, words in ((False, "plain"), (True, "sealed")):
        runs = [run(FORMS, sealed=sealed) for _ in range(RUNS)]
        yield from _figures(f"{CLIENTS} clients, {FORMS} {words} forms", runs)
    herds = [run(HERD, sealed=True, herd=True) for _ in range(RUNS)]
    what = f"{HERD:,} phones released in {RELEASED_IN:.0f} s"
    yield Figure(f"{what}: all acknowledged", [one.took for one in herds], "s", 120)
    yield Figure(f"{what}: p99", [ms / 1000 for ms in _share(herds, 99)], "s")
    yield Figure(f"{what}: asked for patience", [one.turned_away for one in herds], "")
    yield Figure(f"{what}: memory", [mb for one in herds for mb in one.memory], "MB", 150)
