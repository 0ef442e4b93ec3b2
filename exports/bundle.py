"""The .zip of CSV files: data, codebook, a README and the hash of every file."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from types import MappingProxyType
from typing import IO, BinaryIO, TypeVar, cast
from zipfile import ZipFile

from exports.about import ExportedSheet, about_lines, count_lines
from exports.archive import FAST, entry
from exports.codebook import codebook_tables
from exports.csvfile import write_chunks
from exports.dataset import data_tables
from exports.keys import ZONE, utc
from exports.observed import Observed
from exports.program import program
from exports.r_script import R_SCRIPT, r_script
from exports.source import Source
from exports.table import Table
from exports.wording import say
from exports.workbook import CODEBOOK, FOR_ANALYSIS, ExportSummary, counted, records_of
from instruments.wording import Language, Message

README = "README.txt"
MANIFEST = "manifest.json"
IN_MEMORY = 1_000_000
Result = TypeVar("Result")

HOW_TO_READ: tuple[Message, ...] = (
    say("data/ holds a table per file, codebook/ says what every column means."),
    say("The files are UTF-8 with a byte order mark, decimal point, dates as year-month-day."),
    say(
        "A text that begins with = + - @, a tab, a line break, their full-width forms or an "
        "apostrophe has an apostrophe put before it, so that no spreadsheet executes it. Take "
        "that one sign off to have the text as it was written. Numbers are never touched."
    ),
    say("_long: a row per record. _wide: a row per participant, _w1 _w2 _w3 are the waves."),
    say("analysis.R computes every number again: in this folder run R -f analysis.R"),
    say("manifest.json holds the size and SHA-256 of every file."),
)


def archive_name(source: Source) -> str:
    """Name the .zip of an export: study, day and time in UTC, and which freeze it is of."""
    made_at = source.made_at.astimezone(UTC)
    state = source.freeze.name if source.freeze else "open"
    return f"{source.frame.key}_{made_at:%Y%m%d_%H%M}_{state}.zip"


def write_csv_zip(
    source: Source, out: BinaryIO, zone: str = ZONE, delimiter: str = ","
) -> ExportSummary:
    """Write the tables for analysis and their codebook as CSV files in a .zip."""
    with ZipFile(out, "w") as whole:
        archive = Archive(whole, source.made_at, delimiter)
        observed = [archive.add_table("data", one) for one in data_tables(source, zone)]
        for table in codebook_tables(source, observed):
            archive.add_table("codebook", table)
        archive.add(R_SCRIPT, r_script(source).encode())
        archive.add(README, _readme(source, observed, zone).encode("utf-8-sig"))
        archive.add(MANIFEST, manifest(source, archive.files).encode())
    return ExportSummary(tuple(archive.sheets), records_of(source, observed))


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the archive, as the manifest names it."""

    path: str
    sha256: str
    size: int
    rows: int | None = None


class Archive:
    """The archive in the making."""

    def __init__(self, whole: ZipFile, made_at: datetime, delimiter: str = ",") -> None:
        self._whole = whole
        self._made_at = made_at
        self._delimiter = delimiter
        self.files: list[Written] = []
        self.sheets: list[ExportedSheet] = []

    def add(self, path: str, content: bytes) -> None:
        """Add a small file."""
        with self._opened(path) as part:
            part.write(content)
            self.files.append(Written(path, part.sha256, part.size))

    def add_written(self, path: str, write: Callable[[BinaryIO], Result]) -> Result:
        """Add a file that its writer needs to go back in; give what the writer gives."""
        with SpooledTemporaryFile(IN_MEMORY) as waiting:
            result = write(cast(BinaryIO, waiting))
            waiting.seek(0)
            with self._opened(path) as part:
                shutil.copyfileobj(waiting, part, 1 << 20)
                self.files.append(Written(path, part.sha256, part.size))
        return result

    def add_table(self, folder: str, table: Table) -> Observed:
        """Add a table and give the figures of its columns."""
        observed = Observed(table)
        self.add_observed(folder, observed)
        return observed

    def add_observed(self, folder: str, observed: Observed) -> None:
        """Add a table that is observed while it is written."""
        table = observed.table
        path = f"{folder}/{table.name}.csv"
        with self._opened(path) as part:
            chunks = observed.chunks()
            rows = write_chunks(table.header, chunks, part, self._delimiter)
            self.files.append(Written(path, part.sha256, part.size, rows))
        what = FOR_ANALYSIS if folder == "data" else CODEBOOK
        sheet = ExportedSheet(path, table.name, rows, len(table.columns), what, table.instrument)
        self.sheets.append(sheet)

    @contextmanager
    def _opened(self, path: str) -> Iterator["Hashed"]:
        file = entry(path, self._made_at, FAST)
        with self._whole.open(file, "w", force_zip64=True) as part:
            yield Hashed(part)


class Hashed:
    """A file to write to that knows the hash and size of what it was given."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part = part
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """The hash of what was written until now."""
        return self._hash.hexdigest()

    def write(self, content: bytes) -> int:
        """Write, and count and hash what is written."""
        self._hash.update(content)
        self.size += len(content)
        return self._part.write(content)


def _readme(source: Source, observed: Sequence[Observed], zone: str) -> str:
    language = source.choices.language
    lines = [": ".join(str(cell) for cell in line) for line in about_lines(source, zone)]
    lines += ["", *(one.in_(language) for one in HOW_TO_READ), ""]
    lines += counts_in_words(source, observed)
    return "\r\n".join([*lines, ""])


def counts_in_words(source: Source, observed: Sequence[Observed]) -> list[str]:
    """Say per instrument and wave how many of how many records there are."""
    language = source.choices.language
    return [_count_line(one, language) for one in count_lines(source, counted(source, observed))]


def _count_line(line: Sequence[object], language: Language) -> str:
    title, wave, n, whole, *words = line
    count = say("{n} of {whole}", n=n, whole=whole).in_(language) if whole is not None else n
    return f"{title}, {wave}: {words[0] if words else count}"


def manifest(
    source: Source, files: Sequence[Written], more: Mapping[str, object] = MappingProxyType({})
) -> str:
    """Say of what and by what the archive was made, with the hash of every file."""
    chosen = source.choices
    content: Mapping[str, object] = {
        "study": source.frame.key,
        "invented": source.frame.invented,
        "made_at": utc(source.made_at),
        **_origin(source),
        "language": chosen.language,
        "instrument": chosen.instrument,
        "wave": chosen.wave,
        "pseudonymous": True,
        **more,
        "files": [
            {"path": one.path, "sha256": one.sha256, "bytes": one.size, "rows": one.rows}
            for one in files
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _origin(source: Source) -> Mapping[str, object]:
    """Say what program made the archive; of a freeze, what program froze it, and its proof."""
    frozen = source.freeze
    if frozen is None:
        return {"made_by": program(), "freeze": None}
    proof = {"number": frozen.number, "label": frozen.label, "sha256": frozen.sha256}
    return {"frozen_by": frozen.program, "freeze": proof}
