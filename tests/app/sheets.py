"""Small files as a coordinator would upload them."""

import io
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook

from app.coordinate.spreadsheet import Sheet, read_sheet


def csv_of(*lines: str, encoding: str = "utf-8") -> bytes:
    """A .csv file of these lines."""
    return "\r\n".join((*lines, "")).encode(encoding)


def xlsx_of(*rows: Sequence[object], title: str = "Sheet", **more: Sequence[Sequence[object]]):
    """A workbook of these rows; further sheets by their names."""
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name, others in more.items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(*lines: str) -> Sheet:
    """A sheet as it is read from a .csv file of these lines."""
    return read_sheet(csv_of(*lines), "file.csv")


def repacked(data: bytes, **entries: bytes) -> bytes:
    """A workbook with more entries, or others: names with __ for / and _ for the dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            if name not in entries:
                new.writestr(name, old.read(name))
        for name, content in entries.items():
            new.writestr(name, content)
    return out.getvalue()


def messages(refused) -> list[tuple[int, str, str]]:
    """Every fault as a person reads it: row, column, sentence."""
    return [(one.number, one.column, str(one.message)) for one in refused]


def sentences(refused) -> str:
    """All sentences in one text."""
    return "\n".join(str(one.message) for one in refused)
