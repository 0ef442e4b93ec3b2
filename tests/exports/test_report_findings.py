"""What was found, as it is printed and as it stands in the workbook: the same numbers."""

import json
import re
import shutil
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.store.frame import export_source
from exports.analysis_tables import ALTERNATIVES, ANALYSIS, WORDS, analysis_tables
from exports.finding_numbers import Places, written
from exports.finding_tables import questions, said_once, tables
from exports.findings.everything import all_findings
from exports.findings.finding import Finding, Findings, Group, Number, Topic
from exports.numbers import NOTHING
from exports.report import write_report
from exports.report_findings import results_part
from exports.results import study_results
from exports.source import Choices, Source
from exports.workbook import write_codebook, write_workbook
from instruments.wording import LANGUAGES, Text
from tests.app.demo_house import demo_scope, open_demo
from tests.exports.builders_source import instrument, item, likert, record, source

PAPER = {
    "en": ("F(2, 45) = 6.42", "F(2, 45) = 7.15", "14/40 (35%)", "28/40 (70%)", "22/24 (92%)"),
    "ru": ("F(2; 45) = 6,42", "F(2; 45) = 7,15", "14/40 (35 %)", "28/40 (70 %)", "22/24 (92 %)"),
    "kk": ("F(2; 45) = 6,42", "F(2; 45) = 7,15", "14/40 (35 %)", "28/40 (70 %)", "22/24 (92 %)"),
}
"""What the study's article prints, as the report prints it."""
HEADINGS = {
    "en": ("Results", "How the results were computed", "What is missing"),
    "ru": ("Результаты", "Как вычислены результаты", "Чего не хватает"),
    "kk": ("Нәтижелер", "Нәтижелер қалай есептелді", "Не жетіспейді"),
}


def plain(text: str) -> str:
    """Take a text without what parts its lines."""
    return " ".join(text.replace("\u2009", " ").split())


@pytest.fixture(scope="module")
def demo(demo_folder, tmp_path_factory):
    """Give the demo's records in a language, each read when it is asked for."""
    folder = tmp_path_factory.mktemp("found") / "house"
    shutil.copytree(demo_folder, folder)
    database = open_demo(folder)
    scope = demo_scope(database)
    with database.reading() as session:
        yield lambda language: export_source(session, scope, Choices(language=language))
    database.engine.dispose()


@pytest.fixture(scope="module")
def findings(demo) -> Findings:
    """Give what was found in the demo, in every language."""
    return all_findings(demo("en"))


@pytest.fixture(scope="module", params=LANGUAGES)
def printed(request, demo) -> tuple[str, str]:
    """Give a language and the words of the demo's report in it."""
    out = BytesIO()
    write_report(demo(request.param), out)
    pages = (page.extract_text() for page in PdfReader(out).pages)
    return request.param, plain(" ".join(pages))


@pytest.fixture(scope="module")
def book(demo) -> dict[str, list[dict]]:
    """Give the sheets of the demo's workbook with what was found, and its codebook."""
    out = BytesIO()
    write_workbook(demo("en"), out)
    found = load_workbook(out, read_only=True)
    names = [name for name in found.sheetnames if name.startswith(("analysis", "codebook"))]
    sheets = {}
    for name in names:
        first, *rest = found[name].iter_rows(values_only=True)
        sheets[name] = [dict(zip(first, row, strict=True)) for row in rest]
    return sheets


def test_the_report_prints_what_the_article_prints(printed):
    language, text = printed
    assert not [one for one in PAPER[language] if one not in text]


def test_the_report_has_results_methods_and_what_is_missing_in_this_order(printed):
    language, text = printed
    places = [text.find(one) for one in HEADINGS[language]]
    assert -1 not in places and places == sorted(places)
    assert "lmerTest::lmer" in text


def test_tables_are_numbered_without_a_gap(printed):
    _, text = printed
    found = [int(a or b) for a, b in re.findall(r"(?:Table|Таблица) (\d+)\.|(\d+)-кесте\.", text)]
    assert found[-1] > 20
    assert [*dict.fromkeys(found)] == [*range(1, found[-1] + 1)]


def test_every_finding_stands_in_the_report(findings, printed):
    language, text = printed
    said = text.replace(" ", "")
    lines = [
        line
        for group in findings.groups
        for question in questions(group, language)
        for one in question.findings
        if len(question.findings) <= 12
        for line in one.apa.in_(language).split("\n")
    ]
    assert not [line for line in lines if "".join(line.split()) not in said]


def test_every_warning_and_every_alternative_stand_in_the_report(findings, printed):
    language, text = printed
    said = text.replace(" ", "")
    wanted = [
        words.in_(language)
        for one in findings
        for words in (*one.warnings, *(other.differs for other in one.alternatives))
    ]
    assert wanted
    assert not [words for words in wanted if "".join(words.split()) not in said]


def test_the_sheet_holds_the_numbers_of_the_command(demo, book):
    told = json.loads(json.dumps(study_results(demo("en"))))["findings"]
    wanted = [
        (one["key"], number["key"], number["value"], number["low"], number["high"])
        for group in told
        for one in group["findings"]
        for number in one["numbers"]
    ]
    found = [tuple(row[name] for name in ("finding", "key", "value", "low", "high"))
             for row in book["analysis"]]  # fmt: skip
    assert len(wanted) > 500
    assert found == wanted


def test_the_sheet_of_other_ways_holds_every_number_of_them(findings, book):
    wanted = [
        (one.key, other.key, number.key, number.value)
        for one in findings
        for other in one.alternatives
        for number in other.numbers
    ]
    found = [tuple(row[name] for name in ("finding", "alternative", "key", "value"))
             for row in book["analysis_alternatives"] if row["key"]]  # fmt: skip
    assert found == wanted


def test_the_sheet_of_words_has_a_row_for_every_answer(findings, book):
    rows = book["analysis_words"]
    assert [row["finding"] for row in rows] == [one.key for one in findings]
    assert [row["answer"] for row in rows] == [one.answer.in_("en") for one in findings]
    assert [row["model"] for row in rows] == [one.model.in_("en") for one in findings]


def test_the_codebook_describes_every_column_of_what_was_found(demo, book):
    out = BytesIO()
    write_codebook(demo("en"), out)
    alone = load_workbook(out, read_only=True)["codebook"]
    first, *rest = alone.iter_rows(values_only=True)
    whole = [dict(zip(first, row, strict=True)) for row in rest]
    for rows in (book["codebook"], whole):
        for name, columns in (
            ("analysis", ANALYSIS),
            ("analysis_alternatives", ALTERNATIVES),
            ("analysis_words", WORDS),
        ):
            described = {row["var_name"] for row in rows if name in (row["tables"] or "").split()}
            assert described == {column.name for column in columns}


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
    assert heads == [f"measurement{at}" for at in range(9)]
    assert {len(row) for table in found for row in table.rows} <= {1, *(len(t.head) for t in found)}


def test_what_is_said_of_several_is_said_once():
    told = [
        (Text(en="A"), Text(en="Few.")),
        (Text(en="B"), Text(en="Few.")),
        (Text(en="C"), Text()),
    ]
    assert [*said_once(told, "en")] == [("Few.", ("A", "B"))]
