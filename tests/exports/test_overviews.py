"""One answer per question: what grew, what may be chance, what cannot be said."""

import pytest

from exports.findings.finding import (
    Choices,
    ChoicesAt,
    Counts,
    Effect,
    Finding,
    Findings,
    Forest,
    Group,
    Line,
    Lines,
    Number,
    ShareOf,
    Shares,
    Topic,
)
from exports.findings.overviews import QUESTIONS, overviews
from exports.findings.overviews_of_participation import standing
from exports.findings_figures import NARROW, ON_PAGE
from exports.overview_figures import COMBINED, overview_figure
from exports.statistics.outcome import Undefined
from exports.svg import as_svg
from instruments.wording import LANGUAGES, Text
from tests.exports.figures import nothing_runs_over, words
from tests.exports.overview_cases import UNIT, WAVES, finding, grown, numbers, stepped, text, told


def test_every_topic_has_its_questions_and_no_two_have_one_address():
    assert set(QUESTIONS) == set(Topic)
    keys = [one.key for questions in QUESTIONS.values() for one in questions]
    assert len(keys) == len(set(keys))


def test_what_grew_what_fell_and_what_may_be_chance_stand_in_one_answer():
    one = told(
        Topic.GROWTH,
        grown("Skill", 3.2, 3.99, 0.003),
        grown("Worry", 3.6, 2.54, 0.0004),
        grown("Calm", 3.0, 3.1, 0.6),
    )
    assert one.answer.in_("en") == (
        "Grew, hardly by chance: “Skill” 3.20 → 3.99. Fell, hardly by chance: “Worry” 3.60 → 2.54. "
        "May be chance: “Calm” 3.00 → 3.10."
    )
    assert one.headline.in_("en") == "Of 3 scales, 1 grew and 1 fell, hardly by chance"
    assert "3,20 → 3,99" in one.answer.in_("kk")
    assert [line.in_("en") for _, line in one.lines] == ["Skill = 1", "Worry = 1", "Calm = 1"]


def test_the_title_of_a_change_that_may_be_chance_says_so():
    one = told(Topic.GROWTH, grown("Calm", 3.0, 3.1, 0.6))
    assert one.headline.in_("en") == "No change beyond chance"


def test_steps_say_the_whole_way_and_the_single_steps():
    one = told(Topic.GROWTH, stepped("Skill", (0.5, 0.09), (0.8, 0.01), (0.3, 0.4)), key="steps")
    assert one.answer.in_("en") == (
        "From the first wave to the last, hardly chance: “Skill” +0.80. Of 2 single steps 0 are "
        "hardly chance by Bonferroni's p; even the largest, “Skill”, first–second, +0.50, may be "
        "chance."
    )
    assert [part.name.in_("en") for part in one.parts] == [
        "first–third",
        "first–second",
        "second–third",
    ]


def test_two_waves_have_no_step_beside_the_whole_way():
    one = told(Topic.GROWTH, stepped("Skill", (0.5, 0.2)), key="steps")
    assert one.answer.in_("en") == "From the first wave to the last, may be chance: “Skill” +0.50."


def test_steps_of_scales_with_other_ends_are_drawn_in_standard_deviations():
    skill, score = grown("Skill", 3.0, 4.0, 0.01), grown("Score", 50.0, 60.0, 0.01, (0, 100))
    pairs = stepped("Skill", (1.0, 0.01)), stepped("Score", (10.0, 0.01))
    one = told(Topic.GROWTH, skill, score, *pairs, key="steps")
    assert one.parts[0].drawing.unit.in_("en") == "d_z"
    assert "“Score” +10.00" in one.answer.in_("en"), "the sentence keeps the points of the scale"
    same = told(Topic.GROWTH, skill, *pairs, key="steps")
    assert same.parts[0].drawing.unit.in_("en") == "points"


def test_schools_are_counted_scale_by_scale():
    lines = Lines(WAVES, (Line("S1", "S1", (3.0, None, 4.0)),), 1, 5)
    one = told(
        Topic.SCHOOLS,
        finding(
            Topic.SCHOOLS,
            "Skill",
            numbers=numbers(change__S1=1.0, change__S2=-0.2, change__S3=None),
            drawings=(lines,),
        ),
    )
    assert "“Skill” 1/2" in one.answer.in_("en")
    assert "The largest change: S1, “Skill” +1.00." in one.answer.in_("en")


def item(subject: str, first: int, last: int, **more) -> Finding:
    shares = tuple(
        ShareOf(wave, x, 24, x / 24, 0.1, 0.9)
        for wave, x in zip((WAVES[0], WAVES[2]), (first, last), strict=True)
    )
    choices = Choices(
        (text("No"), text("Perhaps"), text("Yes")),
        tuple(ChoicesAt(one.name, (24 - one.x, 0, one.x), 24) for one in shares),
    )
    return finding(Topic.ITEMS, subject, drawings=(Shares(shares), choices), **more)


def test_the_statement_that_changed_most_is_named_and_its_line_comes_first():
    found = item("Calm", 10, 11), item("Skill", 12, 19), item("Worry", 9, 5, warnings=(text("!"),))
    one = told(Topic.ITEMS, *found)
    assert "Changed most: “Skill”, 12/24 (50%) → 19/24 (79%) agree." in one.answer.in_("en")
    assert "agreement rose with 2 and fell with 1" in one.answer.in_("en")
    assert one.lines[0][1].in_("en") == "Skill = 1"
    assert [part.name.in_("en") for part in one.parts] == ["Skill", "Worry *", "Calm"]


def test_statements_that_were_asked_once_are_not_counted_as_those_that_could_change():
    once = ShareOf(WAVES[2], 20, 24, 20 / 24, 0.6, 0.9)
    found = item("Skill", 12, 19), finding(Topic.ITEMS, "Thanks", drawings=(Shares((once,)),))
    answer = told(Topic.ITEMS, *found).answer.in_("en")
    assert "Statements asked more than once: 1; agreement rose with 1 and fell with 0" in answer


def lesson(subject: str, low: float, high: float) -> Finding:
    shares = tuple(
        ShareOf(wave, x, 40, x / 40, 0.1, 0.9) for wave, x in zip(WAVES, (14, 20, 28), strict=True)
    )
    difference = Number("difference.end", text("d"), 0.35, low, high)
    return finding(Topic.LESSONS, subject, numbers=(difference,), drawings=(Shares(shares),))


def test_lessons_say_what_was_seen_more_often_and_what_may_be_chance():
    one = told(Topic.LESSONS, lesson("Groups", 0.1, 0.5), lesson("Games", -0.1, 0.5))
    assert one.answer.in_("en") == (
        "Seen in more lessons, hardly by chance: “Groups” 14/40 (35%) → 28/40 (70%). "
        "The difference may be chance: “Games” 14/40 (35%) → 28/40 (70%)."
    )


def test_one_comparison_is_told_in_full_and_several_are_counted():
    ways = Forest((Effect(text("CR2"), 40, 2.5, -0.4, 5.4),), UNIT)
    high = numbers(mean__high=5.2, mean__low=2.7, value=2.5, p=0.09)
    one = finding(Topic.ENGAGEMENT, "Score", numbers=high, drawings=(ways,))
    alone = told(Topic.ENGAGEMENT, one)
    assert alone.answer.in_("en") == "Score said."
    assert alone.question.in_("en") == "Why?"
    assert alone.headline.in_("en") == "“Score”: high group +2.50, which may be chance"
    both = told(Topic.ENGAGEMENT, one, finding(Topic.ENGAGEMENT, "Mark", numbers=high))
    assert "in 0 of 2 comparisons" in both.answer.in_("en")


def test_the_weakest_wave_of_every_scale_is_drawn():
    alphas = Forest(
        (Effect(WAVES[0], 24, 0.9, 0.8, 0.95), Effect(WAVES[2], 24, 0.65, 0.4, 0.8)), UNIT
    )
    one = told(Topic.RELIABILITY, finding(Topic.RELIABILITY, "Skill", drawings=(alphas,)))
    assert "in 1 of 2 cases" in one.answer.in_("en")
    assert "“Skill” in “End of year” (α = .65)" in one.answer.in_("en")
    (effect,) = one.parts[0].drawing.effects
    assert effect.value == 0.65


def test_one_sentence_says_how_things_stand():
    shares = Shares(
        tuple(
            ShareOf(wave, x, 24, x / 24, 0, 1) for wave, x in zip(WAVES, (24, 23, 24), strict=True)
        )
    )
    came = finding(
        Topic.PARTICIPATION,
        "Form",
        numbers=numbers(answered=71, expected=72, people=24, complete=23),
        drawings=(shares,),
    )
    findings = Findings((Group(Topic.PARTICIPATION, text("Who"), (came,)),))
    said = standing(findings)
    assert said.in_("en") == "“Form”: 71 of 72 records (participants: 24); missing: “Midyear” 1."
    assert standing(Findings(())) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", Topic)
def test_where_nothing_can_be_said_there_is_a_sentence_and_no_drawing(topic, language):
    nothing = finding(topic, "Skill", apa=Text(), why=Undefined.NO_CASES)
    for one in overviews(Findings((Group(topic, text("Title"), (nothing,)),))):
        assert one.answer.in_(language)
        assert one.headline.in_(language)
        assert not one.parts
        assert not one.lines


def test_a_caution_that_several_share_is_said_once():
    found = (grown("Skill", 3.0, 4.0, 0.01), grown("Calm", 3.0, 4.0, 0.01))
    one = told(
        Topic.GROWTH,
        *(
            finding(Topic.GROWTH, it.code, warnings=(text("Few."),), drawings=it.drawings)
            for it in found
        ),
    )
    assert [warning.in_("en") for warning in one.warnings] == ["Few."]


def test_every_kind_of_part_is_drawn():
    means = tuple(grown(name, 3.0, 4.0, 0.01) for name in ("A", "B", "C", "D", "E"))
    lines = Lines(WAVES, tuple(Line(f"S{n}", "", (2.0, None, 4.0)) for n in range(20)), 1, 5)
    counts = Counts(tuple(map(text, "ABCDEFGHIJ")), WAVES, ((1, 2, 3),) * 10)
    groups = (
        Group(
            Topic.GROWTH, text("t"), (*means, stepped("A", (0.5, 0.09), (0.8, 0.01), (0.3, 0.4)))
        ),
        Group(
            Topic.SCHOOLS,
            text("t"),
            (finding(Topic.SCHOOLS, "A", numbers=numbers(change__S1=1.0), drawings=(lines,)),),
        ),
        Group(Topic.ITEMS, text("t"), (item("A", 3, 9), item("B", 9, 9))),
        Group(Topic.LESSONS, text("t"), (lesson("A", 0.1, 0.5), lesson("B", 0.1, 0.5))),
        Group(Topic.TALK, text("t"), (finding(Topic.TALK, "A", drawings=(counts,)),)),
    )
    drawn = [one for one in overviews(Findings(groups)) if one.parts]
    assert {type(one.parts[0].drawing) for one in drawn} == set(COMBINED)
    for one in drawn:
        for width in (None, ON_PAGE, NARROW):
            for language in LANGUAGES:
                figure = overview_figure(one, language, width)
                nothing_runs_over(figure)
                said = " ".join(words(as_svg(figure)))
                assert said.startswith(one.headline.in_(language)[:12])


def test_where_nothing_changed_the_statement_most_agree_with_is_named():
    one = told(Topic.ITEMS, item("Calm", 10, 10), item("Skill", 19, 19))
    assert one.answer.in_("en") == "Most agree with “Skill”: 19/24 (79%)."


def test_a_school_that_stayed_as_it_was_neither_rose_nor_fell():
    same = finding(Topic.SCHOOLS, "Skill", numbers=numbers(change__S1=0.0))
    one = told(Topic.SCHOOLS, same)
    assert one.headline.in_("en") == "“Skill” rose in 0 of 1 schools"
    assert "The largest change" not in one.answer.in_("en")


def test_what_cannot_be_tested_is_said_beside_what_can():
    unknown = finding(Topic.GROWTH, "Calm", why=Undefined.NO_CASES)
    one = told(Topic.GROWTH, grown("Skill", 3.0, 4.0, 0.01), unknown)
    assert one.answer.in_("en") == (
        "Grew, hardly by chance: “Skill” 3.00 → 4.00. Cannot be tested: “Calm”."
    )
    assert told(Topic.GROWTH, unknown).answer.in_("en") == "Calm said.", "it says why"
