"""The demo's house with a little work done in the study `try`, so that every page has a view."""

from datetime import date
from pathlib import Path

from app.coordinate import uploads
from app.db import Database
from app.store import consents, links, people, staff, studies, visits, waves
from app.store.instruments import newest_instrument
from app.store.records import Subject, Submission, keep
from app.store.scope import Scope
from tests.app.demo_house import demo_scope, fill_demo, open_demo
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
    return {
        "token": made[teachers[0].id].token,
        "done": made[teachers[1].id].token,
        "fresh": made[teachers[2].id].token,
        "upload": keep_roster(folder, database),
        "lesson": LESSON,
        "session": SESSION,
    }


def keep_roster(folder: Path, database: Database) -> str:
    """Keep an uploaded roster with a bad row, as it waits for the coordinator's word."""
    with database.reading() as session:
        owner = staff.find_user(session, "coordinator")
        study = studies.find_study(session, "try")
    upload = uploads.Upload("", owner.id, study.id, "roster.csv", "roster")
    return uploads.keep_upload(folder, upload, ROSTER.encode()).id
