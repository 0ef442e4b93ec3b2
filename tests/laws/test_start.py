"""A process that has not asked for a statistic has loaded no library of numbers."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.laws.sources import ROOT, listed

HEAVY = ("numpy", "scipy")
STARTS = {
    "importing the app": "import app.factory",
    "importing the command line": "import app.cli.main",
    "importing the writers of files": (
        "import exports.bundle, exports.workbook, exports.report, exports.cards, exports.results\n"
        "import exports.labelled.files"
    ),
    "importing the readers of sheets": (
        "from app.coordinate.import_templates import as_xlsx\n"
        "from app.coordinate.spreadsheet import read_sheet\n"
        "read_sheet(as_xlsx([['a'], ['1']]), 'a.xlsx')\n"
    ),
    "making an app": (
        "from pathlib import Path\n"
        "from app.factory import create_app\n"
        "from app.store.schema import migrate\n"
        "from app.db import connect\n"
        "from tests.app.studies import settings_in\n"
        "import tempfile\n"
        "with tempfile.TemporaryDirectory() as name:\n"
        "    database = connect(f'sqlite:///{name}/tolqyn.sqlite')\n"
        "    migrate(database)\n"
        "    create_app(settings_in(Path(name)))\n"
    ),
}
SAY = f"\nimport sys\nprint(*sorted(set({HEAVY!r}) & sys.modules.keys()))"


@pytest.mark.parametrize("name", STARTS)
def test_the_start_loads_no_library_of_numbers(name):
    done = subprocess.run(
        [sys.executable, "-c", STARTS[name] + SAY], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert not done.stdout.split(), listed(
        done.stdout.split(),
        f"{name} loads them. Import the module of exports/statistics inside the function that "
        "computes, with a comment beside: they would cost every start a third of a second.",
    )


def test_the_law_sees_what_a_statistic_loads():
    code = "import exports.statistics.agreement" + SAY
    done = subprocess.run(
        [Path(sys.executable), "-c", code], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.split() == sorted(HEAVY)
