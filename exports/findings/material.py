"""What findings are computed from: each instrument is read once and kept as plain rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum, isfinite

from exports.routes import Routes
from exports.source import Source
from exports.summary import Summary, summarise
from instruments.definitions import About, Instrument, Scale
from instruments.functions import number
from instruments.records import Part, Participant, Record, Wave
from instruments.scoring import reverse

Keyed = tuple[float | None, ...]
"""One person's answers to the items of a scale, reverse-keyed ones turned round."""
Codes = tuple[str, ...]
Turned = dict[tuple[int, str], dict[tuple[str, object], float | None]]
"""What answers come to, by version and scale, then by item and answer."""


@dataclass(frozen=True)
class Waves:
    """A measure of people over waves: a row per person, a column per wave."""

    waves: tuple[Wave, ...]
    people: tuple[str, ...]
    rows: tuple[tuple[float | None, ...], ...]

    @property
    def n(self) -> int:
        """Count the cells that are there."""
        return sum(value is not None for row in self.rows for value in row)

    @property
    def first(self) -> tuple[float | None, ...]:
        """Give the first wave's values."""
        return tuple(row[0] if row else None for row in self.rows)

    @property
    def last(self) -> tuple[float | None, ...]:
        """Give the last wave's values."""
        return tuple(row[-1] if row else None for row in self.rows)

    @cached_property
    def change(self) -> dict[str, float]:
        """Give the last wave minus the first, of people who have both."""
        pairs = zip(self.people, self.first, self.last, strict=True)
        both = ((who, one, other) for who, one, other in pairs)
        if len(self.waves) < 2:
            return {}
        return {
            who: other - one for who, one, other in both if one is not None and other is not None
        }


@dataclass(frozen=True, slots=True)
class Partial:
    """The mean of the answered items of a scale, and the share of the asked ones they are."""

    mean: float
    share: float


@dataclass(frozen=True, slots=True)
class OfVersion:
    """One person's answers to the items that the own version has of a scale."""

    codes: Codes
    answers: Keyed


@dataclass
class Items:
    """Answers to the items of scales, by scale, wave and person."""

    keyed: dict[str, dict[str, dict[str, OfVersion]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    partial: dict[str, dict[str, dict[str, Partial]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    """Of those who skipped some items of a scale, not all: what another rule would make of it."""
    people: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Who has a record in which wave."""
    asked: int = 0
    blank: int = 0
    """Cells of items of scales that were asked, and those left blank."""


class Study:
    """Reads what findings are made of, each instrument once, when it is first asked for."""

    def __init__(self, source: Source, summaries: Mapping[str, Summary] | None = None) -> None:
        self.source = source
        self.people: Mapping[str, Participant] = {
            one.code: one for one in source.frame.participants
        }
        self._summaries = dict(summaries or {})
        self._items: dict[str, Items] = {}
        self._waves: dict[tuple[str, str], Waves] = {}

    def present(self, key: str) -> Mapping[str, frozenset[str]]:
        """Say who has a record in which wave."""
        return {wave: frozenset(who) for wave, who in self.items(key).people.items()}

    @property
    def waves(self) -> tuple[Wave, ...]:
        """Give the waves of the study in their order."""
        return self.source.frame.waves

    def keys_about(self, about: About) -> tuple[str, ...]:
        """List the instruments about lessons, participants or group sessions."""
        return tuple(key for key in self.source.keys if self.source.newest(key).about is about)

    def keys_over_waves(self) -> tuple[str, ...]:
        """List the instruments that ask participants once in a wave."""
        return tuple(
            key
            for key in self.keys_about(About.PARTICIPANT)
            if not self.source.newest(key).distinct_by
        )

    def keys_again(self) -> tuple[str, ...]:
        """List the instruments that are filled in for participants several times in a wave."""
        once = {*self.keys_over_waves()}
        return tuple(key for key in self.keys_about(About.PARTICIPANT) if key not in once)

    def summary(self, key: str) -> Summary:
        """Summarise an instrument."""
        if key not in self._summaries:
            self._summaries[key] = summarise(self.source, key)
        return self._summaries[key]

    def asked_of(self, key: str) -> tuple[str, ...]:
        """List the participants whom an instrument asks."""
        role = self.source.newest(key).asked_of
        everybody = self.source.frame.participants
        return tuple(one.code for one in everybody if one.role == role or not role)

    def scores(self, key: str, code: str) -> Waves:
        """Give the scores of a scale over the waves in which it was asked."""
        if (key, code) not in self._waves:
            there = [one for one in self.summary(key).scales if one.scale.code == code]
            people = [*self.asked_of(key)]
            known = {*people}
            people += sorted({who for one in there for who in one.scores} - known)
            self._waves[key, code] = Waves(
                tuple(one.wave for one in there),
                tuple(people),
                tuple(tuple(one.scores.get(who) for one in there) for who in people),
            )
        return self._waves[key, code]

    def records(self, key: str) -> Iterable[Record]:
        """Read the records of an instrument: one after the other, they may be very many."""
        return self.source.records(key)

    def items(self, key: str) -> Items:
        """Give the answers to the items of scales."""
        if key not in self._items:
            self._items[key] = _read(self.source, key)
        return self._items[key]

    def says(self, key: str) -> Instrument:
        """Give the version that says how the instrument is analysed."""
        return self.source.analysed(key)

    def school(self, who: str) -> str:
        """Give a participant's school."""
        person = self.people.get(who)
        return person.school if person else ""

    def attribute(self, who: str, name: str) -> str:
        """Give what the roster says of a participant."""
        person = self.people.get(who)
        return person.attributes.get(name, "").strip() if person else ""

    def number(self, who: str, name: str) -> float | None:
        """Give a number of the roster."""
        return as_number(self.attribute(who, name).replace(",", "."))


def as_number(value: object) -> float | None:
    """Read an answer as a number, None where it is none."""
    if value in (None, "") or not isinstance(value, str | int | float):
        return None
    found = number(value)
    return found if isfinite(found) else None


def _read(source: Source, key: str) -> Items:
    """Read the answers to the items of scales, each record by its own version."""
    found = Items()
    versions = {one.version: one for one in source.instruments[key]}
    waves = {wave.key: wave for wave in source.frame.waves}
    roles = {person.code: person.role for person in source.frame.participants}
    routes = {version: Routes(one, waves) for version, one in versions.items()}
    turned: Turned = defaultdict(dict)
    for record in source.records(key):
        if record.part not in (Part.NONE, Part.PRIMARY) or not record.participant:
            continue
        found.people[record.wave].add(record.participant)
        own = versions.get(record.version) or source.newest(key)
        asked = routes[own.version].asked(record, roles.get(record.participant, ""))
        for scale in own.scales:
            if not asked.isdisjoint(scale.items):
                known = turned[own.version, scale.code]
                keyed = {
                    code: _keyed(scale, code, record.answers.get(code), known)
                    for code in scale.items
                    if code in asked
                }
                _take(found, scale.code, record, keyed)
                row = OfVersion(scale.items, tuple(map(keyed.get, scale.items)))
                found.keyed[scale.code][record.wave][record.participant] = row
    return found


def _keyed(
    scale: Scale,
    code: str,
    answer: object,
    known: dict[tuple[str, object], float | None],
) -> float | None:
    """Read an answer, turned round where it is reverse-keyed; what was read once is remembered."""
    if answer is None or isinstance(answer, tuple):
        return None
    if (code, answer) not in known:
        value = as_number(answer)
        if value is not None and code in scale.reverse:
            value = reverse(value, scale)
        known[code, answer] = value
    return known[code, answer]


def _take(found: Items, scale: str, record: Record, keyed: Mapping[str, float | None]) -> None:
    """Count what was asked and skipped, and keep what another rule needs to score it."""
    found.asked += len(keyed)
    if None not in keyed.values():
        return
    there = present([*keyed.values()])
    found.blank += len(keyed) - len(there)
    if there:
        found.partial[scale][record.wave][record.participant] = Partial(
            fsum(there) / len(there), len(there) / len(keyed)
        )


def present(values: Sequence[float | None]) -> list[float]:
    """Keep the values that are there."""
    return [value for value in values if value is not None]


def scales_of(study: Study) -> Iterator[tuple[str, Scale]]:
    """Yield every scale of instruments that ask participants once in a wave."""
    for key in study.keys_over_waves():
        for scale in study.source.scales(key):
            yield key, scale
