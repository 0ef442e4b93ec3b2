"""Tables of the report that are composed for one kind of finding, and what stands in words."""

import pytest

from exports.article.composed import Composed
from exports.article.composers import composer_of
from exports.article.pages import Report
from exports.article.results import answered
from exports.article.sides import sides
from exports.drawing import wrapped
from exports.finding_numbers import Places
from exports.finding_tables import Question, questions
from exports.findings.finding import Finding, Findings, Group, Number, Topic
from exports.paper import unbroken
from exports.typography import REGULAR, register_fonts
from instruments.records import Wave
from instruments.wording import Text
from tests.exports.builders_source import instrument, item, record, source

WAVES = {
    key: Wave(key, at, Text(en=name), Text(en=name), None, None)
    for at, (key, name) in enumerate((("w1", "Autumn"), ("w2", "Spring")), 1)
}
PLACES = Places(WAVES, "en", {("x", "Q1"): Text(en="I plan together.")})


def number(key: str, value: float, label: str = "", **more) -> Number:
    return Number(key, Text(en=label or key), value, **more)


def found(topic: Topic, *numbers: Number) -> Finding:
    question, subject, answer, none = (
        Text(en=words) for words in ("What was found?", "Scale A", "It is so.", "-")
    )
    return Finding(
        f"{topic}.x.A", topic, "x", "A", question, subject, answer, Text(), 3, none, none, numbers
    )


def asked(*findings: Finding) -> Question:
    (question,) = questions(Group(findings[0].topic, Text(en="Topic"), findings), "en")
    return question


def composed(*findings: Finding) -> list[Composed]:
    question = asked(*findings)
    compose = composer_of(question)
    assert compose is not None
    return [*compose(question, PLACES)]


def test_a_code_has_one_row_and_stands_beside_others_by_name():
    counts = [
        number(f"{measure}.{code}{wave}", 1, f"{name}: {measure}", places=0)
        for code, name in (("A_ONE", "Planning"), ("B_TWO", "Devices"))
        for measure in ("segments", "people")
        for wave in ("", ".w1", ".w2")
    ]
    (table,) = composed(found(Topic.TALK, *counts, number("together.A_ONE.B_TWO", 2, places=0)))
    assert [(row[0], row[-1]) for row in table.rows] == [
        ("Planning", "Devices\u00a02"),
        ("Devices", "Planning\u00a02"),
    ]


def test_an_index_is_one_table_with_itself_below_its_measures():
    numbers = (
        number("upper", 0.5, "Upper quartile"),
        number("median", -0.1),
        number("mean.high", 0.76),
        number("mean.low", -0.76),
        number("n.M1", 24, "Messages: n", places=0),
        number("mean.M1", 165.3, "Messages: mean", places=1),
        number("sd.M1", 90.7, "Messages: sd", places=1),
        number("mean.M1.high", 236.1, places=1),
        number("mean.M1.low", 94.6, places=1),
    )
    (table,) = composed(found(Topic.ENGAGEMENT, *numbers))
    assert [row[0] for row in table.rows] == ["Messages", "Scale A"]
    assert table.rows[0][-2:] == ("236.1", "94.6")
    assert table.notes == ("Upper quartile: 0.50.",)


def test_coefficients_stand_in_the_order_of_the_model_with_the_index_last():
    numbers = [number("value", 1.76, low=0.2, high=3.3), number("se", 0.73), number("t", 2.4)]
    numbers += [number("df", 15.7, places=1), number("icc", 0.13, bounded=True)]
    for term, name, b in (("start", "First wave", 0.97), ("index", "Engagement", 1.76)):
        numbers.append(number(f"coefficient.{term}", b, f"{name}: coefficient"))
        numbers.append(number(f"t.{term}", 3.5, f"{name}: t"))
        numbers.append(number(f"df.{term}", 136.0, f"{name}: df", places=1))
    numbers.append(number("variance.after.teacher", 7.2, "with: teacher", places=3))
    table, *_ = composed(found(Topic.ENGAGEMENT, *numbers))
    assert [row[:2] for row in table.rows] == [("First wave", "0.97"), ("Engagement", "1.76")]
    assert "t(136.0) = 3.50" in [cell.replace("\u00a0", " ") for cell in table.rows[0]]


def test_residuals_are_told_in_words_and_where_their_drawings_are():
    residuals = found(Topic.GROWTH, number("outlying", 0, places=0), number("skew", -0.38))
    assert composed(residuals) == []
    report = Report(source(instrument(item("Q1"), key="x"), [record("T1", 1, {"Q1": "4"})]))
    texts = [one.text for one in answered(report, asked(residuals))]
    assert texts[0] == "It is so."
    assert "page of results" in texts[-1]
    assert report.tables == 0


@pytest.mark.parametrize(
    ("topic", "numbers", "rows"),
    [
        (
            Topic.PARTICIPATION,
            (
                number("smallest_dz", 0.6),
                number("n.A", 24, "Scale A: n", places=0),
                number("smallest_dz.A", 0.6, "Scale A: d_z"),
                number("smallest_points.A", 0.75, "Scale A: points"),
            ),
            (("Scale A", "24", "0.60", "0.75"),),
        ),
        (
            Topic.PARTICIPATION,
            (
                number("asked", 24, places=0),
                number("people", 23, places=0),
                number("records", 768, places=0),
                number("mean_records", 32.5, places=1),
                number("records.w1", 400, places=0),
            ),
            (("Scale A", "23/24 (96%)", "768", "32.5"),),
        ),
        (
            Topic.PARTICIPATION,
            (
                number("left_some", 3, places=0),
                number("left.A", 3, "Scale A: left", places=0),
                number("mean_left.A", 3.1, "Scale A: mean"),
                number("mean_stayed.A", 3.4, "Scale A: mean"),
            ),
            (("Scale A", "3", "3.10", "3.40"),),
        ),
    ],
    ids=["precision", "records", "leavers"],
)
def test_who_takes_part_is_one_table(topic, numbers, rows):
    (table,) = composed(found(topic, *numbers))
    assert table.rows == rows


def test_pupils_of_several_waves_have_means_tests_and_steps():
    numbers = (
        number("n.w1", 30, places=0),
        number("mean.w1", 50.0),
        number("model_mean.w1", 50.1),
        number("f", 6.4),
        number("df1", 2, places=0),
        number("df2", 45.6, places=1),
        number("p", 0.003, places=3, bounded=True),
        number("difference.w2-w1", 3.8, "Autumn to spring: difference"),
        number("t.w2-w1", 5.4, "t"),
    )
    means, tests, steps = composed(found(Topic.PUPILS, *numbers))
    assert means.rows[0][:2] == ("Scale A", "Autumn")
    assert "F(2, 45.6)\u00a0=\u00a06.40" in tests.rows[0]
    assert steps.rows[0][:2] == ("Scale A", "1 → 2")


def test_items_are_called_by_their_words():
    numbers = (
        number("alpha.w1", 0.8, bounded=True),
        number("item_rest.Q1.w1", 0.5, bounded=True),
        number("item_rest.Q2.w1", 0.4, bounded=True),
    )
    *_, items = composed(found(Topic.RELIABILITY, *numbers))
    assert [row[0] for row in items.rows] == ["I plan together.", "Q2"]


def test_no_line_ends_before_a_percent_sign():
    assert unbroken("12,0 % / 12,0\u2009% / 12%") == "12,0\u00a0% / 12,0\u00a0% / 12%"
    register_fonts()
    for width in range(30, 120, 5):
        lines = wrapped("14/40 (35 %) → 28/40 (70\u2009%)", 8.5, width, REGULAR)
        assert not any(line.startswith("%") for line in lines)


def test_a_single_source_makes_no_claims():
    report = Report(source(instrument(item("Q1"), key="x"), [record("T1", 1, {"Q1": "4"})]))
    assert [*sides(report, Findings(()))] == []
    assert report.parts == []
