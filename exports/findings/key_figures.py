"""The key figures of a study: what was counted of how many, for its first page anywhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from exports.findings.finding import Finding, Findings, Number, ShareOf, Shares, Topic
from exports.statistics.quantiles import wilson
from exports.wording import Words

COUNTED = (("complete", "people"), ("x", "n"), ("improved", "n"))
"""Keys of numbers that are counts of a whole, and of how many they are."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """What was counted of a subject: from wave to wave, and as a whole."""

    name: Words
    finding: Finding
    waves: tuple[ShareOf, ...]
    wholes: tuple[ShareOf, ...]
    """Each under the name of what is counted."""


def key_figures(findings: Findings) -> tuple[KeyFigure, ...]:
    """List what came of what was expected, and what else is counted of a whole."""
    made = (
        # what observers agree on is all their items: the topic says it better
        KeyFigure(
            group.title if group.topic is Topic.OBSERVERS else one.subject,
            one,
            _waves(one),
            tuple(_wholes(one)),
        )
        for group in findings.groups
        for one in group.findings
    )
    return tuple(one for one in made if one.waves or one.wholes)


def _waves(one: Finding) -> tuple[ShareOf, ...]:
    if one.topic is not Topic.LESSONS and not one.value("expected"):
        return ()
    drawn = (part for part in one.drawings if isinstance(part, Shares))
    return tuple(share for part in drawn for share in part.shares if share.n)


def _wholes(one: Finding) -> Iterator[ShareOf]:
    numbers = {number.key: number for number in one.numbers}
    for x, n in COUNTED:
        if x in numbers and n in numbers and numbers[n].value:
            yield _whole(numbers[x], numbers[n])


def _whole(counted: Number, of: Number) -> ShareOf:
    x, n = int(counted.value or 0), int(of.value or 0)
    return ShareOf(counted.label, x, n, x / n, *wilson(x, n))
