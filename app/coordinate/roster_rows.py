"""The rows of a roster: codes, roles, schools, teachers and contacts, each fault at its place."""

from collections.abc import Sequence
from typing import TypeVar

from app.coordinate.identity import REFUSAL, blotted, names_identity
from app.coordinate.refusals import RefusedRow
from app.coordinate.roster_cells import (
    attributes_of,
    code_fault,
    contact_fault,
    doubled,
    school_fault,
)
from app.coordinate.roster_columns import Reading
from app.coordinate.roster_words import CONTACTS, ROLES, TONGUES, folded
from app.coordinate.spreadsheet import SheetRow, say
from app.store.contacts import ContactView
from app.store.people import NewPerson, Person


def read_person(reading: Reading, row: SheetRow) -> NewPerson:
    """Read whom a row is about; faults go to the reading."""
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


def _kept(reading: Reading, row: SheetRow, meaning: str, known: str) -> str:
    """Give what the file says; a file without the column changes nothing."""
    return reading.text(row, meaning) if meaning in reading.places else known


def _read_teacher(reading: Reading, row: SheetRow, code: str, known: str) -> str:
    teacher = _kept(reading, row, "teacher", known)
    return "" if teacher == code else teacher


def without_identity(reading: Reading, row: SheetRow) -> SheetRow:
    """Refuse identity numbers, and blot them out before anything else reads the row."""
    named = {column for column in reading.sheet.columns if names_identity(column)}
    columns = row.cells.keys() - named
    clean, reading.blots = blotted(row, columns, reading.places.get("phone", ""))
    reading.identity = reading.identity or bool(reading.blots)
    reading.refused += [RefusedRow(row.number, column, REFUSAL) for column in sorted(reading.blots)]
    return clean


def _read_code(reading: Reading, row: SheetRow) -> str:
    code = reading.text(row, "code")
    if "code" not in reading.places:
        return code
    if fault := code_fault(code):
        reading.refuse(row, "code", fault)
        return code
    spelled = reading.spelled.get(code.casefold(), code)
    if double := doubled(code, row.number, reading.stands):
        reading.refuse(row, "code", double)
    elif spelled != code:
        message = say("This code is known as {code}: write it in the same way.", code=spelled)
        reading.refuse(row, "code", message)
    return code


def _read_role(reading: Reading, row: SheetRow, known: Person | None) -> str:
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


def _read_school(reading: Reading, row: SheetRow, known: Person | None) -> str:
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


def _read_language(reading: Reading, row: SheetRow) -> str:
    text = reading.text(row, "language")
    language = TONGUES.get(folded(text), "")
    if text and not language:
        reading.refuse(row, "language", say("The language is unknown: write kk, ru or en."))
    return language


def read_contact(reading: Reading, row: SheetRow, role: str) -> ContactView:
    """Read how to reach somebody; pupils are never named."""
    given = {meaning: reading.text(row, meaning) for meaning in CONTACTS}
    for meaning, text in given.items():
        if text and role == "pupil":
            message = say("Pupils are never named: empty this cell.")
            reading.refuse(row, meaning, message)
        elif fault := contact_fault(meaning, text):
            reading.refuse(row, meaning, fault)
    return ContactView(given["name"], given["phone"], given["email"])


Found = TypeVar("Found", bound=tuple[SheetRow, NewPerson, ContactView])


def with_teachers(reading: Reading, found: Sequence[Found]) -> list[Found]:
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
