"""Correlations: R's own example, and what must hold of any numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.statistics.correlations import correlations, kendall, pearson, spearman
from exports.statistics.outcome import Undefined
from tests.exports.rating_cases import steady

GAP = None
LIGHTNESS = (44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1)
SCORE = (2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8)
"""Hollander & Wolfe 1973, R's `example(cor.test)`: tuna."""
pairs = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=9)
KINDS = (pearson, spearman, kendall)


def test_coefficients_are_those_of_r():
    found = pearson(LIGHTNESS, SCORE)
    assert (found.n, found.value) == (9, pytest.approx(0.5711816, abs=5e-8))
    assert found.p == pytest.approx(0.1082, abs=5e-5)
    assert (found.low, found.high) == pytest.approx((-0.1497426, 0.8955795), abs=5e-8)
    assert kendall(LIGHTNESS, SCORE).value == pytest.approx(0.4444444, abs=5e-8)
    assert spearman(LIGHTNESS, SCORE).value == pytest.approx(0.6, abs=5e-8)


@settings(steady, max_examples=80)
@given(pairs, st.randoms(use_true_random=False), st.floats(0.01, 100), st.floats(-100, 100))
def test_order_units_and_which_comes_first_do_not_matter(both, chance, unit, zero):
    first, second = [*zip(*both, strict=True)] or ([], [])
    chance.shuffle(both)
    moved = [*zip(*both, strict=True)] or ([], [])
    for kind in KINDS:
        one = kind(first, second)
        other = kind([round(unit * value + zero, 9) for value in moved[1]], moved[0])
        assert (other.n, other.why) == (one.n, one.why)
        assert other.value == pytest.approx(one.value, abs=1e-6)
        assert other.p == pytest.approx(one.p, abs=1e-5)
        assert one.value is None or -1 <= one.value <= 1


@settings(steady, max_examples=60)
@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), max_size=9))
def test_ranks_see_no_curve(both):
    first, second = [*zip(*both, strict=True)] or ([], [])
    for kind in (spearman, kendall):
        assert kind(first, second) == kind([one**3 for one in first], second)


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ([], [], Undefined.NO_PAIRS),
        ([1, GAP], [GAP, 1], Undefined.NO_PAIRS),
        ([1, 2], [1, GAP], Undefined.FEW_UNITS),
        ([1, 1, 1], [1, 2, 3], Undefined.NO_VARIANCE),
    ],
)
def test_where_nothing_goes_together_there_is_a_reason(first, second, why):
    for kind in KINDS:
        assert (kind(first, second).value, kind(first, second).why) == (None, why)


def test_a_line_has_no_test_and_three_pairs_no_interval():
    line = pearson([1, 2, 3, 4], [2, 4, 6, 8])
    assert (line.value, line.p, line.why) == (1, None, Undefined.NO_ERROR)
    few = pearson([1, 2, 3], [1, 3, 2])
    assert (few.value, few.low, few.why) == (pytest.approx(0.5), None, Undefined.FEW_UNITS)
    assert few.p == pytest.approx(2 / 3)
    two = kendall([1, 2], [2, 1])
    assert (two.value, two.p, two.why) == (-1, None, Undefined.FEW_UNITS)


def test_every_two_measures_are_compared():
    found = correlations({"a": LIGHTNESS, "b": SCORE, "c": [*SCORE[:-1], GAP]})
    assert [(one.one, one.other, one.pearson.n) for one in found] == [
        ("a", "b", 9),
        ("a", "c", 8),
        ("b", "c", 8),
    ]
    assert found[2].pearson.why is Undefined.NO_ERROR and found[2].p_holm is None
    assert found[0].p_holm >= found[0].pearson.p
    assert correlations({"a": [1]}) == ()
