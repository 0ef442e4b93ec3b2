"""Scale scores by the rule: reverse-keyed items turned round, mean of what is answered."""

import math

import pytest

from instruments.definitions import Scale
from instruments.scoring import ScaleScore, reverse, score
from instruments.wording import Text


def scale(size=8, reverse=(), **rest):
    items = tuple(f"TC{number}" for number in range(1, size + 1))
    return Scale("TC", Text(kk="TC"), items, frozenset(reverse), 1, 5, **rest)


def answered(count, value=4):
    return {f"TC{number}": value for number in range(1, count + 1)}


@pytest.mark.parametrize(("value", "turned"), [(1, 5), (2, 4), (3, 3), (4, 2), (5, 1)])
def test_a_reverse_keyed_answer_is_turned_round(value, turned):
    assert reverse(value, scale()) == turned


def test_the_ends_come_from_the_codebook_and_not_from_the_answers():
    zero_based = Scale("S", Text(kk="S"), ("a",), frozenset({"a"}), 0, 10)
    assert score(zero_based, {"a": 3}).value == 7


def test_seven_of_eight_answered_are_scored_and_six_are_not():
    assert score(scale(), answered(7)) == ScaleScore("TC", 4.0, 7, 8)
    assert score(scale(), answered(6)) == ScaleScore("TC", None, 6, 8)


def test_a_share_that_meets_the_rule_exactly_is_enough():
    assert score(scale(5), answered(4)).value == 4
    assert score(scale(10), answered(8)).value == 4
    assert score(scale(10, min_answered=0.7), answered(7)).value == 4
    assert score(scale(3, min_answered=2 / 3), answered(2)).value == 4


def test_the_mean_takes_reverse_keyed_items_turned_round():
    answers = {"TC1": 5, "TC2": 1, "TC3": 4}
    assert score(scale(3, reverse={"TC2"}), answers).value == pytest.approx(14 / 3, abs=1e-15)


def test_a_missing_item_is_not_counted_as_nought():
    assert score(scale(5), {"TC1": 5, "TC2": 5, "TC3": 5, "TC4": 5}).value == 5


def test_items_not_asked_in_this_wave_are_not_missing():
    asked = {"TC1", "TC2", "TC3"}
    assert score(scale(), answered(3), asked) == ScaleScore("TC", 4.0, 3, 3)
    assert score(scale(), answered(8), asked) == ScaleScore("TC", 4.0, 3, 3)


def test_nothing_asked_or_nothing_answered_gives_no_score():
    assert score(scale(), answered(3), set()) == ScaleScore("TC", None, 0, 0)
    assert score(scale(), {}) == ScaleScore("TC", None, 0, 8)
    assert score(scale(min_answered=0.0), {}).value is None


def test_codes_written_as_text_count_and_other_text_does_not():
    assert score(scale(2), {"TC1": "4", "TC2": "2"}).value == 3
    assert score(scale(2), {"TC1": "often", "TC2": 2}).answered == 1
    assert score(scale(2), {"TC1": math.nan, "TC2": ("a",)}).answered == 0
