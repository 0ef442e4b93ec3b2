"""Agreement of two raters on the units that both rated."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from exports.statistics.chance import brennan_prediger_of, gwet_ac1_of
from exports.statistics.kappa import (
    Counts,
    cohen_kappa,
    identity_weights,
    linear_weights,
    quadratic_weights,
)
from exports.statistics.outcome import Coefficient, Undefined, Value, missing
from exports.statistics.ratings import DIGITS, Code, Floats, Ratings, cleaned, rated

MOST_CODES = 500
"""With more different codes these are measurements: a table of them would fill the memory."""
NUMBERS = {int, float, bool, type(None), np.float64, np.int64}


@dataclass(frozen=True, slots=True)
class PairTable:
    """How often the first rater gave one code (rows) and the second another (columns).

    `codes` are those that occur with either of them, in order; `equal` and `n` count the pairs,
    also where there are too many codes for a table.
    """

    codes: tuple[Code, ...]
    counts: Counts
    n: int
    equal: int


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Agreement of two raters. Percentages run from 0 to 100, everything else to 1.

    `positive`, `negative`, `prevalence` and `bias` are for codes 0 and 1 only: with a both yes,
    d both no, b only the first yes, c only the second yes, they are 2a/(2a+b+c), 2d/(2d+b+c),
    (a-d)/n and (b-c)/n (Byrt, Bishop & Carlin 1993; Cicchetti & Feinstein 1990).
    """

    n: int
    codes: tuple[Code, ...]
    equal: int
    percent: Value
    percent_within_one: Value
    kappa: Coefficient
    kappa_linear: Coefficient
    kappa_quadratic: Coefficient
    pabak: Coefficient
    ac1: Coefficient
    positive: Value
    negative: Value
    prevalence: Value
    bias: Value


def agreement(
    first: Sequence[Code | None],
    second: Sequence[Code | None],
    levels: Sequence[Code] | None = None,
    confidence: float = 0.95,
) -> PairAgreement:
    """Compare two raters: one code per unit each, None where not rated.

    Units that only one of them rated are left out, as R's irr does. `percent` is R `irr::agree`,
    `percent_within_one` `irr::agree(tolerance = 1)`; the kappas are those of `kappa.cohen_kappa`,
    with weights by place among the codes that occur. `pabak` is Brennan & Prediger's coefficient,
    with two codes 2po - 1; `ac1` is Gwet's. `levels` are the codes that the instrument offers, in
    their order: then "within one" goes by place among them, and chance in `pabak` and `ac1` by
    their number; without, by value and by the codes that occur.
    """
    pairs = rated([*zip(first, second, strict=True)], raters=2).complete()
    table = _table(pairs.codes, pairs.places[:, 0], pairs.places[:, 1])
    return describe_table(table, levels, confidence)


def pairwise(
    first: Ratings | Floats,
    second: Ratings | Floats,
    levels: Sequence[Code] | None = None,
    confidence: float = 0.95,
) -> tuple[PairAgreement, ...]:
    """Compare two raters item by item: units x items each, None or NaN where not rated.

    The same numbers as `agreement` of every column, made fast for thousands of units.
    """
    if _numeric(first) and _numeric(second):
        a, b = np.array(first, dtype=float), np.array(second, dtype=float)
        if a.shape != b.shape:
            raise ValueError(f"{a.shape} ratings cannot be compared with {b.shape}")
        columns = zip(a.T, b.T, strict=True) if a.ndim == 2 else ()
        return tuple(describe_table(_numbers(*both), levels, confidence) for both in columns)
    both = zip(zip(*first, strict=True), zip(*second, strict=True), strict=True)
    return tuple(agreement(one, other, levels, confidence) for one, other in both)


def describe_table(
    table: PairTable, levels: Sequence[Code] | None = None, confidence: float = 0.95
) -> PairAgreement:
    """Compute everything from the table of two raters."""
    counts, size = table.counts, len(table.codes)
    why = _why_not(table)
    ordinal = why or (None if _are_numbers(table.codes) else Undefined.NOT_NUMBERS)
    known = {cleaned(one) for one in levels or ()} | {*table.codes}
    patterns, times = _patterns(counts) if not why else (counts, None)
    return PairAgreement(
        table.n,
        table.codes,
        table.equal,
        _percent(table.equal, table.n),
        _within_one(table, levels),
        missing(why) if why else cohen_kappa(counts, identity_weights(size), confidence),
        missing(ordinal) if ordinal else cohen_kappa(counts, linear_weights(size), confidence),
        missing(ordinal) if ordinal else cohen_kappa(counts, quadratic_weights(size), confidence),
        missing(why) if why else brennan_prediger_of(patterns, times, len(known), confidence),
        missing(why) if why else gwet_ac1_of(patterns, times, len(known), confidence),
        *_binary(table),
    )


def _why_not(table: PairTable) -> Undefined | None:
    if not table.n:
        return Undefined.NO_PAIRS
    return Undefined.TOO_MANY_CATEGORIES if len(table.codes) > MOST_CODES else None


def _numeric(ratings: Ratings | Floats) -> bool:
    """Say whether ratings are numbers and gaps alone."""
    if isinstance(ratings, np.ndarray):
        return ratings.dtype.kind in "biuf"
    return {*map(type, chain.from_iterable(ratings))} <= NUMBERS


def _numbers(first: Floats, second: Floats) -> PairTable:
    """Count pairs of numbers."""
    both = np.isfinite(first) & np.isfinite(second)
    found = np.round(np.concatenate((first[both], second[both])), DIGITS) + 0.0
    codes, places = np.unique(found, return_inverse=True)
    n = int(both.sum())
    return _table(tuple(codes.tolist()), places[:n], places[n:])


def _table(codes: tuple[Code, ...], first: Counts, second: Counts) -> PairTable:
    size, n, equal = len(codes), len(first), int((first == second).sum())
    if size > MOST_CODES:
        return PairTable(codes, np.stack((first, second), axis=1), n, equal)
    counts = np.bincount(first * size + second, minlength=size * size)
    return PairTable(codes, counts.reshape(size, size), n, equal)


def _patterns(counts: Counts) -> tuple[Counts, Floats]:
    """Turn the cells of a table into units x codes, with how often each stands there."""
    rows, columns = np.nonzero(counts)
    each = np.zeros((len(rows), len(counts)), dtype=np.int64)
    np.add.at(each, (np.arange(len(rows)), rows), 1)
    np.add.at(each, (np.arange(len(rows)), columns), 1)
    return each, counts[rows, columns].astype(float)


def _are_numbers(codes: Sequence[Code]) -> bool:
    return not any(isinstance(code, str) for code in codes)


def _percent(x: int, n: int) -> Value:
    return Value(100 * x / n) if n else Value(None, Undefined.NO_PAIRS)


def _within_one(table: PairTable, levels: Sequence[Code] | None) -> Value:
    """Count pairs at most one level apart."""
    if not table.n:
        return Value(None, Undefined.NO_PAIRS)
    at = _steps(table.codes, levels)
    if at is None:
        return Value(None, Undefined.NOT_NUMBERS)
    if len(table.codes) > MOST_CODES:
        near = np.abs(at[table.counts[:, 0]] - at[table.counts[:, 1]]) <= 1 + 1e-9
        return _percent(int(near.sum()), table.n)
    near = np.abs(at[:, None] - at[None, :]) <= 1 + 1e-9
    return _percent(int(table.counts[near].sum()), table.n)


def _steps(codes: Sequence[Code], levels: Sequence[Code] | None) -> Floats | None:
    """Say where codes stand: at their place among the levels, or at their own value."""
    order = {cleaned(level): float(place) for place, level in enumerate(levels or ())}
    if order and all(code in order for code in codes):
        return np.array([order[code] for code in codes])
    if not _are_numbers(codes):
        return None
    return np.array([float(code) for code in codes])


def _binary(table: PairTable) -> tuple[Value, Value, Value, Value]:
    """Give positive and negative agreement, prevalence and bias index."""
    if not table.n or not {*table.codes} <= {0.0, 1.0}:
        why = Undefined.NOT_BINARY if table.n else Undefined.NO_PAIRS
        return (Value(None, why),) * 4
    place = {code: number for number, code in enumerate(table.codes)}

    def cell(first: float, second: float) -> int:
        there = first in place and second in place
        return int(table.counts[place[first], place[second]]) if there else 0

    yes, no, only_first, only_second = cell(1, 1), cell(0, 0), cell(1, 0), cell(0, 1)
    apart = only_first + only_second
    return (
        _specific(yes, apart),
        _specific(no, apart),
        Value((yes - no) / table.n),
        Value((only_first - only_second) / table.n),
    )


def _specific(both: int, apart: int) -> Value:
    if not both and not apart:
        return Value(None, Undefined.NOBODY_SAID_IT)
    return Value(2 * both / (2 * both + apart))
