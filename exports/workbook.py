"""One workbook: about, sheets for people, sheets for analysis, the codebook."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Self

from exports.about import Counted, ExportedSheet, about_lines, count_lines
from exports.analysis_tables import analysis_tables
from exports.chunks import Row, chunked
from exports.codebook import codebook_tables
from exports.dataset import data_tables
from exports.keys import ZONE
from exports.names import Names, sheet_name
from exports.observed import Observed, whole
from exports.readable import Readable, readable, readable_repeats
from exports.recorded import Recorded
from exports.sheets import Book, Sheet
from exports.source import Source
from exports.table import Table
from exports.wording import say
from instruments.wording import Message

FOR_PEOPLE = say("For people: labels and words")
FOR_ANALYSIS = say("For analysis: codes")
FOUND = say("What was found: numbers not rounded, and words")
CODEBOOK = say("Codebook: what every column means")
ABOUT = say("About this export")


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What an export holds: for the page and for the audit."""

    sheets: tuple[ExportedSheet, ...]
    records: Mapping[str, int]
    """Number of records per instrument."""
    remarks: tuple[Message, ...] = ()
    """What a reader must know, such as a text that no cell can hold."""


def write_workbook(source: Source, out: BinaryIO, zone: str = ZONE) -> ExportSummary:
    """Write the chosen records with labels, for analysis, and with their codebook."""
    with Writer(source, zone) as writer:
        about = writer.begin("about")
        for key in source.keys:
            writer.for_people(key)
        observed = [writer.for_analysis(table) for table in data_tables(source, zone)]
        observed += [writer.for_analysis(table, FOUND) for table in analysis_tables(source)]
        writer.add_codebook(observed)
        return writer.finish(about, observed, out)


def write_codebook(source: Source, out: BinaryIO, zone: str = ZONE) -> ExportSummary:
    """Write the codebook of the chosen records as a workbook of its own."""
    tables = (*data_tables(source, zone), *analysis_tables(source))
    observed = [whole(table) for table in tables]
    return write_codebook_of(source, observed, out, zone)


def write_codebook_of(
    source: Source, observed: Sequence[Observed], out: BinaryIO, zone: str = ZONE
) -> ExportSummary:
    """Write the codebook of tables that were read already."""
    with Writer(source, zone) as writer:
        writer.add_codebook(observed)
        return writer.save(observed, out)


class Writer:
    """Writes the sheets of one workbook and remembers what it wrote."""

    def __init__(self, source: Source, zone: str) -> None:
        self._source = source
        self._zone = zone
        self._language = source.choices.language
        self._names = Names()
        self._book = Book(source.frame.title.in_(self._language), source.made_at)
        self._sheets: list[ExportedSheet] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Give back the room of the rows, also when something went wrong on the way."""
        for sheet in self._book.sheets:
            sheet.spool.close()

    def begin(self, name: str, table: str = "", places: Sequence[str] = ()) -> Sheet:
        """Begin a sheet; a text too long for its cells is found in the CSV of its table."""

        def elsewhere(row: int, column: int, text: str) -> str:
            return say(
                "This text has {n} characters, more than a cell holds. It stands whole in the "
                "CSV export: data/{table}.csv, row {row}, column {column}.",
                n=len(text),
                table=table,
                row=row,
                column=places[column] if column < len(places) else column + 1,
            ).in_(self._language)

        return self._book.sheet(self._names.give(name), elsewhere)

    def _done(self, sheet: Sheet, table: str, what: Message, instrument: str = "") -> None:
        rows = sheet.rows - 1
        self._sheets.append(ExportedSheet(sheet.name, table, rows, sheet.columns, what, instrument))

    def for_people(self, key: str) -> None:
        """Write the sheets of an instrument with labels as headers, one for each of its repeats."""
        recorded = Recorded(self._source, key, self._zone)
        shown = readable(recorded)
        sheet = self.begin(sheet_name(key), f"{key}_long", shown.places)
        self._fill(sheet, shown)
        self._done(sheet, key, FOR_PEOPLE, key)
        for table, rows in readable_repeats(recorded):
            suffix = table.name.removeprefix(f"{key}_")
            sheet = self.begin(sheet_name(key, suffix), table.name, rows.places)
            self._fill(sheet, rows)
            self._done(sheet, table.name, FOR_PEOPLE, key)

    def _fill(self, sheet: Sheet, shown: Readable) -> None:
        plain = len(shown.header) - shown.scores
        sheet.header(shown.header, [0] * plain + [self._book.styles.score] * shown.scores)
        for chunk in chunked(shown.rows):
            sheet.write(chunk)

    def for_analysis(self, table: Table, what: Message = FOR_ANALYSIS) -> Observed:
        """Write the sheet of a table, its columns named by their codes."""
        suffix = table.name.removeprefix(table.instrument) if table.instrument else ""
        name = sheet_name(table.instrument or table.name, suffix)
        sheet = self.begin(name, table.name, table.header)
        sheet.header(table.header)
        observed = Observed(table)
        for chunk in observed.chunks():
            sheet.write(chunk.rows)
        self._done(sheet, table.name, what, table.instrument)
        return observed

    def add_codebook(self, observed: Sequence[Observed]) -> None:
        """Write the sheets of the codebook."""
        for table in codebook_tables(self._source, observed):
            self.for_analysis(table, CODEBOOK)

    def finish(self, about: Sheet, observed: Sequence[Observed], out: BinaryIO) -> ExportSummary:
        """Fill in the first sheet, now that all is counted, and save."""
        about.filtered, about.freeze = False, None
        title = ABOUT.in_(self._language)
        about.header((title, *NOTHING), [self._book.styles.wrapped] * 5)
        about.write([*about_lines(self._source, self._zone)])
        about.write([(say("Remark").in_(self._language), one) for one in self._remarks()])
        self._headed(about, COUNTS, count_lines(self._source, counted(self._source, observed)))
        self._headed(about, SHEETS, self._sheet_lines())
        self._done(about, "about", ABOUT)
        return self.save(observed, out)

    def _headed(self, about: Sheet, header: Sequence[Message], lines: Iterable[Row]) -> None:
        words = tuple(word.in_(self._language) for word in header)
        about.write([()])
        about.heading(words)
        about.write([*lines])

    def _sheet_lines(self) -> Iterable[Row]:
        for one in self._sheets:
            what = one.what.in_(self._language)
            yield (one.name, one.table, one.rows, one.columns, what)

    def _remarks(self) -> list[str]:
        return [remark.in_(self._language) for remark in self.remarks()]

    def remarks(self) -> tuple[Message, ...]:
        """Say what could not be shown in the sheets as it was written."""
        found = []
        if long_texts := sum(sheet.long_texts for sheet in self._book.sheets):
            found.append(
                say(
                    "Texts too long for a cell: {n}. Their cells say where they stand whole.",
                    n=long_texts,
                )
            )
        if replaced := sum(sheet.writer.replaced for sheet in self._book.sheets):
            found.append(
                say(
                    "Texts with control characters, which no sheet can hold: {n}. They are "
                    "shown as \ufffd; the CSV export holds them as they are.",
                    n=replaced,
                )
            )
        return tuple(found)

    def save(self, observed: Sequence[Observed], out: BinaryIO) -> ExportSummary:
        """Save the workbook and say what it holds."""
        remarks = self.remarks()
        self._book.save(out)
        return ExportSummary(tuple(self._sheets), records_of(self._source, observed), remarks)


def counted(source: Source, observed: Sequence[Observed]) -> list[Counted]:
    """Give what was seen of each chosen instrument while its tables were read."""
    found = []
    for key in source.keys:
        own = {one.table.name: one.table.tally for one in observed}
        wide = own.get(f"{key}_wide")
        outside = wide.outside if wide else 0
        found.append(Counted(source.newest(key), own[f"{key}_long"], outside))
    return found


def records_of(source: Source, observed: Sequence[Observed]) -> dict[str, int]:
    """Count the records of each chosen instrument."""
    return {one.instrument.key: one.tally.waves.total() for one in counted(source, observed)}


NOTHING = ("",) * 4
COUNTS = (say("Instrument"), say("Wave"), say("Records"), say("Expected"), say("In words"))
SHEETS = (say("Sheet"), say("Table"), say("Rows"), say("Columns"), say("What it holds"))
