"""The combined drawing of an overview: one for the page and for the paper, wide or narrow."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from reportlab.graphics.shapes import Drawing as Figure

from exports.count_figures import counts_figure
from exports.figures import SLIM, LikertBar, LikertRow, likert_bars
from exports.findings.finding import Choices, Counts, Drawing, Forest, Group, Lines, Means, Shares
from exports.findings.overview import Overview, Part
from exports.findings.overviews import overviews_of
from exports.findings.overviews_of_others import STAR
from exports.findings_figures import halves_said
from exports.grouped_figures import forests, shares_groups
from exports.panel_figures import lines_panels, means_panels, numbered
from exports.paper import TEXT_WIDTH
from exports.typography import register_fonts
from instruments.wording import Language, catalogue

FEW = 2
"""Statements on a narrow drawing."""
Draw = Callable[[str, Sequence[Part], Language, float], Figure]


def overview_figure(overview: Overview, language: Language, width: float | None = None) -> Figure:
    """Draw what an overview that has parts shows."""
    register_fonts()
    draw = COMBINED[type(overview.parts[0].drawing)]
    return draw(overview.headline.in_(language), overview.parts, language, width or TEXT_WIDTH)


def overview_figures(
    group: Group, key: str, language: Language, width: float | None = None
) -> list[Callable[[], Figure]]:
    """Give what draws an overview of a topic; nothing where there is none to draw."""
    register_fonts()
    return [
        partial(overview_figure, one, language, width)
        for one in overviews_of(group)
        if one.key == key and one.parts
    ]


def _choices(title: str, parts: Sequence[Part], language: Language, width: float) -> Figure:
    drawn = [(part.name.in_(language), part.drawing) for part in parts]
    there = [(name, one) for name, one in drawn if isinstance(one, Choices)]
    kept = there[:FEW] if width < SLIM else there
    waves = list(dict.fromkeys(at.wave.in_(language) for _, one in kept for at in one.waves))
    rows = [
        LikertRow(
            name,
            tuple(
                LikertBar(str(waves.index(at.wave.in_(language)) + 1), at.counts)
                for at in one.waves
            ),
        )
        for name, one in kept
    ]
    said = f"{halves_said(kept[0][1], language)} {numbered(waves)}."
    if any(name.endswith(STAR) for name, _ in kept):
        _ = catalogue("exports", language).gettext
        said += " " + _("* See the warning at the statement itself.")
    choices = [choice.in_(language) for choice in kept[0][1].choices]
    return likert_bars(title, said, choices, rows, width=width)


def _counts(title: str, parts: Sequence[Part], language: Language, width: float) -> Figure:
    counts = [part.drawing for part in parts if isinstance(part.drawing, Counts)]
    return counts_figure(counts[0], title, language, width)


COMBINED: Mapping[type[Drawing], Draw] = {
    Means: means_panels,
    Lines: lines_panels,
    Choices: _choices,
    Forest: forests,
    Shares: shares_groups,
    Counts: _counts,
}
"""Every kind of drawing that an overview has, and how its parts are drawn together."""
