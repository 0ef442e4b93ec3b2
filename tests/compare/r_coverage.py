"""How many numbers of `tolqyn results --json` `analysis.R` computes again, by their names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.compare.judge import equal
from tests.compare.r_findings import named
from tests.compare.r_names import MAIN, N, Name

Tree = dict[str, Any]
EXACT, SEARCHED = 1e-8, 2e-4
"""How far numbers may be apart: those of formulas, and those that an optimiser searches for."""
BY_SEARCH = ("kenward_roger", "containment", "mixed", "mixed_kenward_roger", "wave_by_group",
             "likelihood_ratio", "mixed_logit", "rule_50", "rule_100", "holm_scales")  # fmt: skip
SETTINGS = ("version", "min_answered")
"""Numbers of the results that nobody computed."""


@dataclass(slots=True)
class Coverage:
    """Which printed numbers were computed again, which differ, and which have no counterpart."""

    alike: int = 0
    apart: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)

    @property
    def whole(self) -> int:
        """How many numbers there are."""
        return self.alike + len(self.apart) + len(self.lacking)

    def said(self) -> Iterator[str]:
        """Say the figure, then the rest by name."""
        yield f"{self.alike} of {self.whole} numbers of the results are reproduced"
        yield from (f"    differs: {one}" for one in self.apart)
        yield from (f"    not computed again: {one}" for one in self.lacking)


def coverage(ours: Tree, found: Tree, waves: tuple[str, ...]) -> Coverage:
    """Set every number of the results beside what R found under the same name."""
    theirs = named({**found, "waves": [*waves]})
    result = Coverage()
    for name, value in printed(ours):
        _judge(result, ", ".join(filter(None, name)), value, theirs.get(name), _near(name))
    for path, value in computed(ours["instruments"]):
        _judge(result, ".".join(path), value, _at(found["instruments"], path), EXACT)
    return result


def _judge(result: Coverage, name: str, value: float, other: object, near: float) -> None:
    if not isinstance(other, int | float):
        result.lacking.append(name)
    elif equal(value, other, near, near):
        result.alike += 1
    else:
        result.apart.append(f"{name}: R {other!r}, here {value!r}")


def _near(name: Name) -> float:
    finding, other, _, _ = name
    topic = finding.partition(".")[0]
    by_model = (topic == "growth" and other == MAIN) or finding.endswith((".levels", ".waves"))
    return SEARCHED if by_model or other in BY_SEARCH else EXACT


def printed(ours: Tree) -> Iterator[tuple[Name, float]]:
    """Give every number of every finding and of its alternatives under its name."""
    for topic in ours["findings"]:
        for finding in topic["findings"]:
            yield (finding["key"], MAIN, N, "value"), finding["n"]
            yield from _numbers(finding["key"], MAIN, finding["numbers"])
            for other in finding["alternatives"]:
                yield from _numbers(finding["key"], other["key"], other["numbers"])


def _numbers(finding: str, other: str, numbers: list[Tree]) -> Iterator[tuple[Name, float]]:
    for one in numbers:
        for part in ("value", "low", "high"):
            if one[part] is not None:
                yield (finding, other, one["key"], part), one[part]


def computed(
    instruments: Tree, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], float]]:
    """Give every number that stands in the results of instruments, with the way to it."""
    for key, value in instruments.items():
        if isinstance(value, dict):
            yield from computed(value, (*path, key))
        elif isinstance(value, int | float) and key not in SETTINGS:
            yield (*path, key), value


def _at(tree: object, path: tuple[str, ...]) -> object:
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree
