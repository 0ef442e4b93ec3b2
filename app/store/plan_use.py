"""Which instruments of a wave have answers: those stay in its plan."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Draft, Record
from app.store.scope import Scope


def instruments_used(session: Session, scope: Scope, wave_id: int) -> frozenset[str]:
    """Name the instruments that somebody answered, or began to answer, in a wave."""
    kept = select(Record.instrument).where(
        Record.study_id == scope.study_id, Record.wave_id == wave_id
    )
    begun = select(Draft.instrument).where(
        Draft.study_id == scope.study_id, Draft.wave_id == wave_id
    )
    return frozenset(session.scalars(kept.union(begun)))
