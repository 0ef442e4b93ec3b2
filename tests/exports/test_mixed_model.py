"""Linear mixed models: equal to lmerTest (test_reference), and to the same done the long way."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.statistics.mixed_model import mixed_model, within
from exports.statistics.mixed_tests import (
    Degrees,
    containment,
    estimated,
    joint_test,
    likelihood_ratio,
    term_rows,
)
from exports.statistics.outcome import Undefined
from tests.exports.mixed_cases import Dense, drawn
from tests.exports.rating_cases import steady

KINDS = ("one", "nested", "crossed", "three")


def fitted(cases, **how):
    return mixed_model(cases.y, cases.x, cases.factors, **how)


def variances(model):
    return [*(one.variance for one in model.components), model.residual]


DYESTUFF = {
    "A": (1545, 1440, 1440, 1520, 1580),
    "B": (1540, 1555, 1490, 1560, 1495),
    "C": (1595, 1550, 1605, 1510, 1560),
    "D": (1445, 1440, 1595, 1465, 1545),
    "E": (1595, 1630, 1515, 1635, 1625),
    "F": (1520, 1455, 1450, 1480, 1445),
}
"""Davies & Goldsmith 1972: yields of batches; lme4's own first example."""


def test_batches_of_dye_are_those_of_lme4():
    y = [one for several in DYESTUFF.values() for one in several]
    batches = {"batch": [name for name, several in DYESTUFF.items() for _ in several]}
    found, by_ml = (mixed_model(y, [(1,)] * 30, batches, is_reml) for is_reml in (True, False))
    assert found.deviance == pytest.approx(319.6543, abs=5e-5)
    assert variances(found) == pytest.approx([1764.05, 2451.25], abs=5e-3)
    one = estimated(found, [1])
    assert (one.value, one.se, one.df) == pytest.approx((1527.5, 19.3834, 5), abs=5e-5)
    assert by_ml.deviance == pytest.approx(327.3271, abs=5e-5)
    assert variances(by_ml) == pytest.approx([1388.33, 2451.25], abs=5e-3)


@pytest.mark.parametrize("is_reml", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_the_deviance_is_the_lowest_of_the_long_way(kind, is_reml):
    cases = drawn(3, kind)
    found = fitted(cases, is_reml=is_reml)
    there = variances(found)
    dense = Dense(cases, there)
    assert found.deviance == pytest.approx(dense.deviance(is_reml), abs=1e-9)
    assert found.coefficients == pytest.approx(dense.b, rel=1e-9)
    for place, one in enumerate(there):
        for by in (0.99, 1.01):
            beside = [*there[:place], one * by, *there[place + 1 :]]
            assert found.deviance < Dense(cases, beside).deviance(is_reml) + 1e-10


@pytest.mark.parametrize("kind", KINDS)
def test_errors_and_freedom_are_those_of_the_long_way(kind):
    cases = drawn(5, kind)
    found = fitted(cases)
    assert not found.is_singular
    dense = Dense(cases, variances(found))
    adjusted = dense.kenward_roger()
    for row in ([1, 0, 0], [0, 1, 0], [1, 1, 50]):
        one, other = estimated(found, row), estimated(found, row, Degrees.KENWARD_ROGER)
        assert one.se == pytest.approx(sqrt(row @ dense.c @ row), rel=1e-7)
        assert one.df == pytest.approx(dense.satterthwaite(row), rel=1e-6)
        assert other.se == pytest.approx(sqrt(row @ adjusted @ row), rel=1e-7)
        assert other.value == one.value and other.df > 0


def test_f_of_one_row_is_t_squared():
    found = fitted(drawn(5, "nested"))
    for degrees in Degrees:
        one, t = joint_test(found, [[0, 1, 0]], degrees), estimated(found, [0, 1, 0], degrees)
        assert (one.f, one.df1, one.df2) == (pytest.approx(t.t**2), 1, pytest.approx(t.df))
        assert one.p == pytest.approx(t.p)


def test_rows_that_span_the_same_give_the_same_f():
    found = fitted(drawn(5, "one"))
    one, other = ([[0, 1, 0], [0, 0, 1]], [[0, 1, 1], [0, 1, -1]])
    for degrees in Degrees:
        assert joint_test(found, one, degrees).f == pytest.approx(
            joint_test(found, other, degrees).f
        )
    assert joint_test(found, [*one, [0, 2, 1]]).df1 == 2


def test_a_term_alone_has_the_rows_of_doolittle():
    cases = drawn(5, "one")
    found = fitted(cases)
    x = np.array(cases.x)
    (first, last) = term_rows(found, [1, 2])
    assert first[:2] == [0.0, 1.0] and last == [0.0, 0.0, 1.0]
    left = x[:, 1] - x[:, 1].mean()
    assert first[2] == pytest.approx(left @ x[:, 2] / (left @ left))
    assert term_rows(found, [2]) == [[0.0, 0.0, 1.0]]


def test_teachers_who_do_not_differ_are_named():
    rows = [
        (value + wave / 10, teacher) for teacher in range(8) for wave, value in enumerate((1, 9, 5))
    ]
    y = [value + (0.3 if teacher % 2 else -0.2) for value, teacher in rows]
    found = mixed_model(y, [(1,)] * len(y), {"teacher": [str(teacher) for _, teacher in rows]})
    assert found.is_singular and found.variance("teacher") == 0
    assert found.components[0].why is Undefined.NO_VARIANCE
    one = estimated(found, [1])
    assert one.df == pytest.approx(len(y) - 1)
    assert one.se == pytest.approx(np.std(y, ddof=1) / sqrt(len(y)))
    assert estimated(found, [1], Degrees.KENWARD_ROGER).df < one.df


def test_two_models_are_compared_by_their_likelihood():
    cases = drawn(5, "nested")
    whole, smaller = (
        mixed_model(cases.y, [row[:size] for row in cases.x], cases.factors, is_reml=False)
        for size in (3, 2)
    )
    found = likelihood_ratio(whole, smaller)
    assert found.df == 1 and found.chi2 == pytest.approx(smaller.deviance - whole.deviance)
    assert whole.log_likelihood == -whole.deviance / 2
    assert likelihood_ratio(whole, whole).why is Undefined.COLLINEAR
    nothing = mixed_model([], [], {})
    assert likelihood_ratio(nothing, whole).why is Undefined.ONE_CLUSTER


def test_containment_counts_what_varies_inside():
    assert containment(fitted(drawn(5, "one")), [True, True]) == 60 - 16 - 2
    assert containment(fitted(drawn(5, "nested")), [True, True]) is None


@pytest.mark.parametrize("kind", KINDS)
def test_order_and_names_do_not_matter(kind):
    cases = drawn(7, kind)
    order = np.random.default_rng(1).permutation(len(cases.y))
    found = fitted(cases)
    moved = mixed_model(
        [cases.y[one] for one in order],
        [cases.x[one] for one in order],
        {
            name: [f"{hash_of(levels[one])}" for one in order]
            for name, levels in reversed(cases.factors.items())
        },
    )
    assert moved.deviance == pytest.approx(found.deviance, abs=1e-9)
    for name in cases.factors:
        assert moved.variance(name) == pytest.approx(found.variance(name), rel=1e-6)
    one, other = (joint_test(model, [[0, 1, 0], [0, 0, 1]]) for model in (found, moved))
    assert (other.f, other.df2) == (pytest.approx(one.f), pytest.approx(one.df2, rel=1e-6))


def hash_of(name):
    return (int(name[1:]) * 7919) % 1009


@settings(steady, max_examples=12)
@given(st.sampled_from(KINDS), st.floats(1e-3, 1e4), st.floats(-1e3, 1e3), st.integers(0, 9))
def test_units_do_not_matter(kind, unit, zero, seed):
    cases = drawn(seed, kind)
    found = fitted(cases)
    other = mixed_model([unit * one + zero for one in cases.y], cases.x, cases.factors)
    for one, two in zip(variances(found), variances(other), strict=True):
        assert two == pytest.approx(unit**2 * one, rel=1e-5, abs=1e-7 * unit**2)
    one, two = (estimated(model, [0, 1, 0]) for model in (found, other))
    assert two.value == pytest.approx(unit * one.value, rel=1e-5, abs=1e-7 * unit)
    assert (two.df, two.p) == (pytest.approx(one.df, rel=1e-4), pytest.approx(one.p, abs=1e-6))
    shifted = mixed_model(cases.y, [(a, b, unit * c + zero) for a, b, c in cases.x], cases.factors)
    assert estimated(shifted, [0, 1, 0]).t == pytest.approx(one.t, rel=1e-5, abs=1e-7)


@settings(steady, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.integers(0, 2), st.integers(0, 4), st.integers(0, 2)),
        max_size=18,
    ),
    st.booleans(),
)
def test_there_is_a_model_or_a_reason(cases, is_reml):
    y = [float(one) for one, *_ in cases]
    x = [(1, wave == 1, wave == 2) for _, wave, *_ in cases]
    factors = {
        "teacher": [str(one) for *_, one, _ in cases],
        "school": [str(one) for *_, one in cases],
    }
    found = mixed_model(y, x, factors, is_reml)
    if found.why:
        assert found.residual is None and joint_test(found, [[0, 1, 0]]).why is found.why
        return
    assert found.residual > 0 and np.isfinite(found.deviance)
    for one in found.components:
        assert (one.why is None) == bool(one.variance)
    for degrees in Degrees:
        for one in (
            estimated(found, [0, 1, 0], degrees),
            joint_test(found, np.eye(3)[1:], degrees),
        ):
            assert one.why or 0 <= one.p <= 1


def test_gaps_are_left_out():
    cases = drawn(7, "one")
    found = mixed_model(
        [*cases.y, None, 3.0],
        [*cases.x, [1, 1, 1], [1, None, 1]],
        {"teacher": [*cases.factors["teacher"], "L1", "L2"]},
    )
    assert found.n == 60 and found.deviance == pytest.approx(fitted(cases).deviance)


def test_a_factor_that_cannot_be_told_is_left_out_and_named():
    cases = drawn(7, "one")
    teacher = cases.factors["teacher"]
    several = {
        "teacher": teacher,
        "room": [f"room of {one}" for one in teacher],
        "land": ["KZ"] * 60,
        "form": [str(one) for one in range(60)],
    }
    found = mixed_model(cases.y, cases.x, several)
    assert [one.why for one in found.components] == [
        None,
        Undefined.COLLINEAR,
        Undefined.ONE_CLUSTER,
        Undefined.NEVER_AGAIN,
    ]
    assert found.deviance == pytest.approx(fitted(cases).deviance)


@pytest.mark.parametrize(
    ("y", "x", "teachers", "why"),
    [
        ([], [], "", Undefined.NO_CASES),
        ([1, 2, 3], [(1,)] * 3, "aaa", Undefined.ONE_CLUSTER),
        ([1, 2, 3], [(1,)] * 3, "abc", Undefined.NEVER_AGAIN),
        ([1, 2, 4, 3], [(1, 2)] * 4, "aabb", Undefined.COLLINEAR),
        ([1, 2, 4], [(1, 0), (1, 1), (1, 2)], "aab", Undefined.NO_DEGREES),
        ([3, 3, 3, 3], [(1,)] * 4, "aabb", Undefined.NO_VARIANCE),
        ([1, 2, 3, 4], [(1, 0), (1, 1), (1, 2), (1, 3)], "aabb", Undefined.NO_ERROR),
        ([1, 1, 2, 2, 5, 5], [(1,)] * 6, "aabbcc", Undefined.NO_ERROR),
        ([1, 2, 4, 3], [(1, 0), (1, 0), (1, 1), (1, 1)], "aabb", Undefined.COLLINEAR),
    ],
)
def test_where_there_is_no_model_there_is_a_reason(y, x, teachers, why):
    found = mixed_model(y, x, {"teacher": list(teachers)})
    assert (found.why, found.is_singular, found.log_likelihood) == (why, None, None)
    assert estimated(found, [1]).why is why and term_rows(found, [1]) == []


def test_names_of_nested_levels_are_their_own():
    assert len({*within(["a", "b"], ["1", "1"])}) == 2
    assert within(["a", "a"], ["1", "1"]) == within(["a"], ["1"]) * 2
