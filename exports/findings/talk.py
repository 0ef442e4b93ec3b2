"""Codes of what was said: how often, in which wave, by how many, together with what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from exports.findings.codebook_of_talk import codes_of, in_words
from exports.findings.coders import coders_agree
from exports.findings.finding import Counts, Finding, Number, Topic
from exports.findings.material import Study
from exports.findings.phrasing import labelled, listed
from exports.recorded import Recorded
from exports.sessions import codes_in, turns_of
from exports.statistics.coding import CodeCount, co_occurrence, coder_agreement, count_codes
from exports.statistics.outcome import Undefined
from exports.wording import Words, say
from instruments.definitions import About, Answers, Item, TalkCode
from instruments.records import Wave
from instruments.wording import Text

MOST = 3
"""How many codes a sentence names."""


@dataclass
class Talked:
    """The coded segments of a guide, in their order, and what follows from the first coder's."""

    key: str
    title: Text
    book: Mapping[str, TalkCode]
    planned: tuple[Wave, ...]
    coder: Text = field(default_factory=Text)
    """What the first coder's codes are headed by."""
    coders: int = 0
    waves: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    first: list[tuple[str, ...]] = field(default_factory=list)
    second: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, wave: str, speaker: str, coded: tuple[Item, ...], row: Answers) -> None:
        """Add a segment."""
        self.coder, self.coders = coded[0].label, max(self.coders, len(coded))
        self.waves.append(wave)
        self.people.append(speaker)
        for coder, item in zip((self.first, self.second), coded, strict=False):
            coder.append(codes_in(row.get(item.code)))

    @cached_property
    def counts(self) -> tuple[CodeCount, ...]:
        """Count every code."""
        return count_codes(self.first, self.waves, self.people)

    @cached_property
    def together(self) -> dict[tuple[str, str], int]:
        """Count the segments of every two codes."""
        return co_occurrence(self.first)

    @cached_property
    def there(self) -> tuple[Wave, ...]:
        """Give the waves in which something was coded."""
        return tuple(wave for wave in self.planned if wave.key in {*self.waves})

    def speakers(self, code: str, wave: str) -> int:
        """Count who said it in a wave."""
        rows = zip(self.first, self.waves, self.people, strict=True)
        return len({who for codes, at, who in rows if code in codes and at == wave and who})

    def name(self, code: str) -> Text:
        """Name a code in words."""
        return in_words(code, self.book)


def talk(study: Study) -> Iterator[Finding]:
    """Count the first coder's codes of every guide, and compare two coders."""
    for key in study.keys_about(About.GROUP_SESSION):
        found = _read(study, key)
        if not found.coders:
            continue
        yield _counted(found)
        if found.coders > 1:
            agreement = coder_agreement(found.first, found.second)
            yield coders_agree(key, found.title, agreement, found.book)


def _read(study: Study, key: str) -> Talked:
    title = study.source.newest(key).title
    found = Talked(key, title, codes_of(study.source, key), study.waves)
    for record, turns, _, row in turns_of(Recorded(study.source, key)):
        if turns.coded:
            speaker = str(turns.cell("speaker_pseudonym", row) or "")
            found.add(record.wave, speaker, turns.coded, row)
    return found


def _counted(found: Talked) -> Finding:
    blank = sum(not one for one in found.first)
    return Finding(
        key=f"{Topic.TALK}.{found.key}",
        topic=Topic.TALK,
        instrument=found.key,
        code="",
        question=say("What was said most, and when?"),
        subject=found.title,
        answer=_answer(found),
        apa=Text(),
        n=len(found.first),
        missing=say("Segments without a code: {blank}.", blank=blank),
        model=say(
            "Counts of the first coder's codes (“{coder}”); a code counts once in a segment, a "
            "speaker once for a code. No test.",
            coder=found.coder,
        ),
        numbers=tuple(_numbers(found)),
        warnings=tuple(_warnings(found)),
        drawings=(_by_wave(found), _beside(found)),
        why=None if found.counts else Undefined.NO_CASES,
    )


def _answer(found: Talked) -> Words:
    if not found.counts:
        return say("No segment has a code yet.")
    common = sorted(found.counts, key=lambda one: (-one.segments, one.code))[:MOST]
    return say(
        "Coded segments: {segments}, codes: {codes}; most often: {common}.",
        segments=len(found.first),
        codes=len(found.counts),
        common=listed((found.name(one.code), str(one.segments)) for one in common),
    )


def _warnings(found: Talked) -> Iterator[Words]:
    yield say("So few segments carry no test of significance.")
    alone = [found.name(one.code) for one in found.counts if one.people == 1]
    if alone:
        yield say(
            "Said by one speaker alone: {codes}.", codes=listed(((one, "") for one in alone), "")
        )


def _by_wave(found: Talked) -> Counts:
    return Counts(
        tuple(found.name(one.code) for one in found.counts),
        tuple(wave.label for wave in found.there),
        tuple(tuple(one.by_group.get(wave.key, 0) for wave in found.there) for one in found.counts),
    )


def _beside(found: Talked) -> Counts:
    """Count codes by codes; the diagonal has all segments of a code."""
    names = tuple(found.name(one.code) for one in found.counts)
    return Counts(
        names,
        names,
        tuple(tuple(_both(found, one, other) for other in found.counts) for one in found.counts),
    )


def _both(found: Talked, one: CodeCount, other: CodeCount) -> int:
    if one is other:
        return one.segments
    pairs = (one.code, other.code), (other.code, one.code)
    return sum(found.together.get(pair, 0) for pair in pairs)


def _numbers(found: Talked) -> Iterator[Number]:
    for one in found.counts:
        yield from _of_code(found, one)
    for (first, second), n in found.together.items():
        label = say("{one} with {other}: segments", one=found.name(first), other=found.name(second))
        yield Number(f"together.{first}.{second}", label, n, places=0)
    for wave in found.there:
        words = labelled(wave.label, say("coded segments"))
        yield Number(f"segments_all.{wave.key}", words, found.waves.count(wave.key), places=0)


def _of_code(found: Talked, one: CodeCount) -> Iterator[Number]:
    code, name = one.code, found.name(one.code)
    yield Number(f"segments.{code}", labelled(name, say("segments")), one.segments, places=0)
    yield Number(f"people.{code}", labelled(name, say("speakers")), one.people, places=0)
    for wave in found.there:
        label = say("{code}: segments, {wave}", code=name, wave=wave.label)
        times = one.by_group.get(wave.key, 0)
        yield Number(f"segments.{code}.{wave.key}", label, times, places=0)
        label = say("{code}: speakers, {wave}", code=name, wave=wave.label)
        yield Number(f"people.{code}.{wave.key}", label, found.speakers(code, wave.key), places=0)
