"""How much an outcome changed between the first wave and the last."""

from collections.abc import Iterator, Sequence

from exports.findings.cases import Case, Outcome
from exports.findings.finding import (
    Alternative,
    Drawing,
    Finding,
    Line,
    Lines,
    MeanAt,
    Means,
    Number,
    Topic,
)
from exports.findings.growth import CERTAIN, MANY, difference_words
from exports.findings.material import present
from exports.findings.number_sets import (
    described_numbers,
    estimate_line,
    estimate_numbers,
    p_number,
)
from exports.findings.phrasing import (
    apa,
    in_r,
    listed,
    num,
    p_part,
    p_words,
    t_part,
    value_part,
    within_part,
)
from exports.findings.reasons import because
from exports.statistics.cluster_robust import robust_model
from exports.statistics.descriptives import Descriptives, describe
from exports.statistics.estimates import Estimate
from exports.statistics.mixed_model import mixed_model
from exports.statistics.mixed_tests import estimated
from exports.statistics.outcome import Undefined
from exports.statistics.paired import Paired, paired_t
from exports.statistics.proportions import share
from exports.wording import Words, say
from instruments.records import Wave
from instruments.wording import Text

TEACHER = "teacher"
Described = Sequence[tuple[Wave, Descriptives]]


def gained(one: Outcome) -> Finding:
    """Say how much the outcome changed from the first wave to the last."""
    gain = mean_gain(one.both)
    described = described_waves(one)
    return Finding(
        key=f"{Topic.PUPILS}.{one.key}.{one.item.code}",
        topic=Topic.PUPILS,
        instrument=one.key,
        code=one.item.code,
        question=say("How much did it change from the first wave to the last?"),
        subject=one.item.label,
        answer=_answer(one, gain, described),
        apa=estimate_line(gain, "M"),
        n=len(one.both),
        missing=missing_gains(one),
        model=in_r(
            say("Mean of the gains with errors corrected for teachers (CR2)."),
            "clubSandwich::coef_test(lm(gain ~ 1), cluster = teacher, vcov = 'CR2')",
        ),
        numbers=tuple(_numbers(one, gain, described)),
        alternatives=(_mixed(one), _paired(one)),
        warnings=(say("Without a comparison group, a gain may be what a year brings by itself."),),
        drawings=_drawings(one, described),
        why=None if gain.p is not None else gain.why or Undefined.NO_CASES,
    )


def described_waves(one: Outcome) -> Described:
    """Describe the outcome in every wave."""
    return [
        (wave, describe(present([case.values[place] for case in one.cases])))
        for place, wave in enumerate(one.waves)
    ]


def mean_gain(cases: Sequence[Case]) -> Estimate:
    """Estimate the mean gain with errors that know that a teacher's cases are alike."""
    gains = [case.gain for case in cases]
    robust = robust_model(gains, [(1,)] * len(gains), [case.teacher for case in cases])
    if robust.coefficients:
        return robust.coefficients[0]
    value = describe(present(gains)).mean
    return Estimate(value, why=robust.why or Undefined.NO_CASES)


def missing_gains(one: Outcome) -> Words:
    """Say how many cases have no gain."""
    return say(
        "Cases: {cases}; with the first wave and the last: {both}. The others have no gain and are "
        "left out of it; nothing is filled in.",
        cases=len(one.cases),
        both=len(one.both),
    )


def _numbers(one: Outcome, gain: Estimate, described: Described) -> Iterator[Number]:
    better = share(sum(value > 0 for value in one.gains), len(one.gains))
    yield Number("cases", say("Cases"), len(one.cases), places=0)
    yield Number("n", say("Cases with a gain"), len(one.both), places=0)
    yield Number("teachers", say("Teachers"), len({*one.teachers}), places=0)
    yield Number("gain", say("Mean gain"), gain.value, gain.low, gain.high)
    yield from estimate_numbers(gain)
    yield Number("improved", say("Cases that rose"), better.x, places=0)
    yield Number("improved_share", say("Share that rose"), better.share, better.low, better.high)
    for wave, found in described:
        yield from described_numbers(wave.key, wave.label, found)


def _drawings(one: Outcome, described: Described) -> tuple[Drawing, ...]:
    low, high = one.item.minimum, one.item.maximum
    means = tuple(
        MeanAt(wave.label, found.n, found.mean, found.ci_low, found.ci_high)
        for wave, found in described
    )
    drawn = Means(means, low, high, one.item.label)
    if len(one.cases) > MANY:
        return (drawn,)
    lines = tuple(Line(case.who, case.teacher, case.values) for case in one.cases)
    return drawn, Lines(tuple(wave.label for wave in one.waves), lines, low, high)


def _answer(one: Outcome, gain: Estimate, described: Described) -> Words:
    means = listed((wave.label, num(found.mean, 1)) for wave, found in described)
    if not one.cases:
        return say("“{item}” was not recorded.", item=one.item.label)
    if gain.value is None:
        return say(
            "“{item}”: {means}. Nobody has the first wave and the last, so the gain is not known.",
            item=one.item.label,
            means=means,
        )
    values = {
        "item": one.item.label,
        "means": means,
        "gain": difference_words(gain.value),
        "n": len(one.both),
    }
    if gain.p is None:
        return say(
            "“{item}”: {means}. Mean gain {gain} (n = {n}); it cannot be tested: {reason}.",
            reason=because(gain.why),
            **values,
        )
    values["p"] = p_words(gain.p)
    if gain.p < CERTAIN:
        return say("“{item}”: {means}. Mean gain {gain} (n = {n}); hardly chance ({p}).", **values)
    return say("“{item}”: {means}. Mean gain {gain} (n = {n}); it may be chance ({p}).", **values)


def _mixed(one: Outcome) -> Alternative:
    model = mixed_model(one.gains, [(1,)] * len(one.gains), {TEACHER: one.teachers})
    mixed = estimated(model, (1,))
    return Alternative(
        "mixed",
        say("Mixed model with an intercept for each teacher"),
        estimate_line(mixed, "M"),
        in_r(say("Weighs teachers more alike."), "lmerTest::lmer(gain ~ 1 + (1 | teacher))"),
        tuple(estimate_numbers(mixed)),
        mixed.why,
    )


def _paired(one: Outcome) -> Alternative:
    pair = paired_t([case.start for case in one.both], [case.end for case in one.both])
    line = Text()
    if pair.p is not None:
        line = apa(
            value_part("Δ", pair.difference),
            within_part(pair.low, pair.high),
            t_part(pair.t, pair.df),
            p_part(pair.p),
            value_part("d_z", pair.dz),
            within_part(pair.dz_low, pair.dz_high),
        )
    return Alternative(
        "paired_t",
        say("Paired t test of everybody as if on their own"),
        line,
        say("Promises too much: those of one teacher are alike."),
        tuple(_paired_numbers(pair)),
        pair.why,
    )


def _paired_numbers(pair: Paired) -> Iterator[Number]:
    yield Number("n", say("n"), pair.n, places=0)
    yield Number("difference", say("Difference"), pair.difference, pair.low, pair.high)
    yield Number("t", say("t"), pair.t)
    yield Number("df", say("Degrees of freedom"), pair.df, places=0)
    yield p_number("p", say("p"), pair.p)
    yield Number("dz", say("d_z"), pair.dz, pair.dz_low, pair.dz_high)
    yield Number("dav", say("d_av"), pair.dav)
    yield Number("g", say("g of d_z"), pair.gz, pair.gz_low, pair.gz_high)
