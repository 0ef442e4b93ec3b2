"""Agreement of two observers of 1,000 lessons over forty items, and of several raters."""

import random
import time
from collections.abc import Callable, Iterator

from exports.statistics.agreement import agreement, pairwise
from exports.statistics.clustered import gee_logit
from exports.statistics.krippendorff import Level, krippendorff_alpha
from exports.statistics.ratings_icc import icc
from tests.benchmarks.figures import Figure

LESSONS, ITEMS, RUNS = 1000, 40, 7
Codes = list[list[int | None]]


def coded(seed: random.Random, like: Codes | None = None) -> Codes:
    """Code lessons from 1 to 4: anew, or as a colleague who agrees on most; some cells are open."""
    rows: Codes = []
    for lesson in range(LESSONS):
        fresh: list[int | None] = [*seed.choices((1, 2, 3, 4, None), (3, 4, 2, 1, 0.2), k=ITEMS)]
        if like:
            same = [seed.random() < 0.75 for _ in range(ITEMS)]
            fresh = [a if keep else b for a, b, keep in zip(like[lesson], fresh, same, strict=True)]
        rows.append(fresh)
    return rows


def milliseconds(task: Callable[[], object]) -> list[float]:
    """Time a task some times."""
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        task()
        times.append((time.perf_counter() - begun) * 1000)
    return times


def measure() -> Iterator[Figure]:
    """Time every coefficient of every item; the numbers are the same by both ways."""
    seed = random.Random(1)
    first = coded(seed)
    second, third = coded(seed, first), coded(seed, first)
    size = f"{LESSONS:,} lessons x {ITEMS} items"

    def one_by_one() -> list[object]:
        columns = zip(zip(*first, strict=True), zip(*second, strict=True), strict=True)
        return [agreement(one, other) for one, other in columns]

    assert list(pairwise(first, second)) == one_by_one()
    yield Figure(
        f"two observers, {size}", milliseconds(lambda: pairwise(first, second)), "ms", 2000
    )
    yield Figure("the same, item by item", milliseconds(one_by_one), "ms")
    three = [[*zip(*rows, strict=True)] for rows in zip(first, second, third, strict=True)]
    items = [[lesson[item] for lesson in three] for item in range(ITEMS)]
    for level in (Level.NOMINAL, Level.ORDINAL):
        times = milliseconds(lambda: [krippendorff_alpha(one, level) for one in items])  # noqa: B023
        yield Figure(f"alpha, {level}, three observers, {size}", times, "ms", 2000)
    times = milliseconds(lambda: [icc(one) for one in items])
    yield Figure(f"six ICCs, three observers, {size}", times, "ms", 2000)
    had = [int(row[0] == 1) for row in first]
    waves = [(1, lesson % 3 == 1, lesson % 3 == 2) for lesson in range(LESSONS)]
    teachers = [str(lesson // 20) for lesson in range(LESSONS)]
    times = milliseconds(lambda: gee_logit(had, waves, teachers))
    yield Figure(f"equations for {LESSONS:,} lessons of 50 teachers", times, "ms")
