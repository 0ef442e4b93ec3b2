"""Exports of 1,000 lessons on a clock: 23 intervals of two minutes, 25 codes."""

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from tracemalloc import get_traced_memory, start, stop
from typing import BinaryIO

from exports.agreements import compare
from exports.bundle import write_csv_zip
from exports.source import Source
from exports.workbook import write_workbook
from instruments.definitions import Instrument, Kind, Section, Track, TrackMode
from instruments.records import Lesson, Part, Record, from_json
from tests.benchmarks.figures import Figure
from tests.exports.builders_source import MADE_AT, choices, frame, item, text
from tests.exports.lessons import BEGUN, protocol

LESSONS, INTERVALS, CODES, TWICE, RUNS = 1000, 23, 25, 200, 3
STEP = 120_000


def copus() -> Instrument:
    """Make a protocol of two tracks as large as COPUS."""
    names = [f"code_{number}" for number in range(1, CODES + 1)]
    tracks = tuple(
        Track(key, TrackMode.INTERVAL, text(key), choices(*own), every_s=STEP // 1000)
        for key, own in (("teacher", names[:12]), ("pupils", names[12:]))
    )
    clock = item("clock", Kind.TIMED, tracks=tracks, minutes=46)
    return replace(
        protocol(), sections=(Section("watch", text("Watching"), (clock, item("level"))),)
    )


def log(seed: random.Random) -> list[str]:
    """Tap some six codes in every interval."""
    lines = [BEGUN]
    for interval in range(INTERVALS):
        taps = sorted(seed.sample(range(1000, STEP - 1000), 6))
        codes = seed.sample(range(1, CODES + 1), 6)
        lines += [
            f"{interval * STEP + tap} +code_{code}" for tap, code in zip(taps, codes, strict=True)
        ]
    return [*lines, f"{INTERVALS * STEP} end"]


def study(twice: int = TWICE) -> Source:
    """Make a study whose answers are read from their JSON each time, as from a database."""
    seed = random.Random(1)
    asked = replace(copus(), date_item="")
    bodies = []
    for number in range(LESSONS):
        for part in (Part.PRIMARY, Part.SECOND) if number < twice else (Part.PRIMARY,):
            answers = {"clock": log(seed), "level": seed.choice("12345")}
            bodies.append((f"L{number:04}", part, json.dumps(answers)))

    def read(key: str, wave: str | None) -> Iterable[Record]:
        for lesson, part, body in bodies:
            yield Record(
                f"{lesson}-{part}",
                key,
                1,
                "w1",
                from_json(body),
                lesson=lesson,
                part=part,
                author=f"O-{part}",
                clock_off_s=2,
            )

    lessons = tuple(Lesson(f"L{number:04}", "T1", "S1") for number in range(LESSONS))
    plan = frame(("T1",), ("visit",), lessons=lessons)
    return Source(plan, {"visit": (asked,)}, read, MADE_AT)


def seconds(task: Callable[[], object]) -> list[float]:
    """Time a task some times."""
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        task()
        times.append(time.perf_counter() - begun)
    return times


def measure() -> Iterator[Figure]:
    """Time the files, and the memory that the CSV takes at its peak."""
    made = study()
    size = f"{LESSONS:,} lessons x {INTERVALS} x {CODES}, {TWICE} twice"

    def written(write: Callable[[Source, BinaryIO], object]) -> None:
        with tempfile.TemporaryDirectory() as folder, (Path(folder) / "x").open("w+b") as out:
            write(made, out)

    yield Figure(f"csv of {size}", seconds(lambda: written(write_csv_zip)), "s", 15)
    yield Figure(f"xlsx of {size}", seconds(lambda: written(write_workbook)), "s", 45)
    everybody = study(LESSONS)
    times = seconds(lambda: [[*one.items()] for one in compare(everybody)])
    yield Figure(f"agreement of two observers of {LESSONS:,} such lessons", times, "s", 10)
    start()
    written(write_csv_zip)
    yield Figure(f"most memory of the csv of {size}", [get_traced_memory()[1] / 1e6], "MB", 150)
    stop()
