"""Random intercepts: equal to lme4 (test_reference), and to integrals done the long way."""

from math import log, pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.statistics.clustered import Working, gee_logit
from exports.statistics.mixed_logit import likelihood_ratio, mixed_logit
from exports.statistics.outcome import Undefined
from tests.exports.rating_cases import steady

SEED = np.random.default_rng(11)
TEACHERS = [f"T{number:02}" for number in range(20) for _ in range(6)]
LATER = [float(case % 2) for case in range(120)]
LEAN = np.repeat(SEED.normal(0, 1.3, 20), 6)
CHANCE = 1 / (1 + np.exp(-(-0.5 + 1.2 * np.array(LATER) + LEAN)))
OUTCOMES = [int(one) for one in SEED.random(120) < CHANCE]
PREDICTORS = [(1.0, one) for one in LATER]


def deviance_by_a_fine_grid(spread: float, slopes: list[float]) -> float:
    """Add up each teacher's likelihood over intercepts from -8 to 8 standard deviations."""
    grid = np.linspace(-8, 8, 4001)
    total = 0.0
    for name in sorted({*TEACHERS}):
        likely = np.exp(-(grid**2) / 2) / np.sqrt(2 * pi)
        for y, row, teacher in zip(OUTCOMES, PREDICTORS, TEACHERS, strict=True):
            if teacher == name:
                logit = row[0] * slopes[0] + row[1] * slopes[1] + spread * grid
                likely = likely / (1 + np.exp(-(2 * y - 1) * logit))
        total += log(float(np.trapezoid(likely, grid)))
    return -2 * total


def test_the_deviance_is_the_integral():
    found = mixed_logit(OUTCOMES, PREDICTORS, TEACHERS)
    slopes = [one.value for one in found.slopes]
    there = deviance_by_a_fine_grid(found.variance**0.5, slopes)
    assert found.deviance == pytest.approx(there, abs=1e-4)
    assert found.is_singular is False and (found.n, found.clusters) == (120, 20)


@pytest.mark.parametrize("by", [(0.01, 0, 0), (-0.01, 0, 0), (0, 0.01, 0), (0, 0, -0.01)])
def test_it_is_the_lowest_deviance(by):
    found = mixed_logit(OUTCOMES, PREDICTORS, TEACHERS, nodes=40)
    beside = deviance_by_a_fine_grid(
        found.variance**0.5 + by[0],
        [one.value + off for one, off in zip(found.slopes, by[1:], strict=True)],
    )
    assert found.deviance < beside


def test_one_node_is_near_and_more_nodes_settle():
    rough, fine, finer = (mixed_logit(OUTCOMES, PREDICTORS, TEACHERS, n) for n in (1, 15, 40))
    assert fine.variance == pytest.approx(finer.variance, abs=1e-4)
    assert rough.variance != pytest.approx(fine.variance, abs=1e-4)
    assert rough.slopes[1].value == pytest.approx(fine.slopes[1].value, rel=0.05)


def test_teachers_who_do_not_differ_leave_a_plain_logit():
    outcomes = [case // 2 % 2 for case in range(120)]
    outcomes[0] = 1
    found = mixed_logit(outcomes, PREDICTORS, TEACHERS)
    alone = gee_logit(outcomes, PREDICTORS, [*map(str, range(120))], Working.INDEPENDENCE)
    assert found.is_singular and found.variance == pytest.approx(0, abs=1e-7)
    for one, other in zip(found.slopes, alone.slopes, strict=True):
        assert (one.value, one.se) == pytest.approx((other.value, other.se), rel=1e-3)


def test_slopes_are_tested_together():
    whole, without = (
        mixed_logit(OUTCOMES, rows, TEACHERS) for rows in (PREDICTORS, [(1.0,)] * len(OUTCOMES))
    )
    joint = likelihood_ratio(whole, without)
    assert joint.df == 1 and joint.chi2 == pytest.approx(whole.slopes[1].z ** 2, rel=0.2)
    assert whole.slopes[1].odds_ratio == pytest.approx(np.exp(whole.slopes[1].value))
    nothing = mixed_logit([], [], [])
    assert likelihood_ratio(nothing, without).why is Undefined.NO_CASES


@settings(steady, max_examples=5)
@given(st.permutations(range(120)))
def test_the_order_of_cases_does_not_matter(order):
    there = mixed_logit(OUTCOMES, PREDICTORS, TEACHERS)
    back = mixed_logit(*([some[one] for one in order] for some in (OUTCOMES, PREDICTORS, TEACHERS)))
    assert there.variance == pytest.approx(back.variance, abs=1e-5)
    assert there.slopes[1].p == pytest.approx(back.slopes[1].p, abs=1e-6)


@settings(steady, max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 4)), max_size=16))
def test_there_is_a_model_or_a_reason(cases):
    outcomes, predictors = [y for y, *_ in cases], [(1, wave) for _, wave, _ in cases]
    found = mixed_logit(outcomes, predictors, [str(who) for *_, who in cases], nodes=5)
    if found.why:
        assert found.slopes == () and found.variance is None
        return
    assert all(0 <= one.p <= 1 and one.se > 0 for one in found.slopes)
    assert found.variance >= 0


@pytest.mark.parametrize("nodes", [1, 15])
def test_teachers_who_never_differ_inside_have_no_end(nodes):
    cases = ((1, 1, 1), (0, 0, 2), (1, 0, 5), (1, 0, 4), (0, 1, 2), (1, 0, 0), (1, 1, 5), (0, 0, 2))
    rows = [(1, later) for _, later, _ in cases]
    found = mixed_logit([y for y, *_ in cases], rows, [str(who) for *_, who in cases], nodes)
    assert found.why is Undefined.NO_CONVERGENCE


@pytest.mark.parametrize(
    ("outcomes", "clusters", "why"),
    [
        ([], "", Undefined.NO_CASES),
        ([0, 2, 1], "aab", Undefined.NOT_BINARY),
        ([1, 1, 1], "aab", Undefined.SAME_OUTCOME),
        ([1, 0, 1], "aaa", Undefined.ONE_CLUSTER),
        ([1, 0, 1], "abc", Undefined.FEW_UNITS),
        ([1, 1, 1, 0, 0, 0], "aaabbb", Undefined.NO_CONVERGENCE),
    ],
)
def test_where_there_is_no_model_there_is_a_reason(outcomes, clusters, why):
    found = mixed_logit(outcomes, [(1,)] * len(outcomes), list(clusters))
    assert (found.why, found.slopes) == (why, ())


HERDS = {
    1: ((2, 14), (3, 12), (4, 9), (0, 5)),
    2: ((3, 22), (1, 18), (1, 21)),
    3: ((8, 22), (2, 16), (0, 16), (2, 20)),
    4: ((2, 10), (0, 10), (2, 9), (0, 6)),
    5: ((5, 18), (0, 25), (0, 24), (1, 4)),
    6: ((3, 17), (0, 17), (0, 18), (1, 20)),
    7: ((8, 16), (1, 10), (3, 9), (0, 5)),
    8: ((12, 34),),
    9: ((2, 9), (0, 6), (0, 8), (0, 6)),
    10: ((1, 22), (1, 22), (0, 18), (2, 22)),
    11: ((0, 25), (5, 27), (3, 22), (1, 22)),
    12: ((2, 10), (1, 8), (0, 6), (0, 5)),
    13: ((1, 21), (2, 24), (0, 19), (0, 23)),
    14: ((11, 19), (0, 2), (0, 3), (0, 2)),
    15: ((1, 19), (1, 15), (1, 15), (0, 15)),
}
"""Lesnoff et al. 2004: sick cattle of all, herd by herd and period by period (lme4's cbpp)."""


def test_it_equals_the_example_of_lme4():
    """Laplace's slopes of lme4 and, to the fourth digit and with errors, glmmTMB's.

    `cbind(incidence, size - incidence) ~ period + (1 | herd)`. lme4's search and its second
    differences stop early here: it prints a variance of 0.4123 and an error of 0.2312.
    """
    cases = [
        (int(animal < sick), (1, period == 1, period == 2, period == 3), str(herd))
        for herd, periods in HERDS.items()
        for period, (sick, size) in enumerate(periods)
        for animal in range(size)
    ]
    found = mixed_logit(*zip(*cases, strict=True), nodes=1)
    slopes = [one.value for one in found.slopes]
    assert slopes == pytest.approx([-1.3983, -0.9919, -1.1282, -1.5797], abs=7e-4)
    assert slopes == pytest.approx([-1.3985, -0.9923, -1.1287, -1.5803], abs=6e-5)
    errors = [one.se for one in found.slopes]
    assert errors == pytest.approx([0.2325, 0.3066, 0.3266, 0.4274], abs=6e-5)
    assert found.variance == pytest.approx(0.4125, abs=6e-5)
