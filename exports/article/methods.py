"""Methods: scores, models, intervals, the program, and where everything else stands."""

from collections.abc import Iterator, Sequence

from reportlab.platypus.flowables import Flowable

from exports.article.pages import Report
from exports.article.telling import told
from exports.finding_tables import Question
from exports.numbers import NOTHING, number
from exports.paper import named_paragraph, paragraph
from exports.program import program_of
from exports.summary import Summary
from exports.wording import say

SHEETS = ("analysis", "analysis_alternatives", "analysis_words")


def methods(
    report: Report, summaries: Sequence[Summary], asked: Sequence[Question]
) -> Iterator[Flowable]:
    """Say how scores were made and how every result was computed."""
    yield from report.begin(report.words(say("How the numbers were made")))
    for summary in summaries:
        for scale in summary.instrument.scales:
            rule = say(
                "Mean of {items}; reversed: {reversed}. A score is given when at least {share} % "
                "of the asked items are answered.",
                items=", ".join(scale.items),
                reversed=", ".join(sorted(scale.reverse)) or NOTHING,
                share=number(100 * scale.min_answered, report.language, 0),
            )
            yield named_paragraph(report.words(scale.name), report.words(rule), "small")
    general = say(
        "Reversed items are turned by the codebook: lowest + highest − answer. SD has n − 1 "
        "below. The interval of a mean is Student's. Of a lesson with two observers the first "
        "one's record is counted. Missing answers are never filled in."
    )
    yield paragraph(report.words(general), "small")
    if asked:
        yield from told(
            report, say("How the results were computed"), asked, lambda finding: finding.model
        )
        where = say(
            "Computed by {program}; every model was checked against R 4.2.2 and its packages. "
            "Every number of these tables stands unrounded in the sheets {sheets} of the workbook, "
            "with those that are not printed here, other ways of computing and lines for an "
            "article.",
            program=program_of(report.source),
            sheets=", ".join(SHEETS),
        )
        yield paragraph(report.words(where), "small")
