"""Static files by content and pages in few bytes."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request, url_for

from app.access import Role, allow

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
SPARED = re.compile(r"^\s*(//.*\n)?|^\n", re.MULTILINE)
"""Indentation and lines of comment: a phone pays for every byte and reads neither."""
PAGE_QUALITY = 5
"""Brotli level of pages made on the spot: level 11 would cost ten times the time."""


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
    """Read and compress every file that pages ask for."""
    return {path.name: asset(path.name) for path in sorted(FOLDER.iterdir()) if path.suffix in TYPES}


@cache
def asset(name: str) -> Asset:
    """Read one static file; a script brings along what it imports."""
    path = FOLDER / name
    content = linked(name).encode() if path.suffix == ".js" else path.read_bytes()
    return packed(path.stem, path.suffix, content)


def packed(stem: str, suffix: str, content: bytes) -> Asset:
    """Compress a file and name it by its content."""
    mark = hashlib.sha256(content).hexdigest()[:8]
    return Asset(
        f"{stem}.{mark}{suffix}",
        TYPES[suffix],
        content,
        brotli.compress(content, quality=11),
        gzip.compress(content, 9, mtime=0),
    )


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
        done[file] = SPARED.sub("", EXPORT.sub("", IMPORT.sub("", text)))

    add(name)
    return '"use strict";(()=>{\n' + "".join(done.values()) + "})();\n"


def asset_url(name: str) -> str:
    """Give the address of a static file."""
    return url_for("asset", name=assets()[name].address)


@allow(Role.PUBLIC)
def serve_asset(name: str) -> Response:
    """Send a static file, to be kept for ever."""
    found = next((one for one in assets().values() if one.address == name), None)
    if found is None:
        abort(404)
    if _takes("br"):
        response = Response(found.brotli, headers={"Content-Encoding": "br"})
    elif _takes("gzip"):
        response = Response(found.gzip, headers={"Content-Encoding": "gzip"})
    else:
        response = Response(found.plain)
    response.headers["Content-Type"] = found.type
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if name.endswith(".js"):
        response.headers["Service-Worker-Allowed"] = "/"
    return response


def _takes(encoding: str) -> bool:
    """Say whether the browser takes an encoding."""
    return bool(request.accept_encodings[encoding])


def compress(response: Response) -> Response:
    """Send a page in the smallest form that the browser takes."""
    if (
        response.mimetype != "text/html"
        or response.direct_passthrough
        or response.status_code == 304
    ):
        return response
    content = response.get_data()
    response.headers["Vary"] = "Accept-Encoding"
    if _takes("br"):
        response.set_data(brotli.compress(content, quality=PAGE_QUALITY))
        response.headers["Content-Encoding"] = "br"
    elif _takes("gzip"):
        response.set_data(gzip.compress(content, 6))
        response.headers["Content-Encoding"] = "gzip"
    return response


def init(app: Flask) -> None:
    """Serve static files and compress pages."""
    app.add_url_rule("/static/<name>", "asset", serve_asset)
    app.jinja_env.globals["asset"] = asset_url
    app.after_request(compress)
