"""What so many cases can show, against R."""

import pytest

from exports.statistics.precision import (
    limits_of_correlation,
    smallest_change,
    smallest_correlation,
)


@pytest.mark.parametrize(
    ("n", "alone", "of_three"),
    [
        # R 4.2.2: power.t.test(n =, power = .8, sig.level = .05 and .05 / 3, type = "paired",
        # strict = TRUE, tol = 1e-10)$delta
        (3, 3.2640435497, 5.66747606288),
        (10, 0.996001371455, 1.22347012715),
        (23, 0.611276374612, 0.722382480575),
        (24, 0.597184100291, 0.70497936754),
        (10000, 0.0280185090424, 0.0323606472204),
    ],
)
def test_the_smallest_change_is_that_of_a_paired_t_test(n, alone, of_three):
    assert smallest_change(n) == pytest.approx(alone, rel=1e-8)
    assert smallest_change(n, 3) == pytest.approx(of_three, rel=1e-8)


@pytest.mark.parametrize(
    ("n", "r", "low", "high"),
    [
        # R 4.2.2: tanh(qnorm(.975) / sqrt(n - 3)), tanh(atanh(.4) + c(-1, 1) * qnorm(.975) /
        # sqrt(n - 3))
        (5, 0.882266425717, -0.745280980415, 0.947786383686),
        (24, 0.403396709761, -0.00405025330351, 0.691773111008),
        (100, 0.196418117682, 0.220940575068, 0.552972584047),
    ],
)
def test_a_correlation_is_as_sure_as_there_are_people(n, r, low, high):
    assert smallest_correlation(n) == pytest.approx(r, rel=1e-10)
    found = limits_of_correlation(0.4, n)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9)
    assert limits_of_correlation(r, n).low == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("n", [0, 1])
def test_one_person_shows_no_change(n):
    assert smallest_change(n) is None


def test_three_people_show_no_correlation():
    assert smallest_correlation(3) is None
    assert limits_of_correlation(0.4, 3).low is None
