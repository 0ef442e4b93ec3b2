"""The figures of a question: its subjects side by side, two in a row."""

from collections.abc import Callable, Sequence

from reportlab.graphics.shapes import Drawing
from reportlab.platypus import Table, TableStyle
from reportlab.platypus.flowables import Flowable

from exports.article.pages import fitted
from exports.finding_tables import Question
from exports.findings.finding import Topic
from exports.findings_figures import finding_figures
from exports.paper import TEXT_WIDTH
from exports.report_figures import item_figures
from exports.summary import Summary
from instruments.wording import Language

GAP = 14.0


def is_of_items(question: Question) -> bool:
    """Say whether a question is about single items."""
    return all(one.topic is Topic.ITEMS for one in question.findings)


def drawn(question: Question, language: Language, summaries: Sequence[Summary]) -> list[Flowable]:
    """Draw a question: items as bars under one another, other subjects two in a row."""
    if is_of_items(question):
        keys = {one.instrument for one in question.findings}
        own = [one for one in summaries if one.instrument.key in keys]
        return [fitted(figure) for one in own for figure in item_figures(one, language)]
    whole, half = _draws(question, language, TEXT_WIDTH), (TEXT_WIDTH - GAP) / 2
    if len(whole) == 1:
        return [fitted(draw()) for draw in whole]
    return side_by_side([fitted(draw()) for draw in _draws(question, language, half)])


def _draws(question: Question, language: Language, width: float) -> list[Callable[[], Drawing]]:
    """Give what draws the first figure of every subject."""
    return [
        draw
        for finding in question.findings
        for draw in finding_figures(finding, language, width)[:1]
    ]


def side_by_side(figures: Sequence[Drawing]) -> list[Flowable]:
    """Set figures two in a row."""
    half = (TEXT_WIDTH + GAP) / 2
    rows: list[Flowable] = []
    for start in range(0, len(figures), 2):
        row = [*figures[start : start + 2]]
        made = Table([row + [""] * (2 - len(row))], [half, TEXT_WIDTH - half], hAlign="LEFT")
        made.setStyle(
            TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("PADDING", (0, 0), (-1, -1), 0)])
        )
        rows.append(made)
    return rows
