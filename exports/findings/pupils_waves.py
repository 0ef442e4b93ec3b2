"""How an outcome changed over all its waves, those between the first and the last too."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from exports.findings.cases import Outcome
from exports.findings.finding import Drawing, Finding, Forest, MeanAt, Means, Number, Topic
from exports.findings.growth import CERTAIN
from exports.findings.growth_others import f_numbers
from exports.findings.number_sets import described_numbers
from exports.findings.phrasing import apa, f_part, in_r, labelled, listed, num, p_part, p_words
from exports.findings.pupils import Described, described_waves
from exports.findings.reasons import because
from exports.findings.wave_pairs import contrast_numbers, pair_effects
from exports.statistics.mixed_waves import PERSON, PLACE, WaveModel, waves_model
from exports.wording import Words, say
from instruments.wording import Text


@dataclass(frozen=True)
class Over:
    """An outcome, what it was in every wave, and the model of them all."""

    outcome: Outcome
    described: Described
    model: WaveModel


def over_waves(one: Outcome) -> Iterator[Finding]:
    """Test all waves of an outcome; with one or two of them the gain says everything."""
    if len(one.waves) > 2:
        rows = [case.values for case in one.cases]
        teachers = [case.teacher for case in one.cases]
        yield _finding(Over(one, described_waves(one), waves_model(rows, teachers)))


def _finding(found: Over) -> Finding:
    one, model = found.outcome, found.model
    test = model.satterthwaite
    return Finding(
        key=f"{Topic.PUPILS}.{one.key}.{one.item.code}.waves",
        topic=Topic.PUPILS,
        instrument=one.key,
        code=one.item.code,
        question=say("Did it change over all the waves?"),
        subject=one.item.label,
        answer=_answer(found),
        apa=Text() if test.p is None else apa(f_part(test.f, test.df1, test.df2), p_part(test.p)),
        n=model.people,
        missing=_missing_words(found),
        model=in_r(
            say(
                "Linear mixed model by REML with intercepts for each teacher and each case, "
                "Satterthwaite's degrees of freedom; pairs of waves by Bonferroni and by Holm."
            ),
            "lmerTest::lmer(outcome ~ wave + (1 | teacher / case)), emmeans(adjust = 'bonferroni')",
        ),
        numbers=tuple(_numbers(found)),
        warnings=tuple(_warnings(found)),
        drawings=_drawings(found),
        why=model.why or test.why,
    )


def _missing_words(found: Over) -> Words:
    one = found.outcome
    return say(
        "{n} of {expected} values (cases: {cases}, waves: {waves}). Who has a gap stays in "
        "with the other waves; nothing is filled in.",
        n=found.model.n,
        expected=len(one.cases) * len(one.waves),
        cases=len(one.cases),
        waves=len(one.waves),
    )


def _answer(found: Over) -> Words:
    test = found.model.satterthwaite
    item = found.outcome.item.label
    means = listed((wave.label, num(it.mean, 1)) for wave, it in found.described)
    if test.p is None:
        return say(
            "“{item}”: {means}. Whether it changed cannot be tested: {reason}.",
            item=item,
            means=means,
            reason=because(found.model.why or test.why),
        )
    values = {"item": item, "means": means, "p": p_words(test.p)}
    if test.p < CERTAIN:
        return say("“{item}”: {means}. The waves differ, hardly by chance ({p}).", **values)
    return say("“{item}”: {means}. The waves may differ by chance ({p}).", **values)


def _numbers(found: Over) -> Iterator[Number]:
    one, model = found.outcome, found.model
    test = model.satterthwaite
    for (wave, it), by_model in zip(found.described, model.means, strict=True):
        yield from described_numbers(wave.key, wave.label, it)
        yield Number(
            f"model_mean.{wave.key}",
            labelled(wave.label, say("Mean by the model")),
            by_model.value,
            by_model.low,
            by_model.high,
        )
    yield Number("cases", say("Cases"), model.people, places=0)
    yield Number("scores", say("Scores"), model.n, places=0)
    yield from f_numbers(test.f, test.df1, test.df2, test.p)
    for key, label, variance in (
        ("variance_teachers", say("Variance between teachers"), model.model.variance(PLACE)),
        ("variance_cases", say("Variance between cases"), model.model.variance(PERSON)),
        ("variance_residual", say("Variance left"), model.model.residual),
    ):
        yield Number(key, label, variance, places=3)
    for pair in model.pairs:
        yield from contrast_numbers(one.waves, pair.earlier, pair.later, pair.contrast)


def _warnings(found: Over) -> Iterator[Words]:
    cases = Counter(case.who for case in found.outcome.cases)
    several = sum(n > 1 for n in cases.values())
    if several:
        yield say(
            "Participants with several cases: {n}; the model takes these as different people.",
            n=several,
        )
    if any(one.variance == 0 for one in found.model.model.components):
        yield say("Between teachers or between cases no variance was found.")


def _drawings(found: Over) -> tuple[Drawing, ...]:
    item, means = found.outcome.item, found.model.means
    drawn = Means(
        tuple(
            MeanAt(wave.label, it.n, it.mean, it.ci_low, it.ci_high, by_model.value)
            for (wave, it), by_model in zip(found.described, means, strict=True)
        ),
        item.minimum,
        item.maximum,
        item.label,
    )
    pairs = [pair for pair in found.model.pairs if pair.contrast.p_bonferroni is not None]
    if not pairs:
        return (drawn,)
    effects = pair_effects(found.outcome.waves, pairs, found.model.people)
    return drawn, Forest(effects, say("points of the outcome, simultaneous intervals"))
