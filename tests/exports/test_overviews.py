"""One answer per question: what grew, what may be chance, what cannot be said."""

from dataclasses import replace

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
    MeanAt,
    Means,
    Number,
    ShareOf,
    Shares,
    Topic,
)
from exports.findings.overviews import QUESTIONS, overviews, overviews_of
from exports.findings.overviews_of_participation import standing
from exports.findings_figures import NARROW, ON_PAGE
from exports.overview_figures import COMBINED, overview_figure
from exports.statistics.outcome import Undefined
from exports.svg import as_svg
from instruments.wording import LANGUAGES, Text
from tests.exports.figures import nothing_runs_over, words

WAVES = (Text(en="Baseline"), Text(en="Midyear"), Text(en="End of year"))
UNIT = Text(en="points")


def text(word: str) -> Text:
    return Text(kk=word, ru=word, en=word)


def finding(topic: Topic, subject: str, key: str = "", **more) -> Finding:
    given = {"answer": text(f"{subject} said."), "apa": text(f"{subject} = 1"), "n": 24} | more
    return Finding(
        key=f"{topic}.{subject}{key}",
        topic=topic,
        instrument="i",
        code=subject,
        question=text("Why?"),
        subject=text(subject),
        missing=text("Nothing."),
        model=text("A model."),
        **given,
    )


def numbers(**values: float | None) -> tuple[Number, ...]:
    return tuple(Number(key.replace("__", "."), text(key), value) for key, value in values.items())


def grown(subject: str, first: float, last: float, p: float, ends=(1, 5)) -> Finding:
    means = (MeanAt(WAVES[0], 24, first, first - 0.2, first + 0.2),)
    means += (MeanAt(WAVES[2], 24, last, last - 0.2, last + 0.2),)
    return finding(Topic.GROWTH, subject, numbers=numbers(p=p), drawings=(Means(means, *ends),))


def stepped(subject: str, *tested: tuple[float, float]) -> Finding:
    names = (
        ("first–second", "first–third", "second–third") if len(tested) > 1 else ("first–second",)
    )
    found = tuple(
        Number(f"{key}.{name}", text(name), value)
        for name, (difference, p) in zip(names, tested, strict=True)
        for key, value in (("difference", difference), ("p_bonferroni", p))
    )
    rows = tuple(
        Effect(text(name), 24, difference, difference - 1, difference + 1)
        for name, (difference, _) in zip(names, tested, strict=True)
    )
    sizes = tuple(Effect(it.name, 24, 9.0, 8.0, 10.0) for it in rows)
    return finding(
        Topic.GROWTH,
        subject,
        ".pairs",
        numbers=found,
        drawings=(Forest(rows, UNIT), Forest(sizes, text("d_z"))),
    )


def told(topic: Topic, *findings: Finding, key: str = ""):
    found = overviews_of(Group(topic, text("Title"), findings))
    return next(one for one in found if one.key == (key or topic))


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
        "hardly chance when taken alone; even the largest, “Skill”, first–second, +0.50, may be "
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
