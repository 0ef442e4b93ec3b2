"""A workbook whose rows stream by: openpyxl makes the package, rows are written as text.

openpyxl's own write-only mode makes an XML element of each cell; writing the same XML as text is
several times faster, and a study of 100,000 records is exported while somebody waits.
"""

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO
from zipfile import ZipFile

from exports.archive import MIDDLING, entry
from exports.cells import CELL_LIMIT, CellWriter, too_long
from exports.columns import Cell
from exports.openpyxl_alone import (
    Alignment,
    ExcelWriter,
    Font,
    Workbook,
    WriteOnlyCell,
    get_column_letter,
)
from exports.wording import say
from instruments.wording import Message

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
WIDEST = 40
NARROWEST = 8
IN_MEMORY = 1_000_000
MEASURED = 200
"""Rows that decide the widths of the columns."""

EMPTY = "<sheetData></sheetData>"


class TooLarge(ValueError):
    """A table that is larger than a sheet can be."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class Styles:
    """Numbers of the few styles of a workbook."""

    header: int
    quoted: int
    score: int
    wrapped: int


WholeText = Callable[[int, int, str], str]
"""What stands in a cell for a text too long for it: given row, column and the text."""


class Sheet:
    """One sheet whose rows are kept outside memory until the workbook is saved."""

    def __init__(self, name: str, styles: Styles, whole_text: WholeText) -> None:
        self.name = name
        self.rows = 0
        self.columns = 0
        self.long_texts = 0
        self.freeze: str | None = "B2"
        self.filtered = True
        self.writer = CellWriter(styles.quoted)
        self.widths: list[int] = []
        self._styles = styles
        self._whole_text = whole_text
        self._heads: list[tuple[str, str]] = []
        self.spool = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115

    def header(self, names: Sequence[str], styles: Sequence[int] = ()) -> None:
        """Write the first row in bold and set the styles of the columns under it."""
        if len(names) > MOST_COLUMNS:
            raise TooLarge(
                say(
                    "{sheet} has {n} columns, more than a sheet holds. Export it as CSV.",
                    sheet=self.name,
                    n=len(names),
                )
            )
        self.columns = len(names)
        self.widths = [NARROWEST] * len(names)
        self._set_styles(styles or [0] * len(names))
        self.heading(names)

    def heading(self, names: Sequence[str]) -> None:
        """Write a row in bold."""
        heads = self._heads
        self._set_styles([self._styles.header] * len(names))
        self.write([tuple(names)])
        self._heads = heads

    def _set_styles(self, styles: Sequence[int]) -> None:
        letters = (get_column_letter(place) for place in range(1, len(styles) + 1))
        self._heads = [
            (f'<c r="{letter}', f'" s="{style}"' if style else '"')
            for letter, style in zip(letters, styles, strict=True)
        ]

    def write(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Write rows; an empty cell takes no room."""
        self._refuse_too_many(len(rows))
        if self.rows < MEASURED:
            self._measure(rows)
        known, body, heads = self.writer.known.get, self.writer.body, self._heads
        number, parts = self.rows, []
        for row in rows:
            number += 1
            parts.append(f'<row r="{number}">')
            for (head, style), cell in zip(heads, row, strict=False):
                if cell is None:
                    continue
                text = known(cell)
                if text is None:
                    if cell.__class__ is str and too_long(cell):
                        cell = self._elsewhere(number, heads.index((head, style)), cell)
                    text = body(cell)
                if len(style) > 1 and text.startswith(" s="):  # a style of its own wins
                    style = '"'
                parts.append(f"{head}{number}{style}{text}")
            parts.append("</row>")
        self.rows = number
        self.spool.write("".join(parts).encode())

    def _elsewhere(self, row: int, column: int, cell: Cell) -> str:
        self.long_texts += 1
        return self._whole_text(row, column, str(cell))[:CELL_LIMIT]

    def _refuse_too_many(self, more: int) -> None:
        if self.rows + more > MOST_ROWS:
            raise TooLarge(
                say(
                    "{sheet} has more than {n} rows, more than a sheet holds. "
                    "Export it as CSV, or one wave at a time.",
                    sheet=self.name,
                    n=MOST_ROWS - 1,
                )
            )

    def _measure(self, rows: Sequence[Sequence[Cell]]) -> None:
        for row in rows[:MEASURED]:
            for place, cell in enumerate(row):
                if cell is not None and self.widths[place] < WIDEST:
                    longest = min(WIDEST, len(str(cell)) + 2)
                    self.widths[place] = max(self.widths[place], longest)


class Book:
    """A workbook in the making."""

    def __init__(self, title: str, made_at: datetime) -> None:
        self._book = Workbook(write_only=True)
        self._made_at = made_at.astimezone(UTC)
        properties = self._book.properties
        properties.creator, properties.title = "Tolqyn", title
        properties.created = properties.modified = self._made_at.replace(tzinfo=None)
        self.styles = self._register()
        self.sheets: list[Sheet] = []

    def _register(self) -> Styles:
        sheet = self._book.create_sheet("styles")
        header, quoted, score, wrapped = (WriteOnlyCell(sheet) for _ in range(4))
        header.font = Font(bold=True)
        header.alignment = Alignment(wrap_text=True, vertical="top")
        quoted.quotePrefix = True
        score.number_format = "0.00"
        wrapped.alignment = Alignment(wrap_text=True, vertical="top")
        self._book.remove(sheet)
        return Styles(header.style_id, quoted.style_id, score.style_id, wrapped.style_id)

    def sheet(self, name: str, whole_text: WholeText) -> Sheet:
        """Begin a sheet; sheets stand in the order in which they begin."""
        sheet = Sheet(name, self.styles, whole_text)
        self.sheets.append(sheet)
        return sheet

    def save(self, out: BinaryIO) -> None:
        """Write the workbook: openpyxl's package with the rows put into its empty sheets."""
        for sheet in self.sheets:
            self._outline(sheet)
        package = BytesIO()
        # The book's own save() would write the present moment over the one that it was given.
        ExcelWriter(self._book, ZipFile(package, "w")).save()
        parts = {
            f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(self.sheets, 1)
        }
        with ZipFile(package) as made, ZipFile(out, "w") as whole:
            for name in made.namelist():
                file = entry(name, self._made_at, MIDDLING)
                with whole.open(file, "w", force_zip64=name in parts) as part:
                    if name in parts:
                        _fill(part, made.read(name).decode(), parts[name])
                    else:
                        part.write(made.read(name))

    def _outline(self, sheet: Sheet) -> None:
        made = self._book.create_sheet(sheet.name)
        made.freeze_panes = sheet.freeze
        last = get_column_letter(max(1, sheet.columns))
        if sheet.filtered and sheet.columns:
            made.auto_filter.ref = f"A1:{last}{max(1, sheet.rows)}"
        for place, width in enumerate(sheet.widths, 1):
            made.column_dimensions[get_column_letter(place)].width = width


def _fill(part: IO[bytes], outline: str, sheet: Sheet) -> None:
    """Put the rows of a sheet between the two halves of its outline."""
    before, found, after = outline.partition(EMPTY)
    if not found:
        raise RuntimeError("openpyxl writes an empty sheet in another way")
    last = f"{get_column_letter(max(1, sheet.columns))}{max(1, sheet.rows)}"
    before = before.replace("<sheetViews>", f'<dimension ref="A1:{last}"/><sheetViews>', 1)
    _write(part, (before, "<sheetData>"))
    sheet.spool.seek(0)
    shutil.copyfileobj(sheet.spool, part, 1 << 20)
    _write(part, ("</sheetData>", after))


def _write(part: IO[bytes], texts: Iterable[str]) -> None:
    for text in texts:
        part.write(text.encode())
