"""A roster from a sheet: teachers and pupils by study code, contacts apart, all or nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sqlalchemy.orm import Session

from app.coordinate.identity import holds_identity, names_identity
from app.coordinate.refusals import NotImported, RefusedRow, rows_of
from app.coordinate.roster_cells import (
    attributes_of,
    code_fault,
    contact_fault,
    day_columns,
    plain,
    school_fault,
)
from app.coordinate.roster_words import COLUMNS, CONTACTS, PERSONAL, ROLES, TONGUES, folded
from app.coordinate.spreadsheet import Sheet, SheetRow, say
from app.store.contacts import ContactView, put_contacts, read_contacts
from app.store.people import NewPerson, Person, list_people, put_people
from app.store.scope import Scope
from app.store.studies import list_schools
from instruments.wording import Message

NOBODY = ContactView("", "", "")


@dataclass(frozen=True)
class RosterPreview:
    """What an import would do; nothing is written before `apply_roster`."""

    accepted: tuple[NewPerson, ...]
    contacts: Mapping[str, ContactView]
    refused: tuple[RefusedRow, ...]
    new: int
    changed: int
    same: int
    rows: int
    attributes: tuple[str, ...]
    """Columns that the program does not know: kept as attributes of the participants."""
    contact_columns: frozenset[str]
    new_schools: tuple[str, ...]
    notes: tuple[Message, ...] = ()
    written: tuple[NewPerson, ...] = ()
    """Those of the accepted that are new or differ from what is known."""
    has_identity_numbers: bool = False

    @property
    def blocked(self) -> bool:
        """Whether nothing of the file can be imported as it is."""
        return any(one.whole_file for one in self.refused) or not self.accepted

    @property
    def refused_rows(self) -> int:
        """How many rows have a fault."""
        return rows_of(self.refused)

    @property
    def by_role(self) -> Mapping[str, int]:
        """How many of the accepted have each role."""
        return Counter(one.role for one in self.accepted)


@dataclass(slots=True)
class _Reading:
    """What is known before the rows are read, and the faults found so far."""

    sheet: Sheet
    scope: Scope
    places: Mapping[str, str]
    """Meaning -> column of the file."""
    known: Mapping[str, Person]
    attributes: tuple[str, ...]
    days: frozenset[str]
    spelled: Mapping[str, str]
    """Known codes by their folded form."""
    refused: list[RefusedRow] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    identity: bool = False

    def refuse(self, row: SheetRow, meaning: str, message: Message) -> None:
        """Note a fault of a row at the column with this meaning."""
        self.refused.append(RefusedRow(row.number, self.places.get(meaning, meaning), message))

    def text(self, row: SheetRow, meaning: str) -> str:
        """Give the text of the column with this meaning, empty where there is none."""
        column = self.places.get(meaning)
        return plain(row.cells.get(column)) if column else ""


def read_roster(session: Session, scope: Scope, sheet: Sheet) -> RosterPreview:
    """Read a sheet as a roster: what would be accepted, and every fault of every row."""
    reading = _begin(session, scope, sheet)
    found: list[tuple[SheetRow, NewPerson, ContactView]] = []
    for row in sheet.rows:
        before = len(reading.refused)
        person = _read_person(reading, row)
        contact = _read_contact(reading, row, person.role)
        if len(reading.refused) == before:
            found.append((row, person, contact))
    found = _with_teachers(reading, found)
    if any(one.whole_file for one in reading.refused):
        found = []
    return _preview(session, reading, found)


def _begin(session: Session, scope: Scope, sheet: Sheet) -> _Reading:
    places = _places(sheet)
    attributes = tuple(column for column in sheet.columns if column not in places.values())
    people = list_people(session, replace(scope, schools=()))
    reading = _Reading(
        sheet,
        scope,
        places,
        {person.code: person for person in people},
        tuple(column for column in attributes if not names_identity(column)),
        day_columns(sheet, attributes),
        {person.code.casefold(): person.code for person in people},
    )
    reading.refused += _whole_file_faults(reading)
    reading.identity = any(map(names_identity, sheet.columns))
    return reading


def _places(sheet: Sheet) -> dict[str, str]:
    """Find the column of each meaning; teacher_id is the code where there is no other code."""
    places: dict[str, str] = {}
    for column in sheet.columns:
        meaning = COLUMNS.get(folded(column))
        if meaning and meaning not in places:
            places[meaning] = column
    own = next((name for name in ("pupil", "participant", "teacher") if name in places), None)
    if own:
        places["code"] = places.pop(own)
    if own == "pupil":
        places["pupil"] = places["code"]
        places.pop("participant", None)
    return places


def _whole_file_faults(reading: _Reading) -> list[RefusedRow]:
    header = reading.sheet.header
    faults = [
        RefusedRow(
            header,
            column,
            say(
                "The column “{column}” holds national identity numbers, which are never kept: "
                "delete the column and upload the file again.",
                column=column,
            ),
            whole_file=True,
        )
        for column in reading.sheet.columns
        if names_identity(column)
    ]
    faults += _mistakable_columns(reading)
    needed = {
        "code": say("There is no column with study codes: name it “code”."),
        "school": say("There is no column with schools: name it “school”."),
    }
    faults += [
        RefusedRow(header, "", message, whole_file=True)
        for meaning, message in needed.items()
        if meaning not in reading.places
    ]
    if not reading.sheet.rows:
        faults.append(
            RefusedRow(header, "", say("There is no row below the names of columns."), True)
        )
    return faults


def _mistakable_columns(reading: _Reading) -> list[RefusedRow]:
    """Name columns that would become attributes although they say who somebody is."""
    header = reading.sheet.header
    faults = []
    for column in reading.attributes:
        first = reading.places.get(COLUMNS.get(folded(column), ""), "")
        if first:
            message = say(
                "The columns “{first}” and “{second}” mean the same: keep one of them.",
                first=first,
                second=column,
            )
            faults.append(RefusedRow(header, column, message, whole_file=True))
        elif folded(column) in PERSONAL:
            message = say(
                "The column “{column}” says who somebody is: put full names into one column "
                "“name”, delete the rest.",
                column=column,
            )
            faults.append(RefusedRow(header, column, message, whole_file=True))
    return faults


def _read_person(reading: _Reading, row: SheetRow) -> NewPerson:
    _refuse_identity(reading, row)
    code = _read_code(reading, row)
    known = reading.known.get(code)
    attributes, wrong = attributes_of(row.cells, reading.attributes, reading.days)
    for column, message in wrong:
        reading.refuse(row, column, message)
    return NewPerson(
        code,
        _read_role(reading, row, known),
        _read_school(reading, row, known),
        _kept(reading, row, "class", known.class_code if known else ""),
        _read_teacher(reading, row, code, known.teacher if known else ""),
        _read_language(reading, row),
        attributes,
    )


def _kept(reading: _Reading, row: SheetRow, meaning: str, known: str) -> str:
    """Give what the file says; a file without the column changes nothing."""
    return reading.text(row, meaning) if meaning in reading.places else known


def _read_teacher(reading: _Reading, row: SheetRow, code: str, known: str) -> str:
    teacher = _kept(reading, row, "teacher", known)
    return "" if teacher == code else teacher


def _refuse_identity(reading: _Reading, row: SheetRow) -> None:
    phone = reading.places.get("phone")
    for column, cell in row.cells.items():
        if names_identity(column) or not holds_identity(cell, phone=column == phone):
            continue
        reading.identity = True
        reading.refused.append(
            RefusedRow(
                row.number,
                column,
                say(
                    "This looks like a 12-digit national identity number, which is never kept: "
                    "delete it and upload the file again."
                ),
            )
        )


def _read_code(reading: _Reading, row: SheetRow) -> str:
    code = reading.text(row, "code")
    if "code" not in reading.places:
        return code
    if fault := code_fault(code):
        reading.refuse(row, "code", fault)
        return code
    first = reading.seen.setdefault(code.casefold(), row.number)
    spelled = reading.spelled.get(code.casefold(), code)
    if first != row.number:
        message = say(
            "The code {code} stands in rows {first} and {second}: keep one of them.",
            code=code,
            first=first,
            second=row.number,
        )
        reading.refuse(row, "code", message)
    elif spelled != code:
        message = say("This code is known as {code}: write it in the same way.", code=spelled)
        reading.refuse(row, "code", message)
    return code


def _read_role(reading: _Reading, row: SheetRow, known: Person | None) -> str:
    text = reading.text(row, "role")
    if text:
        role = ROLES.get(folded(text), "")
        if not role:
            reading.refuse(row, "role", say("The role is unknown: write teacher or pupil."))
    elif "pupil" in reading.places:
        role = "pupil"
    else:
        role = known.role if known else "teacher"
    if known and role and role != known.role:
        message = say(
            "{code} is known in another role ({role}): give this person a new code.",
            code=known.code,
            role=known.role,
        )
        reading.refuse(row, "role" if "role" in reading.places else "code", message)
    return role


def _read_school(reading: _Reading, row: SheetRow, known: Person | None) -> str:
    school = reading.text(row, "school")
    if "school" not in reading.places:
        return school
    outside = [
        one
        for one in (school, known.school if known else "")
        if one and not reading.scope.sees_school(one)
    ]
    if fault := school_fault(school):
        reading.refuse(row, "school", fault)
    elif outside:
        message = say("{school} is not among your schools.", school=outside[0])
        reading.refuse(row, "school", message)
    return school


def _read_language(reading: _Reading, row: SheetRow) -> str:
    text = reading.text(row, "language")
    language = TONGUES.get(folded(text), "")
    if text and not language:
        reading.refuse(row, "language", say("The language is unknown: write kk, ru or en."))
    return language


def _read_contact(reading: _Reading, row: SheetRow, role: str) -> ContactView:
    given = {meaning: reading.text(row, meaning) for meaning in CONTACTS}
    for meaning, text in given.items():
        if text and role == "pupil":
            message = say("Pupils are never named: empty this cell.")
            reading.refuse(row, meaning, message)
        elif fault := contact_fault(meaning, text):
            reading.refuse(row, meaning, fault)
    return ContactView(given["name"], given["phone"], given["email"])


Found = TypeVar("Found", bound=tuple[SheetRow, NewPerson, ContactView])


def _with_teachers(reading: _Reading, found: Sequence[Found]) -> list[Found]:
    """Leave out pupils whose teacher is not known and not among the accepted rows."""
    teachers = {code for code, person in reading.known.items() if person.role == "teacher"}
    teachers |= {person.code for _, person, _ in found if person.role == "teacher"}
    kept = []
    for one in found:
        row, person, _ = one
        if not person.teacher or (person.role == "pupil" and person.teacher in teachers):
            kept.append(one)
        elif person.role == "teacher":
            reading.refuse(row, "teacher", say("Only pupils have a teacher: empty this cell."))
        else:
            message = say(
                "There is no teacher {code} in the study or among the rows without faults: check "
                "the code.",
                code=person.teacher,
            )
            reading.refuse(row, "teacher", message)
    return kept


def _preview(session: Session, reading: _Reading, found: Sequence[Found]) -> RosterPreview:
    # teachers stand before the pupils who name them
    ordered = sorted(found, key=lambda one: one[1].role != "teacher")
    people = tuple(person for _, person, _ in ordered)
    written = tuple(person for person in people if _differs(person, reading.known.get(person.code)))
    new = sum(person.code not in reading.known for person in people)
    schools = {school.code for school in list_schools(session, reading.scope)}
    return RosterPreview(
        people,
        {person.code: contact for _, person, contact in found if contact != NOBODY},
        tuple(sorted(reading.refused, key=lambda one: one.number)),
        new,
        len(written) - new,
        len(people) - len(written),
        len(reading.sheet.rows),
        reading.attributes,
        frozenset(set(CONTACTS) & reading.places.keys()),
        tuple(sorted({person.school for person in people} - schools)),
        sheet_notes(reading.sheet),
        written,
        reading.identity,
    )


def sheet_notes(sheet: Sheet) -> tuple[Message, ...]:
    """Say what of a file was not read."""
    notes = []
    if sheet.others:
        notes.append(
            say(
                "The sheet “{name}” was read; not read: {others}.",
                name=sheet.name,
                others=", ".join(sheet.others),
            )
        )
    if sheet.remarks:
        notes.append(
            say("Rows that begin with # are remarks and were left out: {n}.", n=sheet.remarks)
        )
    return tuple(notes)


def _differs(new: NewPerson, known: Person | None) -> bool:
    if known is None:
        return True
    before = (known.role, known.school, known.class_code, known.teacher)
    after = (new.role, new.school, new.class_code, new.teacher)
    if before != after or (new.language and new.language != known.language):
        return True
    return any(known.attributes.get(name) != value for name, value in new.attributes.items())


def apply_roster(
    session: Session, scope: Scope, preview: RosterPreview, *, good_only: bool = False
) -> tuple[int, int]:
    """Write a previewed roster, all or nothing; give (added, changed).

    With faults nothing is written unless the good rows alone are asked for.
    """
    if preview.blocked or (preview.refused and not good_only):
        raise NotImported(preview.refused)
    if preview.written:
        put_people(session, scope, preview.written)
    if preview.contacts:
        put_contacts(session, scope, _whole_contacts(session, scope, preview))
    return preview.new, preview.changed


def _whole_contacts(
    session: Session, scope: Scope, preview: RosterPreview
) -> Mapping[str, ContactView]:
    """Keep what is known where the file says nothing."""
    known = read_contacts(session, replace(scope, schools=()), "roster import")
    return {
        code: ContactView(
            new.name or known.get(code, NOBODY).name,
            new.phone or known.get(code, NOBODY).phone,
            new.email or known.get(code, NOBODY).email,
        )
        for code, new in preview.contacts.items()
    }
