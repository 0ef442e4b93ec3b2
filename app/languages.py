"""The language of a page, and dates, times and numbers in it."""

from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal
from flask import Flask, g, request

from app import current
from exports.numbers import held
from instruments.wording import LANGUAGES, Language, Text, catalogue, language_or

NAMES: dict[Language, str] = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
SHORT: dict[Language, str] = {"kk": "Қаз", "ru": "Рус", "en": "Eng"}


def choose_language(preferred: str = "") -> None:
    """Take the language from the address, else the visitor's own, else the installation's."""
    asked = request.args.get("lang", "")
    g.language_asked = asked in LANGUAGES
    own = language_or(preferred, current.settings().language)
    g.language = language_or(asked, own)


def gettext(sentence: str) -> str:
    """Translate a sentence of the program for the present page."""
    return catalogue("app", current.language()).gettext(sentence)


def ngettext(one: str, many: str, number: int) -> str:
    """Translate a sentence with a number for the present page."""
    return catalogue("app", current.language()).ngettext(one, many, number)


def in_language(text: Text) -> str:
    """Give a trilingual text in the language of the page, numbers held to their signs."""
    return held(text.in_(current.language()))


LONG_DAY: dict[Language, str] = {
    "kk": "y 'жылғы' d MMMM",
    "ru": "d MMMM y",
    "en": "d MMMM y",
}
"""Babel's own long forms end in an abbreviation with a stop, which doubles at a sentence's end."""


def show_date(value: date | datetime | None, pattern: str = "long") -> str:
    """Write a day: 17 January 2024."""
    if value is None:
        return ""
    day = value.astimezone(_zone()).date() if isinstance(value, datetime) else value
    chosen = LONG_DAY[current.language()] if pattern == "long" else pattern
    return format_date(day, chosen, locale=current.language())


def show_time(value: datetime | None) -> str:
    """Write the time of day: 12:04."""
    return "" if value is None else format_time(value, "HH:mm", _zone(), locale=current.language())


def show_moment(value: datetime | None) -> str:
    """Write day and time: 17 January 2024, 12:04."""
    if value is None:
        return ""
    clock = format_datetime(value, "HH:mm", _zone(), locale=current.language())
    return f"{show_date(value)}, {clock}"


def show_number(value: float, pattern: str | None = None) -> str:
    """Write a number with the language's decimal sign; a pattern such as 0.00 fixes its places."""
    return format_decimal(value, pattern, locale=current.language())


def _zone() -> ZoneInfo:
    return ZoneInfo(current.settings().time_zone)


def language_links() -> list[tuple[Language, str, str, bool]]:
    """List (language, short name, address of this page in it, whether it is the present one)."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    links = []
    for code in LANGUAGES:
        address = f"{request.path}?{urlencode([*kept, ('lang', code)])}"
        links.append((code, SHORT[code], address, code == current.language()))
    return links


def keep_language(_endpoint: str, values: dict[str, object]) -> None:
    """Carry the chosen language along in every address, so that no cookie is needed."""
    if g.get("language_asked") and _endpoint != "asset":
        values.setdefault("lang", g.language)


def init(app: Flask) -> None:
    """Teach templates and addresses the languages."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True
    )
    app.jinja_env.filters.update(
        words=in_language, day=show_date, clock=show_time, moment=show_moment, number=show_number
    )
    app.jinja_env.globals.update(language_links=language_links)
    app.url_defaults(keep_language)
