"""What every test stands on; builders are plain functions, see tests/README.md."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine


@pytest.fixture(autouse=True)
def _close_databases() -> Iterator[None]:
    """Close every database that a test opened, so that a run of thousands keeps none."""
    opened: list[Engine] = []

    def remember(connection) -> None:
        if connection.engine not in opened:
            opened.append(connection.engine)

    event.listen(Engine, "engine_connect", remember)
    yield
    event.remove(Engine, "engine_connect", remember)
    for engine in opened:
        engine.dispose()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory) -> Path:
    """Give the data folder of the demo's house, made once; copy it before you write into it."""
    from tests.app.demo_house import fill_demo

    folder = tmp_path_factory.mktemp("demo")
    fill_demo(folder)
    return folder


@pytest.fixture(scope="session", autouse=True)
def _postgresql() -> Iterator[None]:
    """Put every house on PostgreSQL where that is wished."""
    from tests.app import postgresql

    if not os.environ.get(postgresql.WISH):
        yield
        return
    assert not postgresql.missing(), postgresql.missing()
    with postgresql.everywhere():
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what is about SQLite's own file where the houses stand on PostgreSQL."""
    from tests.app import postgresql

    if os.environ.get(postgresql.WISH):
        for item in items:
            if item.get_closest_marker("sqlite"):
                item.add_marker(pytest.mark.skip(reason="about the file of SQLite"))
