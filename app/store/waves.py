"""Waves and the plan: what is asked when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, select
from sqlalchemy.orm import Session

from app.models import PlanEntry, Wave
from app.store import audit
from app.store.scope import Scope
from app.store.studies import as_column, as_text
from instruments import records
from instruments.wording import Text

STATES = ("planned", "open", "closing", "closed")
STAGES = ("baseline", "midyear", "end", "other")


@dataclass(frozen=True, slots=True)
class WaveView:
    """A wave as pages show it."""

    id: int
    key: str
    number: int
    stage: str
    label: Text
    opens_on: date | None
    closes_on: date | None
    state: str

    @property
    def context(self) -> dict[str, str]:
        """Give what conditions of instruments may ask about the wave."""
        return {"wave": self.key, "wave_number": str(self.number), "wave_stage": self.stage}

    @property
    def plain(self) -> records.Wave:
        """Give the wave as exports read it."""
        return records.Wave(
            self.key, self.number, self.stage, self.label, self.opens_on, self.closes_on
        )


@dataclass(frozen=True, slots=True)
class PlanView:
    """One line of the plan."""

    wave_id: int
    wave: str
    instrument: str
    version: int


def _view(row: Wave | Row[*tuple[Any, ...]]) -> WaveView:
    return WaveView(
        row.id,
        row.key,
        row.number,
        row.stage,
        as_text(row.label),
        row.opens_on,
        row.closes_on,
        row.state,
    )


def list_waves(session: Session, scope: Scope) -> tuple[WaveView, ...]:
    """List the waves of a study by number."""
    query = select(Wave).where(Wave.study_id == scope.study_id).order_by(Wave.number)
    return tuple(map(_view, session.scalars(query)))


COLUMNS = (
    Wave.id,
    Wave.key,
    Wave.number,
    Wave.stage,
    Wave.label,
    Wave.opens_on,
    Wave.closes_on,
    Wave.state,
)
BY_KEY = select(*COLUMNS).where(
    Wave.study_id == bindparam("study_id"), Wave.key == bindparam("key")
)
"""Built once: everything that phones send begins with it."""


def find_wave(session: Session, scope: Scope, key: str) -> WaveView | None:
    """Find a wave by its key."""
    row = session.connection().execute(BY_KEY, {"study_id": scope.study_id, "key": key}).first()
    return _view(row) if row else None


def add_wave(
    session: Session,
    scope: Scope,
    key: str,
    stage: str,
    label: Text,
    opens_on: date | None = None,
    closes_on: date | None = None,
    state: str = "planned",
) -> WaveView:
    """Add a wave after the last one."""
    waves = list_waves(session, scope)
    row = Wave(
        study_id=scope.study_id,
        key=key,
        number=waves[-1].number + 1 if waves else 1,
        stage=stage,
        label=as_column(label),
        opens_on=opens_on,
        closes_on=closes_on,
        state=state,
    )
    session.add(row)
    session.flush()
    audit.note(session, scope, "wave.added", key)
    return _view(row)


def change_wave(
    session: Session,
    scope: Scope,
    key: str,
    label: Text,
    opens_on: date | None,
    closes_on: date | None,
) -> None:
    """Change the words and days of a wave."""
    row = session.scalars(
        select(Wave).where(Wave.study_id == scope.study_id, Wave.key == key)
    ).one()
    row.label, row.opens_on, row.closes_on = as_column(label), opens_on, closes_on
    audit.note(session, scope, "wave.changed", key)


def set_state(session: Session, scope: Scope, key: str, state: str) -> None:
    """Open, close or reopen a wave."""
    row = session.scalars(
        select(Wave).where(Wave.study_id == scope.study_id, Wave.key == key)
    ).one()
    audit.note(session, scope, f"wave.{state}", key, f"before: {row.state}")
    row.state = state


def read_plan(session: Session, scope: Scope) -> tuple[PlanView, ...]:
    """List the plan by wave, then position."""
    query = (
        select(PlanEntry, Wave.key)
        .join(Wave, Wave.id == PlanEntry.wave_id)
        .where(PlanEntry.study_id == scope.study_id)
        .order_by(Wave.number, PlanEntry.position, PlanEntry.instrument)
    )
    return tuple(
        PlanView(entry.wave_id, wave, entry.instrument, entry.version)
        for entry, wave in session.execute(query)
    )


def set_plan(
    session: Session, scope: Scope, wave_id: int, asked: Sequence[tuple[str, int]]
) -> None:
    """Say which instrument versions are asked in a wave, in order."""
    session.execute(
        delete(PlanEntry).where(PlanEntry.study_id == scope.study_id, PlanEntry.wave_id == wave_id)
    )
    session.add_all(
        PlanEntry(
            study_id=scope.study_id,
            wave_id=wave_id,
            instrument=key,
            version=version,
            position=position,
        )
        for position, (key, version) in enumerate(asked)
    )
    listed = " ".join(f"{key}:{version}" for key, version in asked)
    audit.note(session, scope, "plan.set", str(wave_id), listed)
    session.flush()


ASKED = (
    select(*COLUMNS, PlanEntry.version)
    .join(PlanEntry, PlanEntry.wave_id == Wave.id)
    .where(
        Wave.study_id == bindparam("study_id"),
        Wave.key == bindparam("wave"),
        PlanEntry.instrument == bindparam("instrument"),
    )
)
"""Built once: every page of a questionnaire begins with it."""


def find_asked(
    session: Session, scope: Scope, wave: str, instrument: str
) -> tuple[WaveView, int] | None:
    """Find a wave and the version in which it asks an instrument."""
    values = {"study_id": scope.study_id, "wave": wave, "instrument": instrument}
    row = session.connection().execute(ASKED, values).first()
    if row is None:
        return None
    return _view(row), row.version
