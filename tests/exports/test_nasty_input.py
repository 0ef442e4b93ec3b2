"""Whatever somebody answers, statistics are numbers or reasons; who comes first does not matter."""

import dataclasses
import warnings
from collections.abc import Callable, Mapping
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.statistics.agreement import agreement
from exports.statistics.ancova import ancova
from exports.statistics.anova import additive_anova, one_way
from exports.statistics.chance import brennan_prediger, gwet_ac1
from exports.statistics.cluster_robust import robust_model
from exports.statistics.clustered_groups import clustered_groups
from exports.statistics.composite import composite
from exports.statistics.consistency import consistency
from exports.statistics.correlations import kendall, pearson, spearman
from exports.statistics.krippendorff import Level, krippendorff_alpha
from exports.statistics.many_raters import fleiss_kappa, kendall_w, light_kappa
from exports.statistics.mixed_groups import groups_over_waves
from exports.statistics.mixed_steps import model_steps
from exports.statistics.mixed_waves import waves_model
from exports.statistics.paired import compare_occasions
from exports.statistics.rank_tests import friedman
from exports.statistics.ratings_icc import icc
from exports.statistics.repeated import repeated_anova
from exports.statistics.several_groups import kruskal_wallis, welch_anova
from exports.statistics.two_groups import levene, two_groups
from tests.exports.rating_cases import steady

KINDS = [
    st.integers(1, 5),
    st.integers(0, 1),
    st.just(3.2),
    st.just(0),
    st.integers(5, 25).map(lambda one: one / 5),
    st.integers(0, 3).map(lambda one: 1e9 + one),
    st.integers(-9, 9).map(lambda one: one * 1e-12),
    st.integers(-9, 9).map(lambda one: 1 + one * 1e-13),
    st.integers(-9, 9).map(lambda one: one * 1e12),
    st.sampled_from([1e-12, 1e12, -1e12, 0.0, 1.0]),
    st.sampled_from([float("nan"), float("inf"), -float("inf"), 1.0, 2.0]),
]
"""What stands in a column: answers, one number, noise of floats, sizes that no scale has."""


@st.composite
def studies(draw, kinds=KINDS):
    """Give people x columns, a label for each person; columns may be empty or stand twice."""
    n, k = draw(st.integers(0, 9)), draw(st.integers(1, 4))
    columns = []
    for _ in range(k):
        one = draw(st.sampled_from(kinds))
        cell = draw(st.sampled_from([one, one, st.none() | one, st.none()]))
        again = bool(columns) and draw(st.integers(0, 5)) == 0
        columns.append(columns[0] if again else draw(st.lists(cell, min_size=n, max_size=n)))
    rows = [[*row] for row in zip(*columns, strict=True)]
    return rows, draw(st.lists(st.sampled_from("abc"), min_size=n, max_size=n))


Study = tuple[list[list[float | None]], list[str]]


def by_label(rows, labels, column=0):
    found = {name: [] for name in sorted({*labels})}
    for row, label in zip(rows, labels, strict=True):
        found[label].append(row[column])
    return [*found.values()]


def there(groups):
    return [[x for x in one if x is not None and isfinite(x)] for one in groups]


def column(rows, place):
    return [row[place] for row in rows]


OF_PEOPLE: dict[str, Callable[[list, list], object]] = {
    "additive": lambda rows, _: additive_anova(rows),
    "repeated": lambda rows, _: repeated_anova(rows),
    "friedman": lambda rows, _: friedman(rows),
    "occasions": lambda rows, _: compare_occasions(rows),
    "waves": lambda rows, _: waves_model(rows),
    "waves in places": lambda rows, labels: waves_model(rows, labels),
    "groups over waves": lambda rows, labels: groups_over_waves(rows, labels),
    "steps": lambda rows, labels: model_steps(
        column(rows, 0), [{}, {"u": column(rows, -1)}], {"school": labels}
    ),
    "ancova": lambda rows, labels: ancova(column(rows, 0), [row[1:] for row in rows], labels),
    "robust": lambda rows, labels: robust_model(
        column(rows, 0), [(1, *row[1:]) for row in rows], labels
    ),
    "clusters": lambda rows, labels: clustered_groups(
        column(rows, 0), [place % 2 > 0 for place in map(ord, labels)], labels
    ),
    "consistency": lambda rows, _: consistency(rows),
    "associations": lambda rows, _: [
        one(column(rows, 0), column(rows, -1)) for one in (pearson, spearman, kendall)
    ],
    "two groups": lambda rows, labels: two_groups(*[*by_label(rows, labels), [], []][:2]),
    "several groups": lambda rows, labels: [
        welch_anova(by_label(rows, labels)),
        kruskal_wallis(by_label(rows, labels)),
        one_way(there(by_label(rows, labels))),
        levene(there(by_label(rows, labels))),
    ],
    "two raters": lambda rows, _: agreement(column(rows, 0), column(rows, -1)),
    "raters": lambda rows, _: [
        one(rows) for one in (fleiss_kappa, light_kappa, kendall_w, icc, gwet_ac1, brennan_prediger)
    ],
    "krippendorff": lambda rows, _: [krippendorff_alpha(rows, one) for one in Level],
    "composite": lambda rows, _: composite(rows).correlations,
}


def numbers(found: object, before: str = ""):
    """Yield every number with the names that lead to it, but what tests are made from."""
    if dataclasses.is_dataclass(found):
        names = [one.name for one in dataclasses.fields(found) if one.name != "inside"]
        found = {name: getattr(found, name) for name in names}
    if isinstance(found, Mapping):
        for name, value in found.items():
            yield from numbers(value, f"{before}.{name}")
    elif isinstance(found, list | tuple):
        for place, value in enumerate(found):
            yield from numbers(value, f"{before}.{place}")
    elif isinstance(found, int | float):
        yield before, float(found)


@pytest.mark.parametrize("name", OF_PEOPLE)
@settings(steady, max_examples=80)
@given(study=studies())
def test_everything_is_a_number_or_a_reason(name, study):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = OF_PEOPLE[name](*study)
    assert [key for key, value in numbers(found) if not isfinite(value)] == []


@pytest.mark.parametrize("name", OF_PEOPLE)
@settings(steady, max_examples=30)
@given(study=studies(KINDS[:5]), by=st.randoms(use_true_random=False))
def test_who_comes_first_does_not_matter(name, study, by):
    rows, labels = study
    order = by.sample(range(len(rows)), len(rows))
    turned = [rows[one] for one in order], [labels[one] for one in order]
    one, other = (dict(numbers(OF_PEOPLE[name](*some))) for some in (study, turned))
    assert one.keys() == other.keys()
    assert other == pytest.approx(one, rel=1e-4, abs=1e-6)


UNITLESS = {"p", "t", "f", "df", "df2", "w", "gg", "hf", "eta2p", "p_holm", "chi2", "dz", "g", "n"}
OF_UNITS = sorted({*OF_PEOPLE} - {"two raters", "raters", "krippendorff", "steps", "ancova"})
"""What is measured in points; codes of raters have no unit, and covariates have their own."""


@pytest.mark.parametrize("name", OF_UNITS)
@settings(steady, max_examples=30)
@given(study=studies(KINDS[:5]), power=st.sampled_from([-10, -1, 3, 10]))
def test_the_unit_does_not_matter(name, study, power):
    rows, labels = study
    scaled = [[None if x is None else x * 2.0**power for x in row] for row in rows]
    one, other = (
        {
            key: value
            for key, value in numbers(OF_PEOPLE[name](some, labels))
            if key.rsplit(".", 1)[-1] in UNITLESS
        }
        for some in (rows, scaled)
    )
    assert one.keys() == other.keys()
    assert other == pytest.approx(one, rel=1e-4, abs=1e-6)
