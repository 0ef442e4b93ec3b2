"""Observers against a master's codes, and whether they keep to them over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exports.statistics.outcome import Undefined
from exports.statistics.proportions import Share, Trend, share, trend
from exports.statistics.ratings import Code, cleaned

CLOSE = 1e-9
"""Shares and distances that differ by less are equal: floats."""


@dataclass(frozen=True, slots=True)
class Certification:
    """How far an observer's codes are a master's.

    `n` items have a master's code; `left_open` of them none of the observer's and count as not
    equal. `equal` and `within` are shares with Wilson intervals; `passed` is None where there is
    nothing to compare or codes are words, and `why` says which.
    """

    n: int
    left_open: int
    equal: Share
    within: Share
    threshold: float
    passed: bool | None
    why: Undefined | None = None


def certify(
    observer_codes: Sequence[Code | None],
    master_codes: Sequence[Code | None],
    within: float = 0,
    threshold: float = 0.8,
    levels: Sequence[Code] | None = None,
) -> Certification:
    """Compare an observer with a master, item by item.

    Passed is who has at least `threshold` (0 to 1) of the items at most `within` levels from the
    master's code: by value, or by place among `levels` where they are given. Items without a
    master's code are left out. Words have no distances unless `levels` names them: then within
    is undefined, except for `within` = 0.
    """
    pairs = [
        (cleaned(own), master)
        for own, given in zip(observer_codes, master_codes, strict=True)
        if (master := cleaned(given)) is not None
    ]
    n = len(pairs)
    equal = share(sum(own == master for own, master in pairs), n)
    near = equal if not within else _near(pairs, within, levels)
    passed = None if near.share is None else near.x >= threshold * n - CLOSE
    left_open = sum(own is None for own, _ in pairs)
    return Certification(n, left_open, equal, near, threshold, passed, near.why)


def _near(
    pairs: Sequence[tuple[Code | None, Code]], within: float, levels: Sequence[Code] | None
) -> Share:
    apart = [distance(own, master, levels) for own, master in pairs if own is not None]
    if any(one is None for one in apart):
        return Share(0, len(pairs), None, None, None, Undefined.NOT_NUMBERS)
    return share(sum(one is not None and one <= within + CLOSE for one in apart), len(pairs))


def distance(one: Code, other: Code, levels: Sequence[Code] | None = None) -> float | None:
    """Say how many levels two codes are apart; None for words that `levels` does not name."""
    order = {cleaned(level): place for place, level in enumerate(levels or ())}
    if one in order and other in order:
        return float(abs(order[one] - order[other]))
    if isinstance(one, str) or isinstance(other, str):
        return None
    return abs(one - other)


@dataclass(frozen=True, slots=True)
class Drift:
    """Agreement period by period, in the order of time, and its trend.

    `trend.z` is positive where agreement grows. `periods` without a pair have an undefined share
    and do not count in the trend.
    """

    periods: tuple[tuple[str, Share], ...]
    trend: Trend
    why: Undefined | None = None


def drift(
    periods: Mapping[str, Sequence[tuple[Code | None, Code | None]]],
    within: float = 0,
    levels: Sequence[Code] | None = None,
) -> Drift:
    """Follow the agreement of two observers, or of one and a master, from period to period.

    `periods` hold the pairs of codes of each period in the order of time. A pair with a missing
    code is left out; agreement is equal codes, or codes at most `within` levels apart. Shares have
    Wilson intervals; the trend is Cochran and Armitage's with scores 1, 2, 3 ... for the periods:
    R `prop.trend.test`.
    """
    shares = [(label, _agreeing(pairs, within, levels)) for label, pairs in periods.items()]
    counted = [
        (one, place) for place, (_, one) in enumerate(shares, start=1) if one.share is not None
    ]
    found = trend(
        [one.x for one, _ in counted],
        [one.n for one, _ in counted],
        [float(place) for _, place in counted],
    )
    return Drift(tuple(shares), found, found.why)


def _agreeing(
    pairs: Sequence[tuple[Code | None, Code | None]], within: float, levels: Sequence[Code] | None
) -> Share:
    both = [
        (one, other)
        for one, other in ((cleaned(a), cleaned(b)) for a, b in pairs)
        if one is not None and other is not None
    ]
    if within:
        return _near(both, within, levels)
    return share(sum(one == other for one, other in both), len(both))
