"""Rows that wait in a temporary file, and exports that read each record once."""

from dataclasses import replace
from io import BytesIO

from exports.bundle import write_csv_zip
from exports.kept import Kept
from exports.recorded import Recorded
from exports.table import long
from exports.wide import wide
from tests.exports.builders_source import likert, record, source

ROWS = [("T1", 1, 1.0, None), ("a\nb", True, "\ud800", 0.1)]


def asked_twice():
    """Make a study in which two teachers answered, one of them in two waves."""
    records = [
        record("T1", 1, {"Q1": "5", "Q2": "1"}),
        record("T1", 2, {"Q1": "3"}),
        record("T2", 2, {"Q2": "4"}, late=True),
    ]
    return source(likert(2), records)


def test_rows_come_back_as_they_were():
    with Kept() as kept:
        kept.keep(ROWS[:1])
        kept.keep(ROWS[1:])
        kept.finish()

        assert kept.whole
        assert [[*map(repr, row)] for row in kept.rows()] == [[*map(repr, row)] for row in ROWS]
        assert [*kept.rows()] == ROWS


def test_nothing_is_kept_before_it_is_entered_or_after_it_is_left():
    kept = Kept()
    kept.keep(ROWS)
    kept.finish()
    assert not kept.whole

    with kept:
        kept.keep(ROWS)
        kept.finish()
    assert not kept.whole
    assert [*kept.rows()] == []


def test_wide_is_the_same_from_what_was_kept_and_from_the_records():
    recorded = Recorded(asked_twice(), "tried")
    with Kept() as kept:
        assert len([*long(recorded, kept).rows]) == 3
        from_kept = [*wide(recorded, kept).rows]

    assert from_kept == [*wide(recorded).rows] == [*wide(recorded, kept).rows]


def test_wide_does_not_trust_a_long_table_that_was_left_half_read():
    recorded = Recorded(asked_twice(), "tried")
    with Kept() as kept:
        next(iter(long(recorded, kept).rows))

        assert [*wide(recorded, kept).rows] == [*wide(recorded).rows]


def test_an_export_reads_each_record_once():
    made = asked_twice()
    read = []

    def reading(key, wave):
        for one in made.read(key, wave):
            read.append(one.id)
            yield one

    write_csv_zip(replace(made, read=reading), BytesIO())

    assert read == ["T1-1", "T1-2", "T2-2"]
