"""The results: topic by topic the answers in words, composed tables, and one figure a question."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.platypus.flowables import Flowable

from exports.article.composed import Composed
from exports.article.composers import composer_of
from exports.article.drawings import drawn
from exports.article.pages import Report
from exports.article.scales import in_words
from exports.article.sides import sides
from exports.finding_tables import Question, alternatives, questions, said_once, tables
from exports.findings.finding import Finding, Findings, Topic
from exports.findings.overview import Overview
from exports.findings.overviews import overviews_of
from exports.numbers import held
from exports.paper import paragraph
from exports.wording import say

MOST_SAID = 12
"""More answers to one question are read in their table alone."""


def results(report: Report, findings: Findings) -> Iterator[Flowable]:
    """Set every topic but participation, which stands before; nothing where there is none."""
    rest = [one for one in findings.groups if one.topic is not Topic.PARTICIPATION and one.findings]
    if not rest:
        return
    yield from report.begin(report.words(say("Results")))
    for group in rest:
        yield from report.begin(report.words(group.title), "subheading")
        asked = questions(group, report.language)
        shown = _shown(asked, overviews_of(group))
        for at, question in enumerate(asked):
            yield paragraph(question.words, "question")
            overview = shown.get(at)
            yield from answered(report, question, overview)
            if overview and any(one.why is None for one in question.findings):
                figures = drawn(overview, report.language)
                yield from report.figure(figures, question.words)
    yield from sides(report, findings)


def _shown(asked: Sequence[Question], overviews: Sequence[Overview]) -> dict[int, Overview]:
    """Give each overview to the question whose findings it draws, else to its first one."""
    shown: dict[int, Overview] = {}
    for overview in overviews:
        drawn_of = {part.of for part in overview.parts}
        own = [
            (all(one.key not in drawn_of for one in question.findings), at)
            for at, question in enumerate(asked)
            if any(one.key in overview.keys for one in question.findings)
        ]
        if own:
            shown.setdefault(min(own)[1], overview)
    return shown


def answered(
    report: Report, question: Question, overview: Overview | None = None
) -> Iterator[Flowable]:
    """Set the answers of a question in words, what to be careful about, and its tables."""
    composed = [*_composed(report, question)]
    is_known = any(one.why is None for one in question.findings)
    if overview and overview.topic is Topic.ITEMS:
        # statement by statement the answers are the rows of the table
        yield paragraph(report.words(overview.answer), "said")
    elif len(question.findings) <= MOST_SAID:
        yield from _answers(report, question, with_lines=not composed)
    if is_known:
        yield from _warnings(report, question)
    for made in composed:
        # where there is no answer, a table of numbers of cases says nothing
        if is_known or made.head[made.words :] != ("n",):
            yield from report.table(made)
    compose = composer_of(question)
    if is_known and compose is None:
        yield from _by_keys(report, question)
    if is_known and compose is in_words:
        where = say(
            "The drawings of the residuals stand on the page of results, their numbers in the "
            "workbook."
        )
        yield paragraph(report.words(where), "said")


def _composed(report: Report, question: Question) -> Iterator[Composed]:
    compose = composer_of(question)
    if compose is not None:
        yield from compose(question, report.places)


def _answers(report: Report, question: Question, *, with_lines: bool) -> Iterator[Flowable]:
    """Say the answers; lines for an article stand in composed tables, else behind the answer."""
    said = []
    for finding in question.findings:
        # p stays in one line with what it is
        said.append(held(report.words(finding.answer)))
        if with_lines and (line := report.words(finding.apa)):
            said.append(line.replace("\n", "; ") + ".")
    yield paragraph(" ".join(said), "said")


def _warnings(report: Report, question: Question) -> Iterator[Flowable]:
    """Say what to be careful about: once, with the subjects unless it is said of all."""
    found = question.findings
    every = [(one.subject, warning) for one in found for warning in one.warnings]
    texts = []
    for text, subjects in said_once(every, report.language):
        names = "" if len(subjects) == len(found) else f"{', '.join(subjects)}: "
        texts.append(f"{names}{text}")
    if texts:
        yield paragraph(" ".join(texts), "caution")


def _by_keys(report: Report, question: Question) -> Iterator[Flowable]:
    """Set the tables of a question that nobody composed: by the keys of its numbers."""
    there = tuple(one for one in map(_known, question.findings) if one.numbers or one.alternatives)
    known = replace(question, findings=there)
    for made in (*tables(known, report.places), *alternatives(known, report.language)):
        yield from report.table(made)


def _known(one: Finding) -> Finding:
    """Leave out a finding's numbers and other ways where there is no value."""
    numbers = tuple(it for it in one.numbers if it.value is not None)
    ways = tuple(it for it in one.alternatives if it.apa)
    return replace(one, numbers=numbers, alternatives=ways)
