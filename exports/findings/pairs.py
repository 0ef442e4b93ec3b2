"""Between which waves a scale changed, and how much in standard deviations."""

from collections.abc import Iterator

from exports.findings.finding import Alternative, Drawing, Effect, Finding, Forest, Number, Topic
from exports.findings.growth import CERTAIN, Grown, difference_words, missing_words
from exports.findings.material import Study
from exports.findings.phrasing import (
    apa,
    in_r,
    joined_words,
    labelled,
    listed,
    p_part,
    p_words,
    stacked,
    t_part,
    value_part,
    within_part,
)
from exports.findings.reasons import because
from exports.statistics.anova import additive_anova
from exports.statistics.estimates import Contrast
from exports.statistics.mixed_waves import WavePair
from exports.statistics.outcome import Undefined
from exports.statistics.paired import Comparison, compare_occasions
from exports.wording import Words, say
from instruments.wording import Text

P = {"places": 3, "bounded": True}


def pairs(one: Grown, study: Study) -> Finding:
    """Compare every two waves of a scale."""
    found = [pair for pair in one.model.pairs if pair.contrast.p_bonferroni is not None]
    plain = compare_occasions(one.table.rows)
    largest = max(found, key=lambda pair: abs(_value(pair)), default=None)
    steps = [pair for pair in found if pair.later == pair.earlier + 1]
    return Finding(
        key=f"{Topic.GROWTH}.{one.key}.{one.scale.code}.pairs",
        topic=Topic.GROWTH,
        instrument=one.key,
        code=one.scale.code,
        question=say("Between which waves did it change, and how much?"),
        subject=one.scale.name,
        answer=_answer(one, steps or found, found),
        apa=Text() if largest is None else _lines(one, found),
        n=one.model.n,
        missing=missing_words(one, study),
        model=in_r(
            say(
                "Differences of the means of the mixed model, Satterthwaite's degrees "
                "of freedom, simultaneous intervals; p by Bonferroni and by Holm for "
                "the number of pairs: {pairs}. d_z is divided by the spread of the "
                "differences, d_av by the mean spread of both waves, g is d_z without "
                "its bias.",
                pairs=len(found),
            ),
            "emmeans(adjust = 'bonferroni'), effectsize::cohens_d(paired = TRUE)",
        ),
        numbers=tuple(_numbers(one, found, plain)),
        alternatives=_alternatives(one, plain),
        warnings=tuple(_warnings(plain)),
        drawings=_drawings(one, found, plain),
        why=None if found else one.model.why or Undefined.NO_PAIRS,
    )


def _value(pair: WavePair) -> float:
    return pair.contrast.estimate.value or 0.0


def between_words(one: Grown, earlier: int, later: int) -> Words:
    """Name two waves."""
    return say("“{first}” → “{last}”", first=one.waves[earlier].label, last=one.waves[later].label)


def _name(one: Grown, earlier: int, later: int) -> str:
    return f"{one.waves[later].key}-{one.waves[earlier].key}"


def _answer(one: Grown, steps: list[WavePair], found: list[WavePair]) -> Words:
    if not steps:
        return say(
            "“{scale}”: waves cannot be compared two by two: {reason}.",
            scale=one.scale.name,
            reason=because(one.model.why or Undefined.NO_PAIRS),
        )
    certain = [pair for pair in found if (pair.contrast.p_bonferroni or 0.0) < CERTAIN]
    whole = say("No pair of waves differs beyond chance.")
    if certain:
        whole = say(
            "Beyond chance: {pairs}.",
            pairs=listed(
                (between_words(one, pair.earlier, pair.later), difference_words(_value(pair)))
                for pair in certain
            ),
        )
    return joined_words((_largest(one, steps), whole))


def _largest(one: Grown, steps: list[WavePair]) -> Words:
    largest = max(steps, key=lambda pair: abs(_value(pair)))
    values = {
        "scale": one.scale.name,
        "waves": between_words(one, largest.earlier, largest.later),
        "points": difference_words(_value(largest)),
        "p": p_words(largest.contrast.p_bonferroni),
    }
    if (largest.contrast.p_bonferroni or 0.0) < CERTAIN:
        return say(
            "“{scale}”: the largest step is {waves}: {points} points. It is hardly chance "
            "({p}, Bonferroni).",
            **values,
        )
    return say(
        "“{scale}”: the largest step is {waves}: {points} points. By itself it may be chance "
        "({p}, Bonferroni).",
        **values,
    )


def _lines(one: Grown, found: list[WavePair]) -> Text:
    return stacked(
        (between_words(one, pair.earlier, pair.later), _line(pair.contrast)) for pair in found
    )


def _line(contrast: Contrast) -> Text:
    it = contrast.estimate
    return apa(
        value_part("Δ", it.value),
        within_part(it.low, it.high),
        t_part(it.t, it.df),
        p_part(contrast.p_bonferroni, "p_Bonf"),
        p_part(contrast.p_holm, "p_Holm"),
    )


def _numbers(one: Grown, found: list[WavePair], plain: tuple[Comparison, ...]) -> Iterator[Number]:
    of = {(pair.earlier, pair.later): pair.contrast for pair in found}
    for both in plain:
        at = (both.earlier, both.later)
        name, waves = _name(one, *at), between_words(one, *at)
        contrast, means = of.get(at), both.means
        it = contrast.estimate if contrast else None
        yield Number(
            f"difference.{name}",
            labelled(waves, say("difference by the model")),
            it.value if it else None,
            it.low if it else None,
            it.high if it else None,
        )
        for key, label, value in (
            ("p", labelled(waves, say("p")), it.p if it else None),
            (
                "p_bonferroni",
                labelled(waves, say("p by Bonferroni")),
                contrast.p_bonferroni if contrast else None,
            ),
            (
                "p_holm",
                labelled(waves, say("p by Holm")),
                contrast.p_holm if contrast else None,
            ),
        ):
            yield Number(f"{key}.{name}", label, value, places=3, bounded=True)
        yield Number(f"n.{name}", labelled(waves, say("participants")), means.n, places=0)
        yield Number(
            f"dz.{name}", labelled(waves, say("d_z")), means.dz, means.dz_low, means.dz_high
        )
        yield Number(f"dav.{name}", labelled(waves, say("d_av")), means.dav)
        yield Number(
            f"g.{name}",
            labelled(waves, say("g of d_z")),
            means.gz,
            means.gz_low,
            means.gz_high,
        )


def _alternatives(one: Grown, plain: tuple[Comparison, ...]) -> tuple[Alternative, ...]:
    return (*_additive(one), *_paired(one, plain), *_ranks(one, plain))


def _additive(one: Grown) -> Iterator[Alternative]:
    for pair in additive_anova(one.table.rows).pairs:
        if pair.p is None:
            continue
        name = _name(one, pair.earlier, pair.later)
        yield Alternative(
            f"additive.{name}",
            labelled(
                between_words(one, pair.earlier, pair.later),
                say("from the ANOVA of participant + wave"),
            ),
            apa(
                value_part("Δ", pair.value),
                within_part(pair.low, pair.high),
                t_part(pair.t, pair.df),
                p_part(pair.p_bonferroni, "p_Bonf"),
            ),
            say("Has one error for all pairs, participants are fixed."),
            (
                Number("difference", say("Difference"), pair.value, pair.low, pair.high),
                Number("t", say("t"), pair.t),
                Number("df", say("Degrees of freedom"), pair.df, places=1),
                Number("p", say("p"), pair.p, places=3, bounded=True),
                Number(
                    "p_bonferroni",
                    say("p by Bonferroni"),
                    pair.p_bonferroni,
                    places=3,
                    bounded=True,
                ),
                Number("p_holm", say("p by Holm"), pair.p_holm, places=3, bounded=True),
            ),
        )


def _paired(one: Grown, plain: tuple[Comparison, ...]) -> Iterator[Alternative]:
    for both in plain:
        means = both.means
        if means.p is None:
            continue
        name = _name(one, both.earlier, both.later)
        yield Alternative(
            f"paired_t.{name}",
            labelled(between_words(one, both.earlier, both.later), say("paired t test")),
            apa(
                value_part("Δ", means.difference),
                within_part(means.low, means.high),
                t_part(means.t, means.df),
                p_part(both.p_bonferroni, "p_Bonf"),
                value_part("d_z", means.dz),
                within_part(means.dz_low, means.dz_high),
            ),
            say("Uses those who answered in both waves ({n}) and no other wave.", n=means.n),
            (
                Number("n", say("Participants"), means.n, places=0),
                Number("difference", say("Difference"), means.difference, means.low, means.high),
                Number("t", say("t"), means.t),
                Number("df", say("Degrees of freedom"), means.df, places=0),
                Number("p", say("p"), means.p, places=3, bounded=True),
                Number(
                    "p_bonferroni",
                    say("p by Bonferroni"),
                    both.p_bonferroni,
                    places=3,
                    bounded=True,
                ),
                Number("p_holm", say("p by Holm"), both.p_holm, places=3, bounded=True),
            ),
        )


def _ranks(one: Grown, plain: tuple[Comparison, ...]) -> Iterator[Alternative]:
    for both in plain:
        ranks = both.ranks
        if ranks.p_corrected is None:
            continue
        yield Alternative(
            f"wilcoxon.{_name(one, both.earlier, both.later)}",
            labelled(between_words(one, both.earlier, both.later), say("Wilcoxon's signed ranks")),
            apa(
                value_part("V", ranks.v, 1 if (ranks.v or 0) % 1 else 0),
                p_part(ranks.p_corrected),
                value_part("r_rb", ranks.rank_biserial, bounded=True),
            ),
            in_r(say("Looks at ranks of the differences, not at their size."), "wilcox.test()"),
            (
                Number("n", say("Participants"), ranks.n, places=0),
                Number("v", say("Sum of the ranks of rises"), ranks.v, places=1),
                Number("p", say("p"), ranks.p_corrected, places=3, bounded=True),
                Number("p_exact", say("Exact p"), ranks.p_exact, places=3, bounded=True),
                Number(
                    "p_bonferroni",
                    say("p by Bonferroni"),
                    both.ranks_p_bonferroni,
                    places=3,
                    bounded=True,
                ),
                Number("rank_biserial", say("Rank-biserial r"), ranks.rank_biserial, bounded=True),
            ),
        )


def _warnings(plain: tuple[Comparison, ...]) -> Iterator[Words]:
    if len(plain) > 1:
        yield say("Name d_z or d_av where you print an effect size: they are different quantities.")


def _drawings(
    one: Grown, found: list[WavePair], plain: tuple[Comparison, ...]
) -> tuple[Drawing, ...]:
    differences = tuple(
        Effect(between_words(one, pair.earlier, pair.later), one.model.n, it.value, it.low, it.high)
        for pair in found
        for it in (pair.contrast.estimate,)
    )
    sizes = tuple(
        Effect(
            between_words(one, both.earlier, both.later),
            both.means.n,
            both.means.dz,
            both.means.dz_low,
            both.means.dz_high,
        )
        for both in plain
        if both.means.dz is not None
    )
    return (
        Forest(differences, say("points of the scale")),
        Forest(sizes, say("standard deviations of the differences (d_z)")),
    )
