"""The rows of the study that ships with the program."""

import csv
from pathlib import Path

STUDY = Path(__file__).parents[2] / "app" / "demo_data"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """Read a file of the study."""
    with (STUDY / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(cell: str) -> float | None:
    """Read a cell; an empty one was not answered."""
    return float(cell) if cell else None


def tasks(row: Row) -> list[str]:
    """Name the items of a lesson that are tasks of technology or collaboration."""
    return [name for name in row if name.startswith(("tech_", "collab_"))]


def items(row: Row) -> list[str]:
    """Name all items of a lesson: the columns after the observer's role."""
    names = list(row)
    return names[names.index("observer_role") + 1 :]


def has_task(row: Row) -> int:
    """Say whether a lesson had any task."""
    return int(any(row[name] == "1" for name in tasks(row)))
