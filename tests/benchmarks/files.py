"""Exports and the report, from the database to the file."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.coordinate.computing import compute_results
from app.coordinate.exporting import make_export
from app.db import Database
from app.store.scope import Scope
from exports.source import Choices
from tests.app.demo_house import demo_scope, fill_demo, open_demo
from tests.benchmarks.crowd import gather
from tests.benchmarks.figures import Figure

RUNS = 5
STUDY = "many"
"""The study of the crowd."""
ALONE = """
import resource, sys
from pathlib import Path
from app.db import connect
from tests.app.demo_house import demo_scope
from tests.benchmarks.files import seconds
folder, format_ = Path(sys.argv[1]), sys.argv[2]
database = connect(f"sqlite:///{folder / 'tolqyn.sqlite'}")
seconds(database, demo_scope(database, "many"), format_, folder / "alone")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
"""A process that writes one export and says how much memory it took at most."""


LABELLED = ("sav", "dta")


def seconds(database: Database, scope: Scope, format_: str, out: Path) -> float:
    """Time one export."""
    begun = time.perf_counter()
    with database.reading() as session, out.open("w+b") as target:
        make_export(session, scope, format_, Choices(), target)
    return time.perf_counter() - begun


EXPORT = """
import sys
from pathlib import Path
from app.cli.main import main

main(sys.argv[1:], standalone_mode=False)
print(Path("/proc/self/status").read_text())
"""


def peak(data: Path, out: Path) -> float:
    """Give the memory in MB that a bundle takes at most, in a process of its own."""
    typed = ["export", STUDY, "--format", "bundle", "--out", out]
    done = subprocess.run(
        [sys.executable, "-c", EXPORT, *typed],
        env={**os.environ, "TOLQYN_DATA": str(data)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    # what a child's rusage tells would be the memory of the process that began it
    found = re.search(r"VmHWM:\s+(\d+) kB", done.stdout)
    assert found, done.stdout
    return int(found[1]) / 1024


def megabytes(folder: Path, format_: str) -> float:
    """Give the most memory that a process takes for one export."""
    asked = [sys.executable, "-c", ALONE, str(folder), format_]
    return float(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)


def measure() -> Iterator[Figure]:
    """Time the report of the demo, and the exports of 10,000 answers to thirty items."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill_demo(folder)
        database = open_demo(folder)
        times = [seconds(database, demo_scope(database), "pdf", folder / "x") for _ in range(RUNS)]
        yield Figure("PDF report, three waves, results computed for it", times, "s", 6)
        compute_results(database, demo_scope(database))
        times = [seconds(database, demo_scope(database), "pdf", folder / "x") for _ in range(RUNS)]
        yield Figure("PDF report, three waves, results kept", times, "s", 3)
        crowd = gather(folder / "many", 10_000)
        crowd.answer()
        for format_, runs, budget, peer in (
            ("csv", RUNS, 0.5, 2.4),
            ("xlsx", 3, 6, 4.0),
            ("sav", RUNS, 3, None),
            ("dta", RUNS, 3, None),
            ("bundle", 3, None, None),
        ):
            out = folder / format_
            times = [seconds(crowd.database, crowd.scope, format_, out) for _ in range(runs)]
            size = out.stat().st_size / 1e6
            what = f"{format_} of 10,000 x 30, all tables and codebook, {size:.1f} MB"
            if format_ in LABELLED:
                what = f"{format_} of 10,000 x 30, all tables with labels, {size:.1f} MB"
            yield Figure(what, times, "s", budget, peer)
        sizes = [peak(folder / "many", folder / "bundle") for _ in range(3)]
        yield Figure("memory of that bundle, at most", sizes, "MB")
        for format_ in LABELLED:
            most = [megabytes(crowd.folder, format_) for _ in range(3)]
            yield Figure(f"{format_} of 10,000 x 30, memory of the process", most, "MB", 1000)
