"""Scales: that their items can be scored together."""

from collections.abc import Iterator

from instruments.checks_items import INTEGER
from instruments.checks_outline import Draft, DraftItem, Spot
from instruments.checks_shape import nearest
from instruments.definitions import NUMERIC, Kind
from instruments.faults import AuthorFault, say, shown

SCORED = NUMERIC | {Kind.LIKERT}
Bounds = tuple[float, float]


def scale_faults(draft: Draft) -> Iterator[AuthorFault]:
    """Name what keeps a scale from being scored."""
    for spot in draft.scales:
        yield from _items(draft, spot)
        yield from _reverse(spot)
        yield from _bounds(draft, spot)
        share = spot.number("min_answered")
        if share is not None and not 0 < share <= 1:
            yield spot.fault(
                say("min_answered = {share} is not a share of the items.", share=f"{share:g}"),
                say("Write a number above 0 and up to 1, such as 0.8."),
            )


def _items(draft: Draft, spot: Spot) -> Iterator[AuthorFault]:
    codes = spot.texts("items")
    if spot.table.get("items") == []:
        yield spot.fault(say("A scale without items."), say("List the codes of its items."))
    for place, code in enumerate(codes):
        item = draft.item(code)
        if code in codes[:place]:
            yield spot.fault(
                say("{code} stands twice in the scale.", code=shown(code)), say("List it once.")
            )
        elif item is None:
            yield spot.fault(
                say("Unknown item {code}.", code=shown(code)),
                nearest(code, [one.code for one in draft.items if one.code]),
            )
        else:
            yield from _scored(spot, item)


def _scored(spot: Spot, item: DraftItem) -> Iterator[AuthorFault]:
    if item.repeat is not None:
        yield spot.fault(
            say("Item {code} stands in a repeat and has many answers.", code=shown(item.code)),
            say("Take it out of the scale."),
        )
    elif item.kind is not None and item.kind not in SCORED:
        yield spot.fault(
            say("Item {code} is of kind {kind}.", code=shown(item.code), kind=item.kind),
            say("A scale is made of likert and number items."),
        )


def _reverse(spot: Spot) -> Iterator[AuthorFault]:
    for code in dict.fromkeys(spot.texts("reverse")):
        if code not in spot.texts("items"):
            yield spot.fault(
                say("The reversed item {code} is not in the scale.", code=shown(code)),
                say("Add it to items, or take it out of reverse."),
            )


def _bounds(draft: Draft, spot: Spot) -> Iterator[AuthorFault]:
    first: tuple[str, Bounds] | None = None
    for code in dict.fromkeys(spot.texts("items")):
        item = draft.item(code)
        if item is None or item.kind not in SCORED:
            continue
        bounds = bounds_of(draft, item)
        if bounds is None:
            if item.kind in NUMERIC:
                yield spot.fault(
                    say("Item {code} has no min and max.", code=shown(code)),
                    say("A scale needs both: add them to the item."),
                )
            continue
        first = first or (code, bounds)
        if bounds != first[1]:
            yield spot.fault(
                say(
                    "Item {code} runs from {span}, but {other} from {other_span}.",
                    code=shown(code),
                    span=_span(bounds),
                    other=shown(first[0]),
                    other_span=_span(first[1]),
                ),
                say("Put items of the same range into a scale."),
            )


def bounds_of(draft: Draft, item: DraftItem) -> Bounds | None:
    """Find between which numbers the answers to an item lie, where the file says so."""
    if item.kind is Kind.LIKERT:
        codes = draft.choice_codes(item.spot.text("list"))
        if not codes or not all(INTEGER.fullmatch(code) for code in codes):
            return None  # named at the item
        return float(min(map(int, codes))), float(max(map(int, codes)))
    low, high = item.spot.number("min"), item.spot.number("max")
    return None if low is None or high is None else (low, high)


def _span(bounds: Bounds) -> str:
    return f"{bounds[0]:g}–{bounds[1]:g}"
