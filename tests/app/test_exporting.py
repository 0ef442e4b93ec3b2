"""Exports are made while the collector of cycles rests, and it is woken whatever happens."""

import gc
from io import BytesIO

import pytest

from app.coordinate.exporting import FORMATS, Format, NotExported, make_export
from exports.source import Choices
from tests.app.studies import store_in


@pytest.fixture
def store(tmp_path):
    """Make the study `try`."""
    return store_in(tmp_path)


@pytest.fixture
def seen(monkeypatch):
    """Make a format that notes whether the collector is awake while it is written."""
    found = []

    def write(source, out):
        found.append(gc.isenabled())
        return 0

    monkeypatch.setitem(FORMATS, "noted", Format("txt", "text/plain", write))
    return found


def test_the_collector_rests_while_an_export_is_written(store, seen):
    with store.database.writing() as session:
        make_export(session, store.scope(), "noted", Choices(), BytesIO())

    assert seen == [False]
    assert gc.isenabled()


def test_formats_with_one_ending_have_names_of_their_own(store):
    with store.database.reading() as session:
        names = [
            make_export(session, store.scope(), format_, Choices(), BytesIO()).name
            for format_ in ("sav", "dta")
        ]

    assert [name[-8:] for name in names] == ["_sav.zip", "_dta.zip"]


def test_the_collector_is_woken_after_an_export_that_was_refused(store):
    with store.database.writing() as session, pytest.raises(NotExported):
        make_export(session, store.scope(), "csv", Choices(wave="never"), BytesIO())

    assert gc.isenabled()


def test_whoever_let_the_collector_rest_wakes_it(store, seen):
    gc.disable()
    try:
        with store.database.writing() as session:
            make_export(session, store.scope(), "noted", Choices(), BytesIO())
        assert not gc.isenabled()
    finally:
        gc.enable()
