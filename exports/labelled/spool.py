"""The rows of a table as values for statistics programs, read once and kept in a file.

Widths of texts and what numbers there are must be known before the first row is written.
"""

import pickle
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache, partial
from math import isfinite
from tempfile import SpooledTemporaryFile
from types import NoneType
from typing import Self, cast

from exports.chunks import chunks
from exports.columns import Cell
from exports.labelled.cutting import cut_value
from exports.labelled.program import Program
from exports.labelled.variables import REASONS, Form, Variable, is_choice
from exports.missing import Missing
from exports.table import Table

IN_MEMORY = 8_000_000
Value = bytes | int | float | None
"""A text in UTF-8; a number; a day or moment in seconds since 1970, a time in seconds since
midnight; a reason why it is missing; None for whatever was not reached."""
Read = Callable[[Cell], Value]
DAY = 86_400


WHOLE = frozenset({int, NoneType, Missing})
"""Types of the cells of nearly every column of numbers, which need no look at each."""
LARGEST = 2**53
"""Beyond it whole numbers are floats in both programs."""


class NotHeld(ValueError):
    """A cell of another kind than its column."""


class Spool:
    """Keeps the rows of a table, column by column, until they are written."""

    def __init__(self, table: Table, variables: Sequence[Variable], program: Program) -> None:
        self.variables = variables
        self.rows = 0
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed on exit
        self._parts = 0
        self._take = [_reader(one, program) for one in variables]
        self._fill(table)
        if program.missing_by_code:
            _free_codes(variables)

    def _fill(self, table: Table) -> None:
        for chunk in chunks(table.rows):
            columns = zip(*chunk.rows, strict=True)
            values = [take(cells) for take, cells in zip(self._take, columns, strict=True)]
            pickle.dump(values, self._file, pickle.HIGHEST_PROTOCOL)
            self._parts += 1
            self.rows += len(chunk)

    def columns(self) -> Iterator[list[list[Value]]]:
        """Give the values, some rows at a time, column by column."""
        self._file.seek(0)
        for _ in range(self._parts):
            yield pickle.load(self._file)  # noqa: S301 - written above, seen by nobody

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _free_codes(variables: Sequence[Variable]) -> None:
    """Take the labels of missing answers from variables in which those codes are answers."""
    for one in variables:
        if not one.coded and not is_choice(one.column):
            for code in REASONS:
                one.labels.pop(int(code), None)


Take = Callable[[Sequence[Cell]], list[Value]]


def _reader(variable: Variable, program: Program) -> Take:
    if variable.form is Form.TEXT:
        return partial(_texts, variable, program.longest_text)
    if variable.form is not Form.NUMBER:
        return partial(_values, variable, MOMENTS[variable.form])
    return partial(_numbers, variable, _coder(variable, program))


def _texts(variable: Variable, limit: int, cells: Sequence[Cell]) -> list[Value]:
    # a missing text is an empty text, whatever the reason
    known: dict[Cell, bytes] = {None: b""}
    for cell in {*cells}:
        if cell.__class__ is not Missing and cell is not None:
            # no store holds half a surrogate pair, but a file of an importer might
            known[cell] = str(cell).replace("\0", "\ufffd").encode(errors="backslashreplace")
    found = [known.get(cell, b"") if cell.__class__ is not Missing else b"" for cell in cells]
    widest = max(map(len, found), default=0)
    if widest > limit:
        variable.cut += sum(len(one) > limit for one in found)
        found = [cut_value(one, limit) for one in found]
        widest = max(map(len, found))
    variable.width = max(variable.width, widest)
    return [*found]


def _values(variable: Variable, read: Read, cells: Sequence[Cell]) -> list[Value]:
    found: list[Value] = []
    for cell in cells:
        if cell is None or cell.__class__ is Missing:
            found.append(cell)
            continue
        try:
            found.append(read(cell))
        except ValueError:
            variable.odd += 1
            found.append(None)
    return found


def _numbers(variable: Variable, read: Read, cells: Sequence[Cell]) -> list[Value]:
    plain = not variable.codes and {*map(type, cells)} <= WHOLE
    small = plain and all(abs(cell or 0) <= LARGEST for cell in {*cells})  # type: ignore[arg-type]
    values: list[Value] = (
        [*cast(Sequence[Value], cells)] if small else _values(variable, read, cells)
    )
    numbers = [one for one in values if one is not None and one.__class__ is not Missing]
    if numbers:
        variable.low = min(variable.low, *numbers)  # type: ignore[assignment]
        variable.high = max(variable.high, *numbers)  # type: ignore[assignment]
        variable.whole = variable.whole and {*map(type, numbers)} <= {int}
        if variable.coded and not is_choice(variable.column):
            # who has answered -98 has not been left out: then no code is free for that
            variable.coded = not any(-99 <= one <= -96 for one in numbers)  # type: ignore[operator]
    return values


def _coder(variable: Variable, program: Program) -> Read:
    """Read numbers; of choices with a text for a code the number that the code was given."""
    codes = variable.codes
    if not codes:
        return _number

    def read(cell: Cell) -> Value:
        code = str(cell)
        if code not in codes:  # a choice of no version, such as one that was imported
            codes[code] = len(codes) + 1
            variable.full_labels[codes[code]] = code
            variable.labels[codes[code]] = program.cut_value_label(code)
        return codes[code]

    return read


def _number(cell: Cell) -> Value:
    if isinstance(cell, str):
        cell = float(cell)
    try:
        if cell is None or not isfinite(cell):
            raise NotHeld
        return cell if abs(cell) <= LARGEST else float(cell)
    except OverflowError:
        raise NotHeld from None


@lru_cache(4096)
def _date(cell: Cell) -> Value:
    return (date.fromisoformat(str(cell)) - date(1970, 1, 1)).days * DAY


@lru_cache(4096)
def _time(cell: Cell) -> Value:
    found = time.fromisoformat(str(cell))
    return found.hour * 3600 + found.minute * 60 + found.second


@lru_cache(4096)
def _moment(cell: Cell) -> Value:
    """Read a moment as the clock on the wall showed it."""
    shown = datetime.fromisoformat(str(cell)).replace(tzinfo=UTC)
    return int(shown.timestamp())


MOMENTS: dict[Form, Read] = {Form.DATE: _date, Form.TIME: _time, Form.MOMENT: _moment}
