"""What belongs to the running app and to the present request."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from flask import current_app, g

from app.config import Settings
from app.db import Database
from app.sealing import public_key
from app.store.links import Visitor
from app.store.scope import Scope
from app.store.staff import Staff
from app.store.studies import StudyView
from app.store.transaction import Session
from forms.protection import Protection
from instruments.wording import Language


@dataclass(frozen=True, slots=True)
class Running:
    """The parts of a running app."""

    settings: Settings
    database: Database


def running() -> Running:
    """Give the parts of the running app."""
    return cast(Running, current_app.extensions["tolqyn"])


def database() -> Database:
    """Give the database of the running app."""
    return running().database


@contextmanager
def reading() -> Iterator[Session]:
    """Read on in the view of the data in which the guard found who is asking.

    One transaction instead of two: a page of a questionnaire is little more than its reading.
    """
    with g.pop("guard_session", None) or database().session() as session:
        yield session


def settings() -> Settings:
    """Give the settings of the running app."""
    return running().settings


def language() -> Language:
    """Give the language of the present page."""
    return cast(Language, g.language)


def scope() -> Scope:
    """Give the view that the present visitor has of the study in the address."""
    return cast(Scope, g.scope)


def study() -> StudyView:
    """Give the study in the address of the present page (staff pages)."""
    return cast(StudyView, g.study)


def staff() -> Staff:
    """Give who is signed in."""
    return cast(Staff, g.staff)


def visitor() -> Visitor:
    """Give who opened the personal link."""
    return cast(Visitor, g.visitor)


def protection() -> Protection:
    """Give what guards the forms of the present page against forged posts."""
    return Protection(settings().secret, g.binding)


def seal() -> str:
    """Give the key with which pages seal what waits on the phone."""
    return public_key(settings().secret)


def now() -> datetime:
    """Give the time in the zone of the installation."""
    return datetime.now(ZoneInfo(settings().time_zone))


def today() -> date:
    """Give the day in the zone of the installation."""
    return now().date()
