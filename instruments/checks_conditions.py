"""Conditions and constraints: that they can be understood, and can be decided."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from instruments.checks_outline import Draft, DraftItem, Spot
from instruments.checks_shape import nearest
from instruments.definitions import UNANSWERED
from instruments.expressions import ExpressionError, Tree, parse
from instruments.faults import AuthorFault, say, shown
from instruments.functions import FUNCTIONS, OPERATORS

CONTEXT = ("wave", "wave_stage", "wave_number", "role", "language")
"""What a condition may ask beside the answers."""


def condition_faults(draft: Draft) -> Iterator[AuthorFault]:
    """Name conditions and constraints that cannot be parsed or decided."""
    for section in draft.sections:
        yield from _expression(draft, section, None, "show_if")
    for item in draft.items:
        yield from _expression(draft, item.spot, item, "show_if")
        yield from _expression(draft, item.spot, item, "constraint")
        yield from _constraint(item)
    yield from _cycles(draft)


def _expression(
    draft: Draft, spot: Spot, item: DraftItem | None, key: str
) -> Iterator[AuthorFault]:
    text = spot.text(key).strip()
    if not text:
        return
    try:
        tree = parse(text).tree
    except ExpressionError as error:
        yield spot.fault(
            say("{key} cannot be understood: {reason}", key=key, reason=error.message),
            say("Mend the expression: {expression}", expression=shown(text)),
        )
        return
    one_row = set(_single(tree))
    for code in sorted(parse(text).references):
        yield from _reference(draft, spot, key, code)
        repeat = draft.repeat_of(code)
        if code in one_row and repeat and (item is None or item.repeat is not repeat):
            yield spot.fault(
                say(
                    "{key} asks for {code}, which has an answer in each row of {repeat}.",
                    key=key,
                    code=shown(code),
                    repeat=shown(repeat.code),
                ),
                say("Compare it with a value, or put it into count() or sum()."),
            )


def _single(tree: Tree, many: bool = False) -> Iterator[str]:
    """Find the items of which an expression takes one answer where rows would give several."""
    if tree[0] == "ref":
        if not many:
            yield str(tree[1])
        return
    name = str(tree[0])
    function = OPERATORS.get(name) or FUNCTIONS.get(name)
    takes_many = function is not None and function.takes_nodes
    for part in tree[1:]:
        if isinstance(part, list):
            yield from _single(part, takes_many)


def _reference(draft: Draft, spot: Spot, key: str, code: str) -> Iterator[AuthorFault]:
    target = draft.item(code)
    if code in CONTEXT:
        return
    if target is None:
        known = [one.code for one in draft.items if one.code and one.kind not in UNANSWERED]
        yield spot.fault(
            say("{key} asks for {code}, which is no item.", key=key, code=shown(code)),
            nearest(code, [*known, *CONTEXT]),
        )
    elif target.kind in UNANSWERED:
        yield spot.fault(
            say(
                "{key} asks for {code}, a {kind} without an answer.",
                key=key,
                code=shown(code),
                kind=target.kind,
            ),
            say("Ask for an item that is answered."),
        )


def _constraint(item: DraftItem) -> Iterator[AuthorFault]:
    spot = item.spot
    constrained = bool(spot.text("constraint").strip())
    if constrained and item.kind in UNANSWERED:
        yield spot.fault(
            say("A {kind} holds no answer and cannot have a constraint.", kind=item.kind),
            say("Take out constraint."),
        )
    elif constrained and "constraint_message" not in spot.table:
        yield spot.fault(
            say("A constraint without constraint_message."),
            say("Add what a person reads when an answer does not fit."),
        )
    elif "constraint_message" in spot.table and "constraint" not in spot.table:
        yield spot.fault(
            say("A constraint_message without constraint."),
            say("Add the constraint, or take the message out."),
        )


def _cycles(draft: Draft) -> Iterator[AuthorFault]:
    asks = {item.code: _asked(item) for item in draft.items if item.code}
    while cycle := _cycle(asks):
        spot = next(item.spot for item in draft.items if item.code == cycle[0])
        yield spot.fault(
            say(
                "Whether {code} is shown depends on itself: {way}.",
                code=shown(cycle[0]),
                way=" → ".join(cycle),
            ),
            say("Take one of these conditions out."),
        )
        asks = {code: asked for code, asked in asks.items() if code not in cycle}


def _asked(item: DraftItem) -> frozenset[str]:
    """Collect the items that decide whether this one is shown, those of its containers included."""
    found: frozenset[str] = frozenset()
    for spot in (*item.above, item.spot):
        try:
            found |= frozenset(parse(spot.text("show_if").strip() or "1").references)
        except ExpressionError:
            continue  # named at its place
    return found


def _cycle(asks: dict[str, frozenset[str]]) -> list[str]:
    try:
        TopologicalSorter(asks).prepare()
    except CycleError as error:
        way: list[str] = error.args[1]
        return way[::-1]
    return []
