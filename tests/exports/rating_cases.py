"""Ratings for tests: published tables, and any ratings at all."""

from hypothesis import settings
from hypothesis import strategies as st

steady = settings(derandomize=True, deadline=None, max_examples=60)
"""The same examples at every run, and no clock."""

GAP = None
KRIPPENDORFF = [
    *zip(
        (1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3),
        (GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP),
        strict=True,
    )
]
"""Krippendorff 2011: four observers, twelve units, seven gaps; irrCAC's cac.raw4raters."""

SHROUT_FLEISS = [
    (9, 2, 5, 8),
    (6, 1, 3, 2),
    (8, 4, 6, 8),
    (7, 1, 2, 6),
    (10, 5, 6, 9),
    (6, 2, 4, 7),
]
"""Shrout & Fleiss 1979, table 2: six targets, four judges."""


def units(counts):
    """Turn units x codes counts into units x raters."""
    return [[code for code, n in enumerate(row) for _ in range(n)] for row in counts]


def pairs(table):
    """Turn a table of two raters, first in the rows, into two columns; codes are 1, 2, 3 ..."""
    cells = [
        (one, other)
        for one, row in enumerate(table, start=1)
        for other, n in enumerate(row, start=1)
        for _ in range(n)
    ]
    return [*zip(*cells, strict=True)]


CODES = st.sampled_from((None, 1, 2, 4, 7))
TWO = st.lists(st.tuples(CODES, CODES), max_size=25)
THREE = st.lists(st.tuples(CODES, CODES, CODES), min_size=1, max_size=15)
WHOLE = st.lists(st.tuples(*[st.sampled_from((1, 2, 3, 5))] * 3), min_size=2, max_size=15)
