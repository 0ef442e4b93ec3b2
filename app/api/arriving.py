"""A request as it arrives: opened, parsed, in the language of whoever sent it."""

import hashlib
import re
from dataclasses import dataclass
from http import HTTPStatus

from flask import request

from app import current
from app.arrival.bodies import Body, is_uuid, language_of, read_body, refuse_field
from app.arrival.clock import Clock, read_clock
from app.arrival.strict_json import UNREADABLE, read_object
from app.languages import choose_language
from app.refusal import Refusal
from app.sealing import Unreadable, open_sealed
from app.security import JSON_HEADER, PLAIN, SEALED
from instruments.wording import Message

SEEN = re.compile(r'"([0-9]{1,9})"')
CLOSED_SEAL = Message(
    "app", "The server cannot open what was sent. Open the page anew and send it again."
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What was sent, and what the receipt says of it."""

    body: Body
    clock: Clock
    sha256: str
    """Of the bytes as they were received."""


def take_record(record_id: str) -> Arrival:
    """Read a finished form, plain or sealed."""
    return _take(record_id, frozenset({PLAIN, SEALED}), finished=True)


def take_draft(record_id: str) -> Arrival:
    """Read an unfinished form; it is never sealed."""
    return _take(record_id, frozenset({PLAIN}), finished=False)


def _take(record_id: str, types: frozenset[str], *, finished: bool) -> Arrival:
    if not is_uuid(record_id):
        raise Refusal(HTTPStatus.NOT_FOUND, "address", UNREADABLE)
    if request.mimetype not in types:
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "type", UNREADABLE)
    clock = read_clock(request.headers.get(JSON_HEADER, ""))
    received = request.get_data(cache=False)
    table = read_object(_opened(received) if request.mimetype == SEALED else received)
    choose_language(language_of(table) or "")
    body = read_body(table, finished=finished)
    if body.id and body.id != record_id:
        raise refuse_field("id")
    return Arrival(body, clock, hashlib.sha256(received).hexdigest())


def _opened(received: bytes) -> bytes:
    try:
        return open_sealed(current.settings().secret, received)
    except Unreadable as shut:
        raise Refusal(HTTPStatus.BAD_REQUEST, "sealed", CLOSED_SEAL) from shut


def seen_number() -> int:
    """Read which draft of the server the phone last saw; zero for none."""
    found = SEEN.fullmatch(request.headers.get("If-Match", "").strip())
    if found is None:
        raise refuse_field("If-Match")
    return int(found[1])
