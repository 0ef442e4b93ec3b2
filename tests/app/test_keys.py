"""An encrypted house: nothing readable on the disk or in a backup; a wrong key is one sentence."""

import pytest
from click.testing import CliRunner

from app.cli.main import main
from app.db import Unopenable, connect

KEY = "it's a key"
LEGIBLE = (b"CREATE TABLE", b"teacher_questionnaire", b"lesson_observation")
"""Long enough that a cipher cannot write one by chance; a code of four letters it can."""


def tolqyn(folder, *typed, key=KEY, **more):
    environment = {
        "TOLQYN_DATA": str(folder),
        "TOLQYN_DATABASE_URL": "",
        "TOLQYN_DATABASE_KEY": key,
    }
    return CliRunner().invoke(main, [str(word) for word in typed], env={**environment, **more})


@pytest.fixture
def house(tmp_path):
    """A data folder whose database is encrypted and holds the demo."""
    folder = tmp_path / "data"
    assert tolqyn(folder, "demo", "--no-serve").exit_code == 0
    return folder


def legible(folder):
    """List what somebody reads in the files of a database without opening it."""
    files = [file.read_bytes() for file in folder.glob("tolqyn.sqlite*")]
    return [words for words in LEGIBLE if any(words in content for content in files)]


def test_nothing_is_readable_on_the_disk_nor_in_the_backup(house, tmp_path):
    backup = tmp_path / "backup.zip"
    assert tolqyn(house, "backup", backup).exit_code == 0
    other = tmp_path / "other"
    assert tolqyn(other, "restore", backup).exit_code == 0
    assert legible(house) == legible(other) == []
    done = tolqyn(other, "verify")
    assert done.exit_code == 0 and "receipts: 1392 checked, 0 at fault" in done.stdout


def test_without_a_key_the_same_words_are_readable(tmp_path):
    assert tolqyn(tmp_path, "demo", "--no-serve", key="").exit_code == 0
    assert legible(tmp_path) == list(LEGIBLE)


@pytest.mark.parametrize("key", ["another key", ""])
def test_a_wrong_key_is_one_sentence(house, key):
    done = tolqyn(house, "verify", key=key)
    assert done.exit_code == 1 and "The database cannot be opened" in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.parametrize("url", ["hello", "nothing://x", "sqlite:////nowhere/at/all.sqlite"])
def test_a_wrong_address_is_one_sentence(tmp_path, url):
    done = tolqyn(tmp_path, "verify", key="", TOLQYN_DATABASE_URL=url)
    assert done.exit_code == 1 and "TOLQYN_DATABASE_URL" in done.stderr


def test_a_server_that_is_not_there_is_one_sentence():
    with pytest.raises(Unopenable, match="cannot be opened"):
        connect("postgresql://nobody@127.0.0.1:1/nothing")
