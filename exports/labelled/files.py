"""The .zip of files with labels for SPSS or Stata, with a README and a script per instrument."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import BinaryIO
from zipfile import ZipFile

from exports.about import ExportedSheet, about_lines
from exports.archive import FAST, entry
from exports.csvfile import Writable
from exports.dataset import data_tables
from exports.keys import ZONE
from exports.labelled.dta import write_dta
from exports.labelled.program import SPSS, STATA, Program
from exports.labelled.sav import write_sav
from exports.labelled.stata_script import write_do
from exports.labelled.syntax import write_syntax
from exports.labelled.written import Written, remarks, rules
from exports.observed import Observed
from exports.source import Source
from exports.table import Table
from exports.workbook import FOR_ANALYSIS, ExportSummary, records_of
from instruments.wording import Language

README = "README.txt"


def write_sav_zip(source: Source, out: BinaryIO, zone: str = ZONE) -> ExportSummary:
    """Write every table for analysis as .sav, an .sps per instrument and a README."""
    return _write(source, out, zone, SPSS)


def write_dta_zip(source: Source, out: BinaryIO, zone: str = ZONE) -> ExportSummary:
    """Write every table for analysis as .dta, a .do per instrument and a README."""
    return _write(source, out, zone, STATA)


def _write(source: Source, out: BinaryIO, zone: str, program: Program) -> ExportSummary:
    language, made_at = source.choices.language, source.made_at
    with ZipFile(out, "w") as whole:
        files = [
            _add(whole, table, language, made_at, program)
            for table in data_tables(source, zone, reasons=True)
        ]
        for key in source.keys:
            if program is SPSS:
                text = write_syntax(source, key, _of(files, key), language)
                whole.writestr(entry(f"{key}.sps", made_at, FAST), text.encode("utf-8-sig"))
            else:
                text = write_do(source, key, _of(files, key), language)
                whole.writestr(entry(f"{key}.do", made_at, FAST), text.encode())
        readme = _readme(source, zone, files, program)
        whole.writestr(entry(README, made_at, FAST), readme.encode("utf-8-sig"))
    sheets = tuple(
        ExportedSheet(
            one.file,
            one.table.name,
            one.rows,
            len(one.variables),
            FOR_ANALYSIS,
            one.table.instrument,
        )
        for one in files
    )
    # the tables were read, and what they counted on the way is in them
    return ExportSummary(sheets, records_of(source, [Observed(one.table) for one in files]))


def _of(files: Sequence[Written], key: str) -> Mapping[str, Written]:
    return {one.table.name: one for one in files if one.table.instrument == key}


def _add(
    whole: ZipFile, table: Table, language: Language, made_at: datetime, program: Program
) -> Written:
    path = f"{table.name}.{program.ending}"
    with whole.open(entry(path, made_at, FAST), "w", force_zip64=True) as part:
        return write_labelled(table, part, language, program, made_at)


def write_labelled(
    table: Table, out: Writable, language: Language, program: Program, made_at: datetime
) -> Written:
    """Write a table for a program."""
    write = write_sav if program is SPSS else write_dta
    return write(table, out, language, made_at)


def _readme(source: Source, zone: str, files: Sequence[Written], program: Program) -> str:
    language = source.choices.language
    about = (map(str, line) for line in about_lines(source, zone, empty=False))
    lines = [": ".join(line) for line in about]
    lines += ["", *(rule.in_(language) for rule in rules(program)), ""]
    lines += [f"{one.file}: {one.rows} x {len(one.variables)}" for one in files]
    lines += ["", *remarks(files, language)]
    return "\r\n".join([*lines, ""])
