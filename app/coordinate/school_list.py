"""A list of schools from a sheet: codes, names and the columns of the analysis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.coordinate.identity import REFUSAL, blotted, named, names_identity
from app.coordinate.refusals import Judged, RefusedRow, rows_of
from app.coordinate.roster import sheet_notes
from app.coordinate.roster_cells import (
    attributes_of,
    day_columns,
    doubled,
    plain,
    rows_by_code,
    school_fault,
)
from app.coordinate.roster_words import SCHOOL_COLUMNS, folded
from app.coordinate.spreadsheet import Sheet, SheetRow, say
from app.store.scope import Scope
from app.store.studies import SchoolView, list_schools, put_school
from app.store.transaction import Session
from instruments.wording import Message

UNUSABLE = frozenset(("session", "scope", "code"))
"""Names of attributes that would be mistaken for something else."""


@dataclass(frozen=True, slots=True)
class NewSchool:
    """One accepted row of a list of schools."""

    code: str
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SchoolsPreview(Judged):
    """What an import of schools would do; nothing is written before `apply_schools`."""

    accepted: tuple[NewSchool, ...]
    refused: tuple[RefusedRow, ...]
    new: int
    changed: int
    same: int
    rows: int
    attributes: tuple[str, ...]
    notes: tuple[Message, ...] = ()
    has_identity_numbers: bool = False

    @property
    def refused_rows(self) -> int:
        """How many rows have a fault."""
        return rows_of(self.refused)


def read_schools(session: Session, scope: Scope, sheet: Sheet) -> SchoolsPreview:
    """Read a sheet as a list of schools, with every fault of every row."""
    places = _places(sheet)
    attributes = tuple(column for column in sheet.columns if column not in places.values())
    refused = _whole_file_faults(sheet, places, attributes)
    days = day_columns(sheet, attributes)
    stands = rows_by_code(sheet, places.get("code", ""))
    found: list[NewSchool] = []
    identity = any(map(names_identity, sheet.columns))
    for given in sheet.rows:
        row, blots = blotted(given, given.cells)
        identity = identity or bool(blots)
        code = plain(row.cells.get(places.get("code", "")))
        kept, wrong = attributes_of(row.cells, attributes, days)
        wrong += _row_faults(scope, row, code, places, stands)
        wrong = [one for one in wrong if one[0] not in blots]
        wrong += [(column, REFUSAL) for column in sorted(blots)]
        refused += [RefusedRow(row.number, column, message) for column, message in wrong]
        if not wrong:
            found.append(NewSchool(code, plain(row.cells.get(places.get("name", ""))), kept))
    if any(one.whole_file for one in refused):
        found = []
    known = {school.code: school for school in list_schools(session, scope)}
    return _preview(sheet, known, found, refused, attributes, identity)


def _places(sheet: Sheet) -> dict[str, str]:
    places: dict[str, str] = {}
    for column in sheet.columns:
        meaning = SCHOOL_COLUMNS.get(folded(column))
        if meaning:
            places.setdefault(meaning, column)
    return places


def _whole_file_faults(
    sheet: Sheet, places: Mapping[str, str], attributes: tuple[str, ...]
) -> list[RefusedRow]:
    faults = []
    if "code" not in places:
        message = say("There is no column with schools: name it “school”.")
        faults.append(RefusedRow(sheet.header, "", message, whole_file=True))
    if not sheet.rows:
        message = say("There is no row below the names of columns.")
        faults.append(RefusedRow(sheet.header, "", message, whole_file=True))
    for column in attributes:
        if names_identity(column):
            faults.append(RefusedRow(sheet.header, column, named(column), whole_file=True))
        if column in UNUSABLE:
            message = say("A column cannot be called “{column}”: rename it.", column=column)
            faults.append(RefusedRow(sheet.header, column, message, whole_file=True))
    return faults


def _row_faults(
    scope: Scope,
    row: SheetRow,
    code: str,
    places: Mapping[str, str],
    stands: Mapping[str, Sequence[int]],
) -> list[tuple[str, Message]]:
    column = places.get("code", "")
    faults: list[tuple[str, Message]] = []
    if fault := school_fault(code) or doubled(code, row.number, stands):
        faults.append((column, fault))
    elif not scope.sees_school(code):
        faults.append((column, say("{school} is not among your schools.", school=code)))
    return faults


def _preview(
    sheet: Sheet,
    known: Mapping[str, SchoolView],
    found: list[NewSchool],
    refused: list[RefusedRow],
    attributes: tuple[str, ...],
    identity: bool,
) -> SchoolsPreview:
    new = sum(school.code not in known for school in found)
    same = sum(_is_same(school, known.get(school.code)) for school in found)
    return SchoolsPreview(
        tuple(found),
        tuple(sorted(refused, key=lambda one: one.number)),
        new,
        len(found) - new - same,
        same,
        len(sheet.rows),
        attributes,
        sheet_notes(sheet),
        identity,
    )


def _is_same(new: NewSchool, known: SchoolView | None) -> bool:
    if known is None or (new.name and new.name != known.name):
        return False
    return all(known.attributes.get(name) == value for name, value in new.attributes.items())


def apply_schools(
    session: Session, scope: Scope, preview: SchoolsPreview, *, good_only: bool = False
) -> tuple[int, int]:
    """Write previewed schools, all or nothing; give (added, changed)."""
    preview.judge(good_only=good_only)
    for school in preview.accepted:
        put_school(session, scope, school.code, school.name, **school.attributes)
    return preview.new, preview.changed
