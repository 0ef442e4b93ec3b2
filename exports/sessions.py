"""Focus groups and interviews: a row per session, per turn of speech and per code."""

import re
from collections.abc import Iterator, Sequence

from exports.chunks import Row
from exports.columns import Cell, CellKind, Column, Filled, exported
from exports.keys import ZONE
from exports.layout import Described, first_column, keys_about, named, word
from exports.names import Names
from exports.recorded import Recorded
from exports.source import Source
from exports.table import Table, rows_of
from exports.wording import say
from instruments.definitions import About, Answers, Item, Kind
from instruments.records import GroupSession, Record
from instruments.wording import LANGUAGES

SESSION = Column("session_id", CellKind.TEXT, say("Group session"))
WAVE = Column("wave", CellKind.CODE, say("Wave"))
INSTRUMENT = Column("instrument_id", CellKind.CODE, say("Instrument"))
RESPONSE = Column("response_id", CellKind.TEXT, say("Identifier of the record"))
TURN = Column("turn_index", CellKind.INTEGER, say("Number of the turn within the session"))
SEGMENT = Column("segment_id", CellKind.TEXT, say("Segment"))

SESSIONS = (
    SESSION,
    WAVE,
    Column("date", CellKind.DATE, say("Date")),
    Column("group", CellKind.CODE, say("Group")),
    Column("moderator_id", CellKind.TEXT, say("Moderator")),
    Column("language", CellKind.CODE, say("Language")),
    INSTRUMENT,
    Column("instrument_version", CellKind.INTEGER, say("Version of the instrument")),
    RESPONSE,
    Column("status", CellKind.CODE, say("Status")),
    Column("n_turns", CellKind.INTEGER, say("Number of turns of speech")),
)
TURNS = (
    SESSION,
    SEGMENT,
    TURN,
    Column("time", CellKind.TIME, say("Time")),
    Column("speaker_pseudonym", CellKind.CODE, say("Speaker, by pseudonym")),
    Column("text", CellKind.TEXT, say("What was said")),
    Column("lang", CellKind.CODE, say("Language of what was said")),
    WAVE,
    INSTRUMENT,
    RESPONSE,
)
CODES = (
    SEGMENT,
    Column("code", CellKind.CODE, say("Code")),
    Column("coder", CellKind.CODE, say("Coder")),
    SESSION,
    WAVE,
    INSTRUMENT,
    RESPONSE,
    TURN,
)
YES, NO = "1", "0"
SEPARATORS = re.compile(r"[;\n]+")


def session_tables(source: Source, zone: str = ZONE) -> Iterator[Table]:
    """Build the tables of group sessions (layout f); none without such an instrument."""
    held = [Recorded(source, key, zone) for key in keys_about(source, About.GROUP_SESSION)]
    if not held:
        return
    yield _sessions(held)
    yield Table("fg_turns", TURNS, (row for one in held for row in _turn_rows(one)))
    yield Table("fg_codes", CODES, (row for one in held for row in _code_rows(one)))


def _sessions(held: Sequence[Recorded]) -> Table:
    names = Names(column.name for column in SESSIONS)
    described = []
    for recorded in held:
        items = [item for item in recorded.items if item.kind is not Kind.REPEAT]
        described.append(Described(("group",), items, names))
    columns = (*SESSIONS, *(column for one in described for column in one.columns))
    return Table("fg_sessions", columns, _session_rows(held, described))


def _session_rows(held: Sequence[Recorded], described: Sequence[Described]) -> Iterator[Row]:
    for place, recorded in enumerate(held):
        before = (None,) * sum(len(one.columns) for one in described[:place])
        after = (None,) * sum(len(one.columns) for one in described[place + 1 :])
        groups = {one.code: one for one in recorded.source.frame.group_sessions}
        turns = _spoken(recorded)
        for record in recorded.records():
            session = groups.get(record.group_session)
            group = described[place].cell("group", record.answers)
            yield (
                record.group_session,
                record.wave,
                recorded.keys.day(record) or _held(session),
                group if group is not None else (session.group or None if session else None),
                record.author or None,
                record.language or None,
                record.instrument,
                record.version,
                record.id,
                str(record.status),
                sum(len(rows_of(record, one.code)) for one in turns),
                *before,
                *described[place].rest(record.answers),
                *after,
            )


def _held(session: GroupSession | None) -> str | None:
    return session.held_on.isoformat() if session and session.held_on else None


def _spoken(recorded: Recorded) -> tuple[Item, ...]:
    """List the repeats that hold speech: those with a long text."""
    return tuple(
        item
        for item in recorded.items
        if item.kind is Kind.REPEAT
        and any(inner.kind is Kind.LONG_TEXT for inner in exported(item.items))
    )


class Turns:
    """How the rows of a repeat are read as turns of speech."""

    def __init__(self, repeat: Item) -> None:
        items = exported(repeat.items)
        self._filled = {
            "segment_id": _filled(named("segment_id", items)),
            "time": _filled(_of_kind(items, Kind.TIME)),
            "speaker_pseudonym": _filled(named("speaker_pseudonym", items)),
            "text": _filled(_of_kind(items, Kind.LONG_TEXT)),
            "lang": _filled(next((item for item in items if _asks_language(item)), None)),
        }
        self._mark = _mark(items)
        self.coded = tuple(item for item in items if word(item.code) == word("code"))
        self.code = repeat.code

    def cell(self, column: str, row: Answers) -> Cell:
        """Give the cell of a column of a turn."""
        filled = self._filled[column]
        return filled.read(row) if filled else None

    @property
    def has_mark(self) -> bool:
        """Say whether it is asked which turns may be quoted."""
        return self._mark is not None

    def may_be_quoted(self, row: Answers) -> bool:
        """Say whether a turn may be quoted: it is marked so, or nothing is asked about it."""
        return self._mark is None or str(row.get(self._mark.code)) == YES

    def segment(self, record: Record, index: int, row: Answers) -> Cell:
        """Give the mark of a segment, made of record and place where the notes give none."""
        return self.cell("segment_id", row) or f"{record.id}/{self.code}/{index}"


def _mark(items: Sequence[Item]) -> Item | None:
    """Find what says that a turn may be quoted: the only yes-or-no question about it."""
    asked = [item for item in items if {choice.code for choice in item.choices} == {YES, NO}]
    return asked[0] if len(asked) == 1 else None


def _filled(item: Item | None) -> Filled | None:
    return first_column(item) if item else None


def _of_kind(items: Sequence[Item], kind: Kind) -> Item | None:
    return next((item for item in items if item.kind is kind), None)


def _asks_language(item: Item) -> bool:
    codes = {choice.code for choice in item.choices}
    return item.kind is Kind.SINGLE and bool(codes) and codes <= {*LANGUAGES}


def turns_of(recorded: Recorded) -> Iterator[tuple[Record, Turns, int, Answers]]:
    """Read every turn of speech with its record and its place in it."""
    spoken = [Turns(repeat) for repeat in _spoken(recorded)]
    for record in recorded.records():
        for turns in spoken:
            for index, row in enumerate(rows_of(record, turns.code), 1):
                yield record, turns, index, row


def _turn_rows(recorded: Recorded) -> Iterator[Row]:
    for record, turns, index, row in turns_of(recorded):
        yield (
            record.group_session,
            turns.segment(record, index, row),
            index,
            turns.cell("time", row),
            turns.cell("speaker_pseudonym", row),
            turns.cell("text", row),
            turns.cell("lang", row),
            record.wave,
            record.instrument,
            record.id,
        )


def _code_rows(recorded: Recorded) -> Iterator[Row]:
    for record, turns, index, row in turns_of(recorded):
        segment = turns.segment(record, index, row)
        for item in turns.coded:
            coder = item.code.partition("_")[2] or record.author or None
            for code in codes_in(row.get(item.code)):
                yield (
                    segment,
                    code,
                    coder,
                    record.group_session,
                    record.wave,
                    record.instrument,
                    record.id,
                    index,
                )


def codes_in(value: object) -> tuple[str, ...]:
    """Read the codes of a cell, parted by semicolons or lines."""
    parts = value if isinstance(value, tuple) else SEPARATORS.split(str(value or ""))
    return tuple(str(part).strip() for part in parts if str(part).strip())
