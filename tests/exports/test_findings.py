"""What findings say where little or nothing can be said."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.findings.everything import all_findings
from exports.findings.finding import Finding, Findings
from exports.findings.plain import as_json
from exports.findings.reasons import REASONS
from exports.source import Source
from exports.statistics.outcome import Undefined
from instruments.definitions import About, Kind
from instruments.records import GroupSession, Part
from tests.exports.builders_source import item, record
from tests.exports.small_studies import (
    asked,
    grouped,
    guide,
    marked,
    pupils,
    sheet,
    study,
)

LEVELS = ((1, 2, 2), (2, 3, 3), (3, 3, 4), (4, 4, 5), (2, 2, 3), (3, 4, 4), (1, 1, 2), (4, 5, 5))
RISING = {f"T{place}": row for place, row in enumerate(LEVELS, 1)}
GROWTH, PAIRS = "growth.tried.Q", "growth.tried.Q.pairs"


def found(source: Source, key: str) -> Finding:
    one = all_findings(source).find(key)
    assert one is not None
    return one


def said(source: Source, key: str) -> str:
    return found(source, key).answer.in_("en")


def test_every_reason_has_words():
    assert REASONS.keys() == {*Undefined}


def test_a_study_without_instruments_has_no_findings():
    assert all_findings(study([], [], [])).groups == ()


def test_nobody_answered_yet():
    nobody = asked({"T1": (None, None, None), "T2": (None, None, None)})
    assert said(nobody, "participation.tried") == "Nobody has answered yet: 0 of 6."
    assert said(nobody, GROWTH) == "“Scale Q” was not answered in any wave."
    assert found(nobody, "reliability.tried.Q").why is Undefined.NO_CASES
    assert said(nobody, "items.tried.Q1") == "Nobody answered “Statement Q1”."


def test_one_wave_has_means_and_no_change():
    one = asked({who: (row[0], None, None) for who, row in RISING.items()})
    assert "answered in one wave only" in said(one, GROWTH)
    assert found(one, GROWTH).value("mean.w1") is not None
    assert found(one, GROWTH).why is Undefined.ONE_OCCASION
    assert found(one, PAIRS).why is Undefined.ONE_OCCASION
    assert found(one, "schools.tried.Q").why is Undefined.ONE_OCCASION
    assert found(one, "reliability.tried.Q").value("alpha.w1") is not None


def test_two_waves_need_no_sphericity():
    two = asked({who: row[:2] for who, row in RISING.items()}, several=2)
    classical = found(two, GROWTH).alternative("repeated")
    assert classical.value("mauchly_w") is None
    assert [one.key for one in found(two, PAIRS).numbers if one.key.startswith("p.")] == ["p.w2-w1"]


def test_a_result_rests_on_people_and_says_how_many_scores_they_gave():
    one = found(asked({**RISING, "T1": (1, None, 2)}), GROWTH)
    assert (one.n, one.value("people"), one.value("scores")) == (8, 8, 23)
    assert found(asked({**RISING, "T1": (1, None, 2)}), PAIRS).n == 8


def test_intervals_that_hold_together_are_called_so():
    one = found(asked(RISING), PAIRS)
    assert one.apa.in_("en").count("simultaneous 95% CI [") == 3
    assert one.drawings[0].unit.in_("en") == "points of the scale, simultaneous intervals"
    assert "simultaneous" not in one.drawings[1].unit.in_("en")


@pytest.mark.parametrize("waves", [1, 2, 3])
def test_a_change_without_a_comparison_group_is_said_to_be_one(waves):
    rows = {who: row[:waves] + (None,) * (3 - waves) for who, row in RISING.items()}
    warned = [one.in_("en") for one in found(asked(rows), GROWTH).warnings]
    assert any("Without a comparison group" in one for one in warned) is (waves > 1)


def test_five_waves_have_ten_pairs():
    five = asked({who: (*row, 3, 4) for who, row in RISING.items()}, several=5)
    several = [one for one in found(five, PAIRS).numbers if one.key.startswith("p_holm.")]
    assert len(several) == 10


def test_a_wave_with_nobody_is_named_and_left_out():
    gap = asked({who: (row[0], None, row[2]) for who, row in RISING.items()})
    one = found(gap, GROWTH)
    assert one.value("df1") == 1
    assert "Wave 2" not in one.answer.in_("en")


def test_without_a_gap_the_tests_are_one_and_printed_once():
    one = found(asked(RISING), GROWTH)
    assert "printed once" in one.model.in_("en")
    assert [other.key for other in one.alternatives] == ["repeated", "friedman"]
    assert one.value("f") == pytest.approx(one.alternative("repeated").value("f"), rel=1e-6)
    gap = found(asked({**RISING, "T9": (1, None, 4)}), GROWTH)
    assert "printed once" not in gap.model.in_("en")
    assert gap.alternative("additive").value("df2") == 15


def test_all_answers_equal():
    same = asked(dict.fromkeys(RISING, (3, 3, 3)))
    assert "cannot be tested: all values are the same" in said(same, GROWTH)
    alpha = found(same, "reliability.tried.Q")
    assert alpha.why is not None
    assert "everybody answered alike" in alpha.warnings[0].in_("en")


def test_a_constant_item_is_left_out_of_alpha_and_named():
    records = [
        record(who, 1, {"Q1": str(row[0]), "Q2": str(6 - row[0]), "Q3": "3", "Q4": str(row[1])})
        for who, row in RISING.items()
    ]
    made = asked(RISING)
    one = found(study(made.newest("tried"), records, [*RISING], 1), "reliability.tried.Q")
    assert one.value("alpha.w1") is not None
    assert "left out: Q3" in one.warnings[0].in_("en")


@pytest.mark.parametrize("n", [1, 2])
def test_too_few_participants(n):
    few = asked({who: RISING[who] for who in [*RISING][:n]})
    one = found(few, GROWTH)
    assert one.why is not None or one.warnings
    assert found(few, "schools.tried.Q").why is Undefined.FEW_UNITS
    assert "Not shown" in found(few, "schools.tried.Q").warnings[0].in_("en")


def test_small_schools_are_not_shown():
    of = dict.fromkeys(("T1", "T2"), "S2")
    one = found(asked(RISING, schools=of), "schools.tried.Q")
    shown = {number.key for number in one.numbers}
    assert "mean.S1.w1" in shown
    assert not [key for key in shown if key.startswith(("mean.S2", "change.S2"))]
    assert [line.code for line in one.drawings[0].lines] == ["S1"]


def test_one_school_has_nothing_to_be_compared_with():
    warnings = [one.in_("en") for one in found(asked(RISING), "schools.tried.Q").warnings]
    assert warnings == ["There is one school: nothing to compare it with."]


def test_a_group_with_one_member_is_not_shown_and_the_others_are():
    groups = {who: "some" if place else "none" for place, who in enumerate(RISING)}
    one = found(grouped(RISING, groups), "experience.tried.Q.before")
    shown = {number.key for number in one.numbers}
    assert "change.some" in shown
    assert "change.none" not in shown
    assert "not shown: none (1)" in one.warnings[0].in_("en")


def test_a_roster_that_does_not_know_the_groups():
    one = found(grouped(RISING, {}), "experience.tried.Q.before")
    assert one.answer.in_("en") == "The roster does not say “before” of anybody."
    assert one.why is Undefined.NO_CASES


def test_a_scale_that_is_not_asked_in_a_wave():
    made = asked(RISING)
    late = made.newest("tried")
    items = tuple(
        item(f"Q{one}", list_key="agreement", show_if="${wave} != 'w1'") for one in range(1, 5)
    )
    (section,) = late.sections
    changed = replace(late, sections=(replace(section, items=items),))
    source = replace(made, instruments={"tried": (changed,)})
    one = found(source, GROWTH)
    assert one.value("mean.w1") is None
    assert one.value("df1") == 1
    assert "Not asked in" in found(source, "reliability.tried.Q").warnings[-1].in_("en")


def test_one_observer():
    seen = sheet(
        item("quiz", Kind.SINGLE, "1", "0"), key="visit", about=About.LESSON, distinct_by=()
    )
    alone = [record("", 1, {"quiz": "1"}, instrument="visit", lesson="L1", part=Part.PRIMARY)]
    one = found(study(seen, alone, ["T1"], 1), "observers.visit")
    assert one.why is Undefined.ONE_RATER
    assert "No lesson was coded by two observers" in one.answer.in_("en")


def test_pupils_without_a_second_score():
    once = pupils({"P1": ("T1", (50, None)), "P2": ("T2", (60, None))}, {"T1": 3, "T2": 9})
    assert found(once, "pupils.points.points").why is not None
    assert "the gain is not known" in said(once, "pupils.points.points")
    assert "no two groups" in said(once, "engagement.points.points.part")
    assert found(once, "engagement.points.points.part.levels").why is not None


def test_an_index_of_one_teacher_makes_no_groups():
    one = pupils({f"P{n}": ("T1", (50 + n, 52 + n * n)) for n in range(5)}, {"T1": 3})
    assert found(one, "pupils.points.points").value("gain") is not None
    assert found(one, "engagement.points.points.part").why is not None


def test_pupils_of_two_kinds_of_teachers():
    scores = {f"P{n}": (f"T{n % 6}", (50 + n % 7, 52 + n % 5 + 3 * (n % 6 > 2))) for n in range(36)}
    made = pupils(scores, {f"T{n}": 10 * n for n in range(6)})
    one = found(made, "engagement.points.points.part")
    assert one.value("clusters.high") == 3
    assert one.value("n.high") == 18
    assert found(made, "engagement.points.points.part.levels").value("p") is not None


def test_one_rater():
    one = found(marked({("T1", "A", "R1"): 2, ("T2", "B", "R1"): 4}), "rubric.marks")
    assert one.why is Undefined.ONE_RATER
    assert "only one rater" in one.answer.in_("en")


def test_talk_without_codes():
    talked = guide(item("code_1", Kind.TEXT))
    session = (GroupSession("G1"),)
    made = [record("", 1, {"turns": ({"said": "..."},)}, instrument="guide", group_session="G1")]
    source = study(talked, made, [], 1, group_sessions=session)
    assert said(source, "talk.guide") == "No segment has a code yet."


ROWS = st.dictionaries(
    st.sampled_from([f"T{one}" for one in range(1, 7)]),
    st.lists(st.none() | st.integers(1, 5), min_size=3, max_size=3),
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.dictionaries(st.sampled_from(["T1", "T2", "T3"]), st.sampled_from("ab")))
def test_whatever_is_missing_findings_say_so_and_hold_no_nan(rows, groups):
    findings: Findings = all_findings(grouped(rows, groups))
    json.dumps(as_json(findings), allow_nan=False)
    for one in findings:
        assert one.answer.in_("kk") and one.answer.in_("ru")
        assert one.why is None or not one.apa.in_("en"), one.key
        assert "nan" not in one.answer.in_("en") + one.apa.in_("en")
