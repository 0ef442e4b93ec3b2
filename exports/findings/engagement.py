"""Groups with a high and a low index; the answer that respects clusters comes first."""

from collections.abc import Iterator, Sequence

from exports.findings.finding import (
    Alternative,
    Effect,
    Forest,
    Number,
)
from exports.findings.growth import CERTAIN
from exports.findings.number_sets import (
    estimate_line,
    estimate_numbers,
    group_line,
    group_numbers,
)
from exports.findings.phrasing import (
    apa,
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
from exports.statistics.clustered_groups import ClusteredGroups
from exports.statistics.estimates import Estimate
from exports.statistics.two_groups import Sample, TwoGroups
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


def two_words(found: ClusteredGroups, index: Words, what: Words, places: int = 2) -> Words:
    """Say what both groups have, with the test that respects clusters."""
    high, low = found.people.second, found.people.first
    if not high.n or not low.n:
        return say(
            "There are no two groups to compare: high n = {high}, low n = {low}.",
            high=high.n,
            low=low.n,
        )
    values = {
        "index": index,
        "what": what,
        "high": num(high.mean, places),
        "n_high": high.n,
        "low": num(low.mean, places),
        "n_low": low.n,
    }
    test = found.robust
    if test.p is None:
        return say(
            "Where “{index}” is high, {what} {high} (n = {n_high}); where it is low, {low} "
            "(n = {n_low}). It cannot be tested: {reason}.",
            reason=because(test.why),
            **values,
        )
    values["p"] = p_words(test.p)
    if test.p < CERTAIN:
        return say(
            "Where “{index}” is high, {what} {high} (n = {n_high}); where it is low, {low} "
            "(n = {n_low}). The difference is hardly chance ({p}, clusters respected).",
            **values,
        )
    return say(
        "Where “{index}” is high, {what} {high} (n = {n_high}); where it is low, {low} "
        "(n = {n_low}). The difference may be chance ({p}, clusters respected).",
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
        in_r(say("A teacher with two pupils counts as one with ten."), "t.test(mean ~ high)"),
        tuple(group_numbers(found.clusters)),
        found.clusters.welch.why,
    )
    yield from _mixed(found)
    yield Alternative(
        "people",
        say("Everybody as if on their own (Welch)"),
        group_line(found.people),
        in_r(say("Promises too much: those of one teacher are alike."), "t.test()"),
        tuple(group_numbers(found.people)),
        found.people.welch.why,
    )


def _mixed(found: ClusteredGroups) -> Iterator[Alternative]:
    call = "lmerTest::lmer(y ~ high + (1 | teacher))"
    for key, name, one, how in (
        (
            "mixed",
            say("Mixed model with an intercept for each teacher"),
            found.mixed,
            in_r(say("Satterthwaite's degrees of freedom."), call),
        ),
        (
            "mixed_kenward_roger",
            say("The same model with Kenward and Roger's degrees of freedom"),
            found.mixed_kenward_roger,
            say("More careful with few teachers."),
        ),
    ):
        yield Alternative(key, name, estimate_line(one), how, tuple(estimate_numbers(one)), one.why)


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
