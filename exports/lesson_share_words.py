"""The share of lessons with a task: a table for analysis, and sentences for people."""

from collections.abc import Callable, Iterator, Sequence

from exports.chunks import Row
from exports.columns import CellKind, Column
from exports.lesson_shares import Change, LessonShare
from exports.numbers import interval, number, share
from exports.observed_lesson import INSTRUMENT, WAVE
from exports.table import Table
from exports.wording import say
from instruments.wording import Language, Message

TABLE = (
    Column("set", CellKind.CODE, say("Set of items of which at least one was seen")),
    WAVE,
    Column("x", CellKind.INTEGER, say("Lessons with at least one of them")),
    Column("n", CellKind.INTEGER, say("Lessons of primary observers, training lessons left out")),
    Column("share", CellKind.NUMBER, say("Share of lessons, from 0 to 1")),
    Column("low", CellKind.NUMBER, say("Lower end of the 95 % interval (Wilson)")),
    Column("high", CellKind.NUMBER, say("Upper end of the 95 % interval (Wilson)")),
    Column("n_blank", CellKind.INTEGER, say("Lessons with gaps and no yes, counted as not seen")),
    Column("n_teachers", CellKind.INTEGER, say("Teachers of these lessons")),
    Column("diff", CellKind.NUMBER, say("Difference to the first wave")),
    Column("diff_low", CellKind.NUMBER, say("Lower end of its 95 % interval (Newcombe)")),
    Column("diff_high", CellKind.NUMBER, say("Upper end of its 95 % interval (Newcombe)")),
    Column("odds_ratio", CellKind.NUMBER, say("Odds ratio to the first wave (GEE by teacher)")),
    Column("odds_ratio_p", CellKind.NUMBER, say("Its p value, robust")),
    Column("wald_chi2", CellKind.NUMBER, say("Joint test of all waves: Wald's chi-square (GEE)")),
    Column("wald_df", CellKind.INTEGER, say("Its degrees of freedom")),
    Column("wald_p", CellKind.NUMBER, say("Its p value")),
    Column("items", CellKind.CODE, say("Items of the set, parted by spaces")),
    INSTRUMENT,
)
SMALLEST_P = 0.001
MINUS = "\u2212"


def shares_table(found: Sequence[LessonShare]) -> Table:
    """Build the table of all sets: a row per wave; the joint test stands in each of them."""
    return Table("obs_any_of", TABLE, (row for one in found for row in _rows(one)))


def _rows(one: LessonShare) -> Iterator[Row]:
    changes = {change.wave.key: change for change in one.changes}
    test = (one.chi2, one.df or None, one.p)
    for wave in one.waves:
        yield (
            one.key,
            wave.wave.key,
            wave.x,
            wave.n,
            wave.share,
            wave.low,
            wave.high,
            wave.blank,
            wave.teachers,
            *_change(changes.get(wave.wave.key)),
            *test,
            " ".join(one.items),
            one.instrument,
        )


def _change(one: Change | None) -> Row:
    if one is None:
        return (None,) * 5
    return one.difference, one.low, one.high, one.odds_ratio, one.p


def sentences(one: LessonShare, language: Language) -> Iterator[str]:
    """Say what became of the share between the first wave and the last."""
    last = one.last
    if last is None:
        return
    first, then = one.waves[0], one.waves[-1]
    yield _changed(last)(
        first=first.wave.label,
        last=then.wave.label,
        before=share(first.x, first.n, language),
        after=share(then.x, then.n, language),
        points=number(100 * abs(last.difference), language, 0),
        interval=interval(100 * last.low, 100 * last.high, language, 0).replace("-", MINUS),
    ).in_(language)
    yield _tested(one, language).in_(language)


def _changed(last: Change) -> Callable[..., Message]:
    if not last.is_certain:
        return _uncertain
    return _grown if last.difference > 0 else _fallen


def _grown(**values: object) -> Message:
    return say(
        "The share grew: “{first}” {before}, “{last}” {after}. That is {points} percentage points "
        "more, 95 % interval {interval}.",
        **values,
    )


def _fallen(**values: object) -> Message:
    return say(
        "The share fell: “{first}” {before}, “{last}” {after}. That is {points} percentage points "
        "less, 95 % interval of the difference {interval}.",
        **values,
    )


def _uncertain(**values: object) -> Message:
    return say(
        "“{first}” {before}, “{last}” {after}. The difference of {points} percentage points may be "
        "chance, 95 % interval {interval}.",
        **values,
    )


def _tested(one: LessonShare, language: Language) -> Message:
    if one.chi2 is None or one.p is None:
        return say(
            "A test that knows that lessons of one teacher are alike could not be made: there are "
            "too few teachers, or the outcome is always the same."
        )
    small = one.p < SMALLEST_P
    return say(
        "Lessons of one teacher are alike. A test that knows this (GEE; lessons: {lessons}, "
        "teachers: {teachers}): χ²({df}) = {chi2}, {p}.",
        lessons=one.lessons,
        teachers=one.teachers,
        df=one.df,
        chi2=number(one.chi2, language),
        p=f"p {'<' if small else '='} {number(SMALLEST_P if small else one.p, language, 3)}",
    )
