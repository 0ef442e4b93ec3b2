"""Attributes of a roster in words: known ones in the language of the page, the rest as written."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from app.languages import in_language, show_date
from instruments.wording import Text

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@cache
def _words() -> Mapping[str, Mapping[str, Text]]:
    source = files("app") / "coordinate" / "attribute_words.toml"
    read = tomllib.loads(source.read_text(encoding="utf-8"))
    return {
        part: {key: Text(**words) for key, words in table.items()} for part, table in read.items()
    }


def attribute_name(key: str) -> str:
    """Name an attribute in the language of the page."""
    known = _words()["name"].get(key.casefold())
    return in_language(known) if known else key.replace("_", " ")


def attribute_value(key: str, value: str) -> str:
    """Write the value of an attribute in the language of the page."""
    table = _words()["value"]
    known = table.get(f"{key} {value}".casefold()) or table.get(value.casefold())
    if known:
        return in_language(known)
    return _day(value) or value.replace("_", " ")


def _day(value: str) -> str:
    if not DAY.fullmatch(value):
        return ""
    try:
        return show_date(date.fromisoformat(value), "medium")
    except ValueError:
        return ""
