"""Descriptives and quantiles equal R's; a sample that is too small says nothing it cannot know."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.statistics.descriptives import describe, quantile
from exports.statistics.quantiles import incomplete_beta, t_below, t_quantile, wilson

# R 4.2.2: qt(.975, df), pt, pbeta, prop.test(correct = FALSE)
T_975 = {
    1: 12.7062047364,
    2: 4.30265272991,
    5: 2.57058183564,
    23: 2.06865761042,
    100: 1.98397151845,
}


@pytest.mark.parametrize(("df", "expected"), T_975.items())
def test_quantiles_of_t_equal_r(df, expected):
    assert t_quantile(0.975, df) == pytest.approx(expected, rel=1e-10)


@given(st.floats(0.51, 0.999), st.integers(1, 400))
def test_a_quantile_is_the_inverse_of_the_distribution(probability, df):
    assert t_below(t_quantile(probability, df), df) == pytest.approx(probability, abs=1e-12)


def test_the_incomplete_beta_function_equals_r():
    assert incomplete_beta(2, 3, 0.4) == pytest.approx(0.5248, abs=1e-12)
    assert incomplete_beta(0.5, 0.5, 0.5) == pytest.approx(0.5, abs=1e-12)


def test_wilson_equals_r():
    low, high = wilson(22, 24)
    assert (low, high) == pytest.approx((0.741511978067893, 0.976841184702957), abs=1e-12)
    assert wilson(0, 5)[0] == pytest.approx(0) and wilson(5, 5)[1] == pytest.approx(1)


@pytest.mark.parametrize("case", [(0, 0), (3, 2), (-1, 4)])
def test_no_share_of_nobody(case):
    with pytest.raises(ValueError, match="no share"):
        wilson(*case)


def test_nobody_and_one_person():
    assert describe([]).n == 0 and describe([]).mean is None
    one = describe([3.5])
    assert (one.n, one.mean, one.sd, one.ci_low) == (1, 3.5, None, None)


def test_all_the_same_has_no_shape():
    same = describe([4.0, 4.0, 4.0])
    assert same.sd == 0 and same.ci_low == same.ci_high == 4 and same.skew is None


def test_what_only_floats_part_has_no_shape():
    same = describe([3.6, 3.5999999999999996, 3.6])
    assert same.sd == same.se == 0 and same.skew is same.kurtosis is None


def test_quartiles_are_type_7():
    assert [quantile([1, 2, 3, 4], share) for share in (0, 0.25, 0.5, 1)] == [1, 1.75, 2.5, 4]


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=30), st.randoms())
def test_the_order_of_rows_does_not_matter(values, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    first, second = describe(values), describe(shuffled)
    assert first.mean == second.mean and first.median == second.median
    assert math.isclose(first.sd, second.sd, rel_tol=1e-9, abs_tol=1e-9)
