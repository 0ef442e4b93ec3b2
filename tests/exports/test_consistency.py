"""Scales item by item: equal to R (test_reference), and to longer ways of computing them."""

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from exports.statistics.consistency import consistency, feldt
from exports.statistics.one_factor import omega, omega_by_residuals
from exports.statistics.outcome import Undefined
from exports.statistics.reliability import cronbach_alpha
from tests.exports.rating_cases import steady
from tests.exports.test_waves import numbers, same

SEED = np.random.default_rng(7)
LOADINGS = np.array((0.9, 0.7, 0.5, 0.8, 0.6))
ANSWERS = SEED.normal(0, 1, (60, 1)) * LOADINGS + SEED.normal(0, 0.6, (60, 5)) * (1, 2, 1, 1, 3)

ITEMS = st.integers(0, 5).flatmap(
    lambda k: st.lists(
        st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=k, max_size=k), max_size=14
    )
)
WHOLE = st.integers(2, 5).flatmap(
    lambda k: st.lists(st.lists(st.integers(1, 5), min_size=k, max_size=k), min_size=2, max_size=14)
)


@steady
@given(WHOLE)
def test_without_gaps_pairwise_and_listwise_are_one(rows):
    found = consistency(rows)
    assert same(found.listwise, found.pairwise) and found.n == found.complete == len(rows)
    assert found.listwise.value == cronbach_alpha(rows).value
    for one, other in zip(found.items, found.items_pairwise, strict=True):
        assert same(one, other)


@steady
@given(WHOLE)
def test_items_one_by_one_are_computed_the_long_way(rows):
    found, x = consistency(rows), np.array(rows, dtype=float)
    there = [place for place in range(x.shape[1]) if len({*x[:, place]}) > 1]
    for place, item in enumerate(found.items):
        rest = [other for other in there if other != place]
        total = x[:, rest].sum(axis=1)
        if place not in there:
            assert item.item_rest_r.why is Undefined.NO_VARIANCE and place in found.dropped
        elif rest and len({*total}) > 1:
            r = float(np.corrcoef(x[:, place], total)[0, 1])
            assert item.item_rest_r.value == pytest.approx(r, abs=1e-9)
            without = cronbach_alpha(x[:, rest].tolist()).value
            assert item.alpha_if_dropped.value == (without and pytest.approx(without, abs=1e-9))


@steady
@given(ITEMS)
def test_there_is_a_number_or_a_reason(rows):
    found = consistency(rows)
    for one in (found.listwise, found.pairwise, found.omega, found.omega_residuals):
        assert (one.value is None) == (one.why is not None)
    for fit in (*found.items, *found.items_pairwise):
        for one in (fit.item_rest_r, fit.alpha_if_dropped):
            assert (one.value is None) == (one.why is not None)
    assert all(np.isfinite(one) for _, one in numbers(asdict(found)))
    assert len(found.items) == (len(rows[0]) if rows else 0)


@steady
@given(ITEMS, st.randoms(use_true_random=False))
def test_the_order_of_people_and_items_does_not_matter(rows, seed):
    turned, order = [*rows], [*range(len(rows[0]) if rows else 0)]
    seed.shuffle(turned)
    seed.shuffle(order)
    found = consistency(rows)
    other = consistency([[row[one] for one in order] for row in turned])
    assert same(found.listwise, other.listwise) and same(found.pairwise, other.pairwise)
    for place, one in enumerate(order):
        assert same(found.items[one], other.items[place])
        assert same(found.items_pairwise[one], other.items_pairwise[place])


def test_another_unit_changes_nothing():
    one, other = (consistency(x.tolist()) for x in (ANSWERS, 40 + 250 * ANSWERS))
    assert same(one.pairwise, other.pairwise)
    assert one.omega.value == pytest.approx(other.omega.value, abs=1e-9)
    assert one.omega.loadings == pytest.approx(other.omega.loadings, abs=1e-7)


def test_a_psych_interval_has_the_pairwise_alpha_and_everybody():
    rows = ANSWERS.tolist()
    rows[0][2] = rows[5][0] = None
    found = consistency(rows)
    assert (found.n, found.complete, found.listwise.n, found.pairwise.n) == (60, 58, 58, 60)
    both = found.pairwise.low, found.pairwise.high
    assert both == feldt(found.pairwise.value, 60, 5)
    assert found.listwise.value != found.pairwise.value


def by_all_parameters(x) -> tuple[float, float]:
    """Give the misfit and omega of covariances, loadings and residuals sought together."""
    s = np.cov(x.T)
    k = len(s)

    def misfit(at):
        fitted = np.outer(at[:k], at[:k]) + np.diag(np.exp(at[k:]))
        return np.linalg.slogdet(fitted)[1] + np.trace(np.linalg.solve(fitted, s))

    start = np.concatenate((np.sqrt(np.diag(s)) / 2, np.log(np.diag(s) / 2)))
    done = optimize.minimize(misfit, start, method="BFGS", options={"gtol": 1e-8})
    common = float(done.x[:k].sum()) ** 2
    return float(done.fun), common / (common + float(np.exp(done.x[k:]).sum()))


def test_omega_is_that_of_all_parameters_at_once():
    found = omega(ANSWERS.tolist())
    assert found.value == pytest.approx(by_all_parameters(ANSWERS)[1], abs=1e-6)
    assert (found.heywood, found.n, found.why) == (False, 60, None)
    near = omega_by_residuals(np.corrcoef(ANSWERS.T), 60)
    assert near.loadings == pytest.approx(found.loadings, abs=0.1)


def test_three_items_are_solved_by_hand():
    """With three items the factor is exact: the square of l1 is r12 r13 / r23."""
    x = ANSWERS[:, :3]
    r = np.corrcoef(x.T)
    wanted = [
        np.sqrt(r[0, 1] * r[0, 2] / r[1, 2]),
        np.sqrt(r[0, 1] * r[1, 2] / r[0, 2]),
        np.sqrt(r[0, 2] * r[1, 2] / r[0, 1]),
    ]
    assert omega(x.tolist()).loadings == pytest.approx(wanted, abs=1e-8)
    assert omega_by_residuals(r).loadings == pytest.approx(wanted, abs=1e-6)


def test_an_estimate_at_the_edge_is_withheld():
    """Three items with r12 r13 / r23 above 1: one has no residual."""
    target = np.array([(1, 0.8, 0.7), (0.8, 1, 0.4), (0.7, 0.4, 1)])
    raw = np.random.default_rng(1).normal(size=(30, 3))
    raw -= raw.mean(axis=0)
    white = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw.T))).T
    x = white @ np.linalg.cholesky(target).T
    found = omega(x.tolist())
    assert (found.value, found.heywood, found.why) == (None, True, Undefined.HEYWOOD)
    assert 0 < found.withheld < 1 and min(found.residuals) < 1e-5
    assert consistency(x.tolist()).omega.value is None
    assert omega_by_residuals(target).why is Undefined.HEYWOOD


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], Undefined.NO_CASES),
        ([[1, 2, 3]], Undefined.FEW_UNITS),
        ([[1, 2], [2, 1], [3, 5]], Undefined.FEW_ITEMS),
        ([[1, 2, 4], [2, 2, 4], [3, 1, 4], [5, 4, 4]], Undefined.FEW_ITEMS),
        ([[1, 2, 3], [4, 4, 1], [2, 5, 2]], Undefined.SINGULAR),
        ([[1, 2, 3], [4, 4, 8], [2, 5, 7], [1, 4, 5], [3, 3, 6]], Undefined.SINGULAR),
    ],
    ids=["none", "one", "two items", "a constant", "few people", "a sum"],
)
def test_where_there_is_no_factor_there_is_a_reason(rows, why):
    assert (omega(rows).value, omega(rows).why) == (None, why)


def test_items_that_cancel_have_no_share_of_their_sum():
    """Correlations of -1/2 add up to nothing, so nothing can be divided by their sum."""
    found = omega_by_residuals(np.full((3, 3), -0.5) + 1.5 * np.eye(3), 12)
    assert found.of_total is None
    found = consistency([(1, 1e-12, 1e-12, 1), (-1e12, 1e-12, 1e-12, 1e12), (1, -1e12, 1e12, 0)])
    assert found.omega_residuals.of_total is None


def test_a_constant_item_is_named_and_left_out():
    rows = [[1, 3, 2, 2], [2, 3, 2, 4], [5, 3, 4, 4], [4, 3, 5, 5]]
    found = consistency(rows)
    assert (found.kept, found.dropped) == (3, (1,))
    assert found.listwise.value == consistency([[a, c, d] for a, _, c, d in rows]).listwise.value
    assert found.items[1].alpha_if_dropped.why is Undefined.NO_VARIANCE
    alike = consistency([[4, 4, 4]] * 5)
    assert (alike.listwise.why, alike.dropped) == (Undefined.FEW_ITEMS, (0, 1, 2))
    assert consistency([]).listwise.why is Undefined.NO_CASES


def test_two_items():
    found = consistency([[1, 2], [2, 2], [4, 5], [3, 3]])
    r = float(np.corrcoef((1, 2, 4, 3), (2, 2, 5, 3))[0, 1])
    assert found.items[0].item_rest_r.value == pytest.approx(r) == found.listwise.mean_r
    assert found.items[0].alpha_if_dropped.why is Undefined.FEW_ITEMS
    assert found.listwise.standardised == pytest.approx(2 * r / (1 + r))


def test_items_that_nobody_answered_together():
    found = consistency([[1, None], [2, None], [None, 3], [None, 5]])
    assert found.pairwise.why is Undefined.NO_PAIRS and found.complete == 0
    assert found.items_pairwise[0].item_rest_r.why is Undefined.NO_PAIRS
