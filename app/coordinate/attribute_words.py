"""Attributes of a roster in the language of the page."""

import re
from datetime import date

from app.languages import in_language, show_date
from exports.attribute_words import known_value, name_in_words

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def attribute_name(key: str) -> str:
    """Name an attribute in the language of the page."""
    return in_language(name_in_words(key))


def attribute_value(key: str, value: str) -> str:
    """Write the value of an attribute in the language of the page."""
    known = known_value(key, value)
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
