"""How a study stands: questionnaires per wave and per school, and who has not begun."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.store.matrix import Matrix, State
from app.store.studies import SchoolView
from app.store.waves import WaveView
from instruments.definitions import FilledBy

OPEN = ("open", "closing")


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    done: int
    asked: int


@dataclass(frozen=True, slots=True)
class WaveStanding:
    """A wave, the questionnaires that came, and who has not begun."""

    wave: WaveView
    share: Share
    not_begun: tuple[str, ...]
    planned: int
    """How many instruments are asked in it, whoever fills them in."""


@dataclass(frozen=True, slots=True)
class SchoolStanding:
    """A school, its teachers, and its questionnaires per wave."""

    school: SchoolView
    people: int
    shares: tuple[Share, ...]


def wave_of_now(waves: Sequence[WaveView]) -> WaveView | None:
    """Choose the wave that matters now: an open one, else the next, else the last."""
    running = [wave for wave in waves if wave.state in OPEN]
    coming = [wave for wave in waves if wave.state == "planned"]
    if running:
        return running[-1]
    return coming[0] if coming else (waves[-1] if waves else None)


def questionnaires(matrix: Matrix) -> Mapping[int, tuple[int, ...]]:
    """Give per wave the places of the columns that participants fill in themselves."""
    places: dict[int, tuple[int, ...]] = {}
    for place, column in enumerate(matrix.columns):
        if column.instrument.filled_by == FilledBy.PARTICIPANT:
            places[column.wave.id] = (*places.get(column.wave.id, ()), place)
    return places


def stand_waves(
    matrix: Matrix, waves: Sequence[WaveView], planned: Mapping[int, int]
) -> tuple[WaveStanding, ...]:
    """Say for every wave what came and who has not begun."""
    counts, places = matrix.counts(), questionnaires(matrix)
    found = []
    for wave in waves:
        own = places.get(wave.id, ())
        share = Share(sum(counts[place][0] for place in own), sum(counts[p][1] for p in own))
        found.append(WaveStanding(wave, share, _not_begun(matrix, own), planned.get(wave.id, 0)))
    return tuple(found)


def _not_begun(matrix: Matrix, places: Sequence[int]) -> tuple[str, ...]:
    return tuple(
        row.person.code
        for row in matrix.rows
        if places and all(row.cells[place].state == State.NOT_YET for place in places)
    )


def stand_schools(
    matrix: Matrix, waves: Sequence[WaveView], schools: Sequence[SchoolView]
) -> tuple[SchoolStanding, ...]:
    """Say for every school what came, in one walk over the matrix."""
    places = questionnaires(matrix)
    people = dict.fromkeys((school.code for school in schools), 0)
    done = {(school.code, wave.id): 0 for school in schools for wave in waves}
    for row in matrix.rows:
        people[row.person.school] += 1
        for wave in waves:
            done[row.person.school, wave.id] += sum(
                row.cells[place].state in (State.DONE, State.LATE)
                for place in places.get(wave.id, ())
            )
    return tuple(
        SchoolStanding(
            school,
            people[school.code],
            tuple(
                Share(
                    done[school.code, wave.id],
                    people[school.code] * len(places.get(wave.id, ())),
                )
                for wave in waves
            ),
        )
        for school in schools
    )
