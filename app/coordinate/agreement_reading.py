"""Read how far observers agree, for the page."""

from app.coordinate.agreement_lines import Agreement
from app.store.transaction import Session
from instruments.definitions import Instrument


def read_agreement(session: Session, instrument: Instrument, wave: str | None) -> Agreement:
    """Read how far observers agree with an instrument, in a wave or in all."""
    return Agreement()
