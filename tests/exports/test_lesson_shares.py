"""The share of lessons with any task: R's numbers of the shipped study, and its limits."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from exports.findings.lessons_others import other_ways
from exports.lesson_share_words import sentences
from exports.lesson_shares import SeenLesson, ShareInWave, lesson_shares, sets_of
from exports.observation import observation_tables
from exports.report import write_report
from exports.statistics.outcome import Undefined
from instruments.definitions import AnyOf, Section
from instruments.definitions import Kind as K
from instruments.records import Part, Wave
from tests.compare.study import rows, tasks
from tests.exports.builders_source import item, text
from tests.exports.demo_lessons import KEY, demo_lessons
from tests.exports.lessons import protocol, seen, visits

R = Path(__file__).parent / "reference" / "atyrau_lessons_any_task.json"
ENDS = ((1, "w1"), (2, "w2"))


def test_the_shares_of_the_shipped_study_are_those_of_r():
    wanted = json.loads(R.read_text(encoding="utf-8"))["values"]
    (found,) = lesson_shares(demo_lessons())
    assert [(one.x, one.n) for one in found.waves] == [(14, 40), (22, 40), (28, 40)]
    rounded = [(round(one.low, 3), round(one.high, 3)) for one in found.waves]
    assert rounded == [(0.221, 0.505), (0.398, 0.693), (0.546, 0.819)]
    r = wanted["diff_3_1_newcombe"]
    last = found.last
    assert (last.difference, last.low, last.high) == pytest.approx(
        (r["diff"], r["low"], r["high"]), abs=1e-6
    )
    gee = wanted["gee_exchangeable"]
    assert found.chi2 == pytest.approx(gee["wald_wave_chi2"], rel=1e-4)
    assert found.p == pytest.approx(gee["wald_wave_p"], rel=1e-3)
    assert found.alpha == pytest.approx(gee["alpha"], rel=1e-4)
    assert (found.lessons, found.teachers, found.df) == (120, 24, 2)
    assert last.is_certain and last.odds_ratio > 1 and found.why == ""


def test_the_tasks_of_the_checklist_are_those_of_the_paper():
    made = demo_lessons()
    (named,) = sets_of(made, KEY)
    assert [*named.items] == tasks(rows("lesson_observations")[0])


def test_a_study_under_way_is_counted_by_the_sets_of_the_newest_checklist():
    made = demo_lessons()
    older = tuple(replace(one, version=1, any_of=()) for one in made.instruments[KEY])
    (found,) = lesson_shares(replace(made, instruments={KEY: older}))
    assert found.waves[0].x == 14


def checklist(**more):
    asked = (item("quiz", K.SINGLE, "1", "0"), item("pairs", K.SINGLE, "1", "0"))
    any_of = (AnyOf("any_task", text("Lessons with a task"), ("quiz", "pairs")),)
    sections = (Section("seen", text("Seen"), asked),)
    return protocol(**{"sections": sections, "any_of": any_of, "date_item": "", **more})


def counted(*records, **more):
    (found,) = lesson_shares(visits(*records, asked=checklist(**more)))
    return found


def one(answers, lesson="L1", part=Part.PRIMARY, wave=1):
    return seen(part, "O1", answers, lesson, wave=wave)


def test_second_observers_masters_and_training_lessons_do_not_count():
    found = counted(
        one({"quiz": "0", "pairs": "0"}),
        one({"quiz": "1", "pairs": "0"}, part=Part.SECOND),
        one({"quiz": "1", "pairs": "1"}, "L2"),
        one({"quiz": "1", "pairs": "1"}, "L2", Part.MASTER),
    )
    assert [(one.x, one.n) for one in found.waves] == [(0, 1)]


def test_a_blank_counts_as_not_seen_and_is_named():
    found = counted(one({"quiz": "0"}), one({"pairs": "1"}, "L2"), one({}, "L3"))
    (wave,) = found.waves
    assert (wave.x, wave.n, wave.blank) == (1, 2, 1)


def test_one_wave_has_no_change_and_no_test():
    found = counted(one({"quiz": "1"}))
    assert found.last is None and (found.chi2, found.df, found.p) == (None, 0, None)


def test_a_test_that_cannot_be_made_says_why():
    found = counted(one({"quiz": "1"}), one({"quiz": "1"}, "L2", wave=2))
    assert found.why == "same_outcome" and found.last.odds_ratio is None
    assert found.last.difference == 0 and not found.last.is_certain


def whys(found):
    return {other.key: other.why for other in other_ways(found)}


def test_other_ways_need_two_waves():
    assert {*whys(counted(one({"quiz": "1"}))).values()} == {Undefined.ONE_OCCASION}


def test_other_ways_of_a_set_that_was_always_seen_say_why_they_have_no_value():
    found = counted(one({"quiz": "1"}), one({"quiz": "1"}, "L2", wave=2))
    assert whys(found) == {
        "mixed_logit": Undefined.SAME_OUTCOME,
        "cochran_q": Undefined.FEW_UNITS,
        "mcnemar": Undefined.FEW_UNITS,
    }


def share_of(changed):
    """Make teachers with a lesson in each of two waves; the first `changed` go from no to yes."""
    waves = tuple(
        ShareInWave(Wave(key, i, "other", text(key)), 0, 0, 0, 0, 0, 0, 0) for i, key in ENDS
    )
    cases = [(int(wave == 1 and who < changed), who, wave) for who in range(30) for wave in (0, 1)]
    cases = tuple(SeenLesson(seen, f"T{who:02}", wave) for seen, who, wave in cases)
    return replace(counted(one({"quiz": "1"})), waves=waves, cases=cases)


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        (24, "n01 = 24, n10 = 0, p_exact < .001, n = 30"),
        # R mcnemar.test(matrix(c(5, 0, 25, 0), 2)): 23.04
        (25, "n01 = 25, n10 = 0, χ²(1) = 23.04, p < .001, n = 30"),
    ],
)
def test_mcnemar_is_exact_where_few_changed(changed, line):
    (pair,) = (other for other in other_ways(share_of(changed)) if other.key == "mcnemar")
    assert pair.apa.in_("en") == line and pair.why is None


def test_an_instrument_without_sets_has_no_shares():
    assert lesson_shares(visits(one({"quiz": "1"}), asked=checklist(any_of=()))) == ()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "Үлес өсті: «Wave 1 (kk)» — 14/40 (35\u2009%), «Wave 3 (kk)» — 28/40 (70\u2009%)."),
        (
            "ru",
            "Доля выросла: «Wave 1 (ru)» — 14/40 (35\u2009%), «Wave 3 (ru)» — 28/40 (70\u2009%).",
        ),
        ("en", "The share grew: “Wave 1” 14/40 (35%), “Wave 3” 28/40 (70%)."),
    ],
)
def test_a_sentence_says_what_became_of_the_share(language, words):
    made = demo_lessons(language=language)
    (found,) = lesson_shares(made)
    grown, tested = sentences(found, language)
    assert grown.startswith(words) and "24" in tested
    write_report(made, out := io.BytesIO())
    printed = " ".join(" ".join(page.extract_text() for page in PdfReader(out).pages).split())
    assert " ".join(words.split()) in printed


def test_what_may_be_chance_is_not_called_a_change():
    found = counted(one({"quiz": "1"}), one({"quiz": "0"}, "L2"), one({"quiz": "1"}, "L3", wave=2))
    first, _ = sentences(found, "en")
    assert "may be chance" in first


def test_the_table_holds_every_wave_with_its_change():
    (table,) = [one for one in observation_tables(demo_lessons()) if one.name == "obs_any_of"]
    first, _, last = (dict(zip(table.header, row, strict=True)) for row in table.rows)
    assert (first["wave"], first["x"], first["n"], first["diff"]) == ("w1", 14, 40, None)
    assert last["share"] == 0.7 and last["diff"] == pytest.approx(0.35)
    assert first["wald_p"] == last["wald_p"] and last["n_teachers"] == 24
