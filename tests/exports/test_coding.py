"""What a record of a lesson says, and who is compared with whom."""

import pytest

from exports.coding import Codings, Measure, of_the_study, training_lessons
from exports.recorded import Recorded
from instruments.definitions import Kind
from instruments.records import Part
from tests.exports.lessons import BEGUN, protocol, seen, visits


def said(answers, **more):
    made = visits(seen(Part.PRIMARY, "O1", answers))
    codings = Codings(Recorded(made, "visit"))
    (record,) = made.records("visit")
    return [(one.item, one.slot, one.score) for one in codings.said(record)]


def test_a_clock_says_yes_or_no_of_every_code_in_every_interval():
    log = (BEGUN, "5000 +lec", "130000 +group", "131000 -lec", "190000 end")
    found = [one for one in said({"clock": log}) if one[0] in ("clock_lec", "clock_group")]
    assert found == [
        ("clock_lec", 1, 1),
        ("clock_group", 1, 0),
        ("clock_lec", 2, 0),
        ("clock_group", 2, 1),
    ]


def test_a_sweep_is_coded_like_an_interval_and_events_are_counted():
    log = (BEGUN, "61000 +off", "70000 +noise", "80000 -noise", "100000 +noise", "130000 end")
    found = {(item, slot): score for item, slot, score in said({"clock": log})}
    assert found["clock_off", 1] == 1
    assert found["clock_noise_n", None] == 2


def test_a_clock_that_was_never_started_says_nothing():
    assert said({"clock": ("500 +lec",)}) == [("level", None, None), ("pairs", None, None)]


def test_ratings_and_codes_stand_in_the_order_of_the_instrument():
    log = (BEGUN, "5000 +lec", "90000 end")
    items = [item for item, _, _ in said({"clock": log, "level": "4", "pairs": "1"})]
    assert items[0].startswith("clock_") and items[-2:] == ["level", "pairs"]


def test_each_rating_has_the_note_behind_it_where_each_has_one():
    made = visits(seen(Part.PRIMARY, "O1", {"level": "4", "why": "a", "pairs": "1", "how": "b"}))
    codings = Codings(Recorded(made, "visit"))
    (record,) = made.records("visit")
    assert [(one.item, one.evidence) for one in codings.ratings(record)] == [
        ("level", "a"),
        ("pairs", "b"),
    ]


@pytest.mark.parametrize(
    ("item", "measure", "levels"),
    [
        ("level", Measure.ORDINAL, (1, 2, 3, 4, 5)),
        ("pairs", Measure.NOMINAL, (1, 0)),
        ("clock_lec", Measure.NOMINAL, (0, 1)),
        ("clock_noise_n", Measure.NUMBER, ()),
    ],
)
def test_a_point_knows_how_its_codes_are_compared(item, measure, levels):
    point = Codings(Recorded(visits(), "visit")).points[item]
    assert (point.measure, point.levels) == (measure, levels)


def test_independent_observers_are_paired_interval_by_interval():
    one = (BEGUN, "5000 +lec", "130000 +lec", "200000 end")
    other = (BEGUN, "5000 +lec", "110000 end")
    made = visits(
        seen(Part.PRIMARY, "O1", {"clock": one}),
        seen(Part.SECOND, "O2", {"clock": other}),
        seen(Part.CONSENSUS, "O1", {"clock": one}),
    )
    (pair,) = Codings(Recorded(made, "visit")).pairs(training_lessons(made))
    assert (pair.first.author, pair.second.author) == ("O1", "O2")
    lectures = [(c.slot, c.first, c.second) for c in pair.compared() if c.item == "clock_lec"]
    assert lectures == [(1, 1, 1), (2, 1, None)]


def test_a_training_lesson_is_no_pair_but_certifies_each_observer():
    made = visits(
        seen(Part.PRIMARY, "O1", {"level": "4"}),
        seen(Part.SECOND, "O2", {"level": "5"}),
        seen(Part.MASTER, "M", {"level": "4"}),
        seen(Part.PRIMARY, "O1", {"level": "1"}, lesson="L2"),
    )
    training = training_lessons(made)
    codings = Codings(Recorded(made, "visit"))
    assert training == {"L1"} and not [*codings.pairs(training)]
    assert [(one.first.author, one.second.author) for one in codings.trials()] == [
        ("M", "O1"),
        ("M", "O2"),
    ]
    counted = of_the_study(made.records("visit"), training)
    assert [record.lesson for record in counted] == ["L2"]


def test_a_protocol_has_items_of_a_clock():
    assert protocol().items["clock"].kind is Kind.TIMED
