"""Whether a scale changed over the waves in which it was asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

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
from exports.findings.growth_others import agree, eta2p_number, others
from exports.findings.material import Study, Waves, present, scales_of
from exports.findings.number_sets import described_numbers
from exports.findings.phrasing import (
    apa,
    each,
    f_part,
    in_r,
    labelled,
    listed,
    num,
    p_part,
    p_words,
    plain,
    value_part,
    within_part,
)
from exports.findings.reasons import because
from exports.statistics.descriptives import Descriptives, describe
from exports.statistics.effects import Explained, eta2p_from_f
from exports.statistics.mixed_shares import held_by_levels
from exports.statistics.mixed_waves import PERSON, WaveModel, waves_model
from exports.wording import Words, say
from instruments.definitions import Scale
from instruments.records import Wave
from instruments.wording import Text

CERTAIN = 0.05
"""Below this p a change is called more than chance."""
MANY = 500
"""With more people their lines are no picture."""


@dataclass(frozen=True)
class Grown:
    """A scale over its waves: what was answered, and the model of it."""

    key: str
    scale: Scale
    table: Waves
    model: WaveModel
    described: tuple[Descriptives, ...]
    unscored: int
    """Records in which too many items were skipped for a score."""

    @property
    def waves(self) -> tuple[Wave, ...]:
        """Give the waves in which the scale was asked."""
        return self.table.waves

    @property
    def people(self) -> int:
        """Count those who answered at all."""
        return sum(any(one is not None for one in row) for row in self.table.rows)

    @cached_property
    def size(self) -> Explained:
        """Give partial eta squared of the model's F."""
        test = self.model.satterthwaite
        if test.f is None or test.df1 is None or test.df2 is None:
            return Explained(None, why=test.why)
        return eta2p_from_f(test.f, test.df1, test.df2)


def grown(study: Study) -> Iterator[Grown]:
    """Fit the model of every scale."""
    for key, scale in scales_of(study):
        table = study.scores(key, scale.code)
        described = tuple(
            describe(present([row[place] for row in table.rows]))
            for place in range(len(table.waves))
        )
        scored = [one for one in study.summary(key).scales if one.scale.code == scale.code]
        yield Grown(
            key,
            scale,
            table,
            waves_model(table.rows),
            described,
            sum(one.unscored for one in scored),
        )


def growth(one: Grown, study: Study, sensitive: Iterable[Alternative] = ()) -> Finding:
    """Say whether the means of a scale differ between the waves."""
    model, test = one.model, one.model.satterthwaite
    line = None
    if test.p is not None:
        size = one.size
        line = apa(
            f_part(test.f, test.df1, test.df2),
            p_part(test.p),
            value_part("ηp²", size.eta2p, bounded=True),
            within_part(size.low, size.high, 90, bounded=True),
        )
    return Finding(
        key=f"{Topic.GROWTH}.{one.key}.{one.scale.code}",
        topic=Topic.GROWTH,
        instrument=one.key,
        code=one.scale.code,
        question=say("Did it change over the waves?"),
        subject=one.scale.name,
        answer=_answer(one),
        apa=line or Text(),
        n=one.people,
        missing=missing_words(one, study),
        model=_model_words(one),
        numbers=(*_by_wave(one), *_tests(one)),
        alternatives=(*others(one.table.rows, one.model), *sensitive),
        warnings=tuple(_warnings(one)),
        drawings=_drawings(one, study),
        why=model.why or test.why,
    )


def _answer(one: Grown) -> Words:
    there = [
        (wave.label, found.mean)
        for wave, found in zip(one.waves, one.described, strict=True)
        if found.n
    ]
    if not there:
        return say("“{scale}” was not answered in any wave.", scale=one.scale.name)
    means = listed((label, num(mean)) for label, mean in there)
    test = one.model.satterthwaite
    if len(there) == 1:
        return say(
            "“{scale}” was answered in one wave only, so its change is not known: {means}.",
            scale=one.scale.name,
            means=means,
        )
    if test.p is None:
        return say(
            "“{scale}”: {means}. Whether it changed cannot be tested: {reason}.",
            scale=one.scale.name,
            means=means,
            reason=because(one.model.why or test.why),
        )
    values = {"scale": one.scale.name, "means": means, "p": p_words(test.p)}
    if test.p >= CERTAIN:
        return say("“{scale}”: {means}. The difference may be chance ({p}).", **values)
    if (there[-1][1] or 0.0) >= (there[0][1] or 0.0):
        return say("“{scale}” grew: {means}. This is hardly chance ({p}).", **values)
    return say("“{scale}” fell: {means}. This is hardly chance ({p}).", **values)


def _answered(one: Grown) -> Iterator[str]:
    rows = zip(one.table.people, one.table.rows, strict=True)
    return (who for who, row in rows if any(value is not None for value in row))


def missing_words(one: Grown, study: Study) -> Words:
    """Say how many of the expected scores are there, and what was done about the others."""
    # who answered may no longer be in the role that is asked
    people = len({*study.asked_of(one.key), *_answered(one)})
    expected = people * len(one.waves)
    return say(
        "{n} of {expected} scores (participants: {people}, waves: {waves}). Too many skipped "
        "items: {unscored}. Who has a gap stays in with the other waves; nothing is filled in.",
        n=one.table.n,
        expected=expected,
        people=people,
        waves=len(one.waves),
        unscored=one.unscored,
    )


def _model_words(one: Grown) -> Words:
    said = in_r(
        say(
            "Linear mixed model by REML with a random intercept for each "
            "participant, Satterthwaite's degrees of freedom."
        ),
        "lmerTest::lmer(score ~ wave + (1 | participant)), anova()",
    )
    if not agree(one.table.rows, one.model):
        return said
    return say(
        "{model} Nothing is missing, so that this test, the additive ANOVA and the classical one "
        "are the same; it is printed once.",
        model=said,
    )


def _by_wave(one: Grown) -> Iterator[Number]:
    means = one.model.means
    for place, (wave, found) in enumerate(zip(one.waves, one.described, strict=True)):
        at = wave.label
        yield from described_numbers(wave.key, at, found)
        yield Number(f"median.{wave.key}", labelled(at, say("Median")), found.median)
        if place < len(means) and means[place].value is not None:
            model = means[place]
            yield Number(
                f"model_mean.{wave.key}",
                labelled(at, say("Mean by the model")),
                model.value,
                model.low,
                model.high,
            )


def _tests(one: Grown) -> Iterator[Number]:
    test, model = one.model.satterthwaite, one.model.model
    yield Number("people", say("Participants"), one.people, places=0)
    yield Number("scores", say("Scores"), one.model.n, places=0)
    yield Number("f", say("F of the waves"), test.f)
    yield Number("df1", say("Degrees of freedom of the waves"), test.df1, places=0)
    yield Number("df2", say("Degrees of freedom of the error"), test.df2, places=1)
    yield Number("p", say("p of the waves"), test.p, places=3, bounded=True)
    size = one.size
    yield eta2p_number(size.eta2p, size.low, size.high)
    yield Number(
        "variance_participants",
        say("Variance between participants"),
        model.variance(PERSON),
        places=3,
    )
    yield Number("variance_residual", say("Variance left"), model.residual, places=3)
    held = held_by_levels(model).together.value
    yield Number("icc", say("Share of variance between participants (ICC)"), held, bounded=True)


def _warnings(one: Grown) -> Iterator[Words]:
    if one.model.model.is_singular:
        yield say(
            "No variance between participants was found: the model counts every answer as if "
            "from another person."
        )
    empty = [
        wave.label for wave, found in zip(one.waves, one.described, strict=True) if not found.n
    ]
    for label in empty:
        yield say("Nobody has a score in “{wave}”.", wave=label)
    small = [found.n for found in one.described if 0 < found.n < 10]
    if small:
        yield say("Few participants (the fewest in a wave: {n}): read it with care.", n=min(small))
    if one.model.why is None:
        yield say("Without a comparison group, a change may be what a year brings by itself.")


def _drawings(one: Grown, study: Study) -> tuple[Drawing, ...]:
    scale, models = one.scale, one.model.means
    means = tuple(
        MeanAt(
            wave.label,
            found.n,
            found.mean,
            found.ci_low,
            found.ci_high,
            models[place].value if place < len(models) else None,
        )
        for place, (wave, found) in enumerate(zip(one.waves, one.described, strict=True))
    )
    drawn: tuple[Drawing, ...] = (Means(means, scale.minimum, scale.maximum, scale.name),)
    if one.people > MANY:
        return drawn
    lines = tuple(
        Line(who, study.school(who), row)
        for who, row in zip(one.table.people, one.table.rows, strict=True)
        if any(value is not None for value in row)
    )
    labels = tuple(wave.label for wave in one.waves)
    return (*drawn, Lines(labels, lines, scale.minimum, scale.maximum))


def difference_words(value: float | None) -> Text:
    """Write a difference with its sign."""
    return each(lambda language: ("+" if (value or 0) > 0 else "") + plain(value, language))
