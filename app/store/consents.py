"""What participants agreed to, refused or withdrew, wave by wave."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.models import Consent
from app.store import audit
from app.store.scope import Scope
from app.store.subjects import in_study


@dataclass(frozen=True, slots=True)
class Decision:
    """The newest word of a participant."""

    decision: str
    decided_at: datetime


def decide(
    session: Session,
    scope: Scope,
    participant_id: int,
    wave_id: int,
    decision: str,
    text_sha256: str,
    language: str,
    channel: str = "link",
    decided_at: datetime | None = None,
) -> None:
    """Keep a decision: given, refused or withdrawn."""
    session.add(
        Consent(
            study_id=scope.study_id,
            participant_id=participant_id,
            wave_id=wave_id,
            decision=decision,
            text_sha256=text_sha256,
            language=language,
            channel=channel,
            decided_at=decided_at or datetime.now(UTC),
        )
    )
    session.flush()
    audit.note(session, scope, f"consent.{decision}", "", text_sha256[:12])


NEWEST = (
    select(Consent.decision, Consent.decided_at)
    .where(
        in_study(Consent.study_id),
        Consent.participant_id == bindparam("participant_id"),
        Consent.wave_id == bindparam("wave_id"),
    )
    .order_by(Consent.id.desc())
    .limit(1)
)
"""Built once: every page of a questionnaire asks for it."""


def newest_decision(
    session: Session, scope: Scope, participant_id: int, wave_id: int
) -> Decision | None:
    """Give the newest decision of a participant in a wave."""
    values = {
        "study_id": scope.study_id,
        "participant_id": participant_id,
        "wave_id": wave_id,
    }
    row = session.connection().execute(NEWEST, values).first()
    return Decision(*row) if row else None


def refusals(session: Session, scope: Scope) -> frozenset[tuple[int, int]]:
    """Name (participant, wave) wherever the newest decision is not an agreement."""
    query = (
        select(Consent.participant_id, Consent.wave_id, Consent.decision)
        .where(Consent.study_id == scope.study_id)
        .order_by(Consent.id)
    )
    newest = {(person, wave): decision for person, wave, decision in session.execute(query)}
    return frozenset(key for key, decision in newest.items() if decision != "given")
