"""Linear mixed models of 10,000 participants over three waves, and of smaller studies."""

import resource
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from exports.statistics.mixed_model import MixedModel, mixed_model
from exports.statistics.mixed_waves import WaveModel, waves_model
from tests.benchmarks.figures import Figure

RUNS = 5


def answers(people: int, places: int) -> tuple[list[list[float | None]], list[str]]:
    """Draw a score at three waves of everybody, one in twenty missing, and everybody's place."""
    of = np.random.default_rng(1)
    where = of.integers(0, places, people)
    person = of.normal(0, 0.6, people) + of.normal(0, 0.3, places)[where]
    scores = person[:, None] + [3.2, 3.7, 4.0] + of.normal(0, 0.8, (people, 3))
    gone = of.random((people, 3)) < 0.05
    rows = [
        [None if missing else float(one) for one, missing in zip(row, none, strict=True)]
        for row, none in zip(scores, gone, strict=True)
    ]
    return rows, [f"P{place}" for place in where]


def seconds(task: Callable[[], WaveModel | MixedModel]) -> list[float]:
    """Time a task some times; it has to come to a model."""
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        assert not task().why
        times.append(time.perf_counter() - begun)
    return times


def crossed(cases: int, first: int, second: int) -> tuple[Sequence[float], dict[str, list[str]]]:
    """Draw cases of two factors that are crossed, such as pupils and their raters."""
    of = np.random.default_rng(2)
    one, other = of.integers(0, first, cases), of.integers(0, second, cases)
    y = of.normal(0, 0.5, first)[one] + of.normal(0, 0.5, second)[other] + of.normal(0, 1, cases)
    return y.tolist(), {"pupil": [f"{x}" for x in one], "rater": [f"{x}" for x in other]}


def measure() -> Iterator[Figure]:
    """Time whole analyses: model, both kinds of freedom, means, pairs; memory at the end."""
    for people, several in ((24, (7,)), (1000, (50,)), (10_000, (7, 500))):
        size = f"{people:,} x 3 waves"
        rows, _ = answers(people, 1)
        yield Figure(f"mixed model, {size}", seconds(lambda: waves_model(rows)), "s", 5)  # noqa: B023
        for places in several:
            rows, where = answers(people, places)
            times = seconds(lambda: waves_model(rows, where))  # noqa: B023
            yield Figure(f"mixed model, {size} in {places} places", times, "s", 5)
    y, factors = crossed(10_000, 2000, 200)
    times = seconds(lambda: mixed_model(y, [(1,)] * len(y), factors))
    yield Figure("mixed model, 10,000 marks of 2,000 by 200 raters", times, "s", 5)
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure("most memory of the process", [largest], "MB", 1024)
