"""Conditions of items, written in XLSForm's expression language: parsed once, evaluated anywhere.

The tree of an expression is plain lists, so that the page can evaluate it too
(app/static/expressions.js): ["=", ["ref", "q1"], ["num", 3]].
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import cast

from instruments.definitions import Answers, Value
from instruments.functions import FUNCTIONS, OPERATORS, Function, Nodes, Operand, boolean, string
from instruments.parsing import OF_THE_PLACE, Expression, ExpressionError, Tree, branches_of, parse

__all__ = [
    "NO_CONTEXT",
    "Context",
    "Expression",
    "ExpressionError",
    "Tree",
    "evaluate",
    "holds",
    "parse",
]

Context = Mapping[str, str]
"""What is known beside the answers: wave, wave_stage, wave_number, role, language, today."""
NO_CONTEXT: Context = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Scope:
    """What an expression may look at."""

    answers: Answers
    current: Value | None
    context: Context


def evaluate(
    expression: Expression,
    answers: Answers,
    current: Value | None = None,
    context: Context = NO_CONTEXT,
) -> bool | float | str:
    """Work out an expression; `.` is the current value, a blank answer is empty text."""
    value = _nodes(expression.tree, _Scope(answers, current, context))[0]
    return string(value) if isinstance(value, tuple) else value


def holds(
    condition: str | Expression,
    answers: Answers,
    current: Value | None = None,
    context: Context = NO_CONTEXT,
) -> bool:
    """Tell whether a condition is met; no condition always is."""
    if isinstance(condition, str):
        if not condition.strip():
            return True
        condition = parse(condition)
    return boolean(evaluate(condition, answers, current, context))


def _nodes(tree: Tree, scope: _Scope) -> Nodes:
    name = str(tree[0])
    if name in ("num", "str"):
        return [float(tree[1]) if name == "num" else str(tree[1])]  # type: ignore[arg-type]
    if name == "ref":
        return _found(str(tree[1]), scope)
    if name == "cur":
        return _operands(scope.current)
    arguments = [_nodes(branch, scope) for branch in branches_of(tree)]
    if name in OF_THE_PLACE:
        return [_of_the_place(name, arguments, scope)]
    return [_run(OPERATORS.get(name) or FUNCTIONS[name], arguments)]


def _run(function: Function, arguments: list[Nodes]) -> Operand:
    if function.takes_nodes:
        return function.run(*arguments)
    return function.run(*(nodes[0] for nodes in arguments))


def _of_the_place(name: str, arguments: list[Nodes], scope: _Scope) -> Operand:
    if name == "today":
        today = datetime.now(UTC).astimezone().date().isoformat()
        return scope.context.get("today", today)
    own = _operands(scope.current)[0]
    return own if string(own) != "" else arguments[0][0]


def _found(name: str, scope: _Scope) -> Nodes:
    """Look an item up: among the answers, in the context, then in the rows of the repeats."""
    if name in scope.answers:
        return _operands(scope.answers[name])
    if name in scope.context:
        return [scope.context[name]]
    rows = (
        row
        for value in scope.answers.values()
        if isinstance(value, tuple)
        for row in value
        if isinstance(row, Mapping)
    )
    inside = [node for row in rows if name in row for node in _operands(row[name])]
    return inside or [""]


def _operands(value: Value | None) -> Nodes:
    if value is None:
        return [""]
    if not isinstance(value, tuple):
        return [float(value) if isinstance(value, int) else value]
    if value and isinstance(value[0], Mapping):
        # a row has no value of its own: it can only be counted
        return ["row" for _ in value]
    return [cast(tuple[str, ...], value)]
