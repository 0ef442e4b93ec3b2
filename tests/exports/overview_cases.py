"""Findings with few numbers, and the overview that is made of them."""

from exports.findings.finding import (
    Effect,
    Finding,
    Forest,
    Group,
    MeanAt,
    Means,
    Number,
    Topic,
)
from exports.findings.overviews import overviews_of
from instruments.wording import Text

WAVES = (Text(en="Baseline"), Text(en="Midyear"), Text(en="End of year"))
UNIT = Text(en="points")


def text(word: str) -> Text:
    return Text(kk=word, ru=word, en=word)


def finding(topic: Topic, subject: str, key: str = "", **more) -> Finding:
    given = {"answer": text(f"{subject} said."), "apa": text(f"{subject} = 1"), "n": 24} | more
    return Finding(
        key=f"{topic}.{subject}{key}",
        topic=topic,
        instrument="i",
        code=subject,
        question=text("Why?"),
        subject=text(subject),
        missing=text("Nothing."),
        model=text("A model."),
        **given,
    )


def numbers(**values: float | None) -> tuple[Number, ...]:
    return tuple(Number(key.replace("__", "."), text(key), value) for key, value in values.items())


def grown(subject: str, first: float, last: float, p: float, ends=(1, 5)) -> Finding:
    means = (MeanAt(WAVES[0], 24, first, first - 0.2, first + 0.2),)
    means += (MeanAt(WAVES[2], 24, last, last - 0.2, last + 0.2),)
    return finding(Topic.GROWTH, subject, numbers=numbers(p=p), drawings=(Means(means, *ends),))


def stepped(subject: str, *tested: tuple[float, float]) -> Finding:
    names = (
        ("first–second", "first–third", "second–third") if len(tested) > 1 else ("first–second",)
    )
    found = tuple(
        Number(f"{key}.{name}", text(name), value)
        for name, (difference, p) in zip(names, tested, strict=True)
        for key, value in (("difference", difference), ("p_bonferroni", p))
    )
    rows = tuple(
        Effect(text(name), 24, difference, difference - 1, difference + 1)
        for name, (difference, _) in zip(names, tested, strict=True)
    )
    sizes = tuple(Effect(it.name, 24, 9.0, 8.0, 10.0) for it in rows)
    return finding(
        Topic.GROWTH,
        subject,
        ".pairs",
        numbers=found,
        drawings=(Forest(rows, UNIT), Forest(sizes, text("d_z"))),
    )


def told(topic: Topic, *findings: Finding, key: str = ""):
    found = overviews_of(Group(topic, text("Title"), findings))
    return next(one for one in found if one.key == (key or topic))
