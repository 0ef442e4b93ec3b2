"""What a lesson's log says: intervals, sweeps and events on the clock of the lesson."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from instruments.definitions import Item, Track, TrackMode, Value
from instruments.lesson_log import Act, Entry, entries_of


@dataclass(frozen=True, slots=True)
class Tap:
    """One tap of a code; `slot` counts from 1, 0 outside every sweep and for events."""

    offset_ms: int
    code: str
    on: bool
    slot: int = 0
    late: bool = False
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One interval, or one sweep of the room; times in ms of the lesson's clock."""

    number: int
    start_ms: int
    end_ms: int
    whole: bool
    """Whether the lesson went on to its end."""
    codes: frozenset[str]
    entered: Mapping[str, int]
    """When each code that holds was tapped on: ms since the start, pauses included."""
    late: frozenset[str]
    """Codes that were set, or taken back, after the slot had ended."""


@dataclass(frozen=True, slots=True)
class Span:
    """One event, in ms of the lesson's clock."""

    code: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Line:
    """What happened on one track: slots of intervals and sweeps, spans of events."""

    track: Track
    slots: tuple[Slot, ...] = ()
    spans: tuple[Span, ...] = ()

    def share(self, code: str) -> float | None:
        """Give the share of slots in which a code holds; None without slots."""
        if not self.slots:
            return None
        return sum(code in slot.codes for slot in self.slots) / len(self.slots)


@dataclass(frozen=True, slots=True)
class Timeline:
    """One segment of a lesson."""

    begun: bool
    ended: bool
    began_at_ms: int | None
    """What the phone's clock showed at the start, ms since 1970 by that clock."""
    length_ms: int
    """Without pauses."""
    wall_ms: int
    """With pauses."""
    pauses: tuple[tuple[int, int], ...]
    """From and to, in ms since the start."""
    taps: tuple[Tap, ...]
    lines: tuple[Line, ...]
    clock_set: bool = False
    """Whether the phone's clock was set while the lesson went on."""
    odd: tuple[str, ...] = ()
    """Entries in an order that cannot have been."""


@dataclass(slots=True)
class _Clock:
    """The lesson's clock while a log is read: it stands still in a pause and at the end."""

    odd: list[str]
    begun: bool = False
    began_at_ms: int | None = None
    now: int = 0
    paused_at: int | None = None
    ended_at: int | None = None
    pauses: list[tuple[int, int]] = field(default_factory=list)
    still: int = 0
    """How long it stood still in all."""
    set: bool = False

    @property
    def lesson_ms(self) -> int:
        """Give the time of the lesson's clock."""
        until = self.now if self.ended_at is None else self.ended_at
        return (until if self.paused_at is None else self.paused_at) - self.still

    def take(self, entry: Entry) -> None:
        """Go on to an entry."""
        if entry.offset_ms < self.now:
            self.odd.append(f"{entry.offset_ms} {entry.act}")
        self.now = max(self.now, entry.offset_ms)
        fits = FITS.get(entry.act)
        if fits is not None and not fits(self):
            self.odd.append(f"{entry.offset_ms} {entry.act}")
        elif entry.act in STEPS:
            STEPS[entry.act](self, entry)

    def begin(self, entry: Entry) -> None:
        """Start."""
        self.begun, self.began_at_ms = True, entry.number

    def pause(self, entry: Entry) -> None:
        """Stand still."""
        self.paused_at = self.now

    def resume(self, entry: Entry) -> None:
        """Go on after a pause."""
        paused_at = self.paused_at or 0
        self.pauses.append((paused_at, self.now))
        self.still += self.now - paused_at
        self.paused_at = None

    def end(self, entry: Entry) -> None:
        """Stop; a pause that lasts until the end was the end."""
        self.ended_at = self.now if self.paused_at is None else self.paused_at
        self.paused_at = None

    def turn(self, entry: Entry) -> None:
        """Remember that the phone's clock was set."""
        self.set = True


STEPS: Mapping[Act, Callable[[_Clock, Entry], None]] = {
    Act.BEGIN: _Clock.begin,
    Act.PAUSE: _Clock.pause,
    Act.RESUME: _Clock.resume,
    Act.END: _Clock.end,
    Act.CLOCK: _Clock.turn,
}
FITS: Mapping[Act, Callable[[_Clock], bool]] = {
    Act.BEGIN: lambda clock: not clock.begun,
    Act.PAUSE: lambda clock: clock.begun and clock.paused_at is None and clock.ended_at is None,
    Act.RESUME: lambda clock: clock.paused_at is not None,
    Act.END: lambda clock: clock.begun and clock.ended_at is None,
}
"""When each step of the clock can be; a log that breaks them is kept, and what is odd is named."""


def read_log(item: Item, value: Value | None) -> Timeline:
    """Say what a log means; one that is broken or blank gives what can still be said."""
    clock = _Clock([])
    taps: list[Tap] = []
    times: list[int] = []
    for entry in entries_of(value):
        clock.take(entry)
        if entry.act is Act.UNDO:
            _undo(taps)
        elif entry.act in (Act.ON, Act.OFF):
            track = item.track_of(entry.code)
            if track is not None:
                now = clock.lesson_ms
                taps.append(_tap(track, entry, clock, now))
                times.append(now)
    length = clock.lesson_ms
    lines = tuple(_line(track, taps, times, length) for track in item.tracks)
    return Timeline(
        clock.begun,
        clock.ended_at is not None,
        clock.began_at_ms,
        length,
        clock.now if clock.ended_at is None else clock.ended_at,
        tuple(clock.pauses),
        tuple(taps),
        lines,
        clock.set,
        tuple(clock.odd),
    )


def _undo(taps: list[Tap]) -> None:
    for place in reversed(range(len(taps))):
        tap = taps[place]
        if not tap.undone:
            taps[place] = replace(tap, undone=True)
            return


def _tap(track: Track, entry: Entry, clock: _Clock, now: int) -> Tap:
    slot = entry.number or slot_at(track, now)
    late = False
    if entry.number:
        late = clock.ended_at is not None or slot_ends(track, slot) <= now
    return Tap(clock.now, entry.code, entry.act is Act.ON, slot, late)


def slot_at(track: Track, lesson_ms: int) -> int:
    """Number the slot that is open at a time of the lesson's clock; 0 where none is."""
    if track.mode is TrackMode.INTERVAL:
        return lesson_ms // (track.every_s * 1000) + 1
    begun = [
        number for number, minute in enumerate(track.at_minutes, 1) if minute * 60_000 <= lesson_ms
    ]
    return begun[-1] if begun and slot_ends(track, begun[-1]) > lesson_ms else 0


def slot_ends(track: Track, number: int) -> int:
    """Say when a slot ends, in ms of the lesson's clock."""
    return slot_starts(track, number) + 1000 * (track.every_s or track.window_s)


def slot_starts(track: Track, number: int) -> int:
    """Say when a slot begins, in ms of the lesson's clock."""
    if track.mode is TrackMode.INTERVAL:
        return (number - 1) * track.every_s * 1000
    known = 0 < number <= len(track.at_minutes)
    return round(track.at_minutes[number - 1] * 60_000) if known else 0


def _line(track: Track, taps: Sequence[Tap], times: Sequence[int], length: int) -> Line:
    own = {choice.code for choice in track.choices}
    counted = [
        (tap, time)
        for tap, time in zip(taps, times, strict=True)
        if tap.code in own and not tap.undone
    ]
    if track.mode is TrackMode.EVENT:
        return Line(track, spans=tuple(_spans(track, counted, length)))
    by_slot: dict[int, list[Tap]] = {}
    for tap, _ in counted:
        by_slot.setdefault(tap.slot, []).append(tap)
    return Line(
        track,
        tuple(
            _slot(track, number, by_slot.get(number, ()), length)
            for number in range(1, _slots(track, length) + 1)
        ),
    )


def _slots(track: Track, length: int) -> int:
    """Count the slots that have begun; one that begins as the lesson ends is none."""
    if track.mode is TrackMode.INTERVAL:
        return -(-length // (track.every_s * 1000))
    return sum(minute * 60_000 < length for minute in track.at_minutes)


def _slot(track: Track, number: int, taps: Sequence[Tap], length: int) -> Slot:
    entered: dict[str, int] = {}
    late: set[str] = set()
    for tap in taps:
        entered.pop(tap.code, None)
        if tap.on:
            for code in track.excluded_by(tap.code) if track.exclusive else ():
                entered.pop(code, None)
            entered[tap.code] = tap.offset_ms
        if tap.late:
            late.add(tap.code)
    ends = slot_ends(track, number)
    return Slot(
        number,
        slot_starts(track, number),
        min(ends, length),
        ends <= length,
        frozenset(entered),
        entered,
        frozenset(late),
    )


def _spans(track: Track, taps: Sequence[tuple[Tap, int]], length: int) -> Iterator[Span]:
    """Yield events as they end; what is still on ends with the lesson."""
    on: dict[str, int] = {}
    for tap, time in taps:
        for code in (tap.code, *(track.excluded_by(tap.code) if tap.on else ())):
            if code in on and not (tap.on and code == tap.code):
                yield Span(code, on.pop(code), time)
        if tap.on:
            on.setdefault(tap.code, time)
    for code, start in on.items():
        yield Span(code, start, length)
