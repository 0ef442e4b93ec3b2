"""Number by number: what a reference holds, and what was computed."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

NEVER = ("_irr0841_bug", "_irrCAC", "_note")
"""Keys that keep a mistake of another program, or values of five digits: not compared."""


@dataclass(slots=True)
class Verdict:
    """What agreed, what did not, and what was not computed."""

    ok: int = 0
    bad: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"ok {self.ok}  bad {len(self.bad)}  missing {len(self.missing)}"


def judge(reference: Mapping[str, Any], computed: Mapping[str, object]) -> Verdict:
    """Compare values within the tolerance that the reference states."""
    close = reference["tolerance"]
    found, verdict = dict(flat(computed)), Verdict()
    for key, wanted in flat(reference["values"]):
        if key.endswith(NEVER):
            continue
        if key not in found:
            verdict.missing.append(key)
        elif equal(found[key], wanted, close["abs"], close["rel"]):
            verdict.ok += 1
        else:
            verdict.bad.append(f"{key}: R {wanted}, here {found[key]}")
    return verdict


def flat(values: object, before: str = "") -> Iterator[tuple[str, object]]:
    """Yield every value with the names that lead to it, joined by bars."""
    inner = (
        values.items()
        if isinstance(values, Mapping)
        else enumerate(values)
        if isinstance(values, list | tuple)
        else None
    )
    if inner is None:
        yield before, values
        return
    for name, value in inner:
        yield from flat(value, f"{before}|{name}" if before else str(name))


def equal(found: object, wanted: object, absolute: float, relative: float) -> bool:
    """Say whether a value is the reference's."""
    if not (_is_number(found) and _is_number(wanted)):
        return found == wanted
    apart = abs(found - wanted)
    return not math.isnan(apart) and (apart <= absolute + 1e-12 or apart <= relative * abs(wanted))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
