"""Imports run one way: app, then forms and exports side by side, then instruments."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.laws.sources import PACKAGES, ROOT, files, listed, named

PARTS = {
    "instruments": {"lark", "babel", "orjson"},
    "forms": {"wtforms", "markupsafe", "werkzeug", "babel"},
    "exports": {"openpyxl", "lxml", "reportlab", "segno", "babel", "numpy", "scipy"},
}
"""Other people's packages that a floor may stand on (the app may use all)."""
SPEAK_TO_DATABASE = ("app/store/", "app/models/", "app/migrations/", "app/db.py")
OWN_SESSION = {
    "app/filling.py",
    "app/visiting.py",
    "app/respond/questionnaire.py",
    "app/respond/tasks.py",
}
"""Still name SQLAlchemy's own session; app.store.transaction has it for everybody."""
LOWER_FLOORS = {
    "instruments": ("app", "forms", "exports"),
    "forms": ("app", "exports"),
    "exports": ("app", "forms"),
}


def imports(path: Path) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield (line, module, names) for every import of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ()
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module, tuple(alias.name for alias in node.names)


def test_the_contracts_are_kept():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, (
        f"{done.stdout[-3000:]}\nA module imports upward or sideways. Move the function down to "
        "the floor that both may see, or hand the value over as a dataclass (DESIGN: the house)."
    )


@pytest.mark.parametrize("floor", PARTS)
def test_a_floor_stands_only_on_its_own_parts(floor):
    allowed = {*sys.stdlib_module_names, *PACKAGES, *PARTS[floor]}
    faults = [
        f"{named(path)}:{line} imports {module}"
        for path in files(".py", within=(floor,))
        for line, module, _ in imports(path)
        if module.partition(".")[0] not in allowed
    ]
    assert not faults, listed(faults, f"{floor}/ may use {sorted(PARTS[floor])} only.")


def test_only_the_store_makes_queries():
    """A view may name the session that it passes on: it comes from app.store.transaction."""
    faults = [
        f"{named(path)}:{line} imports {', '.join(names) or module} from {module}"
        for path in files(".py", within=("app",))
        for line, module, names in imports(path)
        if module.partition(".")[0] in {"sqlalchemy", "alembic", "sqlcipher3", "psycopg"}
        if not named(path).startswith(SPEAK_TO_DATABASE)
        and not (names == ("Session",) and named(path) in OWN_SESSION)
    ]
    assert not faults, listed(
        faults, "Put the query into app/store; the session is in app.store.transaction."
    )


@pytest.mark.parametrize("floor", LOWER_FLOORS)
def test_the_tests_of_a_floor_need_no_floor_above(floor):
    """So a test of the lower floors cannot reach a database or a page."""
    faults = [
        f"{named(path)}:{line} imports {module}"
        for path in sorted((ROOT / "tests" / floor).rglob("*.py"))
        for line, module, _ in imports(path)
        if module.partition(".")[0] in LOWER_FLOORS[floor]
    ]
    assert not faults, listed(faults, f"Move the test to the floor it needs: not tests/{floor}.")
