"""Tables of scales over the waves: means, tests, pairs of waves, schools and groups."""

from collections.abc import Iterator

from exports.article.columns import Column, also, either, limits, sign, statistic, value
from exports.article.composed import Composed
from exports.article.composing import (
    Frame,
    across,
    by_place,
    compose,
    inner_places,
    methods_by_place,
    plain,
    ways,
)
from exports.finding_numbers import Places
from exports.finding_tables import Question
from exports.findings.finding import Finding
from exports.wording import Words, say

SCALE = say("Scale")
TESTS: tuple[Column, ...] = (
    either(value("n"), value("people")),
    statistic(),
    value("p"),
    value("eta2p"),
    limits("eta2p", 90),
    also(
        value("icc"),
        value("gg", sign("ε(GG)")),
        value("p_gg", sign("p(GG)")),
        value("mauchly_p", say("Mauchly's p")),
        value("kendall_w", sign("W")),
        value("epsilon2", sign("ε²")),
    ),
)
"""A test in a row, and what belongs to some of them alone."""


def means(question: Question, places: Places) -> Iterator[Composed]:
    """Set means by wave, and the tests of the waves in every way."""
    columns = (
        value("n"), value("mean"), value("sd"), limits("mean"), value("median"),
        value("model_mean"), limits("model_mean"),
    )  # fmt: skip
    frame = Frame(say("Means of scales by wave"), (SCALE, say("Wave")))
    rows = by_place(question, "mean", places)
    yield from compose(frame, rows, plain(columns), places.language)
    caption = say("Tests of the change over the waves, in every way")
    yield from tested(question, places, caption, say("Mixed model (main analysis)"))


def tested(
    question: Question, places: Places, caption: Words, main: Words | None = None
) -> Iterator[Composed]:
    """Set the main test of every subject and the other ways of testing it."""
    rows, notes = ways(question, places.language, main)
    frame = Frame(caption, (SCALE, say("Way")), notes, ends_in_words=True, banded=True)
    yield from compose(frame, rows, plain(TESTS), places.language)


def pairs(question: Question, places: Places) -> Iterator[Composed]:
    """Set every two waves of a scale beside one another, then the same in other ways."""
    language = places.language
    columns = (
        value("n"), value("difference"), limits("difference"), value("t"), value("df"),
        value("p"), value("p_bonferroni"), value("p_holm"), value("dz"), limits("dz"),
        value("dav"), value("g"),
    )  # fmt: skip
    stubs = (SCALE, say("Waves"))
    frame = Frame(say("Differences between waves and their sizes"), stubs)
    yield from compose(frame, by_place(question, "difference", places), plain(columns), language)
    rows, methods, notes = methods_by_place(question, "difference", places)
    others = (
        value("n"), value("difference"), statistic(), value("p_bonferroni"),
        value("rank_biserial", say("r (rank-biserial)")),
    )  # fmt: skip
    frame = Frame(say("Differences between waves, computed in other ways"), stubs, notes)
    yield from compose(frame, rows, across(methods, others), language)


def schools(question: Question, places: Places) -> Iterator[Composed]:
    """Set the means of every school by wave, and its change."""
    columns = [
        ("", value("n")),
        *across_means(question.findings, places),
        ("", value("changed", say("n of Δ"))),
        ("", value("change")),
    ]
    frame = Frame(say("Means of scales by school"), (SCALE, say("School")))
    yield from compose(frame, by_place(question, "n", places), columns, places.language)


def across_means(findings: tuple[Finding, ...], places: Places) -> list[tuple[str, Column]]:
    """Give a column of means for each wave."""
    inner = inner_places(findings, "mean", places)
    return across(inner, (value("mean"),))


def groups(question: Question, places: Places) -> Iterator[Composed]:
    """Set the change of every group, its mean at the same start, and the tests."""
    language = places.language
    columns = (
        value("n"), value("change"), limits("change"), value("sd"),
        value("adjusted", say("Adjusted M")), limits("adjusted"),
    )  # fmt: skip
    frame = Frame(say("Change by group"), (SCALE, say("Group")))
    yield from compose(frame, by_place(question, "change", places), plain(columns), language)
    yield from tested(question, places, say("Tests of the differences between groups"))


def by_part(question: Question, places: Places) -> Iterator[Composed]:
    """Set the gain of every part of the cases, and the test between them."""
    language = places.language
    columns = (value("n"), value("gain"), limits("gain"), value("p"))
    frame = Frame(say("Gains by group"), (say("Outcome"), say("Group")))
    yield from compose(frame, by_place(question, "gain", places), plain(columns), language)
    yield from tested(question, places, say("Tests of the differences between groups"))
