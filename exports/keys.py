"""The columns that stand before the items: who, where, when and how a record came in."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from exports.attributes import attributes
from exports.columns import Cell, CellKind, Column
from exports.source import Source
from exports.wording import Words, say
from instruments.definitions import About, FilledBy, Instrument
from instruments.records import Participant, Record

ZONE = "Asia/Almaty"
"""Where the local times of an export are, unless the caller says otherwise."""

TEACHER = "teacher"

WHO: tuple[tuple[str, CellKind, Words], ...] = (
    ("study_id", CellKind.TEXT, say("Study")),
    ("participant_id", CellKind.TEXT, say("Participant")),
    ("role", CellKind.CODE, say("Role")),
    ("school_id", CellKind.TEXT, say("School")),
    ("school_type", CellKind.CODE, say("Type of school")),
    ("region", CellKind.CODE, say("Region")),
    ("class_id", CellKind.TEXT, say("Class")),
    ("teacher_id", CellKind.TEXT, say("Teacher")),
)
HOW: tuple[tuple[str, CellKind, Words], ...] = (
    ("wave", CellKind.CODE, say("Wave")),
    ("wave_num", CellKind.INTEGER, say("Number of the wave")),
    ("wave_label", CellKind.TEXT, say("Name of the wave")),
    ("wave_date", CellKind.DATE, say("Date")),
    ("instrument_id", CellKind.CODE, say("Instrument")),
    ("instrument_version", CellKind.INTEGER, say("Version of the instrument")),
    ("response_id", CellKind.TEXT, say("Identifier of the record")),
    ("status", CellKind.CODE, say("Status")),
    ("mode", CellKind.CODE, say("How it came in")),
    ("language", CellKind.CODE, say("Language")),
    ("started_at", CellKind.DATETIME, say("Started, UTC")),
    ("submitted_at", CellKind.DATETIME, say("Submitted, UTC")),
    ("duration_s", CellKind.INTEGER, say("Seconds from start to submission")),
    ("device_class", CellKind.CODE, say("Kind of device (not recorded)")),
    ("entry_operator", CellKind.TEXT, say("Entered by")),
    ("n_answered", CellKind.INTEGER, say("Items answered of those asked")),
    ("n_missing", CellKind.INTEGER, say("Items asked and left blank, optional texts aside")),
    ("q_flags", CellKind.CODE, say("Marks: late (after the wave closed), conflict (two bodies)")),
)
LOCAL: tuple[tuple[str, CellKind, Words], ...] = (
    ("started_at_local", CellKind.DATETIME, say("Started, local time")),
    ("submitted_at_local", CellKind.DATETIME, say("Submitted, local time")),
)
OCCURRENCE = (("occurrence", CellKind.TEXT, say("Which of several in the same wave")),)
LESSON = (
    ("visit_id", CellKind.TEXT, say("Visited lesson")),
    ("observer_id", CellKind.TEXT, say("Observer")),
    (
        "observer_role",
        CellKind.CODE,
        say("Part of the observer: primary, second, consensus or master"),
    ),
)
SESSION = (
    ("session_id", CellKind.TEXT, say("Group session")),
    ("moderator_id", CellKind.TEXT, say("Moderator")),
)
ABOUT: Mapping[About, tuple[tuple[str, CellKind, Words], ...]] = {
    About.PARTICIPANT: (),
    About.LESSON: LESSON,
    About.GROUP_SESSION: SESSION,
}
PLACES: Mapping[str, int] = {name: place for place, (name, _, _) in enumerate((*WHO, *HOW))}
"""Where the columns stand that every instrument has."""
BY_ITSELF = frozenset({"web", "offline"})

Who = tuple[Cell, ...]


class Keys:
    """The columns before the items of one instrument, and their cells for a record."""

    def __init__(self, source: Source, instrument: Instrument, zone: str = ZONE) -> None:
        self._instrument = instrument
        self._study = source.frame.key
        self._zone = ZoneInfo(zone)
        fixed = (*WHO, *HOW, *LOCAL, *OCCURRENCE, *LESSON, *SESSION)
        items = (code for version in source.instruments[instrument.key] for code in version.items)
        taken = {*(name for name, _, _ in fixed), *items}
        self._attributes = attributes(source.frame, instrument, taken)
        self._people = {one.code: one for one in source.frame.participants}
        self._lessons = {one.code: one for one in source.frame.lessons}
        self._schools = {one.code: one.attributes for one in source.frame.schools}
        self._around: dict[str, tuple[Cell, ...]] = {
            code: (code or None, own.get("school_type") or own.get("type"), own.get("region"))
            for code, own in self._schools.items()
        }
        self._language = source.choices.language
        self._waves = {
            wave.key: (wave.key, wave.number, wave.label.in_(self._language))
            for wave in source.frame.waves
        }
        self._last: tuple[str, Who, tuple[Cell, ...]] = ("", (), ())

    @cached_property
    def who_columns(self) -> tuple[Column, ...]:
        """The columns that say whom it is about; between-subject attributes stand apart."""
        return tuple(Column(name, kind, label) for name, kind, label in WHO)

    @cached_property
    def attribute_columns(self) -> tuple[Column, ...]:
        """The columns of the roster's own attributes."""
        return tuple(one.column for one in self._attributes)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every column before the items, in order."""
        own = ABOUT[self._instrument.about]
        several = OCCURRENCE if self._instrument.distinct_by else ()
        named = (*HOW, *LOCAL, *several, *own)
        rest = tuple(Column(name, kind, label) for name, kind, label in named)
        return (*self.who_columns, *rest, *self.attribute_columns)

    def role(self, record: Record) -> str:
        """Give the role of the participant whom a record is about."""
        person = self._people.get(record.participant)
        return person.role if person else ""

    def who(self, person: Participant) -> Who:
        """Give the cells that say who a participant is."""
        school = self._around.get(person.school) or (person.school or None, None, None)
        own = person.code if person.role == TEACHER else None
        return (
            self._study,
            person.code,
            person.role,
            *school,
            person.class_code or None,
            person.teacher or own,
        )

    def attribute_cells(self, person: Participant | None, school: str) -> tuple[Cell, ...]:
        """Give the cells of the roster's own attributes."""
        if not self._attributes:
            return ()
        own = person.attributes if person else {}
        around = self._schools.get(school, {})
        return tuple(one.cell(around if one.of_school else own) for one in self._attributes)

    def cells(self, record: Record, answered: int, missing: int) -> tuple[Cell, ...]:
        """Give every cell before the items."""
        who, others = self._about(record)
        started, submitted = record.started_at, record.submitted_at
        local_submitted = local(submitted, self._zone)
        took = int((submitted - started).total_seconds()) if started and submitted else None
        return (
            *who,
            *self._waves.get(record.wave, (record.wave, None, None)),
            _day(record, local_submitted),
            record.instrument,
            record.version,
            record.id,
            str(record.status),
            str(record.mode),
            record.language or None,
            utc(started),
            utc(submitted),
            took,
            None,
            self._operator(record),
            answered,
            missing,
            flags(record),
            local(started, self._zone),
            local_submitted,
            *self._own(record),
            *others,
        )

    def _about(self, record: Record) -> tuple[Who, tuple[Cell, ...]]:
        """Remember the last one: records come sorted by whom they are about."""
        code = record.participant or record.lesson or record.group_session
        if self._last[0] != code or not code:
            who, person, school = self._found(record)
            self._last = (code, who, self.attribute_cells(person, school))
        return self._last[1], self._last[2]

    def _found(self, record: Record) -> tuple[Who, Participant | None, str]:
        person = self._people.get(record.participant)
        if person is not None:
            return self.who(person), person, person.school
        lesson = self._lessons.get(record.lesson)
        if lesson is not None:
            teacher = self._people.get(lesson.teacher)
            visited = Participant("", "", lesson.school, teacher=lesson.teacher)
            who = self.who(visited)
            return (who[0], None, None, *who[3:]), teacher, lesson.school
        return (self._study, record.participant or None, *[None] * (len(WHO) - 2)), None, ""

    def _own(self, record: Record) -> tuple[Cell, ...]:
        several = (record.occurrence or None,) if self._instrument.distinct_by else ()
        if self._instrument.about is About.LESSON:
            return (*several, record.lesson, record.author or None, str(record.part) or None)
        if self._instrument.about is About.GROUP_SESSION:
            return (*several, record.group_session, record.author or None)
        return several

    def day(self, record: Record) -> str | None:
        """Give the day on which it happened, or else the local day on which it was submitted."""
        return _day(record, local(record.submitted_at, self._zone))

    def _operator(self, record: Record) -> str | None:
        """Name who entered it, and nobody where participants answered themselves."""
        alone = self._instrument.filled_by is FilledBy.PARTICIPANT and record.mode in BY_ITSELF
        return None if alone else record.author or None


def _day(record: Record, submitted: str | None) -> str | None:
    if record.happened_on is not None:
        return record.happened_on.isoformat()
    return submitted[:10] if submitted else None


def utc(moment: datetime | None) -> str | None:
    """Write a moment in UTC as ISO 8601, to the second."""
    if moment is None:
        return None
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    # without its zone it is written in half the time
    bare = datetime.combine(moment.date(), moment.time())
    return bare.isoformat("T", "seconds") + "Z"


def local(moment: datetime | None, zone: ZoneInfo) -> str | None:
    """Write a moment in a zone's own time as ISO 8601, to the second."""
    return None if moment is None else moment.astimezone(zone).isoformat("T", "seconds")


def flags(record: Record) -> str | None:
    """Give the marks of a record."""
    if not (record.late or record.conflict):
        return None
    marks = (("late", record.late), ("conflict", record.conflict))
    return ";".join(name for name, set_ in marks if set_)
