"""Static files by content and pages in few bytes."""

import gzip

import brotli
from flask import Flask, Response, abort, request, url_for

from app.access import Role, allow
from app.assets import Asset, assets

PAGE_QUALITY = 5
"""Brotli level of pages made on the spot: level 11 would cost ten times the time."""


def asset_url(name: str) -> str:
    """Give the address of a static file."""
    return url_for("asset", name=assets()[name].address)


@allow(Role.PUBLIC)
def serve_asset(name: str) -> Response:
    """Send a static file, to be kept for ever."""
    found = next((one for one in assets().values() if one.address == name), None)
    if found is None:
        abort(404)
    response = _send(found)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@allow(Role.PUBLIC)
def serve_worker() -> Response:
    """Send the service worker: browsers ask for it anew, so it keeps its address."""
    response = _send(assets()["worker.js"])
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(assets()["worker.js"].address)
    response.make_conditional(request)
    return response


def _send(found: Asset) -> Response:
    if _takes("br"):
        response = Response(found.brotli, headers={"Content-Encoding": "br"})
    elif _takes("gzip"):
        response = Response(found.gzip, headers={"Content-Encoding": "gzip"})
    else:
        response = Response(found.plain)
    response.headers["Content-Type"] = found.type
    response.headers["Vary"] = "Accept-Encoding"
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
    app.add_url_rule("/sw.js", "worker", serve_worker)
    app.jinja_env.globals["asset"] = asset_url
    app.after_request(compress)
