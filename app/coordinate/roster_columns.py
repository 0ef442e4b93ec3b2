"""The columns of a roster: what each means, and what is wrong with the file as a whole."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.coordinate.identity import named, names_identity
from app.coordinate.refusals import RefusedRow
from app.coordinate.roster_cells import day_columns, plain, rows_by_code
from app.coordinate.roster_words import COLUMNS, PERSONAL, folded
from app.coordinate.spreadsheet import Sheet, SheetRow, say
from app.store.people import Person, list_people
from app.store.scope import Scope
from app.store.transaction import Session
from instruments.wording import Message


@dataclass(slots=True)
class Reading:
    """What is known before the rows are read, and the faults found so far."""

    sheet: Sheet
    scope: Scope
    places: Mapping[str, str]
    """Meaning -> column of the file."""
    known: Mapping[str, Person]
    offered: Mapping[str, bool]
    """Columns that neither the program nor the study knows: whether each one is kept."""
    attributes: tuple[str, ...]
    """Columns that are kept as attributes of the participants."""
    days: frozenset[str]
    spelled: Mapping[str, str]
    """Known codes by their folded form."""
    stands: Mapping[str, Sequence[int]]
    """The rows in which each code stands."""
    refused: list[RefusedRow] = field(default_factory=list)
    identity: bool = False
    blots: set[str] = field(default_factory=set)

    def refuse(self, row: SheetRow, meaning: str, message: Message) -> None:
        """Note a fault of a row at the column with this meaning."""
        column = self.places.get(meaning, meaning)
        if column not in self.blots:  # one sentence is enough about what was blotted out
            self.refused.append(RefusedRow(row.number, column, message))

    @property
    def left_out(self) -> tuple[str, ...]:
        """Columns that are not kept because nobody asked for them."""
        return tuple(name for name, kept in self.offered.items() if not kept)

    def text(self, row: SheetRow, meaning: str) -> str:
        """Give the text of the column with this meaning, empty where there is none."""
        column = self.places.get(meaning)
        return plain(row.cells.get(column)) if column else ""


def begin(session: Session, scope: Scope, sheet: Sheet, keep: Collection[str]) -> Reading:
    """Find the columns and what is known, before any row is read."""
    places = _places(sheet)
    people = list_people(session, replace(scope, schools=()))
    own = [name for name in sheet.columns if name not in places.values()]
    own = [name for name in own if not names_identity(name)]
    familiar = {name for person in people for name in person.attributes}
    offered = {name: name in keep for name in own if name not in familiar}
    attributes = tuple(name for name in own if offered.get(name, True))
    reading = Reading(
        sheet,
        scope,
        places,
        {person.code: person for person in people},
        offered,
        attributes,
        day_columns(sheet, attributes),
        {person.code.casefold(): person.code for person in people},
        rows_by_code(sheet, places.get("code", "")),
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


def _whole_file_faults(reading: Reading) -> list[RefusedRow]:
    header = reading.sheet.header
    faults = [
        RefusedRow(header, column, named(column), whole_file=True)
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


def _mistakable_columns(reading: Reading) -> list[RefusedRow]:
    """Name columns that would become attributes although they say who somebody is."""
    header = reading.sheet.header
    faults = []
    for column in (*reading.attributes, *reading.left_out):
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
