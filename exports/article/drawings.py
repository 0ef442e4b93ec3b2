"""The figure of a question: all its subjects in one drawing."""

from reportlab.platypus.flowables import Flowable

from exports.article.pages import fitted
from exports.findings.finding import Topic
from exports.findings.overview import Overview
from exports.overview_figures import overview_figure
from exports.paper import TEXT_WIDTH
from instruments.wording import Language

DENSE = 0.74
"""Bars of many statements are set so much smaller."""
SMALLER = 0.82
"""Other figures are drawn wider than the text, and set so much smaller."""


def drawn(overview: Overview, language: Language) -> list[Flowable]:
    """Draw what an overview shows; of many statements those that changed most.

    Counts of codes by wave are no figure: cell by cell they are the table above.
    """
    if overview.topic is Topic.TALK:
        return []
    figure = overview_figure(overview, language, TEXT_WIDTH / SMALLER)
    return [fitted(figure, SMALLER)] if figure else []
