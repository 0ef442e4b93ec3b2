"""Tables as SPSS system files (.sav), written row by row.

The layout is the one that PSPP documents ("System File Format"): a header, a record per variable,
labels, extensions, then cases of eight-byte elements.
"""

import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from math import nextafter

from exports.csvfile import Writable
from exports.labelled.cutting import cut_value
from exports.labelled.program import SPSS
from exports.labelled.spool import Spool, Value
from exports.labelled.variables import Form, Measure, Variable, multiples, variables_of
from exports.labelled.written import Written
from exports.missing import Missing
from exports.table import Table
from instruments.wording import Language

SYSMIS = -sys.float_info.max
TO_1970 = 12_219_379_200
"""Seconds from 14 October 1582, when the calendar of SPSS begins."""
LONGEST_PLAIN = 255
SEGMENT = 252
"""Bytes that a segment of a very long text counts for; it holds 255 and takes 256."""
MEASURES: Mapping[Measure, int] = {Measure.NOMINAL: 1, Measure.ORDINAL: 2, Measure.SCALE: 3}
NUMBERS = frozenset({int, float})
A, F, DATE, TIME, DATETIME = 1, 5, 20, 21, 22
FORMATS: Mapping[Form, tuple[int, int, int]] = {
    Form.DATE: (DATE, 11, 0),
    Form.TIME: (TIME, 8, 0),
    Form.MOMENT: (DATETIME, 20, 0),
}
INFO, FLOATS, SETS, SHOWN, LONG_NAMES, LONG_TEXTS, CASES, ENCODING = 3, 4, 7, 11, 13, 14, 16, 20


def write_sav(
    table: Table, out: Writable, language: Language, made_at: datetime | None = None
) -> Written:
    """Write a table with labels in a language; it is read once, and memory stays flat."""
    variables = variables_of(table, language, SPSS)
    with Spool(table, variables, SPSS) as spool:
        out.write(_dictionary(table, variables, spool.rows, made_at or datetime.now(UTC)))
        for some in _cases(spool):
            out.write(some)
        return Written(table, tuple(variables), spool.rows, SPSS)


def _segments(variable: Variable) -> list[int]:
    """Give the widths of the parts in which a variable is kept; 0 is a number."""
    if variable.form is not Form.TEXT:
        return [0]
    if variable.width <= LONGEST_PLAIN:
        return [variable.width]
    before = (variable.width + SEGMENT - 1) // SEGMENT - 1
    return [*[LONGEST_PLAIN] * before, variable.width - before * SEGMENT]


def _elements(width: int) -> int:
    return (width + 7) // 8 or 1


def _size(variable: Variable) -> int:
    return sum(_elements(width) for width in _segments(variable))


def _dictionary(table: Table, variables: Sequence[Variable], rows: int, made_at: datetime) -> bytes:
    shorts = _short_names(variables)
    parts = [_header(table, sum(map(_size, variables)), rows, made_at)]
    parts += [_variable(one, names) for one, names in zip(variables, shorts, strict=True)]
    parts += _value_labels(variables)
    parts += _extensions(variables, shorts, rows)
    return b"".join([*parts, struct.pack("<ii", 999, 0)])


def _short_names(variables: Sequence[Variable]) -> list[list[str]]:
    """Give every part of every variable a name of eight letters, which nobody sees."""
    numbers = iter(range(1, 10_000_000))
    return [[f"V{next(numbers):07}" for _ in _segments(one)] for one in variables]


def _padded(text: str, length: int) -> bytes:
    return cut_value(text.encode(errors="replace"), length).ljust(length)


def _header(table: Table, size: int, rows: int, made_at: datetime) -> bytes:
    day, clock = f"{made_at:%d %b %y}", f"{made_at:%H:%M:%S}"
    return struct.pack(
        "<4s60siiiiid9s8s64s3x",
        b"$FL2",
        _padded("@(#) SPSS DATA FILE Tolqyn", 60),
        2,
        size,
        0,
        0,
        rows,
        100.0,
        day.encode().ljust(9),
        clock.encode(),
        _padded(table.name, 64),
    )


def _format(variable: Variable, width: int) -> int:
    if variable.form is Form.TEXT:
        kind, shown, decimals = A, width, 0
    elif variable.form is Form.NUMBER:
        kind, shown, decimals = F, variable.shown_width, variable.decimals
    else:
        kind, shown, decimals = FORMATS[variable.form]
    return kind << 16 | shown << 8 | decimals


def _variable(variable: Variable, names: Sequence[str]) -> bytes:
    parts = []
    for at, (name, width) in enumerate(zip(names, _segments(variable), strict=True)):
        label = variable.label.encode() if at == 0 else b""
        format_ = _format(variable, width)
        ranged = -2 if variable.coded else 0
        parts.append(
            struct.pack(
                "<iiiiii8s", 2, width, int(bool(label)), ranged, format_, format_, name.encode()
            )
        )
        if label:
            padded = label.ljust((len(label) + 3) // 4 * 4)
            parts.append(struct.pack("<i", len(label)) + padded)
        if ranged:
            parts.append(struct.pack("<dd", Missing.NO_ANSWER, Missing.REFUSED))
        rest = struct.pack("<iiiiii8s", 2, -1, 0, 0, 0, 0, b" " * 8)
        parts += [rest] * (_elements(width) - 1)
    return b"".join(parts)


def _value_labels(variables: Sequence[Variable]) -> Iterator[bytes]:
    """Write every set of labels once, for all the variables that share it."""
    shared: dict[tuple[tuple[int, str], ...], list[int]] = {}
    place = 1
    for one in variables:
        if one.labels:
            shared.setdefault(tuple(sorted(one.labels.items())), []).append(place)
        place += _size(one)
    for labels, places in shared.items():
        yield struct.pack("<ii", 3, len(labels))
        for code, words in labels:
            label = words.encode()
            size = (len(label) + 8) // 8 * 8 - 1
            yield struct.pack("<dB", code, len(label)) + label.ljust(size)
        yield struct.pack(f"<ii{len(places)}i", 4, len(places), *places)


def _extension(kind: int, size: int, content: bytes) -> bytes:
    return struct.pack("<iiii", 7, kind, size, len(content) // size) + content


def _extensions(
    variables: Sequence[Variable], shorts: Sequence[Sequence[str]], rows: int
) -> Iterator[bytes]:
    utf8, little_endian, ieee = 65001, 2, 1
    yield _extension(INFO, 4, struct.pack("<8i", 20, 0, 0, -1, ieee, 1, little_endian, utf8))
    lowest = nextafter(SYSMIS, 0)
    yield _extension(FLOATS, 8, struct.pack("<3d", SYSMIS, sys.float_info.max, lowest))
    first = {one.name: names[0] for one, names in zip(variables, shorts, strict=True)}
    if sets := [*_sets(variables, first)]:
        yield _extension(SETS, 1, b"".join(sets))
    shown = [part for one in variables for width in _segments(one) for part in _shown(one, width)]
    yield _extension(SHOWN, 4, struct.pack(f"<{len(shown)}i", *shown))
    names = "\t".join(f"{first[one.name]}={one.name}" for one in variables)
    yield _extension(LONG_NAMES, 1, names.encode())
    long_texts = [one for one in variables if len(_segments(one)) > 1]
    if long_texts:
        widths = "".join(f"{first[one.name]}={one.width:05}\0\t" for one in long_texts)
        yield _extension(LONG_TEXTS, 1, widths.encode())
    yield _extension(CASES, 8, struct.pack("<qq", 1, rows))
    yield _extension(ENCODING, 1, b"UTF-8")


def _sets(variables: Sequence[Variable], first: Mapping[str, str]) -> Iterator[bytes]:
    for one in multiples(variables):
        label = one.label.encode()
        members = " ".join(first[member.name].lower() for member in one.members)
        yield b"%s=D1 1 %d %s %s\n" % (one.name.encode(), len(label), label, members.encode())


def _shown(variable: Variable, width: int) -> tuple[int, int, int]:
    is_text = variable.form is Form.TEXT
    wide = min(max(width, 8), 40) if is_text else 20 if variable.form is Form.MOMENT else 11
    return MEASURES[variable.measure], wide, int(not is_text)


def _cases(spool: Spool) -> Iterator[bytes]:
    variables = spool.variables
    packed = ("d" if one.form is not Form.TEXT else f"{8 * _size(one)}s" for one in variables)
    pack = struct.Struct("<" + "".join(packed)).pack
    for some in spool.columns():
        columns = map(_column, variables, some)
        yield b"".join([pack(*row) for row in zip(*columns, strict=True)])


def _column(variable: Variable, values: list[Value]) -> Sequence[bytes | float]:
    if variable.form is Form.TEXT:
        return [*_texts(variable, values)]
    if variable.form is Form.NUMBER and {*map(type, values)} <= NUMBERS:
        return values  # type: ignore[return-value]
    add = TO_1970 if variable.form in (Form.DATE, Form.MOMENT) else 0
    return [_known(value, add, variable.coded) for value in values]


def _known(value: Value, add: int, coded: bool) -> float:
    if value is None:
        return SYSMIS
    if value.__class__ is Missing:
        return float(value) if coded else SYSMIS
    return value + add  # type: ignore[operator]


def _texts(variable: Variable, values: list[Value]) -> Iterator[bytes]:
    size = 8 * _size(variable)
    long = variable.width > LONGEST_PLAIN
    for value in values:
        text = value if isinstance(value, bytes) else b""
        if long:  # 255 bytes of a text in each 256 of a case
            pieces = (text[at : at + 255] for at in range(0, len(text), 255))
            text = b" ".join(piece.ljust(255) for piece in pieces)
            text = text.rstrip() if len(text) > size else text
        yield text.ljust(size)
