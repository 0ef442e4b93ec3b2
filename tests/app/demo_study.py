"""The demo's study as a source of findings: made once, read from its own database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.store.frame import export_source
from exports.source import Choices, Source
from tests.app.demo_house import demo_scope, fill_demo, open_demo


@contextmanager
def demo_source(folder: Path) -> Iterator[Source]:
    """Make the demo in a folder and read its study."""
    fill_demo(folder)
    database = open_demo(folder)
    with database.reading() as session:
        yield export_source(session, demo_scope(database), Choices())
    database.engine.dispose()
