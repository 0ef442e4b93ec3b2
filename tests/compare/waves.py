"""The waves of a scale compared: analyses of variance, ranks and pairs."""

from exports.statistics.anova import additive_anova
from exports.statistics.paired import Comparison, compare_occasions
from exports.statistics.rank_tests import friedman
from exports.statistics.repeated import repeated_anova
from tests.compare.scales import WAVES, table

Values = dict[str, object]


def additive(code: str) -> Values:
    """Fit teacher + wave over all available cells."""
    found = additive_anova(table(code))
    alone = found.independent
    return {
        "n_obs": found.n,
        "n_teachers": found.people,
        "F": found.f,
        "df1": found.df1,
        "df2": found.df2,
        "p": found.p,
        "SS_wave": found.ss_occasions,
        "SS_resid": found.ss_error,
        "SS_teacher_first": found.ss_people,
        "eta2p": found.eta2p,
        "eta2p_ci90_low": found.eta2p_low,
        "eta2p_ci90_high": found.eta2p_high,
        "ges": found.generalised_eta2,
        "emmeans": [
            {
                "wave": int(wave),
                "emmean": one.value,
                "se": one.se,
                "low": one.low,
                "high": one.high,
            }
            for wave, one in zip(WAVES, found.means, strict=True)
        ],
        "pairs_bonferroni": {
            f"{WAVES[one.later]}-{WAVES[one.earlier]}": {
                "diff": one.value,
                "se": one.se,
                "df": one.df,
                "t": one.t,
                "p_bonf": one.p_bonferroni,
                "ci_bonf_low": one.low,
                "ci_bonf_high": one.high,
            }
            for one in found.pairs
        },
        "if_waves_were_independent_groups": {
            "F": alone.f,
            "df1": alone.df1,
            "df2": alone.df2,
            "p": alone.p,
        },
    }


def listwise(code: str) -> Values:
    """Test the waves over teachers with all of them."""
    found = repeated_anova(table(code))
    shape = found.sphericity
    return {
        "n": found.n,
        "k": found.k,
        "F": found.f,
        "df1": found.df1,
        "df2": found.df2,
        "p": found.p,
        "SS": found.ss_occasions,
        "SS_error": found.ss_error,
        "SS_subjects": found.ss_people,
        "pes": found.eta2p,
        "ges": found.generalised_eta2,
        "mauchly_W": shape.w,
        "mauchly_p": shape.p,
        "GG_eps": shape.gg,
        "p_GG": shape.p_gg,
        "HF_eps_uncapped": shape.hf,
        "p_HF": shape.p_hf,
    }


def by_ranks(code: str) -> Values:
    """Give Friedman's test."""
    found = friedman(table(code))
    return {
        "n": found.n,
        "chi2": found.chi2,
        "df": found.df,
        "p": found.p,
        "kendall_W": found.kendall_w,
        "mean_ranks": {
            f"y.{wave}": rank for wave, rank in zip(WAVES, found.mean_ranks, strict=True)
        },
    }


def pairs(code: str) -> Values:
    """Compare waves two by two, over complete pairs and over teachers with all waves."""
    found = {}
    for name, only in (("complete_pairs", False), ("listwise", True)):
        for one in compare_occasions(table(code), complete_only=only):
            found[f"wave{WAVES[one.later]}-{WAVES[one.earlier]}.{name}"] = pair_values(one)
    return found


def pair_values(one: Comparison) -> Values:
    means, ranks = one.means, one.ranks
    return {
        "n": means.n,
        "mean_diff": means.difference,
        "sd_diff": means.sd,
        "t": means.t,
        "df": means.df,
        "p": means.p,
        "ci_low": means.low,
        "ci_high": means.high,
        "dz": means.dz,
        "dz_ci_low": means.dz_low,
        "dz_ci_high": means.dz_high,
        "gz_exactJ": means.gz,
        "dav_mean_sd": means.dav,
        "dav_rms_sd": means.dav_rms,
        "r_pre_post": means.r,
        "wilcoxon_V": ranks.v,
        "wilcoxon_n_nonzero": ranks.nonzero,
        "wilcoxon_p_cc": ranks.p_corrected,
        "wilcoxon_p_nocc": ranks.p_plain,
        "wilcoxon_p_exact": ranks.p_exact,
        "rank_biserial": ranks.rank_biserial,
        "p_bonferroni": one.p_bonferroni,
        "wilcoxon_p_cc_bonferroni": one.ranks_p_bonferroni,
    }
