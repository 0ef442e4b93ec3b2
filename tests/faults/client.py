"""A phone: it sends a form until it holds a receipt for exactly what it sent."""

import asyncio
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum
from itertools import count
from uuid import uuid4

from tests.faults.judge import ANY, Receipts
from tests.faults.village import DIARY, WAVE, Form, Teacher, diaries_of

PATIENCE = 60.0
REST, LONGEST_REST = 0.02, 1.0
"""Seconds between two tries, ever longer: a real phone waits minutes, here nobody has time."""
PAUSE = 0.1


class Trust(Enum):
    """What a phone takes for the end of a form."""

    RECEIPT = "a receipt whose checksum fits what was sent"
    ANY_ANSWER = "any answer at all"
    SENDING = "having sent it"


@dataclass(frozen=True, slots=True)
class Habits:
    """How a phone behaves; the plain ones are those of our own."""

    keeps_id: bool = True
    trust: Trust = Trust.RECEIPT
    hangs_up: float = 0.1
    """How often it goes away before the answer has come."""
    asks_again: float = 0.02
    """How often it sends a form anew for which it holds a receipt."""


FORGETFUL = Habits(keeps_id=False, hangs_up=0.5)
"""Makes a new id for every try."""
CREDULOUS = Habits(trust=Trust.SENDING)
"""Deletes the form when it has been sent."""
CONTENT = Habits(trust=Trust.ANY_ANSWER)
"""Deletes the form when anything was answered."""


@dataclass
class Phone:
    """A phone in the hands of one teacher, or of several."""

    teachers: Sequence[Teacher]
    port: int
    chance: random.Random
    habits: Habits = Habits()
    receipts: Receipts = field(default_factory=Receipts)
    waiting: Form | None = None
    """The form in the outbox."""
    tries: int = 0
    refused: int = 0
    """How often the server said that it was busy, and when to come back."""

    def __post_init__(self) -> None:
        self.diaries: Iterator[Form] = diaries_of(self.teachers, self.chance)

    async def keep_sending(self, told_to_stop: asyncio.Event) -> None:
        """Send one form after the other until told to stop; the last one is finished too."""
        async with _Line(self.port) as line:
            while not told_to_stop.is_set():
                self.waiting = next(self.diaries)
                await self._send(line, self.waiting)
                if self.habits.trust is not Trust.RECEIPT:
                    await asyncio.sleep(PAUSE)  # it has no answer to wait for
                elif self.chance.random() < self.habits.asks_again:
                    await self._send(line, self.chance.choice(list(self.receipts.shown)))

    async def _send(self, line: "_Line", form: Form) -> None:
        for tried in count(1):
            self.tries += 1
            try:
                if await asyncio.wait_for(self._try(line, form), PATIENCE):
                    return
            except (OSError, EOFError, ValueError, TimeoutError):
                line.hang_up()
            await asyncio.sleep(self.chance.random() * min(REST * 2 ** min(tried, 9), LONGEST_REST))

    async def _try(self, line: "_Line", form: Form) -> bool:
        if not self.habits.keeps_id:
            form = replace(form, id=str(uuid4()))
        body = _body(form)
        await line.ask(f"/sync/records/{form.id}", body)
        if self.habits.trust is Trust.SENDING:
            line.say_goodbye()
            self.receipts.keep(form, ANY)
            return True
        if self.chance.random() < self.habits.hangs_up:
            await asyncio.sleep(self.chance.uniform(0, 0.02))
            line.hang_up()
            return False
        status, head, answer = await line.answer()
        return self._take(form, body, status, head, answer)

    def _take(self, form: Form, body: bytes, status: int, head: str, answer: bytes) -> bool:
        if status == 503:
            assert "retry-after:" in head, "a busy server says when to come back"
            self.refused += 1
        if self.habits.trust is Trust.ANY_ANSWER and status != 200:
            self.receipts.keep(form, ANY)
            return True
        assert status in (200, 503), f"{status}: {answer[:500]!r}"
        if status != 200:
            return False
        told = json.loads(answer)
        assert told["sha256"] == hashlib.sha256(body).hexdigest(), "a receipt for something else"
        self.receipts.keep(form, told["receipt"])
        return True


def _body(form: Form) -> bytes:
    """Write a form as the interface of our phones has it."""
    day = f"2026-11-{form.day % 28 + 1:02d}T08:00:00Z"
    body = {
        "token": form.teacher.token,
        "wave": WAVE,
        "instrument": DIARY,
        "version": 1,
        "language": "kk",
        "answers": form.answers,
        "started_at": day,
        "finished_at": day,
    }
    return json.dumps(body, ensure_ascii=False).encode()


class _Line:
    """One connection to the server, made anew when it breaks."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.writer: asyncio.StreamWriter | None = None

    async def __aenter__(self) -> "_Line":
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.hang_up()

    async def ask(self, path: str, body: bytes) -> None:
        """Send a request whole."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = (
            f"PUT {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"X-Tolqyn: {datetime.now(UTC).isoformat()}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.writer.write(head.encode() + body)
        await self.writer.drain()

    async def answer(self) -> tuple[int, str, bytes]:
        """Read an answer: its status, its head in small letters, its body."""
        raw = await self.reader.readuntil(b"\r\n\r\n")
        head = raw.decode("latin-1").lower()
        (length,) = (
            int(line.partition(":")[2])
            for line in head.splitlines()
            if line.startswith("content-length:")
        )
        return int(head.split()[1]), head, await self.reader.readexactly(length)

    def say_goodbye(self) -> None:
        """End the connection when everything has been handed over."""
        if self.writer is not None:
            self.writer.close()
        self.writer = None

    def hang_up(self) -> None:
        """Break the connection off."""
        if self.writer is not None:
            with suppress(OSError):
                self.writer.transport.abort()
        self.writer = None
