"""Other ways to compare two waves of a scale: the additive ANOVA, paired t, ranks."""

from collections.abc import Iterator, Sequence

from exports.findings.finding import Alternative, Number
from exports.findings.number_sets import p_number
from exports.findings.phrasing import apa, in_r, labelled, p_part, t_part, value_part, within_part
from exports.findings.wave_pairs import Waves, adjusted_numbers, between_words, pair_key
from exports.statistics.anova import ModelPair, additive_anova
from exports.statistics.measures import Rows
from exports.statistics.paired import Comparison
from exports.statistics.rank_tests import SignedRanks
from exports.wording import say


def other_pairs(rows: Rows, waves: Waves, plain: Sequence[Comparison]) -> Iterator[Alternative]:
    """Compare every two waves in the other ways; those that cannot be compared are left out."""
    for pair in additive_anova(rows).pairs:
        if pair.p is not None:
            yield _additive(waves, pair)
    for both in plain:
        if both.means.p is not None:
            yield _paired(waves, both)
    for both in plain:
        if both.ranks.p_corrected is not None:
            yield _ranks(waves, both)


def _additive(waves: Waves, pair: ModelPair) -> Alternative:
    at = pair.earlier, pair.later
    return Alternative(
        f"additive.{pair_key(waves, *at)}",
        labelled(between_words(waves, *at), say("from the ANOVA of participant + wave")),
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
            *adjusted_numbers(pair.p, pair.p_bonferroni, pair.p_holm),
        ),
    )


def _paired(waves: Waves, both: Comparison) -> Alternative:
    at, means = (both.earlier, both.later), both.means
    return Alternative(
        f"paired_t.{pair_key(waves, *at)}",
        labelled(between_words(waves, *at), say("paired t test")),
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
            *adjusted_numbers(means.p, both.p_bonferroni, both.p_holm),
        ),
    )


def _ranks(waves: Waves, both: Comparison) -> Alternative:
    at, ranks = (both.earlier, both.later), both.ranks
    return Alternative(
        f"wilcoxon.{pair_key(waves, *at)}",
        labelled(between_words(waves, *at), say("Wilcoxon's signed ranks")),
        apa(
            value_part("V", ranks.v, 1 if (ranks.v or 0) % 1 else 0),
            p_part(ranks.p_corrected),
            value_part("r_rb", ranks.rank_biserial, bounded=True),
        ),
        in_r(say("Looks at ranks of the differences, not at their size."), "wilcox.test()"),
        (*_rank_numbers(ranks, both.ranks_p_bonferroni),),
    )


def _rank_numbers(ranks: SignedRanks, bonferroni: float | None) -> Iterator[Number]:
    yield Number("n", say("Participants"), ranks.n, places=0)
    yield Number("v", say("Sum of the ranks of rises"), ranks.v, places=1)
    yield p_number("p", say("p"), ranks.p_corrected)
    yield p_number("p_exact", say("Exact p"), ranks.p_exact)
    yield p_number("p_bonferroni", say("p by Bonferroni"), bonferroni)
    yield Number("rank_biserial", say("Rank-biserial r"), ranks.rank_biserial, bounded=True)
