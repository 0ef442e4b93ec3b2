"""Lessons on a clock: a row per interval and code, per interval, per tap, and per event."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exports.chunks import Row
from exports.columns import Cell, CellKind, Column
from exports.lesson_clock import Clocks, Segment
from exports.names import Names, variable
from exports.observed_lesson import (
    INSTRUMENT,
    INTERVAL,
    OBSERVER,
    PART,
    RESPONSE,
    TRACK,
    VISIT,
    WAVE,
)
from exports.table import Table
from exports.wording import joined, say
from instruments.definitions import Choice, Item, Track, TrackMode
from instruments.lesson_log import Act, entries_of
from instruments.records import Record
from instruments.timeline import Line, Slot, Tap

SEGMENT = Column("timed_item", CellKind.CODE, say("Part of the lesson: the item with its clock"))
START = Column("start_s", CellKind.NUMBER, say("Begins, seconds of the lesson without pauses"))
END = Column("end_s", CellKind.NUMBER, say("Ends, seconds of the lesson without pauses"))
CODE = Column("code", CellKind.CODE, say("Code"))
BESIDE = (RESPONSE, PART, WAVE, SEGMENT)
"""Columns at the end of each of these tables."""

INTERVALS = (
    VISIT,
    OBSERVER,
    INSTRUMENT,
    TRACK,
    INTERVAL,
    START,
    END,
    CODE,
    Column("present", CellKind.FLAG, say("Whether the code holds: 1 yes, 0 no")),
    Column(
        "entered_at_offset_s",
        CellKind.NUMBER,
        say("When it was tapped, seconds since the start with pauses"),
    ),
    Column("late_edit", CellKind.FLAG, say("Whether it was set or taken back after the end")),
    *BESIDE,
)
WIDE = (
    VISIT,
    OBSERVER,
    INSTRUMENT,
    Column("tracks", CellKind.CODE, say("Tracks of the clock in this row, parted by spaces")),
    INTERVAL,
    START,
    END,
    *BESIDE,
)
EVENTS = (
    VISIT,
    OBSERVER,
    INSTRUMENT,
    TRACK,
    Column("t_offset_ms", CellKind.INTEGER, say("Milliseconds since the start, with pauses")),
    CODE,
    Column(
        "action",
        CellKind.CODE,
        say("What was tapped: begin, on, off, undo, pause, resume, end; clock: it was set"),
    ),
    Column("slot", CellKind.INTEGER, say("Interval or sweep that a tap counts for")),
    Column("late", CellKind.FLAG, say("Whether a tap came after the end of its interval")),
    Column("undone", CellKind.FLAG, say("Whether a tap was taken back")),
    Column(
        "clock_ms",
        CellKind.INTEGER,
        say("At begin what the phone called now, ms since 1970; at clock by how much it was set"),
    ),
    *BESIDE,
)
SPANS = (
    VISIT,
    OBSERVER,
    INSTRUMENT,
    TRACK,
    CODE,
    START,
    END,
    Column("duration_s", CellKind.NUMBER, say("Seconds that the event lasted")),
    *BESIDE,
)


def interval_tables(clocks: Sequence[Clocks]) -> Iterator[Table]:
    """Build the tables of lessons on a clock (layout e); none of what no protocol has."""
    modes = {track.mode for one in clocks for item in one.items for track in item.tracks}
    if modes & {TrackMode.INTERVAL, TrackMode.SNAPSHOT}:
        rows = (row for one in clocks for row in _interval_rows(one))
        yield Table("obs_intervals", INTERVALS, rows)
        yield _wide(clocks)
    if modes:
        rows = (row for one in clocks for row in _event_rows(one))
        yield Table("obs_events", EVENTS, rows)
    if TrackMode.EVENT in modes:
        yield Table("obs_spans", SPANS, (row for one in clocks for row in _span_rows(one)))


def _before(record: Record) -> Row:
    return record.lesson, record.author or None, record.instrument


def _after(record: Record, segment: Segment) -> Row:
    return record.id, str(record.part) or None, record.wave, segment.item.code


def _interval_rows(clocks: Clocks) -> Iterator[Row]:
    for record, segment in clocks.every():
        before, after = _before(record), _after(record, segment)
        for line in segment.line.lines:
            codes = [choice.code for choice in line.track.choices]
            for slot in line.slots:
                at = (line.track.key, slot.number, slot.start_ms / 1000, slot.end_ms / 1000)
                for code in codes:
                    yield (*before, *at, code, *_held(slot, code), *after)


def _held(slot: Slot, code: str) -> tuple[Cell, Cell, Cell]:
    entered = slot.entered.get(code)
    offset = None if entered is None else entered / 1000
    return int(code in slot.codes), offset, int(code in slot.late)


def _event_rows(clocks: Clocks) -> Iterator[Row]:
    for record, segment in clocks.every():
        before, after = _before(record), _after(record, segment)
        taps = iter(segment.line.taps)
        for entry in entries_of(segment.log):
            if entry.act not in (Act.ON, Act.OFF):
                cells = (None, str(entry.act), None, None, None, entry.number)
                yield (*before, None, entry.offset_ms, *cells, *after)
            elif (track := segment.item.track_of(entry.code)) is not None:
                yield (*before, track.key, entry.offset_ms, *_tapped(next(taps)), None, *after)


def _tapped(tap: Tap) -> Row:
    action = "on" if tap.on else "off"
    return tap.code, action, tap.slot or None, int(tap.late), int(tap.undone)


def _span_rows(clocks: Clocks) -> Iterator[Row]:
    for record, segment in clocks.every():
        before, after = _before(record), _after(record, segment)
        for line in segment.line.lines:
            for span in line.spans:
                times = (span.start_ms, span.end_ms, span.end_ms - span.start_ms)
                seconds = (time / 1000 for time in times)
                yield (*before, line.track.key, span.code, *seconds, *after)


@dataclass(frozen=True, slots=True)
class _Rhythm:
    """What tracks share that stand in the same rows."""

    mode: TrackMode
    every_s: int
    at_minutes: tuple[float, ...]
    window_s: int


def _rhythm(track: Track) -> _Rhythm:
    return _Rhythm(track.mode, track.every_s, track.at_minutes, track.window_s)


def _wide(clocks: Sequence[Clocks]) -> Table:
    """Build a table as observers know it from paper: a row per interval, a column per code."""
    names = Names(column.name for column in WIDE)
    columns: Columns = {}
    for one in clocks:
        for item in reversed(one.items):
            for track in item.tracks:
                if track.mode is not TrackMode.EVENT:
                    _add_columns(columns, names, one.recorded.key, item, track)
    rows = (row for one in clocks for row in _wide_rows(one, columns))
    return Table("obs_intervals_wide", (*WIDE, *(column for _, column in columns.values())), rows)


Columns = dict[tuple[str, str, str], tuple[int, Column]]
"""By instrument, list or track, and code: where a code stands."""


def _family(item: Item, track: Track) -> str:
    """Name what tracks share that have the same codes, such as the sweeps of two segments."""
    return track.list_key or f"{item.code}/{track.key}"


def _add_columns(columns: Columns, names: Names, key: str, item: Item, track: Track) -> None:
    for choice in track.choices:
        place = (key, _family(item, track), choice.code)
        if place not in columns:
            columns[place] = (len(columns), _code_column(names, key, item, track, choice))


def _code_column(names: Names, key: str, item: Item, track: Track, choice: Choice) -> Column:
    wanted = variable(choice.code)
    name = names.give(wanted if names.free(wanted) else f"{key}_{wanted}")
    label = joined(track.label, choice.label)
    return Column(name, CellKind.FLAG, label, source=item.code, item=item, choice=choice)


def _wide_rows(clocks: Clocks, columns: Columns) -> Iterator[Row]:
    key, width = clocks.recorded.key, len(columns)
    for record, segment in clocks.every():
        before, after = _before(record), _after(record, segment)
        for lines in _together(segment.line.lines):
            places = [_places(key, segment.item, line.track, columns) for line in lines]
            tracks = " ".join(line.track.key for line in lines)
            for slots in zip(*(line.slots for line in lines), strict=True):
                cells: list[Cell] = [None] * width
                for slot, own in zip(slots, places, strict=True):
                    for code, at in own:
                        cells[at] = int(code in slot.codes)
                first = slots[0]
                at_time = (first.number, first.start_ms / 1000, first.end_ms / 1000)
                yield (*before, tracks, *at_time, *after, *cells)


def _places(key: str, item: Item, track: Track, columns: Columns) -> list[tuple[str, int]]:
    family = _family(item, track)
    codes = [choice.code for choice in track.choices]
    return [(code, columns[key, family, code][0]) for code in codes]


def _together(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Put tracks of one rhythm side by side."""
    found: dict[_Rhythm, list[Line]] = {}
    for line in lines:
        if line.track.mode is not TrackMode.EVENT:
            found.setdefault(_rhythm(line.track), []).append(line)
    yield from found.values()
