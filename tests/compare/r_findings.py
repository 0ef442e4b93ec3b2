"""Everything that a run of `analysis.R` found, as findings name it."""

from collections.abc import Iterator

from tests.compare.r_names import N, Named, Numbers, Tree, parted
from tests.compare.r_people import participation, records_again
from tests.compare.r_pupils import groups_of_clusters, indexes, outcomes_over_waves, pupils
from tests.compare.r_scales import items, scales, schools


def named(found: Tree) -> Numbers:
    """Name everything that a run found."""
    names, found = Named(), parted(found)
    for key, one in found["instruments"].items():
        scales(names, key, one)
        items(names, key, one)
    for key, by_scale in found.get("schools", {}).items():
        for code, one in by_scale.items():
            schools(names, f"schools.{key}.{code}", one)
    for name in (_lessons_and_people, _observers, pupils, outcomes_over_waves, indexes, _works,
                 _talk, _together):  # fmt: skip
        name(names, found)
    return names.numbers


def _lessons_and_people(names: Named, found: Tree) -> None:
    for key, one in found.get("participation", {}).items():
        participation(names, key, one, found.get("skipped", {}).get(key, {}))
    for key, one in found.get("records_again", {}).items():
        records_again(names, f"participation.{key}", one)
    for key, sets in found.get("lesson_shares", {}).items():
        for code, one in sets.items():
            _lessons(names, f"lessons.{key}.{code}", one)


def _works(names: Named, found: Tree) -> None:
    for key, one in found.get("ratings", {}).items():
        _raters(names, f"rubric.{key}", one)
    for key, logs in found.get("ratings_by_activity", {}).items():
        for log, one in logs.items():
            two = {"clusters": one["teacher_level"], "people": one["work_level"]}
            groups_of_clusters(names, f"rubric.{key}.{log}", one, two)


def _together(names: Named, found: Tree) -> None:
    name, pairs = "together.participants", found.get("together", {})
    names.add(name, N, max((one["n"] for one in pairs.values()), default=None))
    for pair, one in pairs.items():
        names.add(name, f"r.{pair}", one["r"], one)
        keys = ("n", "p", "p_holm", "rho", "tau")
        names.add_all(name, {f"{key}.{pair}": one[key] for key in keys})


def _talk(names: Named, found: Tree) -> None:
    for key, one in found.get("talk", {}).items():
        name = f"talk.{key}"
        names.add(name, N, one["n"])
        for code, counts in one["codes"].items():
            values = {f"segments.{code}": counts["segments"], f"people.{code}": counts["people"]}
            names.add_all(name, values)
            for ours, theirs in (("segments", "by_wave"), ("people", "people_by_wave")):
                waves = {f"{ours}.{code}.{wave}": n for wave, n in counts[theirs].items()}
                names.add_all(name, waves)
        names.add_all(name, {f"segments_all.{wave}": n for wave, n in one["all"].items()})
        for pair, n in one.get("together", {}).items():
            names.add(name, f"together.{pair}", n)
    for key, one in found.get("coders", {}).items():
        name = f"talk.{key}.coders"
        names.add(name, "kappa", one["pooled"]["value"], one["pooled"])
        names.add_all(name, {"jaccard": one["jaccard"], "identical": one["identical"]})
        names.add(name, "alpha", one["pooled"].get("alpha"))
        names.add(name, N, found["talk"][key]["n"])
        for code, kappa in one["codes"].items():
            names.add(name, f"kappa.{code}", kappa["value"], kappa)
            names.add(name, f"alpha.{code}", kappa.get("alpha"))


def _lessons(names: Named, name: str, one: Tree) -> None:
    names.add(name, N, sum(wave["n"] for wave in one["by_wave"].values()))
    for wave, share in one["by_wave"].items():
        names.add_all(name, {f"x.{wave}": share["x"], f"n.{wave}": share["n"]})
        names.share(name, f"share.{wave}", share)
    model = one["gee_exchangeable"]
    for wave, change in one["changes"].items():
        names.add(name, f"difference.{wave}", change["diff"], change)
        slope = model["coef"][wave]
        names.add(name, f"odds_ratio.{wave}", slope["or"], slope["or_ci"])
        names.add(name, f"p.{wave}", slope["p"])
    joint = {"chi2": model["wald_wave_chi2"], "p": model["wald_wave_p"], "alpha": model["alpha"]}
    names.add_all(name, {**joint, "df": len(one["changes"])})
    _other_lessons(names, name, one)


def _other_lessons(names: Named, name: str, one: Tree) -> None:
    """Name the mixed model of the last wave against the first, and the tests over teachers."""
    if not one["changes"]:
        return
    first, *_, last = one["by_wave"]
    slope = one["glmm_agq15"]["coef"][last]
    names.add(name, "odds_ratio", slope["or"], slope["or_ci"], "mixed_logit")
    values = {"z": slope["z"], "p": slope["p"], "variance": one["glmm_agq15"]["var_teacher"]}
    names.add_all(name, values, "mixed_logit")
    teachers = one["teacher_level_any"]
    q = teachers["cochran_Q"]
    values = {"q": q["Q"], "df": q["df"], "p": q["p"], "n": q["n"]}
    names.add_all(name, values, "cochran_q")
    two = teachers["mcnemar"][f"{last}-{first}"]
    keys = {"n01": "n01", "n10": "n10", "p_exact": "p_exact", "chi2": "chi2_corrected",
            "p": "p_corrected"}  # fmt: skip
    names.add_all(name, {ours: two[theirs] for ours, theirs in keys.items()}, "mcnemar")
    if two:
        people = sum(two[cell] for cell in ("n00", "n01", "n10", "n11"))
        names.add(name, "n", people, other="mcnemar")


def _observers(names: Named, found: Tree) -> None:
    for key, whole in found.get("observers", {}).items():
        name = f"observers.{key}"
        names.add_all(name, {"lessons": whole["lessons"], "x": whole["x"], "n": whole["n"]})
        names.share(name, "share", whole)
        names.add(name, N, whole["lessons"])
        for item, one in found["agreement"][key].items():
            names.add(name, f"kappa.{item}", one.get("kappa"), _kappa(one, "l", "u"))
            values = {"n": "n", "pct": "pct_agree", "pabak": "bp", "ac1": "ac1", "alpha": "alpha"}
            names.add_all(name, {f"{ours}.{item}": one.get(it) for ours, it in values.items()})


def _kappa(one: Tree, low: str = "low", high: str = "high") -> tuple[object, object]:
    return one.get(f"kappa_ci_{low}"), one.get(f"kappa_ci_{high}")


def _raters(names: Named, name: str, one: Tree) -> None:
    names.add(name, N, one["total"]["works"])
    for item, ratings in one.items():
        forms = ratings["icc_complete"]
        names.add(name, f"n.{item}", forms["n"])
        names.add(name, f"icc21.{item}", forms["ICC2"]["icc"], forms["ICC2"])
        names.add(name, f"icc2k.{item}", forms["ICC2k"]["icc"], forms["ICC2k"])
        level = "interval" if item == "total" else "ordinal"
        names.add(name, f"alpha.{item}", ratings["kripp_all_cells"][level])
        names.add(name, f"pct.{item}", ratings.get("equal_pct"))
        for pair, both in _of_raters(ratings):
            names.add(name, f"pct.{item}.{pair}", both["agree_pct"])
            names.add(name, f"kappa.{item}.{pair}", both["kappa"], _kappa(both))


def _of_raters(ratings: Tree) -> Iterator[tuple[str, Tree]]:
    for key, value in ratings.items():
        if isinstance(value, dict) and "kappa_linear" in value:
            yield key.replace("_", "."), value
