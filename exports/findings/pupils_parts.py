"""Whether an outcome's gains differ between parts such as subjects."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from exports.findings.cases import Case, Outcome
from exports.findings.finding import Alternative, Effect, Finding, Forest, Number, Topic
from exports.findings.growth import CERTAIN, difference_words
from exports.findings.growth_others import OF_GROUPS, f_numbers
from exports.findings.material import present
from exports.findings.number_sets import p_number
from exports.findings.phrasing import Part, apa, f_part, in_r, labelled, listed, p_part, p_words
from exports.findings.pupils import mean_gain, missing_gains
from exports.findings.reasons import because
from exports.statistics.anova import OneWay, one_way
from exports.statistics.estimates import Estimate
from exports.wording import Words, say
from instruments.definitions import Item
from instruments.wording import Message, Text


@dataclass(frozen=True)
class Parts:
    """The cases with a gain by part, the mean gain of each, and tests that they differ.

    `test` takes pupils as independent, `clusters` compares the mean gains of teachers.
    """

    by: Item
    cases: Mapping[str, Sequence[Case]]
    gains: Mapping[str, Estimate]
    test: OneWay
    clusters: OneWay

    def named(self, part: str) -> Text:
        """Name a part as the choices of its item do."""
        labels = {choice.code: choice.label for choice in self.by.choices}
        return labels.get(part, Text(part, part, part))


def gained_by_part(one: Outcome) -> Iterator[Finding]:
    """Compare the gains of several parts; an outcome without parts has no such question."""
    codes = sorted({case.part for case in one.cases if case.part})
    if one.parted_by is None or len(codes) < 2:
        return
    cases = {part: [case for case in one.both if case.part == part] for part in codes}
    gains = {part: mean_gain(own) for part, own in cases.items()}
    test = one_way([present([case.gain for case in own]) for own in cases.values()])
    clusters = one_way([_teachers_means(own) for own in cases.values()])
    yield _finding(one, Parts(one.parted_by, cases, gains, test, clusters))


def _teachers_means(cases: Sequence[Case]) -> list[float]:
    """Give the mean gain of each teacher; who has pupils in two parts counts in both."""
    of: dict[str, list[float]] = {}
    for case in cases:
        if case.gain is not None:
            of.setdefault(case.teacher, []).append(case.gain)
    return [fmean(gains) for gains in of.values()]


def _finding(one: Outcome, parts: Parts) -> Finding:
    test = parts.test
    return Finding(
        key=f"{Topic.PUPILS}.{one.key}.{one.item.code}.by.{parts.by.code}",
        topic=Topic.PUPILS,
        instrument=one.key,
        code=one.item.code,
        question=say("Do the gains differ by “{part}”?", part=parts.by.label),
        subject=one.item.label,
        answer=_answer(parts),
        apa=_line(parts),
        n=len(one.both),
        missing=missing_gains(one),
        model=in_r(
            say(
                "ANOVA of the gains, pupils taken as independent; each mean gain with errors "
                "corrected for teachers (CR2). The verdict goes by the teachers' mean gains."
            ),
            "anova(lm(gain ~ part))",
        ),
        numbers=(*f_numbers(test.f, test.df1, test.df2, test.p, OF_GROUPS), *_numbers(parts)),
        alternatives=(_clusters(parts.clusters),),
        warnings=(
            say(
                "The ANOVA of all gains takes pupils as independent and promises too much: those "
                "of one teacher are alike. Go by the ANOVA of the teachers' mean gains."
            ),
        ),
        drawings=(_drawing(parts),),
        why=test.why,
    )


def _answer(parts: Parts) -> Words:
    shown = listed(
        (parts.named(part), difference_words(gain.value))
        for part, gain in parts.gains.items()
        if parts.cases[part]
    )
    if parts.test.p is None:
        return say("Mean gains: {gains}.", gains=shown)
    values = {"gains": shown, "plain": p_words(parts.test.p)}
    p = parts.clusters.p
    if p is None:
        return say(
            "Mean gains: {gains}. Differences between them cannot be tested by the teachers' "
            "means: {reason}; pupils taken as independent, {plain}.",
            reason=because(parts.clusters.why),
            **values,
        )
    if p < CERTAIN:
        return say(
            "Mean gains: {gains}. Differences between them are hardly chance ({p} by the "
            "teachers' means; pupils taken as independent, {plain}).",
            p=p_words(p),
            **values,
        )
    return say(
        "Mean gains: {gains}. Differences between them may be chance ({p} by the teachers' means; "
        "pupils taken as independent, {plain}).",
        p=p_words(p),
        **values,
    )


def _test_line(test: OneWay) -> Text:
    return Text() if test.p is None else apa(f_part(test.f, test.df1, test.df2), p_part(test.p))


def _line(parts: Parts) -> Text:
    """Write the test of the teachers' means first; each test says what it compares."""
    test, clusters = parts.test, parts.clusters
    if test.p is None:
        return Text()
    pupils = _named(test, say("pupils taken as independent"))
    if clusters.p is None:
        return apa(*pupils)
    return apa(*_named(clusters, say("teachers' means")), *pupils)


def _named(test: OneWay, what: Message) -> tuple[Part, Part]:
    p = p_part(test.p)
    return (
        f_part(test.f, test.df1, test.df2),
        lambda language: f"{p(language)} ({what.in_(language)})",
    )


def _clusters(test: OneWay) -> Alternative:
    return Alternative(
        "clusters",
        say("ANOVA of the teachers' mean gains"),
        _test_line(test),
        in_r(
            say("One number for each teacher; who has pupils in two parts counts in both."),
            "anova(lm(mean ~ part))",
        ),
        tuple(f_numbers(test.f, test.df1, test.df2, test.p, OF_GROUPS)),
        test.why,
    )


def _numbers(parts: Parts) -> Iterator[Number]:
    for part, gain in parts.gains.items():
        name = parts.named(part)
        yield Number(f"n.{part}", labelled(name, say("n")), len(parts.cases[part]), places=0)
        yield Number(
            f"gain.{part}", labelled(name, say("mean gain")), gain.value, gain.low, gain.high
        )
        yield p_number(f"p.{part}", labelled(name, say("p of the gain")), gain.p)


def _drawing(parts: Parts) -> Forest:
    effects = (
        Effect(parts.named(part), len(parts.cases[part]), gain.value, gain.low, gain.high)
        for part, gain in parts.gains.items()
    )
    return Forest(tuple(effects), say("mean gain"))
