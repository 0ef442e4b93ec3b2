"""Which figures the drawings of a finding come to, without drawing any."""

from exports.findings.finding import Drawing, Finding, Lines, Means

Parts = tuple[Drawing, ...]


def figures_of(finding: Finding) -> tuple[Parts, ...]:
    """Group the drawings of a finding: means and the lines of the same waves are one figure."""
    made: list[Parts] = []
    for one in finding.drawings:
        if made and _are_behind(one, made[-1]):
            made[-1] = (*made[-1], one)
        else:
            made.append((one,))
    return tuple(made)


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
