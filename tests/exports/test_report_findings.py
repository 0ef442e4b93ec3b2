"""What was found, set into the report: tables that fit, numbers as articles write them."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from reportlab.platypus import Spacer

from exports.analysis_tables import analysis_tables
from exports.article.columns import also, case, counted, limits, statistic, value
from exports.article.composed import Composed
from exports.article.composers import composer_of
from exports.article.composing import Frame, compose, plain
from exports.article.flow import settled
from exports.article.pages import Report
from exports.article.results import results
from exports.article.sphericity import beside, p_column, statistic_column
from exports.article.typeset import typeset
from exports.article.widths import SIZES, chosen, parted
from exports.finding_numbers import Places, written
from exports.finding_tables import questions, said_once, tables
from exports.findings.finding import Alternative, Finding, Findings, Group, Number, Topic
from exports.numbers import NOTHING
from exports.paper import TEXT_WIDTH, write_pages
from exports.report import write_report
from exports.source import Source
from exports.typography import register_fonts
from instruments.wording import Text
from tests.exports.builders_source import instrument, item, likert, record, source


def without_questions(**more: object) -> Source:
    """Make a study whose instrument puts no question."""
    return source(instrument(item("Q1"), key="plain"), [record("T1", 1, {"Q1": "4"})], **more)


def words_of(made: Source) -> str:
    out = BytesIO()
    write_report(made, out)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(out).pages).split())


def test_nothing_found_leaves_report_and_workbook_as_they_are(monkeypatch):
    nothing = Findings(())
    for module in ("exports.report", "exports.analysis_tables"):
        monkeypatch.setattr(f"{module}.all_findings", lambda *_: nothing)
    assert [*analysis_tables(without_questions())] == []
    assert [*results(Report(without_questions()), nothing)] == []
    text = words_of(without_questions())
    assert "Results" not in text and "How things stand" not in text


def test_a_study_with_hardly_any_answers_can_be_printed():
    assert "1/2 (50%)" in words_of(source(likert(), [record("T1", 1, {"Q1": "4"})]))


@pytest.mark.parametrize(
    ("number", "en", "kk"),
    [
        (Number("f", Text(en="F"), 6.4249), "6.42", "6,42"),
        (Number("p", Text(en="p"), 0.0034, places=3, bounded=True), ".003", ",003"),
        (Number("p.w1", Text(en="p"), 0.00001, places=3, bounded=True), "< .001", "< ,001"),
        (Number("change", Text(en="c"), -0.5), "−0.50", "−0,50"),
        (Number("r", Text(en="r"), -0.5, bounded=True), "−.50", "−,50"),
        (Number("p_holm", Text(en="p"), 0.0, places=3, bounded=True), "< .001", "< ,001"),
        (Number("people", Text(en="people"), 0, places=0), "0", "0"),
        (Number("n", Text(en="n"), 24, places=0), "24", "24"),
        (Number("g", Text(en="g"), 0.5, 0.1, 0.9), "0.50\n[0.10, 0.90]", "0,50\n[0,10; 0,90]"),
        (Number("alpha", Text(en="a"), None, bounded=True), NOTHING, NOTHING),
        (Number("alpha", Text(en="a"), 1.0, bounded=True), "1.00", "1,00"),
    ],
)
def test_numbers_are_written_as_articles_write_them(number, en, kk):
    assert written(number, "en") == en
    assert written(number, "kk") == kk


def found(*numbers: Number, key: str = "growth.x.A", topic=Topic.GROWTH, **more) -> Finding:
    words = {"question": Text(en="Did it change?"), "subject": Text(en="Scale A"), **more}
    return Finding(key, topic, "x", "A", words.pop("question"), words.pop("subject"),
                   *(Text(en="-"),) * 2, 3, *(Text(en="-"),) * 2, numbers, **words)  # fmt: skip


def question_of(*findings: Finding):
    group = Group(findings[0].topic, Text(en="Change"), findings)
    (asked,) = questions(group, "en")
    return asked


def test_a_share_is_printed_with_its_counts_where_nobody_composed_a_table():
    at = Text(en="Baseline: share")
    numbers = (
        Number("x.baseline", at, 14, places=0),
        Number("n.baseline", at, 40, places=0),
        Number("share.baseline", at, 0.35, 0.22, 0.5),
    )
    asked = question_of(found(*numbers))
    assert composer_of(asked) is None
    (table,) = tables(asked, Places({}, "en"))
    assert table.rows == (("Scale A",), ("Baseline", "14/40 (35%)\n[22, 50]%"))


def test_more_columns_than_paper_holds_go_on_in_another_table():
    heads = tuple(f"Measurement{at}" for at in range(30))
    wide = Composed("", ("", *heads), (("Scale A",), ("Baseline", *["1.50 [1.00, 2.00]"] * 30)))
    parts = [*parted(wide)]
    assert len(parts) > 1
    assert [head for part in parts for head in part.head[1:]] == [*heads]
    assert all(sum(chosen(part)[1]) <= TEXT_WIDTH + 0.1 for part in parts)


def test_a_table_that_would_break_words_is_set_in_smaller_letters():
    rows = (("A statement of some length that has to stand in one line",),)
    narrow = Composed("", ("", "n"), tuple((*row, "1") for row in rows))
    wide = Composed("", ("", *["Share"] * 6), tuple((*row, *["12/24 (50%)"] * 6) for row in rows))
    assert chosen(narrow)[0] == SIZES[0] > chosen(wide)[0]


def test_a_test_is_written_with_its_degrees_of_freedom():
    numbers = (
        Number("f", Text(), 6.43),
        Number("df1", Text(), 2, places=0),
        Number("df2", Text(), 45.64, places=1),
        Number("gg", Text(), 0.79, bounded=True),
        Number("p_gg", Text(), 0.00001, places=3, bounded=True),
    )
    row = case(numbers)
    assert statistic().write(row, "en") == "F(2, 45.6)\u00a0=\u00a06.43"
    assert statistic().write(row, "ru") == "F(2; 45,6)\u00a0=\u00a06,43"
    besides = also(value("gg", Text(en="ε")), value("p_gg", Text(en="p")))
    assert besides.write(row, "en") == "ε\u00a0= .79, p\u00a0< .001"


@pytest.mark.parametrize(
    ("n", "mauchly", "test", "p"),
    [
        (23, 0.041, "F(1.58, 34.87)\u00a0=\u00a06.52", ".007"),
        (23, 0.353, "F(1.58, 34.87)\u00a0=\u00a06.52", ".007"),
        (40, 0.041, "F(1.58, 34.87)\u00a0=\u00a06.52", ".007"),
        (40, 0.353, "F(2, 44)\u00a0=\u00a06.52", ".003"),
    ],
)
def test_a_test_of_waves_is_corrected_for_few_people_or_unlike_differences(n, mauchly, test, p):
    row = case(
        (
            Number("n", Text(), n, places=0),
            Number("f", Text(), 6.52),
            Number("df1", Text(), 2, places=0),
            Number("df2", Text(), 44, places=1),
            Number("p", Text(), 0.003, places=3, bounded=True),
            Number("mauchly_p", Text(), mauchly, places=3, bounded=True),
            Number("df1_gg", Text(), 1.58),
            Number("df2_gg", Text(), 34.87),
            Number("p_gg", Text(), 0.007, places=3, bounded=True),
        )
    )
    assert (statistic_column().write(row, "en"), p_column().write(row, "en")) == (test, p)
    besides = also(*beside()).write(row, "en")
    other = "p without correction\u00a0= .003 (df\u00a0= 2, 44)"
    assert (other if p == ".007" else "p(GG)\u00a0= .007") in besides


def test_columns_and_rows_without_any_number_are_left_out():
    rows = [
        (("A",), case((Number("n", Text(), 3, places=0), Number("x", Text(), 1)))),
        (("B",), case((Number("mean", Text(), None),))),
    ]
    columns = plain((value("n"), value("mean"), limits("mean"), counted(Text(en="x/n"))))
    (made,) = compose(Frame(Text(en="Means"), (Text(en="Scale"),)), rows, columns, "en")
    assert made.head == ("Scale", "n", "x/n")
    assert made.rows == (("A", "3", "1/3 (33%)"),)
    assert [*compose(Frame(Text(en="Means"), (Text(),)), rows[1:], columns, "en")] == []


def way(key: str, name: str, differs: str, *numbers: Number) -> Alternative:
    return Alternative(key, Text(en=name), Text(), Text(en=differs), numbers)


def test_ways_stand_under_one_another_and_their_reasons_once_below():
    mean = Number("mean.w1", Text(en="w1: mean"), 3.2)
    f = [Number("f", Text(), it) for it in (6.43, 6.42, 7.12, 7.15)]
    findings = [
        found(mean, f[0], subject=Text(en="Scale A"),
              alternatives=(way("additive", "ANOVA", "Participants are fixed.", f[1]),)),
        found(mean, f[2], subject=Text(en="Scale B"), key="growth.x.B",
              alternatives=(way("additive", "ANOVA", "Participants are fixed.", f[3]),)),
    ]  # fmt: skip
    asked = question_of(*findings)
    tested = [*composer_of(asked)(asked, Places({}, "en"))][-1]
    assert [row[0] for row in tested.rows] == [
        "Scale A", "Mixed model (main analysis)", "ANOVA\u00a0(a)",
        "Scale B", "Mixed model (main analysis)", "ANOVA\u00a0(a)",
    ]  # fmt: skip
    assert tested.notes == ("(a) Participants are fixed.",)


def test_correlations_are_a_matrix_with_r_below_and_p_above():
    def pair(first, second, r, p):
        label = Text(en=f"{first} – {second}: Pearson's r")
        yield Number(f"r.{first}~{second}", label, r, r - 0.1, r + 0.1, bounded=True)
        yield Number(f"p_holm.{first}~{second}", label, p, places=3, bounded=True)

    numbers = [*pair("A", "B", 0.5, 0.01), *pair("A", "C", 0.2, 0.3), *pair("B", "C", -0.1, 1.0)]
    asked = question_of(found(*numbers, topic=Topic.TOGETHER))
    (matrix,) = composer_of(asked)(asked, Places({}, "en"))
    assert matrix.rows == (
        ("1. A", "—", ".010", ".300"),
        ("2. B", ".50\n[.40, .60]", "—", "1.000"),
        ("3. C", ".20\n[.10, .30]", "−.10\n[−.20, .00]", "—"),
    )


def test_what_is_said_of_several_is_said_once():
    told = [
        (Text(en="A"), Text(en="Few.")),
        (Text(en="B"), Text(en="Few.")),
        (Text(en="C"), Text()),
    ]
    assert [*said_once(told, "en")] == [("Few.", ("A", "B"))]


def test_a_report_of_nothing_says_once_that_nobody_answered():
    text = words_of(source(likert(), []))
    assert "Nobody has answered yet: 0 of 6." in text
    assert "How things stand" not in text and "Figure 1" not in text


def test_a_report_of_one_wave_has_means_and_no_test_of_change():
    answers = {f"Q{at}": value for at, value in enumerate("42453", 1)}
    text = words_of(source(likert(), [record("T1", 1, answers)], wave="w1"))
    assert "Means of scales by wave" in text
    assert "Tests of the change" not in text and "Differences between waves" not in text


def flowed(story) -> list[str]:
    register_fonts()
    write_pages(out := BytesIO(), [*settled(story)], title="", foot="", language="en")
    return [page.extract_text() for page in PdfReader(out).pages]


def test_a_heading_and_a_caption_stand_over_some_rows_of_a_table_that_breaks():
    rows = tuple((f"School {at}", "1") for at in range(90))
    report = Report(without_questions())
    long = [*report.table(Composed("Means", ("School", "n"), rows, notes=("A note.",)))]
    for empty in range(200, 760, 40):
        pages = flowed([Spacer(1, empty), *report.begin("Schools"), *long])
        (begun,) = [page for page in pages if "Means" in page]
        assert "Schools" in begun and begun.count("School ") >= 3
        assert pages[-1].count("School ") >= 3 and "A note." in pages[-1]


def test_rows_of_one_subject_stay_together():
    rows = tuple((f"Scale {at}", f"Wave {wave}", "1") for at in range(40) for wave in range(3))
    made = Composed("Means", ("Scale", "Wave", "n"), rows, words=2)
    pages = flowed(typeset(made, None))
    assert len(pages) > 1
    assert all(page.count("Wave 0") == page.count("Wave 2") for page in pages)
