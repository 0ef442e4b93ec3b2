"""Who has done what: participant x instrument x wave."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.models import Lesson, Record
from app.store.consents import refusals
from app.store.drafts import list_started
from app.store.instruments import get_instrument
from app.store.people import Person, list_people
from app.store.scope import Scope
from app.store.waves import WaveView, list_waves, read_plan
from instruments.definitions import About, Instrument


class State(StrEnum):
    """How a participant stands with an instrument in a wave."""

    DONE = "done"
    LATE = "late"
    STARTED = "started"
    REFUSED = "refused"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Column:
    """An instrument asked in a wave."""

    wave: WaveView
    instrument: Instrument


@dataclass(frozen=True, slots=True)
class Cell:
    """A state, and how many records stand behind it."""

    state: State
    number: int = 0


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A participant's cells, in the order of the columns."""

    person: Person
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All rows of one role, by school and code."""

    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]

    def counts(self, school: str | None = None) -> tuple[tuple[int, int], ...]:
        """Count (done, asked) per column, of one school or of all."""
        rows = [row for row in self.rows if school is None or row.person.school == school]
        done = Counter(
            place
            for row in rows
            for place, cell in enumerate(row.cells)
            if cell.state in (State.DONE, State.LATE)
        )
        return tuple((done[place], len(rows)) for place in range(len(self.columns)))


def read_matrix(session: Session, scope: Scope, role: str = "teacher") -> Matrix:
    """Read the matrix of a role: every planned instrument that concerns it."""
    columns = _columns(session, scope, role)
    people = sorted(list_people(session, scope, role), key=lambda one: (one.school, one.code))
    done = _done(session, scope)
    started = list_started(session, scope)
    refused = refusals(session, scope)
    rows = tuple(
        MatrixRow(person, _cells(person, columns, done, started, refused)) for person in people
    )
    return Matrix(columns, rows)


def _columns(session: Session, scope: Scope, role: str) -> tuple[Column, ...]:
    waves = {wave.id: wave for wave in list_waves(session, scope)}
    planned = (
        Column(waves[entry.wave_id], get_instrument(session, entry.instrument, entry.version))
        for entry in read_plan(session, scope)
    )
    return tuple(
        column
        for column in planned
        if column.instrument.asked_of == role
        and column.instrument.about in (About.PARTICIPANT, About.LESSON)
    )


def _done(session: Session, scope: Scope) -> Mapping[tuple[int, int, str], tuple[int, bool]]:
    """Count records per (participant, wave, instrument), and say whether all came late."""
    found: dict[tuple[int, int, str], tuple[int, bool]] = {}
    own = (
        select(
            Record.participant_id,
            Record.wave_id,
            Record.instrument,
            func.count(),
            func.min(case((Record.late, 1), else_=0)),
        )
        .where(
            Record.study_id == scope.study_id,
            Record.participant_id.is_not(None),
            Record.duplicate_of.is_(None),
        )
        .group_by(Record.participant_id, Record.wave_id, Record.instrument)
    )
    visited = (
        select(
            Lesson.participant_id,
            Record.wave_id,
            Record.instrument,
            func.count(Lesson.id.distinct()),
            func.min(case((Record.late, 1), else_=0)),
        )
        .join(Record, Record.lesson_id == Lesson.id)
        .where(Record.study_id == scope.study_id, Record.duplicate_of.is_(None))
        .group_by(Lesson.participant_id, Record.wave_id, Record.instrument)
    )
    # On the connection: a region has some 100,000 of these rows, and none is an entity.
    for query in (own, visited):
        for person, wave, instrument, number, all_late in session.connection().execute(query):
            found[person, wave, instrument] = (number, bool(all_late))
    return found


def _cells(
    person: Person,
    columns: Sequence[Column],
    done: Mapping[tuple[int, int, str], tuple[int, bool]],
    started: frozenset[tuple[int, int, str]],
    refused: frozenset[tuple[int, int]],
) -> tuple[Cell, ...]:
    cells = []
    for column in columns:
        key = (person.id, column.wave.id, column.instrument.key)
        found = done.get(key)
        if found:
            number, late = found
            cells.append(_cell(State.LATE if late else State.DONE, number))
        elif key[:2] in refused:
            cells.append(_cell(State.REFUSED, 0))
        else:
            cells.append(_cell(State.STARTED if key in started else State.NOT_YET, 0))
    return tuple(cells)


@cache
def _cell(state: State, number: int) -> Cell:
    """Give one cell for all that are alike: 10,000 teachers have 60,000 of them."""
    return Cell(state, number)
