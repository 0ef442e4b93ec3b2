"""Settings: TOLQYN_* environment variables, each with a default and one line of help."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from instruments.wording import Language, language_or


class Setting(NamedTuple):
    """One environment variable."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("TOLQYN_DATA", "data", "Folder that holds everything that must be backed up."),
    Setting("TOLQYN_DATABASE_URL", "", "Any SQLAlchemy URL; empty: SQLite inside TOLQYN_DATA."),
    Setting("TOLQYN_DATABASE_KEY", "", "Encrypts the SQLite file with this key."),
    Setting("TOLQYN_SECRET", "", "Signs forms and derives links; empty: a file in TOLQYN_DATA."),
    Setting("TOLQYN_ADDRESS", "", "Public address for links, such as https://tolqyn.example.kz."),
    Setting("TOLQYN_HTTPS", "auto", "on, off or auto: whether cookies ask for https."),
    Setting("TOLQYN_LANGUAGE", "kk", "Language of pages before anybody has chosen: kk, ru or en."),
    Setting("TOLQYN_TIME_ZONE", "Asia/Almaty", "Zone of the times that pages and exports show."),
    Setting("TOLQYN_WORKERS", "2", "Server processes."),
    Setting("TOLQYN_UPLOAD_MB", "5", "Largest file that the coordinator may upload, in MB."),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment asks for, read once at the start."""

    data: Path
    database_url: str
    database_key: str
    secret: bytes
    address: str
    https: str
    language: Language
    time_zone: str
    workers: int
    upload_mb: int


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; make the data folder and its secret when they are not there."""
    raw = {setting.name: environment.get(setting.name, setting.default) for setting in SETTINGS}
    data = data_folder(environment)
    data.mkdir(parents=True, exist_ok=True)
    return Settings(
        data=data,
        database_url=raw["TOLQYN_DATABASE_URL"] or f"sqlite:///{data / 'tolqyn.sqlite'}",
        database_key=raw["TOLQYN_DATABASE_KEY"],
        secret=raw["TOLQYN_SECRET"].encode() or _kept_secret(data / "secret"),
        address=raw["TOLQYN_ADDRESS"].rstrip("/"),
        https=raw["TOLQYN_HTTPS"],
        language=language_or(raw["TOLQYN_LANGUAGE"]),
        time_zone=raw["TOLQYN_TIME_ZONE"],
        workers=int(raw["TOLQYN_WORKERS"]),
        upload_mb=int(raw["TOLQYN_UPLOAD_MB"]),
    )


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Name the folder that holds everything, without making it."""
    return Path(environment.get("TOLQYN_DATA", SETTINGS[0].default)).resolve()


def _kept_secret(path: Path) -> bytes:
    if not path.exists():
        draft = path.with_name(f"secret.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32))
        # A link is made whole or not at all: of two processes that start together one wins.
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_bytes()
