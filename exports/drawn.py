"""Which figures the drawings of a finding come to, without drawing any."""

from collections.abc import Iterator

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

Parts = tuple[Drawing, ...]
Chosen = tuple[Finding, Choices]
"""A question with what was chosen, as one row of a figure of several."""
ROWS = 9
"""Questions in one figure: a page of paper holds no more."""
SEVERAL = 3
"""From so many questions with the same choices on, they are drawn together as well."""


def figures_of(finding: Finding) -> tuple[Parts, ...]:
    """Group the drawings of a finding: means and the lines of the same waves are one figure."""
    made: list[Parts] = []
    for one in filter(holds_anything, finding.drawings):
        if made and _are_behind(one, made[-1]):
            made[-1] = (*made[-1], one)
        else:
            made.append((one,))
    return tuple(made)


def holds_anything(one: Drawing) -> bool:
    """Say whether there is anything to draw: an axis without a point is no figure."""
    match one:
        case Means(means=means):
            return any(at.mean is not None for at in means)
        case Lines(lines=lines):
            return any(value is not None for line in lines for value in line.values)
        case Choices(waves=waves):
            return any(at.n for at in waves)
        case Forest(effects=effects):
            return any(effect.value is not None for effect in effects)
        case Shares(shares=shares):
            return any(share.n for share in shares)
        case Counts(counts=counts):
            return any(n for row in counts for n in row)
        case Points(points=points) | Quantiles(points=points):
            return bool(points)


def _are_behind(one: Drawing, before: Parts) -> bool:
    """Say whether lines are drawn behind the means that stand before them."""
    first = before[0]
    return (
        len(before) == 1
        and isinstance(one, Lines)
        and isinstance(first, Means)
        and len(first.means) == len(one.waves)
    )


def count_figures(finding: Finding) -> int:
    """Count the figures of a finding."""
    return len(figures_of(finding))


def questions_together(group: Group) -> tuple[tuple[Chosen, ...], ...]:
    """Part the questions of a topic that have the same choices into figures."""
    alike: dict[tuple[object, ...], list[Chosen]] = {}
    for finding in group.findings:
        for drawing in finding.drawings:
            if isinstance(drawing, Choices) and any(one.n for one in drawing.waves):
                alike.setdefault((finding.instrument, *drawing.choices), []).append(
                    (finding, drawing)
                )
    return tuple(part for rows in alike.values() if len(rows) >= SEVERAL for part in _parted(rows))


def _parted(rows: list[Chosen]) -> Iterator[tuple[Chosen, ...]]:
    """Part rows evenly: no figure with a single one at the end."""
    figures = -(-len(rows) // ROWS)
    size = -(-len(rows) // figures)
    for start in range(0, len(rows), size):
        yield tuple(rows[start : start + size])
