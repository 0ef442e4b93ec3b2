"""What two logs of one lesson say alike, as a log: where a consensus begins."""

from collections.abc import Iterator

from instruments.definitions import Item, Value
from instruments.lesson_log import Act, entries_of
from instruments.timeline import Line, Timeline, read_log


def agreed_log(item: Item, first: Value | None, second: Value | None) -> tuple[str, ...]:
    """Give the codes that both set, interval by interval and sweep by sweep; () without a lesson.

    The lesson is as long as the shorter of the two. Events are left out: their moments never
    are the same in both.
    """
    one, other = read_log(item, first), read_log(item, second)
    if not (one.begun and other.begun):
        return ()
    length = min(one.length_ms, other.length_ms)
    both = sorted(_both(one, other, length))
    taps = (f"{start} +{code}@{number}" for start, number, code in both)
    return (f"0 begin@{_began(first)}", *taps, f"{length} end")


def _both(one: Timeline, other: Timeline, length: int) -> Iterator[tuple[int, int, str]]:
    for mine, theirs in zip(one.lines, other.lines, strict=True):
        yield from _both_on_track(mine, theirs, length)


def _both_on_track(mine: Line, theirs: Line, length: int) -> Iterator[tuple[int, int, str]]:
    for slot, beside in zip(mine.slots, theirs.slots, strict=False):
        if slot.start_ms < length:
            for code in sorted(slot.codes & beside.codes):
                yield slot.start_ms, slot.number, code


def _began(log: Value | None) -> int:
    begun = (entry.number for entry in entries_of(log) if entry.act is Act.BEGIN)
    return next(begun, None) or 0
