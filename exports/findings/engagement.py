"""Gains where an index is high and where it is low; the cluster-aware answer comes first."""

from collections.abc import Iterator, Sequence

from exports.findings.cases import Case, Indexed, Outcome
from exports.findings.finding import (
    Alternative,
    Effect,
    Finding,
    Forest,
    Number,
    Point,
    Points,
    Topic,
)
from exports.findings.growth import CERTAIN
from exports.findings.growth_others import f_numbers
from exports.findings.number_sets import (
    estimate_line,
    estimate_numbers,
    group_line,
    group_numbers,
)
from exports.findings.phrasing import (
    apa,
    f_part,
    in_r,
    labelled,
    num,
    p_part,
    p_words,
    plain,
    t_part,
    value_part,
    within_part,
)
from exports.findings.reasons import because
from exports.statistics.ancova import Ancova, ancova
from exports.statistics.clustered_groups import ClusteredGroups, clustered_groups
from exports.statistics.estimates import Estimate
from exports.statistics.outcome import Undefined
from exports.statistics.two_groups import Sample, TwoGroups, two_groups
from exports.wording import Words, say
from instruments.wording import Language, Text

CUT = say(
    "High is above the median of the index. The split is made by the data and loses information: "
    "the model with the index itself uses all of it."
)
CHOSEN = say(
    "Nobody was assigned to high or low: who takes part more may differ in other ways too. This "
    "is an association, not an effect."
)


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
        answer=two_words(found, say("mean gain"), 1),
        apa=clustered_line(found),
        n=len(cases),
        missing=say(
            "Cases with a gain and an index: {n} of {cases}. Median of the index: {median}; "
            "participants with an index: {people} of {all}.",
            n=len(cases),
            cases=len(one.cases),
            median=num(index.composite.cut()),
            people=len(index.values),
            all=len(index.people),
        ),
        model=in_r(
            say("Difference of the means with errors corrected for teachers (CR2)."),
            "clubSandwich::coef_test(lm(gain ~ high), cluster = teacher, vcov = 'CR2')",
        ),
        numbers=clustered_numbers(found),
        alternatives=(
            *clustered_others(found),
            _at_the_same_start(cases, high),
            _top(one, index),
        ),
        warnings=(CHOSEN, CUT),
        drawings=(clustered_drawing(found), _points(cases, index, one)),
        why=None if found.robust.p is not None else found.robust.why or Undefined.NO_CASES,
    )


def two_words(found: ClusteredGroups, what: Words, places: int = 2) -> Words:
    """Say what both groups have, with the test that respects clusters."""
    high, low = found.people.second, found.people.first
    if not high.n or not low.n:
        return say(
            "There are no two groups to compare: high n = {high}, low n = {low}.",
            high=high.n,
            low=low.n,
        )
    values = {
        "what": what,
        "high": num(high.mean, places),
        "n_high": high.n,
        "low": num(low.mean, places),
        "n_low": low.n,
    }
    test = found.robust
    if test.p is None:
        return say(
            "Where it is high, {what} {high} (n = {n_high}); where it is low, {low} (n = {n_low}). "
            "It cannot be tested: {reason}.",
            reason=because(test.why),
            **values,
        )
    values["p"] = p_words(test.p)
    if test.p < CERTAIN:
        return say(
            "Where it is high, {what} {high} (n = {n_high}); where it is low, {low} (n = {n_low}). "
            "The difference is hardly chance ({p}, clusters respected).",
            **values,
        )
    return say(
        "Where it is high, {what} {high} (n = {n_high}); where it is low, {low} (n = {n_low}). "
        "The difference may be chance ({p}, clusters respected).",
        **values,
    )


def clustered_line(found: ClusteredGroups) -> Text:
    """Write both means and the difference with its robust test."""
    test = found.robust
    if test.p is None:
        return Text()

    def means(language: Language) -> str:
        return " – ".join(
            f"M = {plain(one.mean, language)} (SD = {plain(one.sd, language)}, n = {one.n})"
            for one in (found.people.second, found.people.first)
        )

    return apa(
        means,
        value_part("b", test.value),
        within_part(test.low, test.high),
        t_part(test.t, test.df),
        p_part(test.p),
    )


def clustered_numbers(found: ClusteredGroups) -> tuple[Number, ...]:
    """Give both groups and the difference that respects clusters."""
    numbers: list[Number] = []
    for name, label, one in _groups(found.people):
        numbers += [
            Number(f"n.{name}", labelled(label, say("n")), one.n, places=0),
            Number(f"mean.{name}", labelled(label, say("mean")), one.mean),
            Number(f"sd.{name}", labelled(label, say("standard deviation")), one.sd),
        ]
    for name, label, one in _groups(found.clusters):
        numbers.append(
            Number(f"clusters.{name}", labelled(label, say("teachers")), one.n, places=0)
        )
    return (*numbers, *estimate_numbers(found.robust))


def _groups(found: TwoGroups) -> tuple[tuple[str, Words, Sample], ...]:
    return (
        ("low", say("Low group"), found.first),
        ("high", say("High group"), found.second),
    )


def clustered_others(found: ClusteredGroups) -> Iterator[Alternative]:
    """Give the other tests, those that respect clusters first."""
    yield Alternative(
        "clusters",
        say("Means of teachers, one number each (Welch)"),
        group_line(found.clusters),
        in_r(say("A teacher with two pupils counts as one with ten."), "t.test() of the means"),
        tuple(group_numbers(found.clusters)),
        found.clusters.welch.why,
    )
    for key, name, one, how in (
        (
            "mixed",
            say("Mixed model with an intercept for each teacher"),
            found.mixed,
            in_r(
                say("Satterthwaite's degrees of freedom."),
                "lmerTest::lmer(y ~ high + (1 | teacher))",
            ),
        ),
        (
            "mixed_kenward_roger",
            say("The same model with Kenward and Roger's degrees of freedom"),
            found.mixed_kenward_roger,
            say("More careful with few teachers."),
        ),
    ):
        yield Alternative(key, name, estimate_line(one), how, tuple(estimate_numbers(one)), one.why)
    yield Alternative(
        "people",
        say("Everybody as if on their own (Welch)"),
        group_line(found.people),
        in_r(say("Promises too much: those of one teacher are alike."), "t.test()"),
        tuple(group_numbers(found.people)),
        found.people.welch.why,
    )


def clustered_drawing(found: ClusteredGroups) -> Forest:
    """Draw the difference as each way estimates it."""
    rows: Sequence[tuple[Words, int, Estimate]] = (
        (say("Errors corrected for teachers (CR2)"), found.model.n, found.robust),
        (
            say("Means of teachers"),
            found.clusters.first.n + found.clusters.second.n,
            found.clusters.welch,
        ),
        (say("Mixed model"), found.model.n, found.mixed),
        (
            say("Everybody as if on their own"),
            found.people.first.n + found.people.second.n,
            found.people.welch,
        ),
    )
    return Forest(
        tuple(Effect(name, n, it.value, it.low, it.high) for name, n, it in rows),
        say("difference, high minus low"),
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
        (
            *f_numbers(found.effect.f, found.effect.df1, found.effect.df2, found.effect.p),
            Number(
                "eta2p",
                say("Partial eta squared, 90 % interval"),
                found.size.eta2p,
                found.size.low,
                found.size.high,
                bounded=True,
            ),
            *(
                Number(
                    f"adjusted.{name}",
                    labelled(label, say("adjusted mean")),
                    one.mean.value,
                    one.mean.low,
                    one.mean.high,
                )
                for one, name, label in zip(
                    found.means,
                    ("low", "high"),
                    (say("Low group"), say("High group")),
                    strict=False,
                )
            ),
            Number(
                "parallel_p", say("p of different slopes"), found.parallel.p, places=3, bounded=True
            ),
        ),
        found.why,
    )


def _ancova_line(found: Ancova) -> Text:
    if found.effect.p is None:
        return Text()
    return apa(
        f_part(found.effect.f, found.effect.df1, found.effect.df2),
        p_part(found.effect.p),
        value_part("ηp²", found.size.eta2p, bounded=True),
    )


def _top(one: Outcome, index: Indexed) -> Alternative:
    cases = [case for case in one.both if case.teacher in index.top]
    gains = {
        top: [case.gain for case in cases if index.top[case.teacher] is top]
        for top in (False, True)
    }
    found = two_groups(gains[False], gains[True])
    return Alternative(
        "top_quartile",
        say("Above the upper quartile of the index, beside all others (Welch)"),
        group_line(found),
        say("Another cut; takes everybody as if on their own."),
        tuple(group_numbers(found)),
        found.welch.why,
    )


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
