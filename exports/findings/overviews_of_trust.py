"""How far the instruments can be trusted, summed up over their findings."""

from collections.abc import Iterator, Sequence

from exports.findings.finding import Effect, Finding, Forest
from exports.findings.overview import (
    Part,
    Told,
    drawing_of,
    sentences,
    untested,
)
from exports.findings.phrasing import apa, value_part
from exports.wording import say

MOST_ITEMS = 4
"""Items in the drawing of observers: those with the least agreement."""
WEAK = 0.7
"""Below this alpha items hang together weakly, as in `reliability`."""


def reliability(findings: Sequence[Finding]) -> Told:
    """Say how well items hang together, and where they do so least."""
    every = [(one, it) for one in findings for it in _alphas(one)]
    if not every:
        return Told(sentences(untested(findings)), say("Alpha cannot be given"))
    one, it = min(every, key=lambda row: row[1].value or 0.0)
    lowest = {
        "scale": one.subject,
        "wave": it.name,
        "alpha": apa(value_part("α", it.value, bounded=True)),
    }
    weak = [row for row in every if (row[1].value or 0.0) < WEAK]
    if weak:
        values = {"x": len(every) - len(weak), "n": len(every), **lowest}
        said = say(
            "The items of a scale hang together well in {x} of {n} cases. Weakest: "
            "“{scale}” in “{wave}” ({alpha}); read this scale with care there.",
            **values,
        )
        headline = say("Weakest: “{scale}” in “{wave}”, {alpha}", **lowest)
    else:
        said = say(
            "Yes, the items of every scale hang together well; the lowest is “{scale}” in "
            "“{wave}” ({alpha}).",
            **lowest,
        )
        headline = say("All hang together; lowest “{scale}” in “{wave}”, {alpha}", **lowest)
    return Told(sentences(said, untested(findings)), headline, (_weakest(findings),), one)


def _weakest(findings: Sequence[Finding]) -> Part:
    """Draw the weakest wave of every scale: the others are better."""
    rows = [
        (one, min(alphas, key=lambda it: it.value or 0.0))
        for one in findings
        if (alphas := [*_alphas(one)])
    ]
    units = [forest.unit for one, _ in rows if (forest := drawing_of(one, Forest))]
    effects = tuple(
        Effect(
            say("{scale}, “{wave}”", scale=one.subject, wave=it.name),
            it.n,
            it.value,
            it.low,
            it.high,
        )
        for one, it in rows
    )
    return Part(say("The weakest wave of every scale"), Forest(effects, units[0], is_effect=False))


def _alphas(one: Finding) -> Iterator[Effect]:
    forest = drawing_of(one, Forest)
    return (it for it in (forest.effects if forest else ()) if it.value is not None)


def observers(findings: Sequence[Finding]) -> Told:
    """Say how often observers gave the same code, and of which item they agree least."""
    every = [it for one in findings for it in _alphas(one)]
    least = min(every, key=lambda it: it.value or 0.0, default=None)
    values = (
        {"item": least.name, "kappa": apa(value_part("κ", least.value, bounded=True))}
        if (least)
        else {}
    )
    answer = sentences(
        *(one.answer for one in findings[:2]),
        say("They agree least on “{item}” ({kappa}).", **values) if least else None,
    )
    headline = say("Agreement of observers is not known")
    if least:
        headline = say("They agree least on “{item}”, {kappa}", **values)
    return Told(answer, headline, tuple(_least_agreed(findings)))


def _least_agreed(findings: Sequence[Finding]) -> Iterator[Part]:
    """Draw the items on which observers agree least."""
    for one in findings:
        rows = sorted(_alphas(one), key=lambda it: it.value or 0.0)[:MOST_ITEMS]
        forest = drawing_of(one, Forest)
        if forest and rows:
            yield Part(one.subject, Forest(tuple(rows), forest.unit, is_effect=False), one.key)
