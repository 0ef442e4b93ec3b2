"""What the operators and functions of conditions do with values, as XPath 1.0 and ODK define it.

app/static/expressions.js says the same in the browser; one table of cases holds both to it.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Operand = bool | float | str | tuple[str, ...]
"""A value inside a condition; a tuple holds the codes of a multiple choice."""
Nodes = list[Operand]
"""The values of one argument: several where it names an item in the rows of a repeat."""

NUMERAL = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?")
SPACES = re.compile(r"[ \t\r\n]+")
EPOCH = date(1970, 1, 1).toordinal()
FINEST = 16
"""Digits beyond which rounding has nothing left to round."""
SMALLEST_PLAIN, BIGGEST_PLAIN = 1e-6, 1e21
"""Between these a browser writes a number without an exponent."""


def number(value: Operand) -> float:
    """Convert to a number; a day counts as days since 1970, a time as a part of a day."""
    if isinstance(value, bool | int | float):
        return float(value)
    text = string(value).strip(" \t\r\n")
    if NUMERAL.fullmatch(text):
        return float(text)
    if DAY.fullmatch(text):
        return _days(text)
    if clock := CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return (hours * 3600 + minutes * 60 + seconds) / 86400
    return math.nan


def _days(text: str) -> float:
    try:
        return float(date.fromisoformat(text).toordinal() - EPOCH)
    except ValueError:
        return math.nan


def string(value: Operand) -> str:
    """Convert to text; a number is written as a browser writes it."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    digits = repr(float(value))
    if value == 0:
        return "0"
    if SMALLEST_PLAIN <= abs(value) < BIGGEST_PLAIN:
        return format(Decimal(digits), "f").removesuffix(".0")
    return re.sub(r"e([+-])0+", r"e\1", digits)


def boolean(value: Operand) -> bool:
    """Convert to true or false: blank, nought and not-a-number are false."""
    if isinstance(value, str | tuple):
        return bool(value)
    return bool(value) and not math.isnan(value)


def codes(value: Operand) -> tuple[str, ...]:
    """List the chosen codes of a multiple or a single choice."""
    if isinstance(value, tuple):
        return value
    return tuple(code for code in SPACES.split(string(value)) if code)


def _filled(nodes: Nodes) -> list[float]:
    return [number(node) for node in nodes if string(node) != ""]


def _same(left: Operand, right: Operand) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return boolean(left) == boolean(right)
    if isinstance(left, int | float) or isinstance(right, int | float):
        return number(left) == number(right)
    return string(left) == string(right)


def _comparison(holds: Callable[[Operand, Operand], bool]) -> Callable[..., Operand]:
    # XPath: true as soon as one pair of values fits, which matters for items in repeats
    def compare(left: Nodes, right: Nodes) -> Operand:
        return any(holds(a, b) for a in left for b in right)

    return compare


def _divide(left: float, right: float) -> float:
    if right == 0:
        if left == 0 or math.isnan(left):
            return math.nan
        return math.copysign(math.inf, left) * math.copysign(1.0, right)
    return left / right


def _remainder(left: float, right: float) -> float:
    if right == 0 or math.isinf(left) or math.isnan(left) or math.isnan(right):
        return math.nan
    return math.fmod(left, right)


def _whole(value: Operand) -> float:
    exact = number(value)
    return math.copysign(float(math.trunc(exact)), exact) if math.isfinite(exact) else exact


def _round(value: Operand, places: Operand = 0.0) -> float:
    exact, digits = number(value), _whole(places)
    if not (abs(digits) < FINEST and abs(exact) < float(f"1e{FINEST}")):
        return exact
    # read from text, because browsers and Python raise ten to a power with different last digits
    power = float(f"1e{int(digits)}")
    return float(math.floor(exact * power + 0.5)) / power


def _least(*arguments: Nodes) -> float:
    return _extreme(min, arguments)


def _greatest(*arguments: Nodes) -> float:
    return _extreme(max, arguments)


def _extreme(pick: Callable[[list[float]], float], arguments: tuple[Nodes, ...]) -> float:
    values = [value for nodes in arguments for value in _filled(nodes)]
    if not values or any(math.isnan(value) for value in values):
        return math.nan
    return pick(values)


def _total(nodes: Nodes) -> float:
    total = 0.0
    # added one by one as a browser adds, so that the last digit is the same
    for value in _filled(nodes):
        total += value
    return total


def _selected_at(value: Operand, place: Operand) -> str:
    chosen, index = codes(value), _whole(place)
    return chosen[int(index)] if 0 <= index < len(chosen) else ""


def _coalesce(*values: Operand) -> Operand:
    return next((value for value in values if string(value) != ""), "")


def _normalize_space(value: Operand) -> str:
    return SPACES.sub(" ", string(value)).strip(" ")


def _matches(value: Operand, pattern: Operand) -> bool:
    return re.fullmatch(string(pattern), string(value), re.ASCII) is not None


@dataclass(frozen=True, slots=True)
class Function:
    """One function or operator: how many arguments it takes and what it makes of them."""

    run: Callable[..., Operand]
    least: int
    most: int | None
    takes_nodes: bool = False


def _of_nodes(run: Callable[..., Operand], least: int, most: int | None = None) -> Function:
    return Function(run, least, most or least, takes_nodes=True)


def _of_values(run: Callable[..., Operand], least: int, most: int | None = None) -> Function:
    return Function(run, least, most or least)


OPERATORS: Mapping[str, Function] = {
    "or": _of_values(lambda a, b: boolean(a) or boolean(b), 2),
    "and": _of_values(lambda a, b: boolean(a) and boolean(b), 2),
    "=": _of_nodes(_comparison(_same), 2),
    "!=": _of_nodes(_comparison(lambda a, b: not _same(a, b)), 2),
    "<": _of_nodes(_comparison(lambda a, b: number(a) < number(b)), 2),
    "<=": _of_nodes(_comparison(lambda a, b: number(a) <= number(b)), 2),
    ">": _of_nodes(_comparison(lambda a, b: number(a) > number(b)), 2),
    ">=": _of_nodes(_comparison(lambda a, b: number(a) >= number(b)), 2),
    "+": _of_values(lambda a, b: number(a) + number(b), 2),
    "-": _of_values(lambda a, b: number(a) - number(b), 2),
    "*": _of_values(lambda a, b: number(a) * number(b), 2),
    "div": _of_values(lambda a, b: _divide(number(a), number(b)), 2),
    "mod": _of_values(lambda a, b: _remainder(number(a), number(b)), 2),
    "neg": _of_values(lambda a: -number(a), 1),
}

FUNCTIONS: Mapping[str, Function] = {
    "selected": _of_values(lambda a, b: string(b) in codes(a), 2),
    "count-selected": _of_values(lambda a: float(len(codes(a))), 1),
    "selected-at": _of_values(_selected_at, 2),
    "if": _of_values(lambda test, a, b: a if boolean(test) else b, 3),
    "coalesce": Function(_coalesce, 1, None),
    "string-length": _of_values(lambda a: float(len(string(a))), 1),
    "regex": _of_values(_matches, 2),
    "int": _of_values(_whole, 1),
    "round": _of_values(_round, 1, 2),
    "abs": _of_values(lambda a: abs(number(a)), 1),
    "number": _of_values(number, 1),
    "string": _of_values(string, 1),
    "boolean": _of_values(boolean, 1),
    "not": _of_values(lambda a: not boolean(a), 1),
    "true": Function(lambda: True, 0, 0),
    "false": Function(lambda: False, 0, 0),
    "concat": Function(lambda *values: "".join(map(string, values)), 1, None),
    "contains": _of_values(lambda a, b: string(b) in string(a), 2),
    "starts-with": _of_values(lambda a, b: string(a).startswith(string(b)), 2),
    "normalize-space": _of_values(_normalize_space, 1),
    "sum": _of_nodes(_total, 1),
    "count": _of_nodes(lambda nodes: float(len([n for n in nodes if string(n) != ""])), 1),
    "min": Function(_least, 1, None, takes_nodes=True),
    "max": Function(_greatest, 1, None, takes_nodes=True),
}
