"""Rows of a sheet as records of any instrument: a dry run first, then all or nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.coordinate.identity import holds_identity, names_identity
from app.coordinate.intake_columns import ColumnPlan, UnknownColumn, plan_columns, targets
from app.coordinate.intake_places import Frame, NewVisit
from app.coordinate.intake_records import Drafted, Known, draft_records
from app.coordinate.intake_rows import read_line
from app.coordinate.refusals import Judged, RefusedRow, rows_of
from app.coordinate.roster import sheet_notes
from app.coordinate.spreadsheet import Sheet, say
from app.store import audit
from app.store.intake_lookup import earlier_bodies, known_records
from app.store.people import list_people
from app.store.records import Submission, keep
from app.store.scope import Scope
from app.store.studies import get_study, list_schools
from app.store.transaction import Session
from app.store.visits import add_group_session, add_lesson, list_group_sessions, list_lessons
from app.store.waves import WaveView, list_waves
from exports.names import sheet_name
from instruments.definitions import Instrument
from instruments.records import digest
from instruments.wording import Message


@dataclass(frozen=True)
class IntakePreview(Judged):
    """What an import of rows would do; nothing is written before `apply_rows`."""

    instrument: Instrument
    accepted: tuple[Submission, ...]
    refused: tuple[RefusedRow, ...]
    notes: tuple[Message, ...]
    new: int
    same: int
    changed: int
    rows: int
    unknown: tuple[UnknownColumn, ...]
    left_out: tuple[str, ...]
    """Columns that are not needed."""
    visits: tuple[NewVisit, ...]
    """Lessons or group sessions that are not there yet."""
    changing: tuple[Submission, ...]
    """Those of the accepted that are new or differ from what is known."""
    codes: Mapping[str, str]
    """What each accepted submission is about, by its id."""
    refused_rows: int = 0
    has_identity_numbers: bool = False


@dataclass(frozen=True, slots=True)
class IntakeDone:
    """How many records an import added, left as they were and mended."""

    new: int
    same: int
    changed: int


NO_COLUMNS: Mapping[str, str] = {}


def preferred_sheet(instrument: str) -> str:
    """Name the sheet of our own workbooks that holds an instrument's rows."""
    return sheet_name(instrument, "_long")


def read_rows(
    session: Session,
    scope: Scope,
    instrument: Instrument,
    sheet: Sheet,
    *,
    wave: str | None = None,
    mode: str = "import",
    columns: Mapping[str, str] = NO_COLUMNS,
) -> IntakePreview:
    """Read rows as records: what would be kept, and every fault of every row.

    `columns` says of a file's column which item it answers ("" for: not needed); `wave` serves
    rows that name none.
    """
    frame, attributes = _frame(session, scope, instrument, wave)
    plan = plan_columns(instrument, sheet, columns, attributes)
    refused = [*plan.refused, *_whole_file_faults(frame, sheet, wave)]
    lines = [read_line(frame, plan, row) for row in sheet.rows]
    known = Known(known_records(session, scope, instrument.key))
    drafted, faults = draft_records(scope, frame, plan, lines, known, mode)
    refused += faults
    return _preview(session, scope, sheet, plan, drafted, refused, instrument)


def _frame(
    session: Session, scope: Scope, instrument: Instrument, wave: str | None
) -> tuple[Frame, set[str]]:
    whole = replace(scope, schools=())
    people = list_people(session, scope)
    waves = list_waves(session, scope)
    frame = Frame(
        get_study(session, scope.study_id).key,
        instrument,
        waves,
        _given(waves, wave),
        {person.code: person for person in people},
        {lesson.code: lesson for lesson in list_lessons(session, whole)},
        list_group_sessions(session, whole),
    )
    attributes = {name for person in people for name in person.attributes}
    attributes |= {name for one in list_schools(session, whole) for name in one.attributes}
    return frame, attributes


def _given(waves: Iterable[WaveView], wave: str | None) -> WaveView | None:
    return next((one for one in waves if wave in (one.key, str(one.number))), None)


def _whole_file_faults(frame: Frame, sheet: Sheet, wave: str | None) -> list[RefusedRow]:
    faults = []
    if wave and frame.given is None:
        faults.append(say("There is no wave “{wave}” in this study.", wave=wave))
    if not frame.waves:
        faults.append(say("The study has no wave yet: add one first."))
    if not sheet.rows:
        faults.append(say("There is no row below the names of columns."))
    return [RefusedRow(sheet.header, "", fault, whole_file=True) for fault in faults]


def _preview(
    session: Session,
    scope: Scope,
    sheet: Sheet,
    plan: ColumnPlan,
    drafted: Sequence[Drafted],
    refused: list[RefusedRow],
    instrument: Instrument,
) -> IntakePreview:
    kept = [one.submission for one in drafted]
    hashes = {one.id: _digest(one) for one in kept}
    same = {one.submission.id for one in drafted if _is_same(one, hashes)}
    stale = _stale(session, scope, [one for one in drafted if one.known], hashes) - same
    new = sum(one.known is None for one in drafted)
    changing = tuple(one for one in kept if one.id not in same | stale)
    notes = [*sheet_notes(sheet), *plan.notes]
    if stale:
        notes.append(
            say(
                "These records were mended after they had held the answers of this file; they "
                "stay as they are: {n}.",
                n=len(stale),
            )
        )
    visits = {one.visit.id: one.visit for one in drafted if one.visit}
    return IntakePreview(
        instrument=instrument,
        accepted=tuple(kept),
        refused=_ordered(sheet, plan, instrument, refused),
        notes=tuple(notes),
        new=new,
        same=len(same | stale),
        changed=len(changing) - new,
        rows=len(sheet.rows),
        unknown=tuple(plan.unknown),
        left_out=tuple(plan.left_out),
        visits=tuple(visits.values()),
        changing=changing,
        codes={one.submission.id: one.code for one in drafted},
        refused_rows=rows_of(refused),
        has_identity_numbers=_holds_identity(sheet, plan),
    )


def _ordered(
    sheet: Sheet, plan: ColumnPlan, instrument: Instrument, refused: Sequence[RefusedRow]
) -> tuple[RefusedRow, ...]:
    """Order faults by row, then as the instrument asks; what every row lacks is said once."""
    missing: dict[str, list[RefusedRow]] = {}
    kept: list[RefusedRow] = []
    for one in refused:
        if one.whole_file or one.column in sheet.columns:
            kept.append(one)
        else:
            missing.setdefault(one.column, []).append(one)
    for column, faults in missing.items():
        message = faults[0].message
        if column and len(faults) > 1:
            message = say(
                "The column “{column}” is missing, and {n} rows need it: add it.",
                column=column,
                n=len(faults),
            )
        kept.append(RefusedRow(sheet.header, column, message))
    return tuple(sorted(kept, key=_order_in(plan, instrument)))


def _order_in(plan: ColumnPlan, instrument: Instrument) -> Callable[[RefusedRow], tuple[Any, ...]]:
    """Give the place of a fault: the whole file, then rows, in a row as the instrument asks."""
    asked = [plan.column_of(item.code) for _, item in targets(instrument).values()]
    places = {column: place for place, column in enumerate(asked, 1)}

    def order(one: RefusedRow) -> tuple[Any, ...]:
        place = places.get(one.column, 0)
        return not one.whole_file, one.number, place, one.column, one.message.sentence

    return order


def _digest(sent: Submission) -> str:
    return digest(sent.instrument.key, sent.instrument.version, sent.answers)


def _is_same(one: Drafted, hashes: Mapping[str, str]) -> bool:
    return one.known is not None and one.known.sha256 == hashes[one.submission.id]


def _stale(
    session: Session, scope: Scope, drafted: Sequence[Drafted], hashes: Mapping[str, str]
) -> set[str]:
    """Find records that held these answers once and were mended since: an old file comes back."""
    earlier = earlier_bodies(session, scope, (one.submission.id for one in drafted))
    return {record_id for record_id, held in earlier.items() if hashes[record_id] in held}


def _holds_identity(sheet: Sheet, plan: ColumnPlan) -> bool:
    # a column that is left out may still hold them, and the file would be kept for a while
    meant = {*plan.used, *(one.name for one in plan.unknown)}
    return any(
        names_identity(column) or (column in meant and holds_identity(cell))
        for row in sheet.rows
        for column, cell in row.cells.items()
    )


def apply_rows(
    session: Session, scope: Scope, preview: IntakePreview, *, good_only: bool = False
) -> IntakeDone:
    """Keep what was previewed, all or nothing; call it inside `writing()` with its preview.

    With faults nothing is written unless the good rows alone are asked for.
    """
    preview.judge(good_only=good_only)
    for visit in preview.visits:
        _add_visit(session, scope, visit)
    for submission in preview.changing:
        keep(session, scope, submission)
    done = IntakeDone(preview.new, preview.same, preview.changed)
    detail = f"new {done.new}, same {done.same}, changed {done.changed}"
    audit.note(session, scope, "rows.imported", preview.instrument.key, detail)
    return done


def _add_visit(session: Session, scope: Scope, visit: NewVisit) -> None:
    if visit.teacher is not None:
        teacher = visit.teacher.id
        add_lesson(session, scope, visit.id, visit.wave.id, teacher, visit.held_on, visit.code)
    else:
        add_group_session(
            session, scope, visit.id, visit.wave.id, visit.held_on, visit.group, visit.code
        )
