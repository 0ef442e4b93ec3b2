"""`backup`, `restore` and `verify`."""

import hashlib
import json
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from app.cli.opening import House, Refused, Target, open_house
from app.config import data_folder
from app.db import make_private
from app.store.audit import Head, chain_head, holds
from app.store.checking import Finding, file_damage, verify_all

MANIFEST = "manifest.json"
DATABASE = "tolqyn.sqlite"


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _copy_database(house: House, target: Path) -> None:
    if house.database.is_postgresql:
        raise Refused("The data lie on PostgreSQL: back them up with pg_dump.")
    with house.database.engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        # A file copy of a database in use may be torn; VACUUM INTO is one read transaction.
        connection.connection.driver_connection.execute(  # type: ignore[union-attr]
            "VACUUM INTO ?", (str(target),)
        )


@click.command()
@click.argument("path", type=Target())
def backup(path: Path) -> None:
    """Write everything that must not be lost into one .zip file."""
    house = open_house()
    partial = path.with_name(path.name + ".part")
    with tempfile.TemporaryDirectory(dir=path.absolute().parent) as folder:
        copy = Path(folder) / DATABASE
        _copy_database(house, copy)
        files = [copy]
        secret = house.settings.data / "secret"
        if secret.exists():
            files.append(secret)
        manifest = {
            "made_at": datetime.now(UTC).isoformat(),
            "files": {file.name: _sha256(file) for file in files},
        }
        partial.unlink(missing_ok=True)
        make_private(partial)
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as bundle:
            for file in files:
                bundle.write(file, file.name)
            bundle.writestr(MANIFEST, json.dumps(manifest, indent=1))
    partial.replace(path)
    click.echo(f"{path}: {path.stat().st_size} bytes")


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(path: Path) -> None:
    """Put a backup into the empty folder that TOLQYN_DATA names."""
    target = empty_folder()
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        unpacked = Path(folder)
        try:
            with zipfile.ZipFile(path) as bundle:
                files = files_of(json.loads(bundle.read(MANIFEST)))
                for name in files:
                    (unpacked / Path(name).name).write_bytes(bundle.read(name))
        except (zipfile.BadZipFile, zlib.error, KeyError, ValueError) as broken:
            raise Refused(f"{path} is not a backup of Tolqyn, or it is torn.") from broken
        for name, sha256 in files.items():
            if _sha256(unpacked / Path(name).name) != sha256:
                raise Refused(f"{name} in {path} is damaged; nothing was restored.")
        target.mkdir(exist_ok=True)
        for name in files:
            (unpacked / Path(name).name).chmod(0o600)
            shutil.move(unpacked / Path(name).name, target / Path(name).name)
    click.echo(f"Restored into {target}; run `tolqyn verify`.")


def files_of(manifest: object) -> Mapping[str, str]:
    """Give the files of a backup with their hashes; raise KeyError where it is no backup."""
    files = manifest.get("files") if isinstance(manifest, dict) else None
    if not isinstance(files, dict) or DATABASE not in files:
        raise KeyError(DATABASE)
    return files


def empty_folder() -> Path:
    """Name the data folder, or refuse where something lies in it."""
    folder = data_folder()
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty: name an empty folder in TOLQYN_DATA.")
    return folder


@click.command()
@click.option("--head", nargs=2, type=(int, str), help="A head printed earlier: number and hash.")
def verify(head: tuple[int, str] | None) -> None:
    """Check the database, the audit chain and every receipt."""
    house = open_house()
    with house.database.reading() as session:
        if not house.database.is_postgresql:
            damage = file_damage(session)
            if damage:
                raise Refused(f"The database file is damaged: {damage}")
        findings = verify_all(session)
        newest = chain_head(session)
        if head and not holds(session, Head(*head)):
            raise Refused(f"Event {head[0]} of the audit chain is gone or is not what it was.")
    for finding in findings:
        _say(finding)
    click.echo(f"head of the audit chain: {newest.seq} {newest.hash}")
    if any(finding.faults for finding in findings):
        raise Refused("Something is not as it was written; keep this output for the steward.")


def _say(finding: Finding) -> None:
    click.echo(f"{finding.what}: {finding.checked} checked, {len(finding.faults)} at fault")
    for fault in finding.faults[:20]:
        click.echo(f"  {fault}", err=True)
