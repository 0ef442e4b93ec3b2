"""Columns of tests of waves: corrected by Greenhouse and Geisser where the rule says so."""

from exports.article.columns import (
    Case,
    Column,
    degrees_of,
    either,
    sign,
    statistic,
    value,
    where,
)
from exports.findings.sphericity import is_corrected
from exports.wording import say
from instruments.wording import Language


def statistic_column() -> Column:
    """Write the test of a row: F(1.58, 34.87) = 6.52 where it is corrected."""
    own = statistic(tests=(("f", ("df1_gg", "df2_gg"), "F"),))
    return either(where(_is_corrected, own), statistic())


def p_column() -> Column:
    """Write p of the test as it stands in its row."""
    return either(
        where(_is_corrected, value("p_gg", sign("p"))), either(value("p"), value("p_holm"))
    )


def beside() -> tuple[Column, ...]:
    """Give what else there is: epsilon, p of the other computation, p of Mauchly's test."""
    return (
        value("gg", sign("ε(GG)")),
        where(lambda row: not _is_corrected(row), value("p_gg", sign("p(GG)"))),
        where(_is_corrected, Column(say("p without correction"), _uncorrected)),
        value("mauchly_p", say("Mauchly's p")),
    )


def _is_corrected(row: Case) -> bool:
    """Say whether a row's degrees of freedom are corrected, and both are known."""
    n, mauchly = row.number("n"), row.number("mauchly_p")
    if n is None or row.number("df1_gg") is None or row.number("df2_gg") is None:
        return False
    return is_corrected(n.value or 0.0, mauchly.value if mauchly else None)


def _uncorrected(row: Case, language: Language) -> str:
    """Write p of the test without any correction with its degrees of freedom."""
    p = value("p").write(row, language)
    return f"{p} (df\u00a0= {degrees_of(row, language, ('df1', 'df2'))})" if p else ""
