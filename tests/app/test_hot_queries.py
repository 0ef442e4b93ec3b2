"""What one person's phone asks costs the same in a village and in a whole country."""

import pytest

from app.store import consents, receipts, records
from app.store.drafts import AT_PLACE
from app.store.links import BY_TOKEN
from tests.app.studies import Store, store_in

pytestmark = pytest.mark.sqlite
WHOLE_STUDY = ("(study_id=?)", "SCAN record", "SCAN consent", "SCAN revision", "(study_id=? AND in")
HOT = {
    **{f"an earlier record about the same {kind}": q for kind, q in records.SAME.items()},
    **{f"the newest receipt about a {kind}": q for kind, q in receipts.RECEIPT.items()},
    "the newest consent": consents.NEWEST,
    "the draft at a place": AT_PLACE,
    "who holds a link": BY_TOKEN,
    "a record by its id": records.KNOWN,
}


@pytest.fixture
def store(tmp_path) -> Store:
    return store_in(tmp_path)


def way(store: Store, query) -> list[str]:
    """Say over which indexes SQLite finds what a query asks for."""
    dialect = store.database.engine.dialect
    compiled = query.compile(dialect=dialect)
    values = (None,) * len(compiled.positiontup or ())
    with store.database.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)
        return [row[3] for row in rows]


@pytest.mark.parametrize("name", HOT)
def test_it_is_found_by_the_person_and_not_by_walking_through_the_study(store, name):
    steps = way(store, HOT[name])
    assert steps and not [step for step in steps for words in WHOLE_STUDY if words in step], steps
