"""Claims and the joint display as rows of words: what page, report and workbook write."""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.findings.claims import Claim, Evidence, Tie, Verdict
from exports.findings.finding import Number
from exports.findings.joint import Coded, CountAt, Matching
from exports.findings.movements import Direction, Voice
from exports.findings.phrasing import between, each, plain
from exports.numbers import NOTHING
from exports.wording import Words, say
from instruments.wording import Language

VOICES = {
    Voice.TEACHERS: say("Teachers say"),
    Voice.OBSERVERS: say("Observers see"),
    Voice.PUPILS: say("Pupils score"),
    Voice.GROUPS: say("Groups said"),
    Voice.RATERS: say("Raters of work find"),
}
VERDICTS = {
    Verdict.AGREES: say("agrees"),
    Verdict.CONTRADICTS: say("contradicts"),
    Verdict.UNCLEAR: say("not clear"),
    Verdict.SILENT: say("silent"),
}
DIRECTIONS = {
    Direction.UP: say("up"),
    Direction.DOWN: say("down"),
    Direction.UNCLEAR: say("no clear direction"),
    Direction.SILENT: say("nothing to compare"),
}
TIES = {
    Tie.OWN: say("the claim is about it"),
    Tie.NAMED: say("the instrument says that they belong together"),
    Tie.CORRELATED: say("only a correlation over teachers connects them"),
    Tie.INDEXED: say("compared along the index"),
}
CAREFUL = (
    say(
        "A source agrees where more than half of its evidence does and none denies it; a direction "
        "is clear where the 95 % interval leaves zero out."
    ),
    say(
        "What the groups said is counted, not tested: a code has a direction where its share of "
        "the segments and its speakers changed the same way, by two segments or more."
    ),
    say("Agreement of sources makes a claim more credible; it does not prove a cause."),
)
"""What every table of claims must have under it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A table in a language: its heads and its rows, equally long."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def verdict_rows(claims: Sequence[Claim], language: Language) -> Rows:
    """Set a row per claim and a column per source: what it says, and of how many it says so."""
    head = (say("Claim"), *VOICES.values())
    rows = (
        (one.words.in_(language), *(verdict_cell(one, voice, language) for voice in VOICES))
        for one in claims
    )
    return Rows(tuple(word.in_(language) for word in head), tuple(rows))


def verdict_cell(claim: Claim, voice: Voice, language: Language) -> str:
    """Say a source's verdict; with several pieces of evidence, how many agree."""
    verdict, said = claim.verdict(voice), claim.of(voice)
    words = VERDICTS[verdict].in_(language)
    if len(said) < 2 or verdict is Verdict.SILENT:
        return words
    agreeing = sum(one.verdict is Verdict.AGREES for one in said)
    return say("{verdict} ({x} of {n})", verdict=words, x=agreeing, n=len(said)).in_(language)


def evidence_rows(claims: Sequence[Claim], language: Language) -> Rows:
    """Set a row per piece of evidence: claim, source, what, which way, number, why, verdict."""
    head = (
        say("Claim"),
        say("Source"),
        say("What it knows"),
        say("Direction"),
        say("Number"),
        say("Why it stands here"),
        say("Verdict"),
    )
    rows = (_evidence(claim, one, language) for claim in claims for one in claim.evidence)
    return Rows(tuple(word.in_(language) for word in head), tuple(rows))


def _evidence(claim: Claim, one: Evidence, language: Language) -> tuple[str, ...]:
    return (
        claim.words.in_(language),
        VOICES[one.voice].in_(language),
        one.name.in_(language),
        DIRECTIONS[one.direction].in_(language),
        number_words(one.number, one.ends, language),
        tie_words(one).in_(language),
        VERDICTS[one.verdict].in_(language),
    )


def tie_words(one: Evidence) -> Words:
    """Say why evidence stands beside a claim, with the correlation where there is one."""
    r = one.r.value if one.r else None
    if r is None:
        return TIES[one.tie]
    return say(
        "only a correlation over teachers connects them (r = {r})",
        r=each(lambda language: plain(r, language, bounded=True)),
    )


def joint_rows(coded: Sequence[Coded], language: Language) -> Rows:
    """Set a row per code: counts by wave, a quotation, and the numbers that go with it."""
    head = (
        say("Code"),
        say("Segments by wave (speakers)"),
        say("Quotation"),
        say("Number that goes with it"),
    )
    rows = (
        (
            one.name.in_(language),
            "; ".join(count_words(at, language) for at in one.counts),
            quotation_words(one) or NOTHING,
            "; ".join(matching_words(each, language) for each in one.matching) or NOTHING,
        )
        for one in coded
    )
    return Rows(tuple(word.in_(language) for word in head), tuple(rows))


def count_words(one: CountAt, language: Language) -> str:
    """Write a wave's segments of those coded, and speakers: Baseline 3/6 (3)."""
    return f"{one.wave.in_(language)} {one.segments}/{one.coded} ({one.speakers})"


def quotation_words(one: Coded) -> str:
    """Write what was said, in its own language, and by which pseudonym; nothing without one."""
    said = one.quotation
    if said is None:
        return ""
    return f"«{said.text}» — {said.who}" if said.who else f"«{said.text}»"


def matching_words(one: Matching, language: Language) -> str:
    """Write a number of another source with its name."""
    moved = one.movement
    return f"{moved.name.in_(language)}: {number_words(moved.number, moved.ends, language)}"


def number_words(one: Number | None, ends: str, language: Language) -> str:
    """Write counts of both ends, a number and its interval, as far as there are any."""
    parts = [ends] if ends else []
    if one is not None and one.value is not None:
        value = plain(one.value, language, one.places, one.bounded)
        limits = (plain(end, language, one.places, one.bounded) for end in (one.low, one.high))
        has_limits = one.low is not None and one.high is not None
        parts.append(f"{value} [{between(language).join(limits)}]" if has_limits else value)
    return "; ".join(parts) or NOTHING
