"""Lint, form and types: the machine's part of the review."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.laws.sources import ROOT

CHECKS = {
    "ruff check": (["ruff", "check", "."], "Run `ruff check --fix .` and mend what is left."),
    "ruff format": (["ruff", "format", "--check", "."], "Run `ruff format .`."),
    "mypy": (["mypy"], "Every function is typed: mend the lines named above."),
}


@pytest.mark.parametrize("name", CHECKS)
def test_the_code_is_clean(name):
    (program, *arguments), remedy = CHECKS[name]
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}{done.stderr[-1000:]}\n{remedy}"
