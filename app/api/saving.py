"""An unfinished form: saved beside what the server has, never over what is newer."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from app.arrival.agreeing import take_agreement
from app.arrival.bodies import Body
from app.arrival.clock import Clock, show_utc
from app.arrival.sent_form import SentForm, foreign, placed
from app.refusal import Refusal
from app.store import drafts, records
from app.store.drafts import DraftView, ForeignDraft, OlderDraft
from app.store.receipts import Receipt
from app.store.records import ForeignRecord, Submission
from app.store.transaction import Session
from instruments.answers import from_plain
from instruments.definitions import Answers, Value
from instruments.functions import string
from instruments.wording import Message

TAKES_NEW = ("open", "closing")
OLDER = Message(
    "app", "The server has other answers of this form; they are put together with yours."
)
CLOSED = Message("app", "This wave takes no new forms now. What you filled in stays on this phone.")


@dataclass(frozen=True, slots=True)
class DraftReading:
    """An unfinished form as it was read: nothing is written yet."""

    form: SentForm
    body: Body
    sent: DraftView
    """Its number is that of the draft which the phone last saw."""
    clock: Clock


def read_draft(form: SentForm, body: Body, seen: int, clock: Clock) -> DraftReading:
    """Read the answers; what cannot be read yet is left out, the rest is saved."""
    answers, _ = from_plain(form.instrument, body.answers)
    begun = clock.believed(body.started_at) or clock.now
    asked = form.instrument
    sent = DraftView(form.id, asked.key, asked.version, answers, seen, begun, clock.now)
    return DraftReading(form, body, sent, clock)


def keep_draft(session: Session, reading: DraftReading) -> DraftView:
    """Save the draft with consent and visit: all of it or nothing."""
    body = reading.body
    form = placed(session, reading.form)
    there = drafts.find_draft(session, form.scope, form.place)
    _refuse_received(session, form, body)
    take_agreement(session, form, body.agreement, reading.clock)
    if there is None and form.wave.state not in TAKES_NEW:
        raise Refusal(HTTPStatus.CONFLICT, "closed", CLOSED)
    gone = body.cleared | _unasked(form, there)
    try:
        return drafts.save_seen(session, form.scope, form.place, reading.sent, gone, body.language)
    except OlderDraft as older:
        raise _refuse_older(older.newer) from older
    except ForeignDraft as other:
        raise foreign() from other


def _unasked(form: SentForm, there: DraftView | None) -> frozenset[str]:
    """Name the answers of a draft that the version of the phone does not ask."""
    return frozenset(there.answers if there else ()) - form.instrument.items.keys()


def _refuse_received(session: Session, form: SentForm, body: Body) -> None:
    """Refuse the draft of a record, unless it mends the newest revision."""
    same = Submission(
        form.id,
        form.wave.id,
        form.instrument,
        form.subject,
        {},
        author=form.scope.actor,
        part=form.part,
    )
    try:
        received = records.find_newest(session, form.scope, same)
    except ForeignRecord as other:
        raise foreign() from other
    mends = form.sender.visitor is None and body.parent is not None
    if received is not None and not (mends and body.parent == received.revision):
        raise _already(received)


def _already(receipt: Receipt) -> Refusal:
    sentence = Message(
        "app", "This form has been received: no. {receipt}.", {"receipt": receipt.number}
    )
    more = {"receipt": receipt.number, "received_at": show_utc(receipt.received_at)}
    return Refusal(HTTPStatus.GONE, "received", sentence, more)


def _refuse_older(newer: DraftView) -> Refusal:
    more = {
        "id": newer.id,
        "number": newer.number,
        "answers": as_typed(newer.answers),
        "version": newer.version,
        "saved_at": show_utc(newer.saved_at),
    }
    return Refusal(HTTPStatus.CONFLICT, "older", OLDER, more)


def as_typed(answers: Answers) -> Mapping[str, object]:
    """Write answers as a person would type them, the way a phone holds them."""
    return {code: _typed(value) for code, value in answers.items()}


def _typed(value: Value) -> object:
    if isinstance(value, tuple):
        return [as_typed(one) if isinstance(one, Mapping) else one for one in value]
    return value if isinstance(value, str) else string(value)
