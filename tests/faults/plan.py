"""The experiments, and how large they are: short in `make test`, long in `make faults`."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.faults import copying, crash, cuts, full, killing, locked, network
from tests.faults.room import FewPages
from tests.faults.tally import Skipped, Tally

LONG = os.environ.get("TOLQYN_FAULTS") == "long"
Experiment = Callable[..., Tally | Skipped]


@dataclass(frozen=True, slots=True)
class Planned:
    """An experiment and its two sizes, in its own words."""

    make: Experiment
    short: dict[str, int]
    long: dict[str, int]

    def part(self, percent: int) -> dict[str, int]:
        """Give so many percent of the long sizes; the phones stay as many, and nothing is less
        than in the short run."""
        return {
            name: number
            if name in ("phones", "workers")
            else max(self.short.get(name, 1), number * percent // 100)
            for name, number in self.long.items()
        }


PLAN = {
    "kill": Planned(
        killing.experiment,
        {"kills": 3, "acknowledged": 50, "phones": 8, "workers": 1},
        {"kills": 500, "acknowledged": 100_000, "phones": 24},
    ),
    "network": Planned(
        network.experiment,
        {"acknowledged": 400, "phones": 8},
        {"acknowledged": 20_000, "phones": 24},
    ),
    "cut": Planned(cuts.experiment, {"cuts": 100}, {"cuts": 10_000}),
    "cut-journal": Planned(
        partial(cuts.experiment, safety=cuts.OLD_SQLITE), {"cuts": 60}, {"cuts": 2_000}
    ),
    "full": Planned(full.experiment, {"times": 1, "phones": 4}, {"times": 20, "phones": 16}),
    "pages": Planned(
        partial(full.experiment, kind=FewPages),
        {"times": 1, "phones": 4},
        {"times": 20, "phones": 16},
    ),
    "locked": Planned(locked.experiment, {"times": 1, "phones": 2}, {"times": 10, "phones": 8}),
    "postgresql": Planned(
        crash.experiment, {"crashes": 1, "phones": 8}, {"crashes": 100, "phones": 16}
    ),
    "backup": Planned(copying.experiment, {"times": 1, "phones": 4}, {"times": 20, "phones": 8}),
    "backup-encrypted": Planned(
        partial(copying.experiment, key=copying.KEY),
        {"times": 1, "phones": 4},
        {"times": 20, "phones": 8},
    ),
}


def chosen_seed() -> int:
    """Give the seed that TOLQYN_FAULTS_SEED names, or a new one."""
    return int(os.environ.get("TOLQYN_FAULTS_SEED") or secrets.randbelow(2**31))
