"""Every address of the app, filled in with things that are there, and browsers to try them."""

from io import BytesIO

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.access import Role
from app.store import feedback, people, planned, visits, waves
from app.store.instruments import newest_instrument
from app.store.reading import find_record
from app.store.records import Submission, keep
from app.store.scope import Scope
from app.store.subjects import Subject
from app.store.transaction import Session
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
        coming = planned.NewPlanned(wave, teacher, "lesson_observation", "OBS1")
        visit = planned.add_planned(session, scope, coming)
        release = _tell_teacher(session, home.scope(), lesson, wave)
        visits.add_group_session(session, home.scope("moderator", "MOD1"), group, wave)
    return {
        "study": "try",
        "token": home.token(),
        "wave": "midyear",
        "instrument": sent.instrument.key,
        "target": sent.instrument.key,
        "version": "1",
        "record_id": sent.id,
        "lesson": lesson,
        "session_id": group,
        "code": "T01",
        "planned_id": str(visit),
        "topic": "participation",
        "upload": upload_rows(home),
        "release": str(release),
    }


def _tell_teacher(session: Session, scope: Scope, lesson_id: str, wave: int) -> int:
    """Let a teacher read what somebody coded of a lesson; give the number of the page."""
    key = INSTRUMENTS["observe"]
    coded = Submission(
        "00000000-0000-4000-8000-000000000003",
        wave,
        newest_instrument(session, key),
        Subject(lesson_id=lesson_id),
        {},
        "OBS9",
        part="second",
    )
    keep(session, scope, coded)
    lesson = visits.find_lesson(session, scope, lesson_id)
    record = find_record(session, scope, coded.id)
    feedback.release(session, scope, lesson, feedback.NewRelease(record, "", ()))
    return feedback.find_release(session, scope, lesson_id, key).id


INSTRUMENTS = {"observe": "lesson_observation", "notes": "focus_group"}
"""What the pages of a package are about, where it is not the teacher's questionnaire."""


def upload_rows(home: House) -> str:
    """Upload a file as the coordinator and stop at its preview; give the upload's id."""
    home.client = home.app.test_client()
    home.sign_in("coordinator")
    rows = b"participant_id,wave,device\nT02,midyear,phone\nT99,midyear,phone\n"
    preview = home.open_page("/desk/try/import").submit(
        target="platform_access", file=(BytesIO(rows), "rows.csv")
    )
    return preview.address.partition("?")[0].rpartition("/")[2]


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
    """List the addresses of pages, files of the look left out."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "asset"]


def address(home: House, rule: Rule, places: dict[str, str]) -> str:
    """Fill in an address."""
    unknown = rule.arguments - places.keys()
    assert not unknown, f"{rule.rule}: say in find_places what stands for {unknown}"
    with home.app.test_request_context():
        values = {name: places[name] for name in rule.arguments}
        package = rule.endpoint.partition(".")[0]
        if "instrument" in values:
            own = INSTRUMENTS["observe"] if "lesson" in values else values["instrument"]
            values["instrument"] = INSTRUMENTS.get(package, own)
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
