"""Scales over waves as findings name them."""

from collections.abc import Mapping

from tests.compare.r_names import N, Named, Tree, eta, f_test
from tests.compare.r_names import described as in_wave

ALL_RECORDS = "all_records"


def scales(names: Named, key: str, one: Tree) -> None:
    for code, waves in one.get("waves", {}).items():
        described = {
            name.partition(".")[2]: scale
            for name, scale in one["scales"].items()
            if name.partition(".")[0] == code
        }
        _growth(names, f"growth.{key}.{code}", waves, described)
        _pairs(names, f"growth.{key}.{code}.pairs", waves)
        _otherwise(names, f"growth.{key}.{code}", waves)
        for group, changes in one.get("change_by_group", {}).get(code, {}).items():
            _experience(names, f"experience.{key}.{code}.{group}", changes)
    for code, waves in one.get("reliability", {}).items():
        _reliability(names, f"reliability.{key}.{code}", waves)


def _growth(names: Named, name: str, one: Tree, described: Mapping[str, Tree]) -> None:
    people = one["cells"]["people"]
    names.add_all(name, {"people": people, "scores": one["cells"]["n"], N: people})
    names.add(f"{name}.pairs", N, people)
    for wave, scale in described.items():
        in_wave(names, name, wave, scale)
    if "lmm" in one:
        _models(names, name, one)
    _classical(names, name, one)


def _models(names: Named, name: str, one: Tree) -> None:
    model = one["lmm"]
    for wave in one["cells"]["waves"]:
        if wave in model["emmeans"]:
            mean = model["emmeans"][wave]
            names.add(name, f"model_mean.{wave}", mean["emmean"], mean)
    test = model["anova"]
    names.add_all(
        name,
        {
            **{"f": test["F"], "df1": test["df1"]},
            **{"df2": test["df2_satterthwaite"], "p": test["p_satterthwaite"]},
            "variance_participants": model["var"]["people"],
            **{"variance_residual": model["var"]["residual"], "icc": model["icc"]},
        },
    )
    eta(names, name, model["size"])
    kenward_roger = {"F": test["F_KR"], "df1": test["df1"], "df2": test["df2_KR"]}
    f_test(names, name, {**kenward_roger, "p": test["p_KR"]}, "kenward_roger")
    if "nlme" in model:
        f_test(names, name, model["nlme"], "containment")
    f_test(names, name, one["additive_anova"], "additive")
    eta(names, name, one["additive_anova"], "additive")
    names.add(name, "eta2g", one["additive_anova"]["ges"], other="additive")


def _otherwise(names: Named, name: str, one: Tree) -> None:
    left = one.get("lmm", {}).get("residuals", {"n": 0})
    names.add_all(f"{name}.residuals", {N if key == "n" else key: it for key, it in left.items()})
    for rule, test in one.get("rules", {}).items():
        names.add(name, "n", test["n"], other=rule)
        if "anova" in test:
            f_test(names, name, test["anova"], rule)
    names.add_all(name, one.get("holm_scales", {}), "holm_scales")


def _classical(names: Named, name: str, one: Tree) -> None:
    repeated = one.get("rm_anova_listwise")
    if repeated:
        f_test(names, name, repeated, "repeated")
        eta(names, name, repeated["size"], "repeated")
        left = one["cells"]["people"] - repeated["n"]
        keys = {"mauchly_w": "mauchly_W", "mauchly_p": "mauchly_p", "gg": "GG_eps",
                "hf": "HF_eps_uncapped", "p_gg": "p_GG", "p_hf": "p_HF"}  # fmt: skip
        values = {ours: repeated.get(theirs) for ours, theirs in keys.items()}
        if epsilon := repeated.get("GG_eps"):
            values |= {f"{df}_gg": epsilon * repeated[df] for df in ("df1", "df2")}
        more = {"n": repeated["n"], "left_out": left, "eta2g": repeated["ges"]}
        names.add_all(name, {**more, **values}, "repeated")
    ranks = one.get("friedman")
    if ranks:
        values = {key: ranks[key] for key in ("n", "chi2", "df", "p")}
        names.add_all(name, {**values, "kendall_w": ranks["kendall_W"]}, "friedman")


def differences(names: Named, name: str, pairs: Tree) -> None:
    """Name the pairs of waves by a model."""
    for pair, model in pairs.items():
        names.add(name, f"difference.{pair}", model["diff"], _simultaneous(model))
        values = {"t": model["t"], "df": model["df"]}
        values |= {ours: model[theirs] for ours, theirs in P_OF.items()}
        names.add_all(name, {f"{ours}.{pair}": value for ours, value in values.items()})


def _pairs(names: Named, name: str, one: Tree) -> None:
    differences(names, name, one.get("lmm", {}).get("pairs", {}))
    for pair, model in one.get("additive_anova", {}).get("pairs", {}).items():
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
    eta(names, name, held)
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
    f_test(names, name, one["wave_by_group"], "wave_by_group")


KRUSKAL = {"chi2": "chi2", "df": "df", "p": "p", "epsilon2": "epsilon2"}


def _reliability(names: Named, name: str, waves: Tree) -> None:
    for wave, one in waves.items():
        if wave == ALL_RECORDS:
            continue
        names.add(name, f"n.{wave}", one["n_complete"])
        names.add(name, N, one["n_complete"])
        names.add(name, f"alpha.{wave}", one["alpha_listwise"], one["feldt_listwise"])
        names.add(name, f"omega.{wave}", one.get("omega_1factor_ML_cov_lavaan"))
        names.add(name, f"mean_r.{wave}", one["mean_inter_item_r_listwise"])
        for what, column in (("item_rest", "item_rest_r_listwise"),
                             ("without", "alpha_if_dropped_listwise")):  # fmt: skip
            for item, value in one.get(column, {}).items():
                names.add(name, f"{what}.{item}.{wave}", value)


def items(names: Named, key: str, one: Tree) -> None:
    answered: dict[str, int] = {}
    for place, item in one.get("items", {}).items():
        code, _, wave = place.rpartition(".")
        if "top_two" in item:
            top, name = item["top_two"], f"items.{key}.{code}"
            names.add_all(name, {f"x.{wave}": top["x"], f"n.{wave}": top["n"]})
            names.share(name, f"share.{wave}", top)
            answered[name] = answered.get(name, 0) + top["n"]
    for name, n in answered.items():
        names.add(name, N, n)


def schools(names: Named, name: str, one: Tree) -> None:
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
