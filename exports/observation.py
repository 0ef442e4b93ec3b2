"""Visited lessons: a row per visit and observer, per rating, and per pair of observers."""

from collections.abc import Iterator, Sequence

from exports.agreement_tables import agreement_tables
from exports.chunks import Row
from exports.coding import Codings, training_lessons
from exports.columns import Cell, CellKind, Column
from exports.intervals import interval_tables
from exports.keys import ZONE, flags, utc
from exports.layout import Described, dated_items, keys_about
from exports.lesson_clock import ClockOfLesson, Clocks
from exports.lesson_share_words import shares_table
from exports.lesson_shares import lesson_shares
from exports.merging import merged
from exports.names import Names
from exports.observed_lesson import (
    INSTRUMENT,
    INTERVAL,
    ITEM,
    OBSERVER,
    PART,
    RESPONSE,
    TRACK,
    VERSION,
    VISIT,
    WAVE,
)
from exports.recorded import Recorded
from exports.source import Source
from exports.table import Table
from exports.wording import say
from instruments.definitions import About
from instruments.records import Lesson, Record

SESSIONS = (
    VISIT,
    Column("teacher_id", CellKind.TEXT, say("Teacher")),
    Column("school_id", CellKind.TEXT, say("School")),
    WAVE,
    Column("lesson_no", CellKind.CODE, say("Number of the lesson")),
    Column("subject", CellKind.CODE, say("Subject")),
    Column("grade", CellKind.CODE, say("Grades in the lesson")),
    Column("date", CellKind.DATE, say("Date")),
    Column("planned_start", CellKind.TIME, say("Planned start")),
    Column(
        "actual_start_utc",
        CellKind.DATETIME,
        say("Lesson begun by the phone's clock, corrected; without one record begun, UTC"),
    ),
    Column(
        "end_utc",
        CellKind.DATETIME,
        say("Lesson ended by the phone's clock, corrected; without one record submitted, UTC"),
    ),
    OBSERVER,
    PART,
    INSTRUMENT,
    VERSION,
    Column("n_intervals", CellKind.INTEGER, say("Number of intervals (checklists have none)")),
    Column("interval_s", CellKind.INTEGER, say("Seconds of an interval (checklists have none)")),
    Column("notes", CellKind.TEXT, say("Notes")),
    RESPONSE,
    Column("status", CellKind.CODE, say("Status")),
    Column("n_sweeps", CellKind.INTEGER, say("Number of sweeps of the room")),
    Column("minutes", CellKind.NUMBER, say("Minutes of the lesson by its clock, without pauses")),
    Column("pauses_min", CellKind.NUMBER, say("Minutes of pauses")),
    Column(
        "phone_clock_off_s",
        CellKind.INTEGER,
        say("Seconds that the phone's clock was behind the server's"),
    ),
    Column(
        "flags",
        CellKind.CODE,
        say(
            "Marks: late, conflict, training (a lesson with master codes); of the clock: "
            "not_begun, not_ended, clock_set, odd_order"
        ),
    ),
)
RATINGS = (
    VISIT,
    OBSERVER,
    ITEM,
    Column("score", CellKind.NUMBER, say("Rating; of a checklist 1 seen, 0 not seen")),
    Column("evidence_text", CellKind.TEXT, say("Notes of the same section")),
    PART,
    WAVE,
    INSTRUMENT,
    RESPONSE,
)
PAIRS = (
    VISIT,
    ITEM,
    Column("rater_a", CellKind.TEXT, say("First observer")),
    Column("rater_b", CellKind.TEXT, say("Second observer")),
    Column("score_a", CellKind.NUMBER, say("Rating of the first observer")),
    Column("score_b", CellKind.NUMBER, say("Rating of the second observer")),
    Column("diff", CellKind.NUMBER, say("Second rating minus first")),
    WAVE,
    INSTRUMENT,
    TRACK,
    INTERVAL,
)
BY_NAME = ("lesson_no", "subject", "grade", "planned_start", "notes")


def observation_tables(source: Source, zone: str = ZONE) -> Iterator[Table]:
    """Build the tables of visited lessons (layout e); none without such an instrument."""
    visited = [Recorded(source, key, zone) for key in keys_about(source, About.LESSON)]
    if not visited:
        return
    codings = [Codings(one) for one in visited]
    clocks = [Clocks(one) for one in visited]
    training = training_lessons(source)
    yield _sessions(clocks, training)
    yield from interval_tables(clocks)
    yield Table("obs_ratings", RATINGS, (row for one in codings for row in _rating_rows(one)))
    pairs = (row for one in codings for row in _pair_rows(one, training))
    yield Table("irr_pairs", PAIRS, pairs)
    yield from agreement_tables(codings, training)
    if shares := lesson_shares(source):
        yield shares_table(shares)


def _sessions(clocks: Sequence[Clocks], training: frozenset[str]) -> Table:
    names = Names(column.name for column in SESSIONS)
    described = [
        Described(BY_NAME, merged([dated_items(one) for one in each.recorded.versions]), names)
        for each in clocks
    ]
    columns = (*SESSIONS, *(column for one in described for column in one.columns))
    return Table("obs_sessions", columns, _session_rows(clocks, described, training))


def _session_rows(
    clocks: Sequence[Clocks], described: Sequence[Described], training: frozenset[str]
) -> Iterator[Row]:
    for place, own in enumerate(clocks):
        before = (None,) * sum(len(one.columns) for one in described[:place])
        after = (None,) * sum(len(one.columns) for one in described[place + 1 :])
        lessons = {lesson.code: lesson for lesson in own.recorded.source.frame.lessons}
        for record in own.recorded.records():
            fixed = _session(own, record, lessons.get(record.lesson), described[place], training)
            yield (*fixed, *before, *described[place].rest(record.answers), *after)


def _session(
    clocks: Clocks,
    record: Record,
    lesson: Lesson | None,
    described: Described,
    training: frozenset[str],
) -> Row:
    clock = clocks.of(record)
    by_name = {name: described.cell(name, record.answers) for name in BY_NAME}
    held = lesson.held_on.isoformat() if lesson and lesson.held_on else None
    day = clocks.recorded.keys.day(record) if record.happened_on or not held else held
    return (
        record.lesson,
        lesson.teacher if lesson else None,
        lesson.school if lesson else None,
        record.wave,
        by_name["lesson_no"],
        by_name["subject"],
        by_name["grade"],
        day,
        by_name["planned_start"],
        utc(clock.start or record.started_at),
        utc(clock.end or record.submitted_at),
        record.author or None,
        str(record.part) or None,
        record.instrument,
        record.version,
        clock.n_intervals,
        clock.interval_s,
        by_name["notes"],
        record.id,
        str(record.status),
        clock.n_sweeps,
        clock.minutes,
        clock.pauses_min,
        record.clock_off_s,
        _marks(record, clock, training),
    )


def _marks(record: Record, clock: ClockOfLesson, training: frozenset[str]) -> str | None:
    of_record = flags(record)
    of_lesson = ("training",) if record.lesson in training else ()
    return ";".join((*((of_record,) if of_record else ()), *of_lesson, *clock.marks)) or None


def _rating_rows(codings: Codings) -> Iterator[Row]:
    for record in codings.recorded.records():
        for one in codings.ratings(record):
            yield (
                record.lesson,
                record.author or None,
                one.item,
                one.score,
                one.evidence or None,
                str(record.part) or None,
                record.wave,
                record.instrument,
                record.id,
            )


def _pair_rows(codings: Codings, training: frozenset[str]) -> Iterator[Row]:
    """Pair the independent observers of a lesson; what they agreed on later is no rating."""
    for pair in codings.pairs(training):
        before, after = (pair.lesson,), (pair.wave, pair.instrument)
        raters = (pair.first.author, pair.second.author)
        for one in pair.compared():
            a, b = one.first, one.second
            where = (one.track or None, one.slot)
            yield (*before, one.item, *raters, a, b, _apart(a, b), *after, *where)


def _apart(first: Cell, second: Cell) -> Cell:
    if isinstance(first, int | float) and isinstance(second, int | float):
        return second - first
    return None
