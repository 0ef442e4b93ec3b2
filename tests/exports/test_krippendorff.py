"""Krippendorff's alpha: his own example, a slow second way, and two raters by formula."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.statistics import krippendorff
from exports.statistics.krippendorff import Level, krippendorff_alpha
from exports.statistics.outcome import Undefined
from tests.exports.rating_cases import KRIPPENDORFF, THREE, steady

PUBLISHED = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}


@pytest.mark.parametrize(("level", "published"), PUBLISHED.items())
def test_krippendorffs_own_example(level, published):
    found = krippendorff_alpha(KRIPPENDORFF, Level(level)).value
    assert found == pytest.approx(published, abs=5e-4)


def between(one, other, times) -> float:
    """Square the number of ratings from one code to the other, the ends counting half."""
    low, high = sorted((one, other))
    inside = sum(n for code, n in times.items() if low <= code <= high)
    return (inside - (times[one] + times[other]) / 2) ** 2


DISTANCES = {
    Level.NOMINAL: lambda one, other, _: one != other,
    Level.ORDINAL: between,
    Level.INTERVAL: lambda one, other, _: (one - other) ** 2,
    Level.RATIO: lambda one, other, _: ((one - other) / (one + other)) ** 2,
}


def slowly(rows, level: Level) -> float | None:
    """Go through the matrix of coincidences, as Krippendorff writes it down."""
    seen: Counter = Counter()
    for row in rows:
        there = [code for code in row if code is not None]
        for one, other in permutations(there, 2):
            seen[one, other] += 1 / (len(there) - 1)
    times: Counter = Counter()
    for (one, _), n in seen.items():
        times[one] += n
    codes, whole = sorted(times), sum(times.values())

    apart = DISTANCES[level]
    expected = sum(times[a] * times[b] * apart(a, b, times) for a in codes for b in codes)
    if not expected:
        return None
    observed = sum(n * apart(*pair, times) for pair, n in seen.items())
    return 1 - (whole - 1) * observed / expected


@pytest.mark.parametrize("level", Level)
def test_it_equals_the_slow_way(level):
    @steady
    @given(THREE)
    def equal(rows):
        wanted = slowly(rows, level)
        found = krippendorff_alpha(rows, level)
        assert found.value == (None if wanted is None else pytest.approx(wanted, abs=1e-9))
        assert (found.value is None) == (found.why is not None)

    equal()


@steady
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=30))
def test_two_raters_nominal_by_formula(rows):
    """Alpha = 1 - (1 - Scott's pi)(2n - 1) / 2n."""
    two = [(int(a), int(b)) for a, b in rows]
    n, yes = len(two), sum(map(sum, two))
    if yes in (0, 2 * n):
        assert krippendorff_alpha(two, Level.NOMINAL).why is Undefined.ONE_CATEGORY
        return
    seen, share = sum(a == b for a, b in two) / n, yes / (2 * n)
    chance = share**2 + (1 - share) ** 2
    pi = (seen - chance) / (1 - chance)
    wanted = 1 - (1 - pi) * (2 * n - 1) / (2 * n)
    assert krippendorff_alpha(two, Level.NOMINAL).value == pytest.approx(wanted)
    assert krippendorff_alpha(two, Level.INTERVAL).value == pytest.approx(wanted)


@steady
@given(THREE, st.permutations((1, 2, 4, 7)))
def test_other_names_change_nothing_nominal(rows, names):
    new = {None: None, **dict(zip((1, 2, 4, 7), names, strict=True))}
    turned = [tuple(new[code] for code in row[::-1]) for row in rows[::-1]]
    there, back = (krippendorff_alpha(one, Level.NOMINAL).value for one in (rows, turned))
    assert there == (None if back is None else pytest.approx(back))


@steady
@given(THREE)
def test_stretching_changes_nothing_ordinal_and_interval(rows):
    longer = [tuple(code and code * 3 + 5 for code in row) for row in rows]
    for level in (Level.ORDINAL, Level.INTERVAL):
        there, back = (krippendorff_alpha(one, level).value for one in (rows, longer))
        assert there == (None if back is None else pytest.approx(back))


def test_units_rated_once_change_nothing():
    more = [*KRIPPENDORFF, (9, None, None, None), (None,) * 4]
    for level in Level:
        assert krippendorff_alpha(more, level) == krippendorff_alpha(KRIPPENDORFF, level)


def test_more_codes_than_are_held_at_once(monkeypatch):
    whole = [krippendorff_alpha(KRIPPENDORFF, level).value for level in Level]
    monkeypatch.setattr(krippendorff, "ROWS", 2)
    assert [krippendorff_alpha(KRIPPENDORFF, one).value for one in Level] == pytest.approx(whole)


def test_perfect_agreement():
    for level in Level:
        assert krippendorff_alpha([(0, 0, None), (2.5, 2.5, 2.5)], level).value == 1


@pytest.mark.parametrize(
    ("rows", "level", "why"),
    [
        ([], Level.NOMINAL, Undefined.NO_PAIRS),
        ([(1,), (2,)], Level.NOMINAL, Undefined.ONE_RATER),
        ([(1, None), (None, 2)], Level.ORDINAL, Undefined.NO_PAIRS),
        ([(3, 3), (3, 3)], Level.INTERVAL, Undefined.ONE_CATEGORY),
        ([("a", "b"), ("b", "b")], Level.INTERVAL, Undefined.NOT_NUMBERS),
        ([(-1, 2), (2, 2)], Level.RATIO, Undefined.NEGATIVE),
    ],
)
def test_where_it_is_not_defined_there_is_a_reason(rows, level, why):
    found = krippendorff_alpha(rows, level)
    assert (found.value, found.why) == (None, why)
