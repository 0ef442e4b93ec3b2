"""Lessons of the study `try` that two people have coded, and one to train them, by the alphabet of
the instrument: what they say is made of its own choices, and they differ now and then.
"""

from datetime import date
from uuid import uuid5

from sqlalchemy.orm import Session

from app.coordinate.intake_places import NAMESPACE
from app.store import people, visits, waves
from app.store.instruments import newest_instrument
from app.store.records import Submission, keep
from app.store.scope import Scope
from app.store.subjects import Subject
from instruments.definitions import Answers, Instrument, Kind

PROTOCOL = "lesson_practices"
CODED = 12


def code_together(session: Session, scope: Scope) -> None:
    """Let two observers code some lessons and, with an expert, one of the training."""
    instrument = newest_instrument(session, PROTOCOL)
    wave = waves.find_wave(session, scope, "end")
    teachers = people.list_people(session, scope, "teacher")
    for number in range(CODED + 1):
        lesson = str(uuid5(NAMESPACE, f"lesson {number}"))
        own = Scope(scope.study_id, "OBS2", "observer")
        teacher = teachers[number % len(teachers)]
        day = date(2026, 9 + number % 3, 10 + number)
        visits.add_lesson(session, own, lesson, wave.id, teacher.id, day)
        who = [("OBS2", "primary"), ("OBS3", "second")]
        for author, part in who if number else [("EXPERT", "master"), *who]:
            sent = Submission(
                id=str(uuid5(NAMESPACE, f"{number} {author}")),
                wave_id=wave.id,
                instrument=instrument,
                subject=Subject(lesson_id=lesson),
                answers=_said(instrument, number, author == "OBS3"),
                author=author,
                part=part,
            )
            keep(session, Scope(scope.study_id, author, "observer"), sent)


def _said(instrument: Instrument, number: int, differs: bool) -> Answers:
    """Answer every choice; the second observer sees every third thing otherwise."""
    choosing = [
        item
        for item in instrument.answered_items
        if item.kind in (Kind.LIKERT, Kind.SINGLE) and not item.show_if
    ]
    found = {}
    for place, item in enumerate(choosing):
        shift = int(differs and (place + number) % (2 if place == 1 else 5) == 0)
        found[item.code] = item.choices[(number + place + shift) % len(item.choices)].code
    return found
