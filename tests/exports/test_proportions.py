"""Shares and tables: equal to R's examples and to published intervals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.statistics.fisher import fisher_exact
from exports.statistics.outcome import Undefined
from exports.statistics.paired_shares import cochran_q, mcnemar
from exports.statistics.proportions import chi_square, difference, share, trend
from tests.exports.rating_cases import steady

SMOKERS, PATIENTS = (83, 90, 129, 70), (86, 93, 136, 82)
"""Fleiss 1981, p. 139: the example of R's prop.test and prop.trend.test."""


def test_a_share():
    found = share(14, 40)
    assert (found.share, found.low, found.high) == pytest.approx(
        (0.35, 0.221345288731763, 0.504941191627423)
    )
    assert share(0, 0).why is Undefined.NO_CASES and share(0, 0).share is None
    assert share(0, 5).low == pytest.approx(0) and share(5, 5).high == pytest.approx(1)


@pytest.mark.parametrize(
    ("second", "first", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
    ],
)
def test_newcombes_own_intervals(second, first, low, high):
    """Newcombe 1998, table II, method 10."""
    found = difference(*first, *second)
    assert found.value == pytest.approx(second[0] / second[1] - first[0] / first[1])
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)


def test_a_difference_to_nobody():
    assert difference(0, 0, 1, 2).why is difference(1, 2, 0, 0).why is Undefined.NO_CASES


def test_chi_square_equals_r():
    """R prop.test(smokers, patients): X-squared = 12.6, df = 3, p-value = 0.005585."""
    table = [(x, n - x) for x, n in zip(SMOKERS, PATIENTS, strict=True)]
    found = chi_square(table)
    assert (found.chi2, found.df, found.p) == pytest.approx((12.600, 3, 0.005585), abs=5e-4)
    assert found.cramers_v == pytest.approx((found.chi2 / sum(PATIENTS)) ** 0.5)
    assert chi_square([*zip(*table, strict=True)]).chi2 == pytest.approx(found.chi2)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ([], Undefined.NO_CASES),
        ([(0, 0), (0, 0)], Undefined.NO_CASES),
        ([(1, 2)], Undefined.EMPTY_MARGIN),
        ([(1, 0), (2, 0)], Undefined.EMPTY_MARGIN),
    ],
)
def test_a_table_without_a_test(table, why):
    assert (chi_square(table).chi2, chi_square(table).why) == (None, why)


def test_a_trend_equals_r():
    """R prop.trend.test(smokers, patients): X-squared = 8.2249, df = 1, p-value = 0.004132."""
    found = trend(SMOKERS, PATIENTS)
    assert (found.chi2, found.p) == pytest.approx((8.2249, 0.004132), abs=5e-5)
    assert found.z < 0
    # prop.trend.test(smokers, patients, c(0, 0, 0, 1)): X-squared = 12.173, p-value = 0.0004848
    last = trend(SMOKERS, PATIENTS, (0, 0, 0, 1))
    assert (last.chi2, last.p) == pytest.approx((12.173, 0.0004848), abs=5e-4)


def test_where_there_is_no_trend_to_test():
    assert trend((), ()).why is trend((0, 0), (0, 0)).why is Undefined.NO_CASES
    assert trend((3,), (5,)).why is trend((3, 2), (5, 4), (1, 1)).why is Undefined.FEW_UNITS
    assert trend((5, 4), (5, 4)).why is trend((0, 0), (5, 4)).why is Undefined.SAME_OUTCOME


@steady
@given(st.integers(1, 20), st.integers(1, 20), st.data())
def test_a_trend_of_two_groups_is_chi_square(n1, n2, data):
    x1, x2 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    found, table = trend((x1, x2), (n1, n2)), chi_square([(x1, n1 - x1), (x2, n2 - x2)])
    assert (found.chi2 is None) == (table.chi2 is None)
    assert found.chi2 is None or found.chi2 == pytest.approx(table.chi2, abs=1e-9)


def test_fisher_equals_r():
    """R's own examples: the tasting of tea, and convicted twins. R stops at some five digits."""
    tea = fisher_exact([(3, 1), (1, 3)])
    assert (tea.p, tea.odds_ratio) == pytest.approx((0.4857143, 6.408309), rel=1e-4)
    twins = fisher_exact([(2, 10), (15, 3)])
    assert (twins.p, twins.odds_ratio) == pytest.approx((0.0005367, 0.04693661), rel=1e-4)
    assert (twins.low, twins.high) == pytest.approx((0.003325764, 0.363182271), abs=1e-5)


def test_fisher_at_the_edge():
    found = fisher_exact([(4, 0), (1, 3)])
    assert (found.odds_ratio, found.high, found.why) == (None, None, Undefined.INFINITE)
    turned = fisher_exact([(1, 3), (4, 0)])
    assert (turned.odds_ratio, turned.low, turned.why) == (0, 0, None)
    assert turned.high == pytest.approx(1 / found.low)
    assert fisher_exact([(1, 0), (2, 0)]).why is Undefined.EMPTY_MARGIN
    assert fisher_exact([(0, 0), (0, 0)]).why is Undefined.NO_CASES


@steady
@given(*[st.integers(1, 30)] * 4)
def test_turned_tables_have_one_over_the_odds_ratio(a, b, c, d):
    there, back = fisher_exact([(a, b), (c, d)]), fisher_exact([(c, d), (a, b)])
    assert there.p == pytest.approx(back.p)
    assert there.odds_ratio == pytest.approx(1 / back.odds_ratio)
    assert there.low < there.odds_ratio < there.high


def test_fisher_of_thousands():
    found = fisher_exact([(60_000, 40_000), (50_000, 50_000)])
    assert found.p < 1e-300 and found.odds_ratio == pytest.approx(1.5, rel=1e-4)


def answers(n00, n01, n10, n11):
    rows = [(0, 0)] * n00 + [(0, 1)] * n01 + [(1, 0)] * n10 + [(1, 1)] * n11
    return [*zip(*rows, strict=True)]


def test_mcnemar_of_a_textbook():
    """Agresti 1990, p. 350: who approves of the prime minister; z = -4.17, z^2 = 17.36."""
    found = mcnemar(*answers(570, 86, 150, 794))
    assert found.chi2 == pytest.approx(17.36, abs=5e-3) and found.p < 0.0001
    assert found.chi2_corrected == pytest.approx(63**2 / 236)
    assert found.odds_ratio == pytest.approx(86 / 150)


def test_mcnemar_of_few():
    found = mcnemar(*answers(0, 5, 0, 0))
    assert (found.odds_ratio, found.why) == (None, Undefined.INFINITE)
    assert found.p_exact == pytest.approx(2 / 32) and found.chi2 == 5
    even = mcnemar(*answers(1, 2, 2, 1))
    assert (even.p, even.p_corrected, even.p_exact) == (1, 1, 1)
    assert mcnemar((1, None), (None, 0)).why is Undefined.NO_PAIRS
    assert mcnemar((1, 0), (1, 0)).why is Undefined.NO_CHANGE
    assert mcnemar((1, 0, None), (1, 1, 1)).n01 == 1


@steady
@given(st.lists(st.tuples(*[st.integers(0, 1)] * 2), max_size=20))
def test_cochran_of_two_is_mcnemar(rows):
    q, pair = cochran_q(rows), mcnemar(*([*zip(*rows, strict=True)] or [(), ()]))
    assert q.chi2 == (None if pair.chi2 is None else pytest.approx(pair.chi2))


def test_cochran_by_hand():
    """Sums of columns 3 2 1, of people 1 2 3 0: Q = 2 (3 * 14 - 36) / (18 - 14) = 3."""
    rows = [(1, 0, 0), (1, 1, 0), (1, 1, 1), (0, 0, 0), (1, None, 0)]
    found = cochran_q(rows)
    assert (found.chi2, found.df, found.n) == (3, 2, 4)
    assert cochran_q([(1, 1), (0, 0)]).why is Undefined.NO_CHANGE
    assert cochran_q([]).why is cochran_q([(1,)]).why is Undefined.NO_CASES
