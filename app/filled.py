"""A form that is being filled in, as plain values: what it is about, its pages, what comes next."""

from dataclasses import dataclass
from datetime import datetime

from app import current
from app.store.drafts import DraftView, Place
from app.store.receipts import Receipt
from app.store.subjects import Subject
from app.store.waves import WaveView
from forms.builder import SectionForm
from instruments.definitions import Answers, Instrument, Kind, Section
from instruments.expressions import Tree
from instruments.routing import Progress


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A lesson or group session as a phone names it: it may be new to the server."""

    id: str
    held_on: str
    teacher: str = ""
    group: str = ""
    starts_at: str = ""


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
    draft: DraftView | None = None
    """What has been saved so far, read together with the rest."""
    visit: VisitFacts | None = None
    """Of staff's forms: the lesson or group session."""

    @property
    def place(self) -> Place:
        """Name where the draft lies."""
        return Place(self.wave.id, self.instrument.key, self.subject, self.author, self.part)

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
class Part:
    """A section that goes along with a page, untouched, for a phone that loses its network."""

    section: Section
    number: int
    show: Tree | None
    form: SectionForm


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
    parts: tuple[Part, ...]
    """Every section that the answers could open, the shown one among them."""
    answers: Answers

    @property
    def has_clock(self) -> bool:
        """Say whether a lesson is timed on the page."""
        return any(item.kind is Kind.TIMED for part in self.parts for item in part.section.items)

    @property
    def has_conditions(self) -> bool:
        """Say whether something on the page comes and goes with the answers."""
        return any(part.show or part.form.is_live for part in self.parts)


@dataclass(frozen=True, slots=True)
class Leave:
    """Go back to the list: what was typed is saved."""


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
