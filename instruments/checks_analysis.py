"""What an instrument says of its own analysis: outcome, raters, indexes, roster columns."""

from collections.abc import Iterator

from instruments.checks_outline import Draft, Spot
from instruments.checks_shape import nearest
from instruments.definitions import NUMERIC
from instruments.faults import AuthorFault, say, shown


def analysis_faults(draft: Draft) -> Iterator[AuthorFault]:
    """Name what keeps an outcome, a rater, an index or a group from being found."""
    if outcome := draft.whole.text("outcome"):
        yield from _number(draft, draft.whole, outcome)
    rater = draft.whole.text("rater_item")
    if rater and rater not in draft.whole.texts("distinct_by"):
        yield draft.whole.fault(
            say("rater_item names {code}, which is not in distinct_by.", code=shown(rater)),
            say("Two raters of the same need records of their own: add it to distinct_by."),
        )
    for spot in draft.indexes:
        yield from _index(draft, spot)
    for key in ("covariates", "groups"):
        yield from _columns(draft.whole, key)


def _index(draft: Draft, spot: Spot) -> Iterator[AuthorFault]:
    if spot.table.get("items") == []:
        yield spot.fault(say("An index without items."), say("Name the codes of its items."))
    for code in spot.texts("items"):
        yield from _number(draft, spot, code)


def _columns(spot: Spot, key: str) -> Iterator[AuthorFault]:
    names = spot.texts(key)
    for place, name in enumerate(names):
        if not name.strip() or name in names[:place]:
            yield spot.fault(
                say("{key} names {name} twice, or nothing.", key=key, name=shown(name)),
                say("Name each column of the roster once."),
            )


def _number(draft: Draft, spot: Spot, code: str) -> Iterator[AuthorFault]:
    item = draft.item(code)
    if item is None:
        yield spot.fault(
            say("Unknown item {code}.", code=shown(code)),
            nearest(code, [one.code for one in draft.items if one.code]),
        )
    elif item.repeat is not None or item.kind not in NUMERIC:
        yield spot.fault(
            say("Item {code} is not one number.", code=shown(code)),
            say("Name an item of kind integer, decimal or range outside repeats."),
        )
