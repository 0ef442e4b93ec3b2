"""Tables of scales over the waves: means, tests, pairs of waves, schools and groups."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from exports.article.columns import (
    Case,
    Column,
    also,
    either,
    limits,
    shifted,
    sign,
    statistic,
    value,
)
from exports.article.composed import Composed
from exports.article.composing import (
    Frame,
    Row,
    across,
    by_place,
    compose,
    inner_places,
    methods_by_place,
    named_places,
    plain,
    ways,
)
from exports.article.sphericity import beside, p_column, statistic_column
from exports.finding_numbers import Places
from exports.finding_tables import Question
from exports.findings.finding import Number
from exports.wording import Words, say
from instruments.wording import Language

SCALE = say("Scale")
STEPS = SCALE, say("Waves")
TESTS: tuple[Column, ...] = (
    either(value("n"), value("people")),
    statistic_column(),
    p_column(),
    value("eta2p"),
    limits("eta2p", 90),
    also(
        value("icc"),
        *beside(),
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
    yield from steps(question, places)
    language = places.language
    named = (_waves_named([*places.waves], places),)
    rows, methods, notes = methods_by_place(question, "difference", places)
    others = (
        value("n"), value("difference"), statistic(), value("p_bonferroni"),
        value("rank_biserial", say("r (rank-biserial)")),
    )  # fmt: skip
    caption = say("Differences between waves, computed in other ways")
    frame = Frame(caption, STEPS, (*named, *notes))
    yield from compose(frame, _by_steps(rows, places), across(methods, others), language)


def steps(question: Question, places: Places) -> Iterator[Composed]:
    """Set the difference of every two waves with its test and its sizes."""
    columns = (
        value("difference"), limits("difference"), value("t"), value("df"), value("p"),
        value("p_bonferroni"), value("p_holm"), value("n"), value("dz"), limits("dz"),
        value("dav"), value("g"),
    )  # fmt: skip
    together = say(
        "The intervals of Δ are simultaneous (Bonferroni); n is of those with both waves, as are "
        "d_z, d_av and g."
    )
    named = (_waves_named([*places.waves], places), together.in_(places.language))
    frame = Frame(say("Differences between waves and their sizes"), STEPS, named)
    rows = _by_steps(by_place(question, "difference", places), places)
    yield from compose(frame, rows, plain(columns), places.language)


def over_waves(question: Question, places: Places) -> Iterator[Composed]:
    """Set the means of outcomes by wave, the tests of the waves, and every two of these."""
    columns = (
        value("n"), value("mean"), value("sd"), limits("mean"), value("model_mean"),
        limits("model_mean"),
    )  # fmt: skip
    frame = Frame(say("Means of outcomes by wave"), (say("Outcome"), say("Wave")))
    rows = by_place(question, "mean", places)
    yield from compose(frame, rows, plain(columns), places.language)
    yield from tested(question, places, say("Tests of the change over the waves, in every way"))
    yield from steps(question, places)


def in_words(question: Question, places: Places) -> Iterator[Composed]:
    """Set no table: the answers say all that a report needs of the residuals."""
    yield from ()


def _by_steps(rows: Sequence[Row], places: Places) -> list[Row]:
    """Name steps between waves by the places of these: 1 → 3."""
    order = {key: str(at) for at, key in enumerate(places.waves, 1)}
    found: list[Row] = []
    for (subject, title), numbers in rows:
        last, _, first = numbers.place.partition("-")
        known = first in order and last in order
        found.append(((subject, f"{order[first]} → {order[last]}" if known else title), numbers))
    return found


def _waves_named(keys: Sequence[str], places: Places) -> str:
    """Name the waves that heads and rows call by their places."""
    return ", ".join(f"{at} — {places.name(key)}" for at, key in enumerate(keys, 1)) + "."


def schools(question: Question, places: Places) -> Iterator[Composed]:
    """Set a row for every school, under every scale its means by wave and its change."""
    numbers: dict[str, Number] = {}
    named: dict[str, str] = {}
    waves = inner_places(question.findings, "mean", places)
    columns: list[tuple[str, Column]] = []
    for at, one in enumerate(question.findings):
        named |= dict(named_places(one, "n", places))
        for number in one.numbers:
            measure, _, place = number.key.partition(".")
            school, dot, wave = place.partition(".")
            numbers[f"{measure}.{school}.{at}{dot}{wave}"] = number
        own = [value("n"), *_numbered(waves), value("change")]
        subject = one.subject.in_(places.language)
        columns += [(subject, shifted(column, str(at))) for column in own]
    rows: list[Row] = [((title,), Case(numbers, school)) for school, title in named.items()]
    named_waves = _waves_named([place for place, _ in waves], places)
    frame = Frame(say("Means of scales by school"), (say("School"),), (named_waves,))
    yield from compose(frame, rows, columns, places.language)


def _numbered(waves: Sequence[tuple[str, str]]) -> list[Column]:
    """Give a column of means for each wave, headed by its place."""
    return [
        replace(shifted(value("mean"), place), head=sign(str(at)))
        for at, (place, _) in enumerate(waves, 1)
    ]


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
    has_ways = any(one.alternatives for one in question.findings)
    caption = say("Tests of the differences between groups")
    notes = () if has_ways else tuple(_whole_tests(question, caption, language))
    frame = Frame(say("Gains by group"), (say("Outcome"), say("Group")), notes)
    yield from compose(frame, by_place(question, "gain", places), plain(columns), language)
    if has_ways:
        yield from tested(question, places, caption)


def _whole_tests(question: Question, caption: Words, language: Language) -> Iterator[str]:
    """Write the test of all groups of each subject in a line."""
    for one in question.findings:
        if line := one.apa.in_(language):
            yield f"{caption.in_(language)}: {one.subject.in_(language)}, {line}."
