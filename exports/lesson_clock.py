"""The clock of a visited lesson: its segments, when it was, how long, and what is odd about it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from exports.columns import exported
from exports.lesson_figures import reader_of
from exports.recorded import Recorded
from instruments.definitions import Instrument, Item, Kind, TrackMode, Value
from instruments.lesson_log import Act, entries_of
from instruments.records import Record
from instruments.timeline import Timeline

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Segment:
    """A timed item of a record: its log, and what that means."""

    item: Item
    log: Value
    line: Timeline


@dataclass(frozen=True, slots=True)
class ClockOfLesson:
    """What the clocks of a record come to. Nothing is known of a record without any."""

    start: datetime | None = None
    """When the first segment began: by the phone's clock, corrected by how far it was off."""
    end: datetime | None = None
    n_intervals: int | None = None
    interval_s: int | None = None
    """None where tracks have intervals of several lengths."""
    n_sweeps: int | None = None
    minutes: float | None = None
    pauses_min: float | None = None
    marks: tuple[str, ...] = ()


def timed_items(instrument: Instrument) -> tuple[Item, ...]:
    """List the timed items of an instrument, in order."""
    return tuple(item for item in exported(instrument.answered_items) if item.kind is Kind.TIMED)


class Clocks:
    """Reads the clocks of the records of one instrument, each by its own version."""

    def __init__(self, recorded: Recorded) -> None:
        self.recorded = recorded
        self._timed = {one.version: readers_of(one) for one in recorded.versions}

    @property
    def items(self) -> tuple[Item, ...]:
        """The timed items of every version, the newest last."""
        return tuple(item for own in self._timed.values() for item, _ in own)

    def segments(self, record: Record) -> Iterator[Segment]:
        """Give the segments whose clock was started."""
        return segments_of(record, self._timed[self.recorded.version_of(record)])

    def every(self) -> Iterator[tuple[Record, Segment]]:
        """Give the segments of every record."""
        for record in self.recorded.records():
            for segment in self.segments(record):
                yield record, segment

    def of(self, record: Record) -> ClockOfLesson:
        """Say when and how long a lesson was."""
        timed = self._timed[self.recorded.version_of(record)]
        return clock_of(record, [*self.segments(record)]) if timed else ClockOfLesson()


Timed = Sequence[tuple[Item, Callable[[object], Timeline | None]]]
"""Timed items and what reads their logs."""


def readers_of(instrument: Instrument) -> Timed:
    """Give the timed items of an instrument with what reads their logs."""
    return [(item, reader_of(item)) for item in timed_items(instrument)]


def segments_of(record: Record, timed: Timed) -> Iterator[Segment]:
    """Give the segments whose clock was started."""
    for item, read in timed:
        log = record.answers.get(item.code)
        line = read(log)
        if log is not None and line is not None and line.begun:
            yield Segment(item, log, line)


def clock_of(record: Record, segments: Sequence[Segment]) -> ClockOfLesson:
    """Say when and how long a lesson with a clock was."""
    if not segments:
        return ClockOfLesson(marks=("not_begun",))
    start, end = _span(segments, record.clock_off_s)
    lengths = {track.every_s for one in segments for track in one.item.tracks} - {0}
    return ClockOfLesson(
        start,
        end,
        _slots(segments, TrackMode.INTERVAL),
        lengths.pop() if len(lengths) == 1 else None,
        _slots(segments, TrackMode.SNAPSHOT),
        sum(one.line.length_ms for one in segments) / 60_000,
        sum(end - start for one in segments for start, end in one.line.pauses) / 60_000,
        tuple(_marks([one.line for one in segments])),
    )


def _slots(segments: Sequence[Segment], mode: TrackMode) -> int | None:
    """Count intervals or sweeps; tracks beside one another share theirs."""
    found = [
        max(counts)
        for one in segments
        if (counts := [len(row.slots) for row in one.line.lines if row.track.mode is mode])
    ]
    return sum(found) if found else None


def _span(
    segments: Sequence[Segment], off_s: int | None
) -> tuple[datetime | None, datetime | None]:
    """Give start and end in the server's time; None where the phone's clock is not known.

    How far it is off was seen when the record arrived, so what it was set by since counts too.
    """
    if off_s is None:
        return None, None
    moments = []
    leaps = [_leaps(one.log) for one in segments]
    for place, one in enumerate(segments):
        if one.line.began_at_ms is None:
            return None, None
        began = one.line.began_at_ms - sum(leaps[place:]) + 1000 * off_s
        moments.append((_moment(began), _moment(began + one.line.wall_ms)))
    return moments[0][0], moments[-1][1]


def _leaps(log: Value) -> int:
    return sum(entry.number or 0 for entry in entries_of(log) if entry.act is Act.CLOCK)


def _moment(ms: int) -> datetime | None:
    try:
        return EPOCH + timedelta(milliseconds=ms)
    except OverflowError:  # a clock that shows the year 30,000
        return None


def _marks(lines: Sequence[Timeline]) -> Iterator[str]:
    if not all(line.ended for line in lines):
        yield "not_ended"
    if any(line.clock_set for line in lines):
        yield "clock_set"
    if any(line.odd for line in lines):
        yield "odd_order"
