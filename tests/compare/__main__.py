"""Compare with R: `python -m tests.compare [FOLDER]`, the folder holds references of R.

Writes build/reference/<id>.json in the references' own layout, and prints what agrees.
"""

import json
import sys
from pathlib import Path

from tests.compare.groups import GROUPS, reason
from tests.compare.judge import judge

ROOT = Path(__file__).parents[2]
COPIED = ROOT / "tests" / "exports" / "reference"
BESIDE = ROOT / ".." / "shared" / "reference"
BUILT = ROOT / "build" / "reference"


def main(arguments: list[str]) -> int:
    """Compute every group, write it, and compare it where its reference is at hand."""
    folder = Path(arguments[0]) if arguments else BESIDE if BESIDE.is_dir() else COPIED
    BUILT.mkdir(parents=True, exist_ok=True)
    bad, why = 0, {}
    for name, compute in GROUPS.items():
        values = compute()
        written = json.dumps({"id": name, "values": values}, indent=1)
        (BUILT / f"{name}.json").write_text(written + "\n", encoding="utf-8")
        path = folder / f"{name}.json"
        if not path.exists():
            print(f"{name:<36} no reference in {folder}")
            continue
        verdict = judge(json.loads(path.read_text(encoding="utf-8")), values)
        print(f"{name:<36} {verdict}")
        for line in verdict.bad:
            print(f"    {line}")
        bad += len(verdict.bad)
        why |= {key: reason(name, key) or "should be there" for key in verdict.missing}
    for words in sorted(set(why.values())):
        print(f"missing: {words} ({list(why.values()).count(words)} values)")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
