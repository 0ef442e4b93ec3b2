"""The log of a timed item: what was tapped when, line by line.

A log is the answer to a timed item. It only ever grows at its end:

    0 begin@1764130000123     the clock starts; after @ what the phone called now, ms since 1970
    65300 +Lec                code on, 65.3 s after the start
    70100 -Lec                code off
    130500 +Lec@1             code on in interval 1, although interval 2 is running: a late entry
    131000 undo               the tap before is taken back
    200000 pause, 260000 resume, 2700000 end
    300000 clock@-3600000     the phone's clock was set; the times in the log go on unharmed

What follows from it is in `timeline.py`, and for the screen in static/timed.js.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from instruments.definitions import Value

ENTRY = re.compile(
    r"(0|[1-9][0-9]{0,8}) "
    r"(?:(begin|clock)@(-?[0-9]{1,15})|(pause|resume|undo|end)"
    r"|([+-])([A-Za-z][A-Za-z0-9_]{0,28})(?:@([1-9][0-9]{0,4}))?)"
)
"""Offset in ms (up to eleven days), then what happened."""
MOST_ENTRIES = 20_000


class Act(StrEnum):
    """What an entry of the log says."""

    BEGIN = "begin"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"
    ON = "+"
    OFF = "-"
    UNDO = "undo"
    CLOCK = "clock"


ACTS = {str(act): act for act in Act}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `number` is the slot of a late entry, or the ms of begin and clock."""

    offset_ms: int
    act: Act
    code: str = ""
    number: int | None = None


def parse(text: str) -> Entry | None:
    """Read one line of a log; None where it is none."""
    match = ENTRY.fullmatch(text)
    if not match:
        return None
    offset, stamped, stamp, plain, sign, code, slot = match.groups()
    number = stamp or slot
    act = ACTS[stamped or plain or sign]
    return Entry(int(offset), act, code or "", None if number is None else int(number))


def entries_of(value: Value | None) -> tuple[Entry, ...]:
    """Read a whole log; lines that are none are left out."""
    lines = value if isinstance(value, tuple) else ()
    return tuple(entry for line in lines if isinstance(line, str) and (entry := parse(line)))
