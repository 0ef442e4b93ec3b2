"""Visited lessons: a row per visit and observer, per rating, and per pair of observers."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, groupby

from exports.chunks import Row
from exports.columns import Cell, CellKind, Column, Filled, exported, item_columns, merged
from exports.keys import ZONE, utc
from exports.layout import Described, dated_items, keys_about
from exports.names import Names
from exports.recorded import Recorded
from exports.source import Source
from exports.table import Table
from exports.wording import say
from instruments.definitions import CHOOSING, NUMERIC, About, Instrument, Kind
from instruments.records import Part, Record

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
)
BY_NAME = ("lesson_no", "subject", "grade", "planned_start", "notes")


def observation_tables(source: Source, zone: str = ZONE) -> Iterator[Table]:
    """Build the tables of visited lessons (layout e); none without such an instrument."""
    visited = [Recorded(source, key, zone) for key in keys_about(source, About.LESSON)]
    if not visited:
        return
    yield _sessions(visited)
    yield Table("obs_ratings", RATINGS, (row for one in visited for row in _rating_rows(one)))
    yield Table("irr_pairs", PAIRS, (row for one in visited for row in _pair_rows(one)))


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


class Ratings:
    """What an observer judges in one version of an instrument, with the notes beside it.

    The section with the date describes the lesson; in every other, choices and numbers are
    ratings and long texts are the evidence for the ratings of their section.
    """

    def __init__(self, instrument: Instrument) -> None:
        described = {item.code for item in dated_items(instrument)}
        names = Names()
        self.rated: list[tuple[Filled, tuple[str, ...]]] = []
        for section in instrument.sections:
            items = [item for item in exported(section.items) if item.code not in described]
            evidence = tuple(item.code for item in items if item.kind is Kind.LONG_TEXT)
            judged = [item for item in items if item.kind in CHOOSING | NUMERIC]
            for filled in item_columns(judged, names):
                multiple = filled.column.item and filled.column.item.kind is Kind.MULTIPLE
                if filled.column.choice or not multiple:
                    self.rated.append((filled, evidence))

    def scores(self, record: Record, asked: frozenset[str]) -> Iterator[tuple[str, Cell, str]]:
        """Give what was asked: the item, its score and the evidence."""
        answers = record.answers
        for filled, evidence in self.rated:
            if filled.column.source in asked:
                texts = (answers[code] for code in evidence if code in answers)
                yield filled.column.name, filled.read(answers), "\n".join(map(str, texts))


def _by_version(recorded: Recorded) -> dict[int, Ratings]:
    newest = Ratings(recorded.newest)
    found: defaultdict[int, Ratings] = defaultdict(lambda: newest)
    found.update({one.version: Ratings(one) for one in recorded.versions})
    return found


def _rating_rows(recorded: Recorded) -> Iterator[Row]:
    ratings = _by_version(recorded)
    for record in recorded.records():
        asked = recorded.asked(record)
        for item, score, evidence in ratings[record.version].scores(record, asked):
            yield (
                record.lesson,
                record.author or None,
                item,
                score,
                evidence or None,
                str(record.part) or None,
                record.wave,
                record.instrument,
                record.id,
            )


def _pair_rows(recorded: Recorded) -> Iterator[Row]:
    """Pair the independent observers of a lesson; what they agreed on later is no rating."""
    ratings = _by_version(recorded)
    alone = (record for record in recorded.records() if record.part is not Part.CONSENSUS)
    for (lesson, wave), records in groupby(alone, lambda record: (record.lesson, record.wave)):
        coded = [
            (
                record.author,
                {
                    item: score
                    for item, score, _ in ratings[record.version].scores(
                        record, recorded.asked(record)
                    )
                },
            )
            for record in records
        ]
        for (rater_a, scores_a), (rater_b, scores_b) in combinations(coded, 2):
            for item in _both(scores_a, scores_b):
                a, b = scores_a.get(item), scores_b.get(item)
                yield (lesson, item, rater_a, rater_b, a, b, _apart(a, b), wave, recorded.key)


def _both(first: dict[str, Cell], second: dict[str, Cell]) -> tuple[str, ...]:
    return (*first, *(item for item in second if item not in first))


def _apart(first: Cell, second: Cell) -> Cell:
    if isinstance(first, int | float) and isinstance(second, int | float):
        return second - first
    return None
