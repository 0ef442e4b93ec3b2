"""JSON from outside, read strictly: what two programs could read differently is refused."""

import json
import math
from collections.abc import Mapping
from http import HTTPStatus

from app.refusal import Refusal
from instruments.judging import unstorable
from instruments.wording import Message

DEEPEST = 6
"""A body, its answers, a repeat, a row, several ticks: five floors, and one to spare."""
LONGEST_NUMERAL = 30
UNREADABLE = Message(
    "app", "What was sent cannot be read. It stays on this phone; tell your coordinator."
)


def refuse() -> Refusal:
    """Make the refusal of a body that is no JSON of ours."""
    return Refusal(HTTPStatus.BAD_REQUEST, "body", UNREADABLE)


def read_object(body: bytes) -> Mapping[str, object]:
    """Read one JSON object; refuse double keys, endless numbers, deep nesting, half signs."""
    try:
        found = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_once,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_short,
        )
    except (ValueError, RecursionError) as broken:
        raise refuse() from broken
    if not isinstance(found, dict) or _too_deep(found, DEEPEST):
        raise refuse()
    return found


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs) or any(unstorable(name) for name in found):
        raise ValueError("a key stands twice, or cannot be stored")
    return found


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _finite(numeral: str) -> float:
    value = float(numeral)
    if not math.isfinite(value) or len(numeral) > LONGEST_NUMERAL:
        raise ValueError(numeral)
    return value


def _short(numeral: str) -> int:
    if len(numeral) > LONGEST_NUMERAL:
        raise ValueError(numeral)
    return int(numeral)


def _too_deep(value: object, left: int) -> bool:
    if isinstance(value, dict):
        return left == 0 or any(_too_deep(inner, left - 1) for inner in value.values())
    if isinstance(value, list):
        return left == 0 or any(_too_deep(inner, left - 1) for inner in value)
    return False
