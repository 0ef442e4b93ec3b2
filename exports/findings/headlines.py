"""What one drawing of a finding shows, in words: its title."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from exports.findings.finding import (
    Choices,
    Counts,
    Drawing,
    Effect,
    Finding,
    Forest,
    Lines,
    Means,
    Points,
    Quantiles,
    Shares,
    Topic,
)
from exports.findings.overview import quoted
from exports.findings.overviews_of_change import ends_of, grown_words, signed
from exports.findings.overviews_of_others import most_words, shared_words, shares_of
from exports.findings.overviews_of_outcomes import high_words, is_over_waves
from exports.findings.overviews_of_participation import came_words
from exports.findings.phrasing import apa, num, value_part
from exports.wording import Words, say
from instruments.wording import Text

GAPS = ".gaps"
"""How the keys of findings about what is missing end."""
WEAKLY = 0.1
"""Measures that go together less than this are called unrelated in a title."""


def headline(one: Finding, drawn: Drawing) -> Words:
    """Say what a drawing of a finding shows."""
    return SHOWN[type(drawn)](one, drawn)


def _forest(one: Finding, drawn: Forest) -> Words:
    known = [it for it in drawn.effects if it.value is not None]
    return OF_FORESTS[one.topic](one, drawn, known) if known else quoted(one.subject)


def _means(one: Finding, drawn: Means) -> Words:
    ends = ends_of(one)
    return grown_words(one, ends) if ends else quoted(one.subject)


def _shares(one: Finding, drawn: Shares) -> Words:
    if one.key.endswith(GAPS):
        most = max(drawn.shares, key=lambda it: it.x / it.n if it.n else 0.0)
        return say("Skipped most: “{item}”, {x}/{n}", item=most.name, x=most.x, n=most.n)
    if one.topic is Topic.PARTICIPATION:
        return came_words(one)
    shares = shares_of(one)
    return shared_words(one, shares) if shares else quoted(one.subject)


def _counts(one: Finding, drawn: Counts) -> Words:
    if one.key.endswith(GAPS):
        return _missing(drawn)
    return most_words(drawn) if drawn.rows != drawn.columns else _pair(drawn)


def _missing(drawn: Counts) -> Words:
    """Name the scale of which the most scores are missing."""
    totals = [sum(row) for row in drawn.counts]
    place = totals.index(max(totals))
    return say(
        "Most scores are missing of “{scale}” ({n})", scale=drawn.rows[place], n=totals[place]
    )


def _quantiles(one: Finding, drawn: Quantiles) -> Words:
    return say("“{scale}”: follows the line where it is normal", scale=one.subject)


def upper(counts: Sequence[int]) -> tuple[int, int]:
    """Count who chose more than the neutral answer, and all."""
    half, odd = divmod(len(counts), 2)
    return sum(counts[half + odd :]), sum(counts)


def _choices(one: Finding, drawn: Choices) -> Words:
    """Say what became of those who chose more than the neutral answer."""
    there = [upper(at.counts) for at in drawn.waves if sum(at.counts)]
    if not there:
        return quoted(one.subject)
    (first, n), (last, of) = there[0], there[-1]
    values = {"item": one.subject, "first": f"{first}/{n}", "last": f"{last}/{of}"}
    if last * n > first * of:
        return say("More in the upper half of “{item}”: {first} → {last}", **values)
    if last * n < first * of:
        return say("Fewer in the upper half of “{item}”: {first} → {last}", **values)
    return say("In the upper half of “{item}”: {last}", item=one.subject, last=f"{last}/{of}")


def _lines(one: Finding, drawn: Lines) -> Words:
    """Count the lines that end higher than they began."""
    steps = [
        (line.values[-1] or 0.0) - (line.values[0] or 0.0)
        for line in drawn.lines
        if line.values and line.values[0] is not None and line.values[-1] is not None
    ]
    return say(
        "“{subject}”: {x} of {n} ended higher",
        subject=one.subject,
        x=sum(step > 0 for step in steps),
        n=len(steps),
    )


def _pair(counts: Counts) -> Words:
    """Name the two that were counted together most often."""
    pairs = [
        (counts.counts[one][other], one, other)
        for one in range(len(counts.rows))
        for other in range(one)
    ]
    n, one, other = max(pairs, default=(0, 0, 0))
    if not n:
        return say("No two were said together")
    values = {"one": counts.rows[other], "other": counts.rows[one], "n": n}
    return say("Most often together: “{one}” and “{other}” ({n})", **values)


def _points(one: Finding, drawn: Points) -> Words:
    """Say whether two measures rise together; residuals should not."""
    if one.key.endswith(".residuals"):
        return say("“{scale}”: should show no pattern", scale=one.subject)
    xs, ys = ([getattr(one, axis) for one in drawn.points] for axis in "xy")
    r = _together(xs, ys)
    values = {"x": drawn.x, "y": drawn.y}
    if abs(r) < WEAKLY:
        return say("“{y}” hardly goes with “{x}”", **values)
    if r > 0:
        return say("Where “{x}” is higher, “{y}” tends to be higher", **values)
    return say("Where “{x}” is higher, “{y}” tends to be lower", **values)


def _together(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Compute Pearson's r; nought where it is not defined."""
    if len(xs) < 3:
        return 0.0
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    both = sum((one - x) * (other - y) for one, other in zip(xs, ys, strict=True))
    spread = sum((one - x) ** 2 for one in xs) * sum((one - y) ** 2 for one in ys)
    return both / float(spread**0.5) if spread else 0.0


def _farthest(one: Finding, drawn: Forest, known: Sequence[Effect]) -> Words:
    most = max(known, key=lambda it: abs((it.value or 0.0) - drawn.nothing))
    return say("Changed most: “{name}”, {value}", name=most.name, value=signed(most.value))


def _apart(one: Finding, drawn: Forest, known: Sequence[Effect]) -> Words:
    most = max(known, key=lambda it: abs(it.value or 0.0))
    values = {"name": most.name, "value": signed(most.value)}
    return say("Who left and who stayed differ most in “{name}”: {value}", **values)


def _steps(one: Finding, drawn: Forest, known: Sequence[Effect]) -> Words:
    most = max(known, key=lambda it: abs((it.value or 0.0) - drawn.nothing))
    values = {"waves": most.name, "value": signed(most.value), "scale": one.subject}
    return say("“{scale}” changed most {waves}: {value}", **values)


def _weakest(one: Finding, drawn: Forest, known: Sequence[Effect]) -> Words:
    least = min(known, key=lambda it: it.value or 0.0)
    alpha = apa(value_part("α", least.value, bounded=True))
    return say(
        "Weakest: “{scale}” in “{wave}”, {alpha}", scale=one.subject, wave=least.name, alpha=alpha
    )


def _least(one: Finding, drawn: Forest, known: Sequence[Effect]) -> Words:
    least = min(known, key=lambda it: it.value or 0.0)
    kappa = apa(value_part("κ", least.value, bounded=True))
    return say("They agree least on “{item}”, {kappa}", item=least.name, kappa=kappa)


def _largest_gain(one: Finding, drawn: Forest, known: Sequence[Effect]) -> Words:
    if is_over_waves(one):
        return _steps(one, drawn, known)
    most = max(known, key=lambda it: it.value or 0.0)
    return say("The largest mean gain: “{name}”, {value}", name=most.name, value=signed(most.value))


def _beside_index(one: Finding, drawn: Forest, known: Sequence[Effect]) -> Words:
    if one.value("mean.high") is not None:
        return high_words(one)
    return say("A point more of the index goes with {value}", value=signed(known[0].value))


def _rated(one: Finding, drawn: Forest, known: Sequence[Effect]) -> Words:
    if one.value("mean.high") is not None:
        return high_words(one)
    values: dict[str, Text] = {"icc": num(known[-1].value)}
    return say("The mean of the raters is reliable to {icc}", **values)


def _strongest(one: Finding, drawn: Forest, known: Sequence[Effect]) -> Words:
    most = max(known, key=lambda it: abs(it.value or 0.0))
    return say("The strongest: {pair}, r = {r}", pair=most.name, r=num(most.value))


OfForest = Callable[[Finding, Forest, Sequence[Effect]], Words]
OF_FORESTS: Mapping[Topic, OfForest] = {
    **dict.fromkeys(Topic, _farthest),
    Topic.PARTICIPATION: _apart,
    Topic.GROWTH: _steps,
    Topic.RELIABILITY: _weakest,
    Topic.OBSERVERS: _least,
    Topic.PUPILS: _largest_gain,
    Topic.ENGAGEMENT: _beside_index,
    Topic.RUBRIC: _rated,
    Topic.TOGETHER: _strongest,
}
"""What effects of a topic under one another show."""

SHOWN: Mapping[type[Drawing], Callable[[Finding, Any], Words]] = {
    Forest: _forest,
    Means: _means,
    Shares: _shares,
    Choices: _choices,
    Lines: _lines,
    Counts: _counts,
    Points: _points,
    Quantiles: _quantiles,
}
"""What every kind of drawing shows, in words."""
