"""Every address of the app, filled in with things that are there, and browsers to try them."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.access import Role
from app.store import people, visits, waves
from tests.app.houses import House

WHO = ("nobody", "participant", "observer", "moderator", "coordinator", "stranger")
STAFF = {Role.OBSERVER: "observer", Role.MODERATOR: "moderator", Role.COORDINATOR: "coordinator"}
QUERY = "wave=midyear"
"""Pages that need it read it from there; the others do not mind."""


def find_places(home: House) -> dict[str, str]:
    """What stands for each name in an address: things that are there in the study `try`."""
    sent = home.submission({"device": "phone"})
    home.send(sent)
    with home.database.writing() as session:
        scope = home.scope("observer", "OBS1")
        wave = waves.find_wave(session, scope, "midyear").id
        teacher = people.find_person(session, scope, "T01").id
        lesson = "00000000-0000-4000-8000-000000000001"
        group = "00000000-0000-4000-8000-000000000002"
        visits.add_lesson(session, scope, lesson, wave, teacher)
        visits.add_group_session(session, home.scope("moderator", "MOD1"), group, wave)
    return {
        "study": "try",
        "token": home.token(),
        "wave": "midyear",
        "instrument": sent.instrument.key,
        "key": sent.instrument.key,
        "section": sent.instrument.sections[0].key,
        "record": sent.id,
        "record_id": sent.id,
        "uuid": sent.id,
        "lesson": lesson,
        "lesson_id": lesson,
        "session": group,
        "session_id": group,
        "code": "T01",
        "participant": "T01",
        "person": "T01",
        "school": "S1",
        "name": "respond.css",
        "version": "1",
        "language": "kk",
        "format": "csv",
        "format_": "csv",
        "login": "observer",
        "receipt": home.send(sent).number,
    }


def open_browsers(home: House) -> dict[str, FlaskClient]:
    """One browser per kind of person; staff are signed in."""
    opened = {}
    for who in WHO:
        home.client = home.app.test_client()
        if who not in ("nobody", "participant"):
            home.sign_in(who)
        opened[who] = home.client
    return opened


def ours(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "asset"]


def address(home: House, rule: Rule, places: dict[str, str]) -> str:
    unknown = rule.arguments - places.keys()
    assert not unknown, f"{rule.rule}: say in find_places what stands for {unknown}"
    with home.app.test_request_context():
        values = {name: places[name] for name in rule.arguments}
        built = rule.build(values, append_unknown=False)
    assert built is not None, f"{rule.rule}: the places of this law do not fit it"
    return f"{built[1]}?{QUERY}"


def admitted(who: str, roles: frozenset[Role], rule: Rule) -> bool:
    """Say whether somebody should pass."""
    if Role.PUBLIC in roles:
        return True
    if Role.PARTICIPANT in roles:
        return True  # whoever holds the link: the token in the address is the key
    if who in ("nobody", "participant"):
        return False
    if "study" in rule.arguments:
        return who in {name for role, name in STAFF.items() if role in roles}
    return who in ("coordinator", "stranger") if Role.MAKER in roles else True
