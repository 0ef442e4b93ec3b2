"""Agreement of the raters of pupils' projects."""

from dataclasses import asdict
from itertools import combinations
from math import fsum

from exports.statistics.agreement import agreement
from exports.statistics.krippendorff import Level, krippendorff_alpha
from exports.statistics.many_raters import (
    fleiss_kappa,
    kendall_w,
    light_kappa,
    percent_all_agree,
)
from exports.statistics.ratings_icc import ICC, icc
from tests.compare.observers import pair_values
from tests.compare.study import Row, number, rows

Matrix = list[list[float | None]]


def rubric_agreement() -> dict[str, object]:
    """Compare the raters by criterion, and by the mean of the criteria that they gave."""
    marks = rows("project_rubric")
    names = list(marks[0])
    criteria = names[names.index("rater") + 1 :]
    raters = sorted({row["rater"] for row in marks})
    found: dict[str, object] = {}
    for criterion in criteria:
        matrix = _matrix(marks, raters, lambda row, name=criterion: number(row[name]))
        found[criterion] = {
            **_every_level(matrix),
            **_as_categories(matrix),
            **_pairs(matrix, raters),
        }
    total = _matrix(marks, raters, lambda row: _mean([number(row[name]) for name in criteria]))
    return {**found, "total": _every_level(total)}


def _matrix(marks: list[Row], raters: list[str], read) -> Matrix:
    """Give one row per project, one column per rater."""
    projects = sorted({row["project_id"] for row in marks})
    cells = {(row["project_id"], row["rater"]): read(row) for row in marks}
    return [[cells.get((project, rater)) for rater in raters] for project in projects]


def _mean(given: list[float | None]) -> float | None:
    there = [one for one in given if one is not None]
    return fsum(there) / len(there) if there else None


def _every_level(matrix: Matrix) -> dict[str, object]:
    forms = icc(matrix)
    return {
        "projects": len(matrix),
        "complete": sum(None not in row for row in matrix),
        "kripp_all_cells": {str(level): krippendorff_alpha(matrix, level).value for level in Level},
        "icc_complete": {
            "n": forms.n,
            "k": forms.k,
            "ICC1": _icc(forms.single_1),
            "ICC2": _icc(forms.single_2),
            "ICC3": _icc(forms.single_3),
            "ICC1k": _icc(forms.mean_1),
            "ICC2k": _icc(forms.mean_2),
            "ICC3k": _icc(forms.mean_3),
        },
        "kendall_W_complete": kendall_w(matrix).value,
    }


def _icc(form: ICC) -> dict[str, object]:
    values = asdict(form)
    names = {"value": "icc", "f": "F"}
    return {names.get(key, key): value for key, value in values.items() if key != "why"}


def _as_categories(matrix: Matrix) -> dict[str, object]:
    fleiss = fleiss_kappa(matrix)
    return {
        "fleiss": {"kappa": fleiss.value, "z": fleiss.z, "p": fleiss.p},
        "light_kappa": light_kappa(matrix).value,
        "agree_all3_pct": percent_all_agree(matrix).value,
    }


def _pairs(matrix: Matrix, raters: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    columns = dict(zip(raters, zip(*matrix, strict=True), strict=True))
    for one, other in combinations(raters, 2):
        both = agreement(columns[one], columns[other])
        found[f"{one}_{other}"] = {
            **pair_values(both),
            "kappa_linear": both.kappa_linear.value,
            "kappa_quadratic": both.kappa_quadratic.value,
            "kappa_var_asymptotic": None if both.kappa.se is None else both.kappa.se**2,
        }
    return found
