"""Tables of how far measures can be trusted: reliability of scales, agreement of people."""

from collections.abc import Iterator

from exports.article.columns import case, limits, sign, value, whole
from exports.article.composed import Composed
from exports.article.composing import (
    Frame,
    Row,
    across,
    by_place,
    compose,
    inner_places,
    outer_places,
    plain,
    subjects,
)
from exports.finding_numbers import Places, placed
from exports.finding_tables import Question
from exports.findings.finding import Finding, Forest
from exports.wording import Words, say

SCALE, ITEM = say("Scale"), say("Item")


def reliability(question: Question, places: Places) -> Iterator[Composed]:
    """Set alpha and omega by wave, then every item with the rest of its scale."""
    language = places.language
    columns = (value("n"), value("alpha"), limits("alpha"), value("omega"), value("mean_r"))
    frame = Frame(say("Reliability of scales by wave"), (SCALE, say("Wave")))
    yield from compose(frame, by_place(question, "alpha", places), plain(columns), language)
    inner = inner_places(question.findings, "item_rest", places)
    rows: list[Row] = [
        ((one.subject.in_(language), places.item(one.instrument, item)), case(one.numbers, item))
        for one in question.findings
        for item in outer_places(one, "item_rest")
    ]
    own = (value("item_rest", sign("r")), value("without"))
    caption = say("Items with the rest of their scale, and alpha without them")
    frame = Frame(caption, (SCALE, ITEM), banded=True)
    yield from compose(frame, rows, across(inner, own), language)


def observers(question: Question, places: Places) -> Iterator[Composed]:
    """Set the agreement of two observers item by item."""
    columns = (
        value("n"), value("pct"), value("kappa"), limits("kappa"), value("pabak"), value("ac1"),
        value("alpha", say("Krippendorff's α")),
    )  # fmt: skip
    names = {
        place: name.in_(places.language)
        for one in question.findings
        for place, name in drawn_names(one, "kappa")
    }
    rows = [
        ((names.get(numbers.place, words[-1]),), numbers)
        for words, numbers in by_place(question, "pct", places)
    ]
    frame = Frame(say("Agreement of two observers, item by item"), (ITEM,))
    yield from compose(frame, rows, plain(columns), places.language)


def drawn_names(one: Finding, measure: str) -> Iterator[tuple[str, Words]]:
    """Name the places of a measure as its drawing does, where that has one effect for each."""
    found = [it.place for it in placed(one) if it.measure == measure and it.place]
    effects = [
        it for drawing in one.drawings if isinstance(drawing, Forest) for it in drawing.effects
    ]
    values = [one.value(f"{measure}.{place}") for place in found]
    if values == [it.value for it in effects]:
        yield from zip(found, (it.name for it in effects), strict=True)


def raters(question: Question, places: Places) -> Iterator[Composed]:
    """Set the agreement of raters criterion by criterion, then of every two of them."""
    columns = [
        *plain((
            value("n"), value("icc21"), limits("icc21"), value("icc2k"), limits("icc2k"),
            value("alpha", say("Krippendorff's α")),
        ))
    ]  # fmt: skip
    rows = [((words[-1],), numbers) for words, numbers in by_place(question, "icc21", places)]
    frame = Frame(say("Agreement of raters"), (say("Criterion"),))
    yield from compose(frame, rows, columns, places.language)
    pairs = [
        (place, place.replace(".", "–"))
        for place, _ in inner_places(question.findings, "kappa", places)
    ]
    frame = Frame(say("Agreement of every two raters: kappa"), (say("Criterion"),))
    yield from compose(frame, rows, across(pairs, (whole("kappa"),)), places.language)


def coders(question: Question, places: Places) -> Iterator[Composed]:
    """Set the agreement of two coders over all codes and code by code."""
    all_codes = say("All codes").in_(places.language)
    rows: list[Row] = [
        ((all_codes,), numbers) for _, numbers in subjects(question, places.language)
    ]
    rows += [((words[-1],), numbers) for words, numbers in by_place(question, "kappa", places)]
    columns = (
        value("kappa"), limits("kappa"), value("jaccard", sign("Jaccard")),
        value("identical", say("Segments with the same codes")),
    )  # fmt: skip
    frame = Frame(say("Agreement of two coders"), (say("Code"),))
    yield from compose(frame, rows, plain(columns), places.language)
