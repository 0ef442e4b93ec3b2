"""Gains of pupils where a teacher's index is high and where it is low."""

from collections.abc import Iterator, Sequence

from exports.findings.cases import Case, Indexed, Outcome
from exports.findings.engagement import (
    CHOSEN,
    CUT,
    clustered_drawing,
    clustered_line,
    clustered_numbers,
    clustered_others,
    two_words,
)
from exports.findings.finding import Alternative, Finding, Number, Point, Points, Topic
from exports.findings.growth_others import OF_GROUPS, eta2p_number, f_numbers
from exports.findings.number_sets import (
    estimate_line,
    estimate_numbers,
    group_line,
    group_numbers,
    p_number,
)
from exports.findings.phrasing import (
    apa,
    f_part,
    in_r,
    labelled,
    num,
    p_part,
    p_words,
    value_part,
)
from exports.findings.reasons import because
from exports.statistics.ancova import Ancova, ancova
from exports.statistics.cluster_robust import robust_model
from exports.statistics.clustered_groups import clustered_groups
from exports.statistics.estimates import Estimate
from exports.statistics.outcome import Undefined
from exports.statistics.two_groups import two_groups
from exports.wording import Words, say
from instruments.wording import Text


def compared(one: Outcome, index: Indexed) -> Finding:
    """Compare the gains where the teacher's index is high with those where it is low."""
    cases = [case for case in one.both if case.teacher in index.high]
    gains, high = [case.gain for case in cases], [index.high[case.teacher] for case in cases]
    found = clustered_groups(gains, high, [case.teacher for case in cases])
    return Finding(
        key=f"{Topic.ENGAGEMENT}.{one.key}.{one.item.code}.{index.index.key}",
        topic=Topic.ENGAGEMENT,
        instrument=one.key,
        code=one.item.code,
        question=say("Is the gain larger where “{index}” is high?", index=index.index.name),
        subject=one.item.label,
        answer=_unindexed(index) or two_words(found, index.index.name, say("mean gain"), 1),
        apa=clustered_line(found),
        n=len(cases),
        missing=_missing_words(one, index, len(cases)),
        model=in_r(
            say("Difference of the means with errors corrected for teachers (CR2)."),
            "clubSandwich::coef_test(lm(gain ~ high), cluster = teacher, vcov = 'CR2')",
        ),
        numbers=clustered_numbers(found),
        alternatives=(
            *clustered_others(found),
            _at_the_same_start(cases, high),
            *_top(one, index),
        ),
        warnings=(CHOSEN, CUT) if found.robust.p is not None else (),
        drawings=(clustered_drawing(found), _points(cases, index, one)),
        why=None if found.robust.p is not None else found.robust.why or Undefined.NO_CASES,
    )


def _unindexed(index: Indexed) -> Words | None:
    """Say why nobody has an index; None where somebody has."""
    if index.values:
        return None
    return say(
        "“{index}” parts nobody: {reason}.",
        index=index.index.name,
        reason=because(index.composite.why or Undefined.NO_CASES),
    )


def _missing_words(one: Outcome, index: Indexed, n: int) -> Words:
    return say(
        "Cases with a gain and an index: {n} of {cases}. Median of the index: {median}; "
        "participants with an index: {people} of {all}.",
        n=n,
        cases=len(one.cases),
        median=num(index.composite.cut()),
        people=len(index.values),
        all=len(index.people),
    )


def _at_the_same_start(cases: Sequence[Case], high: Sequence[bool]) -> Alternative:
    found = ancova(
        [case.end for case in cases],
        [(case.start,) for case in cases],
        ["1 high" if one else "0 low" for one in high],
    )
    return Alternative(
        "ancova",
        say("ANCOVA: the last wave at the same first wave"),
        _ancova_line(found),
        in_r(
            say(
                "Takes everybody as if on their own. Slopes differ between the groups: {p}.",
                p=p_words(found.parallel.p),
            ),
            "car::Anova(lm(end ~ start + high), type = 2)",
        ),
        tuple(_ancova_numbers(found)),
        found.why,
    )


def _ancova_numbers(found: Ancova) -> Iterator[Number]:
    effect, size = found.effect, found.size
    yield from f_numbers(effect.f, effect.df1, effect.df2, effect.p, OF_GROUPS)
    yield eta2p_number(size.eta2p, size.low, size.high)
    names = (("low", say("Low group")), ("high", say("High group")))
    for one, (name, label) in zip(found.means, names, strict=False):
        mean = one.mean.value, one.mean.low, one.mean.high
        yield Number(f"adjusted.{name}", labelled(label, say("adjusted mean")), *mean)
    yield p_number("parallel_p", say("p of different slopes"), found.parallel.p)


def _ancova_line(found: Ancova) -> Text:
    if found.effect.p is None:
        return Text()
    return apa(
        f_part(found.effect.f, found.effect.df1, found.effect.df2),
        p_part(found.effect.p),
        value_part("ηp²", found.size.eta2p, bounded=True),
    )


def _top(one: Outcome, index: Indexed) -> Iterator[Alternative]:
    """Cut at the upper quartile: as if everybody were alone, and with teachers respected."""
    cases = [case for case in one.both if case.teacher in index.top]
    top = [index.top[case.teacher] for case in cases]
    gains = [case.gain for case in cases]
    found = two_groups(
        [gain for gain, above in zip(gains, top, strict=True) if not above],
        [gain for gain, above in zip(gains, top, strict=True) if above],
    )
    yield Alternative(
        "top_quartile",
        say("Above the upper quartile of the index, beside all others (Welch)"),
        group_line(found),
        say("Another cut; takes everybody as if on their own."),
        tuple(group_numbers(found)),
        found.welch.why,
    )
    robust = _robust(gains, top, [case.teacher for case in cases])
    yield Alternative(
        "top_quartile_clusters",
        say("Above the upper quartile of the index, beside all others (CR2)"),
        estimate_line(robust),
        in_r(
            say("Another cut, with errors corrected for teachers."),
            "clubSandwich::coef_test(lm(gain ~ top), cluster = teacher, vcov = 'CR2')",
        ),
        tuple(estimate_numbers(robust)),
        robust.why,
    )


def _robust(gains: Sequence[float | None], top: Sequence[bool], teachers: list[str]) -> Estimate:
    model = robust_model(gains, [(1, above) for above in top], teachers)
    return model.coefficients[1] if model.coefficients else Estimate(None, why=model.why)


def _points(cases: Sequence[Case], index: Indexed, one: Outcome) -> Points:
    of: dict[str, list[float]] = {}
    schools: dict[str, str] = {}
    for case in cases:
        if case.gain is not None:
            of.setdefault(case.teacher, []).append(case.gain)
            schools[case.teacher] = case.school
    return Points(
        index.index.name,
        say("Mean gain, {item}", item=one.item.label),
        tuple(
            Point(who, schools[who], index.values[who], sum(gains) / len(gains))
            for who, gains in sorted(of.items())
            if who in index.values
        ),
    )
