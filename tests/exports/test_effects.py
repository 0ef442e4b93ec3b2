"""Sizes of effects, intervals and adjusted p: equal to R's, and to other ways of computing them."""

from math import inf, nan, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, special, stats

from exports.statistics.adjust import Adjustment, adjust
from exports.statistics.effects import d_limits, eta2p_from_f, hedges_j
from exports.statistics.grim import grim_percentage, grim_percentages
from exports.statistics.noncentral import MANY, f_below, f_limits, t_below, t_limits
from exports.statistics.outcome import Undefined
from exports.statistics.proportions import exact_share, share
from tests.exports.rating_cases import steady

DF = st.integers(1, 60)
P = st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=8)


def t_by_integral(t: float, df: float, away: float) -> float:
    """Average the normal distribution over the spread that t divides by."""

    def inner(spread: float) -> float:
        squares = df * spread**2
        return float(
            stats.chi2.pdf(squares, df) * 2 * df * spread * special.ndtr(t * spread - away)
        )

    return integrate.quad(inner, 0, 8, limit=400, points=[1.0])[0]


@steady
@given(st.floats(-9, 9), st.integers(2, 60), st.floats(-8, 8))
def test_noncentral_t_is_its_integral(t, df, away):
    assert t_below(t, df, away) == pytest.approx(t_by_integral(t, df, away), abs=1e-7)


@steady
@given(st.floats(-9, 9), DF)
def test_t_without_noncentrality_is_students(t, df):
    assert t_below(t, df, 0.0) == pytest.approx(float(stats.t.cdf(t, df)), abs=1e-13)


@steady
@given(st.floats(0.01, 20), st.integers(1, 6), DF, st.floats(0, 60))
def test_noncentral_f_equals_scipys(f, df1, df2, away):
    wanted = stats.f.cdf(f, df1, df2) if not away else stats.ncf.cdf(f, df1, df2, away)
    assert f_below(f, df1, df2, away) == pytest.approx(float(wanted), abs=1e-8)


@steady
@given(st.floats(0, 9), DF, st.floats(-5, 5))
def test_f_of_one_degree_is_t_squared(t, df, away):
    both = t_below(t, df, away) - t_below(-t, df, away)
    assert f_below(t**2, 1, df, away**2) == pytest.approx(both, abs=1e-12)


@steady
@given(st.floats(-40, 40), DF, st.sampled_from((0.8, 0.9, 0.95, 0.99)))
def test_an_observed_t_lies_in_the_middle_of_its_limits(t, df, confidence):
    low, high = t_limits(t, df, confidence)
    assert low < high
    assert t_below(t, df, low) == pytest.approx((1 + confidence) / 2, abs=1e-9)
    assert t_below(t, df, high) == pytest.approx((1 - confidence) / 2, abs=1e-9)
    assert t_limits(-t, df, confidence) == pytest.approx((-high, -low), abs=1e-7)


@pytest.mark.parametrize("df", [2, 3, 23])
def test_limits_far_out_go_on_where_the_sums_end(df):
    """Per unit of t they change by so little there that a gap would show."""
    near, far = t_limits(299.9999, df), t_limits(300.0001, df)
    assert [one / 299.9999 for one in near] == pytest.approx(
        [one / 300.0001 for one in far], rel=1e-6
    )
    near, far = f_limits(89_999.9, 1, df, 0.95), f_limits(90_000.1, 1, df, 0.95)
    assert near == pytest.approx(far, rel=1e-5)
    assert f_limits(1e5, 1, df, 0.95) == pytest.approx(
        [one**2 for one in t_limits(sqrt(1e5), df)], rel=1e-8
    )
    assert t_limits(1e12, df)[0] > 0 and f_limits(1e200, 3, df)[1] < inf


@steady
@given(st.floats(0.5, 2), st.floats(1, 1e5), st.booleans())
def test_both_ways_to_noncentral_t_agree_where_one_ends(near, df, is_turned):
    sign = -1 if is_turned else 1
    below, above = (t_below(sign * near * one, df, sign * one) for one in (MANY, MANY + 1e-9))
    assert below == pytest.approx(above, abs=1e-9)


def test_the_papers_own_f():
    """The study's F(2, 45) = 7.15 cannot have .25, which it prints; 44 would give it."""
    found = eta2p_from_f(7.15, 2, 45)
    assert f"{found.eta2p:.2f}" == "0.24" and f"{eta2p_from_f(7.15, 2, 44).eta2p:.2f}" == "0.25"
    assert found.low < found.eta2p < found.high and found.omega2p < found.eta2p
    assert eta2p_from_f(0, 2, 45).low == eta2p_from_f(0, 2, 45).high == 0
    assert eta2p_from_f(0.5, 2, 45).omega2p < 0


@pytest.mark.parametrize("f", [(1, 0, 3), (1, 2, 0), (-1, 2, 3), (nan, 2, 3), (inf, 2, 3)])
def test_what_is_no_f_explains_nothing(f):
    assert eta2p_from_f(*f).eta2p is None and eta2p_from_f(*f).why is Undefined.NO_CASES


def test_hedges_factor():
    assert hedges_j(2) == pytest.approx(0.5641895835) and hedges_j(1) == 0
    assert hedges_j(10) == pytest.approx(1 - 3 / 39, abs=1e-3)
    assert hedges_j(1e6) == pytest.approx(1, abs=1e-6)
    assert d_limits(2.0, 20, 0.5) == pytest.approx([one / 2 for one in t_limits(2.0, 20)])


def test_adjusting_as_r_shows_it():
    p = (0.01, 0.02, 0.03, 0.04, 0.05)
    assert adjust(p, Adjustment.BONFERRONI) == pytest.approx((0.05, 0.1, 0.15, 0.2, 0.25))
    assert adjust(p, Adjustment.HOLM) == pytest.approx((0.05, 0.08, 0.09, 0.09, 0.09))
    assert adjust(p, Adjustment.BENJAMINI_HOCHBERG) == pytest.approx((0.05,) * 5)
    assert adjust((), Adjustment.HOLM) == () and adjust((None,), Adjustment.HOLM) == (None,)


@steady
@given(P, st.randoms(use_true_random=False))
def test_adjusted_p_keep_their_order_and_bounds(p, seed):
    there = [one for one in p if one is not None]
    for how in Adjustment:
        found = adjust(p, how)
        assert [one is None for one in found] == [one is None for one in p]
        kept = [one for one in found if one is not None]
        assert kept == [*adjust(there, how)]
        assert all(old <= new <= 1 for old, new in zip(there, kept, strict=True))
        order = [*range(len(p))]
        seed.shuffle(order)
        assert adjust([p[one] for one in order], how) == tuple(found[one] for one in order)
    holm, bonferroni = (adjust(p, how) for how in (Adjustment.HOLM, Adjustment.BONFERRONI))
    assert all(a is None or a <= b for a, b in zip(holm, bonferroni, strict=True))


@steady
@given(st.integers(0, 40), st.integers(1, 40))
def test_the_exact_interval_leaves_half_of_the_rest_on_each_side(x, more):
    n = x + more
    found = exact_share(x, n)
    assert found.low < found.high and found.high == pytest.approx(1 - exact_share(n - x, n).low)
    assert found.low <= share(x, n).share <= found.high
    assert stats.binom.cdf(x, n, found.high) == pytest.approx(0.025)
    if x:
        assert stats.binom.sf(x - 1, n, found.low) == pytest.approx(0.025)


def test_a_share_of_nobody_has_no_exact_interval():
    assert (exact_share(0, 0).low, exact_share(0, 0).why) == (None, Undefined.NO_CASES)
    assert (exact_share(0, 4).low, exact_share(4, 4).high) == (0, 1)


def test_the_papers_percentages_are_not_of_31():
    """A companion paper prints 92 % and 67 % of 31 teachers."""
    assert grim_percentages(("92", "67"), (12, 24, 31, 36)) == {12: 1, 24: 1, 31: 0, 36: 1}
    assert grim_percentage("92", 31).counts == grim_percentage("67", 31).counts == ()
    assert grim_percentage("92", 24).counts == (22,) and grim_percentage("67%", 24).counts == (16,)
    assert grim_percentages(("35", "70"), (20, 24, 40)) == {20: True, 24: False, 40: True}


def test_a_half_is_rounded_either_way():
    assert grim_percentage("62", 8).counts == grim_percentage("63", 8).counts == (5,)
    assert grim_percentage("62.5", 8).possible and grim_percentage("62,5", 8).possible
    assert grim_percentage("50", 300).counts == (149, 150, 151)


@pytest.mark.parametrize("text", ["", "x", "-3", "101", "1.2.3", "1e1", "."])
def test_what_is_no_percentage(text):
    with pytest.raises(ValueError, match="no percentage"):
        grim_percentage(text, 10)


def test_of_nobody_nothing_is_printed():
    assert grim_percentage("0", 0).possible is False
    with pytest.raises(ValueError, match="none"):
        grim_percentage("50", -1)


@steady
@given(st.integers(1, 400), st.data())
def test_every_share_prints_a_possible_percentage(n, data):
    x = data.draw(st.integers(0, n))
    for decimals in (0, 1, 2):
        assert x in grim_percentage(f"{100 * x / n:.{decimals}f}", n).counts
