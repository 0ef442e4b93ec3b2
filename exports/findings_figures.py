"""The figures of a finding: one drawing for the page and for the paper, wide or narrow."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from reportlab.graphics.shapes import Drawing as Figure

from exports.count_figures import counts_figure, points_figure, quantiles_figure
from exports.drawn import Chosen, figures_of, questions_together
from exports.effect_figures import forest_figure, shares_figure
from exports.figures import LikertBar, LikertRow, MeanPoint, likert_bars, scale_means
from exports.findings.finding import (
    Choices,
    Counts,
    Drawing,
    Finding,
    Forest,
    Group,
    Lines,
    Means,
    Points,
    Quantiles,
    Shares,
)
from exports.findings.headlines import headline, upper
from exports.line_figures import lines_figure
from exports.numbers import number, share
from exports.paper import TEXT_WIDTH
from exports.typography import register_fonts
from instruments.wording import Language, catalogue

NARROW = 210.0
"""Points across of a drawing for a phone, where they are larger than elsewhere."""
ON_PAGE = 410.0
"""Points across of a drawing beside the words of a page: its smallest letters are 11 px there."""
ROOM = 0.08
"""Of the spread of the values, above and below, where a scale has no ends of its own."""
ARROW = " → "


def finding_figures(
    finding: Finding, language: Language, width: float | None = None
) -> list[Callable[[], Figure]]:
    """Give what draws each figure of a finding."""
    register_fonts()
    return [
        partial(
            DRAWN[type(parts[0])],
            parts,
            headline(finding, parts[0]).in_(language),
            language,
            width or TEXT_WIDTH,
        )
        for parts in figures_of(finding)
    ]


def questions_figures(
    group: Group, language: Language, width: float | None = None
) -> list[Callable[[], Figure]]:
    """Give what draws the questions of a topic together, those with the same choices at a time."""
    register_fonts()
    title = group.title.in_(language)
    return [
        partial(_questions, rows, title, language, width or TEXT_WIDTH)
        for rows in questions_together(group)
    ]


def _questions(rows: Sequence[Chosen], title: str, language: Language, width: float) -> Figure:
    _ = catalogue("exports", language).gettext
    waves = list(
        dict.fromkeys(one.wave.in_(language) for _finding, drawn in rows for one in drawn.waves)
    )
    said = halves_said(rows[0][1], language)
    turned = _most_turned(rows)
    if turned:
        shares = [
            share(*upper(one.counts), language) for one in (turned[1].waves[0], turned[1].waves[-1])
        ]
        name = turned[0].subject.in_(language)
        title = _("Turned most: “{name}” {shares}").format(name=name, shares=ARROW.join(shares))
    said += " " + "; ".join(f"{place} — {wave}" for place, wave in enumerate(waves, 1)) + "."
    if any(finding.warnings for finding, _drawn in rows):
        said += " " + _("* See the warning at the statement itself.")
    return likert_bars(
        title,
        said,
        [choice.in_(language) for choice in rows[0][1].choices],
        [
            LikertRow(
                finding.subject.in_(language) + (" *" if finding.warnings else ""),
                tuple(
                    LikertBar(str(waves.index(one.wave.in_(language)) + 1), one.counts)
                    for one in drawn.waves
                ),
            )
            for finding, drawn in rows
        ],
        width=width,
    )


def _most_turned(rows: Sequence[Chosen]) -> Chosen | None:
    """Find the question whose share above the neutral answer changed most."""

    def turn(row: Chosen) -> float:
        first, last = (upper(one.counts) for one in (row[1].waves[0], row[1].waves[-1]))
        return abs(last[0] / last[1] - first[0] / first[1])

    there = [
        row
        for row in rows
        if len(row[1].waves) > 1 and all(upper(one.counts)[1] for one in row[1].waves)
    ]
    return max(there, key=turn, default=None)


def halves_said(drawn: Choices, language: Language) -> str:
    """Say below the title how answers stand around the middle."""
    _ = catalogue("exports", language).gettext
    if len(drawn.choices) % 2:
        return _("The neutral answer in the middle; the numbers count those below and above it.")
    return _("The lower half of the answers left of the line, the upper half right of it.")


def _means(parts: Sequence[Any], title: str, language: Language, width: float) -> Figure:
    _ = catalogue("exports", language).gettext
    means: Means = parts[0]
    people = [line.values for line in parts[1].lines] if len(parts) > 1 else []
    low, high = _ends(means, people)
    said = _("Mean and 95 % interval.")
    if people:
        said = _("Mean and 95 % interval; every thin line is one of {n}.").format(n=len(people))
    if means.minimum is not None and means.maximum is not None:
        ends = {"low": number(low, language, 0), "high": number(high, language, 0)}
        said = f"{said} {_('Scale {low}–{high}.').format(**ends)}"
    return scale_means(
        title,
        said,
        [
            MeanPoint(one.wave.in_(language), one.n, one.mean, one.low, one.high)
            for one in means.means
        ],
        people,
        low=low,
        high=high,
        language=language,
        width=width,
    )


def _ends(means: Means, lines: Sequence[Sequence[float | None]]) -> tuple[float, float]:
    """Give the ends of the axis: those of the scale, else around the values."""
    if means.minimum is not None and means.maximum is not None:
        return means.minimum, means.maximum
    known = [end for one in means.means for end in (one.mean, one.low, one.high)]
    return around([*known, *(value for line in lines for value in line)])


def around(values: Sequence[float | None]) -> tuple[float, float]:
    """Give the ends of an axis a little beyond the values."""
    there = [value for value in values if value is not None] or [0.0, 1.0]
    low, high = min(there), max(there)
    room = (high - low) * ROOM or 1.0
    return low - room, high + room


def _choices(parts: Sequence[Any], title: str, language: Language, width: float) -> Figure:
    drawn: Choices = parts[0]
    bars = tuple(
        LikertBar(f"{one.wave.in_(language)}, n = {one.n}", one.counts) for one in drawn.waves
    )
    return likert_bars(
        title,
        halves_said(drawn, language),
        [choice.in_(language) for choice in drawn.choices],
        [LikertRow("", bars)],
        width=width,
    )


def _lines(parts: Sequence[Any], title: str, language: Language, width: float) -> Figure:
    lines: Lines = parts[0]
    low, high = lines.minimum, lines.maximum
    if low is None or high is None:
        low, high = around([value for line in lines.lines for value in line.values])
    return lines_figure(lines, (low, high), title, language, width)


def _forest(parts: Sequence[Any], title: str, language: Language, width: float) -> Figure:
    forest: Forest = parts[0]
    return forest_figure(forest, title, language, width)


def _shares(parts: Sequence[Any], title: str, language: Language, width: float) -> Figure:
    shares: Shares = parts[0]
    return shares_figure(shares, title, language, width)


def _counts(parts: Sequence[Any], title: str, language: Language, width: float) -> Figure:
    counts: Counts = parts[0]
    return counts_figure(counts, title, language, width)


def _points(parts: Sequence[Any], title: str, language: Language, width: float) -> Figure:
    points: Points = parts[0]
    return points_figure(points, title, language, width)


def _quantiles(parts: Sequence[Any], title: str, language: Language, width: float) -> Figure:
    quantiles: Quantiles = parts[0]
    return quantiles_figure(quantiles, title, language, width)


Draw = Callable[[Sequence[Any], str, Language, float], Figure]
DRAWN: Mapping[type[Drawing], Draw] = {
    Means: _means,
    Lines: _lines,
    Choices: _choices,
    Forest: _forest,
    Shares: _shares,
    Counts: _counts,
    Points: _points,
    Quantiles: _quantiles,
}
"""Every kind of drawing, and how it is drawn."""
