"""What a participant is asked in the waves that are open."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app import current
from app.access import concerns
from app.store import consents, drafts, waves
from app.store.drafts import Place
from app.store.instruments import get_instrument
from app.store.links import Visitor
from app.store.receipts import Receipt, find_receipt
from app.store.subjects import Subject
from app.store.waves import PlanView, WaveView
from instruments.definitions import Instrument
from instruments.routing import Progress, progress


@dataclass(frozen=True, slots=True)
class Task:
    """One instrument that a participant is asked to fill in."""

    instrument: Instrument
    receipt: Receipt | None
    begun: Progress | None
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenWave:
    """A wave with the participant's tasks and decision."""

    wave: WaveView
    decision: str
    decided_at: datetime | None
    tasks: tuple[Task, ...]

    @property
    def minutes(self) -> int:
        """Add up the minutes of what is still to do."""
        return sum(task.instrument.minutes for task in self.tasks if not task.receipt)

    @property
    def done(self) -> bool:
        """Say whether everything has been received."""
        return all(task.receipt for task in self.tasks)

    @property
    def asks(self) -> bool:
        """Say whether there is something to agree to: in an open wave, or what was begun."""
        return self.wave.state == "open" or any(task.begun for task in self.tasks)


def asked_of(session: Session, person: Visitor, wave: WaveView) -> tuple[PlanView, ...]:
    """List what the plan asks of a participant in a wave."""
    plan = waves.read_plan(session, current.scope())
    return tuple(
        entry
        for entry in plan
        if entry.wave_id == wave.id
        and concerns(get_instrument(session, entry.instrument, entry.version), person.role)
    )


def open_waves(session: Session, person: Visitor) -> tuple[OpenWave, ...]:
    """List the waves in which a participant has something to do, or to see, with the tasks."""
    scope = current.scope()
    found = []
    for wave in waves.list_waves(session, scope):
        tasks = _tasks(session, person, wave)
        if not tasks:
            continue
        decision = consents.newest_decision(session, scope, person.participant_id, wave.id)
        found.append(
            OpenWave(
                wave,
                decision.decision if decision else "",
                decision.decided_at if decision else None,
                tasks,
            )
        )
    return tuple(found)


def _tasks(session: Session, person: Visitor, wave: WaveView) -> tuple[Task, ...]:
    """List the tasks in a wave: once it is closing nothing new, once it is closed the begun."""
    if wave.state == "planned":
        return ()
    every = [_task(session, person, wave, entry) for entry in asked_of(session, person, wave)]
    if wave.state == "closing":
        return tuple(task for task in every if task.begun or task.receipt)
    if wave.state == "closed" and not any(task.begun for task in every):
        return ()
    return tuple(task for task in every if wave.state == "open" or task.begun)


def _task(session: Session, person: Visitor, wave: WaveView, entry: PlanView) -> Task:
    scope, subject = current.scope(), Subject(participant_id=person.participant_id)
    draft = drafts.find_draft(session, scope, Place(wave.id, entry.instrument, subject))
    version = draft.version if draft else entry.version
    instrument = get_instrument(session, entry.instrument, version)
    receipt = find_receipt(session, scope, wave.id, entry.instrument, subject)
    if draft is None or receipt:
        return Task(instrument, receipt, None, None)
    context = {**wave.context, "role": person.role, "language": current.language()}
    return Task(instrument, None, progress(instrument, draft.answers, context), draft.saved_at)
