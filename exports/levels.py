"""Tables for multilevel models: scores around their cluster, teachers, schools (layout c).

Level 1 is the long table. A cluster mean (`_clm`) is the mean of what stands one level below: of
a teacher's records, of the means of a school's teachers. A centred score (`_gmc`) is what is left
when the mean of the cluster around it is taken off.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from exports.attributes import of_people, of_schools
from exports.chunks import Row
from exports.coding import training_lessons
from exports.columns import Cell, CellKind, Column
from exports.gathered import Cluster, Gathered, Mean
from exports.keys import TEACHER, WHO
from exports.names import Names, shortened, variable
from exports.recorded import Recorded
from exports.source import Source
from exports.table import Table
from exports.wording import say
from instruments.definitions import Scale
from instruments.records import Participant, School
from instruments.wording import Message

NAME_LIMIT = 24
"""Longest name of a scale: with its ending Stata takes it."""
LABELS = {name: Column(name, kind, label) for name, kind, label in WHO}
ABOUT_RECORD = (
    Column("response_id", CellKind.TEXT, say("Identifier of the record")),
    *(LABELS[name] for name in ("participant_id", "teacher_id", "school_id")),
    Column("wave", CellKind.CODE, say("Wave")),
    Column("wave_num", CellKind.INTEGER, say("Number of the wave")),
)
ABOUT_TEACHER = tuple(
    LABELS[name]
    for name in ("study_id", "teacher_id", "school_id", "school_type", "region", "class_id")
)
ABOUT_SCHOOL = tuple(LABELS[name] for name in ("study_id", "school_id", "school_type", "region"))
N_TEACHERS = Column("n_teachers", CellKind.INTEGER, say("Teachers of the school"))


@dataclass(frozen=True, slots=True)
class Measure:
    """A scale and the name that its columns begin with."""

    name: str
    scale: Scale

    def mean(self, label: Message) -> Column:
        """Describe the column of cluster means."""
        name = f"{self.name}_clm"
        return Column(name, CellKind.NUMBER, label, source=self.scale.code, scale=self.scale)

    def centred(self, label: Message) -> Column:
        """Describe the column of what is left without the cluster's mean."""
        return Column(f"{self.name}_gmc", CellKind.NUMBER, label, source=self.scale.code)

    def number(self, label: Message) -> Column:
        """Describe the column that counts what a mean is of."""
        return Column(f"{self.name}_n", CellKind.INTEGER, label, source=self.scale.code)


class Levels:
    """Gathers scores by teacher while it is entered, and makes the tables of the levels."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._kept = ExitStack()
        self._gathered: list[Gathered] = []
        self._names = Names()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.close()

    def of(self, recorded: Recorded) -> Gathered:
        """Begin to gather the scores of an instrument."""
        gathered = Gathered(recorded, lambda: self._training)
        if gathered.scales:
            self._kept.enter_context(gathered.rows)
            self._gathered.append(gathered)
        return gathered

    @cached_property
    def _training(self) -> frozenset[str]:
        return training_lessons(self._source)

    def tables(self) -> Iterator[Table]:
        """Build the tables; the scores must have been gathered or are read again."""
        measures = [self._measures(one) for one in self._gathered]
        for gathered, own in zip(self._gathered, measures, strict=True):
            yield _centred_table(gathered, own)
        every = [measure for own in measures for measure in own]
        if teachers := [one for one in self._source.frame.participants if one.role == TEACHER]:
            yield self._teachers(teachers, every)
        if self._source.frame.schools:
            yield self._schools(every)

    def _measures(self, gathered: Gathered) -> tuple[Measure, ...]:
        return tuple(
            Measure(self._names.give(shortened(variable(scale.code), NAME_LIMIT)), scale)
            for scale in gathered.scales
        )

    def _teachers(self, teachers: list[Participant], measures: list[Measure]) -> Table:
        attributes = of_people(teachers, {column.name for column in ABOUT_TEACHER})
        columns = [*ABOUT_TEACHER, *(one.column for one in attributes)]
        for one in measures:
            columns += (
                one.number(say("{scale}: records of the teacher", scale=one.scale.name)),
                one.mean(say("{scale}: mean of the teacher's records", scale=one.scale.name)),
                one.centred(
                    say(
                        "{scale}: mean of the teacher less the mean of the school's teachers",
                        scale=one.scale.name,
                    )
                ),
            )

        def rows() -> Iterator[Row]:
            study, means = self._source.frame.key, self._means
            nothing = (0, None, None) * len(measures)
            for code, person in means.people.items():
                school = means.school_of(code)
                where = (code, school or None, *self._of_school(school))
                class_code = person.class_code if person else ""
                given = person.attributes if person else {}
                own = (one.cell(given) for one in attributes)
                found = means.by_teacher.get(code)
                scores = _beside(found, means.around(school)) if found else nothing
                yield (study, *where, class_code or None, *own, *scores)

        return Table("level2_teacher", _named(columns), rows())

    def _schools(self, measures: list[Measure]) -> Table:
        schools = self._source.frame.schools
        attributes = of_schools(schools, {column.name for column in ABOUT_SCHOOL})
        columns = [*ABOUT_SCHOOL, *(one.column for one in attributes), N_TEACHERS]
        for one in measures:
            columns += (
                one.number(
                    say("{scale}: teachers of the school with a mean", scale=one.scale.name)
                ),
                one.mean(
                    say("{scale}: mean of the means of the school's teachers", scale=one.scale.name)
                ),
            )

        def rows() -> Iterator[Row]:
            study, means = self._source.frame.key, self._means
            sizes = means.sizes()
            for school in _with_unknown(schools, sizes):
                own = (one.cell(school.attributes) for one in attributes)
                around = means.around(school.code)
                scores = (cell for mean in around for cell in (mean.n, mean.value))
                where = (school.code, *self._of_school(school.code))
                yield (study, *where, *own, sizes.get(school.code, 0), *scores)

        return Table("level3_school", _named(columns), rows())

    @cached_property
    def _means(self) -> "Means":
        for gathered in self._gathered:
            gathered.read()
        return Means(self._source.frame.participants, self._gathered)

    @cached_property
    def _known(self) -> Mapping[str, School]:
        return {one.code: one for one in self._source.frame.schools}

    def _of_school(self, code: str) -> tuple[Cell, Cell]:
        own = self._known[code].attributes if code in self._known else {}
        return own.get("school_type") or own.get("type"), own.get("region")


class Means:
    """What the records of every teacher say of every scale, and the teachers of every school."""

    def __init__(self, participants: Iterable[Participant], gathered: list[Gathered]) -> None:
        teachers = {one.code: one for one in participants if one.role == TEACHER}
        seen = {code for one in gathered for code in one.clusters}
        self._gathered = gathered
        self._nothing = tuple(Mean() for one in gathered for _ in one.scales)
        self.people: Mapping[str, Participant | None] = {
            **teachers,
            **dict.fromkeys(sorted(seen - teachers.keys())),
        }
        """The teachers of the roster, then those whom records name alone."""
        self.by_teacher = {code: self._of(code) for code in sorted(seen)}
        """The mean of every scale, of the teachers who have a record."""
        self._by_school: dict[str, tuple[Mean, ...]] = {}
        for code, means in self.by_teacher.items():
            self._take(self.school_of(code), means)

    def _of(self, code: str) -> tuple[Mean, ...]:
        found: list[Mean] = []
        for one in self._gathered:
            cluster = one.clusters.get(code)
            found += cluster.means if cluster else (Mean() for _ in one.scales)
        return tuple(found)

    def _take(self, school: str, means: tuple[Mean, ...]) -> None:
        if school:
            around = self._by_school.setdefault(school, tuple(Mean() for _ in means))
            for mean, one in zip(around, means, strict=True):
                mean.take(one.value)

    def around(self, school: str) -> tuple[Mean, ...]:
        """Give the means over the teachers of a school."""
        return self._by_school.get(school, self._nothing)

    def school_of(self, code: str) -> str:
        """Name a teacher's school: the roster's, or else that of the first record."""
        if person := self.people.get(code):
            return person.school
        clusters: Iterable[Cluster | None] = (one.clusters.get(code) for one in self._gathered)
        return next((one.school for one in clusters if one), "")

    def sizes(self) -> dict[str, int]:
        """Count the teachers of every school."""
        found: dict[str, int] = {}
        for code in self.people:
            school = self.school_of(code)
            found[school] = found.get(school, 0) + 1
        return found


def _centred_table(gathered: Gathered, measures: tuple[Measure, ...]) -> Table:
    columns = [*ABOUT_RECORD]
    for one in measures:
        columns += (
            one.mean(say("{scale}: mean of the teacher's records", scale=one.scale.name)),
            one.centred(
                say("{scale}: score less the mean of the teacher's records", scale=one.scale.name)
            ),
        )

    def rows() -> Iterator[Row]:
        gathered.read()
        for record, wave, (who, teacher, school, number, *scores) in gathered.scored():
            means = gathered.clusters[str(teacher)].means
            cells = (
                cell
                for mean, score in zip(means, scores, strict=True)
                for cell in (mean.value, _less(score, mean))
            )
            yield (record, who, teacher, school, wave, number, *cells)

    key = gathered.recorded.key
    return Table(f"{key}_level1", _named(columns), rows(), key)


def _beside(means: Iterable[Mean], around: Iterable[Mean]) -> Iterator[Cell]:
    for mean, outer in zip(means, around, strict=True):
        yield from (mean.n, mean.value, _less(mean.value, outer))


def _less(value: Cell, mean: Mean) -> Cell:
    if mean.value is None or not isinstance(value, int | float):
        return None
    return value - mean.value


def _with_unknown(schools: tuple[School, ...], sizes: Mapping[str, int]) -> Iterator[School]:
    yield from schools
    known = {one.code for one in schools}
    yield from (School(code) for code in sorted(sizes.keys() - known) if code)


def _named(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Number a column whose name another one has, such as an attribute that is called as a mean."""
    names = Names()
    return tuple(
        Column(names.give(one.name), one.kind, one.label, source=one.source, scale=one.scale)
        for one in columns
    )
