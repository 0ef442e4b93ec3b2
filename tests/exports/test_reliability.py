"""Coefficient alpha: equal to R (see tests/app/test_demo.py), and nothing where there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.alphas import alphas
from exports.statistics.reliability import Alpha, cronbach_alpha
from tests.exports.builders_source import likert, record, source

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
