"""An observer beside a master, once and over time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.statistics.certification import certify, distance, drift
from exports.statistics.outcome import Undefined
from exports.statistics.proportions import trend
from tests.exports.rating_cases import TWO, steady


def test_eighty_percent_within_one_point():
    found = certify([1, 2, 3, 4, 1], [1, 3, 3, 3, 4], within=1, threshold=0.8)
    assert (found.n, found.equal.x, found.within.x) == (5, 2, 4)
    assert found.passed is True and found.equal.share == 0.4 and found.within.share == 0.8
    assert certify([1, 2, 3, 4, 1], [1, 3, 3, 3, 4], threshold=0.8).passed is False


def test_a_threshold_that_is_just_reached():
    """0.7 * 10 is a little more than 7 as a float."""
    assert certify([1] * 7 + [2] * 3, [1] * 10, threshold=0.7).passed is True


def test_what_the_observer_left_open_is_not_agreement():
    found = certify([1, None, 2], [1, 1, None])
    assert (found.n, found.left_open, found.equal.x) == (2, 1, 1)
    assert found.passed is False


def test_nothing_to_compare():
    found = certify([1, 2], [None, None])
    assert (found.passed, found.why, found.equal.share) == (None, Undefined.NO_CASES, None)


def test_words():
    assert certify(["a", "b"], ["a", "b"]).passed is True
    apart = certify(["a", "b"], ["b", "b"], within=1)
    assert (apart.passed, apart.why) == (None, Undefined.NOT_NUMBERS)
    assert apart.equal.x == 1
    assert certify(["low"], ["mid"], within=1, levels=("low", "mid", "high")).passed is True


def test_distances():
    assert distance(1, 4) == 3 and distance(1, 4, levels=(1, 4)) == 1
    assert distance("a", 1) is None


@steady
@given(TWO, st.integers(0, 4))
def test_a_wider_margin_never_finds_less(rows, within):
    one, other = [*zip(*rows, strict=True)] or [(), ()]
    near, far = certify(one, other, within), certify(one, other, within + 1)
    assert near.within.x <= far.within.x and near.equal.x <= near.within.x


def months(*counts):
    return {
        f"2026-{month:02}": [(1, 1)] * equal + [(1, 2)] * (n - equal)
        for month, (equal, n) in enumerate(counts, start=1)
    }


def test_drift_over_months():
    found = drift(months((9, 10), (7, 10), (4, 10)))
    assert [label for label, _ in found.periods] == ["2026-01", "2026-02", "2026-03"]
    assert [one.x for _, one in found.periods] == [9, 7, 4]
    assert found.trend == trend((9, 7, 4), (10, 10, 10))
    assert found.trend.z < 0 and found.trend.p < 0.05


def test_a_month_without_lessons_keeps_its_place():
    found = drift(months((9, 10), (0, 0), (4, 10)))
    assert found.periods[1][1].why is Undefined.NO_CASES
    assert found.trend == trend((9, 4), (10, 10), (1, 3))


def test_no_drift_to_see():
    assert drift({}).why is Undefined.NO_CASES
    assert drift(months((3, 5))).why is Undefined.FEW_UNITS
    assert drift(months((5, 5), (4, 4))).why is Undefined.SAME_OUTCOME
    near = drift({"a": [(1, 2), (1, None)], "b": [(1, 4)]}, within=1)
    assert [one.share for _, one in near.periods] == [1, 0]
    assert near.trend.p == pytest.approx(trend((1, 0), (1, 1)).p)
