"""Sets of which at least one must be seen: that their items say yes or no."""

from collections.abc import Iterator

from instruments.checks_outline import Draft, DraftItem, Spot
from instruments.checks_shape import nearest
from instruments.definitions import NO, YES, Kind
from instruments.faults import AuthorFault, say, shown


def any_of_faults(draft: Draft) -> Iterator[AuthorFault]:
    """Name what keeps a set from being counted."""
    for spot in draft.any_of:
        if spot.table.get("items") == []:
            yield spot.fault(say("A set without items."), say("Name the codes of its items."))
        codes = spot.texts("items")
        for place, code in enumerate(codes):
            if code in codes[:place]:
                yield spot.fault(
                    say("{code} stands twice in the set.", code=shown(code)), say("List it once.")
                )
            else:
                yield from _item(draft, spot, code)


def _item(draft: Draft, spot: Spot, code: str) -> Iterator[AuthorFault]:
    item = draft.item(code)
    if item is None:
        yield spot.fault(
            say("Unknown item {code}.", code=shown(code)),
            nearest(code, [one.code for one in draft.items if one.code]),
        )
    elif item.repeat is not None:
        yield spot.fault(
            say("Item {code} stands in a repeat and has many answers.", code=shown(code)),
            say("Take it out of the set."),
        )
    elif not _says_yes_or_no(draft, item):
        yield spot.fault(
            say("Item {code} does not say yes or no.", code=shown(code)),
            say("A set is made of single items whose choices are 1 and 0."),
        )


def _says_yes_or_no(draft: Draft, item: DraftItem) -> bool:
    codes = draft.choice_codes(item.spot.text("list"))
    return item.kind is Kind.SINGLE and {*codes} == {YES, NO}
