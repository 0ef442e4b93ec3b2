"""Whether a participant takes part: what the server knows, and what the phone brings along."""

from http import HTTPStatus

from app.arrival.bodies import Agreement
from app.arrival.clock import Clock
from app.arrival.sent_form import SentForm
from app.refusal import Refusal
from app.store import consents
from app.store.transaction import Session
from instruments.wording import Message

CHANNEL = "phone"
NOT_AGREED = Message(
    "app",
    "You have not agreed to take part in this wave yet. Open your link and read what is asked; "
    "your answers stay on this phone.",
)
WITHDRAWN = Message(
    "app", "You have said that you do not take part in this wave. These answers were not taken."
)


def take_agreement(
    session: Session, form: SentForm, agreement: Agreement | None, clock: Clock
) -> None:
    """Keep a consent that was given without network; refuse where there is none."""
    visitor = form.sender.visitor
    if visitor is None:
        return
    person, wave = visitor.participant_id, form.wave.id
    newest = consents.newest_decision(session, form.scope, person, wave)
    if newest is not None and newest.decision == "given":
        return
    if agreement is None and newest is None:
        raise Refusal(HTTPStatus.FORBIDDEN, "consent", NOT_AGREED)
    given_at = clock.believed(agreement.given_at) if agreement else None
    # A consent of a clock that nobody believes does not overrule a refusal.
    if newest is not None and (given_at is None or given_at <= newest.decided_at):
        raise Refusal(HTTPStatus.FORBIDDEN, "withdrawn", WITHDRAWN)
    if agreement is not None:
        consents.decide(
            session,
            form.scope,
            person,
            wave,
            "given",
            agreement.sha256,
            agreement.language,
            CHANNEL,
            given_at or clock.now,
        )
