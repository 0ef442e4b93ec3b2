"""Agreement of the two observers on lessons that both saw."""

from exports.statistics.agreement import PairAgreement, agreement
from exports.statistics.krippendorff import Level, krippendorff_alpha
from tests.compare.study import has_task, items, number, rows


def observer_agreement() -> dict[str, object]:
    """Compare the observers item by item, over any task, and over all items together."""
    lessons = rows("lesson_observations")
    primary = {row["lesson_id"]: row for row in lessons if row["observer_role"] == "primary"}
    pairs = [
        (primary[row["lesson_id"]], row) for row in lessons if row["observer_role"] == "second"
    ]
    names = items(lessons[0])
    columns = {
        name: [(number(one[name]), number(other[name])) for one, other in pairs] for name in names
    }
    columns["any"] = [(has_task(one), has_task(other)) for one, other in pairs]
    pooled = [pair for name in names for pair in columns[name]]
    found = {name: _of(column) for name, column in columns.items()}
    whole = _of(pooled)
    kept = ("n", "agree_pct", "kappa", "kripp_nominal")
    return {**found, f"pooled_{len(names)}_items": {key: whole[key] for key in kept}}


def _of(column: list[tuple[float | None, float | None]]) -> dict[str, object]:
    both = agreement(*zip(*column, strict=True), levels=(0, 1))
    return {
        **pair_values(both),
        "pabak": both.pabak.value,
        "kripp_nominal": krippendorff_alpha(column, Level.NOMINAL).value,
    }


def pair_values(both: PairAgreement) -> dict[str, object]:
    """Name what both studies of agreement print of two raters."""
    return {
        "n": both.n,
        "agree_pct": both.percent.value,
        "kappa": both.kappa.value,
        "kappa_z": both.kappa.z,
        "kappa_p": both.kappa.p,
        "kappa_ci_low": both.kappa.low,
        "kappa_ci_high": both.kappa.high,
    }
