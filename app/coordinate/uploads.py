"""A file between its preview and its import: kept for a day, for one person and one study."""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from uuid import UUID, uuid4

KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Upload:
    """What was uploaded and what for."""

    id: str
    owner: int
    study: int
    name: str
    target: str
    """`roster`, `schools` or the key of an instrument."""
    wave: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


def keep_upload(data: Path, upload: Upload, content: bytes) -> Upload:
    """Keep a file under a random name; remove what is older than a day."""
    folder = data / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    sweep(data)
    kept = replace(upload, id=str(uuid4()))
    _write(folder / f"{kept.id}.file", content)
    _write(folder / f"{kept.id}.json", json.dumps(asdict(kept)).encode())
    return kept


def set_columns(data: Path, upload: Upload, columns: Mapping[str, str]) -> None:
    """Remember which column was said to be what."""
    changed = replace(upload, columns={**upload.columns, **columns})
    _write(data / "uploads" / f"{upload.id}.json", json.dumps(asdict(changed)).encode())


def find_upload(data: Path, upload_id: UUID, owner: int, study: int) -> tuple[Upload, bytes] | None:
    """Find a kept file of this person in this study."""
    folder = data / "uploads"
    try:
        upload = Upload(**json.loads((folder / f"{upload_id}.json").read_bytes()))
        content = (folder / f"{upload_id}.file").read_bytes()
    except FileNotFoundError:
        return None
    return (upload, content) if (upload.owner, upload.study) == (owner, study) else None


def remove_upload(data: Path, upload: Upload) -> None:
    """Remove a file that was imported or given up."""
    for ending in ("json", "file"):
        (data / "uploads" / f"{upload.id}.{ending}").unlink(missing_ok=True)


def sweep(data: Path) -> None:
    """Remove every file that is older than a day."""
    oldest = time.time() - KEPT_SECONDS
    for path in (data / "uploads").glob("*"):
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:
            continue  # another process was quicker


def _write(path: Path, content: bytes) -> None:
    # whole or not at all: the file appears under its name when everything is in it
    draft = path.with_suffix(f".{uuid4().hex}")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(path)
