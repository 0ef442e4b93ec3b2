"""`analysis.R` of any study: every scale and wave, no word that R reads as something else."""

import ast
import io
import re
from dataclasses import replace

import pytest

from exports.r_script import R_SCRIPT, r_script, write_r_script
from exports.r_words import call, comment, text, vector
from exports.recorded import Recorded
from instruments.definitions import About, AnyOf, FilledBy, Index, Kind, Scale
from instruments.records import Lesson, Part, Participant, Record, Wave
from instruments.versions import library
from tests.exports.builders_source import instrument, item, likert, record, source
from tests.exports.builders_source import text as words
from tests.exports.demo_lessons import demo_lessons
from tests.exports.r_syntax import comments, fault, strings

NASTY = 'A "study"\nof \\teachers\r\n} # Қазақ\u2028quit()\x00'


def test_a_script_of_a_study_with_a_scale_can_be_parsed():
    asked = likert(3)
    script = r_script(source(asked, [record("T1", 1, {"Q1": "4", "Q2": "2", "Q3": "5"})]))
    assert not fault(script)
    assert 'waves <- c("w1", "w2", "w3")' in script
    assert 'items = c("Q1", "Q2", "Q3")' in script
    assert 'reversed = c("Q2")' in script
    assert "lowest = 1,\n" in script and "highest = 5,\n" in script and "enough = 0.8" in script
    assert 'compare_waves("tried", "Q", table)' in script


def test_every_scale_item_and_wave_occurs():
    scales = (
        Scale("A", words("A"), ("Q1", "Q2"), frozenset(), 1, 5),
        Scale("B", words("B"), ("Q3",), frozenset({"Q3"}), 1, 5, 0.5),
    )
    items = [item(f"Q{number}") for number in range(1, 4)] + [item("years", Kind.INTEGER)]
    waves = tuple(Wave(f"wave {n}", n, "other", words(str(n))) for n in range(1, 6))
    script = r_script(source(instrument(*items, scales=scales), [], waves=waves))
    for scale in ("A", "B"):
        assert f'column = "scale_{scale}", blanks = "scale_{scale}_nmiss"' in script
    assert (
        'for (item in c("Q1", "Q2", "Q3")) {\n  describe_choices(\n  "tried", found, item' in script
    )
    assert 'describe_numbers("tried", found, "years")' in script
    assert 'waves <- c("wave 1", "wave 2", "wave 3", "wave 4", "wave 5")' in script
    assert not fault(script)


def test_every_version_of_a_scale_is_scored_as_it_defines_it():
    old, new = likert(3), likert(4)
    newer = instrument(*new.items.values(), scales=new.scales, version=2)
    script = r_script(source([old, newer], []))
    assert 'versions = c("1"),\n      items = c("Q1", "Q2", "Q3")' in script
    assert 'versions = c("2"),\n      items = c("Q1", "Q2", "Q3", "Q4")' in script


def test_a_scale_whose_item_is_not_exported_is_used_as_it_was_exported():
    scale = Scale("S", words("S"), ("Q1", "Q2"), frozenset(), 1, 5)
    asked = instrument(item("Q1"), item("Q2", personal=True), scales=(scale,))
    script = r_script(source(asked, []))
    assert "defined = list())" in script
    assert '"Q2"' not in script


def test_what_a_study_is_called_can_not_become_code():
    people = (Participant("T1", "teacher", 'S"1'),)
    asked = instrument(
        item('o"dd', Kind.SINGLE, 'a"b', "c\\d", "e\nf"), key='k"ey\n', title=words(NASTY)
    )
    waves = (Wave('w"1\n', 1, "baseline", words(NASTY)),)
    script = r_script(source(asked, [], title=words(NASTY), participants=people, waves=waves))
    assert not fault(script)
    assert r'waves <- c("w\"1\n")' in script
    assert r'c("a\"b", "c\\d", "e\nf")' in script
    assert script.count("quit()") == sum(line.count("quit()") for line in comments(script)) > 0


def test_strings_are_read_back_as_they_were():
    for sign in ['"', "\\", "\n", "\r", "\t", "'", "қ", "\x07", "\u2028", "\U0001f600"]:
        written = text(f"a{sign}b")
        assert written.isascii() and not fault(written)
        assert ast.literal_eval(written) == f"a{sign}b"  # Python reads these escapes as R does
    assert text("a\x00b") == '"ab"'
    assert text("\ud83d") == '"\\ufffd"'


def test_comments_stay_on_their_line():
    assert comment(NASTY) == '# A "study" of \\teachers } # Қазақ quit()'


def test_long_calls_are_broken_between_arguments():
    long = call("f", *[text("x" * 30) for _ in range(9)])
    assert all(len(line) <= 97 for line in long.split("\n")) and not fault(long)
    assert vector([]) == "character(0)"


def test_a_study_without_anything_has_a_script():
    script = r_script(source([], []))
    assert not fault(script)
    assert "records_of(" not in script.partition("8. This study")[2].partition("9. Write")[0]


def test_one_wave_no_scales_no_pupils_no_lessons():
    waves = (Wave("only", 1, "baseline", words("Only")),)
    script = r_script(source(instrument(item("Q1")), [], waves=waves))
    own = script.partition("8. This study")[2].partition("9. Write")[0]
    assert not fault(script)
    for name in ("describe_scale", "lessons_with_any", "observers_agree", "describe_gain"):
        assert name not in own


def test_lessons_are_counted_by_set_and_observers_compared():
    script = r_script(demo_lessons())
    assert not fault(script)
    (call_,) = re.findall(r"\nlessons_with_any\((?:[^()]|\([^()]*\))*\)", script)
    assert len(strings(call_)) == 9  # instrument, set and seven items
    assert script.count('list(measure = "nominal"') == 9


def test_a_set_of_items_that_are_not_exported_is_left_out():
    asked = instrument(
        item("x", Kind.SINGLE, "0", "1", personal=True),
        about=About.LESSON,
        any_of=(AnyOf("any", words("Any"), ("x",)),),
    )
    script = r_script(source(asked, [], lessons=(Lesson("L1", "T1", "S1"),)))
    assert "\nlessons_with_any(" not in script


@pytest.fixture
def grown():
    log = instrument(
        item("week", Kind.INTEGER), item("taps", Kind.INTEGER), item("talk", Kind.DECIMAL),
        key="log", distinct_by=("week",), filled_by=FilledBy.COORDINATOR,
        index=(Index("drive", words("Drive"), ("taps", "talk")),),
    )  # fmt: skip
    marks = instrument(
        item("what", Kind.SINGLE, "a", "b"), item("mark", Kind.DECIMAL),
        key="marks", asked_of="pupil", distinct_by=("what",), filled_by=FilledBy.COORDINATOR,
        outcome="mark", covariates=("poverty", "sex", "nowhere"),
    )  # fmt: skip
    people = (
        Participant("T1", "teacher", "S1", attributes={"team": "x"}),
        Participant("P1", "pupil", "S1", teacher="T1", attributes={"poverty": "2", "sex": "f"}),
    )
    return source([log, marks], [], participants=people)


def test_outcomes_are_put_beside_indexes(grown):
    script = r_script(grown)
    assert not fault(script)
    assert (
        'activity_index("drive", records_of("log", "participant_id"), c("taps", "talk"), "log", '
        'c("week"))'
    ) in re.sub(r"\s+", " ", script).replace("( ", "(")
    assert 'describe_gain("marks", "mark", pupils)' in script
    assert 'pupils_in_schools("marks", "mark", pupils, index_1, "drive", covariates)' in script


def test_only_numbers_of_the_roster_are_covariates(grown):
    assert 'covariates <- c("poverty")' in r_script(grown)


def test_groups_of_the_roster_stand_beside_scales():
    asked = likert(3)
    grouped = instrument(*asked.items.values(), scales=asked.scales, groups=("years", "nowhere"))
    script = r_script(source(grouped, []))
    assert script.count("\nchange_by_group(") == 1
    assert 'change_by_group("tried", "Q", table, found, "years")' in script


def test_the_columns_are_those_of_the_export():
    asked = instrument(item("wave", Kind.INTEGER), item("m", Kind.MULTIPLE, "1", "2"))
    made = source(asked, [Record("r", "tried", 1, "w1", {}, participant="T1", part=Part.NONE)])
    names = {one.column.name for one in Recorded(made, "tried").filled}
    script = r_script(made)
    assert names >= {"wave_2", "m_1", "m_2"}
    assert 'describe_numbers("tried", found, "wave_2", called = "wave")' in script
    assert 'columns = c("m_1", "m_2")' in script


def test_the_script_is_written_as_utf_8():
    out = io.BytesIO()
    write_r_script(source(likert(3), [], title=words("Зерттеу")), out)
    assert out.getvalue().decode().startswith("# Зерттеу")
    assert R_SCRIPT == "analysis.R"


def test_raters_of_the_same_work_are_compared():
    rubric = instrument(
        item("work", Kind.TEXT), item("judge", Kind.TEXT), item("idea"), item("why", Kind.TEXT),
        distinct_by=("work", "judge"), rater_item="judge",
    )  # fmt: skip
    script = " ".join(r_script(source(rubric, [])).split())
    assert 'ratings_of( records_of("tried", "participant_id"), c("idea"), "judge", c("work"))' in (
        script.replace("ratings_of(records", "ratings_of( records")
    )


def test_items_of_every_wave_and_of_one_wave_say_whom_they_ask():
    always, at_the_end, by_answer = item("Q1"), item("Q2"), item("Q3")
    at_the_end = replace(at_the_end, show_if="${wave_number} = 3")
    by_answer = replace(by_answer, show_if="${Q1} = '1'")
    script = "".join(r_script(source(instrument(always, at_the_end, by_answer), [])).split())
    assert '"Q1",c("1","2","3","4","5"),likert=TRUE,asked=c("1"))' in script
    assert 'likert=TRUE,asked=c("1"),asked_in=c("w3"))' in script
    assert '"Q3",c("1","2","3","4","5"),likert=TRUE)' in script


def test_scales_and_lessons_are_kept_as_measures_and_correlated_at_the_end():
    script = r_script(source(likert(2), []))
    assert 'measures[["change.tried.Q"]] <- change_of(table)' in script
    assert script.index("change_of(table)") < script.index("\ncorrelate(measures)")
    assert 'means_of_schools("tried", "Q", table, found)' in script
    assert not fault(script)


def test_coders_of_a_guide_are_named_in_their_order():
    script = r_script(source(library()["focus_group", 1], []))
    assert 'talk <- coded_segments("focus_group", c("1", "2"))' in script
    assert 'count_codes("focus_group", talk)' in script
    assert 'coders_agree("focus_group", talk)' in script


def test_other_rules_gaps_and_precision_are_asked_of_every_scale():
    script = " ".join(r_script(source(likert(2), [])).split())
    assert 'other_rules("tried", found, scale, table)' in script
    assert 'who_left("tried", "Q", table, found, c("w1", "w2", "w3"))' in script
    assert re.search(r'count_gaps\("tried", "Q", found, \d+, c\("w1", "w2", "w3"\)\)', script)
    assert 'precision_of_scale("tried", "Q", table)' in script
    assert script.index('among_scales("tried", c("Q"))') > script.index('other_rules("tried"')


def test_records_that_come_several_times_are_counted_by_people_of_the_role(grown):
    script = " ".join(r_script(grown).split())
    assert 'who_has_records("log", found, 1, c("w1", "w2", "w3"), "teacher")' in script
    assert 'who_has_records("marks", found, 1, c("w1", "w2", "w3"), "pupil")' in script
    assert 'who_answered("log"' not in script


def test_an_outcome_is_compared_over_more_than_two_waves(grown):
    two = replace(grown, frame=replace(grown.frame, waves=grown.frame.waves[:2]))
    assert '\noutcome_over_waves("marks", "mark"' in r_script(grown)
    assert "\noutcome_over_waves(" not in r_script(two)
