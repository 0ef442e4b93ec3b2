"""The demo: an invented study with three answered waves, and a small one to try."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

from app.coordinate.intake import apply_rows, read_rows
from app.coordinate.roster import apply_roster, read_roster
from app.coordinate.school_list import apply_schools, read_schools
from app.coordinate.spreadsheet import Sheet, read_sheet
from app.store import consents, people, planned, staff, studies, waves
from app.store.instruments import newest_instrument
from app.store.links import personal_links
from app.store.scope import Scope
from app.store.transaction import Session
from instruments.wording import Text

DATA = files("app") / "demo_data"
PASSWORD = "tolqyn-demo"  # noqa: S105  (printed with the links: the demo holds invented people only)
PAPER = "0" * 64
"""Stands for the consent text of invented people."""


@dataclass(frozen=True, slots=True)
class DemoLink:
    """One way into the demo."""

    who: str
    address: str
    how: str = ""

    def __str__(self) -> str:
        return f"{self.who:<12} {self.address}" + (f"   {self.how}" if self.how else "")


class NotInvented(Exception):
    """A study of this name exists and is not the demo's."""


def make_demo(session: Session) -> bool:
    """Make the demo's studies and people where there are none; say whether any was made."""
    plan = tomllib.loads((DATA / "studies.toml").read_text(encoding="utf-8"))
    for person in plan["person"]:
        if staff.find_user(session, person["login"]) is None:
            staff.add_user(
                session,
                person["login"],
                PASSWORD,
                code=person["code"],
                may_make_studies=person["role"] == "coordinator",
            )
    made = False
    for study in plan["study"]:
        found = studies.find_study(session, study["key"])
        if found is None:
            _make_study(session, study, Text(**plan["about"]), plan["person"])
            made = True
        elif not found.invented:
            raise NotInvented(study["key"])
    return made


def _make_study(
    session: Session, study: dict[str, Any], about: Text, team: Iterable[dict[str, str]]
) -> None:
    made = studies.make_study(
        session,
        study["key"],
        Text(**study["title"]),
        about,
        actor="demo",
        contact="+7 700 000 00 00",
        invented=True,
    )
    scope = Scope(made.id, "demo", "operator")
    for person in team:
        staff.join(session, scope, person["login"], person["role"])
    apply_schools(session, scope, read_schools(session, scope, _sheet(study["schools"])))
    keep = study["attributes"]
    for roster in study["rosters"]:
        apply_roster(session, scope, read_roster(session, scope, _sheet(roster), keep))
    for wave in study["wave"]:
        _add_wave(session, scope, wave)
    for file in study.get("file", ()):
        _import(session, scope, file)
    for visit in study.get("visit", ()):
        _plan(session, scope, visit)


def _sheet(name: str) -> Sheet:
    return read_sheet((DATA / name).read_bytes(), name)


def _add_wave(session: Session, scope: Scope, wave: dict[str, Any]) -> None:
    added = waves.add_wave(
        session,
        scope,
        wave["key"],
        wave["stage"],
        Text(**wave["label"]),
        wave.get("opens_on"),
        wave.get("closes_on"),
        wave["state"],
    )
    asked = [(key, newest_instrument(session, key).version) for key in wave["plan"]]
    waves.set_plan(session, scope, added.id, asked)
    if wave["state"] == "closed":
        for person in people.list_people(session, scope, "teacher"):
            consents.decide(session, scope, person.id, added.id, "given", PAPER, "kk", "paper")


def _import(session: Session, scope: Scope, file: dict[str, Any]) -> None:
    preview = read_rows(
        session,
        scope,
        newest_instrument(session, file["instrument"]),
        _sheet(file["name"]),
        wave=file.get("wave"),
        columns=file.get("columns", {}),
    )
    if preview.refused:
        row = preview.refused[0]
        raise ValueError(f"{file['name']} row {row.number}, {row.column}: {row.message}")
    apply_rows(session, scope, preview)


def _plan(session: Session, scope: Scope, visit: dict[str, Any]) -> None:
    """Plan a visit; its day is counted from today, so that the demo never grows old."""
    wave = waves.find_wave(session, scope, visit["wave"])
    teacher = people.find_person(session, scope, visit["teacher"])
    if wave is None or teacher is None:
        raise ValueError(f"{visit['wave']}, {visit['teacher']}: there is no such wave or teacher")
    day = datetime.now(UTC).date() + timedelta(days=visit["in_days"])
    new = planned.NewPlanned(
        wave.id,
        teacher.id,
        visit["instrument"],
        visit["observer"],
        visit.get("second", ""),
        day,
        visit["starts_at"],
    )
    planned.add_planned(session, scope, new)


def links(session: Session, secret: bytes, address: str) -> Iterator[DemoLink]:
    """Give one link per role."""
    plan = tomllib.loads((DATA / "studies.toml").read_text(encoding="utf-8"))
    study = studies.find_study(session, plan["study"][-1]["key"])
    if study is None:
        return
    scope = Scope(study.id, "demo", "operator")
    teacher = people.list_people(session, scope, "teacher")[0]
    link = personal_links(session, scope, secret, [teacher.id])[teacher.id]
    yield DemoLink("teacher", f"{address}/p/{link.token}", f"or code {link.code} at {address}/c")
    for person in plan["person"]:
        how = f"sign in as {person['login']} / {PASSWORD}"
        yield DemoLink(person["role"], f"{address}{person['start']}", how)
