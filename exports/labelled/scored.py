"""Scales that a script computes again from the items of a file with labels."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from exports.labelled.naming import legal_names
from exports.labelled.program import Program
from exports.labelled.variables import Variable, is_choice
from instruments.definitions import Instrument, Item, Kind, Scale
from instruments.scoring import ROUNDING
from instruments.wording import Text


@dataclass(frozen=True, slots=True)
class Computed:
    """A scale and the variables in which it stands."""

    scale: Scale
    score: str
    again: str
    difference: str
    items: Mapping[str, str]
    """Variable of every item."""
    turned: Mapping[str, str]
    """Variable for every item that is turned round."""


@dataclass(frozen=True, slots=True)
class Way:
    """How some versions define a scale."""

    scale: Scale
    whole: bool
    """Whether all its items are always asked."""
    among: tuple[int, ...]
    """The versions; none where all of them define it so."""

    @property
    def enough(self) -> int:
        """How many answers a score needs where all items are asked."""
        return max(ceil(self.scale.min_answered * len(self.scale.items) - ROUNDING), 1)


def computed(
    versions: Sequence[Instrument], variables: Sequence[Variable], program: Program
) -> Iterator[Computed]:
    """Name the variables in which scales are computed again, where all their items are numbers."""
    scales = {scale.code: scale for version in versions for scale in version.scales}
    items = {
        one.column.source: one
        for one in variables
        if one.column.item is not None and (is_choice(one.column) or one.column.scale is None)
        if one.column.choice is None
    }
    scores = {one.column.scale.code: one.name for one in variables if one.column.scale is not None}
    taken = [one.name for one in variables]
    for scale in scales.values():
        own = {code: items.get(code) for code in scale.items}
        known = {code: one.name for code, one in own.items() if one is not None and not one.codes}
        if scale.code not in scores or known.keys() != own.keys():
            continue  # an item that no file holds as the number that counts
        reverse = [code for code in scale.items if code in scale.reverse]
        wanted = [f"new_{scale.code}", f"dif_{scale.code}", *(f"r_{code}" for code in reverse)]
        made = legal_names([*taken, *wanted], program.name, program.name_limit)[len(taken) :]
        taken += made
        turned = dict(zip(reverse, made[2:], strict=True))
        yield Computed(scale, scores[scale.code], made[0], made[1], known, turned)


def ways(one: Computed, versions: Sequence[Instrument]) -> Iterator[Way]:
    """Give every way in which versions define a scale."""
    found: dict[tuple[Scale, bool], list[int]] = {}
    for version in versions:
        own = next((scale for scale in version.scales if scale.code == one.scale.code), None)
        if own is not None and {*own.items} <= one.items.keys():
            whole = {*own.items} <= always_asked(version)
            found.setdefault((_plain(own), whole), []).append(version.version)
    for (scale, whole), own_versions in found.items():
        among = own_versions if len(own_versions) < len(versions) else ()
        yield Way(scale, whole, tuple(among))


def _plain(scale: Scale) -> Scale:
    """Take away what does not change a score: two wordings are one way to score."""
    return replace(scale, name=Text())


def always_asked(instrument: Instrument) -> set[str]:
    """Name the items that no condition leaves out."""
    sections = (section for section in instrument.sections if not section.show_if)
    return {code for section in sections for code in _unconditional(section.items)}


def _unconditional(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        if not item.show_if:
            yield item.code
            if item.kind is Kind.GROUP:
                yield from _unconditional(item.items)
