"""What was found in the demo, as it is printed and as it stands in the workbook."""

import json
import re
import shutil
from collections.abc import Iterator
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.coordinate.computing import compute_results
from app.coordinate.exporting import make_export
from app.store.frame import export_source
from exports.analysis_tables import ALTERNATIVES, ANALYSIS, WORDS
from exports.article.composers import composer_of
from exports.finding_numbers import Places
from exports.finding_tables import questions
from exports.findings.claim_words import CAREFUL, joint_rows, verdict_rows
from exports.findings.claims import claims_of
from exports.findings.everything import all_findings
from exports.findings.finding import Findings, Topic
from exports.findings.joint import joint_display
from exports.findings.overviews import overviews
from exports.numbers import NOTHING, number
from exports.report import write_report
from exports.results import study_results
from exports.source import Choices
from exports.workbook import write_codebook, write_workbook
from instruments.records import Wave
from instruments.wording import LANGUAGES, Text
from tests.app.demo_house import demo_scope, open_demo

PAPER = {
    "en": ("F(2, 45) = 6.42", "F(2, 45) = 7.15", "14/40 (35%)", "28/40 (70%)", "22/24 (92%)"),
    "ru": ("F(2; 45) = 6,42", "F(2; 45) = 7,15", "14/40 (35 %)", "28/40 (70 %)", "22/24 (92 %)"),
    "kk": ("F(2; 45) = 6,42", "F(2; 45) = 7,15", "14/40 (35 %)", "28/40 (70 %)", "22/24 (92 %)"),
}
"""What the study's article prints, as the report prints it."""
WAVES = ("baseline", "midyear", "end")
HEADINGS = {
    "en": ("How things stand", "Who answered", "What is missing", "How the results were computed"),
    "ru": ("Коротко о результатах", "Кто ответил", "Чего не хватает", "Как вычислены результаты"),
    "kk": ("Қысқаша нәтиже", "Кім жауап берді", "Не жетіспейді", "Нәтижелер қалай есептелді"),
}
MOST_PAGES = 22
"""More nobody attaches to an article."""
FOOT = re.compile(r"\n.* · .*, \d\d:\d\d\n\d+ / \d+\s*(\d+\s*)*$")
"""What stands below every page; on the first the pages of the contents are written last."""
IN_WORDS = 12
"""More answers to one question stand in its table alone."""


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
    pages = (FOOT.sub("", page.extract_text()) for page in PdfReader(out).pages)
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


def test_the_report_goes_from_how_things_stand_to_how_they_were_computed(printed):
    language, text = printed
    places = [text.find(one) for one in HEADINGS[language]]
    assert -1 not in places and places == sorted(places)
    assert "lmerTest::lmer" in text


@pytest.mark.parametrize("topic", [Topic.ENGAGEMENT, Topic.RUBRIC])
def test_high_and_low_are_drawn_where_they_are_compared(printed, findings, topic):
    language, text = printed
    (group,) = (one for one in findings.groups if one.topic is topic)
    beside, compared, *_ = (plain(one.words) for one in questions(group, language))
    figure = r"((Figure|Рисунок) \d+\.|\d+-сурет\.) "
    assert re.search(figure + re.escape(compared), text)
    assert not re.search(figure + re.escape(beside), text)


ICC = {
    "en": "ICC of the model without predictors: teacher .05; school .08; together .13.",
    "ru": "ICC модели без предикторов: учитель ,05; школа ,08; вместе ,13.",
    "kk": "Предикторсыз модельдің ICC-і: мұғалім ,05; мектеп ,08; бірге ,13.",
}


def test_the_icc_is_said_of_the_model_without_predictors(printed):
    language, text = printed
    assert ICC[language] in text


def test_tables_are_numbered_without_a_gap(printed):
    _, text = printed
    found = [int(a or b) for a, b in re.findall(r"(?:Table|Таблица) (\d+)\.|(\d+)-кесте\.", text)]
    assert found[-1] > 20
    assert [*dict.fromkeys(found)] == [*range(1, found[-1] + 1)]


def test_the_report_is_short_enough_to_be_read(demo):
    for language in LANGUAGES:
        assert write_report(demo(language), BytesIO()).pages <= MOST_PAGES


def parts_of(reader: PdfReader) -> list[tuple[str, int]]:
    """Give the parts of a document's outline, those inside others too, with their pages."""

    def inside(outline) -> Iterator[tuple[str, int]]:
        for part in outline:
            if isinstance(part, list):
                yield from inside(part)
            else:
                yield part.title, reader.get_destination_page_number(part)

    return [*inside(reader.outline)]


def test_the_contents_name_the_page_on_which_a_part_begins(demo):
    write_report(demo("en"), out := BytesIO())
    reader = PdfReader(out)
    pages = [page.extract_text() for page in reader.pages]
    parts = parts_of(reader)
    assert {"Who answered", "Results", "Lessons"} <= {title for title, _ in parts}
    assert all(title in pages[number] for title, number in parts)
    named = re.search(r"\d+ / \d+((?:\s+\d+)+)$", pages[0])
    assert [int(it) for it in named[1].split()] == [number + 1 for _, number in parts]


def test_every_answer_in_words_stands_in_the_report(findings, printed):
    language, text = printed
    said = "".join(text.split())
    answers = [
        one.answer.in_(language)
        for group in findings.groups
        for question in questions(group, language)
        if len(question.findings) <= IN_WORDS
        for one in question.findings
    ]
    assert not [answer for answer in answers if "".join(answer.split()) not in said]


def test_every_warning_and_every_alternative_stand_in_the_report(findings, printed):
    language, text = printed
    said = "".join(text.split())
    wanted = [
        words.in_(language)
        for one in findings
        for words in (*one.warnings, *(other.differs for other in one.alternatives))
    ]
    assert wanted
    assert not [words for words in wanted if "".join(words.split()) not in said]


PRINTED = re.compile(r"\u2212?\d*\.?\d+")


def roundings(row: dict, places: int) -> set[str]:
    """Write the numbers of a row of a sheet as they may be printed, also in per cent."""
    values = [row[name] for name in ("value", "low", "high") if row[name] is not None]
    written = {number(value, "en", places) for value in values}
    written |= {number(100 * value, "en", places) for value in values}
    return {text.removeprefix("-") for text in written}


def is_held(text: str, rows: list[dict]) -> bool:
    """Say whether a printed number is a rounding of one in a sheet."""
    digits = text.removeprefix("\u2212")
    digits = digits if digits[0] != "." else f"0{digits}"
    places = len(digits.partition(".")[2])
    return any(digits in roundings(row, places) for row in rows)


def test_every_number_of_the_tables_is_a_rounding_of_one_in_the_sheets(findings, book):
    places = Places(
        {key: Wave(key, at, key, Text(en=key)) for at, key in enumerate(WAVES, 1)}, "en"
    )
    checked = 0
    for group in findings.groups:
        for question in questions(group, "en"):
            keys = {one.key for one in question.findings}
            sheets = (*book["analysis"], *book["analysis_alternatives"])
            rows = [row for row in sheets if row["finding"] in keys and row["key"]]
            compose = composer_of(question)
            for made in compose(question, places) if compose else ():
                cells = [cell for row in made.rows for cell in row[made.words :]]
                cells = [re.sub(r"[a-z_]+[0-9]+|< \.001|\(.*?%\)", "", cell) for cell in cells]
                for text in (text for cell in cells for text in PRINTED.findall(cell)):
                    checked += 1
                    assert is_held(text, rows), (question.words, made.caption, text)
    assert checked > 1500


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


def test_an_export_takes_what_the_page_of_results_keeps(demo_folder, tmp_path, monkeypatch):
    shutil.copytree(demo_folder, tmp_path / "house")
    database = open_demo(tmp_path / "house")
    scope = demo_scope(database)

    def numbers() -> list[tuple]:
        out = BytesIO()
        with database.reading() as session:
            make_export(session, scope, "xlsx", Choices(), out)
        sheet = load_workbook(out, read_only=True)["analysis"]
        return [*sheet.iter_rows(values_only=True)]

    computed = numbers()
    compute_results(database, scope)
    monkeypatch.setattr("exports.findings.topics.findings_of", None)
    assert numbers() == computed
    database.engine.dispose()


def test_every_claim_stands_with_what_each_source_says(demo, findings, printed):
    language, text = printed
    said = "".join(text.split())
    source = demo(language)
    claims = claims_of(findings, source)
    assert claims
    joint = joint_rows(joint_display(findings, source), language)
    rows = (*verdict_rows(claims, language).rows, *joint.rows)
    cells = [cell for row in rows for cell in row if cell != NOTHING]
    careful = [words.in_(language) for words in CAREFUL]
    assert not [one for one in (*cells, *careful) if "".join(one.split()) not in said]


def test_what_an_index_is_made_of_is_no_comparison_of_groups(findings):
    (told,) = [one for one in overviews(findings) if one.key == "engagement"]
    assert told.headline.in_("en").startswith("“Score”: high group +")
    assert "of 2 comparisons" not in told.answer.in_("en")


def test_the_model_of_levels_is_printed_with_every_coefficient(findings, printed):
    language, text = printed
    (levels,) = [one for one in findings.of(Topic.ENGAGEMENT) if one.key.endswith(".levels")]
    named = [one for one in levels.numbers if one.key.startswith("coefficient.")]
    assert len(named) == 4
    for one in named:
        label = one.label.in_(language).rpartition(": ")[0]
        assert f"{label} {number(one.value, language).replace('-', '−')}" in text
