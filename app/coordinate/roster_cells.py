"""How the cells of a roster are read: codes, contacts and attributes as text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from app.coordinate.spreadsheet import Cell, Sheet, say
from instruments import answers
from instruments.answers import Refused
from instruments.definitions import Item, Kind
from instruments.wording import Message, Text

CODE = re.compile(r"[A-Za-z0-9_-]{1,20}")
LETTERS = re.compile(r"[^\W\d_]")
PHONE = re.compile(r"\+?[0-9 ()\-]{5,25}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST = 200
A_DAY = Item("day", Kind.DATE, Text())
DAY_NAMES = re.compile(r"(^|[\W_])(on|date|күні|дата)([\W_]|$)", re.IGNORECASE)


def plain(cell: Cell | None) -> str:
    """Write a cell as text: 28.0 as 28, a day as 2024-04-03."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def code_fault(text: str) -> Message | None:
    """Say what is wrong with a study code."""
    if not text:
        return say("The study code is missing: write one, such as T01.")
    if CODE.fullmatch(text):
        return None
    if " " in text and LETTERS.search(text):
        return say(
            "This looks like a name: write the study code here, such as T01, and the name in a "
            "column of its own."
        )
    return say(
        "A study code has at most 20 signs: Latin letters, digits, hyphen and underscore. "
        "Write it anew."
    )


def rows_by_code(sheet: Sheet, column: str) -> Mapping[str, Sequence[int]]:
    """Give the numbers of the rows in which each code stands, however it is spelled."""
    found: dict[str, list[int]] = {}
    for row in sheet.rows:
        found.setdefault(plain(row.cells.get(column)).casefold(), []).append(row.number)
    return found


def doubled(code: str, number: int, stands: Mapping[str, Sequence[int]]) -> Message | None:
    """Say of each of two rows with the same code that only one may stay: which, nobody knows."""
    rows = stands.get(code.casefold(), ())
    other = next((one for one in rows if one != number), None)
    if other is None:
        return None
    return say(
        "The code {code} stands in rows {first} and {second}: keep one of them.",
        code=code,
        first=min(other, number),
        second=max(other, number),
    )


def school_fault(text: str) -> Message | None:
    """Say what is wrong with a school's code."""
    if not text:
        return say("The school is missing: write its code, such as SCH1.")
    if CODE.fullmatch(text):
        return None
    return say(
        "A school is named by its code: at most 20 Latin letters, digits, hyphens and underscores."
    )


def contact_fault(column: str, text: str) -> Message | None:
    """Say what is wrong with a name, a phone or an address."""
    if len(text) > LONGEST:
        return say("This is longer than {most} signs: shorten it.", most=LONGEST)
    if column == "phone" and text and not PHONE.fullmatch(text):
        return say("This is not a phone number: write it in digits, such as +7 701 234 56 78.")
    if column == "email" and text and not EMAIL.fullmatch(text):
        return say("This is not an e-mail address: write it as name@example.kz.")
    return None


def day_columns(sheet: Sheet, columns: Iterable[str]) -> frozenset[str]:
    """Find the attributes that hold days: by their name, or because most of their cells do."""
    return frozenset(column for column in columns if _holds_days(sheet, column))


def _holds_days(sheet: Sheet, column: str) -> bool:
    cells = [row.cells[column] for row in sheet.rows if column in row.cells]
    days = sum(_as_day(cell) is not None for cell in cells)
    return bool(cells) and (2 * days > len(cells) or (days > 0 and _is_named_day(column)))


def _is_named_day(column: str) -> bool:
    return bool(DAY_NAMES.search(column))


def _as_day(cell: Cell) -> str | None:
    try:
        return str(answers.read(A_DAY, cell))
    except Refused:
        return None


def attributes_of(
    cells: Mapping[str, Cell], columns: Iterable[str], days: frozenset[str]
) -> tuple[dict[str, str], list[tuple[str, Message]]]:
    """Read the attributes of a row, with every fault; blank cells say nothing."""
    kept: dict[str, str] = {}
    wrong: list[tuple[str, Message]] = []
    for column in columns:
        if column not in cells:
            continue
        try:
            kept[column] = _attribute(cells[column], column in days)
        except Refused as refused:
            wrong.append((column, refused.message))
    return kept, wrong


def _attribute(cell: Cell, is_day: bool) -> str:
    if is_day:
        return str(answers.read(A_DAY, cell))
    if isinstance(cell, date):
        raise Refused(
            say(
                "The spreadsheet has made a date of this cell: format the column as text and "
                "write the value again."
            )
        )
    text = plain(cell)
    if len(text) > LONGEST:
        raise Refused(say("This is longer than {most} signs: shorten it.", most=LONGEST))
    return text
