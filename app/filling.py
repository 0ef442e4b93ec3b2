"""One form, section by section: the same steps for teachers, observers and moderators."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app import current
from app.store import drafts, records
from app.store.drafts import DraftView, Place
from app.store.records import Receipt, Subject, Submission
from app.store.scope import Scope
from app.store.waves import WaveView
from forms.builder import SectionForm, section_form
from instruments.answers import faults
from instruments.definitions import Answers, Instrument, Section
from instruments.routing import Progress, progress, relevant, shown_sections


@dataclass(frozen=True, slots=True)
class Filling:
    """An instrument that somebody fills in about something in a wave."""

    instrument: Instrument
    wave: WaveView
    subject: Subject
    role: str
    author: str = ""
    """Empty for participants; the code of staff otherwise."""
    part: str = ""
    known: Answers | None = None
    """The answers of the record that is being mended, where there is one."""
    parent: int | None = None
    record_id: str = ""

    @property
    def place(self) -> Place:
        """Name where the draft lies."""
        return Place(self.wave.id, self.instrument.key, self.subject, self.author)

    @property
    def context(self) -> dict[str, str]:
        """Give what conditions may ask besides answers."""
        return {
            **self.wave.context,
            "role": self.role,
            "language": current.language(),
            "today": current.today().isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Page:
    """A section as it is shown."""

    section: Section
    form: SectionForm
    number: int
    count: int
    progress: Progress
    saved_at: datetime | None
    record_id: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    """Show the same section again: something is missing, or a row was added."""

    page: Page


@dataclass(frozen=True, slots=True)
class Go:
    """Go to another section; `check` says that something is missing there."""

    section: str
    check: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The record is kept."""

    receipt: Receipt


def is_record_id(text: str) -> bool:
    """Say whether an id was made as ids of records are."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def answers_of(filling: Filling, draft: DraftView | None) -> Answers:
    """Give the answers so far: of the draft, else of the record that is mended."""
    return draft.answers if draft else filling.known or {}


def show(
    session: Session, scope: Scope, filling: Filling, wanted: str, *, check: bool = False
) -> Page:
    """Show a section, or the first one with something to answer."""
    draft = drafts.find_draft(session, scope, filling.place)
    answers = answers_of(filling, draft)
    sections = shown_sections(filling.instrument, answers, filling.context)
    section = next((one for one in sections if one.key == wanted), None)
    if section is None:
        begun = draft is not None or filling.parent is not None
        section = first_open(filling, sections, answers) if begun else sections[0]
    form = _form(filling, section, None, answers)
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
    made = section_form(filling.instrument, section, current.language())
    return made(typed, answers, filling.context, current.protection())


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
    )


def take(
    session: Session, scope: Scope, filling: Filling, typed: MultiDict[str, str]
) -> Stay | Go | Done:
    """Take what was sent of a section: save it, then stay, go on, or keep the record."""
    draft = drafts.find_draft(session, scope, filling.place)
    before = answers_of(filling, draft)
    sections = shown_sections(filling.instrument, before, filling.context)
    wanted = typed.get("section", "")
    section = next((one for one in sections if one.key == wanted), sections[0])
    form = _form(filling, section, typed, before)
    answers = relevant(
        filling.instrument, {**form.known_elsewhere, **form.answers}, filling.context
    )
    if draft is None or answers != draft.answers:
        record_id = draft.id if draft else filling.record_id or typed.get("record_id", "")
        draft = drafts.save_draft(
            session,
            scope,
            filling.place,
            record_id,
            filling.instrument.version,
            answers,
            current.language(),
        )
    return _step(session, scope, filling, section, form, draft, typed.get("step", "next"))


def _step(
    session: Session,
    scope: Scope,
    filling: Filling,
    section: Section,
    form: SectionForm,
    draft: DraftView,
    step: str,
) -> Stay | Go | Done:
    name, _, detail = step.partition(":")
    if name == "add":
        form.add_row(detail)
        return Stay(_page(filling, section, form, draft.answers, draft))
    valid = not form.refused if name in ("back", "save", "go", "lang") else form.validate()
    if not valid and not (name == "skip" and form.skippable):
        return Stay(_page(filling, section, form, draft.answers, draft))
    sections = shown_sections(filling.instrument, draft.answers, filling.context)
    keys = [one.key for one in sections]
    place = keys.index(section.key) if section.key in keys else 0
    if name == "lang":
        return Go(section.key, language=detail)
    if name == "go" and detail in keys:
        return Go(detail)
    if name in ("back", "save", "go"):
        return Go(keys[max(place - 1, 0)] if name == "back" else section.key)
    if place + 1 < len(keys):
        return Go(keys[place + 1])
    return _finish(session, scope, filling, draft)


def _finish(session: Session, scope: Scope, filling: Filling, draft: DraftView) -> Go | Done:
    """Judge the whole, keep the record and drop the draft."""
    for fault in faults(filling.instrument, draft.answers, filling.context):
        if not fault.skippable:
            section = filling.instrument.section_of(fault.item.partition(".")[0])
            return Go(section.key, check=True)
    receipt = records.keep(
        session,
        scope,
        Submission(
            id=draft.id,
            wave_id=filling.wave.id,
            instrument=filling.instrument,
            subject=filling.subject,
            answers=draft.answers,
            author=filling.author or scope.actor,
            part=filling.part,
            language=current.language(),
            started_at=draft.started_at,
            parent=filling.parent,
        ),
    )
    drafts.drop_draft(session, scope, filling.place)
    return Done(receipt)
