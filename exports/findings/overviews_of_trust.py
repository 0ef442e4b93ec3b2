"""Who answered, and how far the instruments can be trusted, summed up over their findings."""

from collections.abc import Iterator, Sequence

from exports.findings.finding import Effect, Finding, Findings, Forest, Shares, Topic
from exports.findings.overview import (
    Part,
    Told,
    drawing_of,
    named,
    parts_of,
    sentences,
    untested,
)
from exports.findings.overviews_of_others import shares_words
from exports.findings.phrasing import apa, share_words, value_part
from exports.wording import Words, say

MOST_ITEMS = 5
"""Items in the drawing of observers: those with the least agreement."""
WEAK = 0.7
"""Below this alpha items hang together weakly, as in `reliability`."""


def participation(findings: Sequence[Finding]) -> Told:
    """Say how many of the expected records came, and where the most are missing."""
    came = [
        (one.subject, share_words(int(one.value("answered") or 0), int(one.value("expected") or 0)))
        for one in findings
        if one.value("expected")
    ]
    if not came:
        return Told(sentences(*(one.answer for one in findings[:1])), say("Nobody is asked"))
    answer = sentences(
        say("Records that came, of those expected: {came}.", came=named(came)),
        *(
            say(
                "With every wave: {complete} of {people} participants.",
                complete=one.value("complete"),
                people=one.value("people"),
            )
            for one in findings
            if len(findings) == 1
        ),
        _least(findings),
    )
    return Told(answer, came_words(findings[0]), parts_of(findings, Shares))


def came_words(one: Finding) -> Words:
    """Say how many records of an instrument came."""
    came = share_words(int(one.value("answered") or 0), int(one.value("expected") or 0))
    return say("Came: {came}", came=named([(one.subject, came)]))


def _least(findings: Sequence[Finding]) -> Words | None:
    """Name the wave with the most gaps."""
    found = [
        (share.x / share.n, one, share)
        for one in findings
        for drawn in (drawing_of(one, Shares),)
        for share in (drawn.shares if drawn else ())
        if share.n and share.x < share.n
    ]
    if not found:
        return None
    _, one, share = min(found, key=lambda row: row[0])
    return say(
        "The most are missing in “{wave}” (“{title}”): {shares} came.",
        wave=share.name,
        title=one.subject,
        shares=shares_words((share, share)),
    )


def standing(findings: Findings) -> Words | None:
    """Say in one sentence how things stand with the first instrument."""
    first = next(iter(findings.of(Topic.PARTICIPATION)), None)
    if first is None or not first.value("expected"):
        return None
    drawn = drawing_of(first, Shares)
    gaps = [one for one in (drawn.shares if drawn else ()) if one.n and one.x < one.n]
    values = {
        "title": first.subject,
        "answered": first.value("answered"),
        "expected": first.value("expected"),
        "people": first.value("people"),
    }
    if not gaps:
        return say(
            "“{title}”: {answered} of {expected} records (participants: {people}).", **values
        )
    return say(
        "“{title}”: {answered} of {expected} records (participants: {people}); missing: {waves}.",
        waves=named((one.name, str(one.n - one.x)) for one in gaps),
        **values,
    )


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
    return Part(say("The weakest wave of every scale"), Forest(effects, units[0]))


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
            yield Part(one.subject, Forest(tuple(rows), forest.unit))
