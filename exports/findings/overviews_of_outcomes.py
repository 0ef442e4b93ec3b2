"""What pupils gain, and what goes with an index, summed up over their findings."""

from collections.abc import Sequence
from dataclasses import replace

from exports.findings.finding import Finding, Forest, Means, Topic
from exports.findings.overview import (
    Part,
    Told,
    drawing_of,
    is_certain,
    named,
    parts_of,
    sentences,
    untested,
)
from exports.findings.overviews_of_change import ends_of, grown_words, signed
from exports.findings.phrasing import num, p_words, share_words
from exports.wording import Words, say


def pupils(findings: Sequence[Finding]) -> Told:
    """Say how outcomes changed, and in which parts."""
    whole = [one for one in findings if one.value("gain") is not None]
    if not whole:
        return Told(sentences(untested(findings)), say("No gain is known"))
    over = [one for one in findings if is_over_waves(one)]
    others = [one for one in findings if one not in whole and one not in over]
    parts = [one for one in others if drawing_of(one, Forest)]
    answer = sentences(
        *(_gain(one) for one in whole),
        _over_waves(over),
        *(_gains_by(one) for one in parts[:1]),
    )
    ends = ends_of(whole[0])
    headline = grown_words(whole[0], ends) if ends else say("No gain is known")
    return Told(answer, headline, parts_of(whole, Means))


def _gain(one: Finding) -> Words:
    improved, n = one.value("improved"), one.value("n")
    values = {
        "item": one.subject,
        "gain": signed(one.value("gain")),
        "shares": share_words(int(improved or 0), int(n or 0)),
    }
    if one.value("p") is None:
        return say("“{item}” {gain} on average, {shares} rose; it cannot be tested.", **values)
    values["p"] = p_words(one.value("p"))
    if is_certain(one.value("p")):
        return say("“{item}” {gain} on average, {shares} rose; hardly chance ({p}).", **values)
    return say("“{item}” {gain} on average, {shares} rose; it may be chance ({p}).", **values)


def is_over_waves(one: Finding) -> bool:
    """Say whether a finding compares all waves of an outcome."""
    return one.key.endswith(".waves")


def _over_waves(findings: Sequence[Finding]) -> Words | None:
    """Say what all waves together come to, which a gain from the first to the last leaves out."""
    tested = [(one.subject, p_words(one.value("p"))) for one in findings if one.value("p")]
    return say("All waves taken together: {tests}.", tests=named(tested)) if tested else None


def _gains_by(one: Finding) -> Words:
    """Say where the gain is largest and smallest; teachers' means tell whether it is chance."""
    forest = drawing_of(one, Forest)
    effects = [it for it in forest.effects if it.value is not None] if forest else []
    effects.sort(key=lambda it: -(it.value or 0.0))
    said = named((it.name, signed(it.value)) for it in dict.fromkeys((effects[0], effects[-1])))
    clusters = one.alternative("clusters")
    p = clusters.value("p") if clusters else None
    if p is None:
        return say("The largest mean gain and the smallest: {gains}; not tested.", gains=said)
    if is_certain(p):
        return say("The largest mean gain and the smallest: {gains}, hardly chance.", gains=said)
    return say("The largest mean gain and the smallest: {gains}, may be chance.", gains=said)


def engagement(findings: Sequence[Finding]) -> Told:
    """Say whether more is gained where an index is high, and who is high."""
    indexes = [one for one in findings if is_index(one)]
    compared = [one for one in findings if one not in indexes]
    if not compared:
        return Told(sentences(*(one.answer for one in indexes)), say("Nothing is compared"))
    told = _where_high([one for one in compared if not one.key.endswith(".levels")], compared)
    return replace(told, answer=sentences(told.answer, *map(_who_is_high, indexes)))


def is_index(one: Finding) -> bool:
    """Say whether a finding is about an index itself and compares nothing."""
    return one.key == f"{Topic.ENGAGEMENT}.{one.instrument}.{one.code}"


def _who_is_high(one: Finding) -> Words | None:
    """Say of how many an index is high."""
    if one.why is not None:
        return None
    return say(
        "High means above the median of “{index}”: {high} of {n} participants.",
        index=one.subject,
        high=one.value("n.high"),
        n=one.value("n"),
    )


def rubric(findings: Sequence[Finding]) -> Told:
    """Say whether work is rated higher where an index is high, and how sure raters are."""
    grouped = [one for one in findings if one.value("mean.high") is not None]
    told = _where_high(grouped, findings)
    raters = [_raters(one) for one in findings if one.value("icc2k.total") is not None]
    answer = sentences(told.answer if grouped else None, *raters)
    if grouped:
        return replace(told, answer=answer)
    headline = raters[0] if raters else say("Raters cannot be compared")
    return Told(answer or sentences(untested(findings)), headline, parts_of(findings, Forest))


def _raters(one: Finding) -> Words:
    return say(
        "The mean of the raters is reliable to {icc} (1 would be perfect).",
        icc=num(one.value("icc2k.total")),
    )


def _where_high(grouped: Sequence[Finding], findings: Sequence[Finding]) -> Told:
    """Sum up comparisons of a high and a low group: one is told in full, several are counted."""
    tested = [one for one in grouped if one.why is None]
    if not tested:
        return Told(sentences(untested(grouped or findings)), say("Groups cannot be compared"))
    if len(grouped) == 1:
        (one,) = grouped
        parts = _primary([one])
        return Told(one.answer, high_words(one), parts, one, question=one.question)
    sure = [one for one in tested if is_certain(one.value("p"))]
    rows = named((one.subject, signed(one.value("value"))) for one in sure)
    answer = sentences(
        say(
            "High and low groups differ, hardly by chance, in {sure} of {n} comparisons.",
            sure=len(sure),
            n=len(tested),
        ),
        say("High minus low: {rows}.", rows=rows) if sure else None,
        untested(grouped),
    )
    return Told(answer, high_words((sure or tested)[0]), _primary(tested[:4]))


def _primary(compared: Sequence[Finding]) -> tuple[Part, ...]:
    """Draw the primary estimate of each: other ways to compute it stand in its own card."""
    return tuple(
        Part(
            one.subject,
            Forest((replace(primary, name=one.subject),), drawn.unit, drawn.nothing),
            one.key,
        )
        for one in compared
        if (drawn := drawing_of(one, Forest)) is not None
        for primary in drawn.effects[:1]
    )


def high_words(one: Finding) -> Words:
    """Say in the title of a drawing how far the high group is above the low one."""
    values = {"item": one.subject, "points": signed(one.value("value"))}
    if is_certain(one.value("p")):
        return say("“{item}”: high group {points}, hardly by chance", **values)
    return say("“{item}”: high group {points}, which may be chance", **values)
