"""How the cells of an imported row are read as answers, days and moments."""

import re
from datetime import UTC, date, datetime

from app.coordinate.roster_cells import A_DAY, plain
from app.coordinate.spreadsheet import Cell, say
from instruments import answers
from instruments.answers import Refused
from instruments.definitions import Item, Kind, Value

RUN = re.compile(r"(\d{1,4})\s*[-\u2013\u2014]\s*(\d{1,4})")
BETWEEN = re.compile(r"[;,\s]+")


def answer(item: Item, cell: Cell) -> Value | None:
    """Read a cell as the answer to an item; raise Refused with one sentence."""
    if isinstance(cell, date) and item.kind not in (Kind.DATE, Kind.TIME):
        raise Refused(
            say(
                "The spreadsheet has made a date of this cell: format the column as text and "
                "write the value again."
            )
        )
    if item.kind is Kind.MULTIPLE and isinstance(cell, str):
        return answers.read(item, _runs_opened(item, cell))
    return answers.read(item, cell)


def _runs_opened(item: Item, text: str) -> str | list[str]:
    """Write 3-5 as 3, 4, 5 where the choices are numbers."""
    if not item.has_whole_codes or not RUN.search(text):
        return text
    codes: list[str] = []
    for part in BETWEEN.split(RUN.sub(r"\1-\2", text.strip())):
        run = RUN.fullmatch(part)
        if run is None:
            codes.append(part)
            continue
        first, last = int(run[1]), int(run[2])
        if last < first or last - first > len(item.choices):
            return text
        codes += [str(number) for number in range(first, last + 1)]
    return codes


def day(cell: Cell) -> date:
    """Read a cell as a day; raise Refused with one sentence."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return date.fromisoformat(str(answers.read(A_DAY, plain(cell))))


def moment(cell: Cell) -> datetime | date:
    """Read a cell as a moment in UTC, or as a day where it holds no more; raise Refused."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=UTC)
    if not isinstance(cell, date) and ":" in str(cell):
        try:
            read = datetime.fromisoformat(str(cell).strip())
        except ValueError:
            raise Refused(
                say("This is not a moment: write it in UTC as 2024-04-03T09:30:00Z.")
            ) from None
        return read if read.tzinfo else read.replace(tzinfo=UTC)
    return day(cell)
