"""Tables of outcomes: gains, high and low groups in every way, levels and variance explained."""

from collections.abc import Iterator

from exports.article.columns import case, counted, either, group, limits, sign, statistic, value
from exports.article.composed import Composed
from exports.article.composing import (
    Frame,
    Row,
    across,
    by_place,
    compose,
    marked,
    named_places,
    plain,
    ways,
    written_notes,
)
from exports.finding_numbers import PART, Places, placed
from exports.finding_tables import Question
from exports.findings.finding import Finding
from exports.wording import say
from instruments.wording import Language

OUTCOME, WAY = say("Outcome"), say("Way")


def gains(question: Question, places: Places) -> Iterator[Composed]:
    """Set means by wave, then the gain in every way."""
    language = places.language
    columns = (value("n"), value("mean"), value("sd"), limits("mean"))
    frame = Frame(say("Means of outcomes by wave"), (OUTCOME, say("Wave")))
    yield from compose(frame, by_place(question, "mean", places), plain(columns), language)
    rows, notes = ways(question, language)
    frame = Frame(
        say("Gain from the first wave to the last, in every way"),
        (OUTCOME, WAY),
        notes,
        banded=True,
    )
    found = (
        value("n"), either(value("value", say("Estimate")), value("difference")),
        either(limits("value"), limits("difference")),
        statistic(), value("p"), value("dz"), limits("dz"),
        counted(say("Rose"), "improved", "n"),
    )  # fmt: skip
    yield from compose(frame, rows, plain(found), language)


def compared(question: Question, places: Places) -> Iterator[Composed]:
    """Set a high and a low group beside one another, what respects clusters first."""
    language = places.language
    rows, notes = ways(question, language)
    columns = (
        group(say("High: M (SD), n"), "high"), group(say("Low: M (SD), n"), "low"),
        value("value", sign("b")), limits("value"), statistic(), value("p"), value("g"),
        limits("g"),
    )  # fmt: skip
    frame = Frame(say("High and low group, in every way"), (OUTCOME, WAY), notes, banded=True)
    yield from compose(frame, rows, plain(columns), language)


def levels(question: Question, places: Places) -> Iterator[Composed]:
    """Set the coefficient of the index, the variances of each model, and what is explained."""
    language = places.language
    for one in question.findings:
        yield from _coefficients(one, places)
        yield from _variances(one, places)
        yield from _explained(one, language)


def _coefficients(one: Finding, places: Places) -> Iterator[Composed]:
    """Set the model's coefficients, the index last, then the index in every other way."""
    language = places.language
    notes: dict[str, str] = {}
    terms = [
        ((title,), case(one.numbers, term))
        for term, title in named_places(one, "coefficient", places)
    ]
    index = terms[-1][0] if terms else (say("Main analysis").in_(language),)
    rows: list[Row] = [*terms[:-1], (index, case(one.numbers))]
    rows += [
        ((marked(other, notes, language),), case(other.numbers))
        for other in one.alternatives
        if other.value("p") is not None
    ]
    columns = (
        either(value("value", sign("b")), value("coefficient", sign("b"))),
        value("se", sign("SE")), either(limits("value"), limits("coefficient")), statistic(),
        value("p"),
    )  # fmt: skip
    caption = say("Multilevel model of {outcome}: coefficients", outcome=one.subject)
    frame = Frame(caption, (say("Predictor"),), written_notes(notes))
    yield from compose(frame, rows, plain(columns), language)


def _variances(one: Finding, places: Places) -> Iterator[Composed]:
    """Set the variances: a row for a model, a column for a level."""
    models: dict[str, str] = {}
    inner: dict[str, str] = {}
    for it in placed(one):
        if it.measure == "variance":
            model, _, level = it.place.partition(".")
            title, _, name = it.number.label.in_(places.language).rpartition(PART)
            models.setdefault(model, title)
            inner.setdefault(level, name)
    rows: list[Row] = [((title,), case(one.numbers, model)) for model, title in models.items()]
    columns = across([*inner.items()], (value("variance", sign("σ²")),))
    caption = say("Multilevel model of {outcome}: variances", outcome=one.subject)
    notes = tuple(_shares_said(one, places))
    yield from compose(Frame(caption, (say("Model"),), notes), rows, columns, places.language)


def _shares_said(one: Finding, places: Places) -> Iterator[str]:
    """Say what each level holds of the variance, and all of them together."""
    shares = [f"{title} {text}" for title, text in _shares_of(one, places)]
    whole = value("icc").write(case(one.numbers), places.language)
    if whole and len(shares) != 1:
        shares.append(f"{say('together').in_(places.language)} {whole}")
    if shares:
        said = say("ICC of the model without predictors: {parts}.", parts="; ".join(shares))
        yield said.in_(places.language)


def _shares_of(one: Finding, places: Places) -> Iterator[tuple[str, str]]:
    column = value("icc")
    for it in placed(one):
        if it.measure == "icc" and it.place:
            name = it.number.label.in_(places.language).rpartition(PART)[2]
            yield name, column.write(case(one.numbers, it.place), places.language)


def _explained(one: Finding, language: Language) -> Iterator[Composed]:
    """Set every meaning of variance explained under its name."""
    rows = tuple(
        (other.name.in_(language), other.apa.in_(language), other.differs.in_(language))
        for other in one.alternatives
        if other.value("p") is None and other.apa.in_(language)
    )
    if rows:
        caption = say("What “variance explained” may mean, each under its name").in_(language)
        head = (say("Meaning"), say("Value"), say("What it is"))
        heads = tuple(word.in_(language) for word in head)
        yield Composed(caption, heads, rows, ends_in_words=True)
