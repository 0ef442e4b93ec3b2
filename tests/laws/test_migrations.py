"""The tables of a house are those of the models, whichever way they came to be."""

import subprocess
import sys

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from app.db import Database, connect
from app.store.schema import migrate
from app.store.upgrading import differences, migration_config
from tests.laws.sources import ROOT, listed

VERSIONS = ROOT / "app" / "migrations" / "versions"


def fresh(tmp_path) -> Database:
    return connect(f"sqlite:///{tmp_path / 'fresh.sqlite'}")


def test_the_models_are_what_the_migrations_make(tmp_path):
    database = fresh(tmp_path)
    migrate(database)
    differing = [str(one) for one in differences(database)]
    assert not differing, listed(
        differing,
        "The models changed: write the next numbered file in app/migrations/versions that makes "
        "the same change to a house that is in use.",
    )


def test_migrating_twice_changes_nothing(tmp_path):
    database = fresh(tmp_path)
    migrate(database)
    migrate(database)
    assert not differences(database)


def test_every_migration_can_be_taken_back(tmp_path):
    database = fresh(tmp_path)
    migrate(database)
    engine = database.engine.execution_options(tolqyn_writing=True)
    with engine.begin() as connection:
        command.downgrade(migration_config(connection), "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    migrate(database)
    assert not differences(database)


def test_the_migrations_are_one_line_of_numbers(tmp_path):
    with fresh(tmp_path).engine.connect() as connection:
        script = ScriptDirectory.from_config(migration_config(connection))
    order = [revision.revision for revision in script.walk_revisions()][::-1]
    assert len(script.get_heads()) == 1, "Two migrations follow the same one: number one anew."
    assert order == [f"{number:04d}" for number in range(1, len(order) + 1)]


def test_migrations_never_import_the_application():
    faults = [
        path.name
        for path in sorted(VERSIONS.glob("*.py"))
        if any(
            line.startswith(("from app", "import app")) for line in path.read_text().splitlines()
        )
    ]
    assert not faults, listed(
        faults, "Old migrations must work for ever: write plain SQL types and words into them."
    )


def test_a_house_that_is_new_enough_does_not_load_alembic(tmp_path):
    """It is the heaviest thing that a worker would carry for nothing."""
    migrate(fresh(tmp_path))
    url = f"sqlite:///{tmp_path / 'fresh.sqlite'}"
    program = (
        "import sys; from app.db import connect; from app.store.schema import migrate; "
        f"migrate(connect({url!r})); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0


def test_a_house_in_use_keeps_every_row_and_rule(tmp_path):
    """SQLite makes a table anew for a changed rule, while others refer to it."""
    database = fresh(tmp_path)
    engine = database.engine.execution_options(tolqyn_writing=True)
    with engine.begin() as connection:
        command.upgrade(migration_config(connection), "0001")
        for statement in HOUSE:
            connection.exec_driver_sql(statement)
    migrate(database)
    with engine.begin() as connection:
        rows = connection.exec_driver_sql("SELECT id, part FROM record").all()
        revisions = connection.exec_driver_sql("SELECT record_id FROM revision").all()
        assert (rows, revisions) == ([("r", "primary")], [("r",)])
        connection.exec_driver_sql("UPDATE record SET part = 'master'")
    for statement in (
        "UPDATE record SET part = 'nobody'",
        "UPDATE record SET mode = 'pigeon'",
        "UPDATE record SET participant_id = NULL",
        "DELETE FROM record",
    ):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.exec_driver_sql(statement)


NOW = "'2026-09-01 08:00:00'"
HOUSE = (
    f"INSERT INTO study VALUES (1, 's', '{{}}', '{{}}', '', 'kk', 0, {NOW})",
    "INSERT INTO school VALUES (1, 1, 'SCH1', '', '{}')",
    "INSERT INTO wave VALUES (1, 1, 'w1', 1, 'baseline', '{}', NULL, NULL, 'open')",
    "INSERT INTO participant (id, study_id, code, role, school_id, language, attributes)"
    " VALUES (1, 1, 'T01', 'teacher', 1, 'kk', '{}')",
    "INSERT INTO record (id, study_id, wave_id, instrument, participant_id, occurrence, author,"
    " part, mode, conflict, settled, late, newest)"
    " VALUES ('r', 1, 1, 'q', 1, '', '', 'primary', 'web', 0, 0, 0, 1)",
    "INSERT INTO revision (id, study_id, record_id, number, version, body, sha256, status,"
    " language, author, reason, received_at, receipt)"
    f" VALUES (1, 1, 'r', 1, 1, '{{}}', 'x', 'complete', 'kk', '', '', {NOW}, 'A-B')",
)
