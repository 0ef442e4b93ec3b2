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
    """What is counted of a finding's subject: once, or from wave to wave.

    `label` says what is counted; None where the subject says it.
    """

    finding: Finding
    label: Words | None
    shares: tuple[ShareOf, ...]


def key_figures(findings: Findings) -> tuple[KeyFigure, ...]:
    """List what came of what was expected, and what else is counted of a whole."""
    return tuple(figure for one in findings for figure in _of(one))


def _of(one: Finding) -> Iterator[KeyFigure]:
    if one.topic is Topic.LESSONS or one.value("expected"):
        drawn = (part for part in one.drawings if isinstance(part, Shares))
        shares = tuple(share for part in drawn for share in part.shares if share.n)
        if shares:
            yield KeyFigure(one, None, shares)
    numbers = {number.key: number for number in one.numbers}
    for x, n in COUNTED:
        if x in numbers and n in numbers and numbers[n].value:
            yield KeyFigure(one, numbers[x].label, (_whole(numbers[x], numbers[n]),))


def _whole(counted: Number, of: Number) -> ShareOf:
    x, n = int(counted.value or 0), int(of.value or 0)
    return ShareOf(counted.label, x, n, x / n, *wilson(x, n))
