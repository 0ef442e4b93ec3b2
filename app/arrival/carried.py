"""A finished form that somebody carries here in a file: the sealed bytes that its phone kept.

It goes the way of a form that is sent, with three differences: who filled it in proves it inside
the sealed body, nobody knows how wrong the phone's clock is, and the log names who carried it.
"""

import hmac
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from app import current
from app.access import Sender, admit_holder
from app.arrival.bodies import Author, Body, read_body
from app.arrival.clock import Clock
from app.arrival.receiving import Reading, keep_record, read_record
from app.arrival.sent_form import find_form
from app.arrival.strict_json import read_object
from app.refusal import Refusal
from app.sealing import Unreadable, open_sealed
from app.security import LARGEST_SENT
from app.store import audit, staff, studies
from app.store.receipts import Receipt
from app.store.scope import Scope
from app.store.transaction import Session
from instruments.wording import Message

OFFLINE = "offline"
LONGEST_NAME = 80


SHUT = Message(
    "app", "Cannot be opened: it is not a saved form, it is damaged, or it is of another server."
)
ELSEWHERE = Message("app", "Belongs to another study: take it there.")
REFUSED = {
    "consent": Message(
        "app",
        "Needs consent: this person has not agreed to take part in this wave yet. "
        "Keep the file and take it after that.",
    ),
    "withdrawn": Message("app", "Was not taken: this person does not take part in this wave."),
    "who": Message(
        "app",
        "Was not taken: it does not show who filled it in. Their link may have been replaced, or "
        "they have left the study. It can still be sent from the phone.",
    ),
    "answers": Message(
        "app", "Was not taken: an answer in it cannot be read. Keep the file; the phone says which."
    ),
    "foreign": Message("app", "Was not taken: its number stands for another form here."),
}
"""Why the rest was not taken, by the word of the refusal, for whoever carries the file."""
OTHERWISE = Message(
    "app",
    "Was not taken: its wave, form or visit is not known here. Keep the file; the phone says more.",
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a file."""

    name: str
    sentence: Message
    receipt: Receipt | None = None


def take_file(carrier: Scope, name: str, content: bytes) -> Carried:
    """Take one file in the view of whoever carries it; the receipt follows the commit."""
    shown = "".join(sign for sign in name if sign.isprintable())[:LONGEST_NAME]
    body = _opened(content)
    if body is None:
        return Carried(shown, SHUT)
    try:
        receipt = _take(carrier, body)
    except Refusal as refusal:
        return Carried(shown, REFUSED.get(refusal.code, OTHERWISE))
    if receipt is None:
        return Carried(shown, ELSEWHERE)
    return Carried(shown, _received(receipt), receipt)


def _received(receipt: Receipt) -> Message:
    number = {"receipt": receipt.number}
    if receipt.again:
        return Message("app", "Was here already, no. {receipt}.", number)
    if receipt.conflict:
        return Message(
            "app",
            "Received, no. {receipt}. Other answers were here already: compare them in the tray.",
            number,
        )
    if receipt.late:
        return Message(
            "app",
            "Received, no. {receipt}. Its wave is closed: it stands in the tray, marked late.",
            number,
        )
    return Message("app", "Received, no. {receipt}.", number)


def _opened(content: bytes) -> Body | None:
    """Read a file; None where it is none of ours, or does not say which form it is."""
    if len(content) > LARGEST_SENT:
        return None
    try:
        body = read_body(
            read_object(open_sealed(current.settings().secret, content)), finished=True
        )
    except (Unreadable, Refusal):
        return None
    return body if body.id else None


def _take(carrier: Scope, body: Body) -> Receipt | None:
    """Read and judge a form without a lock, then keep it; None where it is of another study."""
    with current.database().reading() as session:
        sender = _sender(session, body)
        if sender.scope.study_id != carrier.study_id:
            return None
        form = find_form(session, sender, body, body.id)
        now = datetime.now(UTC)
        reading = _as_carried(read_record(session, form, body, Clock(now, timedelta(0))), now)
    with current.database().writing() as session:
        receipt = keep_record(session, reading)
        if not receipt.again:
            audit.note_carried(session, carrier, form.id, receipt.revision)
    return receipt


def _as_carried(reading: Reading, now: datetime) -> Reading:
    """Mark what did not come by the network; its clock never overrules a refusal."""
    submission = replace(reading.submission, mode=OFFLINE, clock_off_s=None)
    return replace(reading, submission=submission, clock=Clock(now, None))


def _sender(session: Session, body: Body) -> Sender:
    """Find out who filled the form in: by the link's token, or by the key of a colleague."""
    if body.token:
        holder = admit_holder(session, body.token, finished=True)
        if holder is None:
            raise Refusal(HTTPStatus.UNAUTHORIZED, "who", REFUSED["who"])
        return holder
    study = studies.find_study(session, body.study)
    author = body.author if body.author and _is_proved(body.author) else None
    scope = staff.scope_by_code(session, author.code, study.id) if author and study else None
    if scope is None:
        raise Refusal(HTTPStatus.UNAUTHORIZED, "who", REFUSED["who"])
    return Sender(scope)


def _is_proved(author: Author) -> bool:
    key = current.protection().key_for(author.code)
    return hmac.compare_digest(key.encode(), author.key.encode())
