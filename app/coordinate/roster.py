"""A roster from a sheet: teachers and pupils by study code, contacts apart, all or nothing."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.coordinate.refusals import Judged, RefusedRow, rows_of
from app.coordinate.roster_columns import Reading, begin
from app.coordinate.roster_rows import (
    Found,
    read_contact,
    read_person,
    with_teachers,
    without_identity,
)
from app.coordinate.roster_words import CONTACTS
from app.coordinate.spreadsheet import Sheet, SheetRow, say
from app.store.contacts import ContactView, put_contacts, read_contacts
from app.store.people import NewPerson, Person, put_people
from app.store.scope import Scope
from app.store.studies import list_schools
from app.store.transaction import Session
from instruments.wording import Message

NOBODY = ContactView("", "", "")


@dataclass(frozen=True)
class RosterPreview(Judged):
    """What an import would do; nothing is written before `apply_roster`."""

    accepted: tuple[NewPerson, ...]
    contacts: Mapping[str, ContactView]
    refused: tuple[RefusedRow, ...]
    new: int
    changed: int
    same: int
    rows: int
    attributes: tuple[str, ...]
    """Columns that are kept as attributes of the participants."""
    offered: Mapping[str, bool]
    """Columns that are not known: whether somebody asked to keep each one as an attribute."""
    contact_columns: frozenset[str]
    new_schools: tuple[str, ...]
    notes: tuple[Message, ...] = ()
    written: tuple[NewPerson, ...] = ()
    """Those of the accepted that are new or differ from what is known."""
    has_identity_numbers: bool = False

    @property
    def refused_rows(self) -> int:
        """How many rows have a fault."""
        return rows_of(self.refused)

    @property
    def by_role(self) -> Mapping[str, int]:
        """How many of the accepted have each role."""
        return Counter(one.role for one in self.accepted)


def read_roster(
    session: Session, scope: Scope, sheet: Sheet, keep: Collection[str] = ()
) -> RosterPreview:
    """Read a sheet as a roster: what would be accepted, and every fault of every row.

    A column that nobody knows goes into every export once it is an attribute: it is left out
    unless `keep` names it.
    """
    reading = begin(session, scope, sheet, keep)
    found: list[tuple[SheetRow, NewPerson, ContactView]] = []
    for given in sheet.rows:
        before = len(reading.refused)
        row = without_identity(reading, given)
        person = read_person(reading, row)
        contact = read_contact(reading, row, person.role)
        if len(reading.refused) == before:
            found.append((row, person, contact))
    found = with_teachers(reading, found)
    if any(one.whole_file for one in reading.refused):
        found = []
    return _preview(session, reading, found)


def _preview(session: Session, reading: Reading, found: Sequence[Found]) -> RosterPreview:
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
        reading.offered,
        frozenset(set(CONTACTS) & reading.places.keys()),
        tuple(sorted({person.school for person in people} - schools)),
        (*sheet_notes(reading.sheet), *_left_out(reading)),
        written,
        reading.identity,
    )


def _left_out(reading: Reading) -> Iterator[Message]:
    if reading.left_out:
        yield say(
            "These columns are not known and are left out: {names}.",
            names=", ".join(reading.left_out),
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
    preview.judge(good_only=good_only)
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
