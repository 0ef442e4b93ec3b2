"""Nothing that was acknowledged is lost, whatever befalls the server; see `make faults`."""

import pytest

from tests.faults.plan import LONG, PLAN, chosen_seed
from tests.faults.tally import Skipped


@pytest.mark.timeout(0 if LONG else 300)
@pytest.mark.parametrize("name", PLAN)
def test_nothing_acknowledged_is_lost(name):
    seed = chosen_seed()
    print(f"seed {seed}: TOLQYN_FAULTS_SEED={seed} repeats what chance decides in it")
    planned = PLAN[name]
    tally = planned.make(**(planned.long if LONG else planned.short), seed=seed)
    if isinstance(tally, Skipped):
        pytest.skip(tally.reason)
    if tally.blind and not LONG:
        # A short control loses by chance and may try once more; the promise itself may not.
        assert tally.verdict.clean, f"{tally.what}: {tally.verdict} {tally.note}"
        tally = planned.make(**planned.short, seed=seed + 1)
    tally.check()
