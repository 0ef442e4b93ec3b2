"""Headers on every response, and the guard of everything that changes data."""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request

from app import current
from app.access import by_https
from app.refusal import Refusal
from instruments.wording import Message

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
FILES = frozenset({"asset", "worker"})
HEADERS_OF_FILES = {
    "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""Scripts and styles are no pages: a phone pays for every byte of what they do not need."""
JSON_HEADER = "X-Tolqyn"
"""A header that no foreign page can send without asking: required where there is no form."""
PLAIN, SEALED = "application/json", "application/octet-stream"
"""What a phone sends with that header, open or sealed."""
SENDING = "api."
"""What phones send by script; there is no form, and no page of ours sends more."""
LARGEST_SENT = 256 * 1024
UPLOADING = "desk."
"""Pages of the desk take files; everything else is small."""
NO_HEADER = Message("app", "This did not come from a page of ours. Open your page anew.")
LARGEST_FORM = 1024 * 1024
"""Bytes: 100,000 Kazakh letters, each of which a browser writes as %D3%99, are shown back with a
sentence; more is no answer."""


def limit_body() -> None:
    """Refuse a body that no form of ours sends."""
    endpoint, limit = request.endpoint or "", LARGEST_FORM
    if endpoint.startswith(UPLOADING):
        limit = current.settings().upload_mb * 1024 * 1024
    elif endpoint.startswith(SENDING):
        limit = LARGEST_SENT
    request.max_content_length = request.max_form_memory_size = limit
    if request.content_length is not None and request.content_length > limit:
        abort(413)


def refuse_forged() -> None:
    """Let nothing change data that does not come from a page of ours."""
    if request.method in SAFE_METHODS or request.endpoint is None:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(400)
    origin = request.headers.get("Origin")
    if origin not in (None, "null") and urlsplit(origin).netloc != request.host:
        abort(400)
    if request.endpoint.startswith(SENDING):
        _refuse_without_header()
        return
    if request.is_json and request.headers.get(JSON_HEADER):
        return
    if not current.protection().accepts(request.form.get("csrf_token", "")):
        g.stale_form = True
        abort(400)


def _refuse_without_header() -> None:
    """Refuse what a form of another page could have sent: none can set this header."""
    if not request.headers.get(JSON_HEADER):
        raise Refusal(HTTPStatus.BAD_REQUEST, "header", NO_HEADER)


def add_headers(response: Response) -> Response:
    """Put the security headers on a response."""
    response.headers.extend(HEADERS_OF_FILES if request.endpoint in FILES else HEADERS)
    if by_https():
        response.headers.setdefault(
            "Strict-Transport-Security", "max-age=31536000; includeSubDomains"
        )
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def init(app: Flask) -> None:
    """Watch every request and response."""
    app.jinja_env.globals["seal"] = current.seal
    app.before_request(limit_body)
    app.before_request(refuse_forged)
    app.after_request(add_headers)
