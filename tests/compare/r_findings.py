"""What `analysis.R` found, under the names that findings of `tolqyn results --json` have.

A name is the finding's key, the key of an alternative or nothing, the number's key, and which of
its values it is: `value`, `low` or `high`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Tree = dict[str, Any]
Name = tuple[str, str, str, str]
Numbers = dict[Name, float]
MAIN, N = "", "n of the finding"
QUESTIONNAIRE = "instruments"


class Named:
    """Collects numbers under the names of findings."""

    def __init__(self) -> None:
        self.numbers: Numbers = {}

    def add(
        self, finding: str, key: str, value: object, limits: object = None, other: str = MAIN
    ) -> None:
        """Name a number, with its limits as a pair or as a tree that holds `low` and `high`."""
        pair = (limits.get("low"), limits.get("high")) if isinstance(limits, dict) else limits
        low, high = pair if isinstance(pair, tuple) else (None, None)
        for part, one in (("value", value), ("low", low), ("high", high)):
            if isinstance(one, int | float):
                self.numbers[finding, other, key, part] = float(one)

    def add_all(self, finding: str, keys: Mapping[str, object], other: str = MAIN) -> None:
        """Name several numbers without limits."""
        for key, value in keys.items():
            self.add(finding, key, value, other=other)

    def test(self, finding: str, one: Tree, other: str = MAIN) -> None:
        """Name an estimate with its limits and its test."""
        self.add(finding, "value", one.get("value"), one, other)
        self.add_all(finding, {key: one.get(key) for key in ("se", "t", "df", "p")}, other)


def named(found: Tree) -> Numbers:
    """Name everything that a run found."""
    names = Named()
    for key, one in found["instruments"].items():
        _scales(names, key, one)
        _items(names, key, one)
    for key, scales in found.get("schools", {}).items():
        for code, one in scales.items():
            _schools(names, f"schools.{key}.{code}", one)
    for key, one in found.get("participation", {}).items():
        _participation(names, key, one)
    for key, sets in found.get("lesson_shares", {}).items():
        for code, one in sets.items():
            _lessons(names, f"lessons.{key}.{code}", one)
    _observers(names, found)
    _pupils(names, found)
    for key, one in found.get("ratings", {}).items():
        _raters(names, f"rubric.{key}", one)
    for key, logs in found.get("ratings_by_activity", {}).items():
        for log, one in logs.items():
            two = {"clusters": one["teacher_level"], "people": one["work_level"]}
            _groups(names, f"rubric.{key}.{log}", one, two)
    _talk(names, found)
    name, pairs = "together.participants", found.get("together", {})
    names.add(name, N, max((one["n"] for one in pairs.values()), default=None))
    for pair, one in pairs.items():
        names.add(name, f"r.{pair}", one["r"], one)
        keys = ("n", "p", "p_holm", "rho", "tau")
        names.add_all(name, {f"{key}.{pair}": one[key] for key in keys})
    return names.numbers


def _participation(names: Named, key: str, one: Tree) -> None:
    name = f"participation.{key}"
    names.add_all(name, one["counts"])
    if "skipped" in one:
        skipped = one["skipped"]
        names.add_all(name, {"skipped": skipped["x"], "asked": skipped["n"]})
        limits = (skipped["low"], skipped["high"])
        names.add(name, "skipped_share", skipped["pct"] / 100, limits)
    for code, scale in one.get("scales", {}).items():
        names.add(name, f"unscored.{code}", scale["unscored"])
    names.add(name, N, one["counts"]["answered"])


def _scales(names: Named, key: str, one: Tree) -> None:
    for code, waves in one.get("waves", {}).items():
        described = {
            name.partition(".")[2]: scale
            for name, scale in one["scales"].items()
            if name.partition(".")[0] == code
        }
        _growth(names, f"growth.{key}.{code}", waves, described)
        _pairs(names, f"growth.{key}.{code}.pairs", waves)
        for group, changes in one.get("change_by_group", {}).get(code, {}).items():
            _experience(names, f"experience.{key}.{code}.{group}", changes)
    for code, waves in one.get("reliability", {}).items():
        _reliability(names, f"reliability.{key}.{code}", waves)


def _items(names: Named, key: str, one: Tree) -> None:
    answered: dict[str, int] = {}
    for place, item in one.get("items", {}).items():
        code, _, wave = place.rpartition(".")
        if "top_two" in item:
            top, name = item["top_two"], f"items.{key}.{code}"
            names.add_all(name, {f"x.{wave}": top["x"], f"n.{wave}": top["n"]})
            names.add(name, f"share.{wave}", top["pct"] / 100, top)
            answered[name] = answered.get(name, 0) + top["n"]
    for name, n in answered.items():
        names.add(name, N, n)


def _schools(names: Named, name: str, one: Tree) -> None:
    names.add(
        name,
        N,
        sum(school["changed"] for school in one.values() if school.get("change") is not None),
    )
    for school, means in one.items():
        counts = {f"{what}.{school}": means.get(what) for what in ("n", "changed", "change")}
        names.add_all(name, counts)
        for wave, mean in means.get("means", {}).items():
            names.add(name, f"mean.{school}.{wave}", mean)


def _growth(names: Named, name: str, one: Tree, described: Mapping[str, Tree]) -> None:
    model = one["lmm"]
    for wave, scale in described.items():
        names.add(name, f"mean.{wave}", scale["mean"], (scale["ci_low"], scale["ci_high"]))
        names.add_all(name, {f"{what}.{wave}": scale[what] for what in ("n", "sd", "median")})
        if wave in model["emmeans"]:
            mean = model["emmeans"][wave]
            names.add(name, f"model_mean.{wave}", mean["emmean"], mean)
    test = model["anova"]
    names.add_all(
        name,
        {
            **{"people": one["cells"]["people"], N: one["cells"]["n"]},
            **{"f": test["F"], "df1": test["df1"]},
            **{"df2": test["df2_satterthwaite"], "p": test["p_satterthwaite"]},
            "variance_participants": model["var"]["people"],
            **{"variance_residual": model["var"]["residual"], "icc": model["icc"]},
        },
    )
    _eta(names, name, model["size"])
    kenward_roger = {"F": test["F_KR"], "df1": test["df1"], "df2": test["df2_KR"]}
    _f(names, name, {**kenward_roger, "p": test["p_KR"]}, "kenward_roger")
    _f(names, name, model["nlme"], "containment")
    _f(names, name, one["additive_anova"], "additive")
    _eta(names, name, one["additive_anova"], "additive")
    names.add(name, "eta2g", one["additive_anova"]["ges"], other="additive")
    _classical(names, name, one)


def _classical(names: Named, name: str, one: Tree) -> None:
    repeated = one.get("rm_anova_listwise")
    if repeated:
        _f(names, name, repeated, "repeated")
        _eta(names, name, repeated["size"], "repeated")
        left = one["cells"]["people"] - repeated["n"]
        keys = {"mauchly_w": "mauchly_W", "mauchly_p": "mauchly_p", "gg": "GG_eps",
                "hf": "HF_eps_uncapped", "p_gg": "p_GG", "p_hf": "p_HF"}  # fmt: skip
        values = {ours: repeated.get(theirs) for ours, theirs in keys.items()}
        more = {"n": repeated["n"], "left_out": left, "eta2g": repeated["ges"]}
        names.add_all(name, {**more, **values}, "repeated")
    ranks = one.get("friedman")
    if ranks:
        values = {key: ranks[key] for key in ("n", "chi2", "df", "p")}
        names.add_all(name, {**values, "kendall_w": ranks["kendall_W"]}, "friedman")


def _f(names: Named, name: str, one: Tree, other: str = MAIN) -> None:
    keys = {"f": "F", "df1": "df1", "df2": "df2", "p": "p"}
    names.add_all(name, {ours: one[theirs] for ours, theirs in keys.items()}, other)


def _eta(names: Named, name: str, one: Tree, other: str = MAIN) -> None:
    limits = one["eta2p_ci90_low"], one["eta2p_ci90_high"]
    names.add(name, "eta2p", one["eta2p"], limits, other)


def _pairs(names: Named, name: str, one: Tree) -> None:
    names.add(name, N, one["cells"]["n"])
    for pair, model in one["lmm"]["pairs"].items():
        names.add(name, f"difference.{pair}", model["diff"], _simultaneous(model))
        names.add_all(name, {f"{ours}.{pair}": model[theirs] for ours, theirs in P_OF.items()})
    for pair, model in one["additive_anova"]["pairs"].items():
        other = f"additive.{pair}"
        names.add(name, "difference", model["diff"], _simultaneous(model), other)
        values = {ours: model[theirs] for ours, theirs in P_OF.items()}
        names.add_all(name, {"t": model["t"], "df": model["df"], **values}, other)
    for place, pair in one.get("pairs", {}).items():
        key, _, which = place.rpartition(".")
        if which == "complete_pairs":
            _paired(names, name, key, pair)


P_OF = {"p": "p", "p_bonferroni": "p_bonf", "p_holm": "p_holm"}


def _simultaneous(one: Tree) -> tuple[object, object]:
    return one["ci_bonf_low"], one["ci_bonf_high"]


def _paired(names: Named, name: str, pair: str, one: Tree) -> None:
    names.add(name, f"n.{pair}", one["n"])
    names.add(name, f"dz.{pair}", one["dz"], (one["dz_ci_low"], one["dz_ci_high"]))
    names.add(name, f"g.{pair}", one["gz_exactJ"], (one["gz_ci_low"], one["gz_ci_high"]))
    names.add(name, f"dav.{pair}", one["dav_mean_sd"])
    other = f"paired_t.{pair}"
    names.add(name, "difference", one["mean_diff"], (one["ci_low"], one["ci_high"]), other)
    keys = ("n", "t", "df", "p", "p_bonferroni", "p_holm")
    names.add_all(name, {key: one[key] for key in keys}, other)
    values = {"v": "wilcoxon_V", "p": "wilcoxon_p_cc", "p_exact": "wilcoxon_p_exact", "n": "n",
              "p_bonferroni": "wilcoxon_p_cc_bonferroni",
              "rank_biserial": "rank_biserial"}  # fmt: skip
    ranks = {ours: one[theirs] for ours, theirs in values.items()}
    names.add_all(name, ranks, f"wilcoxon.{pair}")


def _experience(names: Named, name: str, one: Tree) -> None:
    held = one["ancova"]
    test = {"f": one["ancova_F"], "df1": held["df1"], "df2": held["df2"], "p": one["ancova_p"]}
    names.add_all(name, {**test, "parallel_p": held["parallel_p"]})
    names.add(name, N, sum(group["n"] for group in one["groups"].values()))
    _eta(names, name, held)
    for group, change in one["groups"].items():
        limits = change["ci_low"], change["ci_high"]
        names.add(name, f"change.{group}", change["mean"], limits)
        names.add_all(name, {f"n.{group}": change["n"], f"sd.{group}": change["sd"]})
        mean = held["adjusted"][group]
        names.add(name, f"adjusted.{group}", mean["mean"], mean)
    welch = {"f": one["welch_F"], "df1": held["df1"], "df2": one["welch_df2"], "p": one["welch_p"]}
    names.add_all(name, welch, "welch")
    ranks = {ours: one[f"kruskal_{theirs}"] for ours, theirs in KRUSKAL.items()}
    names.add_all(name, ranks, "kruskal")
    _f(names, name, one["wave_by_group"], "wave_by_group")


KRUSKAL = {"chi2": "chi2", "df": "df", "p": "p", "epsilon2": "epsilon2"}


def _reliability(names: Named, name: str, waves: Tree) -> None:
    for wave, one in waves.items():
        names.add(name, f"n.{wave}", one["n_complete"])
        names.add(name, N, one["n_complete"])
        names.add(name, f"alpha.{wave}", one["alpha_listwise"], one["feldt_listwise"])
        names.add(name, f"omega.{wave}", one.get("omega_1factor_ML_cov_lavaan"))
        names.add(name, f"mean_r.{wave}", one["mean_inter_item_r_listwise"])
        for what, column in (("item_rest", "item_rest_r_listwise"),
                             ("without", "alpha_if_dropped_listwise")):  # fmt: skip
            for item, value in one.get(column, {}).items():
                names.add(name, f"{what}.{item}.{wave}", value)


def _lessons(names: Named, name: str, one: Tree) -> None:
    names.add(name, N, sum(wave["n"] for wave in one["by_wave"].values()))
    for wave, share in one["by_wave"].items():
        names.add_all(name, {f"x.{wave}": share["x"], f"n.{wave}": share["n"]})
        names.add(name, f"share.{wave}", share["pct"] / 100, share)
    model = one["gee_exchangeable"]
    for wave, change in one["changes"].items():
        names.add(name, f"difference.{wave}", change["diff"], change)
        slope = model["coef"][wave]
        names.add_all(name, {f"odds_ratio.{wave}": slope["or"], f"p.{wave}": slope["p"]})
    joint = {"chi2": model["wald_wave_chi2"], "p": model["wald_wave_p"], "alpha": model["alpha"]}
    names.add_all(name, {**joint, "df": len(one["changes"])})


def _observers(names: Named, found: Tree) -> None:
    for key, whole in found.get("observers", {}).items():
        name = f"observers.{key}"
        names.add_all(name, {"lessons": whole["lessons"], "x": whole["x"], "n": whole["n"]})
        names.add(name, "share", whole["pct"] / 100, whole)
        names.add(name, N, whole["lessons"])
        for item, one in found["agreement"][key].items():
            names.add(name, f"kappa.{item}", one.get("kappa"), _kappa(one, "l", "u"))
            values = {"n": "n", "pct": "pct_agree", "pabak": "bp", "ac1": "ac1", "alpha": "alpha"}
            names.add_all(name, {f"{ours}.{item}": one.get(it) for ours, it in values.items()})


def _kappa(one: Tree, low: str = "low", high: str = "high") -> tuple[object, object]:
    return one.get(f"kappa_ci_{low}"), one.get(f"kappa_ci_{high}")


def _pupils(names: Named, found: Tree) -> None:
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
    names.add(name, "improved_share", better["pct"] / 100, better)
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
        _f(names, by_part, one["anova_gain_by_part"])


def _groups(names: Named, name: str, one: Tree, two: Mapping[str, Tree]) -> None:
    """Name a comparison of cases in clusters, and the same otherwise."""
    people, clusters = two["people"], two["clusters"]
    for level, number in (("low", 0), ("high", 1)):
        values = {f"{what}.{level}": people[f"{what}{number}"] for what in ("n", "mean", "sd")}
        names.add_all(name, {**values, f"clusters.{level}": clusters[f"n{number}"]})
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
    _groups(names, name, one, two)
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


def _raters(names: Named, name: str, one: Tree) -> None:
    names.add(name, N, one["total"]["works"])
    for item, ratings in one.items():
        forms = ratings["icc_complete"]
        names.add(name, f"n.{item}", forms["n"])
        names.add(name, f"icc21.{item}", forms["ICC2"]["icc"], forms["ICC2"])
        names.add(name, f"icc2k.{item}", forms["ICC2k"]["icc"], forms["ICC2k"])
        level = "interval" if item == "total" else "ordinal"
        names.add(name, f"alpha.{item}", ratings["kripp_all_cells"][level])
        for pair, both in _of_raters(ratings):
            names.add(name, f"kappa.{item}.{pair}", both["kappa"], _kappa(both))


def _of_raters(ratings: Tree) -> Iterator[tuple[str, Tree]]:
    for key, value in ratings.items():
        if isinstance(value, dict) and "kappa_linear" in value:
            yield key.replace("_", "."), value


def _talk(names: Named, found: Tree) -> None:
    for key, one in found.get("talk", {}).items():
        name = f"talk.{key}"
        names.add(name, N, one["n"])
        for code, counts in one["codes"].items():
            values = {f"segments.{code}": counts["segments"], f"people.{code}": counts["people"]}
            waves = {f"segments.{code}.{wave}": n for wave, n in counts["by_wave"].items()}
            names.add_all(name, {**values, **waves})
        for pair, n in one.get("together", {}).items():
            names.add(name, f"together.{pair}", n)
    for key, one in found.get("coders", {}).items():
        name = f"talk.{key}.coders"
        names.add(name, "kappa", one["pooled"]["value"], one["pooled"])
        names.add_all(name, {"jaccard": one["jaccard"], "identical": one["identical"]})
        names.add(name, N, found["talk"][key]["n"])
        for code, kappa in one["codes"].items():
            names.add(name, f"kappa.{code}", kappa["value"], kappa)
