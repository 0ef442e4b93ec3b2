"""A refusal that a program can read: a status, a short stable word, one sentence for a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from instruments.wording import Message


@dataclass(eq=False)
class Refusal(Exception):
    """Nothing is written; whoever sent keeps what they have."""

    status: int
    code: str
    sentence: Message
    more: Mapping[str, object] = field(default_factory=dict)
    """What the program needs in order to go on, such as the newer draft."""
