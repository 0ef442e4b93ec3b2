"""What `analysis.R` found in the demo, in the layout of the references of R."""

from collections.abc import Callable, Mapping
from typing import Any

Tree = dict[str, Any]
NAMED = {"activity": "eng", "start": "score.start"}
"""What the references call differently."""
SCALED = "teacher_questionnaire"
OBSERVED = "lesson_observation"


class Found:
    """The results of a run, its waves numbered as in the references."""

    def __init__(self, results: Tree, waves: tuple[str, ...]) -> None:
        self.all = results
        self.waves = waves
        self._numbers = {key: str(number) for number, key in enumerate(waves, 1)}

    def numbered(self, tree: Tree, before: str = "") -> Tree:
        """Call waves and pairs of waves by numbers."""
        return {before + self._number(key): value for key, value in tree.items()}

    def _number(self, name: str) -> str:
        first, dot, rest = name.partition(".")
        return "-".join(self._numbers.get(one, one) for one in first.split("-")) + dot + rest

    def of_waves(self, tree: Tree) -> Tree:
        """Give slopes of waves the references' names."""
        return {f"wave{self._numbers[key]}" if key in self._numbers else key: one
                for key, one in tree.items()}  # fmt: skip

    def group(self, name: str) -> Tree:
        """Give the values that a reference holds, as far as they were computed."""
        head, _, scale = name.removeprefix("atyrau_").rpartition("_")
        if head in BY_SCALE and scale.isupper():
            return BY_SCALE[head](self, scale)
        make = ALONE.get(name.removeprefix("atyrau_"))
        return make(self) if make else {}

    def scale(self, code: str) -> Tree:
        """Give the comparisons of the waves of a scale."""
        return dict(self.all["instruments"][SCALED]["waves"][code])


def additive(found: Found, code: str) -> Tree:
    one = found.scale(code)["additive_anova"]
    return {
        **one,
        "n_teachers": one["n_people"],
        "SS_teacher_first": one["SS_people_first"],
        **_means(found, one),
    }


def _means(found: Found, one: Tree) -> Tree:
    means = found.numbered(one["emmeans"])
    pairs = {
        key: {**pair, "ci_low": pair["ci_bonf_low"], "ci_high": pair["ci_bonf_high"]}
        for key, pair in found.numbered(one["pairs"]).items()
    }
    return {
        "emmeans": [{"wave": int(wave), **mean} for wave, mean in means.items()],
        "pairs_bonferroni": pairs,
    }


def linear_mixed(found: Found, code: str) -> Tree:
    one = found.scale(code)["lmm"]
    return {
        **one,
        "anova": {"wave": one["anova"]},
        "fixed": found.of_waves(one["fixed"]),
        "var": {"teacher_id (Intercept)": one["var"]["people"], "residual": one["var"]["residual"]},
        "logLik_REML": one["reml_criterion"] / -2,
        **_means(found, one),
    }


def friedman(found: Found, code: str) -> Tree:
    one = found.scale(code)["friedman"]
    return {**one, "mean_ranks": found.numbered(one["mean_ranks"], "y.")}


def reliability(found: Found, code: str) -> Tree:
    waves = dict(found.all["instruments"][SCALED]["reliability"][code])
    return {"all_waves_pooled_rows": waves.pop("all_records"), **found.numbered(waves, "wave")}


BY_SCALE: Mapping[str, Callable[[Found, str], Tree]] = {
    "additive_anova": additive,
    "rm_anova_listwise": lambda found, code: found.scale(code)["rm_anova_listwise"],
    "lmm": linear_mixed,
    "friedman": friedman,
    "pairs": lambda found, code: found.numbered(found.scale(code)["pairs"], "wave"),
    "reliability": reliability,
}


def scale_scores(found: Found) -> Tree:
    scales = found.all["instruments"][SCALED]["scales"]
    return {
        f"{who}.{found.waves.index(wave) + 1}.{code}": value
        for code, wave, one in ((*key.split("."), one) for key, one in scales.items())
        for who, value in one["scores"].items()
    }


def descriptives(found: Found) -> Tree:
    scales = found.all["instruments"][SCALED]["scales"]
    return {
        f"{code}.{found.waves.index(wave) + 1}": _shaped(one)
        for code, wave, one in ((*key.split("."), one) for key, one in scales.items())
    }


def _shaped(one: Tree) -> Tree:
    return {**one, "skew_g1_type3": one["skew"], "kurtosis_type3": one["kurtosis"]}


def top_two(found: Found) -> Tree:
    items = found.all["instruments"][SCALED]["items"]
    last = f".{found.waves[-1]}"
    return {key.removesuffix(last): one["top_two"] for key, one in items.items()
            if key.endswith(last) and "top_two" in one}  # fmt: skip


def lessons(found: Found) -> Tree:
    (one,) = found.all["lesson_shares"][OBSERVED].values()
    last = found.waves[-1]
    models = {
        name: {**one[name], "coef": found.of_waves(one[name]["coef"])}
        for name in ("glmm_agq15", "gee_exchangeable", "gee_independence")
    }
    return {
        "by_wave": found.numbered(one["by_wave"], "wave"),
        "diff_3_1_newcombe": one["changes"][last],
        "chi2_3x2": one["chi2"],
        "fisher_w1_w3_p": one["fisher_first_last_p"],
        "trend": one["trend"],
        "teacher_level_any": _teachers(found, one["teacher_level_any"]),
        **models,
    }


def _teachers(found: Found, one: Tree) -> Tree:
    pairs = {
        f"mcnemar_{'_'.join(reversed(key.split('-')))}": pair
        for key, pair in found.numbered(one["mcnemar"]).items()
    }
    return {**one, "by_wave": found.numbered(one["by_wave"], "any."), **pairs}


def observers(found: Found) -> Tree:
    return {
        item: {
            **one,
            "agree_pct": one["pct_agree"],
            "kappa_ci_low": one["kappa_ci_l"],
            "kappa_ci_high": one["kappa_ci_u"],
            "pabak": one["bp"],
            "kripp_nominal": one["alpha"],
        }
        for item, one in found.all["agreement"][OBSERVED].items()
    }


def activity(found: Found) -> Tree:
    (one,) = found.all["activity"].values()
    return {**one, "r_messages_voice": one["r"]}


def gain(found: Found) -> Tree:
    one = _only(found.all["gain"], 2)
    return {
        **one,
        "by_subject": one["by_part"],
        "anova_gain_by_subject": one["anova_gain_by_part"],
        "start": _shaped(one["start"]),
        "end": _shaped(one["end"]),
    }


def high_and_low(found: Found) -> Tree:
    return _only(found.all["gain_by_activity"], 3)


def pupils_in_schools(found: Found) -> Tree:
    values = {
        outcome: {
            **one,
            "fixed_m2": {NAMED.get(key, key): value for key, value in one["fixed_m2"].items()},
            "lrt_ML_eng": one["lrt_ML_activity"],
        }
        for outcome, one in _only(found.all["hlm"], 3).items()
    }
    two = values.pop("two_level_teacher_only")
    values["two_level_teacher_only"] = {
        "var_m1": two["variances"]["m1"],
        "var_m2": two["variances"]["m2"],
        "prv_total": two["prv_m1_to_m2"]["total"],
        "prv_teacher": two["prv_m1_to_m2"]["teacher"],
        "eng": two["fixed_m2"]["eng"],
    }
    return values


def change_by_group(found: Found) -> Tree:
    (one,) = found.all["instruments"][SCALED]["change_by_group"]["TC"].values()
    return {**one, "groups": {name: _shaped(group) for name, group in one["groups"].items()}}


def triangulation(found: Found) -> Tree:
    """Name measures as the references do: `eng`, `dTC`, `gain`, `any`."""
    short = {"index": "eng", "gain": "gain", "lessons": "any"}

    def named(measure: str) -> str:
        kind, _, rest = measure.partition(".")
        return short.get(kind) or f"d{rest.rpartition('.')[2]}"

    return {
        "~".join(map(named, pair.split("~"))): {**one, "tau_b": one["tau"]}
        for pair, one in found.all["together"].items()
    }


def focus_codes(found: Found) -> Tree:
    (one,) = found.all["talk"].values()
    (two,) = found.all["coders"].values()
    return {
        "segments": one["n"],
        "by_wave": {
            code: found.numbered(counts["by_wave"], "wave") for code, counts in one["codes"].items()
        },
        "cooccurrence": {pair.replace(".", "+"): n for pair, n in one["together"].items()},
        "mean_jaccard": two["jaccard"],
        "identical_sets_pct": 100 * two["identical"] / one["n"],
    }


def _only(tree: Tree, depth: int) -> Tree:
    for _ in range(depth):
        (tree,) = tree.values()
    return tree


def rubric(found: Found) -> Tree:
    (one,) = found.all["ratings"].values()
    return {
        item: {**values, "projects": values["works"],
               "agree_all3_pct": values.get("agree_all_pct")}
        for item, values in one.items()
    }  # fmt: skip


def rubric_by_activity(found: Found) -> Tree:
    one = _only(found.all["ratings_by_activity"], 2)
    return {**one, "project_level": one["work_level"]}


ALONE: Mapping[str, Callable[[Found], Tree]] = {
    "scale_scores": scale_scores,
    "descriptives": descriptives,
    "top2box": top_two,
    "lessons_any_task": lessons,
    "observer_agreement": observers,
    "engagement_index": activity,
    "gain_overall": gain,
    "gain_high_low": high_and_low,
    "hlm": pupils_in_schools,
    "rubric_agreement": rubric,
    "rubric_high_low": rubric_by_activity,
    "change_by_prior_experience": change_by_group,
    "triangulation": triangulation,
    "focus_codes": focus_codes,
}
