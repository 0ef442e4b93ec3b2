"""Timed items: that the tracks on their clock make sense, each and together."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from instruments.checks_names import CODE, KEY, LONGEST
from instruments.checks_outline import Draft, DraftItem, Spot
from instruments.checks_shape import nearest
from instruments.definitions import Kind, TrackMode
from instruments.faults import AuthorFault, say, shown

LONGEST_SEGMENT = 600
"""Minutes; a whole school day."""
SHORTEST_INTERVAL = 5
LONGEST_INTERVAL = 3600
COLUMN_ENDS = 2
"""Letters that the columns of a code add: `_s`, `_n`."""
OF_MODE: Mapping[TrackMode, frozenset[str]] = {
    TrackMode.INTERVAL: frozenset({"every_s"}),
    TrackMode.SNAPSHOT: frozenset({"at_minutes", "window_s"}),
    TrackMode.EVENT: frozenset(),
}
"""What each mode needs; what belongs to another is a slip."""


def track_faults(draft: Draft) -> Iterator[AuthorFault]:
    """Name what makes no sense in the tracks of timed items."""
    for item in draft.items:
        if item.kind is Kind.TIMED:
            yield from _clock(item)
            yield from _codes(draft, item)
            for spot in item.tracks:
                yield from _named(spot)
                yield from _mode(spot, item.spot.number("minutes") or 0)
                yield from _list(draft, spot)
                yield from _exclusive(draft, spot)
        elif item.kind is not None:
            yield from _of_timed_items_only(item)


def _of_timed_items_only(item: DraftItem) -> Iterator[AuthorFault]:
    given = [key for key in ("track", "minutes", "late_s") if key in item.spot.table]
    if given:
        yield item.spot.fault(
            say("Kind {kind} does not use {keys}.", keys=", ".join(given), kind=item.kind),
            say("Take them out, or use kind timed."),
        )


def _clock(item: DraftItem) -> Iterator[AuthorFault]:
    spot = item.spot
    if item.container is not None:
        yield spot.fault(
            say("A timed item stands within {code}.", code=shown(item.container.code)),
            say("Move it out: it has a clock of its own."),
        )
    minutes, late = spot.number("minutes"), spot.number("late_s")
    if minutes is None or not 1 <= minutes <= LONGEST_SEGMENT:
        yield spot.fault(
            say("A timed item needs minutes: how long its segment usually lasts."),
            say("Write a whole number from 1 to {highest}.", highest=LONGEST_SEGMENT),
        )
    if late is not None and not 0 <= late <= LONGEST_INTERVAL:
        yield spot.fault(
            say("late_s = {value} makes no sense.", value=f"{late:g}"),
            say("Write seconds from 0 to {highest}.", highest=LONGEST_INTERVAL),
        )
    if not item.tracks:
        yield spot.fault(
            say("A timed item without tracks."),
            say("Add at least one [[section.item.track]]."),
        )


def _codes(draft: Draft, item: DraftItem) -> Iterator[AuthorFault]:
    """A code names a column, and a tap names nothing but its code."""
    taken: dict[str, str] = {}
    for spot in item.tracks:
        for code in draft.choice_codes(spot.text("list")):
            other = taken.setdefault(code.lower(), spot.text("key"))
            if other != spot.text("key"):
                yield spot.fault(
                    say("Code {code} stands in track {other} too.", code=shown(code), other=other),
                    say("Give each code of a timed item to one track."),
                )
            longest = LONGEST - COLUMN_ENDS - len(item.code) - 1
            if not CODE.fullmatch(code) or len(code) > longest:
                yield spot.fault(
                    say("Code {code} cannot name a column.", code=f'"{shown(code)}"'),
                    say(
                        "Begin with a letter, go on with letters, 0-9 and _, "
                        "{longest} characters at most.",
                        longest=max(longest, 1),
                    ),
                )


def _named(spot: Spot) -> Iterator[AuthorFault]:
    key = spot.text("key")
    if key and not KEY.fullmatch(key):
        yield spot.fault(
            say("{key} = {name} is not a name.", key="key", name=f'"{shown(key)}"'),
            say("Begin with a letter ({letters}), go on with letters, 0-9 and _.", letters="a-z"),
        )


def _mode(spot: Spot, minutes: float) -> Iterator[AuthorFault]:
    name = spot.text("mode")
    if name not in tuple(TrackMode):
        if name:
            yield spot.fault(
                say("Unknown {key} {value}.", key="mode", value=f'"{shown(name)}"'),
                nearest(name, tuple(TrackMode)),
            )
        return
    mode = TrackMode(name)
    for key in sorted(OF_MODE[mode] - spot.table.keys()):
        yield spot.fault(
            say("A track of mode {mode} needs {key}.", mode=mode, key=key), say("Add it.")
        )
    others = frozenset().union(*OF_MODE.values()) - OF_MODE[mode]
    for key in sorted(others & spot.table.keys()):
        yield spot.fault(
            say("A track of mode {mode} does not use {key}.", mode=mode, key=key),
            say("Take it out."),
        )
    yield from TIMES[mode](spot, minutes)


def _interval(spot: Spot, minutes: float) -> Iterator[AuthorFault]:
    every = spot.number("every_s")
    if every is not None and not SHORTEST_INTERVAL <= every <= LONGEST_INTERVAL:
        yield spot.fault(
            say("every_s = {value} makes no sense.", value=f"{every:g}"),
            say(
                "Write seconds from {lowest} to {highest}.",
                lowest=SHORTEST_INTERVAL,
                highest=LONGEST_INTERVAL,
            ),
        )


def _snapshot(spot: Spot, minutes: float) -> Iterator[AuthorFault]:
    value, window = spot.table.get("at_minutes"), spot.number("window_s")
    at = [float(one) for one in value] if isinstance(value, list) and _numbers(value) else []
    if window is not None and not SHORTEST_INTERVAL <= window <= LONGEST_INTERVAL:
        yield spot.fault(
            say("window_s = {value} makes no sense.", value=f"{window:g}"),
            say(
                "Write seconds from {lowest} to {highest}.",
                lowest=SHORTEST_INTERVAL,
                highest=LONGEST_INTERVAL,
            ),
        )
    if "at_minutes" in spot.table and not at:
        yield spot.fault(
            say("A snapshot track sweeps the room at no minute."),
            say("Write minutes such as [4, 9, 14]."),
        )
    elif any(minute < 0 or minute > minutes for minute in at):
        yield spot.fault(
            say("A sweep lies outside the segment of {minutes} minutes.", minutes=f"{minutes:g}"),
            say("Write minutes within it."),
        )
    elif any(later - sooner < (window or 0) / 60 for sooner, later in pairwise(at)):
        yield spot.fault(
            say("A sweep begins before the one before it has ended."),
            say("Put at_minutes in order, further apart than window_s."),
        )


def _numbers(value: list[object]) -> bool:
    return all(isinstance(one, int | float) and not isinstance(one, bool) for one in value)


def _event(spot: Spot, minutes: float) -> Iterator[AuthorFault]:
    yield from ()


TIMES: Mapping[TrackMode, Callable[[Spot, float], Iterator[AuthorFault]]] = {
    TrackMode.INTERVAL: _interval,
    TrackMode.SNAPSHOT: _snapshot,
    TrackMode.EVENT: _event,
}
"""Every mode and what is checked of its times."""


def _list(draft: Draft, spot: Spot) -> Iterator[AuthorFault]:
    key, keys = spot.text("list"), [one.text("key") for one in draft.lists]
    if key and key not in keys:
        yield spot.fault(
            say("Unknown list {list}.", list=f'"{shown(key)}"'),
            nearest(key, [one for one in keys if one]) if any(keys) else say("Add this [[list]]."),
        )


def _exclusive(draft: Draft, spot: Spot) -> Iterator[AuthorFault]:
    known = draft.choice_codes(spot.text("list"))
    seen: set[str] = set()
    for codes in (text.split() for text in spot.texts("exclusive")):
        for code in codes:
            if known and code not in known:
                yield spot.fault(
                    say("exclusive names {code}, which is no code here.", code=shown(code)),
                    nearest(code, known),
                )
            if code in seen:
                yield spot.fault(
                    say("Code {code} stands twice in exclusive.", code=shown(code)),
                    say("A code belongs to one set at most: else nobody could say which wins."),
                )
            seen.add(code)
        if len(set(codes)) == 1:
            yield spot.fault(
                say("A set of exclusive codes has one code only."), say("Name at least two.")
            )
