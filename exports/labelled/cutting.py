"""Texts cut to what a format can hold, on the border of a character."""

from unicodedata import combining

ELLIPSIS = "…"
JOINED = "\u200d\ufe0e\ufe0f"
"""Signs that belong to the one before them: part of an emoji."""


def one_line(words: str) -> str:
    """Put a wording on one line."""
    return " ".join(words.replace("\0", "\ufffd").split())


def cut_bytes(words: str, limit: int) -> str:
    """Cut a label to so many bytes of UTF-8 and show that it was cut."""
    if len(words.encode(errors="replace")) <= limit:
        return words
    return _bordered(words, limit - len(ELLIPSIS.encode())).rstrip() + ELLIPSIS


def cut_signs(words: str, limit: int) -> str:
    """Cut a label to so many characters and show that it was cut."""
    if len(words) <= limit:
        return words
    return _whole(words, limit - 1).rstrip() + ELLIPSIS


def cut_value(value: bytes, limit: int) -> bytes:
    """Cut a value to so many bytes, and add nothing."""
    return value if len(value) <= limit else _bordered(value.decode(), limit).encode()


def _bordered(words: str, limit: int) -> str:
    return _whole(words, len(words.encode()[:limit].decode(errors="ignore")))


def _whole(words: str, length: int) -> str:
    """Take the first characters, but no part of one that is written with several signs."""
    while length and (_hangs_on(words[length : length + 1]) or words[length - 1] == "\u200d"):
        length -= 1
    return words[:length]


def _hangs_on(sign: str) -> bool:
    return bool(sign) and (
        sign in JOINED or combining(sign) > 0 or "\U0001f3fb" <= sign <= "\U0001f3ff"
    )
