"""Pupils and what their teachers do, as findings name them."""

from collections.abc import Mapping

from tests.compare.r_names import N, Named, Tree, described, f_test
from tests.compare.r_scales import differences

TERMS = {"(Intercept)": "intercept", "start": "start", "activity": "index"}
"""What R calls the predictors of the model with the index; the others are the roster's."""


def pupils(names: Named, found: Tree) -> None:
    for key, outcomes in found.get("gain", {}).items():
        for code, one in outcomes.items():
            _gain(names, f"pupils.{key}.{code}", one, found["waves"])
            for log, two in found["gain_by_activity"][key][code].items():
                name = f"engagement.{key}.{code}.{log}"
                _engagement(names, name, two)
                _levels(names, f"{name}.levels", found["hlm"][key][code][log])


def _gain(names: Named, name: str, one: Tree, waves: list[str]) -> None:
    names.test(name, one["robust"])
    names.add(name, "gain", one["robust"]["value"], one["robust"])
    better = one["pct_improved"]
    names.add_all(name, {**one["cases"], "improved": better["x"], N: one["cases"]["n"]})
    names.share(name, "improved_share", better)
    for wave, which in ((waves[0], "start"), (waves[-1], "end")):
        scores = one[which]
        names.add(name, f"mean.{wave}", scores["mean"], (scores["ci_low"], scores["ci_high"]))
        names.add_all(name, {f"n.{wave}": scores["n"], f"sd.{wave}": scores["sd"]})
    names.test(name, one["mixed"], "mixed")
    pair, other = one["all"], "paired_t"
    names.add(name, "difference", pair["mean_diff"], (pair["ci_low"], pair["ci_high"]), other)
    names.add(name, "dz", pair["dz"], (pair["dz_ci_low"], pair["dz_ci_high"]), other)
    names.add(name, "g", pair["gz_exactJ"], (pair["gz_ci_low"], pair["gz_ci_high"]), other)
    values = {key: pair[key] for key in ("n", "t", "df", "p")}
    names.add_all(name, {**values, "dav": pair["dav_mean_sd"]}, other)
    for part, robust in one.get("robust_by_part", {}).items():
        by_part = f"{name}.by.subject"
        names.add(by_part, f"gain.{part}", robust["value"], robust)
        values = {f"p.{part}": robust["p"], f"n.{part}": one["by_part"][part]["n"]}
        names.add_all(by_part, {**values, N: one["cases"]["n"]})
        f_test(names, by_part, one["anova_gain_by_part"])
        f_test(names, by_part, one["anova_mean_gain_by_part"], "clusters")


def groups_of_clusters(names: Named, name: str, one: Tree, two: Mapping[str, Tree]) -> None:
    """Name a comparison of cases in clusters, and the same otherwise."""
    people, clusters = two["people"], two["clusters"]
    for level, number in (("low", 0), ("high", 1)):
        values = {f"{what}.{level}": people[f"{what}{number}"] for what in ("n", "mean", "sd")}
        names.add_all(name, {**values, f"clusters.{level}": clusters[f"n{number}"]})
    if people:
        names.add(name, N, people["n0"] + people["n1"])
    names.test(name, one["robust"])
    names.test(name, one["mixed"], "mixed")
    names.test(name, one["mixed_kenward_roger"], "mixed_kenward_roger")
    for other, groups in two.items():
        _two(names, name, groups, other)


def _two(names: Named, name: str, one: Tree, other: str) -> None:
    for level, number in (("low", 0), ("high", 1)):
        values = {f"{what}.{level}": one[f"{what}{number}"] for what in ("n", "mean", "sd")}
        names.add_all(name, values, other)
    names.add(name, "value", one["diff"], (one["welch_ci_low"], one["welch_ci_high"]), other)
    names.add(name, "d", one["cohen_d_pooled"], (one["d_ci_low"], one["d_ci_high"]), other)
    names.add(name, "g", one["hedges_g"], (one["g_ci_low"], one["g_ci_high"]), other)
    keys = {"se": "welch_se", "t": "welch_t", "df": "welch_df", "p": "welch_p",
            "levene_p": "levene_median_p", "u": "mannwhitney_U",
            "u_p": "mannwhitney_p_cc"}  # fmt: skip
    names.add_all(name, {ours: one[theirs] for ours, theirs in keys.items()}, other)


def _engagement(names: Named, name: str, one: Tree) -> None:
    two = {
        "people": one["pupil_level"],
        "clusters": one["teacher_level_means"],
        "top_quartile": one["top_quartile_vs_rest"],
    }
    groups_of_clusters(names, name, one, two)
    names.test(name, one.get("top_quartile_robust", {}), "top_quartile_clusters")
    held, other = one["ancova"], "ancova"
    test = {"f": held["F_high"], "df1": held["df1"], "df2": held["df2"], "p": held["p_high"]}
    names.add_all(name, {**test, "parallel_p": held["homogeneity_p"]}, other)
    limits = held["eta2p_ci90_low"], held["eta2p_ci90_high"]
    names.add(name, "eta2p", held["eta2p_high"], limits, other)
    for level in ("low", "high"):
        limits = held[f"adj_low_{level}"], held[f"adj_high_{level}"]
        names.add(name, f"adjusted.{level}", held[f"adj_mean_{level}"], limits, other)


def _levels(names: Named, name: str, one: Tree) -> None:
    end, gain, two = one["outcome_end"], one["outcome_gain"], one["two_level_teacher_only"]
    names.test(name, end["activity"])
    names.test(name, end["activity_KR"], "kenward_roger")
    for theirs, it in end["coefficients_m2"].items():
        term = TERMS.get(theirs, f"roster_{theirs}")
        names.add(name, f"coefficient.{term}", it["value"], it)
        names.add_all(name, {f"{key}.{term}": it[key] for key in ("se", "t", "df", "p")})
    names.add(name, N, end["n_pupils"])
    names.add(name, "icc", end["icc_null"]["teacher_plus_school"])
    for level in ("teacher", "school"):
        names.add(name, f"icc.{level}", end["icc_null"].get(level))
    for model, theirs in (("null", "m0"), ("before", "m1"), ("after", "m2")):
        for level, value in end["variances"][theirs].items():
            names.add(name, f"variance.{model}.{level}", value)
    ratio = end["lrt_ML_activity"]
    names.add_all(name, {key: ratio[key] for key in ("chi2", "df", "p")}, "likelihood_ratio")
    fall = end["prv_m1_to_m2"]
    meanings = {
        "prv_total": fall["total"],
        "prv_levels": fall["teacher_plus_school"],
        **{f"prv_{level}": fall.get(level) for level in ("teacher", "school", "residual")},
        "prv_total_two_levels": two["prv_m1_to_m2"]["total"],
        "r2_marginal_end": end["delta_r2_marginal"],
        "r2_marginal_gain": gain["delta_r2_marginal"],
        "r2_marginal": end["r2_nakagawa_m2"]["marginal"],
        "prv_null": end["prv_m0_to_m2_total"],
    }
    for other, value in meanings.items():
        names.add(name, "value", value, other=other)


def indexes(names: Named, found: Tree) -> None:
    """Name what an index is made of."""
    for key, one in found.get("activity", {}).items():
        made = one["made_of"]
        name = f"engagement.{made['log']}.{key}"
        counts = {what: made[what] for what in ("people", "n", "records", "occasions")}
        names.add_all(name, {**counts, N: made["n"]})
        names.add_all(name, {"median": one["median"], "upper": one["q75"]})
        for level, group in one["groups"].items():
            names.add_all(name, {f"n.{level}": group["n"], f"mean.{level}": group["mean"]})
        for code, sums in one["measures"].items():
            names.add_all(name, {f"{key}.{code}": sums[key] for key in ("n", "mean", "sd")})
            names.add(name, f"median.{code}", sums["median"])
            for level, group in sums["groups"].items():
                names.add(name, f"mean.{code}.{level}", group["mean"])
        names.add_all(name, {f"r.{pair}": r for pair, r in one.get("r_by_name", {}).items()})


def outcomes_over_waves(names: Named, found: Tree) -> None:
    """Name an outcome over more than two waves."""
    for key, outcomes in found.get("outcome_waves", {}).items():
        for code, one in outcomes.items():
            name = f"pupils.{key}.{code}.waves"
            names.add_all(name, {"cases": one["cases"], "scores": one["n"], N: one["cases"]})
            for wave, values in one["by_wave"].items():
                described(names, name, wave, values)
                described(names, f"pupils.{key}.{code}", wave, values)
            if "anova" in one:
                f_test(names, name, one["anova"])
                for part, variance in one["variances"].items():
                    names.add(name, f"variance_{part}", variance)
                for wave, mean in one["emmeans"].items():
                    names.add(name, f"model_mean.{wave}", mean["emmean"], mean)
                differences(names, name, one["pairs"])
