"""How much an outcome changed between the first wave and the last, overall and by part."""

from collections.abc import Iterator, Sequence

from exports.findings.cases import Case, Outcome
from exports.findings.finding import (
    Alternative,
    Effect,
    Finding,
    Forest,
    Line,
    Lines,
    MeanAt,
    Means,
    Number,
    Topic,
)
from exports.findings.growth import CERTAIN, MANY, difference_words
from exports.findings.growth_others import f_numbers
from exports.findings.material import Study, present
from exports.findings.number_sets import estimate_line, estimate_numbers
from exports.findings.phrasing import (
    apa,
    f_part,
    in_r,
    labelled,
    listed,
    num,
    p_part,
    p_words,
    t_part,
    value_part,
    within_part,
)
from exports.findings.reasons import because
from exports.statistics.anova import one_way
from exports.statistics.cluster_robust import robust_model
from exports.statistics.descriptives import describe
from exports.statistics.estimates import Estimate
from exports.statistics.mixed_model import mixed_model
from exports.statistics.mixed_tests import estimated
from exports.statistics.outcome import Undefined
from exports.statistics.paired import paired_t
from exports.statistics.proportions import share
from exports.wording import Words, say
from instruments.wording import Text

TEACHER = "teacher"


def gained(one: Outcome, study: Study) -> Iterator[Finding]:
    """Say how much the outcome changed, and whether parts such as subjects differ in it."""
    yield _overall(one, study)
    parts = sorted({case.part for case in one.cases if case.part})
    if one.parted_by and len(parts) > 1:
        yield _by_part(one, parts)


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


def _overall(one: Outcome, study: Study) -> Finding:
    gain = mean_gain(one.both)
    better = share(sum(value > 0 for value in one.gains), len(one.gains))
    described = [
        (wave, describe(present([case.values[place] for case in one.cases])))
        for place, wave in enumerate(one.waves)
    ]
    numbers = [
        Number("cases", say("Cases"), len(one.cases), places=0),
        Number("n", say("Cases with a gain"), len(one.both), places=0),
        Number("teachers", say("Teachers"), len({*one.teachers}), places=0),
        Number("gain", say("Mean gain"), gain.value, gain.low, gain.high),
        *estimate_numbers(gain),
        Number("improved", say("Cases that rose"), better.x, places=0),
        Number("improved_share", say("Share that rose"), better.share, better.low, better.high),
    ]
    for wave, found in described:
        at = wave.label
        numbers += [
            Number(f"n.{wave.key}", labelled(at, say("n")), found.n, places=0),
            Number(
                f"mean.{wave.key}",
                labelled(at, say("Mean")),
                found.mean,
                found.ci_low,
                found.ci_high,
            ),
            Number(f"sd.{wave.key}", labelled(at, say("Standard deviation")), found.sd),
        ]
    means = tuple(
        MeanAt(wave.label, found.n, found.mean, found.ci_low, found.ci_high)
        for wave, found in described
    )
    low, high = one.item.minimum, one.item.maximum
    lines = tuple(Line(case.who, case.teacher, case.values) for case in one.cases)
    labels = tuple(wave.label for wave in one.waves)
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
        numbers=tuple(numbers),
        alternatives=tuple(_others(one)),
        warnings=(say("Without a comparison group, a gain may be what a year brings by itself."),),
        drawings=(
            Means(means, low, high, one.item.label),
            *((Lines(labels, lines, low, high),) if len(lines) <= MANY else ()),
        ),
        why=None if gain.p is not None else gain.why or Undefined.NO_CASES,
    )


def _answer(one: Outcome, gain: Estimate, described: Sequence[tuple[object, object]]) -> Words:
    means = listed(
        (wave.label, num(found.mean, 1))  # type: ignore[attr-defined]
        for wave, found in described
    )
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


def _others(one: Outcome) -> Iterator[Alternative]:
    model = mixed_model(one.gains, [(1,)] * len(one.gains), {TEACHER: one.teachers})
    mixed = estimated(model, (1,))
    yield Alternative(
        "mixed",
        say("Mixed model with an intercept for each teacher"),
        estimate_line(mixed, "M"),
        in_r(say("Weighs teachers more alike."), "lmerTest::lmer(gain ~ 1 + (1 | teacher))"),
        tuple(estimate_numbers(mixed)),
        mixed.why,
    )
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
    yield Alternative(
        "paired_t",
        say("Paired t test of everybody as if on their own"),
        line,
        say("Promises too much: those of one teacher are alike."),
        (
            Number("n", say("n"), pair.n, places=0),
            Number("difference", say("Difference"), pair.difference, pair.low, pair.high),
            Number("t", say("t"), pair.t),
            Number("df", say("Degrees of freedom"), pair.df, places=0),
            Number("p", say("p"), pair.p, places=3, bounded=True),
            Number("dz", say("d_z"), pair.dz, pair.dz_low, pair.dz_high),
            Number("dav", say("d_av"), pair.dav),
            Number("g", say("g of d_z"), pair.gz, pair.gz_low, pair.gz_high),
        ),
        pair.why,
    )


def _by_part(one: Outcome, parts: Sequence[str]) -> Finding:
    assert one.parted_by is not None  # noqa: S101  (the caller looked)
    choices = {choice.code: choice.label for choice in one.parted_by.choices}
    of = {part: [case for case in one.both if case.part == part] for part in parts}
    gains = {part: mean_gain(cases) for part, cases in of.items()}
    test = one_way([present([case.gain for case in cases]) for cases in of.values()])

    def named(part: str) -> Text:
        return choices.get(part, Text(part, part, part))

    numbers: list[Number] = []
    for part in parts:
        gain, name = gains[part], named(part)
        label = labelled(name, say("mean gain"))
        numbers += [
            Number(f"n.{part}", labelled(name, say("n")), len(of[part]), places=0),
            Number(f"gain.{part}", label, gain.value, gain.low, gain.high),
            Number(
                f"p.{part}", labelled(name, say("p of the gain")), gain.p, places=3, bounded=True
            ),
        ]
    shown = listed((named(part), difference_words(gains[part].value)) for part in parts if of[part])
    return Finding(
        key=f"{Topic.PUPILS}.{one.key}.{one.item.code}.by.{one.parted_by.code}",
        topic=Topic.PUPILS,
        instrument=one.key,
        code=one.item.code,
        question=say("Do the gains differ by “{part}”?", part=one.parted_by.label),
        subject=one.item.label,
        answer=say("Mean gains: {gains}.", gains=shown)
        if test.p is None
        else say(
            "Mean gains: {gains}. Differences between them: {p}.", gains=shown, p=p_words(test.p)
        ),
        apa=apa(f_part(test.f, test.df1, test.df2), p_part(test.p))
        if test.p is not None
        else Text(),
        n=len(one.both),
        missing=missing_gains(one),
        model=in_r(
            say("ANOVA of the gains; each mean gain with errors corrected for teachers (CR2)."),
            "anova(lm(gain ~ part))",
        ),
        numbers=(*f_numbers(test.f, test.df1, test.df2, test.p), *numbers),
        warnings=(
            say("The ANOVA takes everybody as if on their own; those of one teacher are alike."),
        ),
        drawings=(
            Forest(
                tuple(
                    Effect(named(part), len(of[part]), gain.value, gain.low, gain.high)
                    for part, gain in gains.items()
                ),
                say("mean gain"),
            ),
        ),
        why=test.why,
    )
