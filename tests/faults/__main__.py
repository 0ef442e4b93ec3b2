"""Print the table of all experiments: `python -m tests.faults [name ...] [--short] [--seed N]`.

`--percent 10` makes a tenth of the long run.
"""

import argparse
import sys

from tests.faults.plan import PLAN, chosen_seed
from tests.faults.tally import HEAD, Skipped, caption, row


def main(typed: list[str]) -> int:
    """Make the experiments that are named; red when one lost anything or saw nothing."""
    parser = argparse.ArgumentParser("python -m tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(PLAN))
    parser.add_argument("--short", action="store_true", help="as small as in `make test`")
    parser.add_argument("--percent", type=int, default=100, help="part of the long run")
    parser.add_argument("--seed", type=int, default=chosen_seed())
    asked = parser.parse_args(typed)
    if unknown := set(asked.names) - PLAN.keys():
        parser.error(f"there is no {sorted(unknown)}")
    command = "make faults" if not typed else f"python -m tests.faults {' '.join(typed)}"
    print(caption(command, asked.seed), end=f"\n\n{HEAD}\n", flush=True)
    red = []
    for name in asked.names or PLAN:
        planned = PLAN[name]
        size = planned.short if asked.short else planned.part(asked.percent)
        done = planned.make(**size, seed=asked.seed)
        print(row(done), flush=True)
        if not isinstance(done, Skipped) and not done.is_sound:
            red.append(f"{name}: {done.blind or done.verdict}")
    print("", *(red or ["Nothing acknowledged was lost."]), sep="\n")
    return bool(red)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
