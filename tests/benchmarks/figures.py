"""One measured figure, printed beside its budget and what the peer takes."""

import datetime
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, how often, and against what it is read."""

    what: str
    values: Sequence[float]
    unit: str
    budget: float | None = None
    peer: float | None = None
    more_is_better: bool = False

    @property
    def median(self) -> float:
        """The middle of the measurements."""
        return statistics.median(self.values)

    @property
    def within(self) -> str:
        """Say whether the budget is kept."""
        if self.budget is None:
            return ""
        kept = self.median >= self.budget if self.more_is_better else self.median <= self.budget
        return "kept" if kept else "OVER"

    @property
    def ratio(self) -> str:
        """Say how many times better than the peer it is."""
        if not self.peer or not self.median:
            return ""
        better = self.median / self.peer if self.more_is_better else self.peer / self.median
        return f"{better:.1f} x"

    def line(self) -> str:
        """Write the figure as one line."""
        spread = f"{number(min(self.values))} - {number(max(self.values))}"
        return (
            f"{self.what:<58}{number(self.median):>10} {self.unit:<5} n {len(self.values):<5}"
            f"{spread:>19}   budget {number(self.budget):>7} {self.within:<5}"
            f" peer {number(self.peer):>8} {self.ratio}"
        ).rstrip()


def number(value: float | None) -> str:
    """Write a number as people read it."""
    if value is None:
        return "-"
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def heading(command: str) -> str:
    """Say when, of what, how and on which machine."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    return "\n".join(
        (
            f"date     {datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M} UTC",
            f"commit   {commit or 'none'}",
            f"command  {command}",
            f"machine  {platform.machine()}, {os.cpu_count()} cores, {_memory()}, "
            f"{platform.system()}, Python {platform.python_version()}",
            f"load     {', '.join(f'{one:.2f}' for one in os.getloadavg())}",
        )
    )


def _memory() -> str:
    try:
        pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return "memory unknown"
    return f"{pages * size / 2**30:.0f} GB"


def show(figures: Sequence[Figure]) -> None:
    """Print figures."""
    for figure in figures:
        print(figure.line())
    sys.stdout.flush()
