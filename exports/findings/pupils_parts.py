"""Whether an outcome's gains differ between parts such as subjects."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exports.findings.cases import Case, Outcome
from exports.findings.finding import Effect, Finding, Forest, Number, Topic
from exports.findings.growth import difference_words
from exports.findings.growth_others import f_numbers
from exports.findings.material import present
from exports.findings.number_sets import p_number
from exports.findings.phrasing import apa, f_part, in_r, labelled, listed, p_part, p_words
from exports.findings.pupils import mean_gain, missing_gains
from exports.statistics.anova import OneWay, one_way
from exports.statistics.estimates import Estimate
from exports.wording import Words, say
from instruments.definitions import Item
from instruments.wording import Text


@dataclass(frozen=True)
class Parts:
    """The cases with a gain by part, the mean gain of each, and a test that they differ."""

    by: Item
    cases: Mapping[str, Sequence[Case]]
    gains: Mapping[str, Estimate]
    test: OneWay

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
    yield _finding(one, Parts(one.parted_by, cases, gains, test))


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
        apa=Text() if test.p is None else apa(f_part(test.f, test.df1, test.df2), p_part(test.p)),
        n=len(one.both),
        missing=missing_gains(one),
        model=in_r(
            say("ANOVA of the gains; each mean gain with errors corrected for teachers (CR2)."),
            "anova(lm(gain ~ part))",
        ),
        numbers=(*f_numbers(test.f, test.df1, test.df2, test.p), *_numbers(parts)),
        warnings=(
            say("The ANOVA takes everybody as if on their own; those of one teacher are alike."),
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
    return say(
        "Mean gains: {gains}. Differences between them: {p}.",
        gains=shown,
        p=p_words(parts.test.p),
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
