"""What scales did over the waves, summed up over all of them: growth, steps, schools, groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from exports.findings.finding import Effect, Finding, Forest, Lines, MeanAt, Means
from exports.findings.overview import (
    Part,
    Told,
    drawing_of,
    is_beside,
    is_certain,
    named,
    numbers_of,
    parts_of,
    sentences,
    untested,
)
from exports.findings.phrasing import each, joined_words, num, plain
from exports.wording import Words, say
from instruments.wording import Text

MOST_ROWS = 18
"""A drawing of steps with more rows is no overview: then it has the whole way alone."""
MOST_GROUPED = 3
"""Scales whose groups are drawn: those that differ, where any do."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one wave to another: what is drawn of it, and its points of the scale in words."""

    waves: str
    effect: Effect
    points: Text
    sure: bool


def signed(value: float | None) -> Text:
    """Write a difference with its sign."""
    return each(lambda language: ("+" if (value or 0) > 0 else "") + plain(value, language))


def from_to(first: float | None, last: float | None, places: int = 2) -> Text:
    """Write a value and what became of it: 3.20 → 3.99."""
    return joined_words((num(first, places), num(last, places)), " → ")


def ends_of(one: Finding) -> tuple[MeanAt, MeanAt] | None:
    """Give the first mean and the last."""
    means = drawing_of(one, Means)
    there = [mean for mean in means.means if mean.mean is not None] if means else []
    return (there[0], there[-1]) if len(there) > 1 else None


def is_step(one: Finding) -> bool:
    """Say whether a finding compares waves two by two."""
    return one.key.endswith(".pairs")


def growth(topic: Sequence[Finding]) -> Told:
    """Say what grew, what fell, and what may be chance."""
    findings = [one for one in topic if not is_step(one) and not is_beside(one)]
    rows = [(one, ends) for one in findings if one.why is None and (ends := ends_of(one))]
    sure = [row for row in rows if is_certain(row[0].value("p"))]
    rose = [row for row in sure if _rise(row[1]) >= 0]
    fell = [row for row in sure if _rise(row[1]) < 0]
    open_ = [row for row in rows if row not in sure]
    answer = sentences(
        say("Grew, hardly by chance: {scales}.", scales=_means(rose)) if rose else None,
        say("Fell, hardly by chance: {scales}.", scales=_means(fell)) if fell else None,
        say("May be chance: {scales}.", scales=_means(open_)) if open_ else None,
        untested(findings),
    )
    return Told(answer, _growth_headline(len(rows), rose, fell), parts_of(findings, Means))


Row = tuple[Finding, tuple[MeanAt, MeanAt]]


def _rise(ends: tuple[MeanAt, MeanAt]) -> float:
    return (ends[1].mean or 0.0) - (ends[0].mean or 0.0)


def _means(rows: Sequence[Row]) -> Text:
    return named((one.subject, from_to(ends[0].mean, ends[1].mean)) for one, ends in rows)


def _growth_headline(n: int, rose: Sequence[Row], fell: Sequence[Row]) -> Words:
    if not n:
        return say("Whether it changed cannot be tested")
    if not rose and not fell:
        return say("No change beyond chance")
    if n == 1:
        return grown_words(*(rose or fell)[0])
    return say(
        "Of {n} scales, {rose} grew and {fell} fell, hardly by chance",
        n=n,
        rose=len(rose),
        fell=len(fell),
    )


def grown_words(one: Finding, ends: tuple[MeanAt, MeanAt]) -> Words:
    """Say in the title of a drawing from where to where a mean went."""
    values = {"scale": one.subject, "means": from_to(ends[0].mean, ends[1].mean)}
    if one.value("p") is not None and not is_certain(one.value("p")):
        return say("“{scale}”: {means}, which may be chance", **values)
    if _rise(ends) >= 0:
        return say("“{scale}” rose: {means}", **values)
    return say("“{scale}” fell: {means}", **values)


def steps(topic: Sequence[Finding]) -> Told:
    """Say what is sure of the whole way, and of the single steps."""
    findings = [one for one in topic if is_step(one)]
    # Points of one scale are no points of another: then all are drawn in standard deviations.
    ends = {(means.minimum, means.maximum) for one in topic if (means := drawing_of(one, Means))}
    unit = 0 if len(ends) == 1 else 1
    there = [(one, found) for one in findings if (found := steps_of(one, unit))]
    whole = [(one, found[0]) for one, found in there]
    sure = [(one.subject, step.points) for one, step in whole if step.sure]
    open_ = [(one.subject, step.points) for one, step in whole if not step.sure]
    answer = sentences(
        say("From the first wave to the last, hardly chance: {scales}.", scales=named(sure))
        if sure
        else None,
        say("From the first wave to the last, may be chance: {scales}.", scales=named(open_))
        if open_
        else None,
        _single(there),
        untested(findings),
    )
    # What findings warn of is which effect size to name in print: no sentence here names any.
    return Told(answer, _steps_headline(whole), _steps_drawn(there, unit), cautions=())


def steps_of(one: Finding, unit: int = 0) -> list[Step]:
    """Give the whole way first, then every step from one wave to the next."""
    tested, differences = (numbers_of(one, f"{key}.") for key in ("p_bonferroni", "difference"))
    points, drawn = drawing_of(one, Forest), drawing_of(one, Forest, unit)
    waves = next((k for k in range(2, len(tested) + 2) if k * (k - 1) == 2 * len(tested)), 0)
    known = [
        (pair, p.value, difference.value)
        for pair, p, difference in zip(
            combinations(range(waves), 2), tested, differences, strict=False
        )
        if p.value is not None
    ]
    if not points or not drawn or len(known) != len(points.effects):
        return []
    effects = {it.name.in_("en"): it for it in drawn.effects}
    of = {
        pair: Step(f"{pair[0]}-{pair[1]}", effects[name], signed(difference), is_certain(p))
        for (pair, p, difference), it in zip(known, points.effects, strict=True)
        if (name := it.name.in_("en")) in effects
    }
    every = [(0, waves - 1), *((place, place + 1) for place in range(waves - 1))]
    return [of[pair] for pair in dict.fromkeys(every) if pair in of]


def _size(row: tuple[Finding, Step]) -> float:
    return abs(row[1].effect.value or 0.0)


def _single(there: Sequence[tuple[Finding, list[Step]]]) -> Words | None:
    """Say how sure single steps are; with two waves there is none beside the whole way."""
    found = [(one, step) for one, rows in there for step in rows[1:]]
    if not found:
        return None
    one, largest = max(found, key=_size)
    values = {
        "n": len(found),
        "sure": sum(step.sure for _, step in found),
        "scale": one.subject,
        "waves": largest.effect.name,
        "points": largest.points,
    }
    if largest.sure:
        return say(
            "Of {n} single steps {sure} are hardly chance by Bonferroni's p; the largest is "
            "“{scale}”, {waves}, {points}.",
            **values,
        )
    return say(
        "Of {n} single steps {sure} are hardly chance by Bonferroni's p; even the largest, "
        "“{scale}”, {waves}, {points}, may be chance.",
        **values,
    )


def _steps_headline(whole: Sequence[tuple[Finding, Step]]) -> Words:
    if not whole:
        return say("Waves cannot be compared")
    one, step = max(whole, key=_size)
    return say(
        "Changed most from the first wave to the last: “{scale}”, {points}",
        scale=one.subject,
        points=step.points,
    )


def _steps_drawn(there: Sequence[tuple[Finding, list[Step]]], unit: int) -> tuple[Part, ...]:
    """Group the effects of all scales by their waves; the whole way stands first."""
    units = [forest.unit for one, _ in there if (forest := drawing_of(one, Forest, unit))]
    rows = sum(len(found) for _, found in there)
    grouped: dict[str, tuple[Words, list[Effect]]] = {}
    for one, found in there:
        for step in found if rows <= MOST_ROWS else found[:1]:
            it = step.effect
            effect = Effect(one.subject, it.n, it.value, it.low, it.high)
            grouped.setdefault(step.waves, (it.name, []))[1].append(effect)
    return tuple(Part(name, Forest(tuple(rows), units[0])) for name, rows in grouped.values())


def schools(findings: Sequence[Finding]) -> Told:
    """Say in how many of the schools shown the mean rose."""
    rows: list[tuple[Finding, list[float]]] = [
        (one, [number.value for number in numbers_of(one, "change.") if number.value is not None])
        for one in findings
        if one.why is None
    ]
    if not rows:
        return Told(sentences(untested(findings)), say("No school can be shown"))
    rose = [(one.subject, _of(values)) for one, values in rows]
    answer = sentences(
        say("Schools in which the mean rose, of those shown: {scales}.", scales=named(rose)),
        _farthest([one for one, _ in rows]),
        untested(findings),
    )
    one, values = max(rows, key=lambda row: abs(sum(1 if value > 0 else -1 for value in row[1])))
    up, down = (sum(way * value > 0 for value in values) for way in (1, -1))
    n = len(values)
    headline = say("“{scale}” rose in {x} of {n} schools", scale=one.subject, x=up, n=n)
    if down > up:
        headline = say("“{scale}” fell in {x} of {n} schools", scale=one.subject, x=down, n=n)
    return Told(answer, headline, parts_of(findings, Lines))


def _of(values: Sequence[float]) -> str:
    return f"{sum(value > 0 for value in values)}/{len(values)}"


def _farthest(findings: Sequence[Finding]) -> Words | None:
    """Name the largest change of a school: where it stands out, somebody should ask why."""
    found = [
        (abs(number.value), one, number)
        for one in findings
        for number in numbers_of(one, "change.")
        if number.value
    ]
    if not found:
        return None
    _, one, number = max(found, key=lambda row: row[0])
    return say(
        "The largest change: {school}, “{scale}” {points}.",
        school=number.key.removeprefix("change."),
        scale=one.subject,
        points=signed(number.value),
    )


def by_groups(findings: Sequence[Finding]) -> Told:
    """Say between which groups the change differs at the same start."""
    tested = [one for one in findings if one.why is None]
    sure = [one for one in tested if is_certain(one.value("p"))]
    if not tested:
        return Told(sentences(untested(findings)), say("Groups cannot be compared"))
    values = {"n": len(tested), "sure": len(sure)}
    answer = sentences(
        say(
            "At the same start the groups differ, hardly by chance, in {sure} of {n} comparisons.",
            **values,
        ),
        *(say("“{scale}”: {groups}.", scale=one.subject, groups=_groups(one)) for one in sure[:2]),
        say("With {n} comparisons one may look so by chance alone.", n=len(tested))
        if sure and len(tested) > 1
        else None,
        untested(findings),
    )
    headline = say("No group changed more than the others beyond chance")
    if sure:
        most = min(sure, key=lambda one: one.value("p") or 0.0)
        headline = say("The groups differ in “{scale}”", scale=most.subject)
    return Told(answer, headline, parts_of((sure or tested)[:MOST_GROUPED], Forest))


def _groups(one: Finding) -> Text:
    forest = drawing_of(one, Forest)
    effects = forest.effects if forest else ()
    return named((effect.name, signed(effect.value)) for effect in effects)
