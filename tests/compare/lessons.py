"""The share of lessons with a task, wave by wave."""

from dataclasses import asdict

from exports.statistics.clustered import Gee, Working, gee_logit
from exports.statistics.fisher import fisher_exact
from exports.statistics.mixed_logit import likelihood_ratio, mixed_logit
from exports.statistics.paired_shares import cochran_q, mcnemar
from exports.statistics.proportions import chi_square, difference, share, trend
from tests.compare.study import Row, has_task, rows, tasks

Values = dict[str, object]
Design = list[tuple[float, ...]]


def lessons_any_task() -> Values:
    """Compute shares, tests that ignore and that respect teachers, and teachers by wave."""
    lessons = [row for row in rows("lesson_observations") if row["observer_role"] == "primary"]
    waves = sorted({row["wave"] for row in lessons})
    return {
        **_shares(lessons, waves),
        **_clustered(lessons, waves),
        "teacher_level_any": _teachers(lessons, waves),
        "items_pct": _items(lessons, waves),
    }


def _shares(lessons: list[Row], waves: list[str]) -> Values:
    counts = {}
    for wave in waves:
        had = [has_task(row) for row in lessons if row["wave"] == wave]
        counts[wave] = share(sum(had), len(had))
    first, last = counts[waves[0]], counts[waves[-1]]
    apart = difference(first.x, first.n, last.x, last.n)
    whole = chi_square([(one.x, one.n - one.x) for one in counts.values()])
    two = chi_square([(one.x, one.n - one.x) for one in (first, last)])
    exact = fisher_exact([(one.x, one.n - one.x) for one in (last, first)])
    rising = trend([one.x for one in counts.values()], [one.n for one in counts.values()])
    return {
        "by_wave": {
            f"wave{wave}": {
                "x": one.x,
                "n": one.n,
                "pct": 100 * one.x / one.n,
                "low": one.low,
                "high": one.high,
            }
            for wave, one in counts.items()
        },
        "diff_3_1_newcombe": {"diff": apart.value, "low": apart.low, "high": apart.high},
        "chi2_3x2": {
            "chi2": whole.chi2,
            "df": whole.df,
            "p": whole.p,
            "cramers_v": whole.cramers_v,
        },
        "chi2_w1_w3_nocc": {"chi2": two.chi2, "p": two.p},
        "fisher_w1_w3_p": exact.p,
        "fisher_w1_w3_or_conditional": exact.odds_ratio,
        "trend": {"chi2": rising.chi2, "p": rising.p},
    }


def _clustered(lessons: list[Row], waves: list[str]) -> Values:
    had = [has_task(row) for row in lessons]
    predictors = [(1, *(row["wave"] == wave for wave in waves[1:])) for row in lessons]
    teachers = [row["teacher_id"] for row in lessons]
    names = ["(Intercept)", *(f"wave{wave}" for wave in waves[1:])]
    close = gee_logit(had, predictors, teachers, Working.EXCHANGEABLE)
    apart = gee_logit(had, predictors, teachers, Working.INDEPENDENCE)
    joint = close.wald(range(1, len(names)))
    coefficients = _slopes(apart, names)
    for one in coefficients.values():
        del one["wald"]
    return {
        **_mixed(had, predictors, teachers, names),
        "gee_exchangeable": {
            "coef": _slopes(close, names),
            "alpha": close.alpha,
            "scale": close.scale,
            "wald_wave_chi2": joint.chi2,
            "wald_wave_p": joint.p,
        },
        "gee_independence": {"coef": coefficients},
    }


def _mixed(had: list[int], predictors: Design, teachers: list[str], names: list[str]) -> Values:
    fine, rough = (mixed_logit(had, predictors, teachers, nodes) for nodes in (15, 1))
    without = mixed_logit(had, [(1,)] * len(had), teachers)
    joint = likelihood_ratio(fine, without)
    return {
        "glmm_agq15": {
            "coef": {
                name: {
                    "est": one.value,
                    "se": one.se,
                    "z": one.z,
                    "p": one.p,
                    "or": one.odds_ratio,
                }
                for name, one in zip(names, fine.slopes, strict=True)
            },
            "var_teacher": fine.variance,
            "lrt_wave_chi2": joint.chi2,
            "lrt_wave_p": joint.p,
            "singular": fine.is_singular,
        },
        "glmm_laplace": {
            "coef": {
                name: {"est": one.value, "se": one.se}
                for name, one in zip(names, rough.slopes, strict=True)
            },
            "var_teacher": rough.variance,
        },
    }


def _slopes(model: Gee, names: list[str]) -> dict[str, Values]:
    return {
        name: {"est": one.value, "se_robust": one.se, "wald": one.wald, "p": one.p}
        for name, one in zip(names, model.slopes, strict=True)
    }


def _teachers(lessons: list[Row], waves: list[str]) -> Values:
    """Take a teacher as a yes in a wave if any lesson of the teacher's had a task."""
    any_of: dict[tuple[str, str], int] = {}
    for row in lessons:
        place = row["teacher_id"], row["wave"]
        any_of[place] = max(any_of.get(place, 0), has_task(row))
    teachers = sorted({row["teacher_id"] for row in lessons})
    table = [[any_of.get((teacher, wave)) for wave in waves] for teacher in teachers]
    whole = [row for row in table if None not in row]
    q = cochran_q(table)
    columns = dict(zip(waves, zip(*table, strict=True), strict=True))
    pairs = {
        f"mcnemar_{one}_{other}": _mcnemar(columns[one], columns[other])
        for one, other in (("1", "3"), ("1", "2"), ("2", "3"))
    }
    return {
        "n": len(whole),
        "by_wave": {
            f"any.{wave}": sum(row[place] for row in whole) for place, wave in enumerate(waves)
        },
        "cochran_Q": {"Q": q.chi2, "df": q.df, "p": q.p, "n": q.n},
        **pairs,
    }


def _mcnemar(one, other) -> Values:
    found = asdict(mcnemar(one, other))
    return {name: value for name, value in found.items() if name != "why"}


def _items(lessons: list[Row], waves: list[str]) -> Values:
    found: Values = {}
    for name in tasks(lessons[0]):
        by_wave = {wave: [row[name] for row in lessons if row["wave"] == wave] for wave in waves}
        found[name] = {
            wave: 100 * cells.count("1") / len([one for one in cells if one])
            for wave, cells in by_wave.items()
        }
    return found
