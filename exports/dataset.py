"""Every table of an export, in the order in which the files and sheets stand."""

from collections.abc import Iterator

from exports.kept import Kept
from exports.keys import ZONE
from exports.levels import Levels
from exports.observation import observation_tables
from exports.recorded import Recorded
from exports.sessions import session_tables
from exports.source import Source
from exports.table import Table, long, repeats
from exports.wide import has_wide, wide


def data_tables(source: Source, zone: str = ZONE, *, reasons: bool = False) -> Iterator[Table]:
    """Build the tables for analysis; their rows are read when somebody asks for them.

    With `reasons`, empty cells of items in long, wide and repeats say why (`missing.Missing`).
    """
    with Levels(source) as levels:
        for key in source.keys:
            recorded = Recorded(source, key, zone, reasons=reasons)
            gathered = levels.of(recorded)
            if has_wide(recorded.newest):
                with Kept() as kept:
                    yield long(recorded, kept, gathered)
                    yield wide(recorded, kept)
            else:
                yield long(recorded, gathered=gathered)
            yield from repeats(recorded)
        yield from levels.tables()
    yield from observation_tables(source, zone)
    yield from session_tables(source, zone)
