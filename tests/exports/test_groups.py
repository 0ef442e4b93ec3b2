"""Groups of different people: equal to R, published examples, and the long way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.statistics.ancova import ancova
from exports.statistics.cluster_robust import robust_model
from exports.statistics.clustered_groups import clustered_groups
from exports.statistics.outcome import Undefined
from exports.statistics.several_groups import kruskal_wallis, welch_anova
from exports.statistics.two_groups import levene, rank_sum, two_groups
from tests.exports.rating_cases import steady

GAP = None
SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)
"""Student 1908, R's `sleep`: hours of sleep gained with two drugs."""
SPRAYS = (
    (10, 7, 20, 14, 14, 12, 10, 23, 17, 20, 14, 13),
    (11, 17, 21, 11, 16, 14, 17, 17, 19, 21, 7, 13),
    (0, 1, 7, 2, 3, 1, 2, 1, 3, 0, 1, 4),
    (3, 5, 12, 6, 4, 3, 5, 5, 5, 5, 2, 4),
    (3, 5, 3, 5, 3, 6, 1, 1, 3, 2, 6, 4),
    (11, 9, 15, 22, 15, 16, 13, 10, 26, 26, 24, 13),
)
"""Beall 1942, R's `InsectSprays`."""
numbers = st.lists(st.integers(1, 5), max_size=7)


def test_two_groups_are_those_of_r():
    found = two_groups(*SLEEP)
    welch = found.welch
    assert (welch.value, welch.t) == pytest.approx((1.58, 1.8608), abs=5e-5)
    assert (welch.df, welch.p) == pytest.approx((17.776, 0.07939), abs=5e-4)
    assert (welch.low, welch.high) == pytest.approx((-0.2054832, 3.3654832), abs=1e-7)
    assert (found.student.df, found.student.p) == (18, pytest.approx(0.07919, abs=5e-6))
    assert found.ranks.u == 100 - 25.5
    assert found.ranks.p_corrected == pytest.approx(0.06933, abs=5e-6)
    assert found.d.value == pytest.approx(0.8321811, abs=1e-7)
    assert found.d.low < 0 < found.g.value < found.d.value < found.d.high


def test_several_groups_are_those_of_r():
    means, ranks = welch_anova(SPRAYS), kruskal_wallis(SPRAYS)
    assert (means.f, means.df1, means.df2) == pytest.approx((36.065, 5, 30.043), abs=5e-4)
    assert means.p == pytest.approx(8e-12, rel=0.01)
    assert (ranks.chi2, ranks.df, ranks.p) == pytest.approx((54.691, 5, 1.511e-10), abs=5e-4)
    assert ranks.epsilon2 == pytest.approx(54.691 / 71, abs=1e-4)
    spread = levene(SPRAYS)
    assert (spread.f, spread.p) == pytest.approx((3.8214, 0.004223), abs=5e-5)


def test_welch_of_two_groups_is_t_squared():
    one, other = welch_anova(SLEEP), two_groups(*SLEEP).welch
    assert (one.f, one.df2, one.p) == pytest.approx((other.t**2, other.df, other.p))


@settings(steady, max_examples=80)
@given(numbers, numbers)
def test_turning_groups_round_turns_the_signs(first, second):
    found, turned = two_groups(first, second), two_groups(second, first)
    for one, other in ((found.welch, turned.welch), (found.student, turned.student)):
        assert (one.why, one.p) == (other.why, pytest.approx(other.p))
        assert one.value is None or one.value == pytest.approx(-other.value)
        assert one.low is None or one.low == pytest.approx(-other.high)
    assert found.ranks.p_corrected == pytest.approx(turned.ranks.p_corrected)
    assert found.d.value is None or found.d.low == pytest.approx(-turned.d.high)


@settings(steady, max_examples=60)
@given(st.lists(numbers, max_size=4), st.floats(1e-3, 1e3), st.floats(-100, 100))
def test_units_and_empty_groups_do_not_matter(groups, unit, zero):
    moved = [[round(unit * one + zero, 9) for one in group] for group in [*groups[::-1], []]]
    for test in (welch_anova, kruskal_wallis, levene):
        one, other = test(groups), test(moved)
        assert one.why is other.why
        assert one.why or one.p == pytest.approx(other.p, rel=1e-4, abs=1e-12)


def test_means_of_items_tie_as_they_should():
    third = [0.1 + 0.2, 0.3, 1.2]
    assert rank_sum([0.3, 0.3], third) == rank_sum([0.3, 0.3], [0.3, 0.3, 1.2])


@pytest.mark.parametrize(
    ("first", "second", "welch", "student"),
    [
        ([], [], Undefined.ONE_GROUP, Undefined.ONE_GROUP),
        ([1, GAP], [], Undefined.ONE_GROUP, Undefined.ONE_GROUP),
        ([1], [2], Undefined.SMALL_GROUP, Undefined.SMALL_GROUP),
        ([1], [2, 3], Undefined.SMALL_GROUP, None),
        ([1, 1], [1, 1], Undefined.NO_VARIANCE, Undefined.NO_VARIANCE),
        ([1, 1], [2, 2], Undefined.NO_VARIANCE, Undefined.NO_VARIANCE),
        ([1, 1], [2, 3], None, None),
    ],
)
def test_small_and_equal_groups_say_why(first, second, welch, student):
    found = two_groups(first, second)
    assert (found.welch.why, found.student.why) == (welch, student)
    assert (found.d.value is None) == (student is not None)
    assert (found.ranks.u is None) == (not first or not second)


@pytest.mark.parametrize(
    ("groups", "means", "ranks"),
    [
        ([], Undefined.NO_CASES, Undefined.NO_CASES),
        ([[1, 2], [GAP]], Undefined.ONE_GROUP, Undefined.ONE_GROUP),
        ([[1, 2], [3]], Undefined.SMALL_GROUP, None),
        ([[1, 2], [3, 3]], Undefined.NO_VARIANCE, None),
        ([[3, 3], [3]], Undefined.SMALL_GROUP, Undefined.NO_VARIANCE),
    ],
)
def test_several_groups_say_why(groups, means, ranks):
    assert (welch_anova(groups).why, kruskal_wallis(groups).why) == (means, ranks)


SEED = np.random.default_rng(4)
CLASS = SEED.integers(0, 8, 60)
START = SEED.normal(50, 10, 60)
HIGH = CLASS % 2 == 1
END = START * 0.9 + 3 * HIGH + SEED.normal(0, 2, 8)[CLASS] + SEED.normal(0, 4, 60)
CLASSES = [f"C{one}" for one in CLASS]


def test_robust_errors_are_those_of_the_long_way():
    x = np.column_stack([np.ones(60), START, HIGH])
    found = robust_model(END.tolist(), x.tolist(), CLASSES)
    bread = np.linalg.inv(x.T @ x)
    left_over = np.eye(60) - x @ bread @ x.T
    contributions = []
    for cluster in range(8):
        own = cluster == CLASS
        values, vectors = np.linalg.eigh(left_over[np.ix_(own, own)])
        values = np.where(values > 1e-12, np.abs(values) + 1e-300, np.inf)
        root = (vectors * values**-0.5) @ vectors.T
        contributions.append(left_over[:, own] @ root @ x[own] @ bread)
    pulls = np.array(contributions)  # clusters x cases x coefficients
    left = left_over @ END
    for place, one in enumerate(found.coefficients):
        pull = pulls[:, :, place]
        assert one.se**2 == pytest.approx(float(((pull @ left) ** 2).sum()))
        q = pull @ pull.T
        assert one.df == pytest.approx(np.trace(q) ** 2 / (q**2).sum())
    assert (found.n, found.clusters) == (60, 8) and 0 < found.coefficients[2].df < 8


def test_predictors_far_from_zero_have_robust_errors():
    y, x, clusters = [1, 2, 4, 3, 6, 5], [0, 1, 2, 1, 2, 0], list("aabbcc")
    near, far = (
        robust_model(y, [(1, zero + one) for one in x], clusters).coefficients[1]
        for zero in (0, 1e9)
    )
    assert (far.value, far.se, far.df) == pytest.approx((near.value, near.se, near.df), rel=1e-4)


@settings(steady, max_examples=10)
@given(st.permutations(range(60)), st.floats(0.01, 100))
def test_order_names_and_units_do_not_matter(order, unit):
    found = robust_model(END.tolist(), [(1, one) for one in HIGH], CLASSES)
    moved = robust_model(
        [unit * END[one] for one in order],
        [(1, HIGH[one]) for one in order],
        [CLASSES[one][::-1] for one in order],
    )
    for one, other in zip(found.coefficients, moved.coefficients, strict=True):
        assert (other.se, other.df) == pytest.approx((unit * one.se, one.df))


@pytest.mark.parametrize(
    ("y", "x", "clusters", "why"),
    [
        ([], [], "", Undefined.NO_CASES),
        ([1, 2, 4], [(1,)] * 3, "aaa", Undefined.ONE_CLUSTER),
        ([1, 2, 4], [(1, 1)] * 3, "aab", Undefined.COLLINEAR),
    ],
)
def test_without_clusters_there_is_no_robust_error(y, x, clusters, why):
    found = robust_model(y, x, list(clusters))
    assert (found.why, found.coefficients) == (why, ())


def test_one_cluster_to_a_group_decides_nothing():
    found = robust_model([1, 2, 3, 5], [(1, 0), (1, 0), (1, 1), (1, 1)], list("aabb"))
    assert {one.why for one in found.coefficients} == {Undefined.ONE_CLUSTER}
    found = robust_model([1, 1, 2, 2], [(1, 0), (1, 0), (1, 1), (1, 1)], list("abcd"))
    assert {one.why for one in found.coefficients} == {Undefined.NO_ERROR}


def test_clusters_come_before_people():
    gains = [float(one) for one in END - START]
    found = clustered_groups([*gains, GAP], [*HIGH, True], [*CLASSES, "C1"])
    assert (found.clusters.first.n, found.clusters.second.n) == (4, 4)
    assert found.people.second.n == int(HIGH.sum())
    assert found.robust.value == pytest.approx(found.people.welch.value)
    assert found.people.welch.p < min(found.clusters.welch.p, found.robust.p, found.mixed.p)
    assert found.mixed_kenward_roger.value == found.mixed.value


def test_clusters_of_one_person_are_people():
    found = clustered_groups([1, 2, 4, 4, 7], [False, False, True, True, True], list("abcde"))
    assert found.clusters == found.people
    assert found.mixed.why is Undefined.NEVER_AGAIN and found.robust.p is not None


@settings(steady, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 4), st.booleans(), st.sampled_from("abcd")), max_size=12))
def test_every_comparison_has_a_number_or_a_reason(cases):
    values, second, clusters = [*zip(*cases, strict=True)] or ([], [], [])
    found = clustered_groups(values, second, clusters)
    for one in (found.clusters.welch, found.people.student, found.robust, found.mixed):
        assert one.why or (0 <= one.p <= 1 and one.low <= one.value <= one.high)


def test_covariance_of_two_groups_is_a_slope():
    groups = ["high" if one else "low" for one in HIGH]
    found = ancova([*END.tolist(), 3.0], [*((one,) for one in START), (GAP,)], [*groups, "low"])
    x = np.column_stack([np.ones(60), START, HIGH])
    b, (squares,), *_ = np.linalg.lstsq(x, END, rcond=None)
    pair = found.pairs[0]
    assert (pair.earlier, pair.later, found.n) == ("high", "low", 60)
    assert pair.contrast.estimate.value == pytest.approx(-b[2])
    assert found.effect.f == pytest.approx(pair.contrast.estimate.t**2)
    assert found.effect.df2 == 57 and found.slopes[0].value == pytest.approx(b[1])
    assert found.size.eta2p == pytest.approx(found.effect.f / (found.effect.f + 57))
    means = {one.group: one.mean.value for one in found.means}
    assert means["low"] == pytest.approx(b[0] + b[1] * START.mean())
    assert means["high"] - means["low"] == pytest.approx(b[2])
    more = np.column_stack([x, HIGH * START])
    _, (fewer,), *_ = np.linalg.lstsq(more, END, rcond=None)
    assert found.parallel.f == pytest.approx((squares - fewer) / (fewer / 56))


def test_a_group_of_one_has_a_mean_but_no_slope():
    found = ancova([1, 2, 4, 5, 5, 9], [(1,), (2,), (3,), (4,), (7,), (5,)], [*"aaabbc"])
    assert [one.n for one in found.means] == [3, 2, 1]
    assert found.effect.df1 == 2 and found.parallel.df1 == 1
    assert len(found.pairs) == 3 and found.pairs[0].contrast.p_holm is not None


@pytest.mark.parametrize(
    ("y", "x", "groups", "why"),
    [
        ([], [], "", Undefined.NO_CASES),
        ([1, 2], [(1,), (2,)], "aa", Undefined.ONE_GROUP),
        ([1, 2, 4], [(1,), (1,), (1,)], "aab", Undefined.COLLINEAR),
        ([1, 2, 4, 3], [(0,), (0,), (1,), (1,)], "aabb", Undefined.COLLINEAR),
    ],
)
def test_where_groups_have_no_covariance_there_is_a_reason(y, x, groups, why):
    found = ancova(y, x, list(groups))
    assert (found.why, found.effect.why, found.means) == (why, why, ())


def test_outcomes_that_follow_exactly_leave_no_error():
    found = ancova([1, 2, 4, 5, 6], [(1,), (2,), (3,), (4,), (5,)], [*"aabbb"])
    assert found.effect.why is Undefined.NO_ERROR and found.size.why is Undefined.NO_ERROR
    same = ancova([2] * 5, [(1,), (2,), (3,), (4,), (5,)], [*"aabbb"])
    assert same.effect.why is Undefined.NO_VARIANCE
