"""Several raters: published tables, two raters as a special case, reasons where undefined."""

from itertools import combinations
from math import fsum

import pytest
from hypothesis import assume, given

from exports.statistics.agreement import agreement
from exports.statistics.chance import brennan_prediger, gwet_ac1
from exports.statistics.many_raters import (
    fleiss_kappa,
    kendall_w,
    light_kappa,
    percent_all_agree,
)
from exports.statistics.outcome import Undefined
from tests.exports.rating_cases import (
    KRIPPENDORFF,
    SHROUT_FLEISS,
    THREE,
    WHOLE,
    steady,
    units,
)

PSYCHIATRISTS = [
    (0, 0, 0, 0, 14),
    (0, 2, 6, 4, 2),
    (0, 0, 3, 5, 6),
    (0, 3, 9, 2, 0),
    (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0),
    (3, 2, 6, 3, 0),
    (2, 5, 3, 2, 2),
    (6, 5, 2, 1, 0),
    (0, 2, 2, 3, 7),
]
"""Fourteen raters, ten subjects, five codes: kappa .210 in every textbook."""


def test_fleiss_of_a_textbook():
    assert fleiss_kappa(units(PSYCHIATRISTS)).value == pytest.approx(0.2099, abs=5e-5)


def test_gwet_and_brennan_prediger_equal_irrcac_with_gaps():
    """R irrCAC 1.0, cac.raw4raters: AC1 .77544 (.14295), p .000208721; BP .77273 (.14472)."""
    ac1, bp = gwet_ac1(KRIPPENDORFF), brennan_prediger(KRIPPENDORFF)
    assert (ac1.value, ac1.se) == pytest.approx((0.77544, 0.14295), abs=5e-6)
    assert (ac1.p, ac1.low, ac1.high) == pytest.approx((0.000208721, 0.461, 1), abs=5e-4)
    assert (bp.value, bp.se) == pytest.approx((0.77273, 0.14472), abs=5e-6)


def test_codes_that_the_instrument_offers_count_in_chance():
    assert gwet_ac1([(1, 1), (1, 1)]).why is Undefined.ONE_CATEGORY
    assert gwet_ac1([(1, 1), (1, 1)], codes=2).value == 1
    assert brennan_prediger([(1, 1), (1, 2)], codes=4).value == pytest.approx((0.5 - 0.25) / 0.75)


@steady
@given(WHOLE)
def test_fleiss_with_two_raters_is_scott(rows):
    """Scott 1955: chance from the mean of both margins."""
    two = [row[:2] for row in rows]
    n, codes = len(two), {code for row in two for code in row}
    assume(len(codes) > 1)
    seen = sum(a == b for a, b in two) / n
    chance = fsum((sum(row.count(code) for row in two) / (2 * n)) ** 2 for code in codes)
    assert fleiss_kappa(two).value == pytest.approx((seen - chance) / (1 - chance))


@steady
@given(THREE)
def test_two_raters_among_many_are_those_two(rows):
    two = [row[:2] for row in rows]
    both = agreement(*zip(*two, strict=True))
    light, percent = light_kappa(two), percent_all_agree(two)
    assert (light.value, light.why and light.value) == (both.kappa.value, None)
    assert percent.value == both.percent.value


@steady
@given(WHOLE)
def test_light_is_the_mean_of_pairs(rows):
    kappas = [
        agreement(*([row[place] for row in rows] for place in pair)).kappa.value
        for pair in combinations(range(3), 2)
    ]
    wanted = None if None in kappas else pytest.approx(fsum(kappas) / 3)
    assert light_kappa(rows).value == wanted


@steady
@given(THREE)
def test_the_order_of_units_and_raters_does_not_matter(rows):
    turned = [row[::-1] for row in reversed(rows)]
    for one in (fleiss_kappa, light_kappa, percent_all_agree, kendall_w, gwet_ac1):
        there, back = one(rows), one(turned)
        assert there.why == back.why
        assert there.value == (None if back.value is None else pytest.approx(back.value))


def test_judges_in_one_order_have_a_concordance_of_one():
    assert kendall_w([(1, 10), (2, 30), (5, 31)]).value == pytest.approx(1)
    assert kendall_w([(1, 3), (2, 2), (3, 1)]).value == pytest.approx(0)


def test_concordance_with_ties():
    """By hand: ranks 1 2.5 2.5 and 1 2 3, sums 2 4.5 5.5, S 6.5, T 6: 78 / (96 - 12)."""
    found = kendall_w([(1, 1), (2, 2), (2, 3)])
    assert found.value == pytest.approx(78 / 84)
    assert found.z == pytest.approx(2 * 2 * 78 / 84)


def test_concordance_of_shrout_and_fleiss():
    """Rank sums 21, 4.5 (two ties), ...: equal to R irr::kendall(correct = TRUE) by its formula."""
    ranks = []
    for column in zip(*SHROUT_FLEISS, strict=True):
        below = [sum(other < one for other in column) for one in column]
        ranks.append(
            [b + (column.count(one) + 1) / 2 for b, one in zip(below, column, strict=True)]
        )
    sums = [fsum(one) for one in zip(*ranks, strict=True)]
    mean = fsum(sums) / 6
    ties = sum(
        column.count(code) ** 3 - column.count(code)
        for column in zip(*SHROUT_FLEISS, strict=True)
        for code in {*column}
    )
    wanted = 12 * fsum((one - mean) ** 2 for one in sums) / (16 * 210 - 4 * ties)
    assert kendall_w(SHROUT_FLEISS).value == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], Undefined.NO_CASES),
        ([(1,), (2,)], Undefined.ONE_RATER),
        ([(1, None), (None, 2)], Undefined.NO_PAIRS),
        ([(3, 3), (3, 3)], Undefined.ONE_CATEGORY),
    ],
    ids=["nobody", "one rater", "no pair", "all equal"],
)
def test_where_nothing_can_be_said(rows, why):
    for one in (fleiss_kappa, light_kappa, kendall_w):
        assert (one(rows).value, one(rows).why) == (None, why)


def test_reasons_of_their_own():
    assert percent_all_agree([(3, 3), (3, 3)]).value == 100
    assert percent_all_agree([(3,)]).why is Undefined.ONE_RATER
    assert kendall_w([(1, 2)]).why is Undefined.FEW_UNITS
    assert kendall_w([("a", "b"), ("b", "b")]).why is Undefined.NOT_NUMBERS
    assert kendall_w([(1, 2), (1, 2)]).why is Undefined.CONSTANT_RATER
    assert light_kappa([(1, 1, 2), (1, 1, 3)]).why is Undefined.ONE_CATEGORY
    assert gwet_ac1([(1, None), (None, 2)]).why is Undefined.NO_PAIRS
    assert gwet_ac1([(1, 2)]).why is Undefined.FEW_UNITS
