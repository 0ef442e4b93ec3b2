"""Visits to look at: what is odd about them, and what a person has found right."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.coordinate.visit_checks import Oddity, SeenVisit, find_oddities
from app.coordinate.visit_reading import choose_wave, lesson_instruments, lesson_records
from app.coordinate.visit_rows import is_training
from app.store import audit, visits
from app.store.clashes import clashes
from app.store.transaction import Session
from app.store.visits import LessonView
from app.store.waves import WaveView
from exports.answers_in_words import in_lines
from instruments.definitions import Instrument, Item, Kind, Value
from instruments.records import Mode, Record
from instruments.timed import doubts
from instruments.timeline import read_log

FOUND_RIGHT = "visit.found_right"


@dataclass(frozen=True, slots=True)
class Looked:
    """The oddities of a wave: those to look at, and those that somebody found right."""

    open: tuple[Oddity, ...]
    right: tuple[Oddity, ...]


def look(session: Session, wave: WaveView | None) -> Looked:
    """Find what is odd in a wave."""
    if wave is None:
        return Looked((), ())
    scope = current.scope()
    records = lesson_records(session, wave.key)
    lessons = visits.list_lessons(session, scope, wave.key)
    return judge(session, wave, lessons, records)


def judge(
    session: Session,
    wave: WaveView,
    lessons: Iterable[LessonView],
    records: Mapping[str, tuple[Record, ...]],
) -> Looked:
    """Judge the records of a wave that have been read."""
    known = {one.key: one for one in lesson_instruments(session, None)}
    seen = [
        _seen(record, lesson, known[record.instrument], wave)
        for lesson in lessons
        if not is_training(records.get(lesson.code, ()))
        for record in records.get(lesson.code, ())
    ]
    right = audit.list_noted(session, current.scope(), FOUND_RIGHT)
    found = find_oddities(seen, current.today())
    return Looked(
        tuple(one for one in found if _noted(one) not in right),
        tuple(one for one in found if _noted(one) in right),
    )


def _noted(one: Oddity) -> tuple[str, str]:
    return one.visits[0].lesson, one.key


def _seen(record: Record, lesson: LessonView, instrument: Instrument, wave: WaveView) -> SeenVisit:
    on_paper = record.mode is Mode.PAPER
    logs = [
        (item, record.answers[item.code])
        for item in instrument.answered_items
        if item.kind is Kind.TIMED and item.code in record.answers
    ]
    return SeenVisit(
        record=record.id,
        receipt=record.receipt,
        lesson=lesson.code,
        teacher=lesson.teacher,
        school=lesson.school,
        observer=record.author,
        minutes=sum(item.minutes for item, _ in logs) or instrument.minutes,
        held_on=lesson.held_on,
        dated=_day(record.answers.get(instrument.date_item)),
        # What was on paper first was typed in some evening: its hours say nothing of the lesson.
        begun=None if on_paper else _local(record.started_at),
        sent=None if on_paper else _local(record.submitted_at),
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        clock_off_s=record.clock_off_s,
        timed=bool(logs),
        length_s=sum(read_log(item, log).length_ms for item, log in logs) / 1000 if logs else None,
        doubts=tuple(why for item, log in logs for why in doubts(item, log)),
    )


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _local(value: datetime | None) -> datetime | None:
    return value.astimezone(ZoneInfo(current.settings().time_zone)) if value else None


def _in_schools(found: Iterable[Oddity]) -> Iterator[Oddity]:
    return iter(sorted(found, key=lambda one: (one.visits[0].school, one.visits[0].lesson)))


def in_words(item: Item, value: Value | None) -> str:
    """Write an answer in the language of the page."""
    return "; ".join(in_lines(item, value, current.language()))


@pages.get("/<study>/visits/checks", endpoint="visit_checks")
@allow(Role.COORDINATOR)
def show(study: str) -> ResponseReturnValue:
    """Show what is odd, and what was found right."""
    with current.database().reading() as session:
        every, wave = choose_wave(session)
        found = look(session, wave)
        differing = clashes(session, current.scope(), wave.key) if wave else ()
    return render_template(
        "desk/visit_checks.html",
        waves=every,
        wave=wave,
        odd=tuple(_in_schools(found.open)),
        differing=differing,
        in_words=in_words,
        right=tuple(_in_schools(found.right)),
        language=current.language(),
        csrf=current.protection().token(),
    )


@pages.post("/<study>/visits/checks")
@allow(Role.COORDINATOR)
def find_right(study: str) -> ResponseReturnValue:
    """Keep in the log that a person has looked, and that it is right."""
    lesson, key = request.form.get("lesson", ""), request.form.get("odd", "")
    with current.database().writing() as session:
        _, wave = choose_wave(session)
        found = look(session, wave).open
        if not any(_noted(one) == (lesson, key) for one in found):
            abort(404)
        audit.note(session, current.scope(), FOUND_RIGHT, lesson, key)
    return redirect(url_for("desk.visit_checks", study=study, wave=wave and wave.key), 303)
