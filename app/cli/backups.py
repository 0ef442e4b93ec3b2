"""A backup: one .zip of the database, the secret, the marker, and what must be found in them."""

import hashlib
import json
import os
import zipfile
import zlib
from contextlib import closing, suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.cli.opening import House, Refused
from app.config import Settings
from app.db import Unopenable, make_private
from app.store.checking import Holding, holding
from app.store.copying import NotCopied, copy_database
from app.store.marker import MARKER, mark, open_database

DATABASE = "tolqyn.sqlite"
SECRET = "secret"  # noqa: S105  (the name of a file)
MANIFEST = "manifest.json"
PARTS = (DATABASE, SECRET, MARKER)


def inspect(folder: Path, settings: Settings) -> Holding:
    """Open the database of an unpacked backup and tell what it holds."""
    url = f"sqlite:///{folder / DATABASE}"
    database = open_database(replace(settings, data=folder, database_url=url))
    with closing(database), database.reading() as session:
        return holding(session)


def fill(folder: Path, house: House) -> Holding:
    """Copy everything that must not be lost into a folder, as it stands at this moment."""
    copy_database(house.database, folder / DATABASE)
    mark(folder, DATABASE)
    secret = house.settings.data / SECRET
    if secret.exists():
        (folder / SECRET).write_bytes(secret.read_bytes())
    try:
        return inspect(folder, house.settings)
    except Unopenable as closed:
        raise NotCopied("the copy cannot be read, perhaps for lack of room") from closed


def pack(folder: Path, path: Path, found: Holding) -> None:
    """Write a filled folder into one file, which appears whole or not at all."""
    files = [folder / name for name in PARTS if (folder / name).exists()]
    manifest = {
        "made_at": datetime.now(UTC).isoformat(),
        "files": {file.name: _sha256(file) for file in files},
        "holds": asdict(found),
    }
    partial = folder / "backup.zip"
    make_private(partial)
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as bundle:
        for file in files:
            bundle.write(file, file.name)
        bundle.writestr(MANIFEST, json.dumps(manifest, indent=1))
    _sync(partial)
    partial.replace(path)
    _sync(path.parent)


def unpack(path: Path, folder: Path, settings: Settings) -> Holding:
    """Unpack a backup into a new folder; refuse one that does not hold what it should."""
    folder.mkdir()
    manifest = _read(path, folder)
    for name, sha256 in manifest["files"].items():
        (folder / name).chmod(0o600)
        if _sha256(folder / name) != sha256:
            raise Refused(f"{name} in {path} is damaged; nothing was restored.")
    try:
        found = inspect(folder, settings)
    except Unopenable as closed:
        raise Refused(f"{path} is of no use. {closed}") from closed
    missing = _missing(manifest["holds"], json.loads(json.dumps(asdict(found))))
    if missing:
        raise Refused(f"{path} does not hold what was put into it: {missing}.")
    for name in manifest["files"]:
        _sync(folder / name)
    return found


def move(whole: Path, target: Path) -> None:
    """Move an unpacked backup into its folder: the database last, so that it is all or nothing."""
    for name in reversed(PARTS):
        if (whole / name).exists():
            (whole / name).replace(target / name)
    _sync(target)


def _read(path: Path, folder: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(path) as bundle:
            manifest: dict[str, Any] = json.loads(bundle.read(MANIFEST))
            if DATABASE not in manifest["files"] or "holds" not in manifest:
                raise KeyError(DATABASE)
            for name in manifest["files"]:
                (folder / PARTS[PARTS.index(name)]).write_bytes(bundle.read(name))
    except (zipfile.BadZipFile, zlib.error, LookupError, ValueError, TypeError, EOFError) as broken:
        raise Refused(f"{path} is not a backup of Tolqyn, or it is torn.") from broken
    return manifest


def _missing(written: dict[str, Any], found: dict[str, Any]) -> str:
    """Say in what a backup differs from what its manifest says; empty when in nothing."""
    differing = [name for name in sorted(written) if found.get(name) != written[name]]
    return ", ".join(f"{name} {found.get(name)} instead of {written[name]}" for name in differing)


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    with suppress(PermissionError):  # Windows opens no folder
        handle = os.open(path, os.O_RDONLY)
        with suppress(OSError):
            os.fsync(handle)
        os.close(handle)
