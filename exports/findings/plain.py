"""Findings as plain data at full precision: what JSON can hold, and never a NaN."""

from dataclasses import fields, is_dataclass
from enum import Enum
from math import isfinite

from exports.findings.finding import Findings
from instruments.wording import LANGUAGES, Message, Text

Json = dict[str, object]


def as_json(findings: Findings) -> list[Json]:
    """Write the groups of findings; words stand in every language."""
    return [_object(group) for group in findings.groups]


def plain(value: object) -> object:
    """Write anything that findings are made of."""
    return _plain(value)


def _object(one: object) -> Json:
    found: Json = {}
    if not is_dataclass(one):
        return found
    for field in fields(one):
        found[field.name] = _plain(getattr(one, field.name))
    return found


def _plain(value: object) -> object:
    if isinstance(value, Text | Message):
        return {language: value.in_(language) for language in LANGUAGES}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        return _kind(value) | _object(value)
    return str(value)


def _kind(value: object) -> Json:
    """Name the kind of a drawing or a number."""
    return {"kind": type(value).__name__.lower()}
