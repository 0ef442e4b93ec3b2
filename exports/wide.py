"""The wide table: one row per participant, a block of columns per wave (layout b)."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, groupby
from operator import itemgetter

from exports.chunks import Row
from exports.columns import CellKind, Column
from exports.kept import Kept
from exports.names import WIDE_LIMIT, Names, shortened
from exports.recorded import Recorded
from exports.source import Source, planned_waves
from exports.table import Table, Tally, placed
from exports.wording import say
from instruments.definitions import About, Instrument
from instruments.records import Participant, Wave

ABSENT = "absent"


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
    rows = _rows(recorded, waves, tally, kept or Kept())
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


def _placed(recorded: Recorded, kept: Kept) -> Iterator[Row]:
    if kept.whole:
        yield from kept.rows()
        return
    for batch in recorded.batches():
        yield from placed(batch, recorded.key_rows(batch))


def _rows(recorded: Recorded, waves: tuple[Wave, ...], tally: Tally, kept: Kept) -> Iterator[Row]:
    """Merge the participants and their records, both sorted by code."""
    people = asked_of(recorded.source, recorded.newest)
    places = {person.code: place for place, person in enumerate(people)}
    everybody = {person.code: person for person in recorded.source.frame.participants}
    blank = Filler(recorded, waves)
    reached = 0
    for whose, records in groupby(_placed(recorded, kept), itemgetter(0)):
        code = str(whose)
        place = places.get(code)
        if place is not None and place < reached:
            raise OutOfOrder(f"{recorded.key}: records of {code} come apart or out of order")
        if place is not None:
            yield from (blank.row(person, (), tally) for person in people[reached:place])
            reached = place + 1
        person = everybody.get(code) or Participant(code, "", "")
        yield blank.row(person, tuple(records), tally)
    yield from (blank.row(person, (), tally) for person in people[reached:])


class Filler:
    """Fills the row of one participant."""

    def __init__(self, recorded: Recorded, waves: tuple[Wave, ...]) -> None:
        self._keys = recorded.keys
        self._waves = tuple(wave.key for wave in waves)
        self._absent: Row = (ABSENT, *(None,) * (1 + len(recorded.answer_columns)))
        self._never = self._absent * len(waves)

    def row(self, person: Participant, records: tuple[Row, ...], tally: Tally) -> Row:
        """Give a participant's row; a second record of a wave stays in the long table."""
        who, attributes = self._keys.who(person), self._keys.attribute_cells(person, person.school)
        if not records:
            return who + attributes + self._never
        first = {record[1]: record[2:] for record in reversed(records)}
        tally.outside += len(records) - len(first.keys() & self._waves)
        blocks = (first.get(wave, self._absent) for wave in self._waves)
        return (*who, *attributes, *chain.from_iterable(blocks))
