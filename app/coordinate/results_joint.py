"""What the sources say side by side: claims, what was found by whom, and codes in their words."""

from dataclasses import dataclass

from app import current
from app.coordinate.results_shown import Said, joint_display
from exports.findings import joint
from exports.findings.claim_words import (
    CAREFUL,
    DIRECTIONS,
    VERDICTS,
    VOICES,
    count_words,
    matching_words,
    number_words,
    tie_words,
    verdict_cell,
)
from exports.findings.claims import Claim, Evidence, claims_of
from exports.findings.finding import Findings
from exports.findings.movements import Voice
from exports.source import Source
from exports.wording import Words
from instruments.wording import Language


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source says of a claim; `verdict` is its mark, `words` are read."""

    verdict: str
    words: str


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    """One piece of evidence; `finding` leads to its card."""

    finding: str
    source: str
    name: str
    direction: str
    number: str
    why: str
    verdict: Cell


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim with a cell for every source, and its evidence."""

    words: str
    cells: tuple[Cell, ...]
    evidence: tuple[EvidenceShown, ...]


@dataclass(frozen=True, slots=True)
class CodeShown:
    """A code of talk: its counts, a quotation in its own language, and the numbers beside it."""

    name: str
    counts: tuple[str, ...]
    quotation: str
    speaker: str
    language: str
    matching: tuple[tuple[str, str], ...]
    """The finding and its number in words."""


@dataclass(frozen=True, slots=True)
class SourcesShown:
    """Everything that stands side by side at the end of the results."""

    said: tuple[Said, ...]
    voices: tuple[Words, ...]
    claims: tuple[ClaimShown, ...]
    careful: tuple[Words, ...]
    codes: tuple[CodeShown, ...]

    def __bool__(self) -> bool:
        return bool(self.said or self.claims or self.codes)


def sources_shown(findings: Findings, source: Source) -> SourcesShown:
    """Write what stands side by side in the language of the page; quotations are read afresh."""
    language = current.language()
    return SourcesShown(
        said=joint_display(findings),
        voices=tuple(VOICES.values()),
        claims=tuple(_claim(one, language) for one in claims_of(findings, source)),
        careful=CAREFUL,
        codes=tuple(_code(one, language) for one in joint.joint_display(findings, source)),
    )


def _claim(one: Claim, language: Language) -> ClaimShown:
    return ClaimShown(
        one.words.in_(language),
        tuple(Cell(one.verdict(voice), verdict_cell(one, voice, language)) for voice in Voice),
        tuple(_evidence(each, language) for each in one.evidence),
    )


def _evidence(one: Evidence, language: Language) -> EvidenceShown:
    return EvidenceShown(
        one.finding,
        VOICES[one.voice].in_(language),
        one.name.in_(language),
        DIRECTIONS[one.direction].in_(language),
        number_words(one.number, one.ends, language),
        tie_words(one).in_(language),
        Cell(one.verdict, VERDICTS[one.verdict].in_(language)),
    )


def _code(one: joint.Coded, language: Language) -> CodeShown:
    said = one.quotation
    return CodeShown(
        one.name.in_(language),
        tuple(count_words(at, language) for at in one.counts),
        said.text if said else "",
        said.who if said else "",
        said.language if said else "",
        tuple((each.movement.finding, matching_words(each, language)) for each in one.matching),
    )
