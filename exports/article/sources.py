"""Tables of what was said, and of sources side by side."""

from collections.abc import Iterator, Mapping

from exports.article.columns import Case, Column, value
from exports.article.composed import Composed
from exports.article.composing import (
    Frame,
    Row,
    across,
    by_place,
    compose,
    inner_places,
    named_places,
    plain,
)
from exports.finding_numbers import PAIR, PART, Places, placed, written
from exports.finding_tables import Question
from exports.findings.finding import Finding, Number
from exports.wording import say
from instruments.wording import Language

BETWEEN = " – "
"""What stands between two sources in the words of a number."""


def talk(question: Question, places: Places) -> Iterator[Composed]:
    """Set codes by wave, with how many said it and the codes that stood beside it."""
    language = places.language
    for one in question.findings:
        alone = Question(question.title, question.words, (one,))
        rows: list[Row] = [
            ((words[-1],), numbers)
            for words, numbers in by_place(alone, "people", places)
            if "." not in numbers.place
        ]
        inner = inner_places(question.findings, "segments", places)
        columns = [
            *across(inner, (value("segments", say("Segments")),)),
            *plain((value("segments", say("All")), value("people", say("Speakers")))),
            ("", _beside(one, dict(named_places(one, "people", places)))),
        ]
        frame = Frame(say("Codes by wave: coded segments"), (say("Code"),), ends_in_words=True)
        yield from compose(frame, rows, columns, language)


def _beside(one: Finding, names: Mapping[str, str]) -> Column:
    """Name the codes that stood in the same segments, with their number."""
    together: dict[str, list[tuple[str, Number]]] = {}
    for it in placed(one):
        first, _, second = it.place.partition(".")
        if it.measure == "together" and it.number.value:
            together.setdefault(first, []).append((names.get(second, second), it.number))
            together.setdefault(second, []).append((names.get(first, first), it.number))

    def write(row: Case, language: Language) -> str:
        found = together.get(row.place, [])
        return ", ".join(f"{name}\u00a0{written(number, language)}" for name, number in found)

    return Column(say("Together with"), write)


def correlations(question: Question, places: Places) -> Iterator[Composed]:
    """Set correlations as a matrix: r and its interval below the diagonal, p above it."""
    for one in question.findings:
        yield from _matrix(one, places)


def _matrix(one: Finding, places: Places) -> Iterator[Composed]:
    language = places.language
    names = _measures(one, language)
    codes = [*names]
    numbers = {it.number.key: it.number for it in placed(one)}
    rows = tuple(
        (
            f"{row + 1}. {names[code]}",
            *(_cell(numbers, codes, row, column, language) for column in range(len(codes))),
        )
        for row, code in enumerate(codes)
    )
    if len(codes) > 1:
        head = (say("Measure").in_(language), *(str(at + 1) for at in range(len(codes))))
        note = say(
            "Below the diagonal Pearson's r with its 95 % interval, above it p by Holm for all "
            "pairs."
        )
        yield Composed(
            say("Correlations of the sources").in_(language),
            head,
            rows,
            notes=(note.in_(language),),
        )


def _measures(one: Finding, language: Language) -> dict[str, str]:
    """Name the measures of all pairs, in the order in which they come."""
    names: dict[str, str] = {}
    for it in placed(one):
        first, mark, second = it.place.partition(PAIR)
        if it.measure == "r" and mark:
            words = it.number.label.in_(language).rpartition(PART)[0]
            before, _, after = words.partition(BETWEEN)
            names.setdefault(first, before)
            names.setdefault(second, after)
    return names


def _cell(
    numbers: Mapping[str, Number], codes: list[str], row: int, column: int, language: Language
) -> str:
    if row == column:
        return "—"
    first, second = sorted((row, column))
    pair = f"{codes[first]}{PAIR}{codes[second]}"
    found = numbers.get(f"r.{pair}" if row > column else f"p_holm.{pair}")
    return written(found, language) if found else ""
