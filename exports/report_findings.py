"""The part of the report that can be published: results, methods and what was missing."""

from collections.abc import Callable, Iterator

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Paragraph, Spacer
from reportlab.platypus.flowables import Flowable

from exports.finding_numbers import Places
from exports.finding_tables import (
    Question,
    alternatives,
    questions,
    said_once,
    tables,
)
from exports.findings.finding import Finding, Findings
from exports.findings_figures import finding_figures
from exports.fitted_tables import Printed
from exports.paper import paragraph, table
from exports.source import Source
from exports.wording import Words, say
from instruments.wording import Language

Caption = Callable[[str], Paragraph]
LONG = 10
"""Rows of a table that may break over pages."""
TALLEST = 235 * mm
"""A higher figure is made smaller: nothing can be higher than a page."""
MOST_SAID = 12
"""More answers to one question are read in their table alone."""


def results_part(findings: Findings, source: Source, caption: Caption) -> Iterator[Flowable]:
    """Set every finding; nothing at all where there is none."""
    asked = [one for group in findings.groups for one in questions(group, source.choices.language)]
    if not asked:
        return
    language = source.choices.language
    places = Places({wave.key: wave for wave in source.frame.waves}, language)
    yield paragraph(say("Results").in_(language), "heading")
    title = ""
    for question in asked:
        if question.title != title:
            title = question.title
            yield paragraph(title, "subheading")
        yield from _question(question, places, caption)
    yield from _methods(asked, language)
    yield from _missing(asked, language)


def _question(question: Question, places: Places, caption: Caption) -> Iterator[Flowable]:
    language = places.language
    yield paragraph(question.words, "question")
    is_said = len(question.findings) <= MOST_SAID
    if is_said:
        for finding in question.findings:
            yield from _said(finding, language)
    yield from _warnings(question, language)
    for printed in tables(question, places):
        yield from _set(printed, caption)
    if is_said:
        yield from _figures(question, language)
    if found := alternatives(question, language):
        printed, notes = found
        yield from _set(printed, caption)
        yield Spacer(1, 3)
        yield from (paragraph(note, "note") for note in notes)


def _figures(question: Question, language: Language) -> Iterator[Flowable]:
    for finding in question.findings:
        for draw in finding_figures(finding, language):
            figure = draw()
            yield Spacer(1, 8)
            if figure.height > TALLEST:
                figure.renderScale = TALLEST / figure.height
            yield figure


def _said(finding: Finding, language: Language) -> Iterator[Flowable]:
    """Say the answer, and give the line for an article."""
    # p stays in one line with what it is
    yield paragraph(finding.answer.in_(language).replace(" = ", "\u00a0=\u00a0"), "text")
    if line := finding.apa.in_(language):
        yield paragraph(line, "line")


def _warnings(question: Question, language: Language) -> Iterator[Flowable]:
    """Say what to be careful about: once, with the subjects unless it is said of all."""
    found = question.findings
    every = [(one.subject, warning) for one in found for warning in one.warnings]
    for text, subjects in said_once(every, language):
        names = "" if len(subjects) == len(found) else f"{', '.join(subjects)}: "
        yield paragraph(f"{names}{text}", "caution")


def _set(printed: Printed, caption: Caption) -> Iterator[Flowable]:
    made = caption(printed.caption)
    if len(printed.rows) > LONG:
        # with the caption kept to it, a long table would begin on a page of its own
        made.keepWithNext = 0
        yield CondPageBreak(45 * mm)
    yield made
    yield table(printed.head, printed.rows, printed.widths, words=printed.words)


def _methods(asked: list[Question], language: Language) -> Iterator[Flowable]:
    title = say("How the results were computed").in_(language)
    yield from _told(title, asked, lambda finding: finding.model, language)


def _missing(asked: list[Question], language: Language) -> Iterator[Flowable]:
    title = say("What is missing, and what was done about it").in_(language)
    yield from _told(title, asked, lambda finding: finding.missing, language)


def _told(
    title: str, asked: list[Question], of: Callable[[Finding], Words], language: Language
) -> Iterator[Flowable]:
    """Write a paragraph for each question; a text that is said of several stands once."""
    told: set[tuple[str, tuple[str, ...]]] = set()
    parts: list[str] = []
    for question in asked:
        pairs = [(finding.subject, of(finding)) for finding in question.findings]
        found = [*said_once(pairs, language)]
        new = [one for one in found if one not in told]
        told |= {*new}
        words = " ".join(
            text if len(found) == 1 else f"{', '.join(subjects)}: {text}" for text, subjects in new
        )
        if words:
            parts.append(f"{question.title}. {question.words} {words}")
    if parts:
        yield paragraph(title, "subheading")
        for part in parts:
            yield paragraph(part, "text")
