"""The figure of a question: all its subjects in one drawing; statements as bars of answers."""

from reportlab.platypus.flowables import Flowable

from exports.article.pages import fitted
from exports.findings.finding import Group, Topic
from exports.findings.overview import Overview
from exports.findings_figures import questions_figures
from exports.overview_figures import overview_figure
from exports.paper import TEXT_WIDTH
from instruments.wording import Language

DENSE = 0.74
"""Bars of many statements are set so much smaller."""
SMALLER = 0.82
"""Other figures are drawn wider than the text, and set so much smaller."""


def drawn(group: Group, overview: Overview | None, language: Language) -> list[Flowable]:
    """Draw what an overview shows; of statements every one, not those that changed most.

    Counts of codes by wave are no figure: cell by cell they are the table above.
    """
    if group.topic is Topic.TALK:
        return []
    if group.topic is Topic.ITEMS:
        figures = [draw() for draw in questions_figures(group, language)]
        return [fitted(figure, DENSE) for figure in figures]
    figure = overview_figure(overview, language, TEXT_WIDTH / SMALLER) if overview else None
    return [fitted(figure, SMALLER)] if figure else []
