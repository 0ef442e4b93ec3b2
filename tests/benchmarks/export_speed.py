"""Time the exports on records made in memory, beside openpyxl writing the same cells.

Run: .venv/bin/python -m tests.benchmarks.export_speed [--runs N] [--large]
"""

import argparse
import os
import platform
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from openpyxl import Workbook

from exports.bundle import write_csv_zip
from exports.csvfile import write_table_csv
from exports.keys import ZONE
from exports.recorded import Recorded
from exports.source import Source
from exports.table import Table, long
from exports.workbook import Writer, write_workbook
from instruments.records import Record
from tests.exports.builders_source import frame, likert

STARTED = datetime(2024, 1, 15, 9, 0, tzinfo=UTC)


def made(n: int, items: int) -> Source:
    """Make a study of n teachers who answered once; the records are made as they are read."""
    asked = likert(items)
    people = [f"T{number:06}" for number in range(1, n + 1)]
    codes = tuple(item.code for item in asked.answered_items)

    def read(key: str, wave: str | None) -> Iterable[Record]:
        seed = random.Random(1)
        for number, who in enumerate(people):
            answers = dict(zip(codes, seed.choices("12345", k=items), strict=True))
            begun = STARTED + timedelta(seconds=number)
            yield Record(
                f"{number:08x}-0000-4000-8000-000000000000",
                key,
                1,
                "w1",
                answers,
                participant=who,
                started_at=begun,
                submitted_at=begun + timedelta(minutes=5),
            )

    plan = frame(people, ())
    return Source(plan, {asked.key: (asked,)}, read, STARTED)


def long_table(source: Source) -> Table:
    """Build the long table of the only instrument."""
    return long(Recorded(source, source.keys[0]))


def csv_of(source: Source, path: Path) -> None:
    """Write the long table as CSV."""
    with path.open("wb") as out:
        write_table_csv(long_table(source), out)


def csv_without_scores(source: Source, path: Path) -> None:
    """Write the answers alone, as the peer's export does: no scale scores."""
    asked = {
        key: tuple(replace(one, scales=()) for one in versions)
        for key, versions in source.instruments.items()
    }
    csv_of(replace(source, instruments=asked), path)


def zip_of(source: Source, path: Path) -> None:
    """Write every table and the codebook as a .zip."""
    with path.open("wb") as out:
        write_csv_zip(source, out)


def workbook_of(source: Source, path: Path) -> None:
    """Write the whole workbook: labels, long, wide, codebook."""
    with path.open("wb") as out:
        write_workbook(source, out)


def one_sheet(source: Source, path: Path) -> None:
    """Write the long table as the only sheet."""
    with Writer(source, ZONE) as writer, path.open("wb") as out:
        observed = writer.for_analysis(long_table(source))
        writer.save([observed], out)


def plain_openpyxl(source: Source, path: Path) -> None:
    """Write the same cells with openpyxl alone, in its write-only mode."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("long")
    table = long_table(source)
    sheet.append(table.header)
    for row in table.rows:
        sheet.append(row)
    book.save(path)


def making(source: Source, path: Path) -> None:
    """Only make the records and throw them away: what the study itself costs."""
    for _ in source.records(source.keys[0]):
        pass


Task = Callable[[Source, Path], None]


def timed(task: Task, source: Source, runs: int) -> float:
    """Give the median of the seconds that a task takes."""
    with tempfile.TemporaryDirectory() as folder:
        return statistics.median(_seconds(task, source, Path(folder) / "out", runs))


def _seconds(task: Task, source: Source, path: Path, runs: int) -> Iterator[float]:
    for _ in range(runs):
        begun = time.perf_counter()
        task(source, path)
        yield time.perf_counter() - begun


def peak() -> float:
    """Give the most memory that this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the figures of BUDGETS.md's export rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--large", action="store_true", help="also 100,000 x 40, which takes minutes"
    )
    given = parser.parse_args()
    print(f"command: {' '.join(sys.orig_argv[1:])}")
    print(
        f"machine: {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    show(
        10_000,
        30,
        given.runs,
        (making, csv_without_scores, csv_of, zip_of, workbook_of, one_sheet, plain_openpyxl),
    )
    if given.large:
        show(100_000, 40, 1, (making, csv_of, one_sheet))
        print(f"peak memory until here {peak():.0f} MB, the list of 100,000 participants included")
        show(100_000, 40, 1, (one_sheet, plain_openpyxl))


def show(n: int, items: int, runs: int, tasks: tuple[Task, ...]) -> None:
    """Time tasks on one study and print a line each."""
    source = made(n, items)
    print(f"\n{n:,} records x {items} items, {len(long_table(source).columns)} columns, n = {runs}")
    medians = {task: timed(task, source, runs) for task in tasks}
    own = medians.get(plain_openpyxl)
    for task, seconds in medians.items():
        ratio = f"  {seconds / own:5.2f} x openpyxl on the long table" if own else ""
        print(f"{task.__name__:<20}{seconds:8.2f} s{ratio}")


if __name__ == "__main__":
    main()
