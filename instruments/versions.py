"""The library of instruments: immutable versions, and the lock that keeps them so."""

import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from instruments.definitions import Instrument
from instruments.faults import AuthorFault, BrokenInstrument, say
from instruments.loader import digest_of, load_file

LIBRARY = Path(__file__).parent / "library"
LOCK = "LOCK"
VERSION_FILE = re.compile(r"v([1-9][0-9]*)\.toml")


def library() -> Mapping[tuple[str, int], Instrument]:
    """Give every version of every library instrument, by key, then version."""
    return _library(LIBRARY)


def keys() -> tuple[str, ...]:
    """Give the keys of the library instruments in alphabetical order."""
    return tuple(dict.fromkeys(key for key, _ in library()))


def newest(key: str) -> Instrument:
    """Give the newest version of a library instrument; KeyError where there is none."""
    versions = [instrument for (own, _), instrument in library().items() if own == key]
    if not versions:
        raise KeyError(key)
    return versions[-1]


def library_source(key: str, version: int) -> str:
    """Give the TOML text of a library version; KeyError where there is none."""
    if (key, version) not in library():
        raise KeyError((key, version))
    return (LIBRARY / key / f"v{version}.toml").read_text("utf-8")


@cache
def _library(folder: Path) -> Mapping[tuple[str, int], Instrument]:
    found: dict[tuple[str, int], Instrument] = {}
    faults: list[AuthorFault] = []
    for (key, version), path in version_files(folder).items():
        name = named(key, version)
        try:
            instrument = load_file(path, name)
        except BrokenInstrument as broken:
            faults.extend(broken.faults)
            continue
        faults.extend(_misplaced(instrument, key, version, name))
        found[key, version] = instrument
    if faults:
        raise BrokenInstrument(tuple(faults))
    return MappingProxyType(found)


def version_files(folder: Path = LIBRARY) -> Mapping[tuple[str, int], Path]:
    """Find the version files of a library, sorted by key, then version."""
    found = {
        (path.parent.name, int(match[1])): path
        for path in folder.glob("*/v*.toml")
        if (match := VERSION_FILE.fullmatch(path.name))
    }
    return dict(sorted(found.items()))


def named(key: str, version: int) -> str:
    """Name a version file as the lock does."""
    return f"{key}/v{version}.toml"


def _misplaced(
    instrument: Instrument, key: str, version: int, name: str
) -> tuple[AuthorFault, ...]:
    if (instrument.key, instrument.version) == (key, version):
        return ()
    return (
        AuthorFault(
            name,
            say("instrument"),
            say(
                "The file says {key}, version {version}; its place in the library says otherwise.",
                key=instrument.key,
                version=instrument.version,
            ),
            say("Make key equal the folder and version the number in the file's name."),
        ),
    )


def locked(folder: Path = LIBRARY) -> Mapping[str, str]:
    """Read the lock: the hash of each fielded version by its file name."""
    path = folder / LOCK
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    pairs = (line.split(maxsplit=1) for line in lines if line.strip())
    return {name: sha256 for sha256, name in pairs}


def hashes(folder: Path = LIBRARY) -> Mapping[str, str]:
    """Hash every version file of a library as it is now, by its file name."""
    return {
        named(key, version): digest_of(path.read_bytes().decode("utf-8-sig"))
        for (key, version), path in version_files(folder).items()
    }


def changed(folder: Path = LIBRARY) -> tuple[str, ...]:
    """Name the locked versions that are gone or no longer what was fielded."""
    now = hashes(folder)
    return tuple(name for name, sha256 in locked(folder).items() if now.get(name) != sha256)


def unlocked(folder: Path = LIBRARY) -> tuple[str, ...]:
    """Name the versions that the lock does not hold yet."""
    return tuple(name for name in hashes(folder) if name not in locked(folder))


def lock(folder: Path = LIBRARY) -> tuple[str, ...]:
    """Add the missing lines to the lock and name them; never change an existing line."""
    added = unlocked(folder)
    if added:
        now, before = hashes(folder), locked(folder)
        lines = sorted([*before.items(), *((name, now[name]) for name in added)])
        text = "".join(f"{sha256}  {name}\n" for name, sha256 in lines)
        (folder / LOCK).write_text(text, "utf-8", newline="\n")
    return added


def main() -> int:
    """Lock what is not locked yet; refuse while a locked version differs."""
    differing = changed(LIBRARY)
    for name in differing:
        print(
            f"{name} was fielded and may not change: put it back, write a new version beside it.",
            file=sys.stderr,
        )
    if differing:
        return 1
    try:
        library()
    except BrokenInstrument as broken:
        print(broken, file=sys.stderr)
        return 1
    for name in lock(LIBRARY):
        print(f"locked {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
