"""What can be imported: a roster, schools, planned visits, or rows of any instrument."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.coordinate import intake, plan_sheet, roster, school_list
from app.coordinate.intake import IntakePreview
from app.coordinate.intake_columns import UnknownColumn, targets
from app.coordinate.plan_sheet import PlanPreview
from app.coordinate.refusals import RefusedRow
from app.coordinate.roster import RosterPreview
from app.coordinate.school_list import SchoolsPreview
from app.coordinate.spreadsheet import Sheet
from app.store.instruments import newest_instrument
from app.store.scope import Scope
from app.store.transaction import Session
from app.store.waves import list_waves
from instruments.definitions import Value
from instruments.wording import Language, Message

ROSTER = "roster"
SCHOOLS = "schools"
VISITS = "visits"
OWN = (ROSTER, SCHOOLS, VISITS)
"""What is no instrument."""
SHOWN_ROWS = 10
SHOWN_REFUSED = 200
SHOWN_ANSWERS = 8
SHOWN_LETTERS = 40

Preview = RosterPreview | SchoolsPreview | PlanPreview | IntakePreview


@dataclass(frozen=True, slots=True)
class Counts:
    """How much an import would add, change, leave and refuse."""

    new: int
    changed: int
    same: int
    refused_rows: int
    rows: int


@dataclass(frozen=True, slots=True)
class PreviewView:
    """A preview as the page shows it."""

    counts: Counts
    blocked: bool
    identity: bool
    refused: tuple[RefusedRow, ...]
    more_refused: int
    notes: tuple[Message, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    accepted: int
    attributes: tuple[str, ...] = ()
    offered: tuple[tuple[str, bool], ...] = ()
    """Columns that are not known, and whether each one is kept as an attribute."""
    contacts: int = 0
    new_schools: tuple[str, ...] = ()
    new_visits: int = 0
    left_out: tuple[str, ...] = ()
    unknown: tuple[UnknownColumn, ...] = ()
    unit: str = ROSTER


def preview(
    session: Session, scope: Scope, target: str, sheet: Sheet, wave: str, columns: Mapping[str, str]
) -> Preview:
    """Read a sheet as what was chosen; raises UnknownInstrument."""
    if target == ROSTER:
        keep = {name for name, target in columns.items() if target}
        return roster.read_roster(session, scope, sheet, keep)
    if target == SCHOOLS:
        return school_list.read_schools(session, scope, sheet)
    if target == VISITS:
        return plan_sheet.read_plan_sheet(session, scope, sheet, wave)
    instrument = newest_instrument(session, target)
    return intake.read_rows(session, scope, instrument, sheet, wave=wave or None, columns=columns)


def apply(session: Session, scope: Scope, read: Preview, *, good_only: bool) -> None:
    """Write what was previewed; raises NotImported."""
    if isinstance(read, RosterPreview):
        roster.apply_roster(session, scope, read, good_only=good_only)
    elif isinstance(read, SchoolsPreview):
        school_list.apply_schools(session, scope, read, good_only=good_only)
    elif isinstance(read, PlanPreview):
        plan_sheet.apply_plan(session, scope, read, good_only=good_only)
    else:
        intake.apply_rows(session, scope, read, good_only=good_only)


def shown(session: Session, scope: Scope, read: Preview) -> PreviewView:
    """Prepare a preview for the page."""
    if isinstance(read, RosterPreview):
        return _roster_shown(read)
    if isinstance(read, SchoolsPreview):
        return _schools_shown(read)
    if isinstance(read, PlanPreview):
        return _plan_shown(read)
    waves = {wave.id: wave.key for wave in list_waves(session, scope)}
    return _intake_shown(read, waves)


def _counts(read: Preview) -> Counts:
    return Counts(read.new, read.changed, read.same, read.refused_rows, read.rows)


def _more(read: Preview) -> int:
    return max(0, len(read.refused) - SHOWN_REFUSED)


def _roster_shown(read: RosterPreview) -> PreviewView:
    names = read.attributes[:SHOWN_ANSWERS]
    rows = tuple(
        (
            one.code,
            one.role,
            one.school,
            one.class_code,
            one.teacher,
            *(one.attributes.get(name, "") for name in names),
        )
        for one in read.accepted[:SHOWN_ROWS]
    )
    return PreviewView(
        _counts(read),
        read.blocked,
        read.has_identity_numbers,
        read.refused[:SHOWN_REFUSED],
        _more(read),
        read.notes,
        ("code", "role", "school", "class", "teacher", *names),
        rows,
        len(read.accepted),
        attributes=read.attributes,
        offered=tuple(read.offered.items()),
        contacts=len(read.contacts),
        new_schools=read.new_schools,
    )


def _schools_shown(read: SchoolsPreview) -> PreviewView:
    names = read.attributes[:SHOWN_ANSWERS]
    rows = tuple(
        (one.code, one.name, *(one.attributes.get(name, "") for name in names))
        for one in read.accepted[:SHOWN_ROWS]
    )
    return PreviewView(
        _counts(read),
        read.blocked,
        read.has_identity_numbers,
        read.refused[:SHOWN_REFUSED],
        _more(read),
        read.notes,
        ("school", "name", *names),
        rows,
        len(read.accepted),
        attributes=read.attributes,
        unit=SCHOOLS,
    )


def _plan_shown(read: PlanPreview) -> PreviewView:
    rows = tuple(
        (
            one.teacher,
            one.wave,
            one.new.instrument,
            one.new.observer,
            one.new.second,
            one.new.planned_for.isoformat() if one.new.planned_for else "",
            one.new.starts_at,
        )
        for one in read.accepted[:SHOWN_ROWS]
    )
    return PreviewView(
        _counts(read),
        read.blocked,
        read.has_identity_numbers,
        read.refused[:SHOWN_REFUSED],
        _more(read),
        read.notes,
        ("teacher", "wave", "instrument", "observer", "second_observer", "day", "hour"),
        rows,
        len(read.accepted),
        unit=VISITS,
    )


def _intake_shown(read: IntakePreview, waves: Mapping[int, str]) -> PreviewView:
    codes = [item.code for item in read.instrument.answered_items][:SHOWN_ANSWERS]
    rows = tuple(
        (
            read.codes[one.id],
            waves[one.wave_id],
            *(_cell(one.answers.get(code)) for code in codes),
        )
        for one in read.accepted[:SHOWN_ROWS]
    )
    return PreviewView(
        _counts(read),
        read.blocked,
        read.has_identity_numbers,
        read.refused[:SHOWN_REFUSED],
        _more(read),
        read.notes,
        ("about", "wave", *codes),
        rows,
        len(read.accepted),
        new_visits=len(read.visits),
        left_out=read.left_out,
        unknown=read.unknown,
        unit="records",
    )


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        codes = [one for one in value if isinstance(one, str)]
        return " ".join(codes) if codes else f"× {len(value)}"
    text = str(value)
    return text if len(text) <= SHOWN_LETTERS else f"{text[: SHOWN_LETTERS - 1]}…"


def column_choices(
    session: Session, target: str, language: Language
) -> tuple[tuple[str, str], ...]:
    """List what an unknown column may be: each item with its code and its words."""
    instrument = newest_instrument(session, target)
    return tuple(
        (name, f"{name} · {item.label.in_(language)[: 2 * SHOWN_LETTERS]}")
        for name, (_, item) in targets(instrument).items()
    )
