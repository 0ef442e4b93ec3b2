"""Numbers and days as people of a language write them."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from instruments.wording import Language

NOTHING = "—"
EXACT = Context(prec=400)
"""Enough digits for every float."""
THIN = "\u2009"
PER_CENT = re.compile(r"(?<=\d)[ \u2009]%")
LONG_DAY: dict[Language, str] = {
    "kk": "y 'жылғы' d MMMM",
    "ru": "d MMMM y",
    "en": "d MMMM y",
}


def number(value: float | None, language: Language, places: int = 2) -> str:
    """Write a number: decimal comma in Kazakh and Russian, point in English."""
    if value is None:
        return NOTHING
    text = f"{half_up(value, places):f}"
    return text if language == "en" else text.replace(".", ",")


def half_up(value: float, places: int) -> Decimal:
    """Round half up, away from zero: 4.625 to 4.63, as percentages are.

    What a float cannot hold (2.675 is a little less) is rounded off at ten places first.
    """
    written = Decimal(f"{value:.10f}")
    rounded = written.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT)
    return abs(rounded) if rounded == 0 else rounded


def share(x: int, n: int, language: Language) -> str:
    """Write a share, always with its numbers: 22/24 (92 %)."""
    return f"{x}/{n} ({percent(x, n, language)})" if n else NOTHING


def percent(x: int, n: int, language: Language) -> str:
    """Write a percentage, rounded half up as readers of a table do."""
    if not n:
        return NOTHING
    whole = (200 * x + n) // (2 * n)
    return f"{whole}%" if language == "en" else f"{whole}{THIN}%"


def interval(low: float | None, high: float | None, language: Language, places: int = 2) -> str:
    """Write an interval: [3.36; 4.04]."""
    if low is None or high is None:
        return NOTHING
    between = ", " if language == "en" else "; "
    return f"[{number(low, language, places)}{between}{number(high, language, places)}]"


def held(text: str) -> str:
    """Keep a percent sign and an equals sign in the line of their number."""
    return unbroken(text).replace(" = ", "\u00a0=\u00a0")


def unbroken(text: str) -> str:
    """Keep a percent sign in the line of its number."""
    return PER_CENT.sub("\u00a0%", text)


def day(value: date | None, language: Language) -> str:
    """Write a day in words."""
    return NOTHING if value is None else format_date(value, LONG_DAY[language], locale=language)


def moment(value: datetime | None, language: Language, zone: str = "Asia/Almaty") -> str:
    """Write a moment in the zone of the study."""
    if value is None:
        return NOTHING
    clock = format_datetime(value, "HH:mm", ZoneInfo(zone), locale=language)
    return f"{day(value.astimezone(ZoneInfo(zone)).date(), language)}, {clock}"
