"""Who left, where the gaps are, what so many show, how a model fits and what else was tried."""

from dataclasses import replace

import pytest

from exports.findings.everything import all_findings
from exports.findings.finding import Finding
from exports.source import Source
from exports.statistics.adjust import Adjustment, adjust
from exports.statistics.outcome import Undefined
from instruments.definitions import Scale
from tests.exports.builders_source import likert, record, text
from tests.exports.small_studies import LOG, asked, pupils, study

LEVELS = ((1, 2, 2), (2, 3, 3), (3, 3, 4), (4, 4, 5), (2, 2, 3), (3, 4, 4), (1, 1, 2), (4, 5, 5))
RISING = {f"T{place}": row for place, row in enumerate(LEVELS, 1)}
LEFT, GAPS = "participation.tried.left", "participation.tried.gaps"
PRECISION, FIT = "participation.tried.precision", "growth.tried.Q.residuals"


def found(source: Source, key: str) -> Finding:
    one = all_findings(source).find(key)
    assert one is not None
    return one


def said(source: Source, key: str) -> str:
    return found(source, key).answer.in_("en")


def without_last(*who: str) -> dict:
    return {code: (*row[:2], None if code in who else row[2]) for code, row in RISING.items()}


def answers(value: int) -> dict[str, str]:
    return {"Q1": str(value), "Q2": str(6 - value), "Q3": str(value), "Q4": str(value)}


# --- who left


def test_nobody_answered_so_nobody_left():
    nobody = asked({"T1": (None, None, None)})
    assert said(nobody, LEFT) == "Nobody has answered yet, so nobody has left."
    assert found(nobody, LEFT).why is Undefined.NO_CASES


def test_in_one_wave_nobody_can_have_left():
    one = asked({who: (row[0], None, None) for who, row in RISING.items()})
    assert "Only “Wave 1” has answers" in said(one, LEFT)
    assert found(one, LEFT).why is Undefined.ONE_OCCASION


def test_nobody_missing():
    one = found(asked(RISING), LEFT)
    assert one.answer.in_("en") == "Nobody left: all 8 of “Wave 1” are in every later wave."
    assert one.why is Undefined.ONE_GROUP
    assert not one.apa.in_("en")


def test_one_leaver_is_counted_and_plainly_not_compared():
    one = found(asked(without_last("T1")), LEFT)
    assert "1 are not in “Wave 3”" in one.answer.in_("en")
    assert "cannot be compared with those who stayed: a group has only one" in one.answer.in_("en")
    assert one.why is Undefined.SMALL_GROUP
    assert one.value("left.Q") == 1
    assert one.value("mean_left.Q") is None


def test_leavers_are_compared_at_the_start():
    one = found(asked(without_last("T1", "T7", "T2")), LEFT)
    # Scores of the first wave: Q3 lies one higher where it can, so a score is the level + 1/4.
    # R 4.2.2: t.test(c(1.25, 1.25, 2.25), c(3.25, 4.25, 2.25, 3.25, 4.25)),
    # effectsize::hedges_g of the same
    assert one.value("mean_left.Q") == pytest.approx(4.75 / 3)
    assert one.value("mean_stayed.Q") == pytest.approx(17.25 / 5)
    assert one.value("t.Q") == pytest.approx(-3.7250645893, rel=1e-9)
    assert one.value("df.Q") == pytest.approx(5.6947262794, rel=1e-9)
    assert one.value("p.Q") == pytest.approx(0.0107689060, rel=1e-8)
    g = next(number for number in one.numbers if number.key == "g.Q")
    assert g.value == pytest.approx(-2.13314081, rel=1e-7)
    assert g.low < g.value < g.high < 0
    assert "hardly by chance" in one.answer.in_("en")
    assert "Scale Q: t(5.7)" in one.apa.in_("en")


def test_who_came_back_has_a_gap_and_did_not_leave():
    rows = {**RISING, "T1": (1, None, 2), "T8": (4, None, 5)}
    one = found(asked(rows), LEFT)
    assert "all 8 of “Wave 1” are in “Wave 3”; without a record in between: 2" in said(
        asked(rows), LEFT
    )
    gap = one.alternative("any_gap.Q")
    assert gap.value("left") == 2
    assert gap.value("g") is not None


def test_two_waves_have_one_way_of_leaving():
    two = asked(
        {who: (row[0], None if who in ("T1", "T2") else row[1]) for who, row in RISING.items()},
        several=2,
    )
    assert found(two, LEFT).alternatives == ()
    assert found(two, LEFT).value("left") == 2


def test_a_wave_with_nobody_is_no_wave_to_leave_in():
    late = asked({who: (*row[:2], None) for who, row in RISING.items()})
    assert "all 8 of “Wave 1” are in every later wave" in said(late, LEFT)
    between = asked({who: (row[0], None, row[2]) for who, row in RISING.items()})
    assert "all 8 of “Wave 1” are in every later wave" in said(between, LEFT)


def test_leavers_who_all_answered_alike():
    one = found(asked({who: (3, 3, None if who < "T4" else 3) for who in RISING}), LEFT)
    assert one.why is Undefined.NO_VARIANCE
    assert "all values are the same" in one.answer.in_("en")


# --- where the gaps are


def test_no_gap():
    assert said(asked(RISING), GAPS) == (
        "No score is missing: 24 were expected. No item was skipped."
    )
    assert found(asked(RISING), GAPS).drawings == ()


def test_gaps_by_scale_and_wave_with_their_reasons():
    records = [record(who, 1, answers(row[0])) for who, row in RISING.items()]
    records += [record(who, 2, answers(3)) for who in [*RISING][2:]]
    records[0].answers.pop("Q1")
    records[0].answers.pop("Q3")
    records[1].answers.pop("Q3")
    one = found(study(likert(4), records, [*RISING], 2), GAPS)
    # of four items three are less than the 80 % that a score needs
    assert one.value("unscored.Q.w1") == 2
    assert one.value("absent.Q.w1") == 0
    assert one.value("absent.Q.w2") == 2
    assert one.value("skipped.Q3") == 2
    assert one.value("asked.Q3") == 14
    assert "Of 16 expected scores 4 are missing: no record came for 2" in one.answer.in_("en")
    assert "most often “Statement Q3”, 2/14" in one.answer.in_("en")
    assert one.drawings[0].counts == ((2, 2),)


def test_a_wave_with_nobody_lacks_every_score():
    gap = asked({who: (row[0], None, row[2]) for who, row in RISING.items()})
    assert found(gap, GAPS).value("absent.Q.w2") == 8


# --- what so many can show


def test_twenty_four_teachers_show_six_tenths():
    many = {f"T{n:02}": (n % 5 + 1, (2 * n) % 5 + 1, (n + 1) % 5 + 1) for n in range(24)}
    one = found(asked(many), PRECISION)
    # R 4.2.2: power.t.test(n = 24, power = .8, type = "paired", strict = TRUE)$delta
    assert one.value("smallest_dz") == pytest.approx(0.5971841003, rel=1e-8)
    assert one.value("smallest_r") == pytest.approx(0.4034, abs=1e-4)
    assert "d_z = 0.60" in one.answer.in_("en")
    assert "d_z = 0,60" in one.answer.in_("kk")
    assert one.apa.in_("en") == "n = 24, d_z = 0.60, α = .05, 1 − β = .80"
    points = one.value("smallest_dz.Q") * one.value("sd_difference.Q")
    assert one.value("smallest_points.Q") == pytest.approx(points)
    assert "not thereby shown to be none" in one.warnings[0].in_("en")


def test_all_pairs_of_five_waves_show_less():
    five = asked({who: (*row, 3, 4) for who, row in RISING.items()}, several=5)
    one = found(five, PRECISION)
    assert one.value("smallest_dz_pairs.Q") > one.value("smallest_dz.Q")


def test_one_participant_shows_nothing():
    one = found(asked({"T1": (1, 2, 3)}), PRECISION)
    assert one.answer.in_("en") == "Participants: 1. So few show no change at all."
    assert one.why is Undefined.FEW_UNITS


def test_everybody_alike_has_no_points():
    same = found(asked(dict.fromkeys(RISING, (3, 3, 3))), PRECISION)
    assert same.value("smallest_points.Q") is None
    assert "In points" not in same.answer.in_("en")


# --- how the model fits


def test_who_is_far_away_is_named_by_code_and_not_left_out():
    rows = {f"T{n:02}": (3 + n % 2, 3, 3 + n % 2) for n in range(20)}
    rows["T07"] = (4, 4, 1)
    one = found(asked(rows), FIT)
    assert "T07" in one.answer.in_("en")
    assert one.value("outlying") >= 1
    assert one.n == 60
    assert "leave nobody out" in one.warnings[1].in_("en")


def test_residuals_are_drawn_and_not_tested():
    one = found(asked(RISING), FIT)
    assert [len(drawn.points) for drawn in one.drawings] == [24, 24, 8]
    assert not one.apa.in_("en")
    assert not [
        number.key
        for number in one.numbers
        if number.key.startswith("p") and number.key != "people"
    ]


@pytest.mark.parametrize(
    "rows",
    [
        dict.fromkeys(RISING, (3, 3, 3)),
        {who: (row[0], None, None) for who, row in RISING.items()},
        {},
    ],
)
def test_no_model_leaves_nothing_to_look_at(rows):
    one = found(asked(rows), FIT)
    assert one.why is not None
    assert "no model to look at" in one.answer.in_("en")
    assert one.drawings == ()


# --- what else was tried


def skipping(n: int) -> Source:
    """Make a study in which the first participant skips n of four items in the first wave."""
    records = [
        record(who, wave, answers(level))
        for who, row in RISING.items()
        for wave, level in enumerate(row, 1)
    ]
    for code in ["Q1", "Q3", "Q4"][:n]:
        records[0].answers.pop(code)
    return study(likert(4), records, [*RISING])


def test_other_rules_for_skipped_items_stand_beside_the_scale_s_own():
    growth = found(skipping(1), "growth.tried.Q")
    assert growth.value("n.w1") == 7
    half = growth.alternative("rule_50")
    assert half.value("n") == 24
    assert growth.alternative("rule_100") is None  # no score depends on it
    assert half.value("p") is not None
    none = found(skipping(3), "growth.tried.Q")
    assert none.alternative("rule_50") is None


def test_a_rule_that_wants_every_item_takes_a_score_away():
    made = skipping(1)
    (whole,) = made.instruments["tried"]
    (scale,) = whole.scales
    kind = replace(whole, scales=(replace(scale, min_answered=0.5),))
    growth = found(replace(made, instruments={"tried": (kind,)}), "growth.tried.Q")
    assert growth.value("n.w1") == 8
    assert growth.alternative("rule_100").value("n") == 23
    assert growth.alternative("rule_50") is None


def test_several_scales_are_adjusted_for_their_number():
    made = asked(RISING)
    (whole,) = made.instruments["tried"]
    other = Scale("R", text("Scale R"), ("Q1", "Q3"), frozenset(), 1, 5)
    two = replace(made, instruments={"tried": (replace(whole, scales=(*whole.scales, other)),)})
    findings = all_findings(two)
    both = [findings.find(f"growth.tried.{code}") for code in "QR"]
    by_hand = adjust([one.value("p") for one in both], Adjustment.HOLM)
    assert [one.alternative("holm_scales").value("p_holm") for one in both] == [*by_hand]
    assert found(made, "growth.tried.Q").alternative("holm_scales") is None


def test_invariance_is_said_not_to_be_testable_with_few():
    warnings = [one.in_("en") for one in found(asked(RISING), "reliability.tried.Q").warnings]
    assert any("needs some 100 participants, here 8" in w for w in warnings)
    one = asked({who: (row[0], None, None) for who, row in RISING.items()})
    alone = [it.in_("en") for it in found(one, "reliability.tried.Q").warnings]
    assert not any("invariance" in warning for warning in alone)
    many = {f"T{n:03}": (n % 5 + 1, (2 * n) % 5 + 1, 3) for n in range(120)}
    enough = [it.in_("en") for it in found(asked(many), "reliability.tried.Q").warnings]
    assert not any("invariance" in warning for warning in enough)


# --- what is kept several times in a wave


def test_a_weekly_log_counts_people_and_their_records():
    records = [
        record(who, 1, {"week": week, "sent": 3}, id=f"{who}{week}", instrument="log")
        for who, weeks in (("T1", 4), ("T2", 1))
        for week in range(weeks)
    ]
    one = found(study(LOG, records, ["T1", "T2", "T3"], 1), "participation.log")
    assert one.value("people") == 2
    assert one.value("asked") == 3
    assert one.value("records.w1") == 5
    assert one.value("mean_records.w1") == 2.5
    assert "2 of 3 participants have a record" in one.answer.in_("en")
    assert "Without a record: 1" in one.warnings[0].in_("en")


def test_a_log_without_records():
    one = found(study(LOG, [], ["T1", "T2"], 1), "participation.log")
    assert one.answer.in_("en") == "Nobody has a record yet: 0 of 2."
    assert one.why is Undefined.NO_CASES


def test_pupils_have_no_attrition_of_scales_and_no_crash():
    made = pupils({"P1": ("T1", (50, None)), "P2": ("T2", (60, 70))}, {"T1": 3, "T2": 9})
    assert found(made, "participation.points").value("people.w2") == 1


# --- whatever the study is like


@pytest.mark.parametrize("key", [LEFT, GAPS, PRECISION, FIT])
def test_the_order_of_people_changes_no_number(key):
    rows = {**without_last("T1", "T2", "T3"), "T9": (2, None, 4)}
    one = found(asked(rows), key)
    other = found(asked(dict(reversed(rows.items()))), key)
    assert [number.key for number in one.numbers] == [number.key for number in other.numbers]
    for number in one.numbers:
        assert other.value(number.key) == pytest.approx(number.value, rel=1e-5, abs=1e-9), (
            number.key
        )


@pytest.mark.parametrize(
    ("rows", "several"),
    [
        ({who: row[:1] for who, row in RISING.items()}, 1),
        ({who: row[:2] for who, row in RISING.items()}, 2),
        ({who: (*row, 3, 4) for who, row in RISING.items()}, 5),
        (dict.fromkeys(RISING, (3, 3, 3)), 3),
        ({who: (row[0], None, row[2]) for who, row in RISING.items()}, 3),
        (without_last("T1"), 3),
        ({"T1": (1, 2, 3)}, 3),
        ({}, 3),
    ],
    ids=["one", "two", "five", "alike", "nobody-in-one", "one-leaver", "one-person", "no-one"],
)
def test_every_study_gets_an_answer_in_three_languages(rows, several):
    findings = all_findings(asked(rows, several=several))
    for key in (LEFT, GAPS, PRECISION, FIT):
        one = findings.find(key)
        for language in ("kk", "ru", "en"):
            assert one.answer.in_(language)
            assert "None" not in one.answer.in_(language)
            assert "nan" not in one.answer.in_(language)
        assert one.why is None or not one.apa.in_("en")
