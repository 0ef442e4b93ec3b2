"""The demo's house with a little work done in the study `try`, so that every page has a view."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.coordinate import uploads
from app.coordinate.computing import compute_results
from app.db import Database
from app.models import Draft
from app.store import consents, drafts, freezing, links, people, staff, studies, visits, waves
from app.store.instruments import newest_instrument
from app.store.records import Submission, keep
from app.store.scope import Scope
from app.store.subjects import Subject
from instruments.definitions import Answers
from tests.app.demo_house import demo_scope, fill_demo, open_demo
from tests.gallery.observers import code_together
from tests.journeys.serving import SECRET

LESSON = "00000000-0000-4000-8000-000000000001"
SESSION = "00000000-0000-4000-8000-000000000002"
ROSTER = "\n".join(
    (
        "code,role,school,language",
        "B2C-4D,teacher,A1,kk",
        "E5F-6G,wizard,A1,kk",
        "H7J-8K,teacher,A3,ru",
    )
)
CLASH = "00000000-0000-4000-8000-000000000010"
UNSENT = "00000000-0000-4000-8000-000000000011"
MENDED = "00000000-0000-4000-8000-000000000003"
ODD = "00000000-0000-4000-8000-000000000012"
CLASHING: tuple[Answers, ...] = (
    {"device": "phone", "connection_quality": 2, "network_places": ("school", "town")},
    {"device": "phone", "connection_quality": 4, "network_places": ("home",), "wish": "Жеңіл бет."},
)
"""What a teacher sent from two phones under one id."""
RUNNING = "00000000-0000-4000-8000-000000000012"
DAY = date(2026, 11, 20)
ANSWERED = ("platform_access", "teacher_questionnaire", "module_feedback")


def make_places(folder: Path) -> dict[str, str]:
    """Fill the house and say what stands for each place in an address."""
    fill_demo(folder)
    database = open_demo(folder)
    scope = demo_scope(database, "try")
    with database.writing() as session:
        wave = waves.find_wave(session, scope, "midyear")
        teachers = people.list_people(session, scope, "teacher")
        made = links.personal_links(
            session, scope, SECRET.encode(), [person.id for person in teachers]
        )
        for person in teachers[:2]:
            consents.decide(session, scope, person.id, wave.id, "given", "0" * 64, "kk")
        observer = Scope(scope.study_id, "OBS2", "observer")
        visits.add_lesson(session, observer, LESSON, wave.id, teachers[0].id, DAY)
        moderator = Scope(scope.study_id, "MOD1", "moderator")
        visits.add_group_session(session, moderator, SESSION, wave.id, DAY, "FG1")
        for number, instrument in enumerate(ANSWERED, start=3):
            sent = Submission(
                id=f"00000000-0000-4000-8000-00000000000{number}",
                wave_id=wave.id,
                instrument=newest_instrument(session, instrument),
                subject=Subject(teachers[1].id),
                answers={},
                author=teachers[1].code,
            )
            keep(session, scope, sent)
        freezing.add_freeze(session, scope, "midyear", "Report of autumn", "It is due on Monday.")
        for answers in CLASHING:
            keep(session, scope, _access_of(session, teachers[4], wave.id, answers))
        leave_unsent(session, scope, teachers[3].id, wave.id)
        leave_running(session, observer, wave.id)
        hold_oddly(session, scope, wave.id, teachers[2].id)
        code_together(session, scope)
    freeze_again(database)
    compute_results(database, demo_scope(database))
    return {
        "clash": CLASH,
        "token": made[teachers[0].id].token,
        "done": made[teachers[1].id].token,
        "fresh": made[teachers[2].id].token,
        "upload": keep_roster(folder, database),
        "lesson": LESSON,
        "session": SESSION,
    }


def freeze_again(database: Database) -> None:
    """Mend an answer of the first freeze and the roster, and freeze once more; freeze the demo."""
    scope = demo_scope(database, "try")
    with database.writing() as session:
        wave = waves.find_wave(session, scope, "midyear")
        teacher = people.list_people(session, scope, "teacher")[1]
        answers = {"device": "laptop", "connection_quality": 3, "wish": "Кестені қағазға шығару."}
        mended = _access_of(session, teacher, wave.id, answers)
        keep(session, scope, replace(mended, id=MENDED, parent=1))
        moved = people.NewPerson(teacher.code, "teacher", "A3", attributes={"experience": "12"})
        people.put_people(session, scope, [moved])
        freezing.add_freeze(
            session, scope, None, "Article, first version", "Reviewers wait for it."
        )
        demo = demo_scope(database)
        freezing.add_freeze(session, demo, "baseline", "Article, first version")
        freezing.add_freeze(session, demo, None)


def hold_oddly(session: Session, scope: Scope, wave: int, teacher: int) -> None:
    """Keep a visit whose record names another day, and was sent as soon as it was begun."""
    observer = Scope(scope.study_id, "OBS3", "observer")
    visits.add_lesson(session, observer, ODD, wave, teacher, DAY)
    now = datetime.now(UTC)
    sent = Submission(
        id=ODD,
        wave_id=wave,
        instrument=newest_instrument(session, "lesson_observation"),
        subject=Subject(lesson_id=ODD),
        answers={"lesson_date": "2026-11-19"},
        author="OBS3",
        part="primary",
        started_at=now - timedelta(seconds=40),
        client_at=now,
    )
    keep(session, observer, sent)


def _access_of(session: Session, teacher: people.Person, wave: int, answers: Answers) -> Submission:
    return Submission(
        id=CLASH,
        wave_id=wave,
        instrument=newest_instrument(session, "platform_access"),
        subject=Subject(teacher.id),
        answers=answers,
        author=teacher.code,
    )


def leave_unsent(session: Session, scope: Scope, teacher: int, wave: int) -> None:
    """Leave a form that was begun five days ago and not sent."""
    place = drafts.Place(wave, "platform_access", Subject(teacher))
    drafts.save_draft(session, scope, place, UNSENT, 1, CLASHING[0], "kk")
    session.execute(update(Draft).values(saved_at=datetime.now(UTC) - timedelta(days=5)))


def leave_running(session: Session, observer: Scope, wave: int) -> None:
    """Leave a lesson that has been coded for eighteen minutes and goes on."""
    place = drafts.Place(wave, "lesson_intervals", Subject(lesson_id=LESSON), observer.actor)
    began = datetime.now(UTC) - timedelta(minutes=18, seconds=42)
    log = (
        f"0 begin@{round(began.timestamp() * 1000)}",
        *(f"{120_000 * n + 9000} +t_lecture" for n in range(9)),
        "1085000 +t_question",
        "1090000 +s_listen",
        "1099000 +e_entered",
        "1108000 +g_younger",
    )
    drafts.save_draft(session, observer, place, RUNNING, 1, {"coded": log}, "kk")


def keep_roster(folder: Path, database: Database) -> str:
    """Keep an uploaded roster with a bad row, as it waits for the coordinator's word."""
    with database.reading() as session:
        owner = staff.find_user(session, "coordinator")
        study = studies.find_study(session, "try")
    upload = uploads.Upload("", owner.id, study.id, "roster.csv", "roster")
    return uploads.keep_upload(folder, upload, ROSTER.encode()).id
