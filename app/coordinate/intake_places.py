"""What an imported row is about: a participant, a lesson or a group session, known or new."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.coordinate.intake_columns import ColumnPlan
from app.coordinate.refusals import RefusedRow
from app.coordinate.roster_cells import plain
from app.coordinate.spreadsheet import SheetRow, say
from app.store.people import Person
from app.store.subjects import Subject
from app.store.visits import GroupSessionView, LessonView
from app.store.waves import WaveView
from instruments.definitions import About, Instrument, Value
from instruments.records import Part
from instruments.wording import Message

NAMESPACE = uuid.UUID("6f3f5c0e-6d55-5b0e-9a53-0f6f3c1f8f0a")
"""Ids of imported rows are made from what they are about: the same file twice adds nothing."""
LONGEST_CODE = 60


@dataclass(frozen=True, slots=True)
class Frame:
    """What of the study is needed to place rows."""

    key: str
    instrument: Instrument
    waves: Sequence[WaveView]
    given: WaveView | None
    people: Mapping[str, Person]
    lessons: Mapping[str, LessonView]
    sessions: Sequence[GroupSessionView]

    def id_of(self, *parts: object) -> str:
        """Make the id of something imported from what it is about."""
        return str(uuid.uuid5(NAMESPACE, "/".join(map(str, (self.key, *parts)))))


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A lesson or group session that an import would add."""

    id: str
    code: str
    wave: WaveView
    teacher: Person | None = None
    group: str = ""
    held_on: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What a row is about."""

    wave: WaveView
    subject: Subject
    code: str
    person: Person | None = None
    visit: NewVisit | None = None


@dataclass(slots=True)
class Line:
    """A row as it was read, with its faults."""

    row: SheetRow
    place: Place | None = None
    author: str = ""
    part: str = ""
    language: str = ""
    status: str = "complete"
    answers: dict[str, Value] = field(default_factory=dict)
    repeated: dict[str, dict[str, Value]] = field(default_factory=dict)
    """Repeat -> the row that this line adds to it."""
    started_at: datetime | None = None
    client_at: datetime | None = None
    happened_on: date | None = None
    blots: set[str] = field(default_factory=set)
    faults: list[RefusedRow] = field(default_factory=list)

    def refuse(self, column: str, message: Message) -> None:
        """Note a fault at a column; one sentence is enough about what was blotted out."""
        if column in self.blots:
            return
        self.faults.append(RefusedRow(self.row.number, column, message))


def cell_text(plan: ColumnPlan, line: Line, meaning: str) -> str:
    """Give the text of the cell with this meaning, empty where there is none."""
    column = plan.keys.get(meaning)
    return plain(line.row.cells.get(column)) if column else ""


def _person(frame: Frame, plan: ColumnPlan, line: Line) -> Person | None:
    code = plain(line.row.cells.get(plan.whom)) if plan.whom else ""
    if not plan.whom:
        return None
    wanted = "teacher" if frame.instrument.about is About.LESSON else frame.instrument.asked_of
    person = frame.people.get(code)
    if not code:
        line.refuse(plan.whom, say("The study code is missing: write one, such as T01."))
    elif person is None:
        line.refuse(
            plan.whom,
            say(
                "The code {code} is not in the roster: check it, or import the roster first.",
                code=code[:LONGEST_CODE],
            ),
        )
    elif wanted and person.role != wanted:
        message = say(
            "{code} is in another role than this instrument asks: check the code.", code=code
        )
        line.refuse(plan.whom, message)
    else:
        return person
    return None


def _participant_place(frame: Frame, plan: ColumnPlan, line: Line, wave: WaveView) -> Place | None:
    person = _person(frame, plan, line)
    if person is None:
        return None
    return Place(wave, Subject(participant_id=person.id), person.code, person)


def _code(plan: ColumnPlan, line: Line, meaning: str) -> str:
    code = cell_text(plan, line, meaning)
    if not code:
        line.refuse(plan.keys[meaning], say("This cell is empty: every row needs it."))
    elif len(code) > LONGEST_CODE:
        message = say("This is longer than {most} signs: shorten it.", most=LONGEST_CODE)
        line.refuse(plan.keys[meaning], message)
        return ""
    return code


def _lesson_place(frame: Frame, plan: ColumnPlan, line: Line, wave: WaveView) -> Place | None:
    teacher = _person(frame, plan, line)
    code = _code(plan, line, "lesson") if "lesson" in plan.keys else ""
    line.author = cell_text(plan, line, "observer")
    line.part = cell_text(plan, line, "observer_role").casefold() or str(Part.PRIMARY)
    if line.part not in set(Part):
        message = say(
            "The part of the observer is unknown: write primary or second, or master for the codes"
            " that observers are trained against."
        )
        line.refuse(plan.keys["observer_role"], message)
    elif line.part != Part.PRIMARY and not line.author:
        message = say("Who coded is not named: add the code in a column “observer”.")
        line.refuse(plan.keys["observer_role"], message)
    known = frame.lessons.get(code)
    if known is not None and teacher is not None:
        if (known.teacher, known.wave) != (teacher.code, wave.key):
            message = say(
                "The lesson {code} is known as one of {teacher} in wave {wave}: check the row.",
                code=code,
                teacher=known.teacher,
                wave=known.wave,
            )
            line.refuse(plan.keys["lesson"], message)
            return None
        return Place(wave, Subject(lesson_id=known.id), code, teacher)
    if teacher is None or not code:
        return None
    happened = line.answers.get(frame.instrument.date_item)
    held_on = date.fromisoformat(happened) if isinstance(happened, str) else None
    visit = NewVisit(frame.id_of("lesson", code), code, wave, teacher, held_on=held_on)
    return Place(wave, Subject(lesson_id=visit.id), code, teacher, visit)


def _session_place(frame: Frame, plan: ColumnPlan, line: Line, wave: WaveView) -> Place | None:
    meaning = "session" if "session" in plan.keys else "group"
    name = _code(plan, line, meaning) if meaning in plan.keys else ""
    line.author = cell_text(plan, line, "moderator")
    if not name:
        return None
    group = cell_text(plan, line, "group")
    code = name if meaning == "session" else f"{group}-{wave.key}"
    fitting = [one for one in frame.sessions if one.code == code]
    if meaning == "group" and not fitting:
        fitting = [one for one in frame.sessions if (one.group, one.wave) == (group, wave.key)]
    if len(fitting) > 1:
        message = say("Several sessions of this group are known: add a column “session_id”.")
        line.refuse(plan.whom, message)
        return None
    if fitting and fitting[0].wave != wave.key:
        message = say("This session is known in wave {wave}: check the row.", wave=fitting[0].wave)
        line.refuse(plan.whom, message)
        return None
    if fitting:
        return Place(wave, Subject(group_session_id=fitting[0].id), fitting[0].code)
    happened = line.answers.get(frame.instrument.date_item)
    held_on = date.fromisoformat(happened) if isinstance(happened, str) else None
    visit = NewVisit(frame.id_of("group_session", code), code, wave, group=group, held_on=held_on)
    return Place(wave, Subject(group_session_id=visit.id), code, visit=visit)


PLACES = {
    About.PARTICIPANT: _participant_place,
    About.LESSON: _lesson_place,
    About.GROUP_SESSION: _session_place,
}
