"""Where a database stood, no empty one is ever made in its place."""

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.exc import DatabaseError

from app.cli.main import main
from app.db import Unopenable, connect
from app.factory import create_app
from app.store.marker import MARKER, open_database
from tests.app import postgresql
from tests.app.houses import house
from tests.app.studies import settings_in
from tests.laws.sources import ROOT
from tests.laws.test_documentation import commands

pytestmark = pytest.mark.sqlite
NEEDS_NO_HOUSE = {"tolqyn restore", "tolqyn instrument check", "tolqyn instrument export"}
TYPED = {
    "tolqyn freeze compare": ["try", "1", "2"],
    "tolqyn freeze list": ["try"],
    "tolqyn freeze make": ["try", "midyear"],
    "tolqyn export": ["demo", "--format", "csv", "--out", "x.zip"],
    "tolqyn results": ["demo", "--json"],
    "tolqyn import": ["demo", "pupil_scores", "rows.csv"],
    "tolqyn receive": ["demo", "rows.csv"],
    "tolqyn roster": ["demo", "rows.csv"],
    "tolqyn instrument add": [str(ROOT / "instruments/library/platform_access/v1.toml")],
    "tolqyn user": ["anna"],
    "tolqyn backup": ["b.zip"],
}


def tolqyn(data: Path, *typed: str, url: str = "") -> Result:
    environment = {"TOLQYN_DATA": str(data), "TOLQYN_DATABASE_URL": url}
    return CliRunner().invoke(main, list(typed), env=environment)


@pytest.fixture
def data(tmp_path) -> Path:
    """A data folder in which a database was made."""
    folder = tmp_path / "data"
    assert tolqyn(folder, "verify").exit_code == 0
    return folder


def lose(data: Path) -> None:
    for file in data.glob("tolqyn.sqlite*"):
        file.unlink()


def empty(data: Path) -> None:
    (data / "tolqyn.sqlite").write_bytes(b"")


def begin_anew(data: Path) -> None:
    lose(data)
    connect(f"sqlite:///{data / 'tolqyn.sqlite'}").close()


@pytest.mark.parametrize("loss", [lose, empty, begin_anew])
def test_a_lost_database_is_one_sentence_that_says_what_to_do(data, loss):
    loss(data)
    before = {file.name: file.stat().st_size for file in data.iterdir()}
    done = tolqyn(data, "verify")
    assert done.exit_code == 1 and "Traceback" not in done.output
    (sentence,) = done.stderr.splitlines()
    for words in ("stood there", "restore a backup", "another folder in TOLQYN_DATA"):
        assert words in sentence
    assert {file.name: file.stat().st_size for file in data.iterdir()} == before


@pytest.mark.parametrize("command", sorted({name for name, _ in commands(main)} - NEEDS_NO_HOUSE))
def test_every_command_refuses_to_begin_anew(data, command, tmp_path, monkeypatch):
    lose(data)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.csv").touch()
    done = tolqyn(data, *command.split()[1:], *TYPED.get(command, []))
    assert done.exit_code == 1, done.output
    assert "stood there" in done.stderr
    assert not (data / "tolqyn.sqlite").exists()


def test_the_app_refuses_too(tmp_path):
    house(tmp_path).database.close()
    lose(tmp_path)
    with pytest.raises(Unopenable, match="stood there"):
        create_app(settings_in(tmp_path))


def test_a_file_that_goes_while_the_server_runs_is_not_made_anew(data):
    database = connect(f"sqlite:///{data / 'tolqyn.sqlite'}")
    database.close()
    lose(data)
    with pytest.raises(DatabaseError), database.engine.connect():
        pass
    assert not (data / "tolqyn.sqlite").exists()


def test_a_house_from_before_the_marker_gets_one(data):
    (data / MARKER).unlink()
    assert tolqyn(data, "verify").exit_code == 0
    lose(data)
    assert tolqyn(data, "verify").exit_code == 1


def test_a_folder_may_move(data):
    moved = data.rename(data.with_name("moved"))
    assert tolqyn(moved, "verify").exit_code == 0
    lose(moved)
    assert tolqyn(moved, "verify").exit_code == 1


def test_another_database_for_the_same_folder_may_begin(data, tmp_path):
    url = f"sqlite:///{tmp_path / 'other.sqlite'}"
    assert tolqyn(data, "verify", url=url).exit_code == 0
    (tmp_path / "other.sqlite").unlink()
    assert tolqyn(data, "verify", url=url).exit_code == 1
    assert tolqyn(data, "verify").exit_code == 0


ROOT_OF_ANSWERS = "SELECT rootpage FROM sqlite_master WHERE name = 'revision'"
PAGE = 4096


@pytest.mark.parametrize(
    ("spoiled", "words"),
    [
        (lambda root, size: (PAGE, size), "cannot be opened"),
        (lambda root, size: ((root - 1) * PAGE, root * PAGE), "is damaged"),
        (lambda root, size: (0, size), "cannot be opened"),
    ],
    ids=["all but the first page", "the page of answers", "everything"],
)
def test_a_damaged_file_is_one_sentence(data, spoiled, words):
    file = data / "tolqyn.sqlite"
    with closing(connect(f"sqlite:///{file}")) as database, database.engine.connect() as log:
        root = log.exec_driver_sql(ROOT_OF_ANSWERS).scalar_one()
        log.commit()
        log.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = bytearray(file.read_bytes())
    start, end = spoiled(root, len(whole))
    whole[start:end] = b"\xa5" * (end - start)
    file.write_bytes(whole)
    done = tolqyn(data, "verify")
    assert done.exit_code == 1 and words in done.stderr
    assert "Traceback" not in done.output


def test_a_database_of_a_newer_version_is_left_alone(data):
    with connect(f"sqlite:///{data / 'tolqyn.sqlite'}").engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    done = tolqyn(data, "verify")
    assert done.exit_code == 1 and "newer" in done.stderr


@pytest.mark.skipif(bool(postgresql.missing()), reason=postgresql.missing())
def test_a_server_set_up_anew_is_not_filled_with_an_empty_house(tmp_path):
    with postgresql.server() as address:
        url = postgresql.make_database(address, "house")
        with_password = url.replace("tolqyn@", "tolqyn:wordpass@")
        settings = settings_in(tmp_path, database_url=with_password)
        open_database(settings).close()
        open_database(settings).close()
        assert "wordpass" not in (tmp_path / MARKER).read_text()
        database = connect(url)
        with database.engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        with pytest.raises(Unopenable, match="stood there"):
            open_database(settings)
