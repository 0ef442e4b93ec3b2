"""Codes of talk, an index of several measures, and who answered: counted by hand."""

from itertools import combinations
from math import isfinite

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.statistics.coding import (
    co_occurrence,
    coder_agreement,
    count_codes,
    known_codes,
)
from exports.statistics.composite import composite
from exports.statistics.measures import correlation
from exports.statistics.outcome import Undefined
from exports.statistics.participation import item_gaps, participation
from tests.exports.rating_cases import steady

FIRST = [["time", "net"], ["net"], [], ["time", "time"], None]
SECOND = [["time"], ["net"], [], ["net"], ["net"]]
GROUPS = ["w1", "w1", "w2", "w2", "w2"]

CODES = st.one_of(st.none(), st.lists(st.sampled_from("abcd"), max_size=3))
CODED = st.lists(st.tuples(CODES, CODES), max_size=10)


def test_codes_are_counted_once_a_segment():
    net, time = count_codes(FIRST, GROUPS, ["A", "A", "B", "B", "A"])
    assert (time.code, time.segments, time.by_group, time.people) == (
        "time",
        2,
        {"w1": 1, "w2": 1},
        2,
    )
    assert (net.segments, net.by_group, net.people) == (2, {"w1": 2, "w2": 0}, 1)
    assert co_occurrence(FIRST) == {("net", "time"): 1}
    assert count_codes([], []) == () and count_codes([["a"]], ["w"])[0].people is None


def test_an_underscore_stands_before_letters():
    assert known_codes([["CO_P", "CON"], ["a"], None]) == ("a", "CO_P", "CON")


def test_coders_are_compared_where_both_read():
    found = coder_agreement(FIRST, SECOND)
    assert found.segments == 4 and [*found.codes] == ["net", "time"]
    assert found.codes["time"].both.percent.value == 75
    assert found.mean_jaccard.value == pytest.approx((0.5 + 1 + 1 + 0) / 4)
    assert (found.identical.x, found.identical.n) == (2, 4)
    assert found.pooled.both.n == 8 and found.pooled.both.equal == 5
    nothing = coder_agreement([None], [["a"]])
    assert nothing.codes == {} and nothing.mean_jaccard.why is Undefined.NO_PAIRS
    assert nothing.pooled.both.kappa.why is nothing.pooled.alpha.why is Undefined.NO_PAIRS
    silent = coder_agreement([[], []], [[], []])
    assert silent.mean_jaccard.value == silent.identical.share == 1


@steady
@given(CODED)
def test_swapped_coders_agree_as_much(pairs):
    one, other = [*zip(*pairs, strict=True)] or [(), ()]
    there, back = coder_agreement(one, other), coder_agreement(other, one)
    assert there.mean_jaccard == back.mean_jaccard and there.identical == back.identical
    for code, found in there.codes.items():
        kappa, alpha = back.codes[code].both.kappa.value, back.codes[code].alpha.value
        assert found.both.kappa.value == (kappa if kappa is None else pytest.approx(kappa))
        assert found.alpha.value == (alpha if alpha is None else pytest.approx(alpha))


@steady
@given(CODED)
def test_counts_are_the_counts_of_a_table(pairs):
    coded = [one for one, _ in pairs]
    table = np.array([[code in (codes or ()) for code in "abcd"] for codes in coded], dtype=int)
    both = table.T @ table if len(table) else np.zeros((4, 4))
    counts = {one.code: one.segments for one in count_codes(coded, ["w"] * len(coded))}
    assert counts == {code: n for code, n in zip("abcd", np.diag(both), strict=True) if n}
    pairs_of = {
        (one, other): both["abcd".index(one), "abcd".index(other)]
        for one, other in combinations("abcd", 2)
    }
    assert co_occurrence(coded) == {pair: n for pair, n in pairs_of.items() if n}


def test_an_index_of_two_measures():
    found = composite([(1, 10), (2, 30), (3, 20)])
    assert found.z == ((-1, -1), (0, 1), (1, 0)) and found.index == (-1, 0.5, 0.5)
    assert (found.cut(), found.above()) == (0.5, (False, False, False))
    assert found.above(0.25) == (False, True, True)
    assert found.correlations[0].value == pytest.approx(0.5)


def test_a_unit_with_a_gap_has_no_index():
    found = composite([(1, 10), (2, None), (3, 20), (None, None)])
    assert found.index[1] is None and found.index[3] is None and found.z[1] == (0, None)
    assert found.above() == (False, None, True, None)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], Undefined.NO_CASES),
        ([(1, 2)], Undefined.FEW_UNITS),
        ([(1, None), (2, 3)], Undefined.FEW_UNITS),
        ([(1, 5), (2, 5)], Undefined.NO_VARIANCE),
    ],
)
def test_where_there_is_no_index_there_is_a_reason(rows, why):
    found = composite(rows)
    assert found.why is why and found.index == (None,) * len(rows)
    assert found.cut() is None and found.above() == (None,) * len(rows)


@steady
@given(
    st.lists(st.tuples(*[st.one_of(st.none(), st.integers(0, 9))] * 2), max_size=9),
    st.randoms(use_true_random=False),
)
def test_neither_order_nor_unit_change_an_index(rows, seed):
    order = [*range(len(rows))]
    seed.shuffle(order)
    there = composite(rows)
    turned = [
        (None if a is None else 60 * a, None if b is None else 3 - b / 4)
        for a, b in (rows[one] for one in order)
    ]
    back = composite([(a, None if b is None else -b) for a, b in turned])
    assert there.why == back.why
    for place, one in enumerate(order):
        wanted, found = there.index[one], back.index[place]
        assert found == (None if wanted is None else pytest.approx(wanted, abs=1e-9))
        assert found is None or isfinite(found)
    assert there.correlations[:1] == () or (there.correlations[0].value is None) == (
        back.correlations[0].value is None
    )


def test_a_correlation_has_a_reason_where_there_is_none():
    assert correlation((1, 2), (2, 4)).value == pytest.approx(1)
    assert correlation((1, 2, None), (2, 2, 3)).why is Undefined.NO_VARIANCE
    assert correlation((), ()).why is Undefined.NO_PAIRS
    assert correlation((1, None), (2, 3)).why is Undefined.FEW_UNITS


def test_who_answered_when():
    found = participation([(True, True, True), (True, False, False), (False, True, True)])
    assert (found.people, found.occasions, found.expected) == (3, 3, 9)
    assert (found.answered, found.absent, found.complete.x) == (6, 3, 1)
    assert [one.x for one in found.by_occasion] == [2, 2, 2]
    assert (found.retained.x, found.retained.n) == (1, 2)
    assert participation([(True,), (False,)]).retained.why is Undefined.ONE_OCCASION
    nobody = participation([])
    assert nobody.complete.why is nobody.retained.why is Undefined.NO_CASES
    assert nobody.expected == 0 and nobody.by_occasion == ()


def test_blanks_are_counted_among_what_was_asked():
    found = item_gaps([(1, None, 3), (None, 2)])
    assert (found.x, found.n, found.share) == (2, 5, 0.4)
    assert item_gaps([]).why is Undefined.NO_CASES
