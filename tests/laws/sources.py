"""The files that the laws read."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "forms", "exports", "instruments")
TEMPLATES = ROOT / "app" / "templates"
STATIC = ROOT / "app" / "static"


def files(*suffixes: str, within: tuple[str, ...] = PACKAGES) -> list[Path]:
    """List the program's own files with these endings, in a stated order."""
    return sorted(
        path
        for package in within
        for path in (ROOT / package).rglob("*")
        if path.suffix in suffixes and "__pycache__" not in path.parts
    )


def named(path: Path) -> str:
    """Name a file from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Number the lines of a file from one."""
    yield from enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)


def listed(faults: list[str], remedy: str) -> str:
    """Write what a law found, and what to do about it."""
    return "\n".join(["", *faults[:40], f"({len(faults)} in all)", remedy])
