"""Other ways to ask whether the share of lessons changed: a mixed model, and teachers as units."""

from collections.abc import Iterator

from exports.findings.finding import Alternative, Number
from exports.findings.number_sets import p_number
from exports.findings.phrasing import (
    apa,
    chi2_part,
    in_r,
    labelled,
    n_part,
    p_part,
    value_part,
    within_part,
)
from exports.lesson_shares import LessonShare, by_wave
from exports.statistics.mixed_logit import MixedSlope, mixed_logit
from exports.statistics.outcome import Undefined
from exports.statistics.paired_shares import McNemar, cochran_q, mcnemar
from exports.statistics.quantiles import ratio_limits
from exports.wording import say
from instruments.wording import Text

FEW_CHANGED = 25
"""Fewer people who changed than this are tested exactly."""
Answers = tuple[int | None, ...]


def other_ways(one: LessonShare) -> Iterator[Alternative]:
    """Give the mixed model over lessons, then Cochran's Q and McNemar over teachers."""
    rows = _teachers(one)
    yield _mixed(one)
    yield _cochran(one, rows)
    yield _mcnemar(one, rows)


def _teachers(one: LessonShare) -> list[Answers]:
    """Say for every teacher and wave whether any lesson had it; None without a lesson."""
    found: dict[str, dict[int, int]] = {}
    for case in one.cases:
        own = found.setdefault(case.teacher, {})
        own[case.wave] = max(own.get(case.wave, 0), case.seen)
    return [tuple(own.get(place) for place in range(len(one.waves))) for own in found.values()]


def _mixed(one: LessonShare) -> Alternative:
    numbers: tuple[Number, ...] = ()
    line, why = Text(), Undefined.ONE_OCCASION if len(one.waves) < 2 else None
    if not why:
        predictors = by_wave(one.cases, len(one.waves))
        teachers = [case.teacher for case in one.cases]
        model = mixed_logit([case.seen for case in one.cases], predictors, teachers)
        why = model.why
        if not why:
            line = _mixed_line(model.slopes[-1])
            numbers = *_mixed_numbers(one, model.slopes[-1]), _variance(model.variance)
    return Alternative(
        "mixed_logit",
        say("Logistic mixed model with an intercept for each teacher"),
        line,
        in_r(
            say(
                "Compares lessons of the same teacher: the more teachers differ, the farther from "
                "1 is its odds ratio than that of GEE, which compares the average of all."
            ),
            "lme4::glmer(seen ~ wave + (1 | teacher), family = binomial, nAGQ = 15)",
        ),
        numbers,
        why,
    )


def _mixed_line(slope: MixedSlope) -> Text:
    return apa(
        value_part("OR", slope.odds_ratio),
        within_part(*ratio_limits(slope.value, slope.se)),
        value_part("z", slope.z),
        p_part(slope.p),
    )


def _mixed_numbers(one: LessonShare, slope: MixedSlope) -> Iterator[Number]:
    name = labelled(one.waves[-1].wave.label, say("Odds ratio to the first wave"))
    limits = ratio_limits(slope.value, slope.se)
    yield Number("odds_ratio", name, slope.odds_ratio, *limits)
    yield Number("z", say("z"), slope.z)
    yield p_number("p", say("p"), slope.p)


def _variance(value: float | None) -> Number:
    return Number("variance", say("Variance of teachers, on the scale of the logit"), value)


def _cochran(one: LessonShare, rows: list[Answers]) -> Alternative:
    test = cochran_q(rows)
    why = _why_not(one, test.n) or test.why
    return Alternative(
        "cochran_q",
        say("Teachers with any such lesson, all waves (Cochran's Q)"),
        Text() if why else apa(chi2_part(test.chi2, test.df, "Q"), p_part(test.p), n_part(test.n)),
        say(
            "Counts the same teachers in every wave, but a teacher with two lessons has more "
            "chance of “any” than one with a single lesson."
        ),
        ()
        if why
        else (
            Number("n", say("Teachers"), test.n, places=0),
            Number("q", say("Cochran's Q"), test.chi2),
            Number("df", say("Degrees of freedom"), test.df, places=0),
            p_number("p", say("p"), test.p),
        ),
        why,
    )


def _mcnemar(one: LessonShare, rows: list[Answers]) -> Alternative:
    test = mcnemar([row[0] for row in rows], [row[-1] for row in rows])
    why = _why_not(one, _pairs(test)) or (test.why if test.p is None else None)
    return Alternative(
        "mcnemar",
        say("Teachers with any such lesson, first and last wave (McNemar)"),
        Text() if why else _mcnemar_line(test),
        say(
            "Looks only at teachers who changed between the first and the last wave; two lessons "
            "give more chance of “any” than one."
        ),
        () if why else (*_mcnemar_numbers(test),),
        why,
    )


def _pairs(test: McNemar) -> int:
    return test.n00 + test.n01 + test.n10 + test.n11


def _is_exact(test: McNemar) -> bool:
    return test.n01 + test.n10 < FEW_CHANGED


def _mcnemar_line(test: McNemar) -> Text:
    changed = f"n01 = {test.n01}", f"n10 = {test.n10}"
    if _is_exact(test):
        return apa(*changed, p_part(test.p_exact, "p_exact"), n_part(_pairs(test)))
    return apa(
        *changed,
        chi2_part(test.chi2_corrected, 1),
        p_part(test.p_corrected),
        n_part(_pairs(test)),
    )


def _mcnemar_numbers(test: McNemar) -> Iterator[Number]:
    yield Number("n", say("Teachers"), _pairs(test), places=0)
    yield Number("n01", say("Teachers: only in the last wave"), test.n01, places=0)
    yield Number("n10", say("Teachers: only in the first wave"), test.n10, places=0)
    if _is_exact(test):
        yield p_number("p_exact", say("Exact p"), test.p_exact)
    else:
        yield Number("chi2", say("Chi-square"), test.chi2_corrected)
        yield p_number("p", say("p"), test.p_corrected)


def _why_not(one: LessonShare, teachers: int) -> Undefined | None:
    if len(one.waves) < 2:
        return Undefined.ONE_OCCASION
    return Undefined.FEW_UNITS if teachers < 2 else None
