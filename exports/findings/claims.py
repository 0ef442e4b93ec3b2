"""What each source says for or against a claim: agrees, is silent, contradicts, or is not clear."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from exports.findings.finding import Findings, Number, Topic
from exports.findings.links import Link, links_of
from exports.findings.material import Study
from exports.findings.movements import (
    Direction,
    Movement,
    Voice,
    direction_of,
    movements,
    named,
)
from exports.findings.overview import CERTAIN
from exports.source import Source
from exports.wording import Words, say
from instruments.definitions import About, Index

CORRELATIONS = f"{Topic.TOGETHER}.participants"


class Verdict(StrEnum):
    """What a source says of a claim."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    UNCLEAR = "unclear"
    """It knows something, which points neither way."""
    SILENT = "silent"


class Tie(StrEnum):
    """Why a piece of evidence stands beside a claim."""

    OWN = "own"
    """The claim is about it."""
    NAMED = "named"
    """An instrument says what is expected to go with what."""
    CORRELATED = "correlated"
    """The measures of the same teachers go together or against one another, or not clearly so."""
    INDEXED = "indexed"
    """It is compared along the index that the claim is about."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one finding says of a claim.

    `number` is the finding's own, `r` the correlation that ties it to the claim where `tie` is
    CORRELATED. `direction` is its own way, `expected` the one that would agree with the claim.
    """

    voice: Voice
    name: Words
    finding: str
    direction: Direction
    expected: Direction
    tie: Tie
    number: Number | None
    r: Number | None = None
    ends: str = ""
    """Counts of the first wave and the last, of what is counted."""

    @property
    def verdict(self) -> Verdict:
        """Compare the two directions."""
        if self.direction is Direction.SILENT:
            return Verdict.SILENT
        if not (self.direction.is_clear and self.expected.is_clear):
            return Verdict.UNCLEAR
        return Verdict.AGREES if self.direction is self.expected else Verdict.CONTRADICTS


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim in words with everything that is known for and against it."""

    key: str
    words: Words
    direction: Direction
    evidence: tuple[Evidence, ...]

    def of(self, voice: Voice) -> tuple[Evidence, ...]:
        """Give what one source says."""
        return tuple(one for one in self.evidence if one.voice is voice)

    def verdict(self, voice: Voice) -> Verdict:
        """Sum a source up: it says what more than half of its evidence says and none denies."""
        said: list[Verdict] = [one.verdict for one in self.of(voice)]
        said = [one for one in said if one is not Verdict.SILENT]
        if not said:
            return Verdict.SILENT
        for verdict, opposite in (
            (Verdict.AGREES, Verdict.CONTRADICTS),
            (Verdict.CONTRADICTS, Verdict.AGREES),
        ):
            if 2 * said.count(verdict) > len(said) and opposite not in said:
                return verdict
        return Verdict.UNCLEAR


def claims_of(findings: Findings, source: Source) -> tuple[Claim, ...]:
    """Set the sources side by side, claim by claim; none where a single source speaks."""
    moved = movements(findings, source)
    if len({one.voice for one in moved}) < 2:
        return ()
    about = [one for one in moved if one.measure]
    links = links_of(source)
    claims = [_of_movement(findings, one, moved, links) for one in about]
    claims += [_of_index(findings, key, index, about) for key, index in _indexes(source)]
    return tuple(one for one in claims if one.evidence)


def _of_movement(
    findings: Findings, of: Movement, moved: Sequence[Movement], links: Sequence[Link]
) -> Claim:
    own = _evidence(of, of.direction, Tie.OWN)
    others = (one for one in moved if one.voice is not of.voice)
    found = [_beside(findings, of, other, links) for other in others]
    evidence = _named_first([one for one in found if one is not None])
    return Claim(of.measure, _words(of), of.direction, (own, *evidence))


def _named_first(found: Sequence[Evidence]) -> list[Evidence]:
    """Leave out what merely correlates of a source of which an instrument names something."""
    named_of = {one.voice for one in found if one.tie is Tie.NAMED}
    return [one for one in found if one.tie is Tie.NAMED or one.voice not in named_of]


def _words(of: Movement) -> Words:
    if of.voice is Voice.OBSERVERS and of.direction is Direction.UP:
        return say("There was more of this: “{name}”.", name=of.name)
    if of.voice is Voice.OBSERVERS and of.direction is Direction.DOWN:
        return say("There was less of this: “{name}”.", name=of.name)
    if of.direction is Direction.UP:
        return say("“{name}” rose.", name=of.name)
    if of.direction is Direction.DOWN:
        return say("“{name}” fell.", name=of.name)
    if of.direction is Direction.UNCLEAR:
        return say("“{name}” did not change clearly.", name=of.name)
    return say("“{name}”: no change can be given yet.", name=of.name)


def _beside(
    findings: Findings, of: Movement, other: Movement, links: Sequence[Link]
) -> Evidence | None:
    """Set another source's movement beside a claim; None where nothing ties them."""
    sign = _named_sign(of, other, links)
    if sign:
        expected = of.direction.turned(sign)
        return _evidence(other, expected, Tie.NAMED)
    r = _correlation(findings, of.measure, other.measure)
    if r is None:
        return None
    sign = {Direction.UP: 1, Direction.DOWN: -1}.get(_of_correlation(findings, r), 0)
    expected = of.direction.turned(sign) if sign else Direction.UNCLEAR
    return _evidence(other, expected, Tie.CORRELATED, r)


def _evidence(of: Movement, expected: Direction, tie: Tie, r: Number | None = None) -> Evidence:
    return Evidence(
        of.voice, of.name, of.finding, of.direction, expected, tie, of.number, r, of.ends
    )


def _named_sign(of: Movement, other: Movement, links: Sequence[Link]) -> int:
    """Give the sign with which an instrument ties two, whichever of them names the other."""
    for one, two in ((of, other), (other, of)):
        for link in links:
            if (link.instrument, link.code, link.other) == (one.instrument, one.code, two.code):
                return link.sign
    return 0


def _correlation(findings: Findings, one: str, other: str) -> Number | None:
    found = findings.find(CORRELATIONS)
    pairs = (named(found, f"r.{one}~{other}"), named(found, f"r.{other}~{one}"))
    return next((r for r in pairs if r is not None), None)


def _of_correlation(findings: Findings, r: Number | None) -> Direction:
    """Say which way measures go together: neither unless it holds for the number of pairs."""
    holm = named(findings.find(CORRELATIONS), r.key.replace("r.", "p_holm.", 1)) if r else None
    if holm is not None and (holm.value is None or holm.value >= CERTAIN):
        return Direction.UNCLEAR
    return direction_of(r)


def _indexes(source: Source) -> Iterator[tuple[str, Index]]:
    study = Study(source)
    for key in study.keys_about(About.PARTICIPANT):
        yield from ((key, index) for index in study.says(key).index)


def _of_index(findings: Findings, key: str, index: Index, about: Sequence[Movement]) -> Claim:
    """Claim that an index goes with what moved: with the way that it went."""
    measure = f"index.{key}.{index.key}"
    evidence = [one for of in about for one in _along_index(findings, of, index.key, measure)]
    evidence += _rated(findings, index.key)
    words = say("“{name}” goes with the other results.", name=index.name)
    return Claim(measure, words, Direction.UP, tuple(evidence))


def _along_index(findings: Findings, of: Movement, index: str, measure: str) -> Iterator[Evidence]:
    """Compare along an index: gains as they were compared, everything else by its correlation."""
    compared = f"{Topic.ENGAGEMENT}.{of.instrument}.{of.code}.{index}"
    keys = [key for key in (compared, f"{compared}.levels") if findings.find(key)]
    numbers = [(key, named(findings.find(key), "value")) for key in keys]
    if not numbers:
        r = _correlation(findings, measure, of.measure)
        numbers = [(CORRELATIONS, r)] if r is not None else []
    for key, number in numbers:
        way = _of_correlation(findings, number) if key == CORRELATIONS else direction_of(number)
        yield Evidence(of.voice, of.name, key, way, of.direction, Tie.INDEXED, number)


def _rated(findings: Findings, index: str) -> Iterator[Evidence]:
    """Expect higher levels of rated work: the levels of a rubric have an order."""
    for one in findings.of(Topic.RUBRIC):
        if one.key == f"{Topic.RUBRIC}.{one.instrument}.{index}":
            number = named(one, "value")
            way = direction_of(number)
            yield Evidence(
                Voice.RATERS, one.subject, one.key, way, Direction.UP, Tie.INDEXED, number
            )
