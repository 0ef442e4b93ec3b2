"""Findings read back from the plain data that `plain.as_json` wrote."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from exports.findings import finding
from exports.findings.finding import Drawing, Finding, Findings, Group
from exports.wording import Words
from instruments.wording import Text

FORM = 4
"""To be raised whenever what is stored changes: older ones are then computed again."""
Read = Callable[[Any], Any]
KINDS: Mapping[str, type] = {kind.__name__.lower(): kind for kind in get_args(Drawing)}
"""The kinds of drawings by the names under which they are stored."""


def from_json(groups: list[Any]) -> Findings:
    """Read every group of findings."""
    read = _reader(Group)
    return Findings(tuple(read(group) for group in groups))


def group_from_json(groups: list[Any], topic: str) -> Group | None:
    """Read the findings of one topic alone."""
    for data in groups:
        if data["topic"] == topic:
            found: Group = _reader(Group)(data)
            return found
    return None


def one_from_json(groups: list[Any], key: str) -> Finding | None:
    """Read one finding alone: a drawing needs no others."""
    for group in groups:
        for data in group["findings"]:
            if data["key"] == key:
                found: Finding = _reader(Finding)(data)
                return found
    return None


@cache
def _reader(hint: Any) -> Read:
    """Make what reads a value of a type."""
    if hint == Words:
        return lambda data: Text(**data)
    if hint == Drawing:
        return lambda data: _reader(KINDS[data["kind"]])(data)
    origin, inside = get_origin(hint), get_args(hint)
    if origin is tuple:
        return _of_many(_reader(inside[0]))
    if origin in (Union, UnionType):
        return _perhaps(inside)
    if hasattr(hint, "__dataclass_fields__"):
        return _of_fields(hint)
    return hint if isinstance(hint, type) and hint not in PLAIN else _as_it_is


def _as_it_is(data: Any) -> Any:
    return data


PLAIN = (int, float, str, bool, type(None))


def _of_many(read: Read) -> Read:
    if read is _as_it_is:
        return tuple
    return lambda data: tuple(read(one) for one in data)


def _perhaps(inside: tuple[Any, ...]) -> Read:
    """Read a value that may be absent; several plain types are one."""
    there = [one for one in inside if one not in PLAIN]
    if not there:
        return _as_it_is
    read = _reader(there[0])
    return lambda data: None if data is None else read(data)


def _of_fields(kind: Any) -> Read:
    hints = get_type_hints(kind, vars(finding))
    readers = [(field.name, _reader(hints[field.name])) for field in fields(kind)]
    return lambda data: kind(**{name: read(data[name]) for name, read in readers})
