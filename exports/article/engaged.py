"""The table of an index of participation: its measures, and how they go together."""

from collections.abc import Iterator

from exports.article.columns import case, shifted, value
from exports.article.composed import Composed
from exports.article.composing import Frame, Row, compose, named_places, plain
from exports.finding_numbers import Places, placed, written
from exports.finding_tables import Question
from exports.findings.finding import Finding
from exports.wording import say


def index(question: Question, places: Places) -> Iterator[Composed]:
    """Set every measure of an index, of all and where it is high and low; the index below."""
    language = places.language
    columns = (
        value("n"), value("mean"), value("sd"), value("median"),
        shifted(value("mean", say("High: M")), "high"),
        shifted(value("mean", say("Low: M")), "low"),
    )  # fmt: skip
    for one in question.findings:
        rows: list[Row] = [
            ((title,), case(one.numbers, place)) for place, title in named_places(one, "sd", places)
        ]
        rows.append(((one.subject.in_(language),), case(one.numbers)))
        caption = say("Measures of {index}", index=one.subject)
        frame = Frame(caption, (say("Measure"),), tuple(_notes(one, places)))
        yield from compose(frame, rows, plain(columns), language)


def _notes(one: Finding, places: Places) -> Iterator[str]:
    """Say how the measures go together, and where the upper quarter of the index begins."""
    for it in placed(one):
        if (it.measure == "r" or it.number.key == "upper") and it.number.value is not None:
            yield f"{it.number.label.in_(places.language)}: {written(it.number, places.language)}."
