"""Freezes read back: what counted at their moment, whatever has happened since."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from app.models import Freeze, FrozenRecord, Revision, Wave
from app.store.frozen_frame import read_frozen_text
from app.store.instruments import get_instrument
from app.store.reading import Query, read_plain, submitted_at
from app.store.scope import Scope
from exports.source import Choices, Frozen, Source
from instruments import records
from instruments.wording import Message


class NotFrozen(Exception):
    """There is no such freeze, or none can be made; the message says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class FreezeView:
    """A freeze as pages show it."""

    id: int
    number: int
    label: str
    wave: str | None
    """The key of the frozen wave; None where every wave was frozen."""
    reason: str
    made_at: datetime
    made_by: str
    program: str
    records: int
    sha256: str

    @property
    def plain(self) -> Frozen:
        """Give the freeze as exports name it."""
        return Frozen(self.number, self.label, self.wave, self.sha256, self.program)


def _views(scope: Scope) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Freeze.id,
            Freeze.number,
            Freeze.label,
            Wave.key,
            Freeze.reason,
            Freeze.made_at,
            Freeze.made_by,
            Freeze.program,
            Freeze.records,
            Freeze.sha256,
        )
        .outerjoin(Wave, Wave.id == Freeze.wave_id)
        .where(Freeze.study_id == scope.study_id)
        .order_by(Freeze.number.desc())
    )


def list_freezes(session: Session, scope: Scope) -> tuple[FreezeView, ...]:
    """List the freezes of a study, newest first."""
    return tuple(FreezeView(*row) for row in session.execute(_views(scope)))


def find_freeze(session: Session, scope: Scope, number: int) -> FreezeView:
    """Find a freeze by its number in the study; raise NotFrozen where there is none."""
    row = session.execute(_views(scope).where(Freeze.number == number)).first()
    if row is None:
        known = [one.number for one in list_freezes(session, scope)]
        raise NotFrozen(
            Message(
                "app",
                "The study has no freeze {number}. It has: {known}.",
                {"number": number, "known": ", ".join(map(str, sorted(known))) or "–"},
            )
        )
    return FreezeView(*row)


def frozen_source(session: Session, scope: Scope, number: int, choices: Choices) -> Source:
    """Make the source of an export of a freeze; use it inside the transaction of the session."""
    insist_on_every_school(scope)
    found = find_freeze(session, scope, number)
    if found.wave is not None and choices.wave not in (None, found.wave):
        raise NotFrozen(
            Message(
                "app",
                "Freeze {number} holds the wave {wave} only.",
                {"number": number, "wave": found.wave},
            )
        )
    text = session.scalars(select(Freeze.frame).where(Freeze.id == found.id)).one()
    frame, versions = read_frozen_text(text)

    def read(instrument: str, wave: str | None) -> Iterable[records.Record]:
        query = frozen_query(found.id).where(FrozenRecord.instrument == instrument)
        if wave is not None:
            query = query.where(FrozenRecord.wave == wave)
        return read_plain(session, query.execution_options(yield_per=500))

    return Source(
        frame=frame,
        instruments={
            key: tuple(get_instrument(session, key, version) for version in numbers)
            for key, numbers in versions.items()
        },
        read=read,
        made_at=found.made_at,
        choices=replace(choices, wave=choices.wave or found.wave),
        freeze=found.plain,
    )


def insist_on_every_school(scope: Scope) -> None:
    """Refuse whoever sees some schools only: a freeze holds every school."""
    if scope.schools:
        raise NotFrozen(
            Message("app", "A freeze holds every school of the study, and you see some of them.")
        )


def frozen_query(freeze_id: int) -> Query:
    """Select what `reading.COLUMNS` are, as they were."""
    return (
        select(
            FrozenRecord.record_id,
            FrozenRecord.instrument,
            Revision.version,
            FrozenRecord.wave,
            Revision.body,
            FrozenRecord.participant,
            FrozenRecord.lesson,
            FrozenRecord.group_session,
            FrozenRecord.occurrence,
            FrozenRecord.author,
            FrozenRecord.part,
            Revision.status,
            FrozenRecord.mode,
            Revision.language,
            Revision.receipt,
            Revision.number,
            FrozenRecord.started_at,
            submitted_at(FrozenRecord.mode),
            Revision.received_at,
            Revision.clock_off_s,
            Revision.happened_on,
            FrozenRecord.late,
            FrozenRecord.conflict,
        )
        .select_from(FrozenRecord)
        .join(
            Revision,
            (Revision.record_id == FrozenRecord.record_id)
            & (Revision.number == FrozenRecord.revision),
        )
        .where(FrozenRecord.freeze_id == freeze_id)
        .order_by(FrozenRecord.position)
    )


def proof(text: str, rows: Iterable[Row[*tuple[Any, ...]]]) -> tuple[int, str]:
    """Count the rows that an export reads, and hash them together with the frame."""
    found, number = hashlib.sha256(text.encode()), 0
    for number, row in enumerate(rows, 1):  # noqa: B007  (counted on the way)
        line = json.dumps([*row], ensure_ascii=False, default=_moment)
        found.update(f"\n{line}".encode())
    return number, found.hexdigest()


def _moment(value: Any) -> str:
    return str(value.isoformat())


def broken_freezes(session: Session) -> Iterator[tuple[str, bool]]:
    """Name every freeze, and say whether it is no longer what it was when it was made."""
    kept = session.execute(
        select(Freeze.id, Freeze.study_id, Freeze.number, Freeze.records, Freeze.sha256).order_by(
            Freeze.id
        )
    ).all()
    for freeze_id, study_id, number, counted, sha256 in kept:
        text = session.scalars(select(Freeze.frame).where(Freeze.id == freeze_id)).one()
        rows = session.connection().execute(
            frozen_query(freeze_id).execution_options(yield_per=500)
        )
        yield f"study {study_id}, freeze {number}", proof(text, rows) != (counted, sha256)
