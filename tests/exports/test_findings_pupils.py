"""Outcomes of pupils over all their waves, and the upper quartile of an index as another cut."""

import pytest

from exports.findings.cases import Case, Outcome
from exports.findings.everything import all_findings
from exports.findings.finding import Finding
from exports.findings.pupils_parts import gained_by_part
from exports.source import Source
from exports.statistics.outcome import Undefined
from tests.exports.small_studies import POINTS as SHEET
from tests.exports.small_studies import pupils


def found(source: Source, key: str) -> Finding:
    one = all_findings(source).find(key)
    assert one is not None
    return one


POINTS = """46 46 54|54 54 56|50 55 59|63 - 62|64 66 67|71 68 76|44 45 47|61 59 -|54 56 60|62 65 67
62 70 71|71 - 75|45 47 52|49 57 60|63 61 62|61 64 64|73 72 77|71 71 75|49 51 55|55 57 54|50 55 60
61 63 67|69 68 70|72 73 79"""
WAVES, GAIN = "pupils.points.points.waves", "pupils.points.points"


def points_in_three_waves() -> dict:
    """Give 24 pupils of six teachers, three with a gap."""
    rows = POINTS.replace("\n", "|").split("|")
    return {
        f"P{place:02}": (
            f"T{place % 6}",
            tuple(None if one == "-" else float(one) for one in row.split()),
        )
        for place, row in enumerate(rows)
    }


def test_waves_between_the_first_and_the_last_count():
    one = found(pupils(points_in_three_waves(), {"T1": 1}, several=3), WAVES)
    # R 4.2.2, lmerTest, emmeans: m <- lmer(y ~ wave + (1 | teacher / case)), bobyqa with rhoend =
    # 1e-12; anova(m), VarCorr(m), pairs(emmeans(m, "wave"), reverse = TRUE)
    assert one.value("f") == pytest.approx(27.84323972, rel=1e-6)
    assert one.value("df2") == pytest.approx(43.31002081, rel=1e-4)
    assert one.value("variance_cases") == pytest.approx(5.514269149, rel=1e-5)
    assert one.value("variance_teachers") == pytest.approx(79.225557413, rel=1e-5)
    assert one.value("difference.w2-w1") == pytest.approx(1.552085, rel=1e-6)
    assert one.value("p_bonferroni.w2-w1") == pytest.approx(0.0593, abs=5e-5)
    assert (one.n, one.value("scores")) == (24, 69)
    assert "hardly by chance" in one.answer.in_("en")
    assert [type(drawn).__name__ for drawn in one.drawings] == ["Means", "Forest"]


def test_the_gain_stays_that_from_the_first_wave_to_the_last():
    scores = points_in_three_waves()
    three = found(pupils(scores, {"T1": 1}, several=3), GAIN)
    ends = {who: (of, (row[0], row[-1])) for who, (of, row) in scores.items()}
    two = all_findings(pupils(ends, {"T1": 1}))
    assert three.value("gain") == pytest.approx(two.find(GAIN).value("gain"))
    assert two.find(WAVES) is None


def test_an_outcome_alike_in_every_wave_cannot_be_tested():
    same = {f"P{n}": (f"T{n % 2}", (50.0, 50.0, 50.0)) for n in range(6)}
    one = found(pupils(same, {"T1": 1}, several=3), WAVES)
    assert "cannot be tested: all values are the same" in one.answer.in_("en")
    assert one.why is Undefined.NO_VARIANCE


def test_pupils_of_one_teacher_have_waves_too():
    alone = {who: ("T1", row) for who, (_, row) in points_in_three_waves().items()}
    one = found(pupils(alone, {"T1": 1}, several=3), WAVES)
    assert one.value("variance_teachers") is None
    assert one.value("p") is not None


def test_the_upper_quartile_is_another_cut_that_respects_teachers():
    scores = {f"P{n}": (f"T{n % 8}", (50 + n % 7, 52 + n % 5 + 3 * (n % 8 > 5))) for n in range(48)}
    made = pupils(scores, {f"T{n}": 10 * n for n in range(8)})
    one = found(made, "engagement.points.points.part")
    alone, clusters = (one.alternative(key) for key in ("top_quartile", "top_quartile_clusters"))
    assert alone.value("n.high") == 12
    assert clusters.value("value") == pytest.approx(alone.value("value"))
    assert clusters.value("df") < alone.value("df")


def by_part(*cases: tuple[str, str, float]) -> Finding:
    """Compare the gains of two parts: part, teacher and gain of each pupil."""
    part, points = SHEET.sections[0].items
    rows = tuple(
        Case(f"P{place}", of, teacher, "S1", (50.0, 50.0 + gain))
        for place, (of, teacher, gain) in enumerate(cases)
    )
    (one,) = gained_by_part(Outcome("points", points, part, (), rows))
    return one


def test_one_teacher_in_each_part_tells_no_difference_of_parts():
    one = by_part(*(("a", "T1", n) for n in (1, 2, 3)), *(("b", "T2", n) for n in (7, 8, 9)))
    assert one.value("p") < 0.01
    assert one.alternative("clusters").value("p") is None
    assert one.alternative("clusters").why is Undefined.FEW_UNITS
    said = one.answer.in_("en")
    assert "cannot be tested by the teachers' means: there are too few cases; pupils taken" in said


def test_a_teacher_with_pupils_in_two_parts_counts_in_both():
    first = [("a", "T1", 1), ("a", "T1", 3), ("a", "T2", 4), ("b", "T1", 8), ("b", "T3", 10)]
    one = by_part(*first, ("b", "T3", 12))
    assert one.alternative("clusters").value("df2") == 2
    # Means 2 and 4 against 8 and 11: 42.25 between the parts, (2 + 4.5) / 2 inside them.
    assert one.alternative("clusters").value("f") == pytest.approx(42.25 / 3.25)
