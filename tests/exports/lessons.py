"""A small protocol with a clock, and visits coded with it."""

from datetime import date

from exports.source import Source
from instruments.definitions import (
    About,
    Answers,
    FilledBy,
    Instrument,
    Kind,
    Section,
    Track,
    TrackMode,
)
from instruments.records import Lesson, Part, Record
from tests.exports.builders_source import choices, instrument, item, record, source, text

BEGUN_AT = 1_696_237_200_000
"""2023-10-02 09:00 UTC."""
BEGUN = f"0 begin@{BEGUN_AT}"


def protocol(**more: object) -> Instrument:
    """Make a protocol: the lesson, a clock with three tracks, ratings with evidence."""
    tracks = (
        Track("teacher", TrackMode.INTERVAL, text("Teacher"), choices("lec", "group"), every_s=120),
        Track(
            "room",
            TrackMode.SNAPSHOT,
            text("Room"),
            choices("off", "on"),
            at_minutes=(1, 3),
            window_s=60,
            exclusive=(frozenset({"off", "on"}),),
        ),
        Track("moments", TrackMode.EVENT, text("Moments"), choices("noise", "break")),
    )
    sections = (
        Section("lesson", text("Lesson"), (item("day", Kind.DATE), item("notes", Kind.LONG_TEXT))),
        Section("watch", text("Watching"), (item("clock", Kind.TIMED, tracks=tracks, minutes=45),)),
        Section(
            "judge",
            text("Levels"),
            (
                item("level"),
                item("why", Kind.LONG_TEXT),
                item("pairs", Kind.SINGLE, "1", "0"),
                item("how", Kind.LONG_TEXT),
            ),
        ),
    )
    given = {
        "key": "visit",
        "about": About.LESSON,
        "filled_by": FilledBy.OBSERVER,
        "date_item": "day",
        "sections": sections,
        "certify_share": 0.8,
        "certify_within": 1,
        **more,
    }
    return instrument(**given)  # type: ignore[arg-type]


def seen(part: Part, author: str, answers: Answers, lesson: str = "L1", **more: object) -> Record:
    """Make the record of one observer of a lesson."""
    given = {
        "id": f"{lesson}-{part}",
        "instrument": "visit",
        "participant": "",
        "lesson": lesson,
        "part": part,
        "author": author,
        **more,
    }
    wave = given.pop("wave", 1)
    return record("", wave, answers, **given)  # type: ignore[arg-type]


def visits(
    *records: Record, asked: Instrument | tuple[Instrument, ...] | None = None, **more: object
) -> Source:
    """Make a study of some visited lessons."""
    codes = sorted({one.lesson for one in records} | {"L1"})
    lessons = tuple(Lesson(code, "T1", "S1", date(2023, 10, 2)) for code in codes)
    return source(asked or protocol(), records, **{"lessons": lessons, **more})  # type: ignore[arg-type]
