"""Tables of who came, who left, and where the gaps are."""

from collections.abc import Iterator, Sequence

from exports.article.columns import case, counted, of_hundred, value
from exports.article.composed import Composed
from exports.article.composing import Frame, Row, across, compose, inner_places, plain, subjects
from exports.finding_numbers import PART, Places, placed, written
from exports.finding_tables import Question
from exports.findings.finding import Finding
from exports.wording import say
from instruments.wording import Language


def attrition(question: Question, places: Places) -> Iterator[Composed]:
    """Set who came to every wave, who stayed to the last, and what was skipped."""
    columns = (
        counted(say("Came, of expected"), "answered", "expected"),
        counted(say("With every wave"), "complete", "people"),
        counted(say("First wave and last"), "retained", "people"),
        counted(say("Skipped answers"), "skipped", "asked"),
        of_hundred("skipped_share"),
        value("absent", say("Did not come")),
    )
    notes = tuple(_unscored(question.findings, places.language))
    frame = Frame(say("Attrition and skipped answers"), (say("Instrument"),), notes)
    yield from compose(frame, subjects(question, places.language), plain(columns), places.language)


def _unscored(found: Sequence[Finding], language: Language) -> Iterator[str]:
    """Name the scores that too many skipped items prevent."""
    for one in found:
        for it in placed(one):
            if it.measure == "unscored" and it.number.value:
                yield f"{it.number.label.in_(language)}: {written(it.number, language)}."


def gaps(question: Question, places: Places) -> Iterator[Composed]:
    """Set missing scores by scale and wave: without a record, and with too many skipped items."""
    inner = inner_places(question.findings, "absent", places)
    columns = (
        value("absent", say("No record")),
        value("unscored", say("Too many skipped")),
    )
    rows: list[Row] = []
    for one in question.findings:
        names: dict[str, str] = {}
        for it in placed(one):
            code, dot, wave = it.place.partition(".")
            if it.measure == "absent" and dot:
                words = it.number.label.in_(places.language).rpartition(PART)[0]
                names.setdefault(code, words.removesuffix(f", {places.name(wave)}"))
        rows += [((name,), case(one.numbers, code)) for code, name in names.items()]
    frame = Frame(say("Missing scores by wave"), (say("Scale"),))
    yield from compose(frame, rows, across(inner, columns), places.language)
