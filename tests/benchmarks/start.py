"""Cold start to the first answered request, and the memory of one worker."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.app.studies import store_in
from tests.benchmarks.figures import Figure
from tests.journeys.serving import serving

RUNS = 7


def children(pid: int) -> list[int]:
    """List the processes that a process started, and theirs."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, path.read_text().split()):
            found += [child, *children(child)]
    return found


def resident(pid: int) -> float:
    """Read the memory that a process holds, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def spent_by(server: int) -> float:
    """Read the processor time of a server and its workers, in seconds."""
    ticks = 0
    for pid in [server, *children(server)]:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_of(server: int) -> list[float]:
    """Read the memory of each worker of a server: the processes that hold the pages."""
    found = {pid: resident(pid) for pid in children(server)}
    helper = "resource_tracker"
    return [
        size
        for pid, size in found.items()
        if helper not in Path(f"/proc/{pid}/cmdline").read_text()
    ]


def measure() -> Iterator[Figure]:
    """Start a server over a small study, again and again."""
    starts, memory = [], []
    with tempfile.TemporaryDirectory() as folder:
        store_in(Path(folder)).database.engine.dispose()
        for _ in range(RUNS):
            with serving(Path(folder)) as server:
                starts.append(server.started_in)
                memory += memory_of(server.pid)
    yield Figure("cold start to the first answered request", starts, "s", 2)
    yield Figure("memory of a worker after its first request (RSS)", memory, "MB", 90)
