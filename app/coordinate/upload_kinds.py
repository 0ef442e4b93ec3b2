"""What an uploaded file really is, whatever its name says."""

import io
import re
import stat
import zipfile
import zlib
from pathlib import PurePath

from instruments.wording import Message

MOST_ENTRIES = 200
MOST_UNPACKED = 40 * 1024 * 1024
MOST_RATIO = 100
SMALL = 256 * 1024
"""Entries up to this size may be packed as tightly as they like."""
NESTED = (".zip", ".xlsx", ".xlsm", ".docx", ".jar", ".7z", ".rar", ".gz")
LOST_LETTER = re.compile(r"[А-Яа-яЁёІі]\?[А-Яа-яЁёІі]|[А-Яа-яЁёІі]{2}\?(?=[\s,;.\t]*[а-яё])")
MIXED = re.compile(r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")
"""Two alphabets in one word: what letters of western Europe become in the Russian table."""
CYRILLIC = re.compile(r"[А-Яа-яЁё]")
ODD_IN_RUSSIAN = re.compile(r"[ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЄЇјЅѕґєї¤¦©¬®°±µ¶·]")


def say(sentence: str, **values: object) -> Message:
    """Make a message of this package."""
    return Message("app", sentence, values)


class Unreadable(ValueError):
    """A file that cannot be read as a sheet; `message` says what it is and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


PDF = say("This is a PDF: tables cannot be read from it. Upload the table as .xlsx or .csv.")
OLD_EXCEL = say(
    "This is a workbook of Excel 97-2003, or one with a password: open it and save it as .xlsx "
    "without a password."
)
WEB_PAGE = say("This is a web page: open it in a spreadsheet program and save it as .xlsx.")
EXCEL_XML = say("This is an XML file: open it in a spreadsheet program and save it as .xlsx.")
RICH_TEXT = say("This is a text document: put its table into a spreadsheet and save it as .xlsx.")
PICTURE = say("This is a picture: write the table into a spreadsheet and save it as .xlsx.")
ARCHIVE = say("This is an archive: unpack it and upload the .xlsx or .csv file that is in it.")
OPEN_DOCUMENT = say("This is an OpenDocument table: open it and save it as .xlsx.")
MACROS = say("This workbook has macros: save it as .xlsx, which has none.")
BINARY = say("This file is neither a workbook nor text: upload the table as .xlsx or .csv.")

SIGNS: tuple[tuple[bytes, Message], ...] = (
    (b"%PDF", PDF),
    (b"\xd0\xcf\x11\xe0", OLD_EXCEL),
    (b"{\\rtf", RICH_TEXT),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"\x1f\x8b", ARCHIVE),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf", ARCHIVE),
)
WEB_SIGNS = (b"<html", b"<!doctype", b"<table", b"<head", b"<body", b"<meta")


def text_of(data: bytes, name: str) -> str | None:
    """Give the text of a .csv file, None for a .xlsx workbook; refuse everything else."""
    ending = PurePath(name).suffix.casefold()
    seems = _seems(data)
    if seems is not None:
        raise Unreadable(seems)
    packed = data.startswith(b"PK")
    if packed and ending == ".xlsx":
        return None
    if packed:
        raise Unreadable(
            say("This is an Excel workbook, but its name ends otherwise: rename it to .xlsx.")
        )
    if ending == ".xlsx":
        raise Unreadable(
            say(
                "The name says .xlsx, but this is a text file: open it in a spreadsheet program "
                "and save it as .xlsx, or rename it to .csv."
            )
        )
    if ending != ".csv":
        raise Unreadable(say("Only .xlsx and .csv files can be read: save the table as one."))
    return _decoded(data)


def _seems(data: bytes) -> Message | None:
    """Say what a file is, if it is neither a workbook nor text."""
    if not data.strip():
        return say("The file is empty.")
    for sign, message in SIGNS:
        if data.startswith(sign):
            return message
    if data.startswith(b"PK"):
        return _seems_packed(data)
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<?xml"):
        return WEB_PAGE if b"<html" in start else EXCEL_XML
    if start.startswith(WEB_SIGNS):
        return WEB_PAGE
    return None


def _seems_packed(data: bytes) -> Message | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError):
        return say("The file is damaged or was not uploaded whole: upload it again.")
    if any(name.endswith("vbaProject.bin") for name in names):
        return MACROS
    if "xl/workbook.xml" in names:
        return None
    if b"opendocument.spreadsheet" in kind:
        return OPEN_DOCUMENT
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return RICH_TEXT
    if "xl/workbook.bin" in names:
        return OLD_EXCEL
    return ARCHIVE


def workbook_within_limits(data: bytes) -> None:
    """Refuse a workbook that would fill the memory or reach beyond itself, before it is read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED:
            raise Unreadable(
                say("The workbook is too big when unpacked: keep one sheet of plain cells in it.")
            )
        if any(map(_is_odd, entries)):
            raise Unreadable(
                say("The workbook holds parts that a table has not: copy its cells into a new one.")
            )
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                _refuse_declarations(archive, entry)


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    tight = entry.file_size > SMALL and entry.file_size > MOST_RATIO * entry.compress_size
    link = stat.S_ISLNK(entry.external_attr >> 16)
    locked = bool(entry.flag_bits & 1)
    return tight or link or locked or entry.filename.casefold().endswith(NESTED)


def _refuse_declarations(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    # a workbook has no document type; entities are how a small file becomes a huge one
    try:
        whole = archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError):
        raise Unreadable(
            say("The file is damaged or was not uploaded whole: upload it again.")
        ) from None
    if b"<!DOCTYPE" in whole or b"<!ENTITY" in whole:
        raise Unreadable(
            say("The workbook holds parts that a table has not: copy its cells into a new one.")
        )


def has_formulas(data: bytes) -> bool:
    """Tell whether any sheet of a workbook holds a formula."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return any(b"<f" in archive.read(name) for name in names)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data:
        raise Unreadable(BINARY)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1251")
    except UnicodeDecodeError:
        raise Unreadable(BINARY) from None
    return _checked_cyrillic(text)


def _checked_cyrillic(text: str) -> str:
    letters, odd = len(CYRILLIC.findall(text)), len(ODD_IN_RUSSIAN.findall(text))
    odd += len(MIXED.findall(text))
    if letters < 2 or odd * 4 > letters:
        raise Unreadable(
            say("The letters of this file cannot be read: save it as .xlsx or as CSV UTF-8.")
        )
    lost = LOST_LETTER.search(text)
    if lost:
        raise Unreadable(
            say(
                "Kazakh letters were lost when this file was saved (line {line}): save it as "
                ".xlsx or as CSV UTF-8.",
                line=text.count("\n", 0, lost.start()) + 1,
            )
        )
    return text
