"""Tables of who came, who left, and where the gaps are."""

from collections.abc import Iterator, Sequence

from exports.article.columns import (
    case,
    counted,
    limits,
    of_hundred,
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
    marked,
    named_places,
    plain,
    subjects,
    written_notes,
)
from exports.finding_numbers import PART, Places, placed, written
from exports.finding_tables import Question
from exports.findings.finding import Finding
from exports.wording import say
from instruments.wording import Language

STUBS = say("Instrument"), say("Scale")


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


def leavers(question: Question, places: Places) -> Iterator[Composed]:
    """Set the first scores of those who left beside those of others, in every way."""
    language = places.language
    notes: dict[str, str] = {}
    rows: list[Row] = []
    for one in question.findings:
        subject = one.subject.in_(language)
        for place, title in named_places(one, "mean_left", places):
            rows.append(((subject, title), case(one.numbers, place)))
        for other in one.alternatives:
            rows.append(((subject, marked(other, notes, language)), case(other.numbers)))
    columns = (
        value("left", say("Left, n")), value("stayed", say("Stayed, n")),
        value("mean_left", say("Left, M")), value("mean_stayed", say("Stayed, M")),
        value("difference"), limits("difference"), statistic(), value("p"), value("g"),
        limits("g"),
    )  # fmt: skip
    caption = say("First scores of those who left and stayed")
    frame = Frame(caption, STUBS, written_notes(notes), banded=True)
    yield from compose(frame, rows, plain(columns), language)


def records(question: Question, places: Places) -> Iterator[Composed]:
    """Set who has records, and how many; the waves stand in the table of all instruments."""
    columns = (
        counted(say("Participants with a record"), "people", "asked"),
        value("records", say("Records")),
        value("mean_records", say("Records of each who has any")),
        value("fewest", say("Fewest records of one")),
        value("most", say("Most records of one")),
    )
    frame = Frame(say("Who has records, and how many?"), (say("Instrument"),))
    yield from compose(frame, subjects(question, places.language), plain(columns), places.language)


def precision(question: Question, places: Places) -> Iterator[Composed]:
    """Set the smallest change that a study of this size finds, scale by scale."""
    columns = (
        value("n"),
        value("sd_difference", say("SD of the differences")),
        value("smallest_dz", sign("d_z")),
        value("smallest_points", say("In points")),
        value("smallest_dz_pairs", say("d_z of all pairs of waves")),
    )
    notes = tuple(_moderate(question, places.language))
    frame = Frame(say("Smallest change found four times of five"), STUBS, notes, banded=True)
    rows = by_place(question, "smallest_points", places)
    yield from compose(frame, rows, plain(columns), places.language)


def _moderate(question: Question, language: Language) -> Iterator[str]:
    for one in question.findings:
        found = next((it for it in one.numbers if it.key == "moderate_r"), None)
        if found and found.value is not None:
            text = limits("moderate_r").write(case(one.numbers), language)
            yield f"{found.label.in_(language)}: {text}."
