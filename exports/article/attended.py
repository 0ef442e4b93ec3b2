"""Participants and missing data: records, schools, who left, and what was done about gaps."""

from collections.abc import Iterator, Sequence

from reportlab.platypus.flowables import Flowable

from exports.article.composed import Composed
from exports.article.pages import Report
from exports.article.results import answered
from exports.article.telling import told
from exports.finding_tables import Question
from exports.findings.finding import Topic
from exports.numbers import NOTHING, share
from exports.paper import paragraph
from exports.summary import Answered, Summary
from exports.wording import say
from instruments.definitions import About
from instruments.records import Wave


def attended(
    report: Report, summaries: Sequence[Summary], asked: Sequence[Question]
) -> Iterator[Flowable]:
    """Set who answered, school by school too, and what is missing."""
    yield from report.begin(report.words(say("Who answered")))
    own = [one for one in asked if one.findings[0].topic is Topic.PARTICIPATION]
    for question in own[:1]:
        yield from answered(report, question)
    for made in (*_records(report, summaries), *_schools(report, summaries)):
        yield from report.table(made)
    for question in own[1:]:
        yield paragraph(question.words, "question")
        yield from answered(report, question)
    title = say("What is missing, and what was done about it")
    yield from told(report, title, asked, lambda finding: finding.missing)


def _waves(summaries: Sequence[Summary]) -> list[Wave]:
    found = {one.wave.key: one.wave for summary in summaries for one in summary.answered}
    return sorted(found.values(), key=lambda wave: wave.number)


def _records(report: Report, summaries: Sequence[Summary]) -> Iterator[Composed]:
    """Set the records of every instrument by wave."""
    language, waves = report.language, _waves(summaries)
    rows = []
    for summary in summaries:
        own = {one.wave.key: one for one in summary.answered}
        cells = (_came(report, own.get(wave.key)) for wave in waves)
        rows.append((summary.instrument.title.in_(language), *cells))
    if rows and waves:
        head = (say("Instrument").in_(language), *(wave.label.in_(language) for wave in waves))
        note = say(
            "Records that came; then by or about how many of those expected, where somebody is."
        )
        caption = say("Records of every instrument by wave").in_(language)
        yield Composed(caption, head, tuple(rows), notes=(note.in_(language),))


def _came(report: Report, one: Answered | None) -> str:
    if one is None:
        return NOTHING
    if one.expected is None:
        return str(one.records)
    part = share(one.answered, one.expected, report.language)
    return part if one.records == one.answered else f"{one.records}; {part}"


def _schools(report: Report, summaries: Sequence[Summary]) -> Iterator[Composed]:
    """Set schools by instruments and waves."""
    language = report.language
    columns = [
        (summary.instrument.title.in_(language), one)
        for summary in summaries
        if summary.instrument.about is About.PARTICIPANT
        for one in summary.answered
        if any(total for _, total in one.by_school.values())
    ]
    rows = []
    for school in report.source.frame.schools:
        cells = [one.by_school.get(school.code, (0, 0)) for _, one in columns]
        if any(total for _, total in cells):
            name = f"{school.code} {school.name}".strip()
            rows.append((name, *(f"{done}/{total}" if total else "" for done, total in cells)))
    if rows:
        yield Composed(
            caption=say("Answered, of those expected, by school").in_(language),
            head=(
                say("School").in_(language),
                *(one.wave.label.in_(language) for _, one in columns),
            ),
            rows=tuple(rows),
            bands=tuple(title for title, _ in columns),
        )
