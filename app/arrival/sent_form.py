"""Which form was sent: by whom, about what, in which wave, in which version."""

from dataclasses import dataclass
from http import HTTPStatus

from app import current
from app.access import Sender, refuse_stranger
from app.arrival.bodies import Body, Visit, refuse_field
from app.refusal import Refusal
from app.store import people, visits, waves
from app.store.drafts import Place
from app.store.instruments import UnknownInstrument, get_instrument
from app.store.scope import Scope
from app.store.subjects import Subject
from app.store.transaction import Session
from app.store.waves import WaveView
from instruments.definitions import About, Instrument
from instruments.records import Part
from instruments.wording import Language, Message

FOREIGN = Message(
    "app", "This form belongs to somebody else. It stays on this phone; tell your coordinator."
)


def foreign() -> Refusal:
    """Make the refusal of an id that is somebody else's."""
    return Refusal(HTTPStatus.CONFLICT, "foreign", FOREIGN)


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A lesson or group session that the server does not know yet."""

    visit: Visit
    teacher_id: int = 0
    """Zero for group sessions."""


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form that was sent."""

    id: str
    sender: Sender
    wave: WaveView
    instrument: Instrument
    subject: Subject
    language: Language
    """In which it was filled in; whoever brings it may read another one."""
    part: str = ""
    new_visit: NewVisit | None = None

    @property
    def scope(self) -> Scope:
        """Give the view of the study in which the form lies."""
        return self.sender.scope

    @property
    def place(self) -> Place:
        """Name where the draft of the form lies."""
        author = "" if self.sender.visitor else self.scope.actor
        return Place(self.wave.id, self.instrument.key, self.subject, author)

    @property
    def context(self) -> dict[str, str]:
        """Give what conditions may ask besides answers."""
        return {
            **self.wave.context,
            "role": self.sender.role,
            "language": self.language,
            "today": current.today().isoformat(),
        }


def find_form(session: Session, sender: Sender, body: Body, record_id: str) -> SentForm:
    """Find what a body is about; any version that was ever published is taken."""
    wave = waves.find_wave(session, sender.scope, body.wave)
    if wave is None:
        sentence = Message(
            "app",
            "The study has no wave “{wave}”. The form stays on this phone; tell your coordinator.",
            {"wave": body.wave},
        )
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "wave", sentence)
    instrument = _instrument(session, body)
    refuse_stranger(sender, instrument)
    if sender.visitor is not None:
        subject = Subject(participant_id=sender.visitor.participant_id)
        return SentForm(record_id, sender, wave, instrument, subject, body.language)
    if instrument.about is About.LESSON:
        return _about_lesson(session, sender, body, wave, instrument, record_id)
    return _about_group_session(session, sender, body, wave, instrument, record_id)


def _instrument(session: Session, body: Body) -> Instrument:
    try:
        return get_instrument(session, body.instrument, body.version)
    except UnknownInstrument as unknown:
        sentence = Message(
            "app",
            "There is no form “{instrument}”, version {version}. "
            "What you filled in stays on this phone; tell your coordinator.",
            {"instrument": body.instrument, "version": body.version},
        )
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "instrument", sentence) from unknown


def _about_lesson(
    session: Session,
    sender: Sender,
    body: Body,
    wave: WaveView,
    instrument: Instrument,
    record_id: str,
) -> SentForm:
    visit = body.lesson
    if visit is None:
        raise refuse_field("lesson")
    subject, new = Subject(lesson_id=visit.id), None
    known = visits.find_lesson(session, sender.scope, visit.id)
    if known is None:
        new = NewVisit(visit, _teacher(session, sender, visit))
    elif known.wave != wave.key:
        raise foreign()
    own = known is None or known.made_by == sender.scope.actor
    part = Part.PRIMARY if own else Part.SECOND
    _refuse_taken(session, new)
    language = body.language
    return SentForm(record_id, sender, wave, instrument, subject, language, part.value, new)


def _teacher(session: Session, sender: Sender, visit: Visit) -> int:
    found = people.find_person(session, sender.scope, visit.teacher)
    if found is None or found.role != "teacher":
        sentence = Message(
            "app",
            "There is no teacher “{code}” in your schools. "
            "The form stays on this phone; tell your coordinator.",
            {"code": visit.teacher},
        )
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "teacher", sentence)
    return found.id


def _about_group_session(
    session: Session,
    sender: Sender,
    body: Body,
    wave: WaveView,
    instrument: Instrument,
    record_id: str,
) -> SentForm:
    visit = body.group_session
    if visit is None:
        raise refuse_field("group_session")
    known = visits.find_group_session(session, sender.scope, visit.id)
    if known is not None and known.wave != wave.key:
        raise foreign()
    new = NewVisit(visit) if known is None else None
    _refuse_taken(session, new)
    subject = Subject(group_session_id=visit.id)
    return SentForm(record_id, sender, wave, instrument, subject, body.language, new_visit=new)


def _refuse_taken(session: Session, new: NewVisit | None) -> None:
    """Refuse a visit that is there, but outside the view of the sender."""
    if new is not None and visits.is_taken(session, new.visit.id):
        raise foreign()


def add_visit(session: Session, form: SentForm) -> None:
    """Make the lesson or group session where it is not there yet."""
    new = form.new_visit
    if new is None:
        return
    visit, wave = new.visit, form.wave.id
    if new.teacher_id:
        visits.add_lesson(session, form.scope, visit.id, wave, new.teacher_id, visit.held_on)
    else:
        visits.add_group_session(session, form.scope, visit.id, wave, visit.held_on, visit.group)
