"""Who answered, who left, what is missing and what so many show, as findings name it."""

from tests.compare.r_names import MAIN, N, Named, Tree


def participation(names: Named, key: str, one: Tree, skipped: Tree) -> None:
    name = f"participation.{key}"
    names.add_all(name, one["counts"])
    if "skipped" in one:
        _share(names, name, one["skipped"])
    for code, scale in one.get("scales", {}).items():
        names.add(name, f"unscored.{code}", scale["unscored"])
    names.add(name, N, one["counts"]["answered"])
    for code, groups in one.get("leavers", {}).items():
        _beside(names, name, groups, f"leavers.{code}")
    _left(names, f"{name}.left", one["left"])
    _gaps(names, f"{name}.gaps", one, skipped)
    _precision(names, f"{name}.precision", one["precision"])


def _share(names: Named, name: str, one: Tree, of: str = "") -> None:
    names.add_all(name, {f"skipped{of}": one["x"], f"asked{of}": one["n"]})
    names.share(name, f"skipped_share{of}", one)


def _left(names: Named, name: str, one: Tree) -> None:
    names.add_all(name, {**one["counts"], N: one["counts"]["first"]})
    for code, groups in one.get("scales", {}).items():
        _beside(names, name, groups, of=f".{code}")
    for code, groups in one.get("any_gap", {}).items():
        _beside(names, name, groups, f"any_gap.{code}")


def _beside(names: Named, name: str, one: Tree, other: str = MAIN, of: str = "") -> None:
    """Name a comparison of those who left with those who stayed."""
    keys = {"left": "left", "stayed": "stayed", "mean_left": "mean1", "mean_stayed": "mean0",
            "t": "welch_t", "df": "welch_df", "p": "welch_p"}  # fmt: skip
    names.add_all(name, {f"{ours}{of}": one.get(theirs) for ours, theirs in keys.items()}, other)
    for key, value, limits in (("difference", "diff", "welch_ci"), ("g", "hedges_g", "g_ci")):
        within = one.get(f"{limits}_low"), one.get(f"{limits}_high")
        names.add(name, f"{key}{of}", one.get(value), within, other)


def _gaps(names: Named, name: str, one: Tree, skipped: Tree) -> None:
    cells = one.get("gaps", {})
    for place, gap in cells.items():
        names.add_all(name, {f"{what}.{place}": gap[what] for what in ("absent", "unscored")})
    names.add(name, N, len(cells) * one["counts"]["people"])
    for item, found in skipped.items():
        _share(names, name, found, f".{item}")


def _precision(names: Named, name: str, one: Tree) -> None:
    names.add_all(name, {key: one.get(key) for key in ("people", "smallest_dz", "smallest_r")})
    names.add(name, N, one["people"])
    moderate = one.get("moderate_r", {})
    names.add(name, "moderate_r", moderate.get("value"), moderate)
    keys = {"n": "n", "smallest_dz": "dz", "smallest_dz_pairs": "dz_pairs",
            "sd_difference": "sd", "smallest_points": "points"}  # fmt: skip
    for code, scale in one.get("scales", {}).items():
        values = {f"{ours}.{code}": scale.get(theirs) for ours, theirs in keys.items()}
        names.add_all(name, values)


def records_again(names: Named, name: str, one: Tree) -> None:
    """Name who has records of what is filled in several times in a wave."""
    whole = one["whole"]
    names.add_all(name, {"asked": whole["people"]["n"], N: whole["records"]})
    names.add_all(name, {"most": whole["most"], "fewest": whole["fewest"]})
    _records(names, name, whole)
    for wave, found in one["by_wave"].items():
        _records(names, name, found, f".{wave}")


def _records(names: Named, name: str, one: Tree, at: str = "") -> None:
    people = one["people"]
    names.share(name, f"share{at}", people)
    values = {"people": people["x"], "records": one["records"]}
    values |= {"mean_records": one["mean"], "median_records": one["median"]}
    names.add_all(name, {f"{key}{at}": value for key, value in values.items()})
