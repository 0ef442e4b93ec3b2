"""All findings of a study, topic by topic."""

from collections.abc import Mapping

from exports.findings.finding import Findings
from exports.source import Source
from exports.summary import Summary


def all_findings(source: Source, summaries: Mapping[str, Summary] | None = None) -> Findings:
    """Answer every question that the study's instruments put.

    Summaries that are there already are not made again.
    """
    if source.found is not None:
        return source.found
    # numpy and scipy are loaded by whoever asks for findings, not by the start of the program
    from exports.findings.topics import findings_of  # noqa: PLC0415

    return findings_of(source, summaries)
