"""Files and functions that one can read at a sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.laws.sources import ROOT, files, lines_of, listed, named

LONGEST_FILE = 400
"""Hard limit; aim at 300."""
LONGEST_FUNCTION = 60
"""Hard limit; aim at 30."""
HIDING_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "tools"}


def everything() -> list[Path]:
    """All code, templates, scripts and styles: of the program and of its tests."""
    tests = sorted((ROOT / "tests").rglob("*.py"))
    migrations = ROOT / "app" / "migrations" / "versions"
    program = files(".py", ".html", ".js", ".css")
    return [path for path in [*program, *tests] if migrations not in path.parents]


def functions(path: Path) -> Iterator[tuple[str, int, int]]:
    """Yield (name, line, number of lines) for every function of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, (node.end_lineno or 0) - node.lineno + 1


def test_no_file_is_too_long():
    lengths = {path: sum(1 for _ in lines_of(path)) for path in everything()}
    faults = [
        f"{named(path)}: {length} lines"
        for path, length in lengths.items()
        if length > LONGEST_FILE
    ]
    assert not faults, listed(
        faults, f"At most {LONGEST_FILE} lines: split the file by what its parts are for."
    )


def test_no_function_is_too_long():
    faults = [
        f"{named(path)}:{line} {name}: {length} lines"
        for path in everything()
        if path.suffix == ".py"
        for name, line, length in functions(path)
        if length > LONGEST_FUNCTION
    ]
    assert not faults, listed(
        faults, f"At most {LONGEST_FUNCTION} lines: give the steps names of their own."
    )


def test_no_name_hides_what_is_inside():
    faults = [named(path) for path in everything() if HIDING_NAMES & set(path.stem.split("_"))]
    assert not faults, listed(faults, "Name the module for what it does.")
