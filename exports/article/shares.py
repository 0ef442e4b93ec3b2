"""Tables of shares: statements that people agree with, lessons where something was seen."""

from collections.abc import Iterator

from exports.article.columns import case, counted, limits, of_hundred, sign, statistic, value
from exports.article.composed import Composed
from exports.article.composing import (
    Frame,
    Row,
    across,
    by_place,
    compose,
    plain,
    subjects,
    waves_of,
)
from exports.finding_numbers import Places
from exports.finding_tables import Question, alternatives
from exports.wording import say


def items(question: Question, places: Places) -> Iterator[Composed]:
    """Set how many agree with each statement, wave by wave."""
    language = places.language
    rows: list[Row] = [
        ((f"{one.code}. {one.subject.in_(language)}",), case(one.numbers))
        for one in question.findings
    ]
    columns = (counted(sign("x/n")), of_hundred("share"))
    frame = Frame(say("How many agree with each statement"), (say("Statement"),))
    inner = waves_of(question, "share", places)
    yield from compose(frame, rows, across(inner, columns), language)


def lessons(question: Question, places: Places) -> Iterator[Composed]:
    """Set the share of lessons by wave, and what changed since the first."""
    language = places.language
    columns = (
        counted(sign("x/n")), of_hundred("share"), value("difference"), limits("difference"),
        value("odds_ratio"), value("p"),
    )  # fmt: skip
    frame = Frame(say("Lessons where it was seen"), (say("Set"), say("Wave")), banded=True)
    rows: list[Row] = []
    for one in question.findings:
        some = by_place(Question(question.title, question.words, (one,)), "share", places)
        whole = subjects(Question(question.title, question.words, (one,)), language)
        rows += some
        rows += [((words[0], say("All waves").in_(language)), numbers) for words, numbers in whole]
    tests = (statistic(), value("alpha", say("r inside teachers")))
    yield from compose(frame, rows, plain((*columns, *tests)), language)
    yield from alternatives(question, places.language)
