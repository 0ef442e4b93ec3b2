"""Run `analysis.R` on the demo: `python -m tests.compare.r_script [FOLDER]`.

Compares what R found with the results of the program, with the statistics of `tests.compare`, and
with the references in FOLDER. Without R nothing is compared.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stdout
from io import StringIO
from math import log10
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from app.cli.main import main as tolqyn
from app.cli.opening import open_house, study_scope
from app.store.frame import export_source
from exports.bundle import write_csv_zip
from exports.results import study_results
from exports.source import Choices
from tests.compare.__main__ import BESIDE, COPIED
from tests.compare.groups import GROUPS
from tests.compare.judge import flat, judge
from tests.compare.r_coverage import coverage
from tests.compare.r_odd import odd_studies
from tests.compare.r_results import Found
from tests.compare.r_run import run

CLOSE = {"abs": 1e-8, "rel": 1e-8}
MOST_DIGITS, NEAR_ZERO = 15, 1e-6
SHARED = ("answered", "scales", "items", "numbers")
"""What `tolqyn results` and the script say of an instrument in the same words."""
Tree = dict[str, Any]


def exported(folder: Path) -> tuple[Tree, tuple[str, ...]]:
    """Unpack an export of the demo with its script; give its results and its waves."""
    os.environ["TOLQYN_DATA"] = str(folder / "house")
    with redirect_stdout(StringIO()):  # links to sign in with
        tolqyn(["demo", "--no-serve"], standalone_mode=False)
    with open_house().database.reading() as session:
        source = export_source(session, study_scope(session, "demo"), Choices("en"))
        archive = folder / "demo.zip"
        with archive.open("wb") as out:
            write_csv_zip(source, out)
        ZipFile(archive).extractall(folder)
        return study_results(source), tuple(wave.key for wave in source.frame.waves)


def said(name: str, wanted: Tree, found: Mapping[str, object], short: str = "") -> int:
    """Print what agrees, and to how many digits; give the number of what does not."""
    verdict = judge(wanted, found)
    print(f"{name:<46} {verdict}  digits {digits(wanted['values'], found)}")
    for line in verdict.bad:
        print(f"    bad {line}")
    for line in verdict.missing if short else ():
        print(f"    {short} {line}")
    return len(verdict.bad)


def digits(wanted: Tree, found: Mapping[str, object]) -> int:
    """Count the digits in which every number agrees that is not nearly zero."""
    ours = dict(flat(found))
    least = MOST_DIGITS
    for key, one in flat(wanted):
        other = ours.get(key)
        if isinstance(one, float) and isinstance(other, int | float) and abs(one) > NEAR_ZERO:
            apart = abs(one - other) / abs(one)
            least = min(least, -log10(apart) if apart else MOST_DIGITS)
    return int(least)


def results_alike(found: Tree, ours: Tree) -> int:
    """Compare instrument by instrument with `tolqyn results --json`."""
    bad = 0
    for key, theirs in found["instruments"].items():
        shared = {name: theirs[name] for name in SHARED if name in theirs}
        wanted = {"values": shared, "tolerance": CLOSE}
        bad += said(f"results: {key}", wanted, ours["instruments"][key], "only R has")
    return bad


def groups_alike(found: Found, folder: Path) -> int:
    """Compare with every reference that is at hand, and with what we compute for it."""
    bad = 0
    for path in sorted(folder.glob("atyrau_*.json")):
        values = found.group(path.stem)
        if not values:
            continue
        reference = json.loads(path.read_text(encoding="utf-8"))
        bad += said(f"reference: {path.stem}", reference, values, "not computed by the script")
        if path.stem in GROUPS:
            ours: Mapping[str, object] = GROUPS[path.stem]()
            theirs = {"values": values, "tolerance": reference["tolerance"]}
            bad += said(f"statistics: {path.stem}", theirs, ours)
    return bad


def main(arguments: list[str]) -> int:
    """Run and compare."""
    program = shutil.which("R")
    if program is None:
        print("R is not installed: nothing was compared.")
        return 0
    references = Path(arguments[0]) if arguments else BESIDE if BESIDE.is_dir() else COPIED
    with tempfile.TemporaryDirectory() as name:
        ours, waves = exported(Path(name))
        found = run(program, Path(name))
    print(", ".join(f"{one} {version}" for one, version in found["program"].items()))
    for key, checks in found["checks"].items():
        print(f"checked in R: {key} {checks}")
    bad = results_alike(found, ours) + groups_alike(Found(found, waves), references)
    whole = coverage(ours, found, waves)
    print(*whole.said(), sep="\n")
    bad += len(whole.apart)
    for name, odd in odd_studies(program):
        print(f"odd study: {name}", *odd.said(), sep="\n")
        bad += len(odd.apart)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
