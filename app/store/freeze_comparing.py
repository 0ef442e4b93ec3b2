"""Two freezes beside each other: what came, what went and what was changed between them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Freeze, FrozenRecord
from app.store.freezes import FreezeView, find_freeze, frozen_query, insist_on_every_school
from app.store.frozen_frame import read_frozen_text
from app.store.instruments import get_instrument
from app.store.reading import read_plain
from app.store.scope import Scope
from instruments import records
from instruments.definitions import Item, Value, opened

COMPARED = "freeze.compared"
"""The event that somebody has read a comparison; note it before it is shown."""
AT_ONCE = 400
"""Records that are read by their ids in one query."""

COLUMNS: Mapping[str, Callable[[records.Record], str]] = {
    "participant_id": lambda one: one.participant,
    "visit_id": lambda one: one.lesson,
    "session_id": lambda one: one.group_session,
    "occurrence": lambda one: one.occurrence,
    "observer_role": lambda one: one.part.value,
    "instrument_version": lambda one: str(one.version),
    "status": lambda one: one.status.value,
    "q_flags": lambda one: " ".join(
        name for name, on in (("late", one.late), ("conflict", one.conflict)) if on
    ),
}
"""What of a record may change beside its answers, by the name of its column in exports."""


@dataclass(frozen=True, slots=True)
class Named:
    """A record by its study code, its instrument and its wave."""

    id: str
    about: str
    instrument: str
    wave: str


@dataclass(frozen=True, slots=True)
class Change:
    """One answer, or one column of exports, that is otherwise in the newer freeze."""

    record: Named
    code: str
    """Of the item, or of the column where `item` is None."""
    item: Item | None
    before: Value | None
    after: Value | None

    @property
    def is_personal(self) -> bool:
        """Say whether the values may name somebody: they are not shown."""
        return self.item is not None and _is_personal(self.item)


@dataclass(frozen=True, slots=True)
class Difference:
    """What the roster, the lessons or the plan say otherwise, by the columns of exports."""

    code: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FreezeComparison:
    """What differs between two freezes of one study."""

    older: FreezeView
    newer: FreezeView
    added: tuple[Named, ...]
    gone: tuple[Named, ...]
    changed: tuple[Named, ...]
    changes: tuple[Change, ...]
    """What is otherwise in those that changed, item by item."""
    roster: tuple[Difference, ...]

    @property
    def is_same(self) -> bool:
        """Say whether the same counted in both."""
        return not (self.added or self.gone or self.changed or self.roster)


def compare_freezes(session: Session, scope: Scope, one: int, other: int) -> FreezeComparison:
    """Compare two freezes, the one with the lower number as the older."""
    insist_on_every_school(scope)
    older, newer = (find_freeze(session, scope, number) for number in sorted((one, other)))
    before, after = _rows(session, older.id), _rows(session, newer.id)
    changed = [key for key, row in after.items() if key in before and before[key][1] != row[1]]
    changes = tuple(_changes(session, older.id, newer.id, [after[key][0] for key in changed]))
    differing = {change.record.id for change in changes}
    return FreezeComparison(
        older,
        newer,
        added=tuple(row[0] for key, row in after.items() if key not in before),
        gone=tuple(row[0] for key, row in before.items() if key not in after),
        changed=tuple(after[key][0] for key in changed if key in differing),
        changes=changes,
        roster=tuple(_differences(_facts(session, older.id), _facts(session, newer.id))),
    )


def _rows(session: Session, freeze_id: int) -> dict[str, tuple[Named, tuple[object, ...]]]:
    """Give every frozen record by its id: how it is called, and what may differ."""
    of = FrozenRecord
    about = func.coalesce(
        *(func.nullif(c, "") for c in (of.participant, of.lesson)), of.group_session
    )
    query = (
        select(
            *(of.record_id, about, of.instrument, of.wave),
            *(of.revision, of.participant, of.lesson, of.group_session),
            *(of.occurrence, of.part, of.late, of.conflict),
        )
        .where(of.freeze_id == freeze_id)
        .order_by(of.position)
    )
    return {row[0]: (Named(*row[:4]), tuple(row[4:])) for row in session.execute(query)}


def _changes(
    session: Session, older: int, newer: int, changed: Sequence[Named]
) -> Iterator[Change]:
    for start in range(0, len(changed), AT_ONCE):
        part = changed[start : start + AT_ONCE]
        before, after = (_read(session, freeze_id, part) for freeze_id in (older, newer))
        for named in part:
            yield from _of_record(session, named, before[named.id], after[named.id])


def _read(session: Session, freeze_id: int, named: Sequence[Named]) -> Mapping[str, records.Record]:
    ids = [one.id for one in named]
    query = frozen_query(freeze_id).where(FrozenRecord.record_id.in_(ids))
    return {one.id: one for one in read_plain(session, query)}


def _of_record(
    session: Session, named: Named, before: records.Record, after: records.Record
) -> Iterator[Change]:
    for name, read in COLUMNS.items():
        if read(before) != read(after):
            yield Change(named, name, None, read(before), read(after))
    items: dict[str, Item] = {}
    for version in sorted({before.version, after.version}, reverse=True):
        for code, item in get_instrument(session, after.instrument, version).items.items():
            items.setdefault(code, item)
    for code in dict.fromkeys((*items, *before.answers, *after.answers)):
        said = before.answers.get(code), after.answers.get(code)
        if said[0] != said[1]:
            yield Change(named, code, items.get(code), *said)


def _is_personal(item: Item) -> bool:
    return item.personal or any(_is_personal(one) for one in opened(item.items))


Facts = Mapping[tuple[str, str], Mapping[str, str]]
"""What exports read beside records, by the kind and code of what it is about."""


def _facts(session: Session, freeze_id: int) -> Facts:
    text = session.scalars(select(Freeze.frame).where(Freeze.id == freeze_id)).one()
    frame, _ = read_frozen_text(text)
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for school in frame.schools:
        own = {f"school_{key}": value for key, value in school.attributes.items()}
        found["school_id", school.code] = own
    for one in frame.participants:
        places = {"role": one.role, "school_id": one.school, "class_id": one.class_code}
        found["participant_id", one.code] = {**places, "teacher_id": one.teacher, **one.attributes}
    for lesson in frame.lessons:
        day = lesson.held_on.isoformat() if lesson.held_on else ""
        places = {"teacher_id": lesson.teacher, "school_id": lesson.school, "date": day}
        found["visit_id", lesson.code] = places
    for group in frame.group_sessions:
        day = group.held_on.isoformat() if group.held_on else ""
        found["session_id", group.code] = {"group": group.group, "date": day}
    for entry in frame.plan:
        found["instrument_id", f"{entry.wave} {entry.instrument}"] = {
            "instrument_version": str(entry.version)
        }
    return found


def _differences(before: Facts, after: Facts) -> Iterator[Difference]:
    for kind, code in dict.fromkeys((*before, *after)):
        was, now = before.get((kind, code)), after.get((kind, code))
        if was is None or now is None:
            yield Difference(
                code, kind, code if was is not None else "", code if now is not None else ""
            )
            continue
        for column in dict.fromkeys((*was, *now)):
            if was.get(column, "") != now.get(column, ""):
                yield Difference(code, column, was.get(column, ""), now.get(column, ""))
