"""What an index of participation is: its measures, how they go together, and who is high."""

from collections.abc import Iterator
from itertools import combinations
from math import fsum
from statistics import median

from exports.findings.cases import Indexed
from exports.findings.finding import Drawing, Finding, Number, Point, Points, Topic
from exports.findings.material import Study, present
from exports.findings.phrasing import apa, in_r, labelled, listed, n_part, num, value_part
from exports.findings.reasons import because
from exports.statistics.descriptives import describe
from exports.wording import Words, say
from instruments.definitions import Item
from instruments.wording import Text

GROUPS = (
    (True, "high", say("high")),
    (False, "low", say("low")),
)
TIED = 0.9
"""Measures with a higher correlation count nearly the same thing twice."""


def composed(one: Indexed, study: Study) -> Finding:
    """Say what an index measures, of whom, and where its median parts them."""
    items = _items(one, study)
    return Finding(
        key=f"{Topic.ENGAGEMENT}.{one.key}.{one.index.key}",
        topic=Topic.ENGAGEMENT,
        instrument=one.key,
        code=one.index.key,
        question=say("What is the index made of, and who is high?"),
        subject=one.index.name,
        answer=_answer(one, items),
        apa=_line(one),
        n=len(one.values),
        missing=_missing(one, study),
        model=in_r(
            say(
                "Every participant's sum of each measure, as z scores over the participants; the "
                "index is their mean. High is above the median."
            ),
            "rowMeans(scale(sums))",
        ),
        numbers=tuple(_numbers(one, items)),
        warnings=tuple(_warnings(one)),
        drawings=tuple(_drawings(one, items, study)),
        why=one.composite.why,
    )


def _items(one: Indexed, study: Study) -> list[Item]:
    known = study.says(one.key).items
    return [known[code] for code in one.index.items]


def _answer(one: Indexed, items: list[Item]) -> Words:
    if one.composite.why:
        return say("The index cannot be given: {reason}.", reason=because(one.composite.why))
    return say(
        "The index puts these together: {measures}. With an index: {n}; above its median: {high}, "
        "not above: {low}. Records: {records}, occasions: {occasions}.",
        measures=listed(((say("“{name}”", name=item.label), "") for item in items), ""),
        n=len(one.values),
        high=sum(one.high.values()),
        low=len(one.high) - sum(one.high.values()),
        records=one.records,
        occasions=one.occasions,
    )


def _line(one: Indexed) -> Text:
    if one.composite.why:
        return Text()
    return apa(
        value_part("Mdn", one.composite.cut()),
        *(value_part("r", each.value, bounded=True) for each in one.composite.correlations),
        n_part(len(one.values)),
    )


def _missing(one: Indexed, study: Study) -> Words:
    asked = {*study.asked_of(one.key)}
    middle = median(one.times) if one.times else 0
    return say(
        "Participants without any record, who have no index: {none}. With records but a measure "
        "missing: {gaps}. Records per participant: {least} to {most}, median {middle}.",
        none=len(asked - {*one.people}),
        gaps=sum(None in row for row in one.sums),
        least=min(one.times, default=0),
        most=max(one.times, default=0),
        middle=num(middle, 0 if float(middle).is_integer() else 1),
    )


def _numbers(one: Indexed, items: list[Item]) -> Iterator[Number]:
    yield Number("people", say("Participants with records"), len(one.people), places=0)
    yield Number("n", say("Participants with an index"), len(one.values), places=0)
    yield Number("records", say("Records"), one.records, places=0)
    yield Number("occasions", say("Occasions with records"), one.occasions, places=0)
    yield Number("median", say("Median of the index"), one.composite.cut())
    yield Number("upper", say("Upper quartile of the index"), one.composite.cut(0.75))
    for is_high, key, words in GROUPS:
        values = [one.values[who] for who, high in one.high.items() if high is is_high]
        yield Number(f"n.{key}", labelled(words, say("n")), len(values), places=0)
        mean = fsum(values) / len(values) if values else None
        yield Number(f"mean.{key}", labelled(words, say("mean of the index")), mean)
    for place, item in enumerate(items):
        yield from _of_measure(one, item, place)
    pairs = zip(combinations(items, 2), one.composite.correlations, strict=True)
    for (first, second), r in pairs:
        label = say("{one} with {other}: Pearson's r", one=first.label, other=second.label)
        yield Number(f"r.{first.code}.{second.code}", label, r.value, bounded=True)


def _of_measure(one: Indexed, item: Item, place: int) -> Iterator[Number]:
    """Describe the sums of a measure: of all, and where the index is high and low."""
    found = describe(present([row[place] for row in one.sums]))
    yield Number(f"n.{item.code}", labelled(item.label, say("n")), found.n, places=0)
    for key, label, value in (
        ("mean", say("mean"), found.mean),
        ("sd", say("standard deviation"), found.sd),
        ("median", say("median"), found.median),
    ):
        yield Number(f"{key}.{item.code}", labelled(item.label, label), value, places=1)
    of = dict(zip(one.people, one.sums, strict=True))
    for is_high, key, words in GROUPS:
        people = [who for who, high in one.high.items() if high is is_high]
        values = present([of[who][place] for who in people])
        mean = fsum(values) / len(values) if values else None
        label = say("{item}: mean where the index is {group}", item=item.label, group=words)
        yield Number(f"mean.{item.code}.{key}", label, mean, places=1)


def _warnings(one: Indexed) -> Iterator[Words]:
    values = present([each.value for each in one.composite.correlations])
    if values and min(values) < 0:
        yield say("Some measures go against one another: their mean says little.")
    if values and max(values) > TIED:
        yield say("Some measures are nearly the same: they count twice.")
    if one.times and min(one.times) < max(one.times):
        yield say(
            "Not everybody has as many records: sums of fewer records are smaller for that alone."
        )


def _drawings(one: Indexed, items: list[Item], study: Study) -> Iterator[Drawing]:
    """Draw the first two measures against one another."""
    if len(items) > 1:
        rows = zip(one.people, one.sums, strict=True)
        points = tuple(
            Point(who, study.school(who), row[0], row[1])
            for who, row in rows
            if row[0] is not None and row[1] is not None
        )
        if points:
            yield Points(items[0].label, items[1].label, points)
