"""Claims and the joint display as tables: every piece of evidence, and every code."""

from collections.abc import Iterator, Sequence

from exports.chunks import Row
from exports.columns import CellKind, Column
from exports.findings.claim_words import matching_words, tie_words
from exports.findings.claims import Claim, Evidence, claims_of
from exports.findings.finding import Findings
from exports.findings.joint import Coded, joint_display
from exports.source import Source
from exports.table import Table
from exports.wording import say
from instruments.wording import Language

CLAIMS = (
    Column("claim", CellKind.CODE, say("Key of the claim")),
    Column("claim_words", CellKind.TEXT, say("Claim in words")),
    Column("claim_direction", CellKind.CODE, say("Which way the claim goes")),
    Column("source", CellKind.CODE, say("Who speaks")),
    Column("source_verdict", CellKind.CODE, say("What the source says of the claim, all in all")),
    Column("finding", CellKind.CODE, say("Key of the answer: the same in every export")),
    Column("about", CellKind.TEXT, say("What it is about")),
    Column("direction", CellKind.CODE, say("Which way it went from the first wave to the last")),
    Column("expected", CellKind.CODE, say("Which way would agree with the claim")),
    Column("verdict", CellKind.CODE, say("What it says of the claim")),
    Column("tie", CellKind.CODE, say("What ties it to the claim")),
    Column("tie_words", CellKind.TEXT, say("What ties it to the claim, in words")),
    Column("r", CellKind.NUMBER, say("Correlation that ties it to the claim")),
    Column("counts", CellKind.TEXT, say("Counts of the first wave and the last")),
    Column("value", CellKind.NUMBER, say("Value, not rounded")),
    Column("low", CellKind.NUMBER, say("Lower end of its interval")),
    Column("high", CellKind.NUMBER, say("Upper end of its interval")),
)
JOINT = (
    Column("instrument_id", CellKind.CODE, say("Instrument")),
    Column("code", CellKind.CODE, say("Code")),
    Column("code_words", CellKind.TEXT, say("Code in words")),
    Column("wave", CellKind.TEXT, say("Wave")),
    Column("segments", CellKind.INTEGER, say("Segments with the code")),
    Column("segments_all", CellKind.INTEGER, say("Coded segments of the wave")),
    Column("speakers", CellKind.INTEGER, say("Speakers with the code")),
    Column("quotation", CellKind.TEXT, say("A turn marked as a quotation, as it was said")),
    Column("speaker_pseudonym", CellKind.CODE, say("Speaker, by pseudonym")),
    Column("lang", CellKind.CODE, say("Language of what was said")),
    Column("matching", CellKind.TEXT, say("Numbers that go with the code")),
)


def claim_tables(findings: Findings, source: Source) -> Iterator[Table]:
    """Build a table of the claims and one of the codes; none that has no rows."""
    language = source.choices.language
    claims = claims_of(findings, source)
    if claims:
        yield Table("analysis_claims", CLAIMS, _claims(claims, language))
    coded = joint_display(findings, source)
    if coded:
        yield Table("analysis_joint", JOINT, _joint(coded, language))


def _claims(claims: Sequence[Claim], language: Language) -> Iterator[Row]:
    for claim in claims:
        for one in claim.evidence:
            yield _evidence(claim, one, language)


def _evidence(claim: Claim, one: Evidence, language: Language) -> Row:
    number = one.number
    ends = (number.value, number.low, number.high) if number else (None, None, None)
    return (
        claim.key,
        claim.words.in_(language),
        str(claim.direction),
        str(one.voice),
        str(claim.verdict(one.voice)),
        one.finding,
        one.name.in_(language),
        str(one.direction),
        str(one.expected),
        str(one.verdict),
        str(one.tie),
        tie_words(one).in_(language),
        one.r.value if one.r else None,
        one.ends or None,
        *ends,
    )


def _joint(coded: Sequence[Coded], language: Language) -> Iterator[Row]:
    for one in coded:
        said = one.quotation
        words = "; ".join(matching_words(each, language) for each in one.matching)
        quoted = (said.text, said.who or None, said.language or None) if said else (None,) * 3
        for at in one.counts:
            counts = (at.wave.in_(language), at.segments, at.coded, at.speakers)
            name = one.name.in_(language)
            yield (one.instrument, one.code, name, *counts, *quoted, words or None)
