"""In which schools a scale changed: described, not tested."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean

from exports.findings.finding import Drawing, Finding, Line, Lines, Number, Topic
from exports.findings.growth import Grown, difference_words, missing_words
from exports.findings.material import Study, present
from exports.findings.phrasing import apa, labelled, listed
from exports.statistics.outcome import Undefined
from exports.wording import Words, say
from instruments.wording import Text

FEWEST = 3
"""Means of fewer participants of a school would show what a person answered."""


@dataclass(frozen=True, slots=True)
class SchoolMean:
    """A school: its participants, their means by wave, and the change of those who have both."""

    code: str
    people: int
    means: tuple[float | None, ...]
    changed: int
    change: float | None

    @property
    def is_shown(self) -> bool:
        """Whether so many answered that no single person is shown."""
        return self.people >= FEWEST


def school_means(one: Grown, study: Study) -> tuple[SchoolMean, ...]:
    """Average a scale by school; what fewer than three people say is left out."""
    rows: dict[str, tuple[float | None, ...]] = {}
    members: dict[str, list[str]] = {}
    for who, row in zip(one.table.people, one.table.rows, strict=True):
        if any(value is not None for value in row):
            rows[who] = row
            members.setdefault(study.school(who), []).append(who)
    change = one.table.change
    found = []
    for school in study.source.frame.schools:
        own = members.get(school.code, [])
        columns = [present([rows[who][place] for who in own]) for place in range(len(one.waves))]
        both = [change[who] for who in own if who in change]
        found.append(
            SchoolMean(
                school.code,
                len(own),
                tuple(fmean(values) if len(values) >= FEWEST else None for values in columns),
                len(both),
                fmean(both) if len(both) >= FEWEST else None,
            )
        )
    return tuple(one for one in found if one.people)


def schools(one: Grown, study: Study) -> Finding:
    """Say in how many schools the mean rose or fell."""
    found = school_means(one, study)
    changed = [school for school in found if school.is_shown and school.change is not None]
    why = None
    if not changed:
        why = Undefined.ONE_OCCASION if len(one.waves) < 2 else Undefined.FEW_UNITS
    return Finding(
        key=f"{Topic.SCHOOLS}.{one.key}.{one.scale.code}",
        topic=Topic.SCHOOLS,
        instrument=one.key,
        code=one.scale.code,
        question=say("In which schools did it change?"),
        subject=one.scale.name,
        answer=_answer(one, changed),
        apa=apa(),
        n=sum(school.changed for school in changed),
        missing=missing_words(one, study),
        model=say(
            "Means of each school's participants, and the mean of their changes from the first "
            "wave to the last. No test: schools are few."
        ),
        numbers=tuple(_numbers(one, found)),
        warnings=tuple(_warnings(found)),
        drawings=_drawings(one, found),
        why=why,
    )


def _answer(one: Grown, changed: list[SchoolMean]) -> Words:
    if not changed:
        return say(
            "“{scale}”: no school has {fewest} participants who answered in the first wave and "
            "in the last.",
            scale=one.scale.name,
            fewest=FEWEST,
        )
    rose = sum((school.change or 0.0) > 0 for school in changed)
    fell = sum((school.change or 0.0) < 0 for school in changed)
    return say(
        "“{scale}”: schools shown {n}; the mean rose in {rose}, fell in {fell} ({changes}).",
        scale=one.scale.name,
        n=len(changed),
        rose=rose,
        fell=fell,
        changes=listed(
            (Text(school.code, school.code, school.code), difference_words(school.change))
            for school in changed
        ),
    )


def _numbers(one: Grown, found: tuple[SchoolMean, ...]) -> Iterator[Number]:
    for school in found:
        name = school.code
        yield Number(f"n.{name}", labelled(name, say("participants")), school.people, places=0)
        if not school.is_shown:
            continue
        for wave, mean in zip(one.waves, school.means, strict=True):
            yield Number(
                f"mean.{name}.{wave.key}",
                say("{school}: mean, {wave}", school=name, wave=wave.label),
                mean,
            )
        yield Number(
            f"changed.{name}",
            labelled(name, say("participants with the first and the last wave")),
            school.changed,
            places=0,
        )
        yield Number(f"change.{name}", labelled(name, say("change")), school.change)


def _warnings(found: tuple[SchoolMean, ...]) -> Iterator[Words]:
    hidden = [school.code for school in found if not school.is_shown]
    if hidden:
        yield say(
            "Not shown, because fewer than {fewest} participants answered: {schools}.",
            fewest=FEWEST,
            schools=", ".join(hidden),
        )
    if len(found) == 1:
        yield say("There is one school: nothing to compare it with.")
    elif found:
        yield say(
            "Schools: {n}. So few say nothing about schools in general; differences between them "
            "are not tested.",
            n=len(found),
        )


def _drawings(one: Grown, found: tuple[SchoolMean, ...]) -> tuple[Drawing, ...]:
    lines = tuple(
        Line(school.code, school.code, school.means, school.people)
        for school in found
        if school.is_shown
    )
    labels = tuple(wave.label for wave in one.waves)
    return (Lines(labels, lines, one.scale.minimum, one.scale.maximum),)
