"""Observers against a master's codes on training lessons, and whether they keep to them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exports.agreements import Comparisons, Tally
from exports.coding import Codings, Point
from exports.columns import Cell
from exports.compared import Pair
from exports.item_agreement import is_near
from exports.keys import ZONE
from exports.layout import keys_about
from exports.recorded import Recorded
from exports.source import Source
from exports.statistics.outcome import Undefined
from instruments.definitions import About, Instrument

Months = defaultdict[str, list[tuple[Cell, Cell]]]
"""Codes of two observers by month, near ones made equal."""
NO_TEST = "no_test"
"""The instrument does not say how much is enough."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """One observer on one training lesson.

    Of `n` codes of the master's `equal` are the observer's too and `near` are equal or, for levels
    in order, at most `within` apart; `left_open` have none of the observer's and count as not
    equal. `passed` compares the near share with `threshold`: None where the instrument has no such
    test, or nothing to compare, and `why` says that. `positive` is the agreement on what was seen.
    """

    instrument: str
    version: int
    observer: str
    master: str
    lesson: str
    wave: str
    day: str
    n: int
    left_open: int
    equal: int
    near: int
    share_equal: float | None
    share_near: float | None
    low: float | None
    high: float | None
    positive: float | None
    within: int
    threshold: float
    passed: bool | None
    why: str


@dataclass(frozen=True, slots=True)
class DriftInMonth:
    """The codes of one month: `x` of `n` equal, or near for levels in order."""

    month: str
    x: int
    n: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Drift:
    """The agreement of two observers month by month; `z` is positive where it grows."""

    instrument: str
    rater_a: str
    rater_b: str
    months: tuple[DriftInMonth, ...]
    z: float | None
    p: float | None
    why: str


def certificates(source: Source, zone: str = ZONE) -> Iterator[Certificate]:
    """Judge every observer on every training lesson, per chosen instrument about lessons."""
    for key in keys_about(source, About.LESSON):
        yield from certified(Codings(Recorded(source, key, zone)))


def certified(codings: Codings) -> Iterator[Certificate]:
    """Judge the observers of one instrument."""
    versions = {one.version: one for one in codings.recorded.versions}
    for pair in codings.trials():
        yield _certificate(versions[pair.version], codings.points, pair)


def _certificate(instrument: Instrument, points: dict[str, Point], pair: Pair) -> Certificate:
    # numpy is loaded by whoever asks for a statistic, not by the start of the program
    from exports.statistics.certification import certify  # noqa: PLC0415

    within, threshold = instrument.certify_within, instrument.certify_share
    tally, masters, observers, nears = Tally(), [], [], []
    for one in pair.compared():
        point = points[one.item]
        tally.take(point, one.first, one.second, within)
        masters.append(one.first)
        observers.append(one.second)
        near = one.second is not None and is_near(point, one.first, one.second, within)
        nears.append(one.first if near else one.second)
    exact = certify(observers, masters, threshold=threshold)
    close = certify(nears, masters, threshold=threshold)
    why = str(exact.why or "")
    return Certificate(
        pair.instrument,
        instrument.version,
        pair.second.author,
        pair.first.author,
        pair.lesson,
        pair.wave,
        pair.day.isoformat() if pair.day else "",
        exact.n,
        exact.left_open,
        exact.equal.x,
        close.equal.x,
        exact.equal.share,
        close.equal.share,
        close.equal.low,
        close.equal.high,
        tally.positive,
        within,
        threshold,
        close.passed if threshold else None,
        why if threshold else why or NO_TEST,
    )


def drifts(comparisons: Iterable[Comparisons]) -> Iterator[Drift]:
    """Follow every pair of independent observers from month to month."""
    for one in comparisons:
        months: defaultdict[tuple[str, str], Months] = defaultdict(lambda: defaultdict(list))
        for column in one.columns.values():
            for a, b, at in zip(column.first, column.second, column.meetings, strict=True):
                meeting = one.meetings[at]
                near = None not in (a, b) and is_near(column.point, a, b, one.within)
                months[meeting.raters][meeting.month].append((a, a if near else b))
        for raters in sorted(months):
            yield _drift(one.instrument, raters, months[raters])


def _drift(instrument: str, raters: tuple[str, str], found: Months) -> Drift:
    # as above
    from exports.statistics.certification import drift  # noqa: PLC0415

    ordered = {month: found[month] for month in sorted(found)}
    result = drift(ordered)
    months = tuple(
        DriftInMonth(month, one.x, one.n, one.share, one.low, one.high)
        for month, one in result.periods
    )
    return Drift(instrument, *raters, months, result.trend.z, result.trend.p, _reason(result.why))


def _reason(why: Undefined | None) -> str:
    return str(why) if why else ""
