"""Key figures: x of n of a whole, or from wave to wave; the same on the page and on paper."""

from exports.findings.finding import Findings, Group, ShareOf, Shares, Topic
from exports.findings.key_figures import key_figures
from exports.numbers import held
from tests.exports.overview_cases import WAVES, finding, numbers, text


def shares(*counts: int) -> Shares:
    made = zip(WAVES, counts, strict=False)
    return Shares(tuple(ShareOf(wave, x, 40, x / 40, 0.1, 0.9) for wave, x in made))


def listed(*found):
    one = Findings(tuple(Group(it.topic, text("Title"), (it,)) for it in found))
    return [
        (
            it.name.in_("en"),
            [share.x for share in it.waves],
            [(share.name.in_("en"), share.x, share.n) for share in it.wholes],
        )
        for it in key_figures(one)
    ]


def test_lessons_are_told_from_wave_to_wave_and_counts_once():
    lessons = finding(Topic.LESSONS, "Tasks", drawings=(shares(14, 22, 28),))
    pupils = finding(Topic.PUPILS, "Score", numbers=numbers(improved=111, n=147))
    assert listed(lessons, pupils) == [
        ("Tasks", [14, 22, 28], []),
        ("Score", [], [("improved", 111, 147)]),
    ]


def test_who_came_is_told_by_wave_and_who_came_always_beside_it():
    values = numbers(expected=72, answered=71, complete=23, people=24)
    came = finding(Topic.PARTICIPATION, "Form", numbers=values, drawings=(shares(24, 23, 24),))
    assert listed(came) == [("Form", [24, 23, 24], [("complete", 23, 24)])]


def test_what_observers_agree_on_is_named_by_its_topic():
    agreed = finding(Topic.OBSERVERS, "All items together", numbers=numbers(x=201, n=216))
    assert listed(agreed) == [("Title", [], [("x", 201, 216)])]


def test_a_count_of_nobody_is_no_key_figure():
    assert listed(finding(Topic.PUPILS, "Score", numbers=numbers(improved=0, n=0))) == []


def test_a_sign_stays_in_the_line_of_its_number():
    assert (
        held("23/24 (96\u2009%), p = ,003; 5 %")
        == "23/24 (96\u00a0%), p\u00a0=\u00a0,003; 5\u00a0%"
    )
