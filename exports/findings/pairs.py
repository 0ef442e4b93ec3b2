"""Between which waves a scale changed, and how much in standard deviations."""

from collections.abc import Iterator

from exports.findings.finding import Drawing, Effect, Finding, Forest, Number, Topic
from exports.findings.growth import CERTAIN, Grown, difference_words, missing_words
from exports.findings.material import Study
from exports.findings.pairs_others import other_pairs
from exports.findings.phrasing import in_r, joined_words, labelled, listed, p_words
from exports.findings.reasons import because
from exports.findings.wave_pairs import (
    between_words,
    contrast_numbers,
    pair_effects,
    pair_key,
    pair_lines,
)
from exports.statistics.mixed_waves import WavePair
from exports.statistics.outcome import Undefined
from exports.statistics.paired import Comparison, Paired, compare_occasions
from exports.wording import Words, say

MOST_NAMED = 6
"""How many pairs a sentence names: those of four waves."""


def pairs(one: Grown, study: Study) -> Finding:
    """Compare every two waves of a scale."""
    found = [pair for pair in one.model.pairs if pair.contrast.p_bonferroni is not None]
    plain = compare_occasions(one.table.rows)
    steps = [pair for pair in found if pair.later == pair.earlier + 1]
    return Finding(
        key=f"{Topic.GROWTH}.{one.key}.{one.scale.code}.pairs",
        topic=Topic.GROWTH,
        instrument=one.key,
        code=one.scale.code,
        question=say("Between which waves did it change, and how much?"),
        subject=one.scale.name,
        answer=_answer(one, steps or found, found),
        apa=pair_lines(one.waves, found),
        n=one.people,
        missing=missing_words(one, study),
        model=_model_words(len(found)),
        numbers=tuple(_numbers(one, found, plain)),
        alternatives=tuple(other_pairs(one.table.rows, one.waves, plain)),
        warnings=tuple(_warnings(plain)) if found else (),
        drawings=_drawings(one, found, plain),
        why=None if found else one.model.why or Undefined.NO_PAIRS,
    )


def _model_words(pairs: int) -> Words:
    return in_r(
        say(
            "Differences of the means of the mixed model, Satterthwaite's degrees "
            "of freedom, simultaneous intervals; p by Bonferroni and by Holm for "
            "the number of pairs: {pairs}. d_z is divided by the spread of the "
            "differences, d_av by the mean spread of both waves, g is d_z without "
            "its bias.",
            pairs=pairs,
        ),
        "emmeans(adjust = 'bonferroni'), effectsize::cohens_d(paired = TRUE)",
    )


def _value(pair: WavePair) -> float:
    return pair.contrast.estimate.value or 0.0


def _answer(one: Grown, steps: list[WavePair], found: list[WavePair]) -> Words:
    if not steps:
        return say(
            "“{scale}”: waves cannot be compared two by two: {reason}.",
            scale=one.scale.name,
            reason=because(one.model.why or Undefined.NO_PAIRS),
        )
    return joined_words((_largest(one, steps), _certain(one, found)))


def _certain(one: Grown, found: list[WavePair]) -> Words:
    """Name the pairs that differ beyond chance, the largest of them where they are many."""
    certain = [pair for pair in found if (pair.contrast.p_bonferroni or 0.0) < CERTAIN]
    if not certain:
        return say("No pair of waves differs beyond chance.")
    named = sorted(certain, key=lambda pair: -abs(_value(pair)))[:MOST_NAMED]
    pairs = listed(
        (between_words(one.waves, pair.earlier, pair.later), difference_words(_value(pair)))
        for pair in certain
        if pair in named
    )
    if len(named) == len(certain):
        return say("Beyond chance: {pairs}.", pairs=pairs)
    return say(
        "Beyond chance: {n} of {all} pairs of waves; the largest: {pairs}.",
        n=len(certain),
        all=len(found),
        pairs=pairs,
    )


def _largest(one: Grown, steps: list[WavePair]) -> Words:
    largest = max(steps, key=lambda pair: abs(_value(pair)))
    values = {
        "scale": one.scale.name,
        "waves": between_words(one.waves, largest.earlier, largest.later),
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
        "“{scale}”: the largest step is {waves}: {points} points. It may be chance "
        "({p}, Bonferroni).",
        **values,
    )


def _numbers(one: Grown, found: list[WavePair], plain: tuple[Comparison, ...]) -> Iterator[Number]:
    of = {(pair.earlier, pair.later): pair.contrast for pair in found}
    for both in plain:
        at = (both.earlier, both.later)
        yield from contrast_numbers(one.waves, *at, of.get(at))
        yield from _sizes(pair_key(one.waves, *at), between_words(one.waves, *at), both.means)


def _sizes(key: str, waves: Words, means: Paired) -> Iterator[Number]:
    dz, g = (means.dz, means.dz_low, means.dz_high), (means.gz, means.gz_low, means.gz_high)
    yield Number(f"n.{key}", labelled(waves, say("participants")), means.n, places=0)
    yield Number(f"dz.{key}", labelled(waves, say("d_z")), *dz)
    yield Number(f"dav.{key}", labelled(waves, say("d_av")), means.dav)
    yield Number(f"g.{key}", labelled(waves, say("g of d_z")), *g)


def _warnings(plain: tuple[Comparison, ...]) -> Iterator[Words]:
    if len(plain) > 1:
        yield say("Name d_z or d_av where you print an effect size: they are different quantities.")


def _drawings(
    one: Grown, found: list[WavePair], plain: tuple[Comparison, ...]
) -> tuple[Drawing, ...]:
    sizes = tuple(
        Effect(
            between_words(one.waves, both.earlier, both.later),
            both.means.n,
            both.means.dz,
            both.means.dz_low,
            both.means.dz_high,
        )
        for both in plain
        if both.means.dz is not None
    )
    return (
        Forest(
            pair_effects(one.waves, found, one.people),
            say("points of the scale, simultaneous intervals"),
        ),
        Forest(sizes, say("standard deviations of the differences (d_z)")),
    )
