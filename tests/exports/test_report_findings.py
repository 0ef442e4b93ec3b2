"""What was found, set into the report: tables that fit, numbers as articles write them."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from exports.analysis_tables import analysis_tables
from exports.finding_numbers import Places, written
from exports.finding_tables import questions, said_once, tables
from exports.findings.finding import Finding, Findings, Group, Number, Topic
from exports.numbers import NOTHING
from exports.report import write_report
from exports.report_findings import results_part
from exports.source import Source
from instruments.wording import Text
from tests.exports.builders_source import instrument, item, likert, record, source


def without_questions(**more: object) -> Source:
    """Make a study whose instrument puts no question."""
    return source(instrument(item("Q1"), key="plain"), [record("T1", 1, {"Q1": "4"})], **more)


def test_nothing_found_leaves_report_and_workbook_as_they_are(monkeypatch):
    nothing = Findings(())
    for module in ("exports.report", "exports.analysis_tables"):
        monkeypatch.setattr(f"{module}.all_findings", lambda *_: nothing)
    assert [*analysis_tables(without_questions())] == []
    assert [*results_part(nothing, without_questions(), lambda _: None)] == []
    out = BytesIO()
    write_report(without_questions(), out)
    assert "Results" not in " ".join(page.extract_text() for page in PdfReader(out).pages)


def test_a_study_with_hardly_any_answers_can_be_printed():
    out = BytesIO()
    summary = write_report(source(likert(), [record("T1", 1, {"Q1": "4"})]), out)
    assert summary.pages


@pytest.mark.parametrize(
    ("number", "en", "kk"),
    [
        (Number("f", Text(en="F"), 6.4249), "6.42", "6,42"),
        (Number("p", Text(en="p"), 0.0034, places=3, bounded=True), ".003", ",003"),
        (Number("p.w1", Text(en="p"), 0.00001, places=3, bounded=True), "< .001", "< ,001"),
        (Number("change", Text(en="c"), -0.5), "−0.50", "−0,50"),
        (Number("r", Text(en="r"), -0.5, bounded=True), "−.50", "−,50"),
        (Number("n", Text(en="n"), 24, places=0), "24", "24"),
        (Number("g", Text(en="g"), 0.5, 0.1, 0.9), "0.50\n[0.10, 0.90]", "0,50\n[0,10; 0,90]"),
        (Number("alpha", Text(en="a"), None, bounded=True), NOTHING, NOTHING),
        (Number("alpha", Text(en="a"), 1.0, bounded=True), "1.00", "1,00"),
    ],
)
def test_numbers_are_written_as_articles_write_them(number, en, kk):
    assert written(number, "en") == en
    assert written(number, "kk") == kk


def question_of(*numbers: Number, subjects: int = 1):
    words = Text(en="Did it change?")
    findings = tuple(
        Finding(f"growth.x.{at}", Topic.GROWTH, "x", str(at), words, Text(en=f"Scale {at}"),
                *(Text(en="-"),) * 2, 3, *(Text(en="-"),) * 2, numbers)
        for at in range(subjects)
    )  # fmt: skip
    (found,) = questions(Group(Topic.GROWTH, Text(en="Change"), findings), "en")
    return found


def test_a_share_is_printed_with_its_counts():
    at = Text(en="Baseline: share")
    numbers = (
        Number("x.baseline", at, 14, places=0),
        Number("n.baseline", at, 40, places=0),
        Number("share.baseline", at, 0.35, 0.22, 0.5),
    )
    (table,) = tables(question_of(*numbers), Places({}, "en"))
    assert table.rows == (("Scale 0",), ("Baseline", "14/40 (35%)\n[22, 50]%"))


def test_more_columns_than_paper_holds_go_on_in_another_table():
    numbers = [Number(f"m{at}.a", Text(en=f"A: measurement{at}"), 1.5, 1.0, 2.0) for at in range(9)]
    found = [*tables(question_of(*numbers), Places({}, "en"))]
    assert len(found) > 1
    heads = [head for table in found for head in table.head[1:]]
    assert heads == [f"Measurement{at}" for at in range(9)]
    assert {len(row) for table in found for row in table.rows} <= {1, *(len(t.head) for t in found)}


def test_what_is_said_of_several_is_said_once():
    told = [
        (Text(en="A"), Text(en="Few.")),
        (Text(en="B"), Text(en="Few.")),
        (Text(en="C"), Text()),
    ]
    assert [*said_once(told, "en")] == [("Few.", ("A", "B"))]
