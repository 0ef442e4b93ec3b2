"""The bundle: all that a stranger needs, the same file for the same data, and no names."""

import hashlib
import json
import time
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pypdf
import pytest
from lxml import etree

from exports import publication
from exports.bundle import archive_name
from exports.publication import PARTS, Enclosed, of_source, write_bundle
from exports.sheets import TooLarge
from exports.source import Consent
from exports.wording import say
from instruments.definitions import Kind
from tests.exports.builders_source import instrument, item, likert, record, source, text

ANSWERS = {f"Q{n}": "4" for n in range(1, 6)}
CONSENT = Consent(("You may stop.",), ("I agree", "I do not"))
SOURCES = {("tried", 1): 'key = "tried"\n', ("other", 1): "not asked for"}


def tried(**more):
    return source(likert(), [record("T1", 1, ANSWERS)], **more)


def written(made, enclosed: Enclosed | None = None) -> bytes:
    out = BytesIO()
    write_bundle(made, out, enclosed=enclosed)
    return out.getvalue()


def opened(made, enclosed: Enclosed | None = None) -> ZipFile:
    return ZipFile(BytesIO(written(made, enclosed)))


def test_the_bundle_holds_data_codebooks_forms_and_hashes():
    whole = opened(tried(), Enclosed(SOURCES, CONSENT))

    assert whole.testzip() is None
    tables = ("tried_long", "tried_wide", "tried_level1", "level2_teacher", "level3_school")
    assert whole.namelist() == [
        *(f"data/{table}.csv" for table in tables),
        "data/study.xlsx",
        *(f"data/{table}.sav" for table in tables),
        "scripts/tried.sps",
        "data/README_SPSS.txt",
        *(f"data/{table}.dta" for table in tables),
        "scripts/tried.do",
        "data/README_Stata.txt",
        "scripts/analysis.R",
        "codebook.xlsx",
        "codebook.xml",
        "forms/tried_v1_en.pdf",
        "forms/tried_v1.xlsx",
        "forms/tried_v1.toml",
        "README.txt",
        "manifest.json",
    ]
    assert openpyxl.load_workbook(BytesIO(whole.read("data/study.xlsx"))).sheetnames[0] == "about"
    codebook = openpyxl.load_workbook(BytesIO(whole.read("codebook.xlsx")))
    assert codebook.sheetnames[0] == "codebook"
    assert whole.read("forms/tried_v1.toml").decode() == SOURCES["tried", 1]


def test_the_manifest_holds_the_hash_of_every_file_and_of_every_instrument():
    whole = opened(tried())
    manifest = json.loads(whole.read("manifest.json"))

    assert {one["path"] for one in manifest["files"]} == {*whole.namelist()} - {"manifest.json"}
    for one in manifest["files"]:
        content = whole.read(one["path"])
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
        assert one["bytes"] == len(content)
    assert manifest["made_at"] == "2024-06-01T09:30:00Z"
    assert manifest["made_by"].startswith("tolqyn")
    assert manifest["instruments"] == [{"key": "tried", "version": 1, "sha256": ""}]


def test_the_same_data_give_the_same_bytes():
    made, enclosed = tried(), Enclosed(SOURCES, CONSENT)
    first = written(made, enclosed)
    time.sleep(1.1)  # the clocks of workbooks and PDFs count seconds

    assert written(made, enclosed) == first


def test_another_day_changes_only_what_names_the_day():
    made = tried()
    later = replace(made, made_at=made.made_at + timedelta(days=3))
    first, second = opened(made), opened(later)

    assert first.namelist() == second.namelist()
    changed = {name for name in first.namelist() if first.read(name) != second.read(name)}
    assert not {name for name in changed if name.endswith((".csv", ".toml"))}
    assert "manifest.json" in changed
    assert {one.date_time for one in first.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive_name(later) == "study_20240604_0930_open.zip"


def test_the_readme_says_everything_in_three_languages():
    words = opened(tried(invented=True)).read("README.txt").decode("utf-8-sig")

    places = [words.index(name) for name in ("ҚАЗАҚША", "РУССКИЙ", "ENGLISH")]
    assert places == sorted(places)
    for sentence in (
        say("Invented data"),
        say("What is in this archive:"),
        say("An empty cell. No value was filled in."),
        say("size and SHA-256 of every file"),
        PARTS["codebook.xml"][0],
    ):
        for language in ("kk", "ru", "en"):
            assert sentence.in_(language) in words
    assert "A study [data set], 2024-06-01. File study_20240601_0930_open.zip." in words
    assert "-99 = жауап жоқ" in words
    assert "Mean of answered items when >= 80 %" in words
    assert "1 of 6 questionnaires" in words
    assert "codebook.xml" in words and "*.toml" not in words
    assert words.count("Language of the labels: en") == 1


def test_codebook_xml_names_files_that_are_there():
    whole = opened(tried())
    root = etree.fromstring(whole.read("codebook.xml"))
    names = {one.text for one in root.iter("{ddi:codebook:2_5}fileName")}

    ends = (".csv", ".sav", ".dta")
    assert names == {name for name in whole.namelist() if name.endswith(ends)}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_blank_form_is_in_the_chosen_language_with_the_words_of_consent(language):
    whole = opened(tried(language=language), Enclosed({}, CONSENT))
    form = pypdf.PdfReader(BytesIO(whole.read(f"forms/tried_v1_{language}.pdf")))

    assert "You may stop." in form.pages[0].extract_text()


def test_no_name_of_a_school_and_no_personal_answer_is_in_it():
    asked = instrument(item("who", Kind.TEXT, personal=True), item("Q1"))
    whole = opened(source(asked, [record("T1", 1, {"who": "Aigerim", "Q1": "3"})]))

    for name in whole.namelist():
        content = whole.read(name)
        if name.endswith(".xlsx"):
            inner = ZipFile(BytesIO(content))
            content = b"".join(inner.read(one) for one in inner.namelist())
        assert b"Aigerim" not in content and b"Named School" not in content, name
    assert not any(name.startswith("keys/") for name in whole.namelist())


def test_a_study_too_large_for_a_workbook_has_a_bundle_without_one(monkeypatch):
    def too_large(*_: object) -> None:
        raise TooLarge(
            say(
                "{sheet} has {n} columns, more than a sheet holds. Export it as CSV.",
                sheet="x",
                n=9,
            )
        )

    monkeypatch.setattr(publication, "write_workbook", too_large)
    out = BytesIO()
    done = write_bundle(tried(), out)
    whole = ZipFile(out)

    assert "data/study.xlsx" not in whole.namelist()
    assert len(done.remarks) == 2
    words = whole.read("README.txt").decode("utf-8-sig")
    assert "There is no workbook in this archive." in words
    assert "data/*.xlsx" not in words


def test_a_part_more_is_a_line_in_the_table_of_parts(monkeypatch):
    def script(made, out) -> None:
        out.write(made.frame.key.encode())

    more = {
        "scripts/*.py": (say("yes"), of_source("scripts/analysis.py", script)),
    }
    monkeypatch.setattr(publication, "PARTS", {"data/*.csv": PARTS["data/*.csv"], **more, **PARTS})
    whole = opened(tried())

    assert whole.read("scripts/analysis.py") == b"study"
    assert "scripts/*.py: иә" in whole.read("README.txt").decode("utf-8-sig")


def test_a_study_without_anything_has_a_bundle():
    whole = opened(source((), [], participants=(), schools=()))

    assert whole.testzip() is None
    assert "codebook.xml" in whole.namelist()


def test_what_files_for_spss_and_stata_cannot_hold_is_told_beside_them():
    long = item("Q9", label=text("Қай жағдайда " * 40))
    whole = opened(source(instrument(long), [], language="kk"))
    for program in ("SPSS", "Stata"):
        words = whole.read(f"data/README_{program}.txt").decode("utf-8-sig")
        assert "Q9: Қай жағдайда" in words
