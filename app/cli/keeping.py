"""`backup`, `restore` and `verify`."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

from app.cli import backups
from app.cli.opening import Refused, Target, open_house
from app.config import Settings, data_folder, read_settings
from app.store.audit import Head, chain_head, holds
from app.store.checking import file_damage, verify_all
from app.store.copying import NotCopied

BACKUP = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("path", type=Target())
def backup(path: Path) -> None:
    """Write everything that must not be lost into one .zip file, while the server goes on."""
    house = open_house()
    if house.database.is_postgresql:
        raise Refused("The data lie on PostgreSQL: back them up with pg_dump.")
    try:
        with tempfile.TemporaryDirectory(dir=path.absolute().parent) as folder:
            found = backups.fill(Path(folder), house)
            backups.pack(Path(folder), path, found)
    except (OSError, NotCopied) as full:
        raise Refused(f"No backup was written: {full}.") from full
    click.echo(f"{path}: {path.stat().st_size} bytes, {found.receipts} receipts")
    if found.faults:
        click.echo("Something in it is not as it was written: see `tolqyn verify`.", err=True)


@click.command()
@click.argument("path", type=BACKUP)
def restore(path: Path) -> None:
    """Put a backup into the empty folder that TOLQYN_DATA names."""
    target = empty_folder()
    made = not target.exists()
    target.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=target) as folder:
            whole = Path(folder) / "whole"
            found = backups.unpack(path, whole, _settings_in(folder))
            backups.move(whole, target)
    finally:
        if made and not any(target.iterdir()):
            target.rmdir()
    click.echo(f"Restored {found.receipts} receipts into {target}; run `tolqyn verify`.")


def empty_folder() -> Path:
    """Name the data folder, or refuse where something lies in it."""
    if os.environ.get("TOLQYN_DATABASE_URL"):
        raise Refused("TOLQYN_DATABASE_URL names another database: unset it to restore a backup.")
    folder = data_folder()
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty: name an empty folder in TOLQYN_DATA.")
    return folder


def _settings_in(folder: str) -> Settings:
    """Read the settings for a folder in which a backup is unpacked."""
    return read_settings({**os.environ, "TOLQYN_DATA": folder, "TOLQYN_DATABASE_URL": ""})


@click.command()
@click.argument("path", type=BACKUP, required=False)
@click.option("--head", nargs=2, type=(int, str), help="A head printed earlier: number and hash.")
def verify(path: Path | None, head: tuple[int, str] | None) -> None:
    """Check the database, the audit chain and every receipt; with PATH, those of a backup."""
    if path:
        with tempfile.TemporaryDirectory() as folder:
            found = backups.unpack(path, Path(folder) / "whole", _settings_in(folder))
        click.echo(f"{path}: {found.receipts} receipts, as they were put into it")
        _refuse_faults(found.faults)
        return
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
        click.echo(f"{finding.what}: {finding.checked} checked, {len(finding.faults)} at fault")
    click.echo(f"head of the audit chain: {newest.seq} {newest.hash}")
    _refuse_faults(fault for finding in findings for fault in finding.faults[:20])


def _refuse_faults(faults: Iterable[str]) -> None:
    named = list(faults)
    for fault in named:
        click.echo(f"  {fault}", err=True)
    if named:
        raise Refused("Something is not as it was written; keep this output for the steward.")
