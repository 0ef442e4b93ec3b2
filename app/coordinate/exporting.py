"""One way to every export: the page, the command line and the tests call the same function."""

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO

from app.consent import printed_consent
from app.coordinate.computing import read_results
from app.store import audit
from app.store.frame import export_source
from app.store.instruments import source_of
from app.store.scope import Scope
from app.store.studies import get_study
from app.store.transaction import Session
from exports.source import Choices, Source
from instruments.wording import Message

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how it is written, and what it is called."""

    ending: str
    type: str
    write: Callable[[Source, BinaryIO], int]
    tells_found: bool = True
    """Whether the file holds what was found."""


@dataclass(frozen=True, slots=True)
class ExportDone:
    """What was written, and what the log says of it."""

    name: str
    type: str
    rows: int
    sha256: str
    format: str
    detail: str


class NotExported(Exception):
    """There is no such instrument or wave, or a file cannot hold so much."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


# The writers are imported when a file is asked for: openpyxl and reportlab would cost every
# start of the program half a second and every worker 40 MB.


def _workbook(source: Source, out: BinaryIO) -> int:
    from exports.sheets import TooLarge  # noqa: PLC0415
    from exports.workbook import write_workbook  # noqa: PLC0415

    try:
        return sum(write_workbook(source, out).records.values())
    except TooLarge as large:
        raise NotExported(large.message) from large


def _csv(source: Source, out: BinaryIO) -> int:
    from exports.bundle import write_csv_zip  # noqa: PLC0415

    return sum(write_csv_zip(source, out).records.values())


def _sav(source: Source, out: BinaryIO) -> int:
    from exports.labelled.files import write_sav_zip  # noqa: PLC0415

    return sum(write_sav_zip(source, out).records.values())


def _dta(source: Source, out: BinaryIO) -> int:
    from exports.labelled.files import write_dta_zip  # noqa: PLC0415

    return sum(write_dta_zip(source, out).records.values())


def _codebook(source: Source, out: BinaryIO) -> int:
    from exports.workbook import write_codebook  # noqa: PLC0415

    return sum(write_codebook(source, out).records.values())


def _report(source: Source, out: BinaryIO) -> int:
    from exports.report import write_report  # noqa: PLC0415

    return write_report(source, out).records


def _bundle(source: Source, out: BinaryIO) -> int:
    """Write a bundle without what only the database knows."""
    from exports.publication import write_bundle  # noqa: PLC0415

    return sum(write_bundle(source, out).records.values())


def _enclosing(session: Session, scope: Scope) -> Callable[[Source, BinaryIO], int]:
    """Write a bundle with the sources of its instruments and the words of consent."""
    from exports.publication import Enclosed, write_bundle  # noqa: PLC0415

    def write(source: Source, out: BinaryIO) -> int:
        sources = {
            (one.key, one.version): source_of(session, one.key, one.version)
            for key in source.keys
            for one in source.instruments[key]
        }
        study = get_study(session, scope.study_id)
        enclosed = Enclosed(sources, printed_consent(study, source.choices.language))
        return sum(write_bundle(source, out, enclosed=enclosed).records.values())

    return write


FORMATS: Mapping[str, Format] = {
    "xlsx": Format("xlsx", XLSX, _workbook),
    "csv": Format("zip", "application/zip", _csv, tells_found=False),
    "sav": Format("zip", "application/zip", _sav, tells_found=False),
    "dta": Format("zip", "application/zip", _dta, tells_found=False),
    "pdf": Format("pdf", "application/pdf", _report),
    "codebook": Format("xlsx", XLSX, _codebook),
    "bundle": Format("zip", "application/zip", _bundle),
}
"""Every format that can be asked for."""
NAMED = frozenset({"codebook", "sav", "dta"})
"""Formats that share the ending of another, so that the name of the file must say more."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the collector rest: rows stream by without cycles, and it looks at each in vain."""
    resting = not gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not resting:
            gc.enable()


def make_export(
    session: Session, scope: Scope, format_: str, choices: Choices, out: BinaryIO
) -> ExportDone:
    """Write an export to a seekable file; hand it on only after `note_export`.

    It reads for as long as the file is written, so it takes no write lock: call it inside
    `reading()`.
    """
    chosen = FORMATS[format_]
    with _uncollected():
        source = export_source(session, scope, choices)
        _check(source)
        if chosen.tells_found:
            source = _with_found(session, scope, source)
        write = _enclosing(session, scope) if format_ == "bundle" else chosen.write
        rows = write(source, out)
    out.seek(0)
    sha256 = _sha256(out)
    out.seek(0)
    about = f"{choices.language} {choices.instrument or '*'} {source.choices.wave or '*'}"
    detail = f"{about} {rows} {sha256}" + (f" {source.freeze.name}" if source.freeze else "")
    return ExportDone(_name(source, format_), chosen.type, rows, sha256, format_, detail)


def _name(source: Source, format_: str) -> str:
    """Name a file: of what study, when it was made and what of it was chosen."""
    if format_ == "bundle":
        from exports.bundle import archive_name  # noqa: PLC0415

        return archive_name(source)
    choices = source.choices
    parts = [source.frame.key, source.made_at.strftime("%Y%m%d_%H%M")]
    parts += [source.freeze.name] if source.freeze else []
    parts += [part for part in (choices.instrument, source.choices.wave) if part]
    parts += [format_] if format_ in NAMED else []
    return f"{'_'.join(parts)}.{FORMATS[format_].ending}"


def _with_found(session: Session, scope: Scope, source: Source) -> Source:
    """Give the source what the page of results shows, where it is of the same data."""
    if source.freeze or source.choices.instrument or source.choices.wave:
        return source
    kept = read_results(session, scope)
    return source if kept is None or kept.is_old else replace(source, found=kept.findings)


def note_export(session: Session, scope: Scope, done: ExportDone) -> None:
    """Note an export in the log; call it inside `writing()`, hand the file on after it."""
    audit.note(session, scope, "export.made", done.format, done.detail)


def _sha256(out: BinaryIO) -> str:
    found = hashlib.sha256()
    while block := out.read(1 << 20):
        found.update(block)
    return found.hexdigest()


def _check(source: Source) -> None:
    instrument, wave = source.choices.instrument, source.choices.wave
    if instrument is not None and instrument not in source.instruments:
        raise NotExported(
            Message(
                "app",
                "The study has no instrument {key}. It has: {known}.",
                {"key": instrument, "known": ", ".join(source.instruments)},
            )
        )
    known = [one.key for one in source.frame.waves]
    if wave is not None and wave not in known:
        raise NotExported(
            Message(
                "app",
                "The study has no wave {key}. It has: {known}.",
                {"key": wave, "known": ", ".join(known)},
            )
        )
