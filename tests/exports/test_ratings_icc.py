"""Intraclass correlations: Shrout & Fleiss' own table, and where they have no value."""

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.statistics.outcome import Undefined
from exports.statistics.ratings_icc import ICC, icc
from tests.exports.rating_cases import SHROUT_FLEISS, WHOLE, steady

FORMS = ("single_1", "single_2", "single_3", "mean_1", "mean_2", "mean_3")
# R psych::ICC(lmer = FALSE) of the same table: value, F, df1, df2, low, high
PSYCH = {
    "single_1": (0.17, 1.8, 5, 18, -0.133, 0.72),
    "single_2": (0.29, 11.0, 5, 15, 0.019, 0.76),
    "single_3": (0.71, 11.0, 5, 15, 0.342, 0.95),
    "mean_1": (0.44, 1.8, 5, 18, -0.884, 0.91),
    "mean_2": (0.62, 11.0, 5, 15, 0.071, 0.93),
    "mean_3": (0.91, 11.0, 5, 15, 0.676, 0.99),
}


@pytest.mark.parametrize("form", FORMS)
def test_shrout_and_fleiss(form):
    found = icc(SHROUT_FLEISS)
    one = getattr(found, form)
    value, f, df1, df2, low, high = PSYCH[form]
    assert (found.n, found.k, one.df1, one.df2) == (6, 4, df1, df2)
    assert one.value == pytest.approx(value, abs=6e-3) and one.f == pytest.approx(f, abs=0.06)
    assert (one.low, one.high) == pytest.approx((low, high), abs=6e-3)


def close(one: ICC, other: ICC) -> bool:
    return all(
        a == b or a == pytest.approx(b, rel=1e-6, abs=1e-8)
        for a, b in zip(astuple(one), astuple(other), strict=True)
    )


@steady
@given(WHOLE, st.integers(-50, 50), st.sampled_from((0.25, 1, 3)))
def test_order_place_and_unit_of_the_scale_do_not_matter(rows, moved, stretched):
    there = icc(rows)
    back = icc([[code * stretched + moved for code in row[::-1]] for row in rows[::-1]])
    assert all(close(getattr(there, form), getattr(back, form)) for form in FORMS)


@steady
@given(WHOLE)
def test_the_mean_of_raters_is_spearman_browns(rows):
    found = icc(rows)
    for number in (1, 2, 3):
        one, mean = getattr(found, f"single_{number}"), getattr(found, f"mean_{number}")
        if one.value is not None and mean.value is not None:
            assert mean.value == pytest.approx(3 * one.value / (1 + 2 * one.value), abs=1e-6)
        assert (one.value is None) <= (one.why is not None)


def test_gaps_leave_a_unit_out():
    more = [*SHROUT_FLEISS, (1, None, 2, 3)]
    assert icc(more) == icc(SHROUT_FLEISS)


def test_raters_who_never_differ():
    found = icc([(1, 1), (2, 2), (4, 4)])
    for form in FORMS:
        one = getattr(found, form)
        assert (one.value, one.f, one.low, one.why) == (1, None, None, Undefined.NO_ERROR)


def test_a_rater_who_is_always_one_higher():
    """Consistency is perfect, absolute agreement is not."""
    found = icc([(0.1, 1.1), (0.2, 1.2), (0.4, 1.4)])
    assert (found.single_3.value, found.single_3.f) == (1, None)
    assert found.single_2.value < 0.1 and found.single_2.why is Undefined.NO_ERROR
    assert found.single_1.value < 0 and found.single_1.low is not None


def test_units_that_do_not_differ():
    found = icc([(1, 2), (2, 1)])
    assert found.single_1.value == pytest.approx(-1) and found.single_1.f == 0
    assert (found.mean_1.value, found.mean_1.why) == (None, Undefined.NO_VARIANCE)


def test_an_interval_of_no_degrees_of_freedom_is_none():
    """R 4.2.2 `psych::ICC(lmer = FALSE)` gives values, NaN limits and a warning of `qf`."""
    found = icc([(5, 1, 1.2, 2.6), (3, 2.6, 1.2, 3.2), (2, 1, 4, 2.6)]).single_2
    assert found.value == pytest.approx(-0.340803709428, abs=1e-12)
    assert (found.low, found.high, found.why) == (None, None, Undefined.NO_VARIANCE)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], Undefined.NO_CASES),
        ([(1,), (2,)], Undefined.ONE_RATER),
        ([(1, None), (None, 2)], Undefined.NO_PAIRS),
        ([(1, 2)], Undefined.FEW_UNITS),
        ([(3, 3), (3, 3)], Undefined.ONE_CATEGORY),
        ([("a", "b"), ("b", "b")], Undefined.NOT_NUMBERS),
    ],
)
def test_where_they_are_not_defined_there_is_a_reason(rows, why):
    found = icc(rows)
    assert all(getattr(found, form) == ICC(None, why=why) for form in FORMS)
