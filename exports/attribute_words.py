"""Names and values that rosters often hold, in words; others as written, spaces for underscores."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from instruments.wording import Text


@cache
def _words() -> Mapping[str, Mapping[str, Text]]:
    source = files("exports") / "attribute_words.toml"
    read = tomllib.loads(source.read_text(encoding="utf-8"))
    return {
        part: {key: Text(**words) for key, words in table.items()} for part, table in read.items()
    }


def name_in_words(key: str) -> Text:
    """Name an attribute of a roster."""
    return _words()["name"].get(key.casefold()) or _as_written(key)


def value_in_words(key: str, value: str) -> Text:
    """Write the value of an attribute."""
    return known_value(key, value) or _as_written(value)


def known_value(key: str, value: str) -> Text | None:
    """Find the words of a value; None where it is only what the study wrote."""
    table = _words()["value"]
    return table.get(f"{key} {value}".casefold()) or table.get(value.casefold())


def _as_written(text: str) -> Text:
    spaced = text.replace("_", " ")
    return Text(spaced, spaced, spaced)
