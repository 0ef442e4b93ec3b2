"""How far observers agree: with each other, with a master, and from month to month."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from exports.agreements import MONTH, PAIR, WAVE, compare
from exports.certificates import NO_TEST, certificates, drifts
from exports.item_agreement import NOT_ORDERED
from instruments.records import Part
from tests.exports.demo_lessons import demo_lessons
from tests.exports.lessons import BEGUN, protocol, seen, visits

R = Path(__file__).parent / "reference" / "atyrau_observer_agreement.json"


def both(first, second, lesson="L1", **more):
    return (
        seen(Part.PRIMARY, "O1", first, lesson, **more),
        seen(Part.SECOND, "O2", second, lesson, **more),
    )


def rows_of(*records):
    (found,) = compare(visits(*records))
    return {one.item: one for one in found.items()}


def levels(*pairs):
    found = []
    for number, (a, b) in enumerate(pairs, 1):
        found += both({"level": a}, {"level": b}, f"L{number}")
    return found


def test_the_observers_of_the_shipped_study_agree_as_r_says():
    wanted = json.loads(R.read_text(encoding="utf-8"))["values"]
    (found,) = compare(demo_lessons())
    rows = {one.item: one for one in found.items()}
    for item, row in rows.items():
        r = wanted[item]
        assert (row.n, row.lessons) == (r["n"], 24)
        assert row.pct_agree == pytest.approx(r["agree_pct"], abs=1e-6)
        assert row.kappa == pytest.approx(r["kappa"], abs=1e-6)
        assert row.kappa_ci_l == pytest.approx(r["kappa_ci_low"], abs=1e-6)
        assert row.bp == pytest.approx(r["pabak"], abs=1e-6)
        assert row.alpha == pytest.approx(r["kripp_nominal"], abs=1e-6)
    assert len(rows) == 9


def test_levels_have_what_an_order_gives():
    row = rows_of(*levels("12", "22", "45", "33", "55"))["level"]
    assert (row.n, row.equal, row.pct_agree, row.pct_adj) == (5, 3, 60, 100)
    assert None not in (row.wkappa_quadratic, row.icc21, row.icc2k, row.alpha, row.ac1)
    assert row.prevalence is None and row.measure == "ordinal"


def test_codes_on_a_clock_have_a_unit_for_every_interval():
    one = (BEGUN, "5000 +lec", "130000 +lec", "250000 +group", "300000 end")
    other = (BEGUN, "5000 +lec", "130000 +group", "250000 +group", "300000 end")
    row = rows_of(*both({"clock": one}, {"clock": other}))["clock_lec"]
    assert (row.n, row.equal, row.lessons, row.track) == (3, 2, 1, "teacher")
    assert row.positive == pytest.approx(2 / 3)
    assert row.bias == pytest.approx(1 / 3)
    assert row.why["wkappa_quadratic"] == NOT_ORDERED


def test_what_nobody_can_compute_has_its_reason():
    row = rows_of(*levels("44", "44"))["level"]
    assert (row.kappa, row.kappa_ci_l, row.pct_agree) == (None, None, 100)
    assert row.why["kappa"] == "one_category"


def test_counts_are_numbers_and_no_categories():
    log = (BEGUN, "5000 +noise", "9000 -noise", "50000 end")
    row = rows_of(*both({"clock": log}, {"clock": (BEGUN, "50000 end")}))["clock_noise_n"]
    assert (row.n, row.equal, row.pct_adj, row.kappa) == (1, 0, 100, None)
    assert row.why["kappa"] == "too_many_categories"


def test_a_pair_is_the_same_whoever_was_first():
    (found,) = compare(
        visits(
            *both({"pairs": "1"}, {"pairs": "0"}),
            seen(Part.PRIMARY, "O2", {"pairs": "1"}, "L2"),
            seen(Part.SECOND, "O1", {"pairs": "0"}, "L2"),
        )
    )
    (pair,) = found.groups(PAIR)
    assert (pair.group, pair.lessons, pair.n, pair.x, pair.share) == ("O1 | O2", 2, 2, 0, 0)
    (row,) = found.items(PAIR, pair.group)
    assert row.bias == 0, "each said yes once where the other said no"
    (whole,) = found.items()
    assert whole.bias == 1, "the primary observer said yes both times"


def test_waves_and_months_are_counted_apart():
    (found,) = compare(demo_lessons())
    waves = [*found.groups(WAVE)]
    assert [one.group for one in waves] == ["w1", "w2", "w3"], "in the order of the study"
    assert sum(one.n for one in waves) == 24 * 9
    months = [*found.groups(MONTH)]
    assert months[0].group == "2023-09" and sum(one.lessons for one in months) == 24
    assert all(0 <= one.positive <= 1 and one.low < one.share < one.high for one in waves)


def test_an_observer_is_certified_against_the_master():
    made = visits(
        seen(Part.PRIMARY, "O1", {"level": "3", "pairs": "1"}),
        seen(Part.SECOND, "O2", {"level": "1", "pairs": "1"}),
        seen(Part.MASTER, "M", {"level": "4", "pairs": "1"}),
    )
    first, second = certificates(made)
    assert (first.observer, first.master, first.n) == ("O1", "M", 2)
    assert (first.equal, first.near, first.passed) == (1, 2, True)
    assert (second.observer, second.near, second.passed) == ("O2", 1, False)
    assert (first.within, first.threshold, first.positive) == (1, 0.8, 1)


def test_yes_and_no_are_never_near():
    made = visits(seen(Part.PRIMARY, "O1", {"pairs": "0"}), seen(Part.MASTER, "M", {"pairs": "1"}))
    (one,) = certificates(made)
    assert (one.near, one.passed) == (0, False)


def test_what_an_observer_left_open_is_not_equal():
    made = visits(seen(Part.PRIMARY, "O1", {}), seen(Part.MASTER, "M", {"level": "4"}))
    (one,) = certificates(made)
    assert (one.n, one.left_open, one.equal, one.passed) == (1, 1, 0, False)


def test_an_instrument_without_a_test_passes_nobody():
    records = (seen(Part.PRIMARY, "O1", {"level": "4"}), seen(Part.MASTER, "M", {"level": "4"}))
    (one,) = certificates(visits(*records, asked=protocol(certify_share=0.0)))
    assert (one.passed, one.why, one.share_near) == (None, NO_TEST, 1)


def test_a_pair_is_followed_from_month_to_month():
    (found, *others) = drifts(compare(demo_lessons()))
    assert found.rater_a < found.rater_b and others
    assert [one.month for one in found.months] == sorted(one.month for one in found.months)
    assert (found.z is None) == (found.p is None)


def test_a_study_without_pairs_has_nothing_to_say():
    (found,) = compare(visits(seen(Part.PRIMARY, "O1", {"level": "4"})))
    assert not [*found.items()] and not [*found.groups(PAIR)] and not [*drifts([found])]


def test_waves_stand_in_the_order_of_time_and_not_of_their_names():
    keys = ("w2", "w1", "w3")
    made = demo_lessons()
    order = {wave.key: wave for wave in made.frame.waves}
    frame = replace(made.frame, waves=tuple(order[key] for key in keys))
    (found,) = compare(replace(made, frame=frame))
    assert [one.group for one in found.groups(WAVE)] == [*keys]
