"""A whole house for page tests: the app over a fresh database with the study `try`."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app.config import Settings
from app.current import Running
from app.factory import create_app
from app.store import consents, links, people, waves
from tests.app.pages import Page, open_page
from tests.app.studies import ABOUT, ASKED, PASSWORD, Store, make_studies, settings_in

__all__ = ["ABOUT", "ASKED", "PASSWORD", "House", "house", "settings_in"]


@dataclass
class House(Store):
    """An app over a fresh database with the study `try`."""

    app: Flask
    client: FlaskClient
    settings: Settings

    def link(self, code: str = "T01") -> str:
        """The personal link of a participant."""
        return f"/p/{self.token(code)}"

    def token(self, code: str = "T01") -> str:
        """The secret part of a personal link."""
        return self.personal(code).token

    def personal(self, code: str = "T01") -> links.PersonalLink:
        """What stands on the card of a participant."""
        with self.database.writing() as session:
            person = people.find_person(session, self.scope(), code)
            found = links.personal_links(session, self.scope(), self.settings.secret, [person.id])
            return found[person.id]

    def sign_in(self, login: str = "coordinator") -> None:
        """Sign in through the page, as a person would."""
        page = self.open_page("/sign-in?lang=en")
        page.submit(login=login, password=PASSWORD)

    def open_page(self, address: str) -> Page:
        """Open an address, following redirects."""
        return open_page(self.client, address)

    def stranger(self) -> FlaskClient:
        """Give another browser, without any cookie."""
        return self.app.test_client()

    def agree(self, code: str = "T01", wave: str = "midyear") -> None:
        """Let a participant agree to take part."""
        with self.database.writing() as session:
            person = people.find_person(session, self.scope(), code)
            found = waves.find_wave(session, self.scope(), wave)
            consents.decide(session, self.scope(), person.id, found.id, "given", "0" * 64, "kk")


def house(folder: Path, **changes: object) -> House:
    """Build a house: study `try`, two schools, four teachers, three pupils, three waves."""
    settings = settings_in(folder, **changes)
    app = create_app(settings)
    running: Running = app.extensions["tolqyn"]
    with running.database.writing() as session:
        study_id = make_studies(session)
    return House(
        database=running.database,
        study_id=study_id,
        app=app,
        client=app.test_client(),
        settings=settings,
    )
