"""What pupils gained, by subject, and with teachers who took part much or little."""

from dataclasses import asdict
from statistics import fmean

from exports.statistics.ancova import ancova
from exports.statistics.anova import one_way
from exports.statistics.clustered_groups import clustered_groups
from exports.statistics.descriptives import describe
from exports.statistics.paired import compare_occasions
from exports.statistics.proportions import share
from exports.statistics.two_groups import TwoGroups, two_groups
from tests.compare.mixed import coefficient
from tests.compare.pupils import Pupil, parts, pupils, with_both_scores
from tests.compare.study import number, rows
from tests.compare.waves import pair_values

Values = dict[str, object]
MARKS = ("teamwork", "creativity", "technology_use")


def overall() -> Values:
    """Compare the scores of both tests, of all pupils and by subject."""
    both = with_both_scores()
    subjects = sorted({one.subject for one in both})
    of = {name: [one for one in both if one.subject == name] for name in subjects}
    better = share(sum(one.gain > 0 for one in both), len(both))
    apart = one_way([[one.gain for one in some] for some in of.values()])
    return {
        "all": _gain(both),
        "by_subject": {name: _gain(some) for name, some in of.items()},
        "pct_improved": {
            "x": better.x,
            "n": better.n,
            "pct": 100 * better.share,
            "low": better.low,
            "high": better.high,
        },
        "anova_gain_by_subject": {
            "F": apart.f,
            "df1": apart.df1,
            "df2": apart.df2,
            "p": apart.p,
        },
        "start": described([one.start for one in pupils()]),
        "end": described([one.end for one in pupils()]),
    }


def described(values: list[float | None]) -> Values:
    """Describe numbers as the references name it."""
    there = [one for one in values if one is not None]
    found = asdict(describe(there))
    found["skew_g1_type3"] = found.pop("skew")
    found["kurtosis_type3"] = found.pop("kurtosis")
    return {**found, "missing": len(values) - len(there)}


def _gain(some: list[Pupil]) -> Values:
    (found,) = compare_occasions([(one.start, one.end) for one in some])
    return pair_values(found)


def high_and_low() -> Values:
    """Compare gains where teachers took part much with gains where they took part little."""
    both = with_both_scores()
    gains, high = [one.gain for one in both], [one.is_high for one in both]
    found = clustered_groups(gains, high, [one.teacher for one in both])
    best, rest = ([one.gain for one in both if one.is_top is top] for top in (True, False))
    return {
        "pupil_level": of_two(found.people),
        "teacher_level_means": of_two(found.clusters),
        "ancova": _at_the_same_start(both),
        "cluster_robust_CR2": coefficient(found.robust),
        "top_quartile_vs_rest": of_two(two_groups(rest, best)),
    }


def _at_the_same_start(both: list[Pupil]) -> Values:
    found = ancova(
        [one.end for one in both],
        [(one.start,) for one in both],
        ["high" if one.is_high else "low" for one in both],
    )
    means = {one.group: one.mean for one in found.means}
    pair = found.pairs[0].contrast.estimate
    return {
        "F_high": found.effect.f,
        "df1": found.effect.df1,
        "df2": found.effect.df2,
        "p_high": found.effect.p,
        "eta2p_high": found.size.eta2p,
        "adj_mean_low": means["low"].value,
        "adj_mean_high": means["high"].value,
        "adj_se_low": means["low"].se,
        "adj_se_high": means["high"].se,
        "b_high": -pair.value,  # the pair is low minus high
        "slope_start": found.slopes[0].value,
        "homogeneity_p": found.parallel.p,
    }


def projects() -> Values:
    """Compare marks of projects where teachers took part much or little."""
    marks: dict[tuple[str, str], list[float]] = {}
    for row in rows("project_rubric"):
        given = [number(row[name]) for name in MARKS if row[name]]
        marks.setdefault((row["project_id"], row["teacher_id"]), []).append(fmean(given))
    totals = {place: fmean(several) for place, several in marks.items()}
    teachers = [teacher for _, teacher in totals]
    high = [parts()[teacher]["high"] for teacher in teachers]
    found = clustered_groups([*totals.values()], high, teachers)
    return {
        "project_level": of_two(found.people),
        "teacher_level": of_two(found.clusters),
        "lmm": coefficient(found.mixed),
    }


def of_two(found: TwoGroups) -> Values:
    """Name what R prints of two groups: 1 is the group that took part much."""
    high, low, welch, student = found.second, found.first, found.welch, found.student
    return {
        "group1": "TRUE",
        "group0": "FALSE",
        "n1": high.n,
        "n0": low.n,
        "mean1": high.mean,
        "mean0": low.mean,
        "sd1": high.sd,
        "sd0": low.sd,
        "diff": welch.value,
        "welch_t": welch.t,
        "welch_df": welch.df,
        "welch_p": welch.p,
        "welch_ci_low": welch.low,
        "welch_ci_high": welch.high,
        "student_t": student.t,
        "student_df": student.df,
        "student_p": student.p,
        "cohen_d_pooled": found.d.value,
        "d_ci_low": found.d.low,
        "d_ci_high": found.d.high,
        "hedges_g": found.g.value,
        "g_ci_low": found.g.low,
        "g_ci_high": found.g.high,
        "mannwhitney_U": found.ranks.u,
        "mannwhitney_p_cc": found.ranks.p_corrected,
        "levene_median_F": found.levene.f,
        "levene_median_p": found.levene.p,
    }
