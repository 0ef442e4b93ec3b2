"""A small study in a fresh house, and pages spoken to in the trade's words."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from app.config import Settings
from app.current import Running
from app.db import Database
from app.factory import create_app
from app.store import consents, links, people, staff, studies, waves
from app.store.instruments import newest_instrument
from app.store.scope import Scope
from instruments.wording import Text
from tests.app.pages import Page, open_page

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
staff.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def settings_in(folder: Path, **changes: object) -> Settings:
    """Settings of a house that lives in a folder of the test."""
    plain = Settings(
        data=folder,
        database_url=f"sqlite:///{folder / 'tolqyn.sqlite'}",
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


@dataclass
class House:
    """An app over a fresh database with the study `try`."""

    app: Flask
    client: FlaskClient
    database: Database
    settings: Settings
    study_id: int

    def scope(self, role: str = "coordinator", actor: str = "COORD") -> Scope:
        """The view of somebody of the team."""
        return Scope(self.study_id, actor, role)

    def link(self, code: str = "T01") -> str:
        """The personal link of a participant."""
        return f"/p/{self.token(code)}"

    def token(self, code: str = "T01") -> str:
        return self.personal(code).token

    def personal(self, code: str = "T01") -> links.PersonalLink:
        with self.database.writing() as session:
            person = people.find_person(session, self.scope(), code)
            found = links.personal_links(
                session, self.scope(), self.settings.secret, [person.id]
            )
            return found[person.id]

    def sign_in(self, login: str = "coordinator") -> None:
        """Sign in through the page, as a person would."""
        page = self.open_page("/sign-in?lang=en")
        page.submit(login=login, password=PASSWORD)

    def open_page(self, address: str) -> Page:
        return open_page(self.client, address)

    def agree(self, code: str = "T01", wave: str = "midyear") -> None:
        """Let a participant agree to take part."""
        with self.database.writing() as session:
            person = people.find_person(session, self.scope(), code)
            found = waves.find_wave(session, self.scope(), wave)
            consents.decide(session, self.scope(), person.id, found.id, "given", "0" * 64, "kk")

    def set_wave(self, key: str, state: str) -> None:
        with self.database.writing() as session:
            waves.set_state(session, self.scope(), key, state)


def house(folder: Path, **changes: object) -> House:
    """Build a house: study `try`, two schools, four teachers, three pupils, three waves."""
    settings = settings_in(folder, **changes)
    app = create_app(settings)
    running: Running = app.extensions["tolqyn"]
    with running.database.writing() as session:
        study_id = _fill(session)
    return House(app, app.test_client(), running.database, settings, study_id)


def _fill(session) -> int:
    title = Text("Сынақ зерттеуі", "Пробное исследование", "A trial study")
    study = studies.make_study(session, "try", title, ABOUT, actor="test", contact="+7 700")
    scope = Scope(study.id, "COORD", "coordinator")
    for role, code in (("coordinator", "COORD"), ("observer", "OBS1"), ("moderator", "MOD1")):
        staff.add_user(session, role, PASSWORD, code=code, may_make_studies=role == "coordinator")
        staff.join(session, scope, role, role)
    staff.add_user(session, "second", PASSWORD, code="OBS2")
    staff.join(session, scope, "second", "observer")
    staff.add_user(session, "stranger", PASSWORD, code="STR", may_make_studies=True)
    rows = [
        people.NewPerson(f"T0{number}", "teacher", "S1" if number < 3 else "S2")
        for number in range(1, 5)
    ]
    rows += [
        people.NewPerson(f"P0{number}", "pupil", "S1", teacher="T01") for number in range(1, 4)
    ]
    people.put_people(session, scope, rows)
    _add_waves(session, scope)
    other = studies.make_study(session, "other", Text("Б", "Б", "B"), ABOUT, actor="test")
    staff.join(session, Scope(other.id, "STR", "coordinator"), "stranger", "coordinator")
    return study.id


def _add_waves(session, scope: Scope) -> None:
    asked = [(key, newest_instrument(session, key).version) for key in ASKED]
    for key, label, opens_on, state in (
        ("baseline", Text("Бастапқы", "Начало", "Baseline"), date(2026, 9, 1), "closed"),
        ("midyear", Text("Жыл ортасы", "Середина", "Midyear"), date(2026, 11, 1), "open"),
        ("end", Text("Жыл соңы", "Конец", "End"), date(2027, 5, 1), "planned"),
    ):
        wave = waves.add_wave(session, scope, key, key, label, opens_on, None, state)
        waves.set_plan(session, scope, wave.id, asked)
