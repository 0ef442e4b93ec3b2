"""National identity numbers: never kept, never shown, whatever column they hide in."""

import re
from collections.abc import Iterable
from datetime import date

from app.coordinate.spreadsheet import Cell, SheetRow, say
from instruments.wording import Message

NAMED = frozenset(("иин", "жсн", "iin", "жеке сәйкестендіру нөмірі", "identity number"))
WHOLE = re.compile(r"(?<!\d)\d{12}(?!\d)")
GROUPED = re.compile(r"(?<!\d)\d{3,6}(?:[ \u00a0-]\d{3,6}){1,3}(?!\d)")
SHORTENED = re.compile(r"\d{9,11}")
LENGTH = 12
WEIGHTS = (tuple(range(1, 12)), (*range(3, 12), 1, 2))
BLOT = "•" * LENGTH
REFUSAL = say(
    "This looks like a 12-digit national identity number, which is never kept: delete it and "
    "upload the file again."
)


def named(column: str) -> Message:
    """Say that a column of identity numbers is refused."""
    return say(
        "The column “{column}” holds national identity numbers, which are never kept: delete the "
        "column and upload the file again.",
        column=column,
    )


def names_identity(column: str) -> bool:
    """Tell whether a column is said to hold identity numbers."""
    folded = " ".join(column.split()).casefold()
    return folded in NAMED or bool(set(re.split(r"[\W_]+", folded)) & {"иин", "жсн", "iin"})


def holds_identity(cell: Cell, *, phone: bool = False) -> bool:
    """Tell whether a cell holds a 12-digit national identity number."""
    if isinstance(cell, bool | date) or not isinstance(cell, str | int | float):
        return False
    text = f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell)
    if phone and text.strip().startswith("+"):
        return False
    if WHOLE.search(text):
        return True
    if any(len(re.sub(r"\D", "", found)) == LENGTH for found in GROUPED.findall(text)):
        return True
    return bool(SHORTENED.fullmatch(text.strip())) and _is_valid(text.strip().zfill(LENGTH))


def _is_valid(digits: str) -> bool:
    """Check day of birth and check digit; a sheet drops the zeros of those born after 1999."""
    month, day, century = int(digits[2:4]), int(digits[4:6]), int(digits[6])
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1 <= century <= 6):
        return False
    numbers = [int(digit) for digit in digits]
    for weights in WEIGHTS:
        rest: int = sum(a * b for a, b in zip(weights, numbers[:11], strict=True)) % 11
        if rest < 10:
            return rest == numbers[11]
    return False


def blotted(row: SheetRow, columns: Iterable[str], phone: str = "") -> tuple[SheetRow, set[str]]:
    """Blot identity numbers out of a row before anything reads it; give the columns they were in.

    No sentence about the row can repeat them then.
    """
    held = {
        column
        for column in columns
        if column in row.cells
        and (names_identity(column) or holds_identity(row.cells[column], phone=column == phone))
    }
    cells = {name: BLOT if name in held else cell for name, cell in row.cells.items()}
    return (SheetRow(row.number, cells) if held else row), held
