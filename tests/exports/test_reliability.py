"""Coefficient alpha: equal to R (see tests/app/test_demo.py), and nothing where there is none."""

from math import fsum
from random import Random
from statistics import variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.alphas import alphas
from exports.observed import whole
from exports.recorded import Recorded
from exports.statistics.moments import MANY
from exports.statistics.reliability import Alpha, Cases, cronbach_alpha
from exports.table import long
from instruments.records import Part
from tests.exports.builders_source import likert, record, source

WHOLE = st.integers(1, 5)
EIGHTHS = st.integers(-(10**7), 10**7).map(lambda one: one / 8)
ROWS = st.lists(st.tuples(*[st.integers(1, 5)] * 4), max_size=20)


def test_items_that_say_the_same_are_one():
    assert cronbach_alpha([(1, 1), (2, 2), (5, 5)]).value == pytest.approx(1)


@pytest.mark.parametrize(
    "rows",
    [[], [(1, 2, 3)], [(3, 3), (3, 3)], [(1, 3), (5, 3)], [(1, 5), (5, 1)]],
    ids=["nobody", "one person", "all alike", "one item varies", "sums do not vary"],
)
def test_where_it_is_not_defined_there_is_none(rows):
    assert cronbach_alpha(rows) == Alpha(len(rows), None)


def test_an_item_without_variance_is_left_out():
    with_it = [(1, 2, 3), (2, 2, 3), (5, 4, 3), (4, 5, 3)]
    assert cronbach_alpha(with_it).value == cronbach_alpha([row[:2] for row in with_it]).value


@given(ROWS, st.permutations(range(4)))
def test_the_order_of_the_items_does_not_matter(rows, order):
    turned = [tuple(row[place] for place in order) for row in rows]
    assert cronbach_alpha(rows).value == pytest.approx(cronbach_alpha(turned).value)


@given(ROWS)
def test_it_never_passes_one(rows):
    found = cronbach_alpha(rows).value
    assert found is None or found <= 1 + 1e-12


def test_incomplete_cases_are_left_out_and_items_are_turned_round():
    asked = likert(2)  # Q2 is reversed
    kept = [
        record("T1", 1, {"Q1": 1, "Q2": 5}),
        record("T2", 1, {"Q1": 4, "Q2": 2}),
        record("T3", 1, {"Q1": 5}),
        record("T1", 2, {"Q1": 5, "Q2": 1}),
    ]
    found = alphas(source(asked, kept, ("T1", "T2", "T3")), "tried")
    assert found[1, "Q", "w1"].n == 2 and found[1, "Q", "w1"].value == pytest.approx(1)
    assert found[1, "Q", "w2"] == Alpha(1, None)


def two_passes(rows) -> float | None:
    """Give coefficient alpha by the formula as it is written in books."""
    items = [one for one in zip(*rows, strict=True) if len({*one}) > 1]
    totals = [fsum(one) for one in zip(*items, strict=True)]
    if len(items) < 2 or len(rows) < 2 or variance(totals) == 0:
        return None
    k = len(items)
    return k / (k - 1) * (1 - fsum(map(variance, items)) / variance(totals))


@pytest.mark.parametrize(("number", "close"), [(WHOLE, 1e-12), (EIGHTHS, 1e-9)])
def test_cases_taken_in_some_at_a_time_are_those_of_all(number, close):
    @given(st.lists(st.tuples(*[number] * 3), min_size=1, max_size=30), st.integers(1, 7))
    def equal(rows, size):
        cases = Cases()
        for start in range(0, len(rows), size):
            cases.take([*zip(*rows[start : start + size], strict=True)])
        wanted = two_passes(rows)
        assert cases.alpha.n == len(rows)
        near = None if wanted is None else pytest.approx(wanted, rel=close, abs=close)
        assert cases.alpha.value == near

    equal()


def test_more_different_numbers_than_are_remembered():
    seed = Random(1)
    rows = [(a, a + seed.gauss(), 7.25) for a in (1e6 + seed.gauss() for _ in range(5 * MANY))]
    cases = Cases()
    for start in range(0, len(rows), 1000):
        cases.take([*zip(*rows[start : start + 1000], strict=True)])

    assert len(cases.items[0].often) <= MANY
    assert cases.alpha.value == pytest.approx(two_passes(rows), abs=1e-9)


def test_numbers_too_large_to_be_squared_have_no_alpha():
    assert cronbach_alpha([(1e300, 1.0), (1.0, 2.0)]) == Alpha(2, None)


def test_the_long_table_has_counted_what_a_reading_of_its_own_would():
    kept = [
        record("T1", 1, {"Q1": "1", "Q2": "5"}),
        record("T1", 2, {"Q1": "2", "Q2": "5"}),
        record("T2", 1, {"Q1": "4", "Q2": "1"}),
        record("T2", 2, {"Q1": "1", "Q2": "1"}, part=Part.SECOND),
        record("T2", 3, {"Q2": "1"}),
        record("T3", 1, {"Q1": "3", "Q2": "1"}, version=9),  # read by the newest version
    ]
    made = source(likert(2), kept, ("T1", "T2", "T3"))
    cases = whole(long(Recorded(made, "tried"))).table.tally.cases

    assert {place: one.alpha for place, one in cases.items()} == alphas(made, "tried")
    assert {place: one.n for place, one in cases.items()} == {(1, "Q", "w1"): 3, (1, "Q", "w2"): 1}
