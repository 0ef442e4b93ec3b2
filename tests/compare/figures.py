"""Numbers computed from printed figures alone: what a reader can check."""

import json
from pathlib import Path

from exports.statistics.adjust import Adjustment, adjust
from exports.statistics.effects import eta2p_from_f
from exports.statistics.proportions import exact_share, share
from tests.compare.scales import WAVES
from tests.compare.study import rows

GIVEN = Path(__file__).parents[1] / "exports" / "reference"


def given(name: str) -> list[str]:
    """List what a reference was computed from: its keys are the input."""
    return [*json.loads((GIVEN / f"{name}.json").read_text(encoding="utf-8"))["values"]]


def explained() -> dict[str, object]:
    """Give sizes of effects from F and its degrees of freedom."""
    found = {}
    for key in given("eta2p_from_F"):
        one = eta2p_from_f(*map(float, key.split(",")))
        found[key] = {
            "p": one.p,
            "eta2p": one.eta2p,
            "low90": one.low,
            "high90": one.high,
            "omega2p": one.omega2p,
        }
    return found


def adjusted() -> dict[str, object]:
    """Adjust p values."""
    return {
        key: {str(how): adjust([*map(float, key.split(","))], how) for how in Adjustment}
        for key in given("p_adjust")
    }


def shares() -> dict[str, object]:
    """Give both intervals of shares."""
    return {key: both_intervals(*map(int, key.split("/"))) for key in given("wilson_grid")}


def top_two() -> dict[str, object]:
    """Give the share of teachers who agreed, item by item."""
    last = [row for row in rows("questionnaire_responses") if row["wave"] == WAVES[-1]]
    found = {}
    for item in [name for name in last[0] if name.startswith("PF")]:
        cells = [row[item] for row in last if row[item]]
        found[item] = both_intervals(sum(cell in ("4", "5") for cell in cells), len(cells))
    return found


def both_intervals(x: int, n: int) -> dict[str, object]:
    """Give a share with Wilson's and with Clopper and Pearson's interval."""
    one, exact = share(x, n), exact_share(x, n)
    return {
        "x": x,
        "n": n,
        "pct": 100 * x / n,
        "low": one.low,
        "high": one.high,
        "clopper_low": exact.low,
        "clopper_high": exact.high,
    }
