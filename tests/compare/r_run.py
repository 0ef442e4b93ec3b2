"""Run `analysis.R` where the files of an export are."""

import json
import subprocess
from pathlib import Path
from typing import Any

from exports.r_script import R_RESULTS, R_SCRIPT

Tree = dict[str, Any]


def run(program: str, folder: Path) -> Tree:
    """Run the script where the files are, and read what it wrote."""
    command = [program, "--no-echo", "--no-save", "-f", R_SCRIPT]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    for line in (done.stdout + done.stderr).splitlines():
        if line.startswith(("Left out", "Not installed", "Warning")):
            print(line)
    found: Tree = json.loads((folder / R_RESULTS).read_text(encoding="utf-8"))
    return found
