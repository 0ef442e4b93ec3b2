"""Planned visits from a sheet: teacher, day, hour, observer, second observer, row by row."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from app.coordinate.identity import REFUSAL, blotted, named, names_identity
from app.coordinate.intake_cells import day
from app.coordinate.refusals import Judged, RefusedRow, rows_of
from app.coordinate.roster import sheet_notes
from app.coordinate.roster_cells import plain
from app.coordinate.roster_words import PLAN_COLUMNS, folded
from app.coordinate.spreadsheet import Sheet, SheetRow, say
from app.store import people, planned, staff, waves
from app.store.instruments import get_instrument
from app.store.planned import NewPlanned, PlannedView
from app.store.scope import Scope
from app.store.transaction import Session
from app.store.waves import WaveView
from instruments.answers import Refused
from instruments.definitions import About
from instruments.wording import Message

HOUR = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(:00)?")
GOING = frozenset({"observer", "coordinator"})
Fault = tuple[str, Message]


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One accepted row: what it plans, and the number of the visit that it changes."""

    new: NewPlanned
    wave: str
    teacher: str
    known: int = 0
    same: bool = False


@dataclass(frozen=True)
class PlanPreview(Judged):
    """What an import of planned visits would do; nothing is written before `apply_plan`."""

    accepted: tuple[PlannedRow, ...]
    refused: tuple[RefusedRow, ...]
    rows: int
    notes: tuple[Message, ...] = ()
    has_identity_numbers: bool = False

    @property
    def refused_rows(self) -> int:
        """How many rows have a fault."""
        return rows_of(self.refused)

    @property
    def new(self) -> int:
        """How many visits would be added."""
        return sum(not one.known for one in self.accepted)

    @property
    def same(self) -> int:
        """How many visits are planned so already."""
        return sum(one.same for one in self.accepted)

    @property
    def changed(self) -> int:
        """How many planned visits would get other observers."""
        return len(self.accepted) - self.new - self.same


@dataclass(frozen=True, slots=True)
class Known:
    """What of the study is needed to read the rows."""

    waves: Mapping[str, WaveView]
    """By key and by number."""
    given: WaveView | None
    people: Mapping[str, people.Person]
    team: Mapping[str, tuple[str, ...]]
    """Who may go, with the schools that each sees; none: all."""
    asked: Mapping[int, tuple[str, ...]]
    """What the plan of each wave asks about lessons."""
    plans: tuple[PlannedView, ...]

    def find(self, new: NewPlanned) -> PlannedView | None:
        """Find the visit that is planned already: of the teacher, at that day and hour."""
        wanted = (new.wave_id, new.teacher_id, new.instrument, new.planned_for, new.starts_at)
        fitting = (
            one
            for one in self.plans
            if (one.wave_id, one.teacher_id, one.instrument, one.planned_for, one.starts_at)
            == wanted
        )
        return next(fitting, None)


def read_plan_sheet(session: Session, scope: Scope, sheet: Sheet, wave: str) -> PlanPreview:
    """Read a sheet as planned visits, with every fault of every row."""
    known, places = _known(session, scope, wave), _places(sheet)
    refused = list(_whole_file_faults(sheet, places))
    identity = any(map(names_identity, sheet.columns))
    found: list[PlannedRow] = []
    for given in sheet.rows:
        row, blots = blotted(given, given.cells)
        identity = identity or bool(blots)
        read = _Reader(known, places, row)
        accepted = read.row()
        faults = [one for one in read.faults if one[0] not in blots]
        faults += [(column, REFUSAL) for column in sorted(blots)]
        if accepted and any(one.new == accepted.new for one in found):
            faults.append(("", say("The same visit stands in another row: keep one of them.")))
        refused += [RefusedRow(row.number, column, message) for column, message in faults]
        if accepted and not faults:
            found.append(accepted)
    if any(one.whole_file for one in refused):
        found = []
    return PlanPreview(tuple(found), tuple(refused), len(sheet.rows), sheet_notes(sheet), identity)


def _known(session: Session, scope: Scope, wave: str) -> Known:
    every = waves.list_waves(session, scope)
    asked: dict[int, tuple[str, ...]] = {}
    for entry in waves.read_plan(session, scope):
        if get_instrument(session, entry.instrument, entry.version).about is About.LESSON:
            asked[entry.wave_id] = (*asked.get(entry.wave_id, ()), entry.instrument)
    team = staff.list_colleagues(session, scope)
    return Known(
        {name: one for one in every for name in (one.key, str(one.number))},
        next((one for one in every if one.key == wave), None),
        {one.code: one for one in people.list_people(session, scope, "teacher")},
        {one.code: one.schools for one in team if one.role in GOING},
        asked,
        planned.list_planned(session, scope),
    )


def _places(sheet: Sheet) -> dict[str, str]:
    places: dict[str, str] = {}
    for column in sheet.columns:
        meaning = PLAN_COLUMNS.get(folded(column))
        if meaning:
            places.setdefault(meaning, column)
    return places


def _whole_file_faults(sheet: Sheet, places: Mapping[str, str]) -> Iterator[RefusedRow]:
    for meaning, message in WANTED.items():
        if meaning not in places:
            yield RefusedRow(sheet.header, "", message, whole_file=True)
    if not sheet.rows:
        message = say("There is no row below the names of columns.")
        yield RefusedRow(sheet.header, "", message, whole_file=True)
    for column in sheet.columns:
        if names_identity(column):
            yield RefusedRow(sheet.header, column, named(column), whole_file=True)


WANTED = {
    "teacher": say("There is no column with teachers: name it “teacher_id”."),
    "observer": say("There is no column with observers: name it “observer”."),
}


class _Reader:
    """Reads one row; what is wrong gathers in `faults`."""

    def __init__(self, known: Known, places: Mapping[str, str], row: SheetRow) -> None:
        self.known, self.places, self.cells = known, places, row.cells
        self.faults: list[Fault] = []

    def row(self) -> PlannedRow | None:
        """Read the row; nothing where it has a fault."""
        wave, teacher = self._wave(), self._teacher()
        observer, second = self._going("observer", teacher), self._going("second", teacher)
        if not observer:
            self._refuse("observer", say("The observer is missing: write the code, such as OBS1."))
        elif observer == second:
            self._refuse("second", say("The second observer is somebody else: write another code."))
        instrument = self._instrument(wave) if wave else ""
        planned_for, starts_at = self._day(), self._hour()
        if self.faults or wave is None or teacher is None:
            return None
        new = NewPlanned(wave.id, teacher.id, instrument, observer, second, planned_for, starts_at)
        known = self.known.find(new)
        same = known is not None and known.observers == tuple(filter(None, (observer, second)))
        return PlannedRow(new, wave.key, teacher.code, known.id if known else 0, same)

    def _text(self, meaning: str) -> str:
        return plain(self.cells.get(self.places.get(meaning, "")))

    def _refuse(self, meaning: str, message: Message) -> None:
        self.faults.append((self.places.get(meaning, ""), message))

    def _wave(self) -> WaveView | None:
        text = self._text("wave")
        found = self.known.waves.get(text) if text else self.known.given
        if found is None:
            keys = ", ".join(dict.fromkeys(one.key for one in self.known.waves.values()))
            self._refuse("wave", say("Write the wave of the visit, one of {keys}.", keys=keys))
        return found

    def _teacher(self) -> people.Person | None:
        text = self._text("teacher")
        found = self.known.people.get(text)
        if found is None:
            message = say("{code} is no teacher of the roster: check the code.", code=text[:60])
            self._refuse("teacher", message)
        return found

    def _going(self, meaning: str, teacher: people.Person | None) -> str:
        text = self._text(meaning)
        if text and text not in self.known.team:
            message = say("{code} does not visit lessons in this study.", code=text[:60])
            self._refuse(meaning, message)
        schools = self.known.team.get(text, ())
        if teacher and schools and teacher.school not in schools:
            places = {"observer": text, "school": teacher.school}
            message = say(
                "{observer} does not see the school {school}: change it in the team.", **places
            )
            self._refuse(meaning, message)
        return text

    def _instrument(self, wave: WaveView) -> str:
        asked = self.known.asked.get(wave.id, ())
        text = self._text("instrument") or (asked[0] if len(asked) == 1 else "")
        if text not in asked:
            message = say(
                "Write which instrument is filled in; the plan of {wave} has: {keys}.",
                wave=wave.key,
                keys=", ".join(asked) or "–",
            )
            self._refuse("instrument", message)
        return text

    def _day(self) -> date | None:
        cell = self.cells.get(self.places.get("day", ""))
        if cell is None or not plain(cell):
            return None
        try:
            return day(cell)
        except Refused as refused:
            self._refuse("day", refused.message)
            return None

    def _hour(self) -> str:
        cell = self.cells.get(self.places.get("hour", ""))
        text = f"{cell:%H:%M}" if isinstance(cell, time) else plain(cell)
        match = HOUR.fullmatch(text)
        if text and not match:
            self._refuse("hour", say("Write the hour as 09:30."))
        return f"{int(match[1]):02d}:{match[2]}" if match else ""


def apply_plan(
    session: Session, scope: Scope, preview: PlanPreview, *, good_only: bool = False
) -> None:
    """Write previewed visits, all or nothing."""
    preview.judge(good_only=good_only)
    for one in preview.accepted:
        if not one.known:
            planned.add_planned(session, scope, one.new)
        elif not one.same:
            planned.change_planned(session, scope, one.known, one.new)
