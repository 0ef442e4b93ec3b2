"""What an experiment found, and the table in which it is published."""

import os
import platform
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.faults.judge import Verdict
from tests.journeys.serving import ROOT


@dataclass(frozen=True, slots=True)
class Tally:
    """One experiment: what it did, what its phones hold, and how its control arm fared."""

    what: str
    faults: str
    """How many of what befell it, such as `512 kills`."""
    verdict: Verdict
    control: Verdict
    blind: str = ""
    """What the control arm should have shown and did not: then the experiment sees nothing."""
    note: str = ""
    """What else is to be said of the control arm."""

    @property
    def is_sound(self) -> bool:
        """Say whether nothing happened to any answer, and whether that means anything."""
        return self.verdict.clean and not self.blind

    def check(self) -> None:
        """Fail where the promise was broken, or where the control arm lost nothing."""
        assert not self.blind, f"{self.what}: {self.blind}; the experiment is blind"
        assert self.verdict.clean, f"{self.what}: {self.verdict} {self.note}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """An experiment that cannot be made on this machine."""

    what: str
    reason: str


HEAD = (
    "| experiment | befell it | acknowledged | lost | doubled | corrupted | control arm |\n"
    "|---|---|---|---|---|---|---|"
)


def row(tally: Tally | Skipped) -> str:
    """Write the line of an experiment."""
    if isinstance(tally, Skipped):
        return f"| {tally.what} | skipped: {tally.reason} | | | | | |"
    verdict, control = tally.verdict, tally.control
    figures = (verdict.acknowledged, verdict.lost, verdict.doubled, verdict.corrupted)
    beside = tally.note or f"{control.acknowledged:,} acknowledged: {_losses(control)}"
    cells = [tally.what, tally.faults, *(f"{figure:,}" for figure in figures), beside]
    return f"| {' | '.join(cells)} |"


def _losses(verdict: Verdict) -> str:
    """Name what was lost, doubled and corrupted, without the zeroes."""
    figures = {
        "lost": verdict.lost,
        "doubled": verdict.doubled,
        "corrupted": verdict.corrupted,
    }
    named = [f"{figure:,} {word}" for word, figure in figures.items() if figure]
    return ", ".join(named) or "**nothing lost: blind**"


def caption(command: str, seed: int) -> str:
    """Say when, where, on what and with which seed it was measured."""
    commit = _git("rev-parse", "--short", "HEAD") or "unknown"
    changed = " and changes" if _git("status", "--porcelain") else ""
    machine = f"{os.cpu_count()} cores, {_memory()} GB, {platform.system()}"
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit}{changed}, `{command}`, "
        f"seed {seed}, {machine}, Python {platform.python_version()}"
    )


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip()


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30


def unseen(control: Verdict, *expected: str, who: str = "the control arm") -> str:
    """Name what a control arm should have shown and did not."""
    missing = [word for word in expected if not getattr(control, word)]
    return f"{who} has nothing {' and nothing '.join(missing)}" if missing else ""


def total(verdicts: Iterable[Verdict]) -> Verdict:
    """Add verdicts up."""
    return sum(verdicts, Verdict())
