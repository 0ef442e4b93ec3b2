"""The PDF report of a wave, or of all: like the results of an article, then what is left."""

from dataclasses import dataclass
from typing import BinaryIO

from exports.article.answers import answers
from exports.article.attended import attended
from exports.article.flow import settled
from exports.article.methods import methods
from exports.article.opening import opening
from exports.article.pages import Report
from exports.article.results import results
from exports.finding_tables import questions
from exports.findings.everything import all_findings
from exports.numbers import moment
from exports.paper import write_pages
from exports.source import Source
from exports.summary import summarise


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """What a report holds."""

    pages: int
    records: int


def write_report(source: Source, out: BinaryIO) -> ReportSummary:
    """Write the report of the chosen wave, or of the whole study."""
    report = Report(source)
    summaries = [summarise(source, key) for key in source.keys]
    summaries = [one for one in summaries if one.waves]
    findings = all_findings(source, {one.instrument.key: one for one in summaries})
    asked = [one for group in findings.groups for one in questions(group, report.language)]
    body = [
        *attended(report, summaries, asked),
        *results(report, findings),
        *methods(report, summaries, asked),
        *answers(report, summaries, findings),
    ]
    title = source.frame.title.in_(report.language)
    pages = write_pages(
        out,
        # the first page names the parts that follow it
        [*settled([*opening(report, summaries, findings), *body])],
        title=title,
        foot=f"{title} · {moment(source.made_at, report.language)}",
        language=report.language,
        made_at=source.made_at,
    )
    return ReportSummary(pages, sum(one.records for s in summaries for one in s.answered))
