"""Every fault of an instrument file at once, in its author's words."""

from collections.abc import Mapping

from instruments.checks_analysis import analysis_faults
from instruments.checks_any_of import any_of_faults
from instruments.checks_conditions import condition_faults
from instruments.checks_expected import expected_faults
from instruments.checks_items import item_faults
from instruments.checks_names import name_faults
from instruments.checks_outline import Draft, outline
from instruments.checks_scales import scale_faults
from instruments.checks_shape import shape_faults
from instruments.checks_tracks import track_faults
from instruments.checks_whole import whole_faults
from instruments.faults import AuthorFault

CHECKS = (
    shape_faults,
    whole_faults,
    name_faults,
    item_faults,
    track_faults,
    scale_faults,
    any_of_faults,
    analysis_faults,
    expected_faults,
    condition_faults,
)


def faults_of(table: Mapping[str, object], file: str = "") -> tuple[AuthorFault, ...]:
    """Name every fault of an instrument that was read from TOML, in the order of the file."""
    draft = outline(table, file)
    found = {fault.in_("en"): fault for check in CHECKS for fault in check(draft)}
    order = {place: number for number, place in enumerate(_places(draft))}
    return tuple(sorted(found.values(), key=lambda fault: order[str(fault.place)]))


def _places(draft: Draft) -> tuple[str, ...]:
    choices = [choice for part in draft.choices for choice in part]
    items = [spot for item in draft.items for spot in (item.spot, *item.tracks)]
    spots = [draft.whole, *draft.lists, *choices, *draft.sections, *items]
    spots += [*draft.scales, *draft.any_of, *draft.indexes, *draft.codes]
    return tuple(dict.fromkeys(str(spot.place) for spot in spots))
