"""A study in which every teacher keeps a diary: as many forms as anybody wants to send."""

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import UUID

from app.db import connect
from app.store import consents, links, people, studies, waves
from app.store.instruments import publish
from app.store.schema import migrate
from app.store.scope import Scope
from instruments.wording import Text
from tests.journeys.serving import SECRET

DIARY, WAVE = "diary", "midyear"
SHARED = 20
"""Teachers on one phone, where it sends for long: nobody writes thousands of forms."""
NOTES = ("Сабақ жақсы өтті.", "Связь пропала на полчаса.", "Қ" * 400, "All well.")
ABOUT = Text("Зерттеу туралы.", "Об исследовании.", "About the study.")
INSTRUMENT = f"""
key = "{DIARY}"
version = 1
about = "participant"
asked_of = "teacher"
filled_by = "participant"
minutes = 1
distinct_by = ["day"]
title = {{ kk = "Күнделік", ru = "Дневник", en = "Diary" }}
[[section]]
key = "day"
title = {{ kk = "Күн", ru = "День", en = "Day" }}
[[section.item]]
code = "day"
kind = "integer"
kk = "Неше күн?"
ru = "Какой день?"
en = "Which day?"
min = 1
max = 10000000
[[section.item]]
code = "note"
kind = "long_text"
kk = "Не болды?"
ru = "Что было?"
en = "What happened?"
"""


@dataclass(frozen=True, slots=True)
class Teacher:
    """Somebody with a phone."""

    code: str
    token: str


@dataclass(frozen=True, slots=True)
class Form:
    """One day of one diary, as the phone made it; the id is born with it."""

    id: str
    teacher: Teacher
    day: int
    note: str

    @property
    def name(self) -> str:
        """Name what is written about: it must stand in the study once, under whatever id."""
        return f"{self.teacher.code}/{self.day}"

    @property
    def answers(self) -> dict[str, str]:
        """Give what was typed."""
        return {"day": str(self.day), "note": self.note}


def diaries_of(teachers: Sequence[Teacher], chance: random.Random) -> Iterator[Form]:
    """Fill in one day after the other, for each teacher in turn, without end."""
    for day in count(1):
        for teacher in teachers:
            note = f"{chance.choice(NOTES)} {chance.random()}"
            yield Form(str(UUID(int=chance.getrandbits(128), version=4)), teacher, day, note)


def settle(url: str, number: int, key: str = "") -> list[Teacher]:
    """Make a study with so many teachers, all of whom have agreed to take part."""
    with closing(connect(url, key)) as database:
        migrate(database)
        with database.writing() as session:
            publish(session, INSTRUMENT, "test")
            title = Text("Ауыл", "Село", "Village")
            study = studies.make_study(session, "village", title, ABOUT, actor="test")
            scope = Scope(study.id, "COORD", "coordinator")
            codes = [f"T{place:04d}" for place in range(number)]
            people.put_people(
                session, scope, [people.NewPerson(code, "teacher", "S1") for code in codes]
            )
            wave = waves.add_wave(session, scope, WAVE, "midyear", title, state="open")
            waves.set_plan(session, scope, wave.id, [(DIARY, 1)])
            crowd = people.list_people(session, scope, "teacher")
            for person in crowd:
                consents.decide(session, scope, person.id, wave.id, "given", "0" * 64, "kk")
            ids = [person.id for person in crowd]
            made = links.personal_links(session, scope, SECRET.encode(), ids)
    return [Teacher(person.code, made[person.id].token) for person in crowd]


def sqlite_in(folder: Path) -> str:
    """Name the database in a data folder."""
    return f"sqlite:///{folder / 'tolqyn.sqlite'}"
