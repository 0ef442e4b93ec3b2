"""Which form was sent: by whom, about what, in which wave, in which version."""

from dataclasses import dataclass, replace
from http import HTTPStatus

from app import current
from app.access import Sender, refuse_stranger
from app.arrival.bodies import Body, Visit, refuse_field
from app.refusal import Refusal
from app.store import joining, people, visits, waves
from app.store.drafts import Place
from app.store.instruments import UnknownInstrument, get_instrument
from app.store.scope import Scope
from app.store.subjects import Subject
from app.store.together import read_coded
from app.store.transaction import Session
from app.store.waves import WaveView
from instruments.definitions import About, Instrument
from instruments.records import REFERENCE, Part
from instruments.wording import Language, Message

FOREIGN = Message(
    "app", "This form belongs to somebody else. It stays on this phone; tell your coordinator."
)
TOO_EARLY = Message(
    "app",
    "What the observers agree on is written when both have finished, by one of them; master codes "
    "by the coordinator. The form stays on this phone.",
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
        return Place(self.wave.id, self.instrument.key, self.subject, author, self.part)

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
    known = visits.find_lesson(session, sender.scope, visit.id)
    if known is not None and known.wave != wave.key:
        raise foreign()
    new = None
    if known is None:
        new = NewVisit(visit, _teacher(session, sender, visit, wave))
        _refuse_taken(session, new)
    subject, part = Subject(lesson_id=known.id if known else visit.id), body.part
    form = SentForm(record_id, sender, wave, instrument, subject, body.language, part, new)
    if part:
        _refuse_early(session, form)
    return _as_part(session, form)


def _refuse_early(session: Session, form: SentForm) -> None:
    """Refuse a consensus before both have finished, and master codes of all but coordinators."""
    scope, lesson_id = form.scope, form.subject.lesson_id or ""
    if form.part == Part.MASTER:
        may = scope.role == "coordinator"
    else:
        may = read_coded(session, scope, lesson_id, form.instrument.key).may_agree
    if not may:
        raise Refusal(HTTPStatus.FORBIDDEN, "part", TOO_EARLY)


def _as_part(session: Session, form: SentForm) -> SentForm:
    """Say whose view of the lesson a form holds, as far as it is known now."""
    if form.part in REFERENCE:
        return form
    new, scope = form.new_visit, form.scope
    shared = joining.find_shared(session, scope, _facts(form, new)) if new else None
    lesson_id = shared.id if shared else form.subject.lesson_id or ""
    lesson = visits.find_lesson(session, scope, lesson_id)
    if lesson is None:
        part = Part.SECOND if new and new.visit.joins else Part.PRIMARY
        return replace(form, part=part.value)
    part = joining.part_of(session, lesson, scope.actor)
    return replace(form, subject=Subject(lesson_id=lesson_id), part=part.value)


def _facts(form: SentForm, new: NewVisit) -> joining.Facts:
    visit = new.visit
    return joining.Facts(
        visit.id, form.wave.id, new.teacher_id, visit.held_on, visit.starts_at, visit.joins
    )


def _teacher(session: Session, sender: Sender, visit: Visit, wave: WaveView) -> int:
    """Find who is visited; whoever joins a lesson that is here may leave it to the other."""
    found = people.find_person(session, sender.scope, visit.teacher)
    if found is not None and found.role == "teacher":
        return found.id
    lessons = joining.list_by_code(session, sender.scope, visit.joins) if not visit.teacher else []
    shared = [one for one in lessons if one.wave_id == wave.id]
    if not shared:
        sentence = Message(
            "app",
            "There is no teacher “{code}” in your schools. "
            "The form stays on this phone; tell your coordinator.",
            {"code": visit.teacher},
        )
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "teacher", sentence)
    return shared[0].participant_id


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


def placed(session: Session, form: SentForm) -> SentForm:
    """Make the lesson or group session where it is not there yet; call it inside `writing()`.

    Another phone may have begun the same lesson meanwhile: the form then belongs to that one.
    """
    new = form.new_visit
    if new is None:
        return form
    if not new.teacher_id:
        visit, wave = new.visit, form.wave.id
        visits.add_group_session(session, form.scope, visit.id, wave, visit.held_on, visit.group)
        return form
    lesson_id = joining.settle(session, form.scope, _facts(form, new))
    return _as_part(session, replace(form, subject=Subject(lesson_id=lesson_id), new_visit=None))
