"""Lessons on a clock as tables: when they were, their intervals, taps and events."""

import io
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from exports.bundle import write_csv_zip
from exports.observation import observation_tables
from exports.workbook import write_workbook
from instruments.definitions import Kind, Section, Track, TrackMode
from instruments.records import Part
from tests.exports.builders_source import choices, item, text
from tests.exports.lessons import BEGUN, protocol, seen, visits

LOG = (
    BEGUN,
    "5000 +lec",
    "6000 +group",
    "7000 undo",
    "61000 +off",
    "70000 +noise",
    "100000 pause",
    "160000 resume",
    "185000 -noise",
    "190000 +group@1",
    "230000 end",
)
"""A lesson of 170 seconds with a minute of pause: two intervals, one sweep, one event."""


def tables(made) -> dict[str, list[dict]]:
    return {
        table.name: [dict(zip(table.header, row, strict=True)) for row in table.rows]
        for table in observation_tables(made)
    }


def lesson(*log, **more):
    return tables(visits(seen(Part.PRIMARY, "O1", {"clock": log or LOG}, **more)))


def test_a_session_says_when_the_lesson_was_and_how_long():
    (row,) = lesson(clock_off_s=90)["obs_sessions"]
    assert row["actual_start_utc"] == "2023-10-02T09:01:30Z"
    assert row["end_utc"] == "2023-10-02T09:05:20Z"
    assert (row["n_intervals"], row["interval_s"], row["n_sweeps"]) == (2, 120, 1)
    assert row["minutes"] == pytest.approx(170 / 60) and row["pauses_min"] == 1
    assert (row["phone_clock_off_s"], row["flags"]) == (90, None)


def test_without_a_known_clock_the_record_says_when():
    (row,) = lesson()["obs_sessions"]
    assert row["actual_start_utc"] == "2023-09-21T18:58:00Z"
    assert row["end_utc"] == "2023-09-21T19:00:00Z"
    assert row["n_intervals"] == 2


def test_a_clock_that_was_set_in_the_lesson_is_set_back():
    """Set an hour forward, the phone is an hour less behind when the record arrives."""
    log = (BEGUN, "5000 +lec", "60000 clock@-3600000", "120000 end")
    (row,) = lesson(*log, clock_off_s=90 - 3600)["obs_sessions"]
    assert row["actual_start_utc"] == "2023-10-02T09:01:30Z"
    assert row["flags"] == "clock_set"


@pytest.mark.parametrize(
    ("log", "marks"),
    [
        (("5 +lec",), "not_begun"),
        ((BEGUN, "5 +lec"), "not_ended"),
        ((BEGUN, "5 resume", "9000 end"), "odd_order"),
    ],
)
def test_a_session_names_what_is_odd(log, marks):
    assert lesson(*log)["obs_sessions"][0]["flags"] == marks


def test_master_records_are_sessions_and_nothing_is_counted_of_them():
    found = tables(
        visits(
            seen(Part.MASTER, "M", {"clock": LOG}),
            seen(Part.PRIMARY, "O1", {"clock": LOG, "level": "3"}, late=True),
        )
    )
    marks = {row["observer_role"]: row["flags"] for row in found["obs_sessions"]}
    assert marks == {"master": "training", "primary": "late;training"}
    assert found["irr_pairs"] == [] and "irr_summary" not in found
    (row,) = found["irr_certificates"]
    assert (row["observer_id"], row["master_id"], row["n"]) == ("O1", "M", 8)
    assert (row["n_equal"], row["passed"]) == (8, 1)


def test_an_interval_has_a_row_for_every_code():
    rows = lesson()["obs_intervals"]
    teacher = [row for row in rows if row["track"] == "teacher"]
    assert [(row["interval_index"], row["code"], row["present"]) for row in teacher] == [
        (1, "lec", 1),
        (1, "group", 1),
        (2, "lec", 0),
        (2, "group", 0),
    ]
    first, late = teacher[:2]
    assert (first["start_s"], first["end_s"]) == (0, 120)
    assert (first["entered_at_offset_s"], first["late_edit"]) == (5, 0)
    assert (late["entered_at_offset_s"], late["late_edit"]) == (190, 1)
    assert (teacher[3]["start_s"], teacher[3]["end_s"]) == (120, 170)
    assert {row["response_id"] for row in rows} == {"L1-primary"}
    room = [row for row in rows if row["track"] == "room"]
    assert [(row["code"], row["present"], row["start_s"]) for row in room] == [
        ("off", 1, 60),
        ("on", 0, 60),
    ]


def test_a_row_of_the_wide_table_is_an_interval():
    rows = lesson()["obs_intervals_wide"]
    assert [(row["tracks"], row["interval_index"], row["lec"], row["group"]) for row in rows] == [
        ("teacher", 1, 1, 1),
        ("teacher", 2, 0, 0),
        ("room", 1, None, None),
    ]
    assert (rows[2]["off"], rows[2]["on"]) == (1, 0)


def test_tracks_of_one_rhythm_stand_in_one_row():
    beside = Track("pupils", TrackMode.INTERVAL, text("Pupils"), choices("ask"), every_s=120)
    timed = protocol().items["clock"]
    both = replace(timed, tracks=(timed.tracks[0], beside))
    asked = protocol(sections=(Section("watch", text("Watching"), (both,)),), date_item="")
    log = (BEGUN, "5000 +lec", "6000 +ask", "100000 end")
    made = visits(seen(Part.PRIMARY, "O1", {"clock": log}), asked=asked)
    (row,) = tables(made)["obs_intervals_wide"]
    assert (row["tracks"], row["lec"], row["group"], row["ask"]) == ("teacher pupils", 1, 0, 1)


def test_every_tap_is_kept_as_it_was():
    rows = lesson()["obs_events"]
    assert [row["action"] for row in rows] == [
        *("begin", "on", "on", "undo", "on", "on", "pause", "resume", "off", "on", "end")
    ]
    assert [row["t_offset_ms"] for row in rows][:3] == [0, 5000, 6000]
    taken_back, late = rows[2], rows[9]
    assert (taken_back["code"], taken_back["undone"], taken_back["late"]) == ("group", 1, 0)
    assert (late["code"], late["slot"], late["late"]) == ("group", 1, 1)
    assert rows[0]["clock_ms"] == 1_696_237_200_000


def test_an_event_is_a_span_of_the_lesson_without_its_pauses():
    (row,) = lesson()["obs_spans"]
    assert (row["code"], row["start_s"], row["end_s"], row["duration_s"]) == ("noise", 70, 125, 55)


def test_codes_of_two_protocols_have_columns_of_their_own():
    one, other = protocol(), protocol(key="other")
    made = visits(seen(Part.PRIMARY, "O1", {"clock": LOG}), asked=(one, other))
    names = next(table for table in observation_tables(made) if table.name == "obs_intervals_wide")
    assert {"lec", "other_lec"} <= {*names.header}


def test_two_segments_with_one_list_share_its_columns():
    again = replace(protocol().items["clock"], code="again")
    for_both = tuple(
        replace(timed, tracks=(replace(timed.tracks[0], list_key="codes"),))
        for timed in (protocol().items["clock"], again)
    )
    asked = protocol(sections=(Section("watch", text("Watching"), for_both),), date_item="")
    second = (f"0 begin@{1_696_237_200_000 + 900_000}", "5000 +group", "60000 end")
    made = visits(
        seen(Part.PRIMARY, "O1", {"clock": LOG, "again": second}, clock_off_s=0), asked=asked
    )
    found = tables(made)
    wide = found["obs_intervals_wide"]
    assert [(row["timed_item"], row["lec"], row["group"]) for row in wide] == [
        ("clock", 1, 1),
        ("clock", 0, 0),
        ("again", 0, 1),
    ]
    (row,) = found["obs_sessions"]
    assert (row["n_intervals"], row["end_utc"]) == (3, "2023-10-02T09:16:00Z")


def test_a_protocol_without_a_clock_has_none_of_these_tables():
    asked = protocol(sections=(Section("judge", text("Levels"), (item("level"),)),), date_item="")
    found = tables(visits(seen(Part.PRIMARY, "O1", {"level": "3"}), asked=asked))
    assert [*found] == ["obs_sessions", "obs_ratings", "irr_pairs"]
    assert found["obs_sessions"][0]["n_intervals"] is None


def test_ratings_hold_nothing_from_the_clock():
    assert [row["item"] for row in lesson()["obs_ratings"]] == ["level", "pairs"]


def study():
    return visits(
        seen(Part.PRIMARY, "O1", {"clock": LOG, "level": "3"}),
        seen(Part.SECOND, "O2", {"clock": LOG, "level": "4"}),
    )


def test_every_file_holds_these_tables_and_the_codebook_their_columns():
    out = io.BytesIO()
    write_csv_zip(study(), out)
    names = {*zipfile.ZipFile(out).namelist()}
    for table in ("intervals", "intervals_wide", "events", "spans"):
        assert f"data/obs_{table}.csv" in names
    codebook = zipfile.ZipFile(out).read("codebook/codebook.csv").decode()
    assert "entered_at_offset_s" in codebook and "irr_summary" in codebook
    write_workbook(study(), sheets := io.BytesIO())
    book = load_workbook(sheets, read_only=True)
    assert {"obs_intervals", "irr_summary", "irr_groups"} <= {*book.sheetnames}
    level = next(
        row for row in book["irr_summary"].iter_rows(values_only=True) if row[0] == "level"
    )
    assert level[1:4] == (1, 0, 100)


def test_an_older_version_is_read_by_its_own_clock():
    older = protocol()
    timed = older.items["clock"]
    tracks = (replace(timed.tracks[0], every_s=60), *timed.tracks[1:])
    newer = protocol(
        version=2,
        sections=(Section("watch", text("Watching"), (replace(timed, tracks=tracks),)),),
        date_item="",
    )
    made = visits(seen(Part.PRIMARY, "O1", {"clock": LOG}), asked=(older, newer))
    assert tables(made)["obs_sessions"][0]["n_intervals"] == 2
    assert timed.kind is Kind.TIMED
