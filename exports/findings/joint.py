"""The joint display: what was said, how often, in whose words, and the number that goes with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exports.findings.finding import Finding, Findings, Topic
from exports.findings.links import Link, links_of
from exports.findings.movements import Movement, Voice, movements, places_of
from exports.quotes import Quotation, quotations
from exports.source import Source
from exports.wording import Words


@dataclass(frozen=True, slots=True)
class CountAt:
    """A wave: segments with the code of all that were coded, and how many people said them."""

    wave: Words
    segments: int
    coded: int
    speakers: int


@dataclass(frozen=True, slots=True)
class Matching:
    """A number of another source, and whether it is expected to rise with the code or to fall."""

    movement: Movement
    sign: int


@dataclass(frozen=True, slots=True)
class Coded:
    """A row of the joint display; without a quotation none was marked, or nobody is asked."""

    instrument: str
    code: str
    name: Words
    finding: str
    counts: tuple[CountAt, ...]
    quotation: Quotation | None
    matching: tuple[Matching, ...]


def joint_display(findings: Findings, source: Source) -> tuple[Coded, ...]:
    """Set every code beside a quotation and the numbers that go with it."""
    moved = movements(findings, source)
    links = links_of(source)
    guides = [one for one in findings.of(Topic.TALK) if one.instrument in source.instruments]
    return tuple(row for one in guides for row in _of_guide(one, moved, links, source))


def _of_guide(
    finding: Finding, moved: Sequence[Movement], links: Sequence[Link], source: Source
) -> Iterator[Coded]:
    codes = [one for one in moved if one.voice is Voice.GROUPS and one.finding == finding.key]
    quotable = _quotable(source, finding.instrument) if codes else ()
    labels = {wave.key: wave.label for wave in source.frame.waves}
    waves = [wave for wave in places_of(finding, "segments_all") if wave in labels]
    for one in codes:
        said = {wave: _count(finding, f"segments.{one.code}.{wave}") for wave in waves}
        yield Coded(
            instrument=one.instrument,
            code=one.code,
            name=one.name,
            finding=finding.key,
            counts=tuple(
                CountAt(
                    labels[wave],
                    said[wave],
                    _count(finding, f"segments_all.{wave}"),
                    _count(finding, f"people.{one.code}.{wave}"),
                )
                for wave in waves
            ),
            quotation=_chosen(quotable, one.code, said),
            matching=tuple(_matching(one, moved, links)),
        )


def _count(finding: Finding, key: str) -> int:
    return int(finding.value(key) or 0)


def _quotable(source: Source, key: str) -> tuple[Quotation, ...]:
    """Read the turns that somebody marked as quotations; unmarked ones are not published."""
    found = quotations(source, key)
    return found.chosen if found.has_mark else ()


def _chosen(quotable: Sequence[Quotation], code: str, said: Mapping[str, int]) -> Quotation | None:
    """Choose the first of the wave in which it was said most; of equal waves the later one."""
    places = {wave: place for place, wave in enumerate(said)}
    with_code = [one for one in quotable if code in one.codes and one.wave in places]
    return max(with_code, key=lambda one: (said[one.wave], places[one.wave]), default=None)


def _matching(
    one: Movement, moved: Sequence[Movement], links: Sequence[Link]
) -> Iterator[Matching]:
    for link in links:
        if (link.instrument, link.code) == (one.instrument, one.code):
            there = (other for other in moved if other.measure and other.code == link.other)
            yield from (Matching(other, link.sign) for other in there)
