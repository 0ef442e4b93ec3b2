"""Teachers' changes: by what they had used before, and beside what other sources say of them."""

from statistics import fmean

from exports.statistics.ancova import ancova
from exports.statistics.anova import one_way
from exports.statistics.correlations import correlations
from exports.statistics.several_groups import kruskal_wallis, welch_anova
from tests.compare.gains import described
from tests.compare.pupils import parts, with_both_scores
from tests.compare.scales import SCALES, WAVES, table
from tests.compare.study import Row, has_task, rows

Values = dict[str, object]


def by_experience() -> Values:
    """Compare changes of teachers who had used platforms regularly, somewhat or never."""
    first, last = ([row[place] for row in table("TC")] for place in (0, -1))
    had = [row["prior_platform_experience"] for row in sorted_teachers()]
    changes = [None if None in (a, b) else b - a for a, b in zip(first, last, strict=True)]
    names = sorted({*had})
    of = {
        name: [one for one, own in zip(changes, had, strict=True) if own == name] for name in names
    }
    groups = [[one for one in some if one is not None] for some in of.values()]
    ranks, means, plain = kruskal_wallis(groups), welch_anova(groups), one_way(groups)
    adjusted = ancova(last, [(one,) for one in first], had)
    return {
        "groups": {name: described(some) for name, some in of.items()},
        "kruskal_chi2": ranks.chi2,
        "kruskal_df": ranks.df,
        "kruskal_p": ranks.p,
        "welch_F": means.f,
        "welch_df2": means.df2,
        "welch_p": means.p,
        "anova_F": plain.f,
        "anova_p": plain.p,
        "ancova_F": adjusted.effect.f,
        "ancova_p": adjusted.effect.p,
    }


def sources() -> Values:
    """Correlate what questionnaires, logs, lessons and tests say of the same teachers."""
    names = [row["teacher_id"] for row in sorted_teachers()]
    lessons: dict[str, list[int]] = {}
    for row in rows("lesson_observations"):
        if row["observer_role"] == "primary" and row["wave"] == WAVES[-1]:
            lessons.setdefault(row["teacher_id"], []).append(has_task(row))
    gains: dict[str, list[float]] = {}
    for one in with_both_scores():
        gains.setdefault(one.teacher, []).append(one.gain)
    measures = {"eng": [parts()[name]["index"] for name in names]}
    for code in SCALES:
        measures[f"d{code}"] = [
            None if None in (row[0], row[-1]) else row[-1] - row[0] for row in table(code)
        ]
    for key, several in (("gain", gains), ("any", lessons)):
        measures[key] = [fmean(several[name]) if name in several else None for name in names]
    return {
        f"{found.one}~{found.other}": {
            "n": found.pearson.n,
            "r": found.pearson.value,
            "p": found.pearson.p,
            "low": found.pearson.low,
            "high": found.pearson.high,
            "rho": found.spearman.value,
            "rho_p": found.spearman.p,
            "tau_b": found.kendall.value,
            "tau_p": found.kendall.p,
        }
        for found in correlations(measures)
    }


def sorted_teachers() -> list[Row]:
    """List the rows of teachers in the order of their codes."""
    return sorted(rows("teachers"), key=lambda row: row["teacher_id"])
