"""Static files as they are sent: scripts with what they import, shortened, compressed once."""

import gzip
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
}
IMPORT = re.compile(r'^import \{.*\} from "\./([\w.-]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=const )", re.MULTILINE)
SHORTEN = """
import json, sys
import minify
kinds = {".js": "application/javascript", ".css": "text/css"}
short = {
    name: minify.string(kinds[name[name.rindex("."):]], text)
    for name, text in json.load(sys.stdin).items()
}
json.dump(short, sys.stdout)
"""
"""Run in a process of its own: the library would stay in every worker's memory for one use."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file, compressed once; its name carries its content."""

    address: str
    type: str
    plain: bytes
    brotli: bytes
    gzip: bytes


@cache
def assets() -> dict[str, Asset]:
    """Read, shorten and compress every file that pages ask for."""
    paths = {path.name: path for path in sorted(FOLDER.iterdir()) if path.suffix in TYPES}
    texts = {name: path.read_text("utf-8") for name, path in paths.items() if path.suffix == ".css"}
    texts |= {name: linked(name) for name in entries()}
    contents = {name: text.encode() for name, text in shortened(texts).items()}
    for name, path in paths.items():
        if path.suffix not in (".css", ".js"):
            contents[name] = path.read_bytes()
    return {name: _packed(paths[name], content) for name, content in contents.items()}


def _packed(path: Path, content: bytes) -> Asset:
    mark = hashlib.sha256(content).hexdigest()[:8]
    return Asset(
        f"{path.stem}.{mark}{path.suffix}",
        TYPES[path.suffix],
        content,
        brotli.compress(content, quality=11),
        gzip.compress(content, 9, mtime=0),
    )


def entries() -> list[str]:
    """Name the scripts that no other script imports: those that pages ask for."""
    scripts = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.js")}
    imported = {name for text in scripts.values() for name in IMPORT.findall(text)}
    return sorted(scripts.keys() - imported)


def linked(name: str) -> str:
    """Put a script and the modules that it imports into one text: one request instead of ten."""
    done: dict[str, str] = {}

    def add(file: str) -> None:
        if file in done:
            return
        done[file] = ""
        text = (FOLDER / file).read_text(encoding="utf-8")
        for needed in IMPORT.findall(text):
            add(needed)
        done.pop(file)
        done[file] = EXPORT.sub("", IMPORT.sub("", text))

    add(name)
    return '"use strict";(()=>{\n' + "".join(done.values()) + "})();\n"


def shortened(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Leave out comments, spaces and long names; where that cannot be done, send as written."""
    done = subprocess.run(  # noqa: S603  (our own program, no words of anybody else)
        [sys.executable, "-c", SHORTEN],
        input=json.dumps(dict(texts)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return json.loads(done.stdout) if done.returncode == 0 else texts
