"""A finished form: read and judged without a lock, then kept exactly once."""

from dataclasses import dataclass, replace
from http import HTTPStatus

from app import current
from app.arrival.agreeing import take_agreement
from app.arrival.bodies import Agreement, Body
from app.arrival.clock import Clock, Times, times_of
from app.arrival.sent_form import SentForm, foreign, placed
from app.refusal import Refusal
from app.store import audit, drafts, records
from app.store.receipts import Receipt
from app.store.records import ForeignRecord, Submission
from app.store.transaction import Session
from instruments.answers import Fault, faults, from_plain
from instruments.definitions import Instrument, Item, opened
from instruments.routing import relevant
from instruments.wording import Message

SHOWN = 80
"""So much of a question's words is repeated."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A finished form as it was read: nothing is written yet."""

    form: SentForm
    submission: Submission
    agreement: Agreement | None
    clock: Clock


def read_record(session: Session, form: SentForm, body: Body, clock: Clock) -> Reading:
    """Read and judge the answers; nobody else has to wait meanwhile."""
    given, wrong = from_plain(form.instrument, body.answers)
    if wrong:
        raise refuse_answer(form.instrument, wrong[0])
    answers = relevant(form.instrument, given, form.context)
    missing = any(not one.skippable for one in faults(form.instrument, answers, form.context))
    times = times_of(clock, body.started_at, body.finished_at)
    if times.started_at is None:
        times = _begun_as_draft(session, form, times)
    submission = Submission(
        id=form.id,
        wave_id=form.wave.id,
        instrument=form.instrument,
        subject=form.subject,
        answers=answers,
        author=form.scope.actor,
        mode=times.mode,
        part=form.part,
        status="partial" if missing else "complete",
        language=form.language,
        started_at=times.started_at,
        client_at=times.finished_at,
        clock_off_s=clock.off_s,
        parent=body.parent if form.sender.visitor is None else None,
    )
    return Reading(form, submission, body.agreement, clock)


def _begun_as_draft(session: Session, form: SentForm, times: Times) -> Times:
    """Take the start from the server's draft where the phone's clock cannot be believed."""
    draft = drafts.find_draft(session, form.scope, form.place)
    if draft is None or (times.finished_at and draft.started_at > times.finished_at):
        return times
    return Times(draft.started_at, times.finished_at, times.mode)


def keep_record(session: Session, reading: Reading) -> Receipt:
    """Keep the record with consent and visit, and drop its draft: all of it or nothing."""
    form = placed(session, reading.form)
    submission = replace(reading.submission, subject=form.subject, part=form.part)

    def beforehand() -> None:
        take_agreement(session, form, reading.agreement, reading.clock)

    try:
        receipt = records.keep(session, form.scope, submission, beforehand)
    except ForeignRecord as other:
        raise foreign() from other
    if not receipt.again:
        if form.sender.by_former_link:
            audit.note(session, form.scope, "record.by_former_link", form.id)
        drafts.drop_draft(session, form.scope, form.place, _only(form))
    return receipt


def _only(form: SentForm) -> str:
    """Name the one draft to drop where several records about the same may stand side by side."""
    return form.id if form.instrument.distinct_by else ""


def refuse_answer(instrument: Instrument, fault: Fault) -> Refusal:
    """Make the refusal of an answer that cannot be read: it names the question."""
    sentence = Message(
        "app",
        "“{question}”: {fault}",
        {"question": _words_of(instrument, fault.item), "fault": fault.message},
    )
    more = {"item": fault.item}
    return Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "answers", sentence, more)


def _words_of(instrument: Instrument, place: str) -> str:
    """Give the words of a question, or its code where there is no such question."""
    codes = [part for part in place.split(".") if not part.isdecimal()]
    found: Item | None = instrument.items.get(codes[0]) if codes else None
    for code in codes[1:]:
        members = opened(found.items) if found else iter(())
        found = next((item for item in members if item.code == code), None)
    words = found.label.in_(current.language()) if found else place
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"
