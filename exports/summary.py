"""What the records of one instrument say: scores and answers by wave, in one reading."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from exports.coding import training_lessons
from exports.routes import Routes
from exports.source import Source
from exports.statistics.descriptives import Descriptives, describe
from instruments.definitions import (
    CHOOSING,
    NUMERIC,
    About,
    Instrument,
    Item,
    Kind,
    Scale,
)
from instruments.records import Part, Record, Wave
from instruments.scoring import Scoring


@dataclass(frozen=True, slots=True)
class ScaleInWave:
    """A scale in a wave: who scored what, and what that looks like."""

    scale: Scale
    wave: Wave
    scores: Mapping[str, float]
    unscored: int
    """Records without a score although the scale was asked: too many items were skipped."""
    described: Descriptives


@dataclass(frozen=True, slots=True)
class ItemInWave:
    """The answers to a choice item in a wave, by code."""

    item: Item
    wave: Wave
    counts: Mapping[str, int]
    answered: int
    asked: int

    def number(self, *codes: str) -> int:
        """Count the answers with one of these codes."""
        return sum(self.counts.get(code, 0) for code in codes)

    @property
    def top_two(self) -> int:
        """Count the answers in the two highest choices."""
        codes = sorted((choice.code for choice in self.item.choices), key=int)
        return self.number(*codes[-2:])


@dataclass(frozen=True, slots=True)
class NumberInWave:
    """The numbers given to an item in a wave."""

    item: Item
    wave: Wave
    described: Descriptives


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """What somebody wrote."""

    item: Item
    wave: Wave
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """How many of those who were expected answered in a wave."""

    wave: Wave
    records: int
    answered: int
    expected: int | None
    by_school: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Summary:
    """One instrument of a study."""

    instrument: Instrument
    waves: tuple[Wave, ...]
    answered: tuple[Answered, ...]
    scales: tuple[ScaleInWave, ...]
    items: tuple[ItemInWave, ...]
    numbers: tuple[NumberInWave, ...]
    open_answers: tuple[OpenAnswer, ...]

    def scale_in(self, code: str, wave: str) -> ScaleInWave | None:
        """Find a scale in a wave."""
        found = (one for one in self.scales if one.scale.code == code and one.wave.key == wave)
        return next(found, None)

    def item_in(self, code: str, wave: str) -> ItemInWave | None:
        """Find an item in a wave."""
        found = (one for one in self.items if one.item.code == code and one.wave.key == wave)
        return next(found, None)


@dataclass
class _Tally:
    """What is counted while the records of a wave pass by."""

    records: int = 0
    who: set[str] = field(default_factory=set)
    scores: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    unscored: Counter[str] = field(default_factory=Counter)
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    asked: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    numbers: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    written: list[tuple[str, str, str]] = field(default_factory=list)


def summarise(source: Source, key: str) -> Summary:
    """Summarise an instrument: one pass over its records, each scored by its own version.

    Second observers, masters and training lessons are left out.
    """
    instrument = source.newest(key)
    waves = {wave.key: wave for wave in source.frame.waves}
    versions = {one.version: one for one in source.instruments[key]}
    routes = {version: Routes(one, waves) for version, one in versions.items()}
    roles = {person.code: person.role for person in source.frame.participants}
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    prepared: dict[tuple[int, frozenset[str]], tuple[Scoring, ...]] = {}
    training = training_lessons(source) if instrument.about is About.LESSON else frozenset()
    for record in source.records(key):
        if record.part in (Part.NONE, Part.PRIMARY) and record.lesson not in training:
            own = versions.get(record.version, instrument)
            asked = routes[own.version].asked(record, roles.get(record.participant, ""))
            route = own.version, asked
            if route not in prepared:
                prepared[route] = tuple(Scoring(scale, asked) for scale in own.scales)
            _score(tallies[record.wave], prepared[route], record)
            _count(tallies[record.wave], instrument, record, asked)
    used = tuple(wave for wave in source.frame.waves if _concerns(source, key, wave, tallies))
    return Summary(
        instrument,
        used,
        tuple(_answered(source, instrument, wave, tallies[wave.key]) for wave in used),
        tuple(
            found
            for scale in source.scales(key)
            for wave in used
            if (found := _scale(scale, wave, tallies[wave.key]))
        ),
        tuple(_items(instrument, used, tallies)),
        tuple(_numbers(instrument, used, tallies)),
        tuple(_open(instrument, used, tallies)),
    )


def _concerns(source: Source, key: str, wave: Wave, tallies: Mapping[str, _Tally]) -> bool:
    chosen = source.choices.wave
    planned = any(row.instrument == key and row.wave == wave.key for row in source.frame.plan)
    return (chosen in (None, wave.key)) and (planned or wave.key in tallies)


def _who(record: Record) -> str:
    return record.participant or record.lesson or record.group_session


def _score(tally: _Tally, scales: tuple[Scoring, ...], record: Record) -> None:
    for scoring in scales:
        if not scoring.codes:
            continue
        scored = scoring.score([*map(record.answers.get, scoring.codes)])
        if scored.value is None:
            tally.unscored[scored.code] += 1
        else:
            tally.scores[scored.code][_who(record)] = scored.value


def _count(tally: _Tally, instrument: Instrument, record: Record, asked: frozenset[str]) -> None:
    tally.records += 1
    tally.who.add(_who(record))
    for code in asked:
        item = instrument.items.get(code)
        if item is not None:
            tally.asked[code] += 1
            _count_answer(tally, item, record)


def _count_answer(tally: _Tally, item: Item, record: Record) -> None:
    value = record.answers.get(item.code)
    if value is None:
        return
    if item.kind in CHOOSING:
        for one in value if isinstance(value, tuple) else (value,):
            tally.counts[item.code][str(one)] += 1
        tally.answered[item.code] += 1
    elif item.kind in NUMERIC and isinstance(value, int | float):
        tally.numbers[item.code].append(value)
    elif item.kind is Kind.LONG_TEXT and isinstance(value, str) and not item.personal:
        tally.written.append((item.code, _who(record), value))


def _scale(scale: Scale, wave: Wave, tally: _Tally) -> ScaleInWave | None:
    scores, unscored = tally.scores[scale.code], tally.unscored[scale.code]
    if not scores and not unscored:
        return None
    return ScaleInWave(scale, wave, scores, unscored, describe(list(scores.values())))


def _items(
    instrument: Instrument, waves: tuple[Wave, ...], tallies: Mapping[str, _Tally]
) -> Iterator[ItemInWave]:
    for item in instrument.answered_items:
        if item.kind not in CHOOSING or item.personal:
            continue
        for wave in waves:
            tally = tallies[wave.key]
            if not tally.asked[item.code]:
                continue
            yield ItemInWave(
                item,
                wave,
                tally.counts[item.code],
                tally.answered[item.code],
                tally.asked[item.code],
            )


def _numbers(
    instrument: Instrument, waves: tuple[Wave, ...], tallies: Mapping[str, _Tally]
) -> Iterator[NumberInWave]:
    for item in instrument.answered_items:
        # What tells records apart, such as the number of a week, is no measurement.
        if item.kind not in NUMERIC or item.personal or item.code in instrument.distinct_by:
            continue
        for wave in waves:
            values = tallies[wave.key].numbers[item.code]
            if values:
                yield NumberInWave(item, wave, describe(values))


def _open(
    instrument: Instrument, waves: tuple[Wave, ...], tallies: Mapping[str, _Tally]
) -> Iterator[OpenAnswer]:
    for item in instrument.answered_items:
        for wave in waves:
            for code, who, text in tallies[wave.key].written:
                if code == item.code:
                    yield OpenAnswer(item, wave, who, text)


def _answered(source: Source, instrument: Instrument, wave: Wave, tally: _Tally) -> Answered:
    if instrument.about is not About.PARTICIPANT:
        return Answered(wave, tally.records, len(tally.who), None, {})
    asked = [one for one in source.frame.participants if one.role == instrument.asked_of]
    by_school = {
        school.code: (
            sum(1 for one in asked if one.school == school.code and one.code in tally.who),
            sum(1 for one in asked if one.school == school.code),
        )
        for school in source.frame.schools
    }
    return Answered(wave, tally.records, len(tally.who), len(asked), by_school)
