"""Two waves beside one another: how they are named, and what their difference is."""

from collections.abc import Iterator, Sequence

from exports.findings.finding import Effect, Number
from exports.findings.number_sets import p_number
from exports.findings.phrasing import (
    apa,
    labelled,
    p_part,
    stacked,
    t_part,
    value_part,
    within_part,
)
from exports.statistics.estimates import Contrast
from exports.statistics.mixed_waves import WavePair
from exports.wording import Words, say
from instruments.records import Wave
from instruments.wording import Text

Waves = Sequence[Wave]


def between_words(waves: Waves, earlier: int, later: int) -> Words:
    """Name two waves."""
    return say("“{first}” → “{last}”", first=waves[earlier].label, last=waves[later].label)


def pair_key(waves: Waves, earlier: int, later: int) -> str:
    """Name two waves in keys: the later one minus the earlier."""
    return f"{waves[later].key}-{waves[earlier].key}"


def pair_lines(waves: Waves, found: Sequence[WavePair]) -> Text:
    """Write every difference for an article, one under the other."""
    return stacked(
        (between_words(waves, pair.earlier, pair.later), _line(pair.contrast)) for pair in found
    )


def _line(contrast: Contrast) -> Text:
    it = contrast.estimate
    return apa(
        value_part("Δ", it.value),
        within_part(it.low, it.high, simultaneous=True),
        t_part(it.t, it.df),
        p_part(contrast.p_bonferroni, "p_Bonf"),
        p_part(contrast.p_holm, "p_Holm"),
    )


def contrast_numbers(
    waves: Waves, earlier: int, later: int, contrast: Contrast | None
) -> Iterator[Number]:
    """Give a difference by the model with its p, alone and for the number of pairs."""
    key, name = pair_key(waves, earlier, later), between_words(waves, earlier, later)
    it = contrast.estimate if contrast else None
    label = labelled(name, say("difference by the model"))
    limits = (it.value, it.low, it.high) if it else (None, None, None)
    yield Number(f"difference.{key}", label, *limits)
    yield Number(f"t.{key}", labelled(name, say("t")), it.t if it else None)
    yield Number(
        f"df.{key}", labelled(name, say("Degrees of freedom")), it.df if it else None, places=1
    )
    yield p_number(f"p.{key}", labelled(name, say("p")), it.p if it else None)
    for method, words, p in (
        ("p_bonferroni", say("p by Bonferroni"), contrast.p_bonferroni if contrast else None),
        ("p_holm", say("p by Holm"), contrast.p_holm if contrast else None),
    ):
        yield p_number(f"{method}.{key}", labelled(name, words), p)


def pair_effects(waves: Waves, found: Sequence[WavePair], n: int) -> tuple[Effect, ...]:
    """Give the differences as rows of a forest."""
    return tuple(
        Effect(between_words(waves, pair.earlier, pair.later), n, it.value, it.low, it.high)
        for pair in found
        for it in (pair.contrast.estimate,)
    )


def adjusted_numbers(
    p: float | None, bonferroni: float | None, holm: float | None
) -> Iterator[Number]:
    """Give the p of one of several pairs, alone and for their number."""
    yield p_number("p", say("p"), p)
    yield p_number("p_bonferroni", say("p by Bonferroni"), bonferroni)
    yield p_number("p_holm", say("p by Holm"), holm)
