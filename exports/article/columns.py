"""Columns of composed tables: which numbers of a row stand in them, and how they are written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from exports.finding_numbers import HEADS, written
from exports.findings.finding import Number
from exports.findings.phrasing import WITHIN, between, each
from exports.numbers import THIN, number, share
from exports.wording import Words, say
from instruments.wording import Language, Text


@dataclass(frozen=True, slots=True)
class Case:
    """What a row is made of: the numbers of an answer, of the whole or of one place of it."""

    numbers: Mapping[str, Number]
    place: str = ""

    def number(self, measure: str) -> Number | None:
        """Give the number of a measure; None where there is no such number or no value."""
        found = self.numbers.get(f"{measure}.{self.place}" if self.place else measure)
        return found if found is not None and found.value is not None else None

    def inside(self, place: str) -> "Case":
        """Give the same at a place inside: a wave of an item, a rater of a criterion."""
        return Case(self.numbers, f"{self.place}.{place}" if self.place else place)


def case(numbers: tuple[Number, ...], place: str = "") -> Case:
    """Make a row's numbers of those of a finding or of another way of answering."""
    return Case({one.key: one for one in numbers}, place)


Write = Callable[[Case, Language], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and what it writes of a row; nothing where a row has no such number."""

    head: Words
    write: Write


def sign(text: str) -> Text:
    """Give a sign that every language writes alike."""
    return Text(text, text, text)


def value(measure: str, head: Words | None = None) -> Column:
    """Write a number without its interval."""

    def write(row: Case, language: Language) -> str:
        found = row.number(measure)
        return written(found, language).partition("\n")[0] if found else ""

    return Column(head or HEADS[measure], write)


def limits(measure: str, level: int = 95) -> Column:
    """Write the interval of a number."""

    def write(row: Case, language: Language) -> str:
        found = row.number(measure)
        return written(found, language).partition("\n")[2] if found else ""

    return Column(each(lambda language: WITHIN[language].format(level=level)), write)


def whole(measure: str, head: Words | None = None) -> Column:
    """Write a number and its interval behind it."""

    def write(row: Case, language: Language) -> str:
        found = row.number(measure)
        return written(found, language).replace("\n", " ") if found else ""

    return Column(head or HEADS[measure], write)


def counted(head: Words, x: str = "x", n: str = "n") -> Column:
    """Write x of n with its percentage."""

    def write(row: Case, language: Language) -> str:
        part, all_ = row.number(x), row.number(n)
        if part is None or all_ is None:
            return ""
        return share(int(part.value or 0), int(all_.value or 0), language)

    return Column(head, write)


def of_hundred(measure: str, level: int = 95) -> Column:
    """Write the interval of a share in per cent."""

    def write(row: Case, language: Language) -> str:
        found = row.number(measure)
        if found is None or found.low is None or found.high is None:
            return ""
        both = (number(100 * one, language, 0).replace("-", "−") for one in (found.low, found.high))
        return f"[{between(language).join(both)}]"

    def head(language: Language) -> str:
        percent = "%" if language == "en" else f"{THIN}%"
        return f"{WITHIN[language].format(level=level)}, {percent.strip()}"

    return Column(each(head), write)


def either(first: Column, second: Column) -> Column:
    """Write a column, or another one where it has nothing of a row."""
    return Column(
        first.head,
        lambda row, language: first.write(row, language) or second.write(row, language),
    )


def where(rule: Callable[[Case], bool], column: Column) -> Column:
    """Write a column in the rows of which a rule holds."""
    return Column(
        column.head, lambda row, language: column.write(row, language) if rule(row) else ""
    )


def also(*columns: Column) -> Column:
    """Write several numbers that few rows have, each behind its name: W = .16."""

    def write(row: Case, language: Language) -> str:
        found = ((one.head.in_(language), one.write(row, language)) for one in columns)
        parts = (f"{name}\u00a0= {text}" for name, text in found if text)
        return between(language).join(part.replace("= <", "<") for part in parts)

    return Column(say("Besides"), write)


def group(name: Words, place: str) -> Column:
    """Write a group's mean with its spread and size: 5.19 (5.05), n = 67."""

    def write(row: Case, language: Language) -> str:
        parts = [row.number(f"{measure}.{place}") for measure in ("mean", "sd", "n")]
        if None in parts:
            return ""
        mean, sd, n = (written(one, language) for one in parts if one)
        return f"{mean} ({sd}), {n}"

    return Column(name, write)


def degrees_of(row: Case, language: Language, measures: tuple[str, ...]) -> str:
    """Write the degrees of freedom that there are: 2, 45.6."""
    found = [row.number(measure) for measure in measures]
    return between(language).join(written(one, language) for one in found if one)


Tests = tuple[tuple[str, tuple[str, ...], str], ...]
TESTS: Tests = (
    ("f", ("df1", "df2"), "F"),
    ("t", ("df",), "t"),
    ("chi2", ("df",), "χ²"),
    ("v", (), "V"),
)
"""The statistic of a test, its degrees of freedom, and its sign."""


def statistic(head: Words | None = None, tests: Tests = TESTS) -> Column:
    """Write the statistic of a row's test: F(2, 45.6) = 6.43, t(22.1) = 5.38, V = 199."""

    def write(row: Case, language: Language) -> str:
        for measure, degrees, name in tests:
            if found := row.number(measure):
                inside = degrees_of(row, language, degrees)
                part = f"({inside})" if inside else ""
                value_ = written(found, language).partition("\n")[0]
                return f"{name}{part}\u00a0=\u00a0{value_}"
        return ""

    return Column(head or say("Test"), write)


def shifted(column: Column, place: str) -> Column:
    """Write the same of a place inside the row's."""
    return Column(column.head, lambda row, language: column.write(row.inside(place), language))


def runs(names: list[str]) -> tuple[tuple[int, int], ...]:
    """Give where each run of the same names begins and ends."""
    starts = [at for at, name in enumerate(names) if at == 0 or name != names[at - 1]]
    return tuple((start, end - 1) for start, end in pairwise([*starts, len(names)]))
