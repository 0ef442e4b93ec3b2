"""A house with many teachers and a questionnaire of thirty five-point items in Kazakh."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from app.db import Database, connect
from app.store import consents, links, people, staff, studies, waves
from app.store.instruments import publish
from app.store.records import Submission, keep
from app.store.schema import migrate
from app.store.scope import Scope
from app.store.subjects import Subject
from instruments.definitions import Instrument, Item, Kind
from instruments.versions import library
from instruments.wording import Text
from tests.app.studies import PASSWORD
from tests.journeys.serving import SECRET

KEY = "thirty"
WAVES = ("baseline", "midyear", "end")
ABOUT = Text("Зерттеу туралы.", "Об исследовании.", "About the study.")


def thirty_items() -> list[Item]:
    """Take the wordings of the library's own five-point items, as long as real ones are."""
    items = (
        item
        for instrument in library().values()
        for item in instrument.answered_items
        if item.kind is Kind.LIKERT and len(item.choices) == 5
    )
    found = list(items)
    return list(chain(found, found))[:30]


def questionnaire() -> str:
    """Write the questionnaire: one page, thirty items."""
    items = thirty_items()
    words = (
        f'key = "{KEY}"\nversion = 1\nabout = "participant"\nasked_of = "teacher"\n'
        'filled_by = "participant"\nminutes = 5\n'
        'title = { kk = "Сауалнама", ru = "Анкета", en = "Questionnaire" }\n'
        '[[list]]\nkey = "agreement"\n'
    )
    for choice in items[0].choices:
        words += f'[[list.choice]]\ncode = "{choice.code}"\n{_wording(choice.label)}\n'
    words += '[[section]]\nkey = "one"\ntitle = { kk = "Бөлім", ru = "Раздел", en = "Part" }\n'
    for number, item in enumerate(items, start=1):
        words += (
            f'[[section.item]]\ncode = "Q{number}"\nkind = "likert"\nlist = "agreement"\n'
            f'required = "ask"\n{_wording(item.label)}\n'
        )
    return words


def _wording(text: Text) -> str:
    """Write a wording in three languages; a JSON string is a TOML string too."""
    return "\n".join(
        f"{language} = {json.dumps(text.in_(language), ensure_ascii=False)}"
        for language in ("kk", "ru", "en")
    )


@dataclass
class Crowd:
    """A house full of people, its files in a folder."""

    folder: Path
    database: Database
    scope: Scope
    instrument: Instrument
    people: tuple[people.Person, ...]
    waves: dict[str, int]

    def tokens(self) -> list[str]:
        """Give everybody's personal link."""
        with self.database.writing() as session:
            ids = [person.id for person in self.people]
            made = links.personal_links(session, self.scope, SECRET.encode(), ids)
        return [made[person.id].token for person in self.people]

    def agree(self) -> None:
        """Let everybody agree to take part in the open wave."""
        with self.database.writing() as session:
            for person in self.people:
                consents.decide(
                    session, self.scope, person.id, self.waves["midyear"], "given", "0" * 64, "kk"
                )

    def answer(self, wave: str = "midyear") -> None:
        """Let everybody answer."""
        seed = random.Random(1)
        codes = [item.code for item in self.instrument.answered_items]
        with self.database.writing() as session:
            for person in self.people:
                answers = dict(zip(codes, seed.choices("12345", k=len(codes)), strict=True))
                sent = Submission(
                    id=str(UUID(int=seed.getrandbits(128), version=4)),
                    wave_id=self.waves[wave],
                    instrument=self.instrument,
                    subject=Subject(person.id),
                    answers=answers,
                    author=person.code,
                    mode="web" if _state(wave) == "open" else "paper",
                )
                keep(session, self.scope, sent)


def gather(folder: Path, number: int) -> Crowd:
    """Make a house with so many teachers in schools of twenty."""
    folder.mkdir(parents=True, exist_ok=True)
    database = connect(f"sqlite:///{folder / 'tolqyn.sqlite'}")
    migrate(database)
    with database.writing() as session:
        instrument = publish(session, questionnaire(), "benchmark")
        scope = _make_study(session)
        people.put_people(session, scope, list(_teachers(number)))
        asked = [(instrument.key, instrument.version), ("teacher_questionnaire", 1)]
        numbers = {}
        for key in WAVES:
            label = Text(key, key, key)
            wave = waves.add_wave(session, scope, key, key, label, state=_state(key))
            waves.set_plan(session, scope, wave.id, asked)
            numbers[key] = wave.id
        crowd = people.list_people(session, scope, "teacher")
    return Crowd(folder, database, scope, instrument, crowd, numbers)


def _state(wave: str) -> str:
    return {"baseline": "closed", "midyear": "open", "end": "planned"}[wave]


def _make_study(session: Session) -> Scope:
    title = Text("Өлшеу", "Измерение", "Measurement")
    study = studies.make_study(session, "many", title, ABOUT, actor="benchmark")
    scope = Scope(study.id, "COORD", "coordinator")
    staff.add_user(session, "coordinator", PASSWORD, code="COORD", may_make_studies=True)
    staff.join(session, scope, "coordinator", "coordinator")
    return scope


def _teachers(number: int) -> Iterator[people.NewPerson]:
    for place in range(number):
        yield people.NewPerson(f"T{place:06d}", "teacher", f"S{place // 20:04d}")
