"""Every file of a study, written and looked at: what is wrong with each, in words."""

import hashlib
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pyreadstat
from pypdf import PdfReader
from reportlab.pdfbase.pdfmetrics import stringWidth

from exports.bundle import write_csv_zip
from exports.drawn import questions_together
from exports.findings.finding import Finding, Findings
from exports.findings_figures import NARROW, finding_figures, questions_figures
from exports.labelled.files import write_dta_zip, write_sav_zip
from exports.publication import write_bundle
from exports.r_script import r_script
from exports.report import write_report
from exports.results import study_results
from exports.source import Source
from exports.svg import as_svg
from exports.workbook import write_codebook, write_workbook
from instruments.wording import LANGUAGES, Language, Message, Text
from tests.exports.r_syntax import fault

HOLLOW = re.compile(
    r"\b(?:nan|None|inf|Undefined)\b|\{\w*\}|  |(?<!\w)\(\)"
    r"| [.,;:](?![\d=.])|(?<!\.)\.\.(?!\.)|[.,;:] ?$(?<!\.)|^\s*$"
)
"""What no sentence may hold: a number that is none, an empty place, two blanks, a mark alone."""
ONE_OF_MANY = re.compile(
    r"(?<![\d.,–-])1 (?:teachers|people|pupils|lessons|schools|waves|answers|participants|records|"
    r"groups|cells|cases|classes|sessions|segments|works|raters|observers|pairs|items)\b"
)
"""Numerals of one with a word of many."""
COUNTED_RU = "(?:человек|уроков|учителей|учеников|школ|волн|ответов)"
WRONG_RU = re.compile(
    rf"(?<![\d.,–-])(?:\d*[02-9])?1 (?:человека|{COUNTED_RU[3:]}\b"
    rf"|(?<![\d.,–-])(?<!меньше )(?:\d*[02-9])?[2-4] {COUNTED_RU}\b"
)
"""Numerals with a form that Russian has for other numerals."""


def sentences(findings: Findings) -> Iterator[tuple[str, Text | Message]]:
    """Give every wording of findings with its place; APA lines may be empty."""
    for group in findings.groups:
        yield f"{group.topic}: title", group.title
    for one in findings:
        yield from _of(one)


def _of(one: Finding) -> Iterator[tuple[str, Text | Message]]:
    for name in ("question", "answer", "missing", "model"):
        yield f"{one.key}: {name}", getattr(one, name)
    yield from ((f"{one.key}: warning", words) for words in one.warnings)
    yield from ((f"{one.key}: number {number.key}", number.label) for number in one.numbers)
    if one.apa:
        yield f"{one.key}: apa", one.apa
    for other in one.alternatives:
        yield f"{one.key}.{other.key}: name", other.name
        yield f"{one.key}.{other.key}: why it differs", other.differs
        if other.apa:
            yield f"{one.key}.{other.key}: apa", other.apa
        yield from (
            (f"{one.key}.{other.key}: number {number.key}", number.label)
            for number in other.numbers
        )


def faults_of_words(findings: Findings) -> Iterator[str]:
    """Name sentences with an empty place, no translation or a wrong form after a numeral."""
    for place, words in sentences(findings):
        for language in LANGUAGES:
            said = words.in_(language)
            if HOLLOW.search(said):
                yield f"{place} in {language} holds something that is no word: {said!r}"
        if ONE_OF_MANY.search(words.in_("en")) or WRONG_RU.search(words.in_("ru")):
            yield f"{place}: a numeral with the wrong form: {words.in_('en')} / {words.in_('ru')}"
        if isinstance(words, Message) and _is_left_in_english(words):
            yield f"{place} is not translated: {words.in_('en')!r}"


def _is_left_in_english(words: Message) -> bool:
    same = words.in_("en") in (words.in_("kk"), words.in_("ru"))
    return same and re.search(r"[A-Za-z]{4}", words.sentence) is not None


def faults_of_results(source: Source) -> Iterator[str]:
    """Say whether results are JSON in its strict sense."""
    try:
        text = json.dumps(study_results(source), allow_nan=False)
    except ValueError as wrong:
        yield f"results are no JSON: {wrong}"
    else:
        json.loads(text)


def faults_of_drawings(findings: Findings, language: Language) -> Iterator[str]:
    """Draw every figure for a page, wide and narrow."""
    for width in (None, NARROW):
        draws = [
            (one.key, draw) for one in findings for draw in finding_figures(one, language, width)
        ]
        draws += [
            (group.topic, draw)
            for group in findings.groups
            if questions_together(group)
            for draw in questions_figures(group, language, width)
        ]
        for key, draw in draws:
            figure = draw()
            yield from (f"{key} ({width}): {one}" for one in _faults_of_figure(figure))
            ElementTree.fromstring(as_svg(figure))


def _faults_of_figure(figure) -> Iterator[str]:
    for shape in figure.contents:
        if not hasattr(shape, "text"):
            continue
        long = stringWidth(shape.text, shape.fontName, shape.fontSize)
        left = shape.x - {"start": 0.0, "middle": long / 2, "end": long}[shape.textAnchor]
        if left < -1 or left + long > figure.width + 1 or not -1 <= shape.y <= figure.height:
            yield f"text stands outside its drawing: {shape.text!r}"
        if re.search(r"\bnan\b|\bNone\b|\binf\b", shape.text):
            yield f"text that is no word: {shape.text!r}"


def faults_of_report(source: Source) -> Iterator[str]:
    """Print the report and read it."""
    out = io.BytesIO()
    write_report(source, out)
    text = " ".join(page.extract_text() for page in PdfReader(out).pages)
    for found in re.findall(r".{20}\b(?:nan|None|inf)\b.{20}", text):
        yield f"the report says {found!r}"


def faults_of_workbook(source: Source) -> Iterator[str]:
    """Write the workbook and the codebook, and open them."""
    for write in (write_workbook, write_codebook):
        out = io.BytesIO()
        write(source, out)
        book = openpyxl.load_workbook(out, read_only=True)
        for sheet in book:
            for row in sheet.iter_rows(values_only=True):
                for cell in row:
                    if cell in ("nan", "None", "inf"):
                        yield f"{write.__name__}: {sheet.title} holds {cell!r}"


def faults_of_csv(source: Source) -> Iterator[str]:
    out = io.BytesIO()
    write_csv_zip(source, out)
    yield from _faults_of_archive(out)


def _faults_of_archive(out: io.BytesIO) -> Iterator[str]:
    with ZipFile(out) as archive:
        if broken := archive.testzip():
            yield f"{broken} is broken"
        listed = json.loads(archive.read("manifest.json"))["files"]
        names = {one["path"] for one in listed}
        unlisted = {*archive.namelist()} ^ names
        if unlisted != {"manifest.json"} or len(names) != len(listed):
            yield f"manifest.json does not list every file once: {sorted(unlisted)}"
        for one in listed:
            if hashlib.sha256(archive.read(one["path"])).hexdigest() != one["sha256"]:
                yield f"{one['path']} has another sha256 than manifest.json says"
            if one["path"].endswith(".xml"):
                ElementTree.fromstring(archive.read(one["path"]))
            if one["path"].endswith(".R") and (wrong := fault(archive.read(one["path"]).decode())):
                yield f"{one['path']}: {wrong}"


def faults_of_labelled(source: Source) -> Iterator[str]:
    """Read the files for SPSS and Stata back."""
    with tempfile.TemporaryDirectory() as folder:
        for write, ending, read in (
            (write_sav_zip, ".sav", pyreadstat.read_sav),
            (write_dta_zip, ".dta", pyreadstat.read_dta),
        ):
            out = io.BytesIO()
            write(source, out)
            with ZipFile(out) as archive:
                archive.extractall(folder)
            for path in sorted(Path(folder).rglob(f"*{ending}")):
                columns, meta = read(path, output_format="dict")
                if len(columns) != len({one.lower() for one in meta.column_names}):
                    yield f"{path.name} names two columns alike"


def faults_of_bundle(source: Source) -> Iterator[str]:
    out = io.BytesIO()
    write_bundle(source, out)
    yield from _faults_of_archive(out)


def faults_of_script(source: Source) -> Iterator[str]:
    """Say what R cannot parse."""
    if wrong := fault(r_script(source)):
        yield wrong


def said_in(source: Source, language: Language) -> Source:
    """Choose the language of the files."""
    return replace(source, choices=replace(source.choices, language=language))


WRITTEN: Mapping[str, Callable[[Source], Iterator[str]]] = {
    "results": faults_of_results,
    "report": faults_of_report,
    "workbook": faults_of_workbook,
    "csv": faults_of_csv,
    "labelled": faults_of_labelled,
    "bundle": faults_of_bundle,
    "script": faults_of_script,
}
