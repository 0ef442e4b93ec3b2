"""Places that run out of room, and get it back."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.serving import SERVE

LIMIT = "pages"
"""A file beside the database: how many pages it may have."""
MOUNTED = 16
"""Megabytes of a small disk."""
EACH = 4
"""More of them for every time that it is filled: what was acknowledged stays there."""
LEFT = 2**20
"""Bytes that are left on it before it is filled by the phones."""


class SmallDisk:
    """A file system in memory, most of it taken by somebody else's file."""

    program = SERVE

    def __init__(self, folder: Path) -> None:
        self.folder, self.other = folder, folder / "somebody-elses"

    def tighten(self, left: int = LEFT) -> None:
        """Leave little room."""
        state = os.statvfs(self.folder)
        free = state.f_bavail * state.f_frsize
        with self.other.open("wb") as other:
            other.write(bytes(max(0, free - left)))

    def give_back(self) -> None:
        """Delete the other file."""
        self.other.unlink()


class FewPages:
    """A database that may not grow: SQLite's own limit on its pages."""

    program = f"import tests.faults.tight; {SERVE}"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def tighten(self) -> None:
        """Leave little room."""
        size = (self.folder / "tolqyn.sqlite").stat().st_size
        whole = self.folder / f"{LIMIT}.new"
        whole.write_text(str(size // 4096 + 100))
        whole.replace(self.folder / LIMIT)  # nobody reads half a number

    def give_back(self) -> None:
        """Take the limit away."""
        (self.folder / LIMIT).unlink()


def no_small_disk() -> str:
    """Say why no small disk can be mounted here; empty when it can."""
    return "" if os.name == "posix" and os.getuid() == 0 else "only root mounts a small disk"


@contextmanager
def mounted(folder: Path, times: int = 0) -> Iterator[None]:
    """Put a small disk at a folder, with room for what is kept while it is filled so often."""
    size = f"size={MOUNTED + EACH * times}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tolqyn", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
