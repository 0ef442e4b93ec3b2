"""Numbers of findings as the page writes them, and what stands side by side at its end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app import current
from app.languages import gettext
from exports.findings.finding import Finding, Findings, Number, ShareOf, Topic
from exports.numbers import interval, number, percent

SMALLEST_P = 0.0005
"""A smaller p prints as 0.000 and is written as below 0.001."""


def _(sentence: str) -> str:
    """Mark a sentence for translation where the table below holds it."""
    return sentence


SOURCES: Mapping[str, tuple[Topic, ...]] = {
    _("What teachers say"): (Topic.GROWTH,),
    _("What observers see"): (Topic.LESSONS,),
    _("What pupils score"): (Topic.PUPILS, Topic.ENGAGEMENT),
    _("How raters judge the work"): (Topic.RUBRIC,),
    _("What the groups said"): (Topic.TALK,),
}
"""Who speaks in the joint display, and in which findings."""


@dataclass(frozen=True, slots=True)
class Said:
    """One row of the joint display."""

    source: str
    first: int
    """How many rows the source has, in its first row; nought in the others."""
    finding: Finding


def joint_display(findings: Findings) -> tuple[Said, ...]:
    """Put what different people say of the same study under one another."""
    rows: list[Said] = []
    for source, topics in SOURCES.items():
        there = [one for topic in topics for one in _foremost(_of(findings, topic))]
        rows += (
            Said(gettext(source), 0 if place else len(there), one)
            for place, one in enumerate(there)
        )
    return tuple(rows) if len({row.source for row in rows}) > 1 else ()


def _of(findings: Findings, topic: Topic) -> list[Finding]:
    """Give a topic's findings; of engagement those of outcomes, for nothing else is scored."""
    outcomes = {one.instrument for one in findings.of(Topic.PUPILS)}
    # what was rated comes before how far raters agree
    found = sorted(findings.of(topic), key=lambda one: topic is Topic.RUBRIC and not one.code)
    return [one for one in found if topic is not Topic.ENGAGEMENT or one.instrument in outcomes]


def _foremost(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Give the first question about each subject: the others go into its details."""
    seen: set[tuple[str, str]] = set()
    for one in findings:
        known = {(one.instrument, one.code), (one.instrument, "")}
        if one.why is None and not seen & known:
            seen.add((one.instrument, one.code))
            yield one


def shown_share(one: ShareOf) -> tuple[str, str, str, str]:
    """Write a share: of what, percent, x/n, limits."""
    language = current.language()
    low, high = (None if end is None else 100 * end for end in (one.low, one.high))
    return (
        one.name.in_(language),
        percent(one.x, one.n, language),
        f"{one.x}/{one.n}",
        interval(low, high, language, 0),
    )


def shown_value(one: Number) -> str:
    """Write a number with its unit."""
    language = current.language()
    if one.key.split(".")[0] == "p" and one.value is not None and one.value < SMALLEST_P:
        return f"< {number(0.001, language, 3)}"
    places = 0 if isinstance(one.value, int) else one.places
    unit = one.unit.in_(language) if one.unit else ""
    return with_minus(number(one.value, language, places) + (f"\u2009{unit}" if unit else ""))


def shown_limits(one: Number) -> str:
    """Write the interval of a number; nothing where it has none."""
    if one.low is None or one.high is None:
        return ""
    return with_minus(interval(one.low, one.high, current.language(), one.places))


def with_minus(words: str) -> str:
    """Write a true minus, which is as wide as a figure."""
    return words.replace("-", "\u2212")
