"""Other data than the study's, invented at random: `python -m tests.compare.other [FOLDER]`.

FOLDER holds what `other.R` wrote; without it, the copy beside the tests.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.compare.families import FAMILIES
from tests.compare.judge import Verdict, flat, judge

COPIED = Path(__file__).parents[1] / "exports" / "reference" / "other"
LOOSE = {"abs": 1e-3, "rel": 1e-3}
"""What R itself finds by a search that stops early."""


def judged(family: str, tolerance: Mapping[str, float], case: Mapping[str, Any]) -> Verdict:
    """Compute a case and compare it; what R cannot compute (null) is not compared."""
    found = dict(flat(FAMILIES[family](case["input"])))
    whole = Verdict()
    for key, value in flat(case["values"]):
        if value is None or value == {}:
            continue
        close = LOOSE if key.startswith("loose") else tolerance
        one = judge({"tolerance": close, "values": {key: value}}, found)
        whole.ok += one.ok
        whole.bad += one.bad
        whole.missing += one.missing
    return whole


def main(arguments: list[str]) -> int:
    """Compare every case of a folder, and print what agrees."""
    folder, bad = Path(arguments[0]) if arguments else COPIED, 0
    for path in sorted(folder.glob("*.json")):
        file = json.loads(path.read_text(encoding="utf-8"))
        several = [judged(file["family"], file["tolerance"], case) for case in file["cases"]]
        wrong = [line for one in several for line in (*one.bad, *one.missing)]
        print(f"{path.stem:<16} ok {sum(one.ok for one in several)}  bad {len(wrong)}")
        for line in wrong:
            print(f"    {line}")
        bad += len(wrong)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
