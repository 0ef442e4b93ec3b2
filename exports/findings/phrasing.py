"""Numbers in sentences and in APA lines, in the three languages side by side."""

from collections.abc import Callable, Iterable
from math import isfinite

from exports.numbers import THIN, number, percent, share
from exports.wording import Words
from instruments.wording import LANGUAGES, Language, Text

Part = Callable[[Language], str]
"""Writes one part of a line in a language."""

SMALL_P = 0.0005
"""A p that prints as .000 is written as below .001."""
WITHIN = {"en": "{level}% CI", "ru": "{level}\u2009% ДИ", "kk": "{level}\u2009% сенім аралығы"}
"""How the languages name an interval."""
TOGETHER = {"en": "simultaneous", "ru": "одновременный", "kk": "бір мезгілдегі"}
"""How they name one that holds with all others at once."""
MINUS = "\u2212"


def each(make: Part) -> Text:
    """Write something in each language."""
    kk, ru, en = (make(language) for language in LANGUAGES)
    return Text(kk, ru, en)


def num(value: float | None, places: int = 2) -> Text:
    """Write a number."""
    return each(lambda language: plain(value, language, places))


def plain(value: float | None, language: Language, places: int = 2, bounded: bool = False) -> str:
    """Write a number with a true minus; `bounded` ones have no zero before the point."""
    if value is None or not isfinite(value):
        return number(None, language)
    text = number(value, language, places).replace("-", MINUS)
    if bounded:
        for zero, mark in (("0.", "."), ("0,", ",")):
            sign = MINUS if text.startswith(MINUS) else ""
            if text.removeprefix(sign).startswith(zero):
                return sign + mark + text.removeprefix(sign)[len(zero) :]
    return text


def between(language: Language) -> str:
    """Give what stands between numbers: a comma is a decimal comma in Kazakh and Russian."""
    return ", " if language == "en" else "; "


def degrees(value: float | None, language: Language, places: int = 1) -> str:
    """Write degrees of freedom: whole ones as they are, others with one digit."""
    if value is None:
        return number(None, language)
    return plain(value, language, 0 if float(value).is_integer() else places)


def p_of(p: float | None, language: Language, name: str = "p") -> str:
    """Write p: three digits, never .000."""
    if p is None:
        return f"{name} {number(None, language)}"
    if p < SMALL_P:
        return f"{name} < {plain(0.001, language, 3, bounded=True)}"
    return f"{name} = {plain(p, language, 3, bounded=True)}"


def p_part(p: float | None, name: str = "p") -> Part:
    """Write p as a part of a line."""
    return lambda language: p_of(p, language, name)


def p_words(p: float | None) -> Text:
    """Write p inside a sentence."""
    return each(p_part(p))


def f_part(f: float | None, df1: float | None, df2: float | None, places: int = 1) -> Part:
    """Write F(2, 45.6) = 6.43; corrected degrees of freedom have two digits."""
    return lambda language: (
        f"F({degrees(df1, language, places)}{between(language)}{degrees(df2, language, places)})"
        f" = {plain(f, language)}"
    )


def t_part(t: float | None, df: float | None) -> Part:
    """Write t(45.8) = 2.22."""
    return lambda language: f"t({degrees(df, language)}) = {plain(t, language)}"


def chi2_part(chi2: float | None, df: float | None, name: str = "χ²") -> Part:
    """Write χ²(2) = 7.22."""
    return lambda language: f"{name}({degrees(df, language)}) = {plain(chi2, language)}"


def value_part(name: str, value: float | None, places: int = 2, bounded: bool = False) -> Part:
    """Write b = 0.50, or α = .87."""
    return lambda language: f"{name} = {plain(value, language, places, bounded)}"


def within_part(
    low: float | None,
    high: float | None,
    level: int = 95,
    places: int = 2,
    bounded: bool = False,
    simultaneous: bool = False,
) -> Part:
    """Write 95% CI [0.23, 1.35]; a dash where there is none."""

    def write(language: Language) -> str:
        limits = between(language).join(
            plain(one, language, places, bounded) for one in (low, high)
        )
        name = f"{TOGETHER[language]} {WITHIN[language]}" if simultaneous else WITHIN[language]
        return f"{name.format(level=level)} [{limits}]"

    return write


def share_part(low: float | None, high: float | None) -> Part:
    """Write the interval of a share in per cent: 95% CI [74, 98]."""
    return within_part(
        None if low is None else 100 * low, None if high is None else 100 * high, places=0
    )


def n_part(n: int | None, name: str = "n") -> Part:
    """Write n = 24."""
    return lambda _: f"{name} = {n if n is not None else '—'}"


def apa(*parts: Part | str | None) -> Text:
    """Join the parts of an APA line; those that are not there are left out."""
    there = [one for one in parts if one]

    def write(language: Language) -> str:
        return between(language).join(
            one if isinstance(one, str) else one(language) for one in there
        )

    return each(write)


def listed(parts: Iterable[tuple[Words, str | Words]], gap: str = " ") -> Text:
    """Write names with their values, one after the other: Baseline 3.20, Midyear 3.70."""
    there = [*parts]

    def write(language: Language) -> str:
        return between(language).join(
            f"{name.in_(language)}{gap}{value if isinstance(value, str) else value.in_(language)}"
            for name, value in there
        )

    return each(write)


def joined_words(parts: Iterable[Words], mark: str = " ") -> Text:
    """Put sentences behind one another."""
    there = [*parts]
    return each(lambda language: mark.join(one.in_(language) for one in there))


def stacked(lines: Iterable[tuple[Words, Words]]) -> Text:
    """Write named lines under one another; a name with line breaks stays in its line."""
    there = [*lines]
    return each(
        lambda language: "\n".join(
            " ".join(f"{name.in_(language)}: {line.in_(language)}".split("\n"))
            for name, line in there
        )
    )


def labelled(name: Words | str, label: Words) -> Text:
    """Name a number of something: Baseline: mean."""
    return each(
        lambda language: (
            f"{name if isinstance(name, str) else name.in_(language)}: {label.in_(language)}"
        )
    )


def in_r(how: Words, call: str) -> Text:
    """Say how something is computed, and by which call of R."""
    return each(lambda language: f"{how.in_(language)} R: {call}.")


def share_words(x: int, n: int) -> Text:
    """Write 22/24 (92 %)."""
    return each(lambda language: share(x, n, language))


def percent_words(x: int, n: int) -> Text:
    """Write 92 %."""
    return each(lambda language: percent(x, n, language))


def pct_words(part: float | None, places: int = 1) -> Text:
    """Write a share from 0 to 1 in per cent: 12.0 %."""

    def write(language: Language) -> str:
        if part is None:
            return number(None, language)
        mark = "%" if language == "en" else f"{THIN}%"
        return plain(100 * part, language, places) + mark

    return each(write)
