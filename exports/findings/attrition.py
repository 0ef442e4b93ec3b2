"""Whether those who left differed at the start from those who stayed."""

from collections.abc import Iterator
from dataclasses import dataclass

from exports.findings.finding import Alternative, Effect, Finding, Forest, Number, Topic
from exports.findings.growth import CERTAIN, Grown
from exports.findings.material import Study
from exports.findings.phrasing import (
    apa,
    each,
    in_r,
    labelled,
    p_part,
    p_words,
    stacked,
    t_part,
    value_part,
    within_part,
)
from exports.findings.reasons import because
from exports.statistics.outcome import Undefined
from exports.statistics.two_groups import TwoGroups, two_groups
from exports.wording import Words, say
from instruments.records import Wave
from instruments.wording import Text

FEWEST = 2
"""A group of fewer has no spread to compare."""


@dataclass(frozen=True)
class Presence:
    """Who has a record in which of the waves with any; people of the first wave count."""

    waves: tuple[Wave, ...]
    there: tuple[frozenset[str], ...]

    @property
    def first(self) -> frozenset[str]:
        """Give who was there in the first wave."""
        return self.there[0] if self.there else frozenset()

    @property
    def without_last(self) -> frozenset[str]:
        """Give who has no record in the last wave."""
        return self.first - self.there[-1] if self.there else frozenset()

    @property
    def without_some(self) -> frozenset[str]:
        """Give who lacks a record in any wave."""
        return self.first - frozenset.intersection(*self.there) if self.there else frozenset()


@dataclass(frozen=True)
class Compared:
    """A scale in the first wave: those who left beside those who stayed."""

    scale: Grown
    groups: TwoGroups

    @property
    def why(self) -> Undefined | None:
        """Say why they cannot be compared."""
        sizes = self.groups.first.n, self.groups.second.n
        return Undefined.SMALL_GROUP if min(sizes) < FEWEST else self.groups.welch.why


def left(study: Study, key: str, scales: list[Grown]) -> Finding:
    """Compare the first scores of those who left, scale by scale."""
    who = _presence(study, key)
    found = [_compared(one, who, who.without_last) for one in scales]
    sure = [one for one in found if not one.why]
    return Finding(
        key=f"{Topic.PARTICIPATION}.{key}.left",
        topic=Topic.PARTICIPATION,
        instrument=key,
        code="",
        question=say("Did those who left differ at the start?"),
        subject=study.summary(key).instrument.title,
        answer=_answer(who, sure, found),
        apa=stacked((one.scale.scale.name, _line(one.groups)) for one in sure),
        n=len(who.first),
        missing=_missing_words(who),
        model=in_r(
            say("Welch's t test of the first scores, Hedges' g with its exact interval."),
            "t.test(left, stayed), effectsize::hedges_g(left, stayed)",
        ),
        numbers=(*_counts(who), *(it for one in found for it in _numbers(one))),
        alternatives=tuple(_any_gap(who, scales)),
        warnings=tuple(_warnings(who, sure)),
        drawings=(_drawing(sure),) if sure else (),
        why=None if sure else _why(who, found),
    )


def _missing_words(who: Presence) -> Words:
    return say(
        "Compared are those with a score in the first wave. In the first wave: {first}; "
        "without a record in the last: {last}; without a record in some wave: {some}.",
        first=len(who.first),
        last=len(who.without_last),
        some=len(who.without_some),
    )


def _presence(study: Study, key: str) -> Presence:
    """Say who was there in each wave that anybody answered."""
    of = study.present(key)
    waves = tuple(one.wave for one in study.summary(key).answered if of.get(one.wave.key))
    return Presence(waves, tuple(of[wave.key] for wave in waves))


def _compared(one: Grown, who: Presence, gone: frozenset[str]) -> Compared:
    scores = {
        person: value
        for person, value in zip(one.table.people, one.table.first, strict=True)
        if value is not None and person in who.first
    }
    stayed = [value for person, value in scores.items() if person not in gone]
    away = [value for person, value in scores.items() if person in gone]
    return Compared(one, two_groups(stayed, away))


def _why(who: Presence, found: list[Compared]) -> Undefined:
    if not who.there:
        return Undefined.NO_CASES
    if len(who.waves) < 2:
        return Undefined.ONE_OCCASION
    if not who.without_last:
        return Undefined.ONE_GROUP
    return next((one.why for one in found if one.why), Undefined.NO_CASES)


def _answer(who: Presence, sure: list[Compared], found: list[Compared]) -> Words:
    if not who.there:
        return say("Nobody has answered yet, so nobody has left.")
    if len(who.waves) < 2:
        return say("Only “{wave}” has answers, so nobody can have left.", wave=who.waves[0].label)
    values = {
        "first": who.waves[0].label,
        "last": who.waves[-1].label,
        "n": len(who.first),
        "left": len(who.without_last),
        "some": len(who.without_some),
    }
    if not who.without_some:
        return say("Nobody left: all {n} of “{first}” are in every later wave.", **values)
    if not who.without_last:
        return say(
            "Nobody left: all {n} of “{first}” are in “{last}”; without a record in between: "
            "{some}.",
            **values,
        )
    if not sure:
        return say(
            "Of {n} in “{first}” {left} are not in “{last}”. They cannot be compared with those "
            "who stayed: {reason}.",
            reason=because(_why(who, found)),
            **values,
        )
    return _largest(max(sure, key=_size), values)


def _size(one: Compared) -> float:
    return abs(one.groups.g.value or 0.0)


def _largest(one: Compared, values: dict[str, object]) -> Words:
    values = values | {
        "scale": one.scale.scale.name,
        "g": each(value_part("g", one.groups.g.value)),
        "p": p_words(one.groups.welch.p),
    }
    if (one.groups.welch.p or 0.0) < CERTAIN:
        return say(
            "Of {n} in “{first}” {left} are not in “{last}”. At the start they differ from those "
            "who stayed most in “{scale}” ({g}), hardly by chance ({p}).",
            **values,
        )
    return say(
        "Of {n} in “{first}” {left} are not in “{last}”. At the start they differ from those "
        "who stayed most in “{scale}” ({g}), which may be chance ({p}).",
        **values,
    )


def _line(found: TwoGroups) -> Text:
    return apa(
        t_part(found.welch.t, found.welch.df),
        p_part(found.welch.p),
        value_part("g", found.g.value),
        within_part(found.g.low, found.g.high),
    )


def _counts(who: Presence) -> Iterator[Number]:
    yield Number("first", say("In the first wave"), len(who.first), places=0)
    yield Number("left", say("Not in the last wave"), len(who.without_last), places=0)
    yield Number("left_some", say("Not in some wave"), len(who.without_some), places=0)


def _numbers(one: Compared) -> Iterator[Number]:
    scale, groups = one.scale.scale, one.groups
    for key, label, value in (
        ("left", say("left, n"), groups.second.n),
        ("stayed", say("stayed, n"), groups.first.n),
    ):
        yield Number(f"{key}.{scale.code}", labelled(scale.name, label), value, places=0)
    if one.why:
        return
    for number in _of_groups(groups):
        yield Number(
            f"{number.key}.{scale.code}",
            labelled(scale.name, number.label),
            number.value,
            number.low,
            number.high,
            places=number.places,
            bounded=number.bounded,
        )


def _of_groups(found: TwoGroups) -> Iterator[Number]:
    welch, g = found.welch, found.g
    yield Number("mean_left", say("mean of those who left"), found.second.mean)
    yield Number("mean_stayed", say("mean of those who stayed"), found.first.mean)
    yield Number("difference", say("difference"), welch.value, welch.low, welch.high)
    yield Number("t", say("t"), welch.t)
    yield Number("df", say("Degrees of freedom"), welch.df, places=1)
    yield Number("p", say("p"), welch.p, places=3, bounded=True)
    yield Number("g", say("Hedges' g"), g.value, g.low, g.high)


def _any_gap(who: Presence, scales: list[Grown]) -> Iterator[Alternative]:
    """Compare everybody who lacks any wave; with those who lack the last it would be the same."""
    if who.without_some == who.without_last:
        return
    for one in scales:
        found = _compared(one, who, who.without_some)
        numbers = (
            Number("left", say("left, n"), found.groups.second.n, places=0),
            Number("stayed", say("stayed, n"), found.groups.first.n, places=0),
        )
        yield Alternative(
            f"any_gap.{one.scale.code}",
            labelled(one.scale.name, say("those with any gap beside those without")),
            Text() if found.why else _line(found.groups),
            say("Counts who came back as well; who was ill once is no leaver."),
            numbers if found.why else (*numbers, *_of_groups(found.groups)),
            found.why,
        )


def _warnings(who: Presence, sure: list[Compared]) -> Iterator[Words]:
    if len(sure) > 1:
        yield say(
            "Scales compared: {n}; one in twenty such differences is below p = .05 by chance.",
            n=len(sure),
        )
    if sure and len(who.without_last) < 10:
        yield say(
            "With so few who left ({n}) only a very large difference would be seen: look at the "
            "interval of g.",
            n=len(who.without_last),
        )


def _drawing(sure: list[Compared]) -> Forest:
    effects = tuple(
        Effect(
            one.scale.scale.name,
            one.groups.first.n + one.groups.second.n,
            one.groups.g.value,
            one.groups.g.low,
            one.groups.g.high,
        )
        for one in sure
    )
    return Forest(effects, say("standard deviations, left minus stayed (g)"))
