"""Outcomes of participants over the waves, and indexes of what they did."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from exports.findings.material import Study, as_number
from exports.statistics.composite import Composite, composite
from instruments.definitions import CHOOSING, About, Index, Item
from instruments.records import Record, Wave


@dataclass(frozen=True, slots=True)
class Case:
    """A participant, or one in a part such as a subject: the outcome wave by wave.

    `teacher` is the participant's teacher, or the participant where nobody teaches them.
    """

    who: str
    part: str
    teacher: str
    school: str
    values: tuple[float | None, ...]

    @property
    def start(self) -> float | None:
        """Give the first wave's value."""
        return self.values[0]

    @property
    def end(self) -> float | None:
        """Give the last wave's value."""
        return self.values[-1]

    @property
    def gain(self) -> float | None:
        """Give the last wave minus the first."""
        if len(self.values) < 2 or self.start is None or self.end is None:
            return None
        return self.end - self.start


@dataclass(frozen=True)
class Outcome:
    """The outcome of an instrument: its item, what parts it, and the cases."""

    key: str
    item: Item
    parted_by: Item | None
    waves: tuple[Wave, ...]
    cases: tuple[Case, ...]

    @cached_property
    def both(self) -> tuple[Case, ...]:
        """Give the cases with the first wave and the last."""
        return tuple(case for case in self.cases if case.gain is not None)

    @cached_property
    def gains(self) -> tuple[float, ...]:
        """Give the gains of those."""
        return tuple(case.gain for case in self.both if case.gain is not None)

    @property
    def teachers(self) -> list[str]:
        """Give the teacher of each of those."""
        return [case.teacher for case in self.both]


def outcomes(study: Study) -> Iterator[Outcome]:
    """Read the outcome of every instrument that names one."""
    for key in study.keys_about(About.PARTICIPANT):
        said = study.says(key)
        item = said.items.get(said.outcome) if said.outcome else None
        if item is not None:
            parts = [said.items[code] for code in said.distinct_by if code in said.items]
            parted = next((one for one in parts if one.kind in CHOOSING), None)
            yield _outcome(study, key, item, parted, [one.code for one in parts])


def _outcome(
    study: Study, key: str, item: Item, parted: Item | None, parts: Sequence[str]
) -> Outcome:
    found: dict[tuple[str, ...], dict[str, float]] = {}
    labels: dict[tuple[str, ...], str] = {}
    for record in study.records(key):
        value = as_number(record.answers.get(item.code))
        if record.participant and value is not None:
            case = (record.participant, *(str(record.answers.get(code, "")) for code in parts))
            found.setdefault(case, {})[record.wave] = value
            labels[case] = str(record.answers.get(parted.code, "")) if parted else ""
    there = {wave for values in found.values() for wave in values}
    waves = tuple(wave for wave in study.waves if wave.key in there)
    cases = tuple(
        Case(
            case[0],
            labels[case],
            _teacher(study, case[0]),
            study.school(case[0]),
            tuple(values.get(wave.key) for wave in waves),
        )
        for case, values in sorted(found.items())
    )
    return Outcome(key, item, parted, waves, cases)


def _teacher(study: Study, who: str) -> str:
    person = study.people.get(who)
    return (person.teacher if person else "") or who


@dataclass(frozen=True)
class Indexed:
    """An index of participants; `high` are above the median, `top` above the upper quartile."""

    key: str
    index: Index
    people: tuple[str, ...]
    composite: Composite
    records: int
    sums: tuple[tuple[float | None, ...], ...] = ()
    """The sum of every measure, person by person."""
    times: tuple[int, ...] = ()
    """How many records each person has."""
    occasions: int = 0
    """How many occasions, such as weeks, have any record."""

    @cached_property
    def values(self) -> dict[str, float]:
        """Give the index of everybody who has one."""
        pairs = zip(self.people, self.composite.index, strict=True)
        return {who: value for who, value in pairs if value is not None}

    @cached_property
    def high(self) -> dict[str, bool]:
        """Say who is above the median."""
        return self._above(0.5)

    @cached_property
    def top(self) -> dict[str, bool]:
        """Say who is above the upper quartile."""
        return self._above(0.75)

    def _above(self, share: float) -> dict[str, bool]:
        pairs = zip(self.people, self.composite.above(share), strict=True)
        return {who: above for who, above in pairs if above is not None}


def indexes(study: Study) -> Iterator[Indexed]:
    """Add up what every participant did, and average the measures."""
    for key in study.keys_about(About.PARTICIPANT):
        for index in study.says(key).index:
            yield _indexed(study, key, index)


def _indexed(study: Study, key: str, index: Index) -> Indexed:
    parts = study.says(key).distinct_by
    sums: dict[str, dict[str, list[float]]] = {}
    times: Counter[str] = Counter()
    occasions: set[tuple[str, ...]] = set()
    for record in study.records(key):
        if not record.participant:
            continue
        times[record.participant] += 1
        occasions.add((record.wave, *(str(record.answers.get(code, "")) for code in parts)))
        own = sums.setdefault(record.participant, {})
        for code in index.items:
            value = as_number(record.answers.get(code))
            if value is not None:
                own.setdefault(code, []).append(value)
    people = tuple(sorted(sums))
    rows = tuple(
        tuple(fsum(sums[who][code]) if code in sums[who] else None for code in index.items)
        for who in people
    )
    counted = tuple(times[who] for who in people)
    return Indexed(
        key, index, people, composite(rows), times.total(), rows, counted, len(occasions)
    )


@dataclass(frozen=True)
class Rated:
    """Work that several raters rated: a row per work, a column per rater, of every item."""

    key: str
    items: tuple[Item, ...]
    raters: tuple[str, ...]
    works: tuple[tuple[str, ...], ...]
    """The participant and what tells the works apart."""
    ratings: dict[str, list[list[float | None]]]

    @property
    def totals(self) -> list[list[float | None]]:
        """Give the mean of the items, work by work and rater by rater."""
        return [
            [
                mean_of([self.ratings[item.code][work][rater] for item in self.items])
                for rater in range(len(self.raters))
            ]
            for work in range(len(self.works))
        ]


def rated(study: Study) -> Iterator[Rated]:
    """Read the ratings of every instrument that names its raters."""
    for key in study.keys_about(About.PARTICIPANT):
        said = study.says(key)
        items = tuple(
            item for item in said.answered_items if item.kind in CHOOSING and item.has_whole_codes
        )
        if said.rater_item and items:
            rest = [code for code in said.distinct_by if code != said.rater_item]
            yield _rated(study.records(key), key, items, said.rater_item, rest)


def _rated(
    records: Iterable[Record], key: str, items: tuple[Item, ...], who: str, rest: Sequence[str]
) -> Rated:
    cells: dict[tuple[str, ...], dict[str, Record]] = {}
    for record in records:
        if record.participant:
            work = (record.participant, *(str(record.answers.get(code, "")) for code in rest))
            cells.setdefault(work, {})[str(record.answers.get(who, ""))] = record
    works = tuple(sorted(cells))
    raters = tuple(sorted({rater for own in cells.values() for rater in own}))
    ratings = {
        item.code: [
            [
                as_number(own[rater].answers.get(item.code)) if rater in own else None
                for rater in raters
            ]
            for own in (cells[work] for work in works)
        ]
        for item in items
    }
    return Rated(key, items, raters, works, ratings)


def mean_of(values: Sequence[float | None]) -> float | None:
    """Average the values that are there."""
    there = [value for value in values if value is not None]
    return fsum(there) / len(there) if there else None
