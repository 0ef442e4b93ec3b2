"""What several people have coded of one lesson, and who may see it: nobody before the own codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Record
from app.store.joining import OBSERVERS, observers_of
from app.store.reading import list_coded
from app.store.scope import Scope
from instruments import records
from instruments.records import REFERENCE, Part


@dataclass(frozen=True, slots=True)
class Coded:
    """The records of one instrument about one lesson that count, as one person may see them."""

    alone: tuple[records.Record, ...]
    """By those who coded it alone, the first observer before the second."""
    consensus: records.Record | None
    master: records.Record | None
    actor: str
    is_blind: bool
    """Whether that person is still to finish the own record, or does not code this lesson."""

    @property
    def own(self) -> records.Record | None:
        """The own record of that person."""
        return next((one for one in self.alone if one.author == self.actor), None)

    @property
    def others(self) -> tuple[records.Record, ...]:
        """The records of the others."""
        return tuple(one for one in self.alone if one.author != self.actor)

    @property
    def is_shared(self) -> bool:
        """Say whether two have finished, and that person may see it."""
        return not self.is_blind and len(self.alone) >= OBSERVERS

    @property
    def may_agree(self) -> bool:
        """Say whether that person may write what the observers agree on."""
        return self.is_shared and self.own is not None


def read_coded(session: Session, scope: Scope, lesson_id: str, instrument: str) -> Coded:
    """Read what is coded of a lesson; ask `is_blind` before showing any of it."""
    found = list_coded(session, scope, lesson_id, instrument)
    alone = tuple(filter(_is_alone, found))
    return Coded(
        alone,
        _of(found, Part.CONSENSUS),
        _of(found, Part.MASTER),
        scope.actor,
        is_blind(session, scope, lesson_id, alone),
    )


def _of(found: Sequence[records.Record], part: Part) -> records.Record | None:
    return next((one for one in found if one.part is part), None)


def is_blind(
    session: Session, scope: Scope, lesson_id: str, alone: Sequence[records.Record]
) -> bool:
    """Say whether somebody must not see yet what others coded of a lesson.

    Who codes it sees the others' codes after the own; a coordinator who does not, sees them all.
    """
    if any(one.author == scope.actor for one in alone):
        return False
    return scope.role == "observer" or scope.actor in observers_of(session, lesson_id)


def is_hidden(session: Session, scope: Scope, record_id: str) -> bool:
    """Say whether a record is of a lesson that somebody still codes, and not the own one."""
    row = session.get(Record, record_id)
    if row is None or row.lesson_id is None or row.author == scope.actor:
        return False
    coded = list_coded(session, scope, row.lesson_id, row.instrument)
    return is_blind(session, scope, row.lesson_id, [one for one in coded if _is_alone(one)])


def _is_alone(record: records.Record) -> bool:
    return record.part not in REFERENCE


def finished_alone(session: Session, scope: Scope) -> Mapping[tuple[str, str], frozenset[str]]:
    """Name who has finished, by lesson and instrument: names only, no codes."""
    query = (
        select(Record.lesson_id, Record.instrument, Record.author)
        .where(
            Record.study_id == scope.study_id,
            Record.lesson_id.is_not(None),
            Record.duplicate_of.is_(None),
            Record.part.not_in(REFERENCE),
        )
        .order_by(Record.lesson_id)
    )
    found: dict[tuple[str, str], frozenset[str]] = {}
    for lesson, instrument, author in session.execute(query):
        key = (lesson or "", instrument)
        found[key] = found.get(key, frozenset()) | {author}
    return found
