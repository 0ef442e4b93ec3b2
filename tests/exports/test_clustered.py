"""Equations for clusters: equal to R (test_reference), and right where the answer is known."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.statistics.clustered import Working, gee_logit
from exports.statistics.outcome import Undefined
from tests.exports.rating_cases import steady

OUTCOMES = [1, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0]
LATER = [0, 0, 1, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0]
TEACHERS = list("aaabbbccddeeff")
PREDICTORS = [(1, one) for one in LATER]


def logit(x: int, n: int) -> float:
    return log(x / (n - x))


def test_independence_gives_the_logits_of_the_shares():
    found = gee_logit(OUTCOMES, PREDICTORS, TEACHERS, Working.INDEPENDENCE)
    before = [y for y, late in zip(OUTCOMES, LATER, strict=True) if not late]
    after = [y for y, late in zip(OUTCOMES, LATER, strict=True) if late]
    start, end = logit(sum(before), len(before)), logit(sum(after), len(after))
    assert [one.value for one in found.slopes] == pytest.approx([start, end - start])
    assert (found.alpha, found.n, found.clusters) == (0, 14, 6)
    assert found.scale == pytest.approx(1)


def test_clusters_of_one_case_have_the_errors_of_the_share():
    """With an intercept alone the sandwich is the variance of a logit: 1 / (n p q)."""
    found = gee_logit(OUTCOMES, [(1,)] * 14, [str(one) for one in range(14)])
    p = sum(OUTCOMES) / 14
    assert found.slopes[0].se == pytest.approx(sqrt(1 / (14 * p * (1 - p))))
    assert found.alpha == 0


def test_doubled_cases_are_no_more_knowledge():
    """Clusters that answer twice the same: the same slopes and errors, and alpha of one cluster."""
    once = gee_logit(OUTCOMES, PREDICTORS, [str(one) for one in range(14)], Working.INDEPENDENCE)
    ids = [str(one) for one in range(14)] * 2
    twice = gee_logit(OUTCOMES * 2, PREDICTORS * 2, ids, Working.INDEPENDENCE)
    for one, other in zip(once.slopes, twice.slopes, strict=True):
        assert (one.value, one.se) == pytest.approx((other.value, other.se))


def test_a_joint_test_of_one_slope_is_its_own():
    found = gee_logit(OUTCOMES, PREDICTORS, TEACHERS)
    joint = found.wald([1])
    assert (joint.chi2, joint.p) == pytest.approx((found.slopes[1].wald, found.slopes[1].p))


@steady
@given(st.permutations(range(14)))
def test_the_order_of_cases_does_not_matter(order):
    there = gee_logit(OUTCOMES, PREDICTORS, TEACHERS)
    back = gee_logit(
        [OUTCOMES[one] for one in order],
        [PREDICTORS[one] for one in order],
        [TEACHERS[one] for one in order],
    )
    assert np.array(there.covariance) == pytest.approx(np.array(back.covariance))
    assert there.alpha == pytest.approx(back.alpha)


@steady
@given(st.sampled_from((-3.0, 0.001, 40.0)))
def test_the_unit_of_a_predictor_does_not_matter(unit):
    there = gee_logit(OUTCOMES, PREDICTORS, TEACHERS)
    back = gee_logit(OUTCOMES, [(1, one * unit) for one in LATER], TEACHERS)
    assert there.slopes[1].value == pytest.approx(back.slopes[1].value * unit)
    assert there.slopes[1].wald == pytest.approx(back.slopes[1].wald)


@steady
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 6)), max_size=25))
def test_there_is_a_model_or_a_reason(cases):
    outcomes = [y for y, *_ in cases]
    predictors = [(1, wave == 1, wave == 2) for _, wave, _ in cases]
    found = gee_logit(outcomes, predictors, [str(who) for *_, who in cases])
    if found.why:
        assert not found.slopes and found.wald([1]).why is found.why
        return
    assert all(0 <= one.p <= 1 and one.se > 0 for one in found.slopes)
    joint = found.wald([1, 2])
    assert joint.why or joint.chi2 >= max(one.wald for one in found.slopes[1:]) - 1e-9


def test_a_correlation_lower_than_can_be_is_what_r_prints():
    """R 4.2.2, geepack 1.3.9 `geeglm(y ~ 1, binomial, id, corstr = "exchangeable")`."""
    y = [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 0]
    found = gee_logit(y, [(1,)] * 17, list("aaaaaaaabbbccdddd"))
    assert found.alpha == pytest.approx(-0.17609968341971, abs=1e-9)
    assert found.slopes[0].value == pytest.approx(0.50103840772984, abs=1e-9)
    assert found.slopes[0].se == pytest.approx(0.31701481070470, abs=1e-9)


@pytest.mark.parametrize(
    ("outcomes", "predictors", "clusters", "why"),
    [
        ([], [], [], Undefined.NO_CASES),
        ([0, 2, 1], [(1,)] * 3, "abc", Undefined.NOT_BINARY),
        ([1, 1, 1], [(1,)] * 3, "abc", Undefined.SAME_OUTCOME),
        ([1, 0, 1], [(1, 2)] * 3, "abc", Undefined.COLLINEAR),
        ([1, 0, 1], [(1,)] * 3, "aaa", Undefined.ONE_CLUSTER),
        ([1, 0, 1, 1], [(1, 0), (1, 0), (1, 1), (1, 1)], "abcd", Undefined.SEPARATION),
        ([0, 1, 0, 1, 1, 0], [(1,)] * 6, "aabbbb", Undefined.NO_ERROR),  # one half each
        ([0, 1, 0, 1], [(1,)] * 4, "abab", Undefined.NO_CONVERGENCE),  # never differ inside
        ([0, 0, 1, 1], [(1,)] * 4, "abac", Undefined.NO_CONVERGENCE),  # always differ inside
    ],
)
def test_where_there_is_no_model_there_is_a_reason(outcomes, predictors, clusters, why):
    found = gee_logit(outcomes, predictors, list(clusters))
    assert (found.why, found.slopes, found.alpha) == (why, (), None)
