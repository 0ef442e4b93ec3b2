"""Who answered when, and what they left blank."""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.statistics.outcome import Undefined
from exports.statistics.proportions import Share, share


@dataclass(frozen=True, slots=True)
class Participation:
    """How many of the expected records of people x occasions there are.

    `by_occasion` are the shares of people at each occasion, `complete` the share of those who were
    there at all of them, `retained` the share of those of the first who were there at the last.
    """

    people: int
    occasions: int
    expected: int
    answered: int
    absent: int
    by_occasion: tuple[Share, ...]
    complete: Share
    retained: Share


def participation(answered: Sequence[Sequence[bool]]) -> Participation:
    """Count who answered at which occasion: one row per person, one column per occasion.

    Shares have Wilson intervals; those of nobody, and retention with a single occasion, say why
    they are undefined.
    """
    columns = [*zip(*answered, strict=True)]
    people, there = len(answered), sum(map(sum, answered))
    first = [row for row in answered if row and row[0]]
    retained = share(sum(row[-1] for row in first), len(first))
    if len(columns) == 1:
        retained = Share(retained.x, retained.n, None, None, None, Undefined.ONE_OCCASION)
    expected = people * len(columns)
    return Participation(
        people,
        len(columns),
        expected,
        there,
        expected - there,
        tuple(share(sum(column), people) for column in columns),
        share(sum(bool(row) and all(row) for row in answered), people),
        retained,
    )


def item_gaps(rows: Sequence[Sequence[object]]) -> Share:
    """Give the share of cells left blank: one row per record, a column per item that was asked.

    None is a blank; rows may differ in length, because not everybody is asked everything.
    """
    return share(sum([*row].count(None) for row in rows), sum(map(len, rows)))
