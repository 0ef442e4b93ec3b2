"""The files inside a .zip: dated as the export is, and packed as tightly as is worth the time."""

from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipInfo

FAST, MIDDLING = 1, 4
"""Levels of compression: 6, the usual one, takes four times as long as 1 to save a fifth."""


def entry(path: str, made_at: datetime, level: int) -> ZipInfo:
    """Name a file of an archive before it is opened to be written."""
    made = ZipInfo(path, made_at.astimezone(UTC).timetuple()[:6])
    made.compress_type = ZIP_DEFLATED
    # An archive's own level is only for files opened by their path, which would all be of 1980.
    made._compresslevel = level  # type: ignore[attr-defined]
    return made
