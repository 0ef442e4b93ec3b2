"""The bundle: one .zip with all that somebody needs who has nothing but this file.

`PARTS` says what is in it; a part is a line there, its words stand in README.txt.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO
from zipfile import ZipFile

from exports.about import ExportedSheet
from exports.blank_form import write_blank_form
from exports.bundle import MANIFEST, README, Archive, manifest
from exports.citing import citation_file
from exports.dataset import data_tables
from exports.ddi import DataFile, write_ddi
from exports.keys import ZONE
from exports.labelled.dta import write_dta
from exports.labelled.program import SPSS, STATA, Program
from exports.labelled.sav import write_sav
from exports.labelled.stata_script import write_do
from exports.labelled.syntax import write_syntax
from exports.labelled.written import Written, remarks, rules
from exports.program import program_of
from exports.publication_words import PartOf, citation, readme
from exports.r_script import write_r_script
from exports.sheets import TooLarge
from exports.source import Consent, Source
from exports.table import Table
from exports.tallied import Tallied
from exports.wording import say
from exports.workbook import (
    FOR_ANALYSIS,
    ExportSummary,
    records_of,
    write_codebook_of,
    write_workbook,
)
from exports.xlsform import write_xlsform
from instruments.definitions import FilledBy, Instrument
from instruments.wording import Language, Message

DATED = datetime(1980, 1, 1, tzinfo=UTC)
"""The date of every file in the .zip: the day of an export is no property of its data."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What a bundle holds beside the data, which no source of an export knows."""

    sources: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """The words of an instrument's version as its author wrote them."""
    consent: Consent | None = None
    """What participants agree to, for the blank forms that they fill in themselves."""


@dataclass(slots=True)
class Making:
    """A bundle in the making."""

    source: Source
    zone: str
    enclosed: Enclosed
    archive: Archive
    observed: list[Tallied] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)

    @property
    def instruments(self) -> list[Instrument]:
        """Every version of the chosen instruments, in the order of the plan."""
        return [one for key in self.source.keys for one in self.source.instruments[key]]

    def describe(self, path: str, table: str, rows: int, columns: int) -> None:
        """Note a file that holds one table, so that codebook.xml names it."""
        sheet = ExportedSheet(path, table, rows, columns, FOR_ANALYSIS)
        self.archive.sheets.append(sheet)


Part = Callable[[Making], None]
WriteTable = Callable[[Table, BinaryIO, Language, datetime], Written]
WriteScript = Callable[[Source, str, Mapping[str, Written], Language, str], str]


def _csv(making: Making) -> None:
    for table in data_tables(making.source, making.zone):
        observed = Tallied(table)
        making.archive.add_observed("data", observed)
        making.observed.append(observed)


def _workbook(making: Making) -> None:
    source = making.source
    name = f"data/{source.frame.key}.xlsx"
    try:
        done = making.archive.add_written(
            name, lambda out: write_workbook(source, out, making.zone)
        )
    except TooLarge as large:
        making.remarks += (say("There is no workbook in this archive."), large.message)
    else:
        making.remarks += done.remarks


def _codebook(making: Making) -> None:
    making.archive.add_written(
        "codebook.xlsx",
        lambda out: write_codebook_of(making.source, making.observed, out, making.zone),
    )


def _ddi(making: Making) -> None:
    files = [
        DataFile(one.name, one.table, one.rows, one.columns)
        for one in making.archive.sheets
        if one.what is FOR_ANALYSIS
    ]
    by = program_of(making.source)
    cited = citation(making.source, by)
    making.archive.add_written(
        "codebook.xml",
        lambda out: write_ddi(making.source, making.observed, files, out, cited, by),
    )


def _citation_file(making: Making) -> None:
    words = citation_file(making.source)
    if words:
        making.archive.add("CITATION.cff", words.encode())


def _blank_forms(making: Making) -> None:
    language, frame = making.source.choices.language, making.source.frame
    for one in making.instruments:
        consent = making.enclosed.consent if one.filled_by is FilledBy.PARTICIPANT else None

        def write(out: BinaryIO, one: Instrument = one, consent: Consent | None = consent) -> int:
            made_at = making.source.made_at
            return write_blank_form(
                one, language, out, header=frame.title, consent=consent, made_at=made_at
            )

        making.archive.add_written(f"forms/{one.key}_v{one.version}_{language}.pdf", write)


def _xlsforms(making: Making) -> None:
    for one in making.instruments:

        def write(out: BinaryIO, one: Instrument = one) -> None:
            write_xlsform(one, out, making.source.made_at)

        making.archive.add_written(f"forms/{one.key}_v{one.version}.xlsx", write)


def _instrument_sources(making: Making) -> None:
    for one in making.instruments:
        if words := making.enclosed.sources.get((one.key, one.version)):
            making.archive.add(f"forms/{one.key}_v{one.version}.toml", words.encode())


def of_source(path: str, write: Callable[[Source, BinaryIO], object]) -> Part:
    """Make a part of one file that is written from the study alone, such as a script."""

    def part(making: Making) -> None:
        making.archive.add_written(path, lambda out: write(making.source, out))

    return part


def _labelled(making: Making, ending: str, write: WriteTable) -> list[Written]:
    """Write a file per table, with labels in the chosen language."""
    source, language = making.source, making.source.choices.language
    files: list[Written] = []
    for table in data_tables(source, making.zone, reasons=True):

        def write_one(out: BinaryIO, table: Table = table) -> Written:
            return write(table, out, language, source.made_at)

        path = f"data/{table.name}.{ending}"
        done = making.archive.add_written(path, write_one)
        making.describe(path, table.name, done.rows, len(done.variables))
        files.append(done)
    return files


def _spss(making: Making) -> None:
    """Write the .sav files and, over them, a script per instrument."""
    files = _labelled(making, "sav", write_sav)
    _scripts(making, files, "sps", write_syntax, "utf-8-sig")
    _tell(making, files, SPSS)


def _stata(making: Making) -> None:
    """Write the .dta files and, over them, a script per instrument."""
    files = _labelled(making, "dta", write_dta)
    _scripts(making, files, "do", write_do, "utf-8")
    _tell(making, files, STATA)


def _tell(making: Making, files: Sequence[Written], program: Program) -> None:
    """Say how files for a program are read, and what could not stand in them as in the tables."""
    language = making.source.choices.language
    lines = [rule.in_(language) for rule in rules(program)]
    words = "\r\n".join([*lines, "", *remarks(files, language), ""])
    making.archive.add(f"data/README_{program.title}.txt", words.encode("utf-8-sig"))


def _scripts(
    making: Making, files: Sequence[Written], ending: str, write: WriteScript, encoding: str
) -> None:
    source = making.source
    data = "../data/{table}." + ("sav" if ending == "sps" else "dta")
    for key in source.keys:
        own = {one.table.name: one for one in files if one.table.instrument == key}
        words = write(source, key, own, source.choices.language, data)
        making.archive.add(f"scripts/{key}.{ending}", words.encode(encoding))


PARTS: Mapping[str, tuple[Message, Part]] = {
    "data/*.csv": (
        say(
            "every table: _long a row per record, _wide a row per participant; _level1, "
            "level2_teacher and level3_school for multilevel models. UTF-8 with a byte order mark, "
            "decimal point, days as year-month-day. An apostrophe before a text that begins like a "
            "formula is to be taken off."
        ),
        _csv,
    ),
    "data/*.xlsx": (
        say("one workbook: sheets with labels for people, the same tables, the codebook"),
        _workbook,
    ),
    "data/*.sav": (
        say("the tables for SPSS, with labels and missing codes; scripts/*.sps scores and tests"),
        _spss,
    ),
    "data/*.dta": (
        say("the tables for Stata, with labels; scripts/*.do scores and tests"),
        _stata,
    ),
    "scripts/analysis.R": (
        say("computes every number again in R from data/*.csv"),
        of_source("scripts/analysis.R", write_r_script),
    ),
    "codebook.xlsx": (
        say("what every column means, with wordings, values and figures"),
        _codebook,
    ),
    "codebook.xml": (say("the same for archives: DDI-Codebook 2.5"), _ddi),
    "CITATION.cff": (say("how the data set is cited, for programs"), _citation_file),
    "forms/*.pdf": (say("blank forms as they are printed"), _blank_forms),
    "forms/*.xlsx": (say("the instruments as XLSForms, for ODK and Kobo"), _xlsforms),
    "forms/*.toml": (
        say("the instruments as the program reads them, version by version"),
        _instrument_sources,
    ),
}
"""Every part in its order. Files of data stand before codebook.xml, which names them."""


def write_bundle(
    source: Source, out: BinaryIO, zone: str = ZONE, enclosed: Enclosed | None = None
) -> ExportSummary:
    """Write everything that a study's data need to be published."""
    with ZipFile(out, "w") as whole:
        making = Making(source, zone, enclosed or Enclosed(), Archive(whole, DATED))
        held = [_add(making, name) for name in PARTS]
        parts = [one for one in held if one is not None]
        words = readme(source, zone, making.observed, parts, making.remarks, program_of(source))
        making.archive.add(README, words.encode("utf-8-sig"))
        versions = [
            {"key": one.key, "version": one.version, "sha256": one.sha256}
            for one in making.instruments
        ]
        more = {"instruments": versions}
        making.archive.add(MANIFEST, manifest(source, making.archive.files, more).encode())
    records = records_of(source, making.observed)
    return ExportSummary(tuple(making.archive.sheets), records, tuple(making.remarks))


def _add(making: Making, name: str) -> PartOf | None:
    """Add a part; give its line of README.txt, if it brought a file."""
    words, write = PARTS[name]
    before = len(making.archive.files)
    write(making)
    return PartOf(name, words) if len(making.archive.files) > before else None
