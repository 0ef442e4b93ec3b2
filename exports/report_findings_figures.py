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
        if means.minimum is None or means.maximum is None:
            continue
        yield _means(finding, means, lines, language)


def _means(finding: Finding, means: Means, lines: Lines | None, language: Language) -> Drawing:
    steps = (one.mean for one in means.means if one.mean is not None)
    name = (means.name or finding.subject).in_(language)
    title = f"{name}: {' → '.join(number(mean, language, 2) for mean in steps)}"
    return scale_means(
        title,
        say(
            "Mean and 95 % interval; every thin line is one person. Scale {low}–{high}.",
            low=number(means.minimum, language, 0),
            high=number(means.maximum, language, 0),
        ).in_(language),
        [
            MeanPoint(one.wave.in_(language), one.n, one.mean, one.low, one.high)
            for one in means.means
        ],
        [line.values for line in lines.lines] if lines else [],
        low=means.minimum,
        high=means.maximum,
        language=language,
    )
