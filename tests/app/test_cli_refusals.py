"""What the command line refuses, leaves out or keeps to itself, each in a sentence."""

import os
from dataclasses import replace

import pytest
from sqlalchemy import text

from app.coordinate.exporting import FORMATS
from app.db import connect
from tests.app.shells import Shell, refused


def test_an_unknown_column_of_a_roster_is_named_and_left_out(demo, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("code,role,school,hobby\nT77,teacher,N9,chess\n", "utf-8")
    done = demo("roster", "try", roster, "--dry-run")
    assert "left out: hobby" in done.stdout and "--attribute" in done.stdout
    assert "Schools that are new: N9." in done.stdout
    kept = demo("roster", "try", roster, "--attribute", "hobby", "--dry-run")
    assert kept.exit_code == 0 and "hobby" not in kept.stdout
    refused(demo("roster", "try", roster, "--attribute", "hobbies"), "hobbies")


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
def test_what_is_kept_is_for_its_owner_alone(shell, tmp_path):
    before = os.umask(0o022)
    try:
        shell("demo", "--no-serve")
        path, again = tmp_path / "b.zip", Shell(tmp_path / "again")
        shell("backup", path)
        again("restore", path)
        house = connect(f"sqlite:///{shell.data / 'tolqyn.sqlite'}")
        with house.writing() as session:
            session.execute(text("UPDATE study SET invented = 1"))
        files = [path, *shell.data.iterdir(), *again.data.iterdir()]
    finally:
        os.umask(before)
    assert {file.name for file in files} >= {"tolqyn.sqlite-wal", "tolqyn.sqlite.turn", "secret"}
    assert {file.name: oct(file.stat().st_mode & 0o777) for file in files} == {
        file.name: "0o600" for file in files
    }


def test_an_export_is_no_backup(demo, tmp_path):
    out = tmp_path / "x.zip"
    demo("export", "demo", "--format", "csv", "--out", out)
    refused(Shell(tmp_path / "again")("restore", out), "not a backup")


@pytest.mark.parametrize(
    "typed",
    [
        "export demo --format xlsx --out",
        "instrument export platform_access --out",
        "backup",
    ],
)
def test_a_folder_that_is_not_there_is_named(demo, tmp_path, typed):
    refused(demo(*typed.split(), tmp_path / "nowhere" / "x"), "nowhere")


def test_an_unknown_instrument_is_named(demo, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("participant_id\nT01\n", "utf-8")
    refused(demo("import", "demo", "nosuch", rows), "nosuch")


def test_a_column_without_its_item_is_wrong_usage(demo, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("participant_id\nT01\n", "utf-8")
    done = demo("import", "try", "platform_access", rows, "--column", "nonsense")
    assert done.exit_code == 2 and "nonsense" in done.stderr


def test_refusals_count_rows_and_name_no_empty_column(demo, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("participant_id,wave,device\nT99,never,telegraph\n", "utf-8")
    done = demo("import", "try", "platform_access", rows)
    refused(done, "1 row is refused")
    assert len(done.stderr.splitlines()) > 2, "every fault is named"
    rows.write_text("participant_id,wave,device\n", "utf-8")
    done = demo("import", "try", "platform_access", rows)
    refused(done, "The file is refused", "row 1: ")


def test_answers_arrive_while_an_export_is_written(demo, tmp_path, monkeypatch):
    """Reading takes as long as it takes; nobody waits for it with a receipt."""
    house = connect(f"sqlite:///{demo.data / 'tolqyn.sqlite'}")
    arrived = []

    def while_writing(source, out):
        with house.writing() as session:
            session.execute(text("UPDATE study SET invented = 1"))
            arrived.append(True)
        out.write(b"x")
        return 1

    slow = replace(FORMATS["csv"], write=while_writing)
    monkeypatch.setitem(FORMATS, "csv", slow)
    done = demo("export", "demo", "--format", "csv", "--out", tmp_path / "x.zip")
    assert done.exit_code == 0 and arrived
    with house.reading() as session:
        newest = session.execute(text("SELECT action FROM audit_event ORDER BY seq DESC"))
        assert newest.scalar() == "export.made"


def test_verify_prints_the_head_of_the_chain_and_knows_an_earlier_one(demo):
    said = demo("verify").stdout
    number, hash_ = said.splitlines()[-1].split()[-2:]
    demo("user", "aigerim", "--study", "try")
    assert demo("verify", "--head", number, hash_).exit_code == 0
    refused(demo("verify", "--head", number, "0" * 64), number)
    refused(demo("verify", "--head", int(number) + 100, hash_), "gone")
