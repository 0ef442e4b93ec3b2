"""A small study in a fresh database: what stores, pages and journeys are tried on."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import uuid4

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from app.config import Settings
from app.db import Database, connect
from app.store import people, staff, studies, waves
from app.store.instruments import newest_instrument
from app.store.receipts import Receipt
from app.store.records import Submission, keep
from app.store.schema import migrate
from app.store.scope import Scope
from app.store.subjects import Subject
from instruments.definitions import Answers
from instruments.wording import Text
from tests.app import postgresql

PASSWORD = "a long enough password"
ABOUT = Text("Зерттеу туралы.", "Об исследовании.", "About the study.")
ASKED = (
    "teacher_questionnaire",
    "platform_access",
    "lesson_observation",
    "focus_group",
    "interview",
    "pupil_scores",
)
TEAM = (("coordinator", "COORD"), ("observer", "OBS1"), ("moderator", "MOD1"))
WAVES = (
    ("baseline", Text("Бастапқы", "Начало", "Baseline"), date(2026, 9, 1), "closed"),
    ("midyear", Text("Жыл ортасы", "Середина", "Midyear"), date(2026, 11, 1), "open"),
    ("end", Text("Жыл соңы", "Конец", "End"), date(2027, 5, 1), "planned"),
)
# Argon2 is slow on purpose; a test only wants to know that the right password opens the door.
staff.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def settings_in(folder: Path, **changes: object) -> Settings:
    """Settings of a house that lives in a folder of the test."""
    plain = Settings(
        data=folder,
        database_url=postgresql.url_in(folder),
        database_key="",
        secret=b"a secret of the tests",
        address="",
        https="auto",
        language="kk",
        time_zone="Asia/Almaty",
        workers=1,
        upload_mb=5,
    )
    return replace(plain, **changes)


def make_studies(session: Session) -> int:
    """Make the study `try` (two schools, four teachers, three pupils, three waves) and another.

    `stranger` coordinates the study `other` only: whatever is of `try` must stay shut to them.
    """
    title = Text("Сынақ зерттеуі", "Пробное исследование", "A trial study")
    study = studies.make_study(session, "try", title, ABOUT, actor="test", contact="+7 700")
    scope = Scope(study.id, "COORD", "coordinator")
    for role, code in TEAM:
        staff.add_user(session, role, PASSWORD, code=code, may_make_studies=role == "coordinator")
        staff.join(session, scope, role, role)
    staff.add_user(session, "second", PASSWORD, code="OBS2")
    staff.join(session, scope, "second", "observer")
    people.put_people(session, scope, _roster())
    _add_waves(session, scope)
    staff.add_user(session, "stranger", PASSWORD, code="STR", may_make_studies=True)
    other = studies.make_study(session, "other", Text("Б", "Б", "B"), ABOUT, actor="test")
    staff.join(session, Scope(other.id, "STR", "coordinator"), "stranger", "coordinator")
    return study.id


def _roster() -> list[people.NewPerson]:
    teachers = [
        people.NewPerson(f"T0{number}", "teacher", "S1" if number < 3 else "S2")
        for number in range(1, 5)
    ]
    pupils = [
        people.NewPerson(f"P0{number}", "pupil", "S1", teacher="T01") for number in range(1, 4)
    ]
    return teachers + pupils


def _add_waves(session: Session, scope: Scope) -> None:
    asked = [(key, newest_instrument(session, key).version) for key in ASKED]
    for key, label, opens_on, state in WAVES:
        wave = waves.add_wave(session, scope, key, key, label, opens_on, None, state)
        waves.set_plan(session, scope, wave.id, asked)


@dataclass
class Store:
    """A database with the study `try`, no app around it."""

    database: Database
    study_id: int

    def scope(self, role: str = "coordinator", actor: str = "COORD") -> Scope:
        """The view of somebody of the team."""
        return Scope(self.study_id, actor, role)

    def set_wave(self, key: str, state: str) -> None:
        """Open or close a wave."""
        with self.database.writing() as session:
            waves.set_state(session, self.scope(), key, state)

    def submission(
        self,
        answers: Answers,
        code: str = "T01",
        wave: str = "midyear",
        instrument: str = "platform_access",
        **more: object,
    ) -> Submission:
        """What a participant's phone sends."""
        with self.database.reading() as session:
            person = people.find_person(session, self.scope(), code)
            found = waves.find_wave(session, self.scope(), wave)
            asked = newest_instrument(session, instrument)
        plain = Submission(
            id=str(uuid4()),
            wave_id=found.id,
            instrument=asked,
            subject=Subject(participant_id=person.id),
            answers=answers,
            author=code,
        )
        return replace(plain, **more)

    def send(self, sent: Submission) -> Receipt:
        """Send it: one transaction, the receipt after the commit."""
        with self.database.writing() as session:
            return keep(session, self.scope("participant", sent.author), sent)

    def change(self, statement: str) -> None:
        """Lay hands on the tables, past the program."""
        with self.database.engine.begin() as connection:
            connection.exec_driver_sql(statement)


def open_store(url: str, key: str = "") -> Store:
    """Make the study `try` in the empty database at a URL."""
    database = connect(url, key)
    migrate(database)
    with database.writing() as session:
        return Store(database, make_studies(session))


def store_in(folder: Path) -> Store:
    """Make the study `try` in a folder of the test."""
    return open_store(postgresql.url_in(folder))
