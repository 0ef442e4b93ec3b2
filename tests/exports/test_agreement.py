"""Two raters: equal to R and to published tables; where nothing can be said, the reason is."""

from dataclasses import astuple
from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.statistics.agreement import MOST_CODES, PairAgreement, agreement, pairwise
from exports.statistics.kappa import cohen_kappa
from exports.statistics.outcome import Undefined
from tests.exports.rating_cases import TWO, pairs, steady


def values(found: PairAgreement) -> dict[str, object]:
    """Give the plain number of everything."""
    kept = {}
    for name in PairAgreement.__slots__:
        one = getattr(found, name)
        kept[name] = getattr(one, "value", one)
    return kept


def close(one, other) -> bool:
    """Compare two numbers, or nothing with nothing."""
    return one == other or one == pytest.approx(other, abs=1e-9)


def test_a_textbook_table():
    # 20 both yes, 15 both no, 5 and 10 apart: po .7, pe .5
    yes_no = agreement([1] * 25 + [0] * 25, [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15)
    assert yes_no.n == 50 and yes_no.equal == 35 and yes_no.codes == (0, 1)
    assert yes_no.percent.value == pytest.approx(70)
    assert yes_no.kappa.value == pytest.approx(0.4)
    assert yes_no.pabak.value == pytest.approx(0.4)
    assert yes_no.positive.value == pytest.approx(40 / 55)
    assert yes_no.negative.value == pytest.approx(30 / 45)
    assert yes_no.prevalence.value == pytest.approx(0.1)
    assert yes_no.bias.value == pytest.approx(-0.1)


def test_the_paradox_of_kappa():
    """Gwet 2008: 118 and 0 agree, 5 and 2 do not: kappa below zero, AC1 .94."""
    found = agreement(*pairs([(118, 5), (2, 0)]))
    assert found.kappa.value == pytest.approx(-0.0234, abs=5e-5)
    assert found.ac1.value == pytest.approx(0.9408, abs=5e-5)
    assert found.pabak.value == pytest.approx(0.888)


def test_weights_of_ones_own():
    """Cohen 1968, table 1, as in psych's help: kappa .492, weighted .348."""
    counts = np.array([(88, 14, 18), (10, 40, 10), (2, 6, 12)])
    distances = np.array([(0, 1, 3), (1, 0, 6), (3, 6, 0)]) / 6
    assert cohen_kappa(counts, np.eye(3)).value == pytest.approx(0.492, abs=5e-4)
    assert cohen_kappa(counts, 1 - distances).value == pytest.approx(0.348, abs=5e-4)


def test_quadratic_weights_are_the_correlation_of_equal_margins():
    """Fleiss & Cohen 1973: with the same means and variances kappa is Pearson's r."""
    one, other = [1, 2, 3, 1, 3, 2], [1, 2, 3, 3, 1, 2]
    found = agreement(one, other)
    assert found.kappa_quadratic.value == pytest.approx(float(np.corrcoef(one, other)[0, 1]))


def test_weights_go_by_place_among_the_codes_that_occur():
    spread = agreement([1, 4, 9, 9, 1, 4], [1, 9, 9, 4, 4, 4])
    packed = agreement([1, 2, 3, 3, 1, 2], [1, 3, 3, 2, 2, 2])
    assert spread.kappa_linear == packed.kappa_linear
    assert spread.kappa_quadratic == packed.kappa_quadratic
    assert spread.percent_within_one.value == 50 and packed.percent_within_one.value == 100


def test_levels_say_what_is_next_to_what():
    found = agreement([1, 4, 9], [4, 4, 1], levels=(1, 4, 9))
    assert found.percent_within_one.value == pytest.approx(200 / 3)
    words = agreement(["low", "mid"], ["mid", "high"], levels=("low", "mid", "high"))
    assert words.percent_within_one.value == 100


def test_ten_does_not_stand_before_two():
    assert agreement([10, 2, 1], [10, 2, 1]).codes == (1, 2, 10)


def test_words_have_no_distances():
    found = agreement(["a", "b", "b"], ["a", "b", "a"])
    assert found.kappa.value == pytest.approx(0.4)
    for one in (found.kappa_linear, found.kappa_quadratic, found.percent_within_one):
        assert (one.value, one.why) == (None, Undefined.NOT_NUMBERS)
    assert found.positive.why is Undefined.NOT_BINARY


def test_perfect_agreement_is_one_where_it_is_defined():
    found = agreement([1, 2, 3, 1], [1, 2, 3, 1])
    for one in (found.kappa, found.kappa_linear, found.kappa_quadratic):
        assert (one.value, one.low, one.high, one.why) == (1, 1, 1, None) and one.p < 0.05
    assert found.ac1.value == found.pabak.value == 1


def test_observers_who_never_agree():
    found = agreement([1, 0, 1, 0], [0, 1, 0, 1])
    assert found.percent.value == 0 and found.kappa.value == -1 and found.kappa.low == -1
    assert found.positive.value == found.negative.value == 0 and found.pabak.value == -1


@pytest.mark.parametrize(
    ("one", "other"), [([], []), ([1, None], [None, 2]), ([nan], [1])], ids=["none", "gaps", "nan"]
)
def test_without_a_pair_there_is_nothing(one, other):
    found = agreement(one, other)
    assert found.n == 0 and found.codes == ()
    for name in PairAgreement.__slots__[3:]:
        assert getattr(found, name).value is None
        assert getattr(found, name).why is Undefined.NO_PAIRS


def test_all_ratings_equal_are_no_agreement_beyond_chance():
    found = agreement([0, 0, 0], [0, 0, 0])
    assert found.percent.value == 100
    for one in (found.kappa, found.kappa_linear, found.pabak, found.ac1):
        assert (one.value, one.why) == (None, Undefined.ONE_CATEGORY)
    assert (found.positive.value, found.positive.why) == (None, Undefined.NOBODY_SAID_IT)
    assert found.negative.value == 1 and found.prevalence.value == -1 and found.bias.value == 0


def test_all_equal_where_the_instrument_offers_two_codes():
    """PABAK and AC1 do not need that both occur; kappa does."""
    found = agreement([0, 0, 0], [0, 0, 0], levels=(0, 1))
    assert found.pabak.value == found.ac1.value == 1
    assert found.kappa.why is Undefined.ONE_CATEGORY


def test_a_rater_who_gives_everything_one_code():
    found = agreement([1, 1, 1, 1], [1, 0, 1, 0])
    assert found.kappa.value == pytest.approx(0)
    assert (found.kappa.z, found.kappa.p) == (None, None)
    assert found.kappa.why is Undefined.CONSTANT_RATER


def test_one_lesson():
    apart = agreement([1], [0])
    assert apart.kappa.value == 0 and apart.kappa.why is Undefined.CONSTANT_RATER
    assert (apart.ac1.se, apart.ac1.why) == (None, Undefined.FEW_UNITS)
    assert agreement([1], [1]).kappa.why is Undefined.ONE_CATEGORY


def test_equal_means_of_items_are_equal_though_floats_differ():
    assert agreement([0.1 + 0.2, 1.0], [0.3, -0.0 + 1.0]).percent.value == 100


def test_measurements_are_not_categories():
    numbers = [one / 7 for one in range(MOST_CODES + 1)]
    for found in (
        agreement(numbers, numbers),
        pairwise([[a] for a in numbers], [[a] for a in numbers])[0],
    ):
        assert found.percent.value == found.percent_within_one.value == 100
        assert found.kappa.why is found.ac1.why is Undefined.TOO_MANY_CATEGORIES


@steady
@given(TWO, st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(rows, seed):
    turned = [*rows]
    seed.shuffle(turned)
    one, other = ([*zip(*some, strict=True)] or [(), ()] for some in (rows, turned))
    first, second = values(agreement(*one)), values(agreement(*other))
    assert all(close(first[name], second[name]) for name in first)


@steady
@given(TWO)
def test_swapped_raters_agree_as_much(rows):
    one, other = [*zip(*rows, strict=True)] or [(), ()]
    there, back = values(agreement(one, other)), values(agreement(other, one))
    bias = there.pop("bias"), back.pop("bias")
    assert all(close(there[name], back[name]) for name in there)
    assert bias == (None, None) or bias[0] == -bias[1]


@steady
@given(TWO, st.permutations((1, 2, 4, 7)))
def test_other_names_of_the_codes_change_nothing_nominal(rows, names):
    new = {None: None, **dict(zip((1, 2, 4, 7), names, strict=True))}
    one, other = [*zip(*rows, strict=True)] or [(), ()]
    before = agreement(one, other)
    after = agreement([new[code] for code in one], [new[code] for code in other])
    for name in ("percent", "kappa", "pabak", "ac1"):
        first, second = astuple(getattr(before, name)), astuple(getattr(after, name))
        assert all(close(a, b) for a, b in zip(first, second, strict=True))


@steady
@given(TWO)
def test_nothing_leaves_its_bounds(rows):
    found = agreement(*([*zip(*rows, strict=True)] or [(), ()]))
    for one in (found.kappa, found.kappa_linear, found.kappa_quadratic, found.ac1, found.pabak):
        assert (one.value is None) <= (one.why is not None)
        if one.value is not None:
            assert -1 - 1e-9 <= one.value <= 1 + 1e-9
        if one.low is not None:
            assert one.low <= one.value + 1e-9 and one.value <= one.high + 1e-9 and one.high <= 1
        if one.p is not None:
            assert 0 <= one.p <= 1


@steady
@given(TWO)
def test_with_two_codes_linear_and_quadratic_weights_are_none(rows):
    two = [(a and min(a, 2), b and min(b, 2)) for a, b in rows]
    found = agreement(*([*zip(*two, strict=True)] or [(), ()]))
    assert close(found.kappa.value, found.kappa_linear.value)
    assert close(found.kappa.value, found.kappa_quadratic.value)


MATRIX = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(
            st.tuples(*[st.sampled_from((None, 0, 1, 3))] * 2), min_size=width, max_size=width
        ),
        min_size=1,
        max_size=12,
    )
)


@steady
@given(MATRIX)
def test_many_items_at_once_are_the_items_one_by_one(cells):
    first, second = ([[cell[side] for cell in row] for row in cells] for side in (0, 1))
    found = pairwise(first, second)
    columns = zip(zip(*first, strict=True), zip(*second, strict=True), strict=True)
    assert found == tuple(agreement(one, other) for one, other in columns)
    arrays = [np.array(one, dtype=float) for one in (first, second)]
    assert pairwise(*arrays) == found


def test_items_of_words_at_once():
    found = pairwise([["a", 1], ["b", 2]], [["a", 1], ["a", None]])
    assert [one.n for one in found] == [2, 1] and found[0].percent.value == 50


def test_matrices_of_different_size_are_a_mistake():
    with pytest.raises(ValueError, match="compared"):
        pairwise([[1, 2]], [[1]])
    with pytest.raises(ValueError, match=r"shorter|longer"):
        agreement([1, 2], [1])
    assert pairwise([], []) == ()
