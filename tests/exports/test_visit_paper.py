"""One visit on paper: who and when, its time line, levels in words."""

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader
from reportlab.graphics.shapes import Rect, String

from exports.record_pdf import write_record
from exports.timeline_figure import TALLEST, timeline_figures, with_pauses
from exports.typography import ACCENT, LINE, SOFT
from instruments.definitions import Choice, Kind, Section, Track, TrackMode
from instruments.records import Part
from instruments.timeline import read_log
from tests.exports.builders_source import choices, item, text
from tests.exports.lessons import BEGUN, protocol, seen, visits
from tests.exports.test_intervals import LOG


def pages(record, language="en", asked=None):
    made = visits(record, asked=asked, language=language)
    write_record(made, record, asked or protocol(), out := io.BytesIO())
    return [" ".join(page.extract_text().split()) for page in PdfReader(out).pages]


def visit(**answers):
    received = datetime(2023, 10, 2, 10, tzinfo=UTC)
    given = {"clock": LOG, **answers}
    return seen(Part.SECOND, "O2", given, receipt="7F3A-91C2", clock_off_s=90, received_at=received)


def figures(log=LOG, **more):
    timed = item("clock", Kind.TIMED, tracks=protocol().items["clock"].tracks, minutes=45, **more)
    return timeline_figures(timed, read_log(timed, log), "The lesson", "", "en")


def boxes(drawing, colour):
    return [
        shape for shape in drawing.contents if isinstance(shape, Rect) and shape.fillColor == colour
    ]


def words(drawing):
    return [shape.text for shape in drawing.contents if isinstance(shape, String)]


def test_the_head_says_whose_lesson_it_was_and_when():
    (first, *_) = pages(visit())
    for wanted in ("T1", "S1 Named School", "O2, second observer", "7F3A-91C2", "15:01", "3 min"):
        assert wanted in first
    assert "2 October 2023" in first and "1 min" in first


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("kk", ("Үзілістер", "көрінді, кейін белгіленді")), ("ru", ("Паузы", "отмечено позже"))],
)
def test_the_time_line_speaks_the_language(language, wanted):
    printed = " ".join(pages(visit(), language))
    assert all(one in printed for one in wanted) and "seen" not in printed


def test_a_cell_is_filled_where_a_code_holds_and_hollow_where_it_came_late():
    (drawing,) = figures()
    found = words(drawing)
    assert "1/2 (50%)" in found and "1/1 (100%)" in found and "1 × · 0:55" in found
    held = [box for box in boxes(drawing, ACCENT) if box.height == 9]
    # a code, a sweep and an event, each parted by the pause, and the legend
    assert len(held) == 7
    assert len(boxes(drawing, SOFT)) == 3, "the late one before and after the pause, the legend"
    assert len(boxes(drawing, LINE)) == 2, "the pause and the legend"


def test_nothing_undone_is_drawn():
    (drawing,) = figures((BEGUN, "5000 +group", "6000 undo", "100000 end"))
    assert not boxes(drawing, ACCENT) and "seen" not in words(drawing)


def test_a_stretch_is_parted_by_the_pauses_within():
    lesson = read_log(protocol().items["clock"], LOG)
    assert [*with_pauses(lesson, 60_000, 120_000)] == [(60_000, 100_000), (160_000, 180_000)]
    assert [*with_pauses(lesson, 0, 100_000)] == [(0, 100_000)]
    assert [*with_pauses(lesson, 120_000, 170_000)] == [(180_000, 230_000)]


def test_a_long_protocol_takes_several_drawings():
    codes = choices(*(f"code_{number}" for number in range(80)))
    track = Track("teacher", TrackMode.INTERVAL, text("Teacher"), codes, every_s=60)
    timed = item("clock", Kind.TIMED, tracks=(track,), minutes=45)
    found = timeline_figures(timed, read_log(timed, LOG), "The lesson", "", "en")
    assert len(found) > 1 and all(drawing.height < TALLEST + 120 for drawing in found)
    assert words(found[0])[0] == "The lesson (1/2)"


def test_two_segments_are_two_time_lines():
    tracks = protocol().items["clock"].tracks
    timed = tuple(
        item(code, Kind.TIMED, tracks=tracks, label=text(f"Part {code}")) for code in ("a", "b")
    )
    asked = protocol(sections=(Section("watch", text("Watching"), timed),), date_item="")
    record = seen(Part.PRIMARY, "O1", {"a": LOG, "b": LOG})
    printed = " ".join(pages(record, asked=asked))
    assert "Part a" in printed and "Part b" in printed


def test_a_level_is_printed_with_what_it_looks_like():
    levels = (Choice("1", text("Low"), text("Nobody speaks.")), Choice("2", text("High")))
    level = item("level", choices=levels)
    asked = protocol(sections=(Section("judge", text("Levels"), (level,)),), date_item="")
    printed = " ".join(pages(seen(Part.PRIMARY, "O1", {"level": "1"}), asked=asked))
    assert "Low" in printed and "Nobody speaks." in printed


def test_a_clock_that_was_never_started_is_a_dash_and_no_drawing():
    printed = " ".join(pages(seen(Part.PRIMARY, "O1", {"clock": ()})))
    assert "Statement clock" in printed and "Pauses" not in printed
