"""The codes of talk in words, as the instrument's codebook has them."""

from collections.abc import Mapping

from exports.source import Source
from instruments.definitions import TalkCode
from instruments.versions import keys, newest
from instruments.wording import Text


def codes_of(source: Source, key: str) -> Mapping[str, TalkCode]:
    """Give the codebook of the newest version that has one, else of the library's newest."""
    for one in reversed(source.instruments.get(key, ())):
        if one.codes:
            return {code.key: code for code in one.codes}
    known = newest(key).codes if key in keys() else ()
    return {code.key: code for code in known}


def in_words(code: str, book: Mapping[str, TalkCode]) -> Text:
    """Name a code; one that is not in the codebook has its own name."""
    return book[code].name if code in book else Text(code, code, code)
