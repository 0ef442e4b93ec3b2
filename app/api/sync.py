"""The phone's way in: finished forms exactly once, unfinished ones by number.

The addresses and bodies are frozen: phones that were offline for weeks speak them.
"""

from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, Sender, admit_sender, allow
from app.api.arriving import seen_number, take_draft, take_record
from app.api.blueprint import pages
from app.api.saving import keep_draft, read_draft
from app.arrival.clock import show_utc
from app.arrival.receiving import keep_record, read_record
from app.arrival.sent_form import find_form
from app.store import staff
from app.store.transaction import Session


@pages.put("/sync/records/<record_id>")
@allow(Role.SENDER)
def put_record(record_id: str) -> ResponseReturnValue:
    """Keep a finished form exactly once; the receipt follows the commit."""
    arrival = take_record(record_id)
    with current.database().reading() as session:
        body = arrival.body
        sender = admit_sender(session, body.token, body.study, finished=True)
        form = find_form(session, sender, arrival.body, record_id)
        reading = read_record(session, form, arrival.body, arrival.clock)
    with current.database().writing() as session:
        _stay_signed_in(session, sender)
        receipt = keep_record(session, reading)
    return {
        "receipt": receipt.number,
        "sha256": arrival.sha256,
        "received_at": show_utc(receipt.received_at),
        "revision": receipt.revision,
        "late": receipt.late,
        "conflict": receipt.conflict,
        "again": receipt.again,
    }


@pages.put("/sync/drafts/<record_id>")
@allow(Role.SENDER)
def put_draft(record_id: str) -> ResponseReturnValue:
    """Save an unfinished form beside what the server has."""
    arrival, seen = take_draft(record_id), seen_number()
    with current.database().reading() as session:
        sender = admit_sender(session, arrival.body.token, arrival.body.study)
        form = find_form(session, sender, arrival.body, record_id)
    reading = read_draft(form, arrival.body, seen, arrival.clock)
    with current.database().writing() as session:
        _stay_signed_in(session, sender)
        draft = keep_draft(session, reading)
    return {"id": draft.id, "number": draft.number, "saved_at": show_utc(draft.saved_at)}


def _stay_signed_in(session: Session, sender: Sender) -> None:
    if sender.stale_sign_in:
        staff.mark_seen(session, sender.stale_sign_in)
