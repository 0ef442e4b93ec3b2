"""The command line: exit 0 done, 1 refused with one sentence on stderr, 2 wrong usage."""

import hashlib
import json
import re
import socket
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pyreadstat
import pytest

from app.cli.main import main
from app.db import connect
from instruments.loader import load
from tests.app.shells import Shell, refused
from tests.laws.test_documentation import commands


@pytest.mark.parametrize("typed", [name for name, _ in commands(main)])
def test_every_command_explains_itself(shell, typed):
    done = shell(*typed.split()[1:], "--help")
    assert done.exit_code == 0 and "Usage:" in done.stdout


@pytest.mark.parametrize(
    "typed",
    [
        "nonsense",
        "export demo",
        "export demo --format nonsense --out x",
        "results demo",
        "import x",
    ],
)
def test_wrong_usage_is_2(shell, typed):
    assert shell(*typed.split()).exit_code == 2


def test_the_demo_prints_one_link_per_role(shell):
    done = shell("demo", "--no-serve", "--port", "8123")
    assert done.exit_code == 0
    for role in ("teacher", "coordinator", "observer", "moderator"):
        assert role in done.stdout
    assert "http://localhost:8123/p/" in done.stdout
    again = shell("demo", "--no-serve", "--port", "8123")
    assert again.stdout == done.stdout, "the second time it finds everything there"


def test_the_demo_leaves_a_study_of_the_same_name_alone(demo):
    demo("verify")
    with connect(f"sqlite:///{demo.data / 'tolqyn.sqlite'}").engine.begin() as connection:
        connection.exec_driver_sql("UPDATE study SET invented = 0 WHERE key = 'demo'")
    refused(demo("demo", "--no-serve"), "demo")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_workbook_is_written_and_can_be_read_back(demo, tmp_path, language):
    out = tmp_path / "x.xlsx"
    done = demo("export", "demo", "--format", "xlsx", "--language", language, "--out", out)
    assert done.exit_code == 0, done.output
    assert len(openpyxl.load_workbook(out, read_only=True).sheetnames) > 3


def test_the_csv_export_has_71_questionnaires_and_24_teachers(demo, tmp_path):
    out = tmp_path / "x.zip"
    assert demo("export", "demo", "--format", "csv", "--out", out).exit_code == 0
    with zipfile.ZipFile(out) as whole:
        assert whole.testzip() is None
        rows = {
            Path(name).stem: whole.read(name).decode("utf-8-sig").splitlines()
            for name in whole.namelist()
            if name.endswith(".csv")
        }
    names = [name for name in rows if "teacher_questionnaire" in name]
    long = next(name for name in names if name.endswith("long"))
    wide = next(name for name in names if name.endswith("wide"))
    assert len(rows[long]) == 1 + 71
    assert len(rows[wide]) == 1 + 24
    assert any("T15" in row for row in rows[wide])


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_bundle_explains_itself_and_every_hash_is_true(demo, tmp_path, language):
    out = tmp_path / "x.zip"
    done = demo("export", "demo", "--format", "bundle", "--language", language, "--out", out)
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(out) as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    manifest = json.loads(files["manifest.json"])
    for one in manifest["files"]:
        assert hashlib.sha256(files[one["path"]]).hexdigest() == one["sha256"]
    assert f"forms/teacher_questionnaire_v2_{language}.pdf" in files
    for one in manifest["instruments"]:
        source = files[f"forms/{one['key']}_v{one['version']}.toml"].decode()
        assert load(source).sha256 == one["sha256"]
    words = files["README.txt"].decode("utf-8-sig")
    assert "People and answers are invented. Never present them as results." in words
    assert not [name for name in files if name.startswith("keys/")]


@pytest.mark.parametrize(("format_", "scripts"), [("sav", 6), ("dta", 0)])
def test_every_table_is_a_file_for_spss_or_stata(demo, tmp_path, format_, scripts):
    out = tmp_path / "x.zip"
    given = ("--format", format_, "--language", "kk", "--out", out)
    assert demo("export", "demo", *given).exit_code == 0
    with zipfile.ZipFile(out) as whole:
        names = whole.namelist()
        whole.extractall(tmp_path)
    assert sum(name.endswith(".sps") for name in names) == scripts
    read = {"sav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}[format_]
    rows = {
        name.removesuffix(f".{format_}"): read(tmp_path / name, output_format="dict")[1].number_rows
        for name in names
        if name.endswith(f".{format_}")
    }
    assert rows["teacher_questionnaire_long"] == 71
    assert rows["teacher_questionnaire_wide"] == 24
    assert {"obs_sessions", "fg_turns", "focus_group__turns"} <= rows.keys()


def test_the_report_is_a_pdf(demo, tmp_path):
    out = tmp_path / "x.pdf"
    assert demo("export", "demo", "--format", "pdf", "--out", out).exit_code == 0
    assert out.read_bytes()[:5] == b"%PDF-"


def test_an_export_that_fails_leaves_no_file(demo, tmp_path):
    out = tmp_path / "x.xlsx"
    refused(demo("export", "nowhere", "--format", "xlsx", "--out", out), "nowhere")
    done = demo("export", "demo", "--format", "csv", "--instrument", "nothing", "--out", out)
    refused(done, "nothing")
    done = demo("export", "demo", "--format", "csv", "--wave", "nothing", "--out", out)
    refused(done, "nothing")
    assert list(tmp_path.glob("x*")) == []


def test_no_name_leaves_the_house(demo, tmp_path):
    """Contacts are kept apart: they are in no export of any kind."""
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "code,role,school,name,phone\nT77,teacher,A1,Айгүл Сәрсенова,+7 701 555 44 33\n", "utf-8"
    )
    school = demo("export", "demo", "--format", "csv", "--out", tmp_path / "before.zip")
    assert school.exit_code == 0
    taken = demo("roster", "try", roster)
    assert taken.exit_code == 0, taken.output
    for format_ in ("csv", "xlsx", "sav", "dta", "pdf", "bundle"):
        out = tmp_path / f"x.{format_}"
        assert demo("export", "try", "--format", format_, "--out", out).exit_code == 0
        assert not set(everything_in(out)) & {"Сәрсенова", "555 44 33", "5554433"}


def texts_in(content: bytes):
    """Yield the text of every file of a .zip, and of those inside its workbooks."""
    with zipfile.ZipFile(BytesIO(content)) as whole:
        for part in map(whole.read, whole.namelist()):
            if part[:4] == b"PK\x03\x04":
                yield from texts_in(part)
            yield part.decode("utf-8", "replace")


def everything_in(path: Path):
    """Yield the secret words that stand anywhere in a file."""
    if zipfile.is_zipfile(path):
        texts = [*texts_in(path.read_bytes())]
    else:
        from pypdf import PdfReader

        texts = [page.extract_text() for page in PdfReader(BytesIO(path.read_bytes())).pages]
    for word in ("Сәрсенова", "555 44 33", "5554433"):
        if any(word in text for text in texts):
            yield word


def test_rows_are_imported_once(demo, tmp_path):
    rows = tmp_path / "scores.csv"
    rows.write_text("participant_id,wave,device\nD3P-8W,midyear,phone\n", "utf-8")
    dry = demo("import", "try", "platform_access", rows, "--dry-run")
    assert dry.exit_code == 0 and "1 rows would be taken" in dry.stdout
    assert "1 new" in demo("import", "try", "platform_access", rows).stdout
    assert "1 known already" in demo("import", "try", "platform_access", rows).stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("participant_id,wave,device\nT99,midyear,phone\n", ["T99"]),
        ("participant_id,wave,device\nD3P-8W,never,phone\n", ["never"]),
        ("participant_id,wave,device\nD3P-8W,midyear,telegraph\n", ["row 2", "device"]),
        ("participant_id,wave,gadget\nD3P-8W,midyear,phone\n", ["gadget"]),
        ("nothing\n", []),
        ("", []),
    ],
)
def test_a_refused_row_is_named_and_nothing_is_half_written(demo, tmp_path, content, words):
    rows = tmp_path / "rows.csv"
    rows.write_text(content, "utf-8")
    refused(demo("import", "try", "platform_access", rows), *words)
    verified = demo("verify")
    assert verified.exit_code == 0


def test_a_national_identity_number_in_a_roster_is_refused(demo, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("code,role,school,note\nT77,teacher,A1,850412301234\n", "utf-8")
    done = demo("roster", "try", roster)
    refused(done, "row 2")
    assert "850412301234" not in done.output, "the number itself is not repeated"


def test_a_file_that_is_not_what_its_name_says(demo, tmp_path):
    fake = tmp_path / "roster.xlsx"
    fake.write_bytes(b"not a workbook")
    refused(demo("roster", "try", fake))


def test_results_are_kept_for_the_page(demo):
    done = demo("results", "demo", "--keep")
    assert re.fullmatch(r"Kept \d+ findings for the page of results\.", done.stdout.strip())
    assert demo("results", "demo").exit_code == 2
    assert demo("results", "demo", "--json", "--keep").exit_code == 2


def test_results_are_json_at_full_precision(demo):
    done = demo("results", "demo", "--json")
    results = json.loads(done.stdout)
    scales = results["instruments"]["teacher_questionnaire"]["scales"]
    assert scales["TC.baseline"]["mean"] == pytest.approx(3.19791666666667, abs=1e-12)
    growth = results["findings"][1]["findings"][0]
    assert growth["key"] == "growth.teacher_questionnaire.TC"
    assert growth["apa"]["en"].startswith("F(2, 45.6) = 6.43, p = .003")


BROKEN = """
key = "broken"
version = 1
about = "participant"
asked_of = "teacher"
filled_by = "participant"
minutes = 1
title = { kk = "А", ru = "А", en = "A" }
[[section]]
key = "one"
title = { kk = "А", ru = "А", en = "A" }
[[section.item]]
code = "a b"
kind = "liker"
kk = "А"
"""


def test_every_fault_of_an_instrument_is_named_at_once(shell, tmp_path):
    file = tmp_path / "broken.toml"
    file.write_text(BROKEN, "utf-8")
    done = shell("instrument", "check", file)
    refused(done, "broken.toml", "a b", "liker")
    assert len(done.stderr.splitlines()) >= 3
    refused(shell("instrument", "add", file), "liker")


def test_an_instrument_goes_out_as_an_xlsform(shell, tmp_path):
    file = tmp_path / "form.xlsx"
    assert shell("instrument", "export", "platform_access", "--out", file).exit_code == 0
    sheets = openpyxl.load_workbook(file)
    assert sheets.sheetnames == ["survey", "choices", "settings"]
    assert [*sheets["settings"].iter_rows(values_only=True)][1][1] == "platform_access"


def test_an_instrument_goes_out_and_in_again(shell, tmp_path):
    file = tmp_path / "mine.toml"
    assert shell("instrument", "export", "platform_access", "--out", file).exit_code == 0
    mine = file.read_text("utf-8").replace('key = "platform_access"', 'key = "mine"')
    file.write_text(mine, "utf-8")
    assert shell("instrument", "check", file).exit_code == 0
    assert shell("instrument", "add", file).exit_code == 0
    assert shell("instrument", "add", file).exit_code == 0, "the same words again change nothing"
    file.write_text(mine.replace("minutes = 4", "minutes = 5"), "utf-8")
    refused(shell("instrument", "add", file), "mine 1")
    refused(shell("instrument", "export", "nothing", "--out", file), "nothing")


def test_a_backup_is_restored_whole(demo, tmp_path):
    path = tmp_path / "b.zip"
    assert demo("backup", path).exit_code == 0
    again = Shell(tmp_path / "again")
    assert again("restore", path).exit_code == 0
    assert again("verify").exit_code == 0
    assert again("results", "demo", "--json").exit_code == 0
    refused(again("restore", path), "not empty")


def test_a_torn_backup_is_refused(demo, tmp_path):
    path = tmp_path / "b.zip"
    demo("backup", path)
    torn = tmp_path / "torn.zip"
    torn.write_bytes(path.read_bytes()[:5000])
    refused(Shell(tmp_path / "again")("restore", torn), "torn.zip")
    assert not (tmp_path / "again").exists()


def test_verify_names_what_was_changed(demo):
    with connect(f"sqlite:///{demo.data / 'tolqyn.sqlite'}").engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_event_update")
        connection.exec_driver_sql("UPDATE audit_event SET actor = 'x' WHERE seq = 2")
    refused(demo("verify"), "event 2")


def test_a_first_password_is_printed_once(shell):
    shell("demo", "--no-serve")
    done = shell("user", "aigerim", "--study", "try", "--role", "observer")
    assert "first password" in done.stdout
    assert "known already" in shell("user", "aigerim", "--study", "try").stdout
    refused(shell("user", "aigerim", "--study", "nowhere"), "nowhere")


def test_a_taken_port_is_named(shell):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        refused(shell("serve", "--port", other.getsockname()[1]), "taken")
