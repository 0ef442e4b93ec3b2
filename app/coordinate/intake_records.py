"""From rows to records: gather the rows of one record, add what is known, judge the whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.coordinate.intake_columns import ColumnPlan
from app.coordinate.intake_places import Frame, Line, NewVisit, Place
from app.coordinate.refusals import RefusedRow
from app.coordinate.spreadsheet import say
from app.store.intake_lookup import KnownRecord
from app.store.records import Submission, occurrence
from app.store.scope import Scope
from instruments.answers import faults
from instruments.definitions import About, Answers, Value
from instruments.routing import relevant
from instruments.wording import Message

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A record as it would be kept."""

    submission: Submission
    code: str
    known: KnownRecord | None
    visit: NewVisit | None


class Known:
    """The records that are there, found by what they are about."""

    def __init__(self, records: Iterable[KnownRecord]) -> None:
        self._found: dict[Key, list[KnownRecord]] = {}
        for record in records:
            key = (record.wave_id, record.subject, record.occurrence)
            self._found.setdefault(key, []).append(record)

    def find(self, place: Place, several: str, author: str) -> KnownRecord | None:
        """Find the record about the same; of several observers' the one of this author."""
        found = self._found.get((place.wave.id, place.subject, several), [])
        if author:
            found = [one for one in found if one.author == author]
        return found[0] if len(found) == 1 else None


@dataclass(slots=True)
class _Gathered:
    """The rows that make one record."""

    lines: list[Line]
    place: Place
    several: str
    answers: dict[str, Value] = field(default_factory=dict)
    repeated: dict[str, list[Line]] = field(default_factory=dict)
    faulty: bool = False


def draft_records(
    scope: Scope,
    frame: Frame,
    plan: ColumnPlan,
    lines: Sequence[Line],
    known: Known,
    mode: str,
) -> tuple[list[Drafted], list[RefusedRow]]:
    """Make the records of the rows; a record with a faulty row is left out whole."""
    refused = [fault for line in lines for fault in line.faults]
    drafted: list[Drafted] = []
    for gathered in _gather(frame, plan, lines, refused):
        before = len(refused)
        _merge(gathered, refused, plan)
        record = _judge(scope, frame, plan, gathered, known, refused, mode)
        if len(refused) == before and not gathered.faulty:
            drafted.append(record)
    return drafted, refused


def _gather(
    frame: Frame, plan: ColumnPlan, lines: Sequence[Line], refused: list[RefusedRow]
) -> list[_Gathered]:
    found: dict[Key, _Gathered] = {}
    visits: dict[str, Line] = {}
    for line in lines:
        if line.place is None:
            continue
        _compare_visits(visits, line, plan, refused)
        several = occurrence(frame.instrument, line.answers)
        key: Key = (line.place.wave.id, line.place.subject, several, line.author)
        if line.faults and not plan.members:
            key = (line.row.number,)  # what it is about may itself be faulty
        first = found.get(key)
        if first is None:
            found[key] = first = _Gathered([], line.place, several)
        elif not plan.members:
            message = say(
                "Row {first} is about the same: keep one of the two.",
                first=first.lines[0].row.number,
            )
            refused.append(RefusedRow(line.row.number, plan.whom, message))
            continue
        first.lines.append(line)
        first.faulty = first.faulty or bool(line.faults)
    return [one for one in found.values() if one.lines]


def _compare_visits(
    visits: dict[str, Line], line: Line, plan: ColumnPlan, refused: list[RefusedRow]
) -> None:
    """Refuse a new lesson or session of which two rows say different things."""
    visit = line.place.visit if line.place else None
    if visit is None:
        return
    first = visits.setdefault(visit.id, line)
    known = first.place.visit if first.place else None
    if known and (known.wave, known.teacher) != (visit.wave, visit.teacher):
        message = say(
            "Row {first} says another wave or teacher of {code}: mend one.",
            first=first.row.number,
            code=visit.code,
        )
        line.refuse(plan.keys.get("lesson", plan.whom), message)
        refused.append(line.faults[-1])


def _merge(gathered: _Gathered, refused: list[RefusedRow], plan: ColumnPlan) -> None:
    """Bring the rows of one record together: their own answers agree, repeats add up."""
    for line in gathered.lines:
        for code, value in line.answers.items():
            if gathered.answers.setdefault(code, value) != value:
                message = say(
                    "This row says otherwise than row {first} of the same record: mend one.",
                    first=gathered.lines[0].row.number,
                )
                refused.append(RefusedRow(line.row.number, plan.column_of(code), message))
        for repeat in line.repeated:
            gathered.repeated.setdefault(repeat, []).append(line)


def _judge(
    scope: Scope,
    frame: Frame,
    plan: ColumnPlan,
    gathered: _Gathered,
    known: Known,
    refused: list[RefusedRow],
    mode: str,
) -> Drafted:
    instrument, place, line = frame.instrument, gathered.place, gathered.lines[0]
    before = known.find(place, gathered.several, line.author)
    language = line.language or (before.language if before else "")
    language = language or (place.person.language if place.person else "") or "kk"
    context = {
        **place.wave.context,
        "role": place.person.role if place.person else "",
        "language": language,
    }
    given = {**gathered.answers, **_rows(gathered)}
    whole = {**_untouched(frame, plan, before), **given}
    counted = relevant(instrument, whole, context)
    wrong = [
        _placed(plan, gathered, fault.item, fault.message)
        for fault in faults(instrument, counted, context)
        if not fault.skippable and line.status != "partial"
    ]
    hidden = say("This question is not asked here: empty the cell.")
    wrong += [_placed(plan, gathered, code, hidden) for code in given.keys() - counted.keys()]
    said = {(one.number, one.column) for each in gathered.lines for one in each.faults}
    # what was refused is blank by now: one sentence about it is enough
    refused += [one for one in wrong if (one.number, one.column) not in said]
    submission = Submission(
        before.id if before else _id(frame, gathered),
        place.wave.id,
        instrument,
        place.subject,
        counted,
        scope.actor if before else line.author or scope.actor,
        mode=mode,
        part=line.part,
        status=line.status,
        language=language,
        started_at=line.started_at,
        client_at=line.client_at,
        happened_on=line.happened_on,
        parent=before.newest if before else None,
        reason="import" if before else "",
    )
    return Drafted(submission, place.code, before, place.visit)


def _rows(gathered: _Gathered) -> dict[str, Value]:
    return {
        repeat: tuple(line.repeated[repeat] for line in lines)
        for repeat, lines in gathered.repeated.items()
    }


def _untouched(frame: Frame, plan: ColumnPlan, before: KnownRecord | None) -> Answers:
    """Give the known answers of which the file says nothing: it has no such column."""
    if before is None:
        return {}
    said = {item.code for item in plan.items.values()}
    said |= {repeat.code for repeat, _ in plan.members.values()}
    items = frame.instrument.items
    return {
        code: value for code, value in before.answers.items() if code not in said and code in items
    }


def _id(frame: Frame, gathered: _Gathered) -> str:
    line, place = gathered.lines[0], gathered.place
    kind = About(frame.instrument.about)
    parts = (line.author, line.part if kind is About.LESSON else "")
    return frame.id_of(
        frame.instrument.key, place.wave.key, kind, place.code, gathered.several, *parts
    )


def _placed(plan: ColumnPlan, gathered: _Gathered, code: str, message: Message) -> RefusedRow:
    """Find row and column of a fault; in a repeat it is called turns.2.text."""
    repeat, _, rest = code.partition(".")
    lines = gathered.repeated.get(repeat, [])
    number, _, member = rest.partition(".")
    if number.isdecimal() and 0 < int(number) <= len(lines):
        return RefusedRow(lines[int(number) - 1].row.number, plan.column_of(member), message)
    return RefusedRow(gathered.lines[0].row.number, plan.column_of(code), message)
