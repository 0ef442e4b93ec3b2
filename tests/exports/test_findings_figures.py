"""Figures of findings: the title says the finding, values are labelled, nothing runs over."""

import pytest

from exports.drawn import count_figures, questions_together
from exports.findings.finding import (
    Choices,
    ChoicesAt,
    Counts,
    Effect,
    Finding,
    Forest,
    Group,
    Line,
    Lines,
    MeanAt,
    Means,
    Point,
    Points,
    Quantiles,
    ShareOf,
    Shares,
    Topic,
)
from exports.findings_figures import NARROW, finding_figures, questions_figures
from exports.svg import as_svg
from instruments.wording import LANGUAGES, Text
from tests.exports.figures import nothing_runs_over, words

WAVES = (
    Text(kk="Бастапқы", ru="Начало года", en="Baseline"),
    Text(kk="Жыл ортасы", ru="Середина года", en="Midyear"),
    Text(kk="Жыл соңы", ru="Конец года", en="End of year"),
)
FIVE = tuple(Text(en=word) for word in ("Never", "Seldom", "Neutral", "Often", "Always"))
LONG = Text(
    kk="Цифрландырылғандықтарыңыздан кемінде бір бірлескен тапсырмасы бар сабақтар",
    ru="Высокотехнологичность уроков, где было хотя бы одно совместное задание",
    en="Digitalisation",
)
PLACES = tuple(Point(f"T{at}", "", at - 2.0, (at - 2.0) ** 3) for at in range(5))
WORDY = Text(*(" ".join([LONG.in_(language)] * 3) for language in LANGUAGES))
DRAWINGS = {
    "wordy choices": (Choices((WORDY,) * 3, (ChoicesAt(WORDY, (3, 4, 5), 12),)),),
    "wordy means": (Means((MeanAt(WORDY, 24, 3.2, 2.9, 3.5),), 1, 5),),
    "wordy schools": (Lines((WORDY,) * 2, (Line("SCH1", "", (3.0, 3.1)),), 1, 5),),
    "means": (
        Means(tuple(MeanAt(wave, 24, 3.2, 2.9, 3.5) for wave in WAVES), 1, 5),
        Lines(WAVES, (Line("T1", "A1", (1.0, None, 5.0)),), 1, 5),
    ),
    "no ends": (Means((MeanAt(WAVES[0], 2, 50.0, None, None),), None, None),),
    "schools": (
        Lines(WAVES, tuple(Line(f"SCH{n}", "", (3.0, 3.1, 3.2)) for n in range(1, 8)), 1, 5),
    ),
    "many schools": (
        Lines(WAVES, tuple(Line(f"SCH{n}", "", (3.0, 3.1, 3.2)) for n in range(1, 18)), 1, 5),
    ),
    "hidden": (Lines(WAVES, (Line("SCH1", "", (3, 3, 4)), Line("SCH2", "", (None,) * 3)), 1, 5),),
    "choices": (Choices(FIVE, (ChoicesAt(WAVES[0], (3, 4, 5, 6, 6), 24),)),),
    "ten thousand": (Choices(FIVE, (ChoicesAt(WAVES[0], (9000, 500, 0, 500, 9999), 19999),)),),
    "forest": (
        Forest((Effect(LONG, 24, 0.79, 0.24, 1.34), Effect(LONG, 24, None, None, None)), LONG),
    ),
    "crossing": (Forest((Effect(LONG, 24, 0.2, -0.1, 0.5),), LONG),),
    "kappa": (Forest((Effect(LONG, 24, 0.2, -0.1, 0.5),), LONG, is_effect=False),),
    "shares": (Shares((ShareOf(WAVES[0], 14, 40, 0.35, 0.22, 0.5),)),),
    "many": (Shares((ShareOf(WAVES[0], 140, 400, 0.35, 0.3, 0.4),)),),
    "counts": (Counts((LONG, WAVES[1]), WAVES, ((3, 0, 1), (2, 2, 9))),),
    "square": (Counts(WAVES, WAVES, ((3, 0, 1), (2, 2, 9), (0, 0, 0))),),
    "points": (Points(LONG, LONG, (Point("T1", "a", 1.0, 2.0), Point("T2", "b", 3.0, 1.0))),),
    "alone": (Points(LONG, LONG, (Point("T1", "", 1.0, 2.0),)),),
    "quantiles": (Quantiles(LONG, LONG, PLACES, 0.0, 1.0),),
    "steep": (Quantiles(LONG, LONG, PLACES, 0.5, 40.0),),
    "flat": (Quantiles(LONG, LONG, PLACES[:1], 0.0, 0.0),),
}


def finding(*drawings) -> Finding:
    words = Text(en="Words")
    return Finding("key", Topic.GROWTH, "i", "c", *[words] * 4, 24, words, words, drawings=drawings)


def drawn(name, language="en", width=None) -> list[str]:
    return [as_svg(draw()) for draw in finding_figures(finding(*DRAWINGS[name]), language, width)]


@pytest.mark.parametrize("width", [None, NARROW])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DRAWINGS)
def test_nothing_runs_over_the_edge(name, language, width):
    for draw in finding_figures(finding(*DRAWINGS[name]), language, width):
        nothing_runs_over(draw())


def test_means_and_the_people_behind_are_one_figure():
    (svg,) = drawn("means")
    assert "“Words” rose: 3.20 → 3.20" in words(svg)
    assert svg.count("n = 24") == 3


def test_the_title_of_a_forest_is_its_largest_effect():
    (svg,) = drawn("forest")
    assert "“Words” changed most Digitalisation: +0.79" in words(svg)
    assert "[0.24, 1.34]" in words(svg)


@pytest.mark.parametrize("width", [None, NARROW])
def test_a_coefficient_of_agreement_is_never_called_chance(width):
    assert "chance" in " ".join(drawn("crossing", width=width))
    said = " ".join(drawn("kappa", width=width))
    assert "95 % interval." in said
    assert "chance" not in said and "hollow" not in said.lower()


def test_a_percent_has_its_numbers_beside():
    (svg,) = drawn("shares")
    assert "14/40  35%" in words(svg)
    assert svg.count("<rect") == 40, "each lesson has its square"
    assert drawn("many")[0].count("<rect") == 2


def test_schools_with_too_few_are_said_not_drawn():
    assert "Not shown, because too few answered: 1." in " ".join(words(drawn("hidden")[0]))


def test_questions_together_are_titled_by_what_turned_most():
    first = finding(
        Choices(
            FIVE,
            (ChoicesAt(WAVES[0], (4, 4, 4, 6, 6), 24), ChoicesAt(WAVES[1], (1, 1, 3, 9, 10), 24)),
        )
    )
    other = finding(*DRAWINGS["choices"])
    group = Group(Topic.ITEMS, Text(en="Statements"), (other, first, other))
    assert len(questions_together(group)) == 1
    (draw,) = questions_figures(group, "en")
    assert "Turned most: “Words” 12/24 (50%) → 19/24 (79%)" in words(as_svg(draw()))


def test_two_questions_stay_apart():
    group = Group(Topic.ITEMS, Text(en="Statements"), (finding(*DRAWINGS["choices"]),) * 2)
    assert not questions_together(group)


@pytest.mark.parametrize(
    "empty",
    [
        Means((MeanAt(WAVES[0], 0, None, None, None),), 1, 5),
        Lines(WAVES, (Line("SCH1", "", (None, None, None)),), 1, 5),
        Choices(FIVE, (ChoicesAt(WAVES[0], (0,) * 5, 0),)),
        Forest((Effect(LONG, 0, None, None, None),), LONG),
        Shares((ShareOf(WAVES[0], 0, 0, None, None, None),)),
        Counts(WAVES, WAVES, ((0, 0, 0),) * 3),
        Points(LONG, LONG, ()),
    ],
)
def test_nothing_is_drawn_where_nobody_answered(empty):
    assert not finding_figures(finding(empty), "en")
    assert count_figures(finding(empty)) == 0


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_lines_of_groups_are_named_in_the_language_of_the_reader(language):
    names = (Text("жоқ", "нет", "none"), Text("тұрақты", "регулярно", "regular"))
    lines = tuple(Line(code, code, (3.0, 3.1, 3.4)) for code in ("none", "regular"))
    (draw,) = finding_figures(finding(Lines(WAVES, lines, 1, 5, names)), language)
    drawn = words(as_svg(draw()))
    assert all(any(name.in_(language) in said for said in drawn) for name in names)
    assert not any("regular" in said or "none" in said for said in drawn)
