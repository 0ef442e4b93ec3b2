"""Print what is measured: `python -m tests.benchmarks [name ...]`, no name for all."""

import sys

from tests.benchmarks import (
    agreement,
    desk,
    files,
    intervals,
    lesson,
    load,
    mixed,
    results,
    start,
    sync,
    tap,
    wire,
)
from tests.benchmarks.figures import heading, show

MEASUREMENTS = {
    "wire": wire.measure,
    "tap": tap.measure,
    "lesson": lesson.measure,
    "load": load.measure,
    "sync": sync.measure,
    "start": start.measure,
    "files": files.measure,
    "desk": desk.measure,
    "agreement": agreement.measure,
    "intervals": intervals.measure,
    "mixed": mixed.measure,
    "results": results.measure,
}


def main(names: list[str]) -> int:
    """Measure what is named."""
    unknown = set(names) - MEASUREMENTS.keys()
    if unknown:
        print(f"There is no {sorted(unknown)}; there are: {', '.join(MEASUREMENTS)}")
        return 2
    chosen = names or list(MEASUREMENTS)
    print(heading(f"python -m tests.benchmarks {' '.join(names)}".strip()), end="\n\n")
    for name in chosen:
        for figure in MEASUREMENTS[name]():
            show([figure])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
