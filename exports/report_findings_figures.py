"""The figures of findings on paper."""

from collections.abc import Iterator

from reportlab.graphics.shapes import Drawing

from exports.figures import MeanPoint, scale_means
from exports.findings.finding import Finding, Lines, Means
from exports.numbers import number
from exports.wording import say
from instruments.wording import Language


def drawn(finding: Finding, language: Language) -> Iterator[Drawing]:
    """Draw means over waves with the lines of people behind."""
    lines = next((one for one in finding.drawings if isinstance(one, Lines)), None)
    for means in finding.drawings:
        if not isinstance(means, Means) or len(means.means) < 2:
            continue
        if means.minimum is not None and means.maximum is not None:
            ends = (means.minimum, means.maximum)
            yield _means(finding, means, lines, ends, language)


def _means(
    finding: Finding,
    means: Means,
    lines: Lines | None,
    ends: tuple[float, float],
    language: Language,
) -> Drawing:
    low, high = ends
    steps = (one.mean for one in means.means if one.mean is not None)
    name = (means.name or finding.subject).in_(language)
    title = f"{name}: {' → '.join(number(mean, language, 2) for mean in steps)}"
    return scale_means(
        title,
        say(
            "Mean and 95 % interval; every thin line is one person. Scale {low}–{high}.",
            low=number(low, language, 0),
            high=number(high, language, 0),
        ).in_(language),
        [
            MeanPoint(one.wave.in_(language), one.n, one.mean, one.low, one.high)
            for one in means.means
        ],
        [line.values for line in lines.lines] if lines else [],
        low=low,
        high=high,
        language=language,
    )
