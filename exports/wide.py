"""The wide table: one row per participant, a block of columns per wave (layout b)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from exports.chunks import Block, Chunk, Chunked, Row, Same, chunked
from exports.columns import CellKind, Column
from exports.kept import Kept, Placed
from exports.names import WIDE_LIMIT, Names, shortened
from exports.recorded import Recorded
from exports.source import Source, planned_waves
from exports.table import Table, Tally, placed
from exports.wording import say
from instruments.definitions import About, Instrument
from instruments.records import Participant, Wave

ABSENT = "absent"
NOTHING: Mapping[str, Row] = {}


class OutOfOrder(ValueError):
    """Records that do not come sorted by participant, so that rows would be doubled."""


def has_wide(instrument: Instrument) -> bool:
    """Tell whether an instrument has one record per participant and wave."""
    return instrument.about is About.PARTICIPANT and not instrument.distinct_by


def wide(recorded: Recorded, kept: Kept | None = None) -> Table:
    """Build the wide table of an instrument, from what the long one kept or from its records."""
    waves = planned_waves(recorded.source, recorded.key)
    tally = Tally()
    names = Names()
    before = (*recorded.keys.who_columns, *recorded.keys.attribute_columns)
    columns = [replace(column, name=names.give(column.name)) for column in before]
    for wave in waves:
        columns += _block(recorded, wave, names)
    rows = Chunked(_chunks(recorded, waves, tally, kept or Kept()))
    return Table(f"{recorded.key}_wide", tuple(columns), rows, recorded.key, tally)


def _block(recorded: Recorded, wave: Wave, names: Names) -> Iterator[Column]:
    first = (
        Column("status", CellKind.CODE, say("Status")),
        Column("date", CellKind.DATE, say("Date")),
    )
    for column in (*first, *recorded.answer_columns):
        name = f"{shortened(column.name, WIDE_LIMIT)}_w{wave.number}"
        label = say("{wave}: {column}", wave=wave.label, column=column.label)
        yield replace(column, name=names.give(name), label=label, wave=wave.key)


def asked_of(source: Source, instrument: Instrument) -> tuple[Participant, ...]:
    """List the participants whom the plan asks, in the order of the frame."""
    role, people = instrument.asked_of, source.frame.participants
    return tuple(person for person in people if person.role == role or not role)


def expected(source: Source, instrument: Instrument) -> dict[str, int]:
    """Say how many records each chosen wave should bring, where that is known."""
    if not has_wide(instrument):
        return {}
    n = len(asked_of(source, instrument))
    return {wave.key: n for wave in planned_waves(source, instrument.key)}


def _placed(recorded: Recorded, kept: Kept) -> Iterator[Placed]:
    if kept.whole:
        yield from kept.rows()
        return
    for batch in recorded.batches():
        yield from placed(batch, recorded.key_rows(batch))


def _people(recorded: Recorded, kept: Kept) -> Iterator[tuple[Participant, Sequence[Placed]]]:
    """Merge the participants and their records, both sorted by code."""
    people = asked_of(recorded.source, recorded.newest)
    places = {person.code: place for place, person in enumerate(people)}
    everybody = {person.code: person for person in recorded.source.frame.participants}
    reached = 0
    for code, records in groupby(_placed(recorded, kept), itemgetter(0)):
        place = places.get(code)
        if place is not None and place < reached:
            raise OutOfOrder(f"{recorded.key}: records of {code} come apart or out of order")
        if place is not None:
            yield from ((person, ()) for person in people[reached:place])
            reached = place + 1
        yield everybody.get(code) or Participant(code, "", ""), tuple(records)
    yield from ((person, ()) for person in people[reached:])


def _chunks(
    recorded: Recorded, waves: tuple[Wave, ...], tally: Tally, kept: Kept
) -> Iterator[Chunk]:
    """Put beside some participants a block for every wave."""
    keys = recorded.keys
    absent: Row = (ABSENT, *(None,) * (1 + len(recorded.answer_columns)))
    planned = tuple(wave.key for wave in waves)
    for some in chunked(_people(recorded, kept)):
        whose = [
            keys.who(person) + keys.attribute_cells(person, person.school) for person, _ in some
        ]
        firsts = [_first_of(records, planned, tally) for _, records in some]
        blocks = (_in_wave(firsts, wave, absent) for wave in planned)
        yield Chunk(Block(whose), *blocks)


def _first_of(
    records: Sequence[Placed], planned: tuple[str, ...], tally: Tally
) -> Mapping[str, Row]:
    """Give a participant's first record of each wave; others stand in the long table alone."""
    if not records:
        return NOTHING
    first = {wave: cells for _, wave, cells in reversed(records)}
    tally.outside += len(records) - len(first.keys() & planned)
    return first


def _in_wave(firsts: Sequence[Mapping[str, Row]], wave: str, absent: Row) -> Block:
    if not any(wave in first for first in firsts):
        return Same(absent, len(firsts))
    return Block([first.get(wave, absent) for first in firsts])
