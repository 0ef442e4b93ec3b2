"""Tables composed by columns: a row for a subject, its waves, pairs or items, or a way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from exports.article.columns import Case, Column, case, shifted, sign
from exports.article.composed import Composed
from exports.finding_numbers import PART, Places, placed
from exports.finding_tables import Question, letter
from exports.findings.finding import Alternative, Finding, Number
from exports.wording import Words, say
from instruments.wording import Language

Row = tuple[tuple[str, ...], Case]
"""The words at the left of a row, and its numbers."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the numbers of a table."""

    caption: Words
    stubs: tuple[Words, ...]
    notes: tuple[str, ...] = ()
    ends_in_words: bool = False
    banded: bool = False
    """Whether subjects stand over their rows, where several have some, not beside them."""


def compose(
    frame: Frame,
    rows: Sequence[Row],
    columns: Sequence[tuple[str, Column]],
    language: Language,
) -> Iterator[Composed]:
    """Set rows in columns; a column or row without any number is left out, and so is a table."""
    cells = [[column.write(numbers, language) for _, column in columns] for _, numbers in rows]
    kept = [at for at in range(len(columns)) if any(row[at] for row in cells)]
    there = [
        (*words, *(row[at] for at in kept))
        for (words, _), row in zip(rows, cells, strict=True)
        if any(row)
    ]
    if not there:
        return
    head = [*(stub.in_(language) for stub in frame.stubs)]
    head += [columns[at][1].head.in_(language) for at in kept]
    bands = tuple(columns[at][0] for at in kept)
    made = Composed(
        caption=frame.caption.in_(language),
        head=tuple(head),
        rows=tuple(there),
        words=len(frame.stubs),
        bands=bands if any(bands) else (),
        notes=frame.notes,
        ends_in_words=frame.ends_in_words and kept[-1] == len(columns) - 1,
    )
    yield _banded(made) if frame.banded else made


def _banded(made: Composed) -> Composed:
    """Set subjects over their rows; a single one stands behind the caption."""
    subjects = [*dict.fromkeys(row[0] for row in made.rows)]
    rows: list[tuple[str, ...]] = []
    for subject in subjects:
        rows += [(subject,)] if len(subjects) > 1 else []
        rows += [row[1:] for row in made.rows if row[0] == subject]
    caption = made.caption if len(subjects) > 1 else f"{made.caption}: {subjects[0]}"
    return replace(
        made, caption=caption, head=made.head[1:], rows=tuple(rows), words=made.words - 1
    )


def plain(columns: Sequence[Column]) -> list[tuple[str, Column]]:
    """Give columns that stand under no common head."""
    return [("", column) for column in columns]


def across(inner: Sequence[tuple[str, str]], columns: Sequence[Column]) -> list[tuple[str, Column]]:
    """Repeat columns for each place inside a row's, under the place's name; one is called by it."""
    if len(columns) == 1:
        one = columns[0]
        return [("", replace(shifted(one, place), head=sign(title))) for place, title in inner]
    return [(title, shifted(column, place)) for place, title in inner for column in columns]


def subjects(question: Question, language: Language) -> list[Row]:
    """Give a row for each subject."""
    return [((one.subject.in_(language),), case(one.numbers)) for one in question.findings]


def by_place(question: Question, measure: str, places: Places) -> list[Row]:
    """Give a row for each place of each subject that a measure has."""
    return [
        ((one.subject.in_(places.language), title), case(one.numbers, place))
        for one in question.findings
        for place, title in named_places(one, measure, places)
    ]


def named_places(one: Finding, measure: str, places: Places) -> list[tuple[str, str]]:
    """Give the places of a measure with their names, as they come."""
    found = [it for it in placed(one) if it.measure == measure and it.place]
    return [(it.place, places.title(it)) for it in found]


def outer_places(one: Finding, measure: str) -> list[str]:
    """Give the first parts of a measure's places: the item of item.wave."""
    found = (it.place.partition(".")[0] for it in placed(one) if it.measure == measure and it.place)
    return [*dict.fromkeys(found)]


def inner_places(
    findings: Sequence[Finding], measure: str, places: Places
) -> list[tuple[str, str]]:
    """Give the rest of a measure's places with their names: the wave of item.wave."""
    found = (
        it.place.partition(".")[2]
        for one in findings
        for it in placed(one)
        if it.measure == measure and "." in it.place
    )
    return [(place, places.name(place)) for place in dict.fromkeys(found)]


def waves_of(question: Question, measure: str, places: Places) -> list[tuple[str, str]]:
    """Give the places of a measure over all subjects, each once."""
    found = (pair for one in question.findings for pair in named_places(one, measure, places))
    return [*dict.fromkeys(found)]


def ways(
    question: Question, language: Language, name: Words | None = None
) -> tuple[list[Row], tuple[str, ...]]:
    """Give a row for the main answer and for every other way, and notes why they may differ."""
    rows: list[Row] = []
    notes: dict[str, str] = {}
    main = (name or say("Main analysis")).in_(language)
    for one in question.findings:
        subject = one.subject.in_(language)
        rows.append(((subject, main), case(one.numbers)))
        for other in one.alternatives:
            rows.append(((subject, marked(other, notes, language)), case(other.numbers)))
    return rows, written_notes(notes)


def marked(other: Alternative, notes: dict[str, str], language: Language) -> str:
    """Name another way, with the letter of the note that says why it may differ."""
    name = other.name.in_(language)
    reason = other.differs.in_(language)
    if not reason:
        return name
    mark = notes.setdefault(reason, letter(len(notes)))
    return f"{name}\u00a0({mark})"


def written_notes(notes: dict[str, str]) -> tuple[str, ...]:
    """Write the notes under a table."""
    return tuple(f"({mark}) {reason}" for reason, mark in notes.items())


def methods_by_place(
    question: Question, measure: str, places: Places
) -> tuple[list[Row], list[tuple[str, str]], tuple[str, ...]]:
    """Set other ways that are named by method and place: a row for a place, a band for a method.

    The numbers of all methods of a place stand in its row, each under its method's name.
    """
    language = places.language
    rows: list[Row] = []
    methods: dict[str, str] = {}
    reasons: dict[str, dict[str, None]] = {}
    for one in question.findings:
        numbers: dict[str, Number] = {}
        for other in one.alternatives:
            method, _, place = other.key.partition(".")
            methods.setdefault(method, other.name.in_(language).rpartition(PART)[2])
            reasons.setdefault(method, {}).setdefault(other.differs.in_(language))
            numbers |= {f"{it.key}.{place}.{method}": it for it in other.numbers}
        subject = one.subject.in_(language)
        for place, title in named_places(one, measure, places):
            rows.append(((subject, title), Case(numbers, place)))
    marks = {method: letter(at) for at, method in enumerate(methods)}
    bands = [
        (method, f"{name[:1].upper()}{name[1:]}\u00a0({marks[method]})")
        for method, name in methods.items()
    ]
    return rows, bands, tuple(f"({marks[it]}) {' '.join(reasons[it])}" for it in methods)
