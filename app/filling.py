"""One form, section by section: the same steps for teachers, observers and moderators."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app import current
from app.filled import Done, Filling, Go, Leave, Page, Part, Stay
from app.store import drafts, records
from app.store.drafts import DraftView
from app.store.records import Submission
from app.store.scope import Scope
from forms.builder import SectionForm, section_form, untouched_form
from forms.views import condition_of
from instruments.answers import faults
from instruments.definitions import Answers, Section
from instruments.routing import progress, relevant, shown_sections


def is_record_id(text: str) -> bool:
    """Say whether an id was made as ids of records are."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def answers_of(filling: Filling, draft: DraftView | None) -> Answers:
    """Give the answers so far: of the draft, else of the record that is mended."""
    return draft.answers if draft else filling.known or {}


def show(filling: Filling, wanted: str, *, check: bool = False) -> Page:
    """Show a section, or the first one with something to answer."""
    draft = filling.draft
    answers = answers_of(filling, draft)
    sections = shown_sections(filling.instrument, answers, filling.context)
    section = next((one for one in sections if one.key == wanted), None)
    if section is None:
        begun = draft is not None or filling.parent is not None
        section = first_open(filling, sections, answers) if begun else sections[0]
    kind = section_form(filling.instrument, section, current.language())
    if answers or check:
        form = _form(filling, section, None, answers)
    else:
        form = untouched_form(kind, filling.context)
    if check:
        form.judge()
    return _page(filling, section, form, answers, draft)


def first_open(filling: Filling, sections: tuple[Section, ...], answers: Answers) -> Section:
    """Find the first section in which something is still to be answered."""
    for section in sections:
        if faults(filling.instrument, answers, filling.context, section=section):
            return section
    return sections[-1] if filling.parent is None else sections[0]


def _form(
    filling: Filling,
    section: Section,
    typed: MultiDict[str, str] | None,
    answers: Answers,
) -> SectionForm:
    kind = section_form(filling.instrument, section, current.language())
    return kind(typed, answers, filling.context, current.protection())


def _page(
    filling: Filling,
    section: Section,
    form: SectionForm,
    answers: Answers,
    draft: DraftView | None,
) -> Page:
    sections = shown_sections(filling.instrument, answers, filling.context)
    keys = [one.key for one in sections]
    return Page(
        section,
        form,
        keys.index(section.key) + 1 if section.key in keys else len(keys),
        len(keys),
        progress(filling.instrument, answers, filling.context),
        draft.saved_at if draft else None,
        draft.id if draft else filling.record_id or str(uuid.uuid4()),
        sections,
        tuple(_parts(filling)),
        answers,
    )


def _parts(filling: Filling) -> Iterator[Part]:
    """List the sections whose conditions the wave and the role do not rule out."""
    instrument, context = filling.instrument, filling.context
    language = current.language()
    for number, section in enumerate(instrument.sections):
        condition = condition_of(section, section, instrument, {}, context)
        if not condition.left_out:
            form = untouched_form(section_form(instrument, section, language), context)
            yield Part(section, number, condition.tree, form)


@dataclass(frozen=True, slots=True)
class Sent:
    """A section as it was sent: read and judged, not yet written."""

    section: Section
    form: SectionForm
    answers: Answers
    record_id: str
    started_at: datetime
    step: str
    detail: str
    going_on: bool
    finished: bool
    keys: tuple[str, ...]


def read(filling: Filling, typed: MultiDict[str, str]) -> Sent:
    """Read and judge what was sent; nothing is written, so no other writer has to wait."""
    draft = filling.draft
    before = answers_of(filling, draft)
    wanted = typed.get("section", "")
    sections = shown_sections(filling.instrument, before, filling.context)
    section = next((one for one in sections if one.key == wanted), sections[0])
    form = _form(filling, section, typed, before)
    whole = {**form.known_elsewhere, **form.answers}
    answers = relevant(filling.instrument, whole, filling.context)
    step, _, detail = typed.get("step", "next").partition(":")
    valid = not form.refused if step in LENIENT else form.validate()
    going_on = valid or (step == "skip" and form.skippable)
    keys = tuple(one.key for one in shown_sections(filling.instrument, answers, filling.context))
    last = going_on and step in ("next", "skip") and keys[-1] == section.key
    return Sent(
        section,
        form,
        answers,
        draft.id if draft else filling.record_id or typed.get("record_id", ""),
        draft.started_at if draft else datetime.now(UTC),
        step,
        detail,
        going_on,
        last and _missing(filling, answers) is None,
        keys,
    )


Outcome = Stay | Go | Done | Leave


def take(session: Session, scope: Scope, filling: Filling, sent: Sent) -> Outcome:
    """Write what was read: save the draft, then stay or go on; or keep the record."""
    if sent.finished:
        return _keep(session, scope, filling, sent)
    draft = _save(session, scope, filling, sent)
    if sent.step == "add":
        sent.form.add_row(sent.detail)
    if sent.step == "add" or not sent.going_on:
        return Stay(_page(filling, sent.section, sent.form, sent.answers, draft))
    return Leave() if sent.step == "later" else _go(filling, sent)


LENIENT = frozenset({"back", "save", "go", "lang", "add", "later"})
"""Steps that demand nothing but that what was typed can be read."""


def keep_beside(session: Session, scope: Scope, filling: Filling, sent: Sent) -> None:
    """Keep what a page brings that does not know what has been received meanwhile.

    `filling` knows the newest answers and mends nothing: both versions stay, flagged for a
    person. A page on which nothing else was answered brings nothing.
    """
    known = filling.known or {}
    before = {item.code: known[item.code] for item in sent.form.own_items if item.code in known}
    if sent.form.answers and sent.form.answers != before:
        _keep(session, scope, filling, sent)


def stay(filling: Filling, sent: Sent) -> Stay:
    """Show a section as it was sent, nothing of it saved."""
    return Stay(_page(filling, sent.section, sent.form, sent.answers, filling.draft))


def _save(session: Session, scope: Scope, filling: Filling, sent: Sent) -> DraftView:
    if filling.draft is not None and sent.answers == filling.draft.answers:
        return filling.draft
    return drafts.save_draft(
        session,
        scope,
        filling.place,
        sent.record_id,
        filling.instrument.version,
        sent.answers,
        current.language(),
    )


def _missing(filling: Filling, answers: Answers) -> Section | None:
    """Find the first section in which something is wrong that cannot be passed over."""
    for fault in faults(filling.instrument, answers, filling.context):
        if not fault.skippable:
            return filling.instrument.section_of(fault.item.partition(".")[0])
    return None


def _go(filling: Filling, sent: Sent) -> Go:
    here, keys = sent.section.key, sent.keys
    place = keys.index(here) if here in keys else 0
    if sent.step == "lang":
        return Go(here, language=sent.detail)
    if sent.step == "go":
        return Go(sent.detail if sent.detail in keys else here)
    if sent.step == "back":
        return Go(keys[max(place - 1, 0)])
    if sent.step == "save":
        return Go(here)
    if place + 1 < len(keys):
        return Go(keys[place + 1])
    missing = _missing(filling, sent.answers)
    return Go(missing.key if missing else here, check=True)


def _keep(session: Session, scope: Scope, filling: Filling, sent: Sent) -> Done:
    """Keep the record; its draft has done its work."""
    partial = not sent.finished and _missing(filling, sent.answers)
    receipt = records.keep(
        session,
        scope,
        Submission(
            id=sent.record_id,
            wave_id=filling.wave.id,
            instrument=filling.instrument,
            subject=filling.subject,
            answers=sent.answers,
            author=filling.author or scope.actor,
            part=filling.part,
            status="partial" if partial else "complete",
            language=current.language(),
            started_at=sent.started_at,
            parent=filling.parent,
        ),
    )
    if filling.draft is not None:
        drafts.drop_draft(session, scope, filling.place)
    return Done(receipt)
