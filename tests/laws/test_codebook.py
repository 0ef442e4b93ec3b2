"""Every column of every exported table has a row in the codebook."""

import pytest

from exports.codebook import variables
from exports.dataset import data_tables
from exports.observed import Observed, whole
from exports.source import Source
from instruments.definitions import Instrument, Item, Kind
from instruments.versions import library
from instruments.wording import LANGUAGES
from tests.exports.builders_source import frame, instrument, item, source
from tests.laws.sources import listed


def of_the_library() -> Source:
    """Make a study that asks every instrument of the library and has no records yet."""
    versions: dict[str, tuple[Instrument, ...]] = {}
    for (key, _), one in library().items():
        versions[key] = (*versions.get(key, ()), one)
    made = source(next(iter(versions.values()))[0], [])
    return Source(frame(("T1",), versions), versions, made.read, made.made_at)


def of_every_kind() -> Source:
    """Make a study whose instrument has an item of every kind."""
    return source(instrument(*(_item(kind) for kind in Kind)), [])


def _item(kind: Kind) -> Item:
    inner = (item(f"in_{kind}", Kind.TEXT),) if kind in (Kind.GROUP, Kind.REPEAT) else ()
    codes = ("1", "2") if kind in (Kind.SINGLE, Kind.MULTIPLE) else ()
    return item(f"an_{kind}", kind, *codes, items=inner)


@pytest.fixture(params=[of_the_library, of_every_kind], ids=lambda build: build.__name__)
def observed(request) -> list[Observed]:
    """Every table of a study, read to its end."""
    return [whole(table) for table in data_tables(request.param())]


def test_every_column_is_in_the_codebook(observed):
    described = {
        (table, variable.column.name)
        for variable in variables(observed)
        for table in variable.tables
    }
    columns = {(one.table.name, name) for one in observed for name in one.table.header}
    faults = [f"{table}: {name}" for table, name in sorted(columns - described)]
    assert not faults, listed(faults, "Give the column a row: exports/codebook.py `variables`.")


def test_every_column_is_worded_in_all_languages(observed):
    faults = [
        f"{one.table.name}: {column.name} ({language})"
        for one in observed
        for column in one.table.columns
        for language in LANGUAGES
        if not column.label.in_(language)
    ]
    assert not faults, listed(faults, "Give the column a label in exports/, and translate it.")


def test_no_table_has_two_columns_of_one_name(observed):
    faults = [
        one.table.name
        for one in observed
        if len({name.casefold() for name in one.table.header}) < len(one.table.header)
    ]
    assert not faults, listed(faults, "Names of columns come from one `Names` per table.")
