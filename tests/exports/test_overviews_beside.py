"""Findings that are no subject of their question give an overview a sentence, or nothing."""

from dataclasses import replace

from exports.findings.finding import (
    Effect,
    Finding,
    Forest,
    Number,
    ShareOf,
    Shares,
    Topic,
)
from exports.statistics.outcome import Undefined
from tests.exports.overview_cases import UNIT, WAVES, finding, grown, numbers, text, told


def asked(key: str, **numbers: float) -> Finding:
    found = tuple(Number(name.replace("__", "."), text(name), it) for name, it in numbers.items())
    return finding(Topic.PARTICIPATION, "Form", key, numbers=found)


def test_whether_a_model_fits_is_no_scale_that_cannot_be_tested():
    fit = replace(
        grown("Skill", 3.0, 4.0, 0.01), key="growth.i.Skill.residuals", why=Undefined.NO_CASES, n=72
    )
    fit = replace(fit, warnings=(text("Look at the drawings."),))
    one = told(Topic.GROWTH, grown("Skill", 3.0, 4.0, 0.01), fit)
    assert one.answer.in_("en") == "Grew, hardly by chance: “Skill” 3.00 → 4.00."
    assert not one.warnings and one.n == 24
    assert fit.key in one.keys, "a link to it on the page of all still leads somewhere"


def test_who_left_and_what_goes_unseen_are_a_sentence_each():
    one = told(
        Topic.PARTICIPATION,
        asked("", expected=48, answered=46, people=24, complete=22),
        replace(asked(".left", first=24, left=2), answer=text("Two left.")),
        asked(".precision", people=24, smallest_points__A=0.466, smallest_points__B=0.751),
    )
    assert one.answer.in_("en") == (
        "Records that came, of those expected: “Form” 46/48 (96%). Two left. With 24 participants, "
        "a change of less than 0.47 to 0.75 points, depending on the scale, is easily missed."
    )


def test_items_are_no_waves_of_those_who_answered():
    shares = Shares((ShareOf(text("Item"), 1, 20, 0.05, 0.0, 0.2),))
    gaps = replace(asked(".gaps"), drawings=(shares,))
    one = told(Topic.PARTICIPATION, asked("", expected=48, answered=48, people=24), gaps)
    assert "Skipped most: “Item”, 1/20 (5%)." in one.answer.in_("en")
    assert "Item” (“" not in one.answer.in_("en") and not one.parts


def test_an_index_is_no_comparison_of_groups():
    index = replace(
        finding(Topic.ENGAGEMENT, "Index"),
        key="engagement.i.Index",
        numbers=(Number("n.high", text("n"), 12), Number("n", text("n"), 24)),
    )
    gain = replace(
        finding(Topic.ENGAGEMENT, "Score", ".x", numbers=(Number("value", text("d"), 2.5),)),
        answer=text("More where it is high."),
        question=text("Is it larger?"),
    )
    one = told(Topic.ENGAGEMENT, index, gain)
    assert one.question.in_("en") == "Is it larger?"
    assert one.answer.in_("en") == (
        "More where it is high. High means above the median of “Index”: 12 of 24 participants."
    )


def test_long_names_of_a_pair_are_shortened_in_the_drawing():
    long = "Lessons with at least one technology or collaborative task"
    pair = Effect(text(f"{long} – Skill"), 24, 0.54, 0.18, 0.78)
    one = told(
        Topic.TOGETHER,
        finding(
            Topic.TOGETHER,
            "People",
            numbers=tuple(
                Number(f"{key}.a~b", text(key), it)
                for key, it in (("r", 0.54), ("p", 0.006), ("p_holm", 0.12))
            ),
            drawings=(Forest((pair,), text("r")),),
        ),
    )
    (row,) = one.parts[0].drawing.effects
    assert row.name.in_("en") == "Lessons with at least one technology or… – Skill"
    assert one.answer.in_("en").startswith("Of 1 pairs of measures, 1 seem related")


def test_in_the_first_wave_nobody_is_told_that_nobody_left():
    left = replace(asked(".left", first=24, left=0), why=Undefined.ONE_OCCASION)
    one = told(
        Topic.PARTICIPATION, asked("", expected=24, answered=24, people=24, complete=24), left
    )
    assert one.answer.in_("en").endswith("With every wave: 24 of 24 participants.")


def test_of_several_instruments_those_who_left_are_counted():
    other = replace(asked("2.left", first=30, left=1), subject=text("Diary"))
    one = told(
        Topic.PARTICIPATION,
        asked("", expected=48, answered=48, people=24),
        asked(".left", first=24, left=2),
        other,
    )
    assert "of those in the first: “Form” 2/24 (8%), “Diary” 1/30 (3%)." in one.answer.in_("en")


def test_all_waves_of_an_outcome_are_no_part_of_it():
    whole = finding(Topic.PUPILS, "Score", numbers=numbers(gain=3.8, p=0.001, improved=20, n=24))
    over = finding(
        Topic.PUPILS,
        "Score",
        ".waves",
        numbers=numbers(p=0.01),
        drawings=(Forest((Effect(WAVES[0], 24, 3.0, 1.0, 5.0),), UNIT),),
    )
    one = told(Topic.PUPILS, whole, over)
    assert one.answer.in_("en").endswith("All waves taken together: “Score” p = .010.")
    assert "Baseline" not in one.answer.in_("en")
