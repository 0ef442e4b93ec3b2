"""What several people have coded of one lesson, and who may see it: nobody before the own codes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.store.joining import OBSERVERS, observers_of
from app.store.reading import list_coded
from app.store.scope import Scope
from instruments.records import REFERENCE, Part, Record


@dataclass(frozen=True, slots=True)
class Coded:
    """The records of one instrument about one lesson that count, as one person may see them."""

    alone: tuple[Record, ...]
    """By those who coded it alone, the first observer before the second."""
    consensus: Record | None
    master: Record | None
    actor: str
    is_blind: bool
    """Whether that person is still to finish the own record, or does not code this lesson."""

    @property
    def own(self) -> Record | None:
        """The own record of that person."""
        return next((one for one in self.alone if one.author == self.actor), None)

    @property
    def others(self) -> tuple[Record, ...]:
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
    alone = tuple(one for one in found if one.part not in REFERENCE)
    return Coded(
        alone,
        _of(found, Part.CONSENSUS),
        _of(found, Part.MASTER),
        scope.actor,
        is_blind(session, scope, lesson_id, alone),
    )


def _of(found: Sequence[Record], part: Part) -> Record | None:
    return next((one for one in found if one.part is part), None)


def is_blind(session: Session, scope: Scope, lesson_id: str, alone: Sequence[Record]) -> bool:
    """Say whether somebody must not see yet what others coded of a lesson.

    Who codes it sees the others' codes after the own; a coordinator who does not, sees them all.
    """
    if any(one.author == scope.actor for one in alone):
        return False
    return scope.role == "observer" or scope.actor in observers_of(session, lesson_id)
