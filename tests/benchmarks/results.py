"""All results of a study: the demo from a cold start, 10,000 participants over three waves."""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from exports.results import study_results
from exports.source import Source
from instruments.definitions import Scale
from instruments.records import Participant, Record, School
from tests.app.demo_house import fill_demo
from tests.benchmarks.figures import Figure
from tests.exports.builders_source import frame, likert, text

PEOPLE, ITEMS, SCHOOLS, RUNS = 10_000, 30, 200, 3
PARTS = (8, 8, 8, 6)
"""How many items each of the scales has."""


def study(people: int = PEOPLE) -> Source:
    """Make teachers of many schools who answered three times, one in twenty missing."""
    codes = [f"Q{place}" for place in range(1, ITEMS + 1)]
    scales, begun = [], 0
    for number, size in enumerate(PARTS):
        own = tuple(codes[begun : begun + size])
        scales.append(Scale(f"S{number}", text(f"Scale {number}"), own, frozenset(own[:1]), 1, 5))
        begun += size
    asked = replace(likert(ITEMS), scales=tuple(scales))
    levels = random.Random(1)
    crowd = [(f"T{number:06}", levels.gauss(0, 0.8)) for number in range(people)]

    def read(key: str, wave: str | None) -> Iterable[Record]:
        seed = random.Random(2)
        for who, level in crowd:
            for number in (1, 2, 3):
                if seed.random() < 0.05:
                    continue
                middle = 2.8 + 0.2 * number + level
                given = (round(seed.gauss(middle, 1)) for _ in codes)
                answers = {
                    code: str(min(5, max(1, one)))
                    for code, one in zip(codes, given, strict=True)
                    if seed.random() > 0.01
                }
                yield Record(f"{who}-{number}", key, 1, f"w{number}", answers, participant=who)

    made = frame(
        [],
        (asked.key,),
        participants=tuple(
            Participant(who, "teacher", f"S{place % SCHOOLS}")
            for place, (who, _) in enumerate(crowd)
        ),
        schools=tuple(School(f"S{place}") for place in range(SCHOOLS)),
    )
    return Source(made, {asked.key: (asked,)}, read, datetime(2024, 6, 1, tzinfo=UTC))


def cold() -> Iterator[float]:
    """Time `tolqyn results demo --json` in processes of their own."""
    with tempfile.TemporaryDirectory() as folder:
        fill_demo(Path(folder))
        command = [str(Path(sys.executable).with_name("tolqyn")), "results", "demo", "--json"]
        for _ in range(RUNS):
            begun = time.perf_counter()
            subprocess.run(
                command,
                check=True,
                stdout=subprocess.DEVNULL,
                env={"TOLQYN_DATA": folder, "PATH": ""},
            )
            yield time.perf_counter() - begun


def large() -> Iterator[float]:
    """Time all results of the crowd."""
    for _ in range(RUNS):
        begun = time.perf_counter()
        assert study_results(study())["findings"]
        yield time.perf_counter() - begun


def measure() -> Iterator[Figure]:
    """Time both, and give the most memory that the process had."""
    yield Figure("tolqyn results demo --json, cold", [*cold()], "s", 5)
    yield Figure(f"results of {PEOPLE:,} x 3 waves x {ITEMS} items", [*large()], "s", 60)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure("most memory of this process", [most], "MB", 1000)
