"""Occasions compared: equal to R (test_reference), to its own examples, and to longer ways."""

from dataclasses import asdict
from itertools import product
from math import isfinite, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from exports.statistics.anova import additive_anova, one_way
from exports.statistics.outcome import Undefined
from exports.statistics.paired import compare_occasions, paired_t
from exports.statistics.rank_tests import MOST_EXACT, friedman, signed_ranks
from exports.statistics.repeated import repeated_anova
from tests.exports.rating_cases import steady

SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)
"""R's `sleep`: hours gained by ten people with two drugs (Student 1908)."""

# fmt: off
ROUNDING = np.array([
    (540, 550, 555), (585, 570, 575), (520, 560, 550), (555, 550, 540), (590, 585, 570),
    (545, 555, 560), (540, 540, 535), (545, 550, 535), (525, 515, 500), (585, 580, 570),
    (525, 520, 510), (565, 555, 545), (560, 535, 545), (505, 500, 495), (550, 550, 540),
    (545, 555, 550), (555, 555, 535), (545, 550, 555), (550, 545, 525), (565, 560, 540),
    (570, 565, 555), (630, 630, 625),
]) / 100
# fmt: on
"""Hollander & Wolfe 1973, p. 140: three ways to round first base; R's example of friedman.test."""

SCORE = st.one_of(st.none(), st.integers(1, 5), st.integers(5, 25).map(lambda one: one / 5))


def tables(least: int = 0, most: int = 5):
    """Give tables of any size, with gaps, ties, empty people and empty occasions."""
    return st.integers(least, most).flatmap(
        lambda k: st.lists(st.lists(SCORE, min_size=k, max_size=k), max_size=9)
    )


WHOLE = st.integers(2, 5).flatmap(
    lambda k: st.lists(
        st.lists(st.integers(5, 25).map(lambda one: one / 5), min_size=k, max_size=k),
        min_size=2,
        max_size=9,
    )
)


def numbers(found: object, before: str = ""):
    """Yield every number of a result with its name."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield from numbers(value, f"{before}.{name}")
    elif isinstance(found, list | tuple):
        for place, value in enumerate(found):
            yield from numbers(value, f"{before}.{place}")
    elif isinstance(found, int | float):
        yield before, found


def same(one, other, close: float = 1e-7) -> bool:
    first, second = dict(numbers(asdict(one))), dict(numbers(asdict(other)))
    return first == pytest.approx(second, rel=close, abs=close)


def by_dummies(rows):
    """Fit person + occasion with a column for each, as books do it."""
    cells = [
        (who, when, y)
        for who, row in enumerate(rows)
        for when, y in enumerate(row)
        if y is not None
    ]
    y = np.array([one for *_, one in cells])
    people = np.array([[float(who == one) for one in range(len(rows))] for who, *_ in cells])
    waves = np.array([[float(when == one) for one in range(len(rows[0]))] for _, when, _ in cells])

    def left(design):
        fitted = design @ np.linalg.lstsq(design, y, rcond=None)[0]
        return float(((y - fitted) ** 2).sum()), int(np.linalg.matrix_rank(design))

    return left(people), left(np.hstack((people, waves))), len(y)


@steady
@given(tables(2))
def test_the_additive_model_is_the_regression_on_dummies(rows):
    found = additive_anova(rows)
    if found.ss_error is None:
        return
    (without, few), (whole, many), n = by_dummies(rows)
    assert (found.df1, found.df2, found.n) == (many - few, n - many, n)
    assert found.ss_error == pytest.approx(whole, abs=1e-9)
    assert found.ss_occasions == pytest.approx(without - whole, abs=1e-9)
    if found.f is not None:
        f = ((without - whole) / found.df1) / (whole / found.df2)
        assert found.f == pytest.approx(f, rel=1e-6)


@steady
@given(WHOLE)
def test_without_gaps_it_is_the_classical_analysis(rows):
    found, classical = additive_anova(rows), repeated_anova(rows)
    for name in ("f", "df1", "df2", "p", "eta2p", "generalised_eta2", "ss_error", "ss_people"):
        one, other = getattr(found, name), getattr(classical, name)
        assert one == other or one == pytest.approx(other, rel=1e-8, abs=1e-8)
    for mean in found.means:
        assert mean.value == pytest.approx(mean.observed)


@steady
@given(st.lists(st.tuples(*[st.integers(5, 25)] * 2), min_size=2, max_size=12))
def test_of_two_occasions_f_is_t_squared(rows):
    found, pair = repeated_anova(rows), paired_t(*zip(*rows, strict=True))
    assert (found.f is None) == (pair.t is None)
    assert found.sphericity.why in (Undefined.TWO_OCCASIONS, found.why)
    if pair.t is not None:
        assert (found.f, found.p) == pytest.approx((pair.t**2, pair.p))
        one = additive_anova(rows).pairs[0]
        assert (one.value, one.t, one.p) == pytest.approx((pair.difference, pair.t, pair.p))
        assert (one.low, one.high) == pytest.approx((pair.low, pair.high))


@steady
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(rows, seed):
    turned = [*rows]
    seed.shuffle(turned)
    for test in (additive_anova, repeated_anova, friedman):
        assert same(test(rows), test(turned))
    for one, other in zip(compare_occasions(rows), compare_occasions(turned), strict=True):
        assert same(one, other)


@steady
@given(tables(2), st.randoms(use_true_random=False))
def test_other_names_of_the_occasions_change_no_test(rows, seed):
    order = [*range(len(rows[0]) if rows else 0)]
    seed.shuffle(order)
    turned = [[row[one] for one in order] for row in rows]
    for test in (additive_anova, repeated_anova, friedman):
        one, other = test(rows), test(turned)
        assert (one.why, one.df1 if test is not friedman else one.df) == (
            other.why,
            other.df1 if test is not friedman else other.df,
        )
        assert one.p == other.p or one.p == pytest.approx(other.p, rel=1e-7, abs=1e-9)
    epsilons = [repeated_anova(some).sphericity for some in (rows, turned)]
    assert same(*epsilons, close=1e-6)


@steady
@given(tables(2), st.sampled_from(((-10, 4), (0, 0.5), (3, 100))))
def test_another_unit_changes_no_test(rows, unit):
    start, times = unit
    turned = [[None if one is None else start + times * one for one in row] for row in rows]
    for test in (additive_anova, repeated_anova):
        for name in ("f", "p", "eta2p", "eta2p_low", "eta2p_high", "generalised_eta2", "why"):
            one, other = getattr(test(rows), name), getattr(test(turned), name)
            assert one == other or one == pytest.approx(other, rel=1e-6, abs=1e-6)
    assert same(friedman(rows), friedman(turned))
    for one, other in zip(compare_occasions(rows), compare_occasions(turned), strict=True):
        assert same(one.ranks, other.ranks)
        for name in ("t", "p", "dz", "dz_low", "dz_high", "gz", "dav", "dav_rms", "r", "why"):
            a, b = getattr(one.means, name), getattr(other.means, name)
            assert a == b or a == pytest.approx(b, rel=1e-6, abs=1e-6)


@steady
@given(tables())
def test_there_is_a_number_or_a_reason(rows):
    for test in (additive_anova, repeated_anova, friedman):
        found = test(rows)
        assert all(isfinite(one) for _, one in numbers(asdict(found)))
        assert (found.p is None) == (found.why is not None)
    for one in (*additive_anova(rows).means, *additive_anova(rows).pairs):
        assert (one.se is None) == (one.why is not None)
    for only in (False, True):
        for one in compare_occasions(rows, complete_only=only):
            assert all(isfinite(number) for _, number in numbers(asdict(one)))
            assert (one.means.t is None) == (one.means.why is not None)
            assert (one.ranks.v is None) == (one.ranks.why is not None)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], Undefined.NO_CASES),
        ([[None, None]], Undefined.NO_CASES),
        ([[1], [2], [3]], Undefined.ONE_OCCASION),
        ([[1, None], [2, None]], Undefined.ONE_OCCASION),
        ([[1, 2]], Undefined.FEW_UNITS),
        ([[3, 3], [3, 3], [3, 3]], Undefined.NO_VARIANCE),
        ([[1, 1], [4, 4]], Undefined.NO_VARIANCE),
        ([[1, 2], [3, 4]], Undefined.NO_ERROR),
        ([[1, None], [None, 2], [3, None]], Undefined.NOT_CONNECTED),
    ],
    ids=["none", "blank", "one", "one left", "alone", "alike", "steady", "parallel", "apart"],
)
def test_where_nothing_can_be_tested_the_reason_is_said(rows, why):
    found = additive_anova(rows)
    assert (found.f, found.p, found.eta2p, found.why) == (None, None, None, why)
    if why is not Undefined.NOT_CONNECTED:
        assert (repeated_anova(rows).f, repeated_anova(rows).why) == (None, why)


def test_means_that_floats_part_are_alike():
    rows = [[(0.1 + 0.2) * 12, 3.6, 3.5999999999999996]] * 4
    for test in (additive_anova, repeated_anova):
        assert test(rows).why is Undefined.NO_VARIANCE
    assert friedman(rows).why is signed_ranks(rows[0], rows[0][::-1]).why is Undefined.NO_CHANGE
    assert paired_t((3.6,) * 4, (3.5999999999999996,) * 4).why is Undefined.NO_VARIANCE


def test_a_wave_that_nobody_links_is_named():
    rows = [[1, 2, None], [2, 4, None], [3, 3, None], [None, None, 5], [None, None, 4]]
    found = additive_anova(rows)
    assert (found.df1, found.df2) == (1, 2) and found.f is not None
    assert [one.why for one in found.means] == [Undefined.NOT_CONNECTED] * 3
    assert [one.why for one in found.pairs] == [None, *[Undefined.NOT_CONNECTED] * 2]
    assert repeated_anova(rows).why is Undefined.FEW_UNITS and repeated_anova(rows).left_out == 5


def test_a_wave_that_nobody_answered_yet():
    rows = [[1, None, 2], [2, None, 5], [4, None, 3]]
    found = additive_anova(rows)
    assert (
        same(additive_anova([[row[0], row[2]] for row in rows]).pairs[0], found.pairs[1]) is False
    )
    assert found.pairs[1].t == additive_anova([[row[0], row[2]] for row in rows]).pairs[0].t
    assert (found.means[1].n, found.means[1].why) == (0, Undefined.NO_CASES)
    assert friedman(rows).mean_ranks[1] is None and friedman(rows).k == repeated_anova(rows).k == 2
    assert [one.means.n for one in compare_occasions(rows, complete_only=True)] == [0, 3, 0]


def test_one_way_equals_scipy():
    groups = [(6, 8, 4, 5, 3, 4), (8, 12, 9, 11, 6, 8), (13, 9, 11, 8, 7, 12)]
    found = one_way(groups)
    assert (found.f, found.df1, found.df2) == (pytest.approx(9.3, abs=0.05), 2, 15)
    assert (found.f, found.p) == pytest.approx(tuple(stats.f_oneway(*groups)))
    assert one_way([(1,), (2,)]).why is Undefined.FEW_UNITS
    assert one_way([(1, 1), (2, 2)]).why is Undefined.NO_ERROR
    assert one_way([(2, 2), (2, 2)]).why is Undefined.NO_VARIANCE


def test_epsilon_by_the_doubly_centred_covariance():
    """Box 1954, as written in books: from the k x k covariances without any contrast."""
    x = ROUNDING
    s = np.cov(x.T)
    s = s - s.mean(axis=0) - s.mean(axis=1)[:, None] + s.mean()
    found = repeated_anova(x.tolist()).sphericity
    assert found.gg == pytest.approx(float(np.trace(s) ** 2 / (2 * (s**2).sum())))
    assert found.gg <= found.hf and found.hf_capped <= 1 and 0 < found.w < 1
    assert found.p_gg > found.p_hf > repeated_anova(x.tolist()).p


def test_mauchly_of_four_waves_is_what_r_prints():
    """R 4.2.2 `summary(car::Anova(lm(x ~ 1), ...))` and `mauchly.test(lm(x ~ 1), X = ~1)`."""
    x = [(5, 6, 6, 9), (4, 7, 5, 6), (6, 6, 8, 8), (3, 5, 7, 9)]
    x += [(5, 4, 6, 5), (7, 8, 8, 7), (2, 5, 3, 6), (4, 4, 7, 8)]
    found = repeated_anova(x).sphericity
    assert found.w == pytest.approx(0.310475316880393, rel=1e-12)
    assert found.p == pytest.approx(0.250594211432762, rel=1e-12)
    assert (found.gg, found.hf) == pytest.approx((0.719300351976859, 1.05072948899147), rel=1e-12)


def test_few_people_for_many_waves():
    found = repeated_anova([[1, 2, 4, 3, 5], [2, 2, 3, 5, 4], [1, 4, 3, 3, 5]])
    assert found.p is not None and found.sphericity.gg is not None
    assert (found.sphericity.w, found.sphericity.why) == (None, Undefined.FEW_UNITS)
    twice = repeated_anova([[1, 2, 2], [2, 5, 5], [3, 3, 3], [1, 1, 1]]).sphericity
    assert (twice.w, twice.p, twice.why) == (0, None, Undefined.SINGULAR)


def test_students_sleep_equals_r():
    """R t.test(extra ~ group, data = sleep, paired = TRUE): t = -4.0621, df 9, p .002833."""
    found = paired_t(*SLEEP)
    assert (found.t, found.df, found.p) == pytest.approx((4.0621, 9, 0.002833), abs=5e-5)
    assert (found.low, found.high) == pytest.approx((0.7001142, 2.4598858), abs=5e-8)
    assert found.dz == pytest.approx(found.t / sqrt(10)) and 0 < found.gz < found.dz
    assert found.dz_low < found.dz < found.dz_high


def test_a_difference_that_is_the_same_for_all():
    found = paired_t((1, 2, 3), (2, 3, 4))
    assert (found.difference, found.sd, found.t, found.dz) == (1, 0, None, None)
    assert (found.dav, found.r, found.why) == (1, 1, Undefined.NO_VARIANCE)
    assert paired_t((1, None), (None, 2)).why is Undefined.NO_PAIRS
    assert (paired_t((1,), (3,)).difference, paired_t((1,), (3,)).why) == (2, Undefined.FEW_UNITS)
    two = paired_t((1, 2), (2, 5))
    assert two.dz is not None and two.gz is None, "one degree of freedom leaves nothing of g"


def test_hollander_and_wolfe():
    """R friedman.test(RoundingTimes): 11.143, df 2, p .003805; depression: V 40, p .01953 x 2."""
    found = friedman(ROUNDING.tolist())
    assert (found.chi2, found.df, found.p) == pytest.approx((11.143, 2, 0.003805), abs=5e-4)
    x = (1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30)
    y = (0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29)
    pair = signed_ranks(y, x)
    assert pair.v == 40 and pair.p_exact == pytest.approx(2 * 0.01953, abs=1e-5)


@steady
@given(WHOLE)
def test_friedman_equals_scipy(rows):
    found = friedman(rows)
    if found.k > 2 and found.chi2 is not None:
        wanted = stats.friedmanchisquare(*zip(*rows, strict=True))
        assert (found.chi2, found.p) == pytest.approx(tuple(wanted))
    if found.kendall_w is not None:
        assert found.kendall_w == pytest.approx(found.chi2 / (found.n * (found.k - 1)))


@steady
@given(st.lists(st.integers(-4, 4), min_size=1, max_size=9))
def test_the_exact_p_counts_every_sign(differences):
    found = signed_ranks([0] * len(differences), differences)
    moved = [one for one in differences if one]
    if not moved:
        assert found.why is Undefined.NO_CHANGE and found.nonzero == 0
        return
    ranks = stats.rankdata(np.abs(moved))
    middle = float(ranks.sum()) / 2
    sums = [float(np.dot(ranks, signs)) for signs in product((0, 1), repeat=len(moved))]
    far = [abs(one - middle) >= abs(found.v - middle) - 1e-9 for one in sums]
    assert found.p_exact == pytest.approx(sum(far) / len(far))
    assert found.rank_biserial == pytest.approx((found.v - middle) / middle)
    turned = signed_ranks(differences, [0] * len(differences))
    assert turned.v == pytest.approx(2 * middle - found.v)
    assert turned.p_corrected == found.p_corrected and turned.p_exact == found.p_exact


@steady
@given(st.lists(st.integers(-9, 9), min_size=1, max_size=25))
def test_the_normal_p_equals_scipy(differences):
    found = signed_ranks([0] * len(differences), differences)
    moved = [one for one in differences if one]
    if not moved:
        return
    for p, corrected in ((found.p_corrected, True), (found.p_plain, False)):
        there = stats.wilcoxon(
            moved, zero_method="wilcox", correction=corrected, method="asymptotic"
        )
        if found.rank_biserial:  # without a lean scipy corrects nevertheless, R does not
            assert p == pytest.approx(there.pvalue, abs=1e-9)


def test_thousands_of_differences_are_not_counted_out():
    many = [0.5 + one for one in range(MOST_EXACT + 1)]
    found = signed_ranks([0] * len(many), many)
    assert (found.p_exact, found.why) == (None, Undefined.TOO_MANY_CASES) and found.p_plain < 1e-50
    few = signed_ranks([0] * MOST_EXACT, many[:-1])
    assert few.why is None and 0 < few.p_exact < 1e-100


def test_pairs_of_waves_are_adjusted_together():
    rows = [[1, 2, 4], [2, 2, 3], [3, 5, None], [1, 3, 5], [2, 3, 3]]
    found = compare_occasions(rows)
    assert [(one.later, one.earlier) for one in found] == [(1, 0), (2, 0), (2, 1)]
    assert [one.means.n for one in found] == [5, 4, 4]
    assert [one.p_bonferroni for one in found] == pytest.approx(
        [min(3 * one.means.p, 1) for one in found]
    )
    assert all(one.p_holm <= one.p_bonferroni for one in found)
    assert {one.means.n for one in compare_occasions(rows, complete_only=True)} == {4}
    assert compare_occasions([]) == compare_occasions([[1], [2]]) == ()
