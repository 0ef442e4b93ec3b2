"""Items: that kind, choices, numbers, default and members make sense together."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time

from instruments.checks_outline import Draft, DraftItem
from instruments.checks_shape import nearest
from instruments.definitions import CHOOSING, CONTAINERS, NUMERIC, UNANSWERED, Kind, Required
from instruments.faults import AuthorFault, say, shown

INTEGER = re.compile(r"0|-?[1-9][0-9]{0,8}")
BOUNDED = NUMERIC | {Kind.REPEAT}
WHOLE = frozenset({Kind.INTEGER, Kind.REPEAT})


def item_faults(draft: Draft) -> Iterator[AuthorFault]:
    """Name what does not go together within each item."""
    for item in draft.items:
        kind = item.kind
        if kind is None:
            yield from _unknown_kind(item)
            continue
        for check in (_list, _bounds, _step, _required, _members):
            yield from check(draft, item, kind)
        yield from _default(draft, item, kind)


def _unknown_kind(item: DraftItem) -> Iterator[AuthorFault]:
    name = item.spot.text("kind")
    if isinstance(item.spot.table.get("kind"), str):
        yield item.spot.fault(
            say("Unknown kind {kind}.", kind=f'"{shown(name)}"'), nearest(name, list(Kind))
        )


def _list(draft: Draft, item: DraftItem, kind: Kind) -> Iterator[AuthorFault]:
    key = item.spot.text("list")
    keys = [spot.text("key") for spot in draft.lists]
    if kind not in CHOOSING:
        if "list" in item.spot.table:
            yield item.spot.fault(
                say("An item of kind {kind} has no choices.", kind=kind),
                say("Take out list, or use single or multiple."),
            )
    elif not key:
        yield item.spot.fault(
            say("An item of kind {kind} needs a list of choices.", kind=kind),
            say("Add list with the key of a [[list]]."),
        )
    elif key not in keys:
        yield item.spot.fault(
            say("Unknown list {list}.", list=f'"{shown(key)}"'),
            nearest(key, [one for one in keys if one]) if any(keys) else say("Add this [[list]]."),
        )
    elif kind is Kind.LIKERT:
        yield from _likert(draft, item, key)


def _likert(draft: Draft, item: DraftItem, key: str) -> Iterator[AuthorFault]:
    codes = draft.choice_codes(key)
    wrong = [code for code in codes if not INTEGER.fullmatch(code)]
    if wrong:
        yield item.spot.fault(
            say(
                "A likert item needs whole numbers as choice codes; list {list} has {codes}.",
                list=shown(key),
                codes=shown(", ".join(f'"{code}"' for code in wrong)),
            ),
            say('Number the choices "1", "2", ..., or use kind single.'),
        )
    elif len(codes) == 1:
        yield item.spot.fault(
            say("List {list} has one choice only.", list=shown(key)),
            say("A likert item needs at least two."),
        )


def _bounds(draft: Draft, item: DraftItem, kind: Kind) -> Iterator[AuthorFault]:
    spot = item.spot
    low, high = spot.number("min"), spot.number("max")
    given = [key for key in ("min", "max") if key in spot.table]
    if kind not in BOUNDED:
        if given:
            yield spot.fault(
                say("Kind {kind} does not use {keys}.", keys=", ".join(given), kind=kind),
                say("Take them out, or write a constraint."),
            )
        return
    if low is not None and high is not None and low > high:
        yield spot.fault(
            say("min {low} is greater than max {high}.", low=f"{low:g}", high=f"{high:g}"),
            say("Exchange them."),
        )
    whole = all(bound is None or bound.is_integer() for bound in (low, high))
    if kind in WHOLE and not whole:
        yield spot.fault(
            say("min and max of kind {kind} are whole numbers.", kind=kind),
            say("Write them without a fraction."),
        )
    if kind is Kind.REPEAT and min(low or 0, high or 0) < 0:
        yield spot.fault(say("A repeat cannot have fewer than 0 rows."), say("Raise min and max."))


def _step(draft: Draft, item: DraftItem, kind: Kind) -> Iterator[AuthorFault]:
    spot = item.spot
    if kind is not Kind.RANGE:
        if "step" in spot.table:
            yield spot.fault(
                say("Kind {kind} does not use {keys}.", keys="step", kind=kind),
                say("Take it out, or use kind range."),
            )
        return
    low, high, step = spot.number("min"), spot.number("max"), spot.number("step")
    if "min" not in spot.table or "max" not in spot.table:
        yield spot.fault(say("A range needs min and max."), say("Add both."))
    if step is not None and step <= 0:
        yield spot.fault(say("step must be greater than 0."), say("Write 1 or another step."))
    elif None not in (low, high, step) and 0 <= _span(low, high) < (step or 0):
        yield spot.fault(say("step is wider than min to max."), say("Make it smaller."))


def _span(low: float | None, high: float | None) -> float:
    return (high or 0) - (low or 0)


def _required(draft: Draft, item: DraftItem, kind: Kind) -> Iterator[AuthorFault]:
    value = item.spot.table.get("required", "no")
    if isinstance(value, str) and value not in list(Required):
        yield item.spot.fault(
            say("Unknown required {value}.", value=f'"{shown(value)}"'),
            nearest(value, list(Required)),
        )
    elif kind in UNANSWERED and value not in (False, Required.NO):
        yield item.spot.fault(
            say("A {kind} holds no answer and cannot be required.", kind=kind),
            say("Take out required."),
        )


def _members(draft: Draft, item: DraftItem, kind: Kind) -> Iterator[AuthorFault]:
    spot = item.spot
    container = item.container
    if container is not None and kind in CONTAINERS:
        both = kind is Kind.REPEAT and container.kind is Kind.REPEAT
        yield spot.fault(
            say("A repeat stands within repeat {code}.", code=shown(container.code))
            if both
            else say("A {kind} stands within {code}.", kind=kind, code=shown(container.code)),
            say(
                "Members stand one level deep: move it out, beside {code}.",
                code=shown(container.code),
            ),
        )
    elif kind in CONTAINERS and not spot.table.get("item"):
        yield spot.fault(
            say("A {kind} without members.", kind=kind),
            say("Add at least one [[section.item.item]], or take it out."),
        )
    elif kind not in CONTAINERS and "item" in spot.table:
        yield spot.fault(
            say("An item of kind {kind} has no members.", kind=kind),
            say("Use kind group or repeat, or move its members out."),
        )


def _default(draft: Draft, item: DraftItem, kind: Kind) -> Iterator[AuthorFault]:
    default = item.spot.text("default")
    if not default:
        return
    if kind in UNANSWERED | CONTAINERS:
        yield item.spot.fault(
            say("A {kind} cannot have a default.", kind=kind),
            say("Take out default."),
        )
        return
    codes = draft.choice_codes(item.spot.text("list"))
    if kind in CHOOSING:
        chosen = default.split(" ") if kind is Kind.MULTIPLE else [default]
        if codes and not set(chosen) <= set(codes):
            yield item.spot.fault(
                say("The default {default} is not among the choices.", default=shown(default)),
                say("Use one of: {words}.", words=shown(", ".join(codes))),
            )
    elif not FITTING.get(kind, _any_text)(item, default):
        yield item.spot.fault(
            say("The default {default} is no answer to this item.", default=shown(default)),
            say("Write an answer that kind {kind} and its min and max allow.", kind=kind),
        )


def _any_text(item: DraftItem, default: str) -> bool:
    return True


def _in_bounds(item: DraftItem, default: str) -> bool:
    pattern = INTEGER if item.kind is Kind.INTEGER else re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
    if not pattern.fullmatch(default):
        return False
    low, high = item.spot.number("min"), item.spot.number("max")
    number = float(default)
    return (low is None or low <= number) and (high is None or number <= high)


def _is_date(item: DraftItem, default: str) -> bool:
    try:
        return date.fromisoformat(default).isoformat() == default
    except ValueError:
        return False


def _is_time(item: DraftItem, default: str) -> bool:
    try:
        return time.fromisoformat(default).strftime("%H:%M") == default
    except ValueError:
        return False


FITTING: Mapping[Kind, Callable[[DraftItem, str], bool]] = {
    Kind.INTEGER: _in_bounds,
    Kind.DECIMAL: _in_bounds,
    Kind.RANGE: _in_bounds,
    Kind.DATE: _is_date,
    Kind.TIME: _is_time,
}
