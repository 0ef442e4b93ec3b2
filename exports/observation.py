"""Visited lessons: a row per visit and observer, per rating, and per pair of observers."""

from collections.abc import Iterator, Sequence

from exports.chunks import Row
from exports.coding import Codings, training_lessons
from exports.columns import Cell, CellKind, Column, merged
from exports.keys import ZONE, utc
from exports.layout import Described, dated_items, keys_about
from exports.names import Names
from exports.recorded import Recorded
from exports.source import Source
from exports.table import Table
from exports.wording import say
from instruments.definitions import About

VISIT = Column("visit_id", CellKind.TEXT, say("Visited lesson"))
OBSERVER = Column("observer_id", CellKind.TEXT, say("Observer"))
PART = Column(
    "observer_role",
    CellKind.CODE,
    say("Part of the observer: primary, second, consensus or master"),
)
WAVE = Column("wave", CellKind.CODE, say("Wave"))
INSTRUMENT = Column("instrument_id", CellKind.CODE, say("Instrument"))
VERSION = Column("instrument_version", CellKind.INTEGER, say("Version of the instrument"))
RESPONSE = Column("response_id", CellKind.TEXT, say("Identifier of the record"))
ITEM = Column("item", CellKind.CODE, say("Item that was rated"))

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
    Column("actual_start_utc", CellKind.DATETIME, say("Record begun, UTC")),
    Column("end_utc", CellKind.DATETIME, say("Record submitted, UTC")),
    OBSERVER,
    PART,
    INSTRUMENT,
    VERSION,
    Column("n_intervals", CellKind.INTEGER, say("Number of intervals (checklists have none)")),
    Column("interval_s", CellKind.INTEGER, say("Seconds of an interval (checklists have none)")),
    Column("notes", CellKind.TEXT, say("Notes")),
    RESPONSE,
    Column("status", CellKind.CODE, say("Status")),
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
    Column("track", CellKind.CODE, say("Track of the clock that the code belongs to")),
    Column("interval_index", CellKind.INTEGER, say("Number of the interval or sweep")),
)
BY_NAME = ("lesson_no", "subject", "grade", "planned_start", "notes")


def observation_tables(source: Source, zone: str = ZONE) -> Iterator[Table]:
    """Build the tables of visited lessons (layout e); none without such an instrument."""
    visited = [Recorded(source, key, zone) for key in keys_about(source, About.LESSON)]
    if not visited:
        return
    yield _sessions(visited)
    codings = [Codings(one) for one in visited]
    training = training_lessons(source)
    yield Table("obs_ratings", RATINGS, (row for one in codings for row in _rating_rows(one)))
    pairs = (row for one in codings for row in _pair_rows(one, training))
    yield Table("irr_pairs", PAIRS, pairs)


def _sessions(visited: Sequence[Recorded]) -> Table:
    names = Names(column.name for column in SESSIONS)
    described = [
        Described(BY_NAME, merged([dated_items(one) for one in recorded.versions]), names)
        for recorded in visited
    ]
    columns = (*SESSIONS, *(column for one in described for column in one.columns))
    return Table("obs_sessions", columns, _session_rows(visited, described))


def _session_rows(visited: Sequence[Recorded], described: Sequence[Described]) -> Iterator[Row]:
    for place, recorded in enumerate(visited):
        before = (None,) * sum(len(one.columns) for one in described[:place])
        after = (None,) * sum(len(one.columns) for one in described[place + 1 :])
        lessons = {lesson.code: lesson for lesson in recorded.source.frame.lessons}
        own = described[place]
        for record in recorded.records():
            lesson = lessons.get(record.lesson)
            by_name = {name: own.cell(name, record.answers) for name in BY_NAME}
            held = lesson.held_on.isoformat() if lesson and lesson.held_on else None
            yield (
                record.lesson,
                lesson.teacher if lesson else None,
                lesson.school if lesson else None,
                record.wave,
                by_name["lesson_no"],
                by_name["subject"],
                by_name["grade"],
                recorded.keys.day(record) if record.happened_on or not held else held,
                by_name["planned_start"],
                utc(record.started_at),
                utc(record.submitted_at),
                record.author or None,
                str(record.part) or None,
                record.instrument,
                record.version,
                None,
                None,
                by_name["notes"],
                record.id,
                str(record.status),
                *before,
                *own.rest(record.answers),
                *after,
            )


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
