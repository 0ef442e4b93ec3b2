"""Paragraphs that tell of many findings at once: how they were computed, what was missing."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from reportlab.platypus.flowables import Flowable

from exports.article.columns import sign
from exports.article.pages import Report
from exports.finding_tables import Question, said_once
from exports.findings.finding import Finding
from exports.paper import named_paragraph, paragraph
from exports.wording import Words

Told = Callable[[Finding], Words]


def told(report: Report, title: Words, asked: Sequence[Question], of: Told) -> Iterator[Flowable]:
    """Write a paragraph for each topic; a text that is said of several subjects stands once."""
    parts = [*_parts(asked, of, report)]
    if parts:
        yield paragraph(report.words(title), "subheading")
        for topic, words in parts:
            yield named_paragraph(topic, words, "small")


MOST_NAMED = 12
"""More subjects of one question are called by their codes."""


def _name(one: Finding, question: Question) -> Words:
    return sign(one.code) if len(question.findings) > MOST_NAMED else one.subject


def _parts(asked: Sequence[Question], of: Told, report: Report) -> Iterator[tuple[str, str]]:
    said: set[str] = set()
    for title, questions in groupby(asked, key=lambda question: question.title):
        sentences: list[str] = []
        for question in questions:
            pairs = [(_name(one, question), of(one)) for one in question.findings]
            found = [*said_once(pairs, report.language)]
            for text, subjects in found:
                whole = text if len(found) == 1 else f"{', '.join(subjects)}: {text}"
                if whole not in said:
                    said.add(whole)
                    sentences.append(whole)
        if sentences:
            yield title, " ".join(sentences)
