"""Timed items: whether their log can stand, and what is doubtful in it."""

from collections.abc import Iterator

from instruments.definitions import Item, TrackMode, Value
from instruments.lesson_log import MOST_ENTRIES, Act, parse
from instruments.reading import cited, say
from instruments.timeline import Line, Timeline, read_log
from instruments.wording import Message

NAMED = 8
"""So many intervals are named one by one."""


def judge_timed(item: Item, value: Value) -> Message | None:
    """Say what in a log cannot be read; an odd order of its entries can."""
    if not isinstance(value, tuple) or not all(isinstance(line, str) for line in value):
        return say("This value does not fit the question: {value}.", value=cited(value))
    if len(value) > MOST_ENTRIES:
        return say(
            "The log has {number} lines: at most {most}.", number=len(value), most=MOST_ENTRIES
        )
    for number, line in enumerate(map(str, value), 1):
        entry = parse(line)
        if entry is None:
            return say(
                "Line {number} of the log cannot be read: {line}.", number=number, line=cited(line)
            )
        if entry.act in (Act.ON, Act.OFF) and item.track_of(entry.code) is None:
            return say("There is no code {code} in this protocol.", code=entry.code)
    return None


def doubts(item: Item, value: Value | None) -> Iterator[Message]:
    """Say in a sentence each what a person should look at; the log stays as it is."""
    line = read_log(item, value)
    if not line.begun:
        yield say("The clock of the lesson was never started.")
        return
    yield from _doubts_of_clock(line)
    for one in line.lines:
        yield from _doubts_of_slots(one)


def _doubts_of_clock(line: Timeline) -> Iterator[Message]:
    if not line.ended:
        yield say("The lesson was not ended on its clock.")
    if line.odd:
        yield say(
            "Entries stand in an order that cannot have been: {entries}.",
            entries=", ".join(line.odd[:NAMED]),
        )
    if line.clock_set:
        yield say("The phone's clock was set during the lesson.")


def _doubts_of_slots(line: Line) -> Iterator[Message]:
    empty = [str(slot.number) for slot in line.slots if not slot.codes]
    if not empty:
        return
    named = ", ".join(empty[:NAMED]) + (", …" if len(empty) > NAMED else "")
    if line.track.mode is TrackMode.INTERVAL:
        yield say(
            "“{track}”: nothing is coded in interval {numbers}.",
            track=line.track.label,
            numbers=named,
        )
    else:
        yield say(
            "“{track}”: nothing is coded in sweep {numbers}.", track=line.track.label, numbers=named
        )
