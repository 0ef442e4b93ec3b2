"""What `analysis.R` found, under the names that findings of `tolqyn results --json` have.

A name is the finding's key, the key of an alternative or nothing, the number's key, and which of
its values it is: `value`, `low` or `high`.
"""

from collections.abc import Mapping
from typing import Any

Tree = dict[str, Any]
Name = tuple[str, str, str, str]
Numbers = dict[Name, float]
MAIN, N = "", "n of the finding"


class Part(dict[str, Any]):
    """Part of what was found; what was not computed, at whatever depth, is an empty part."""

    def __missing__(self, _: str) -> "Part":
        return Part()


def parted(value: object) -> Any:
    """Read what was found, and what is lacking in it as empty."""
    if isinstance(value, dict):
        return Part({key: parted(one) for key, one in value.items() if one is not None})
    return value


class Named:
    """Collects numbers under the names of findings."""

    def __init__(self) -> None:
        self.numbers: Numbers = {}

    def add(
        self, finding: str, key: str, value: object, limits: object = None, other: str = MAIN
    ) -> None:
        """Name a number, with its limits as a pair or as a tree that holds `low` and `high`."""
        pair = (limits.get("low"), limits.get("high")) if isinstance(limits, dict) else limits
        low, high = pair if isinstance(pair, tuple) else (None, None)
        for part, one in (("value", value), ("low", low), ("high", high)):
            if isinstance(one, int | float):
                self.numbers[finding, other, key, part] = float(one)

    def share(
        self, finding: str, key: str, one: Tree, limits: object = None, other: str = MAIN
    ) -> None:
        """Name a share that was found in per cent."""
        if "pct" in one:
            self.add(finding, key, one["pct"] / 100, limits or one, other)

    def add_all(self, finding: str, keys: Mapping[str, object], other: str = MAIN) -> None:
        """Name several numbers without limits."""
        for key, value in keys.items():
            self.add(finding, key, value, other=other)

    def test(self, finding: str, one: Tree, other: str = MAIN) -> None:
        """Name an estimate with its limits and its test."""
        self.add(finding, "value", one.get("value"), one, other)
        self.add_all(finding, {key: one.get(key) for key in ("se", "t", "df", "p")}, other)


def described(names: Named, name: str, wave: str, one: Tree) -> None:
    """Name what a wave is described by."""
    names.add(name, f"mean.{wave}", one["mean"], (one["ci_low"], one["ci_high"]))
    names.add_all(name, {f"{what}.{wave}": one[what] for what in ("n", "sd", "median")})


def f_test(names: Named, name: str, one: Tree, other: str = MAIN) -> None:
    keys = {"f": "F", "df1": "df1", "df2": "df2", "p": "p"}
    names.add_all(name, {ours: one[theirs] for ours, theirs in keys.items()}, other)


def eta(names: Named, name: str, one: Tree, other: str = MAIN) -> None:
    limits = one["eta2p_ci90_low"], one["eta2p_ci90_high"]
    names.add(name, "eta2p", one["eta2p"], limits, other)
