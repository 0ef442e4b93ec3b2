"""Every route names who may use it, and nobody else passes.

The matrix below is made from the app's own list of routes: a new page is tried by everybody
without a line here. A new name in an address needs its value in `PLACES`.
"""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.access import Role, UnguardedRoute, allow, refuse_unguarded, roles_of
from app.factory import create_app
from app.security import SAFE_METHODS
from app.store import people, visits, waves
from tests.app.houses import House, house, settings_in
from tests.laws.sources import listed

WHO = ("nobody", "participant", "observer", "moderator", "coordinator", "stranger")
STAFF = {Role.OBSERVER: "observer", Role.MODERATOR: "moderator", Role.COORDINATOR: "coordinator"}
SIGNED_OUT = "/sign-in"


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> House:
    return house(tmp_path_factory.mktemp("routes"))


@pytest.fixture(scope="module")
def places(home) -> dict[str, str]:
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


@pytest.fixture(scope="module")
def browsers(home) -> dict[str, FlaskClient]:
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
    assert not unknown, f"{rule.rule}: say in PLACES of this law what stands for {unknown}"
    with home.app.test_request_context():
        values = {name: places[name] for name in rule.arguments}
        built = rule.build(values, append_unknown=False)
    assert built is not None, f"{rule.rule}: the places of this law do not fit it"
    return built[1]


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


def shut(response) -> bool:
    """Say whether somebody was not let in."""
    to_sign_in = SIGNED_OUT in response.headers.get("Location", "")
    return response.status_code in (401, 403, 404) or to_sign_in


def test_every_route_states_a_role(home):
    assert len(ours(home.app)) > 10
    faults = [
        rule.rule for rule in home.app.url_map.iter_rules() if not roles_of(home.app, rule.endpoint)
    ]
    assert not faults, listed(faults, "Put @allow(Role...) above the view.")


def test_the_app_refuses_to_start_with_a_route_that_nobody_thought_of():
    app = Flask("careless")
    app.add_url_rule("/open", "open", lambda: "everything")
    with pytest.raises(UnguardedRoute, match="/open"):
        refuse_unguarded(app)
    app.view_functions["open"] = allow(Role.PUBLIC)(lambda: "everything")
    app.view_functions.setdefault("static", allow(Role.PUBLIC)(lambda: ""))
    refuse_unguarded(app)


def test_a_house_without_the_law_does_not_stand(tmp_path, monkeypatch):
    monkeypatch.setattr("app.api.views.health.allowed", frozenset())
    with pytest.raises(UnguardedRoute):
        create_app(settings_in(tmp_path))


@pytest.mark.parametrize("who", WHO)
def test_a_page_opens_for_those_it_names_and_for_nobody_else(home, places, browsers, who):
    faults = []
    for rule in ours(home.app):
        if "GET" not in rule.methods:
            continue
        where = address(home, rule, places)
        response = browsers[who].get(where)
        roles = roles_of(home.app, rule.endpoint)
        expected = admitted(who, roles, rule)
        if response.status_code >= 500 or shut(response) is expected:
            faults.append(f"{where} ({', '.join(sorted(roles))}) gives {response.status_code}")
        response.close()
    assert not faults, listed(faults, f"Opened by: {who}. Is @allow right, and the scope?")


@pytest.mark.parametrize("who", WHO)
def test_nothing_is_changed_without_a_form_of_ours(home, places, browsers, who):
    """Those whom the route names get 400 for a missing token; the others do not get so far."""
    faults = []
    for rule in ours(home.app):
        for method in sorted(rule.methods - SAFE_METHODS):
            where = address(home, rule, places)
            response = browsers[who].open(where, method=method, data={})
            roles = roles_of(home.app, rule.endpoint)
            allowed = {400} if admitted(who, roles, rule) else {400, 401, 403, 404}
            if response.status_code not in allowed:
                faults.append(f"{method} {where} gives {response.status_code}")
    assert not faults, listed(faults, f"Sent by: {who}, without csrf_token.")


@pytest.mark.parametrize("who", WHO)
def test_another_site_can_change_nothing(home, places, browsers, who):
    faults = []
    for rule in ours(home.app):
        for method in sorted(rule.methods - SAFE_METHODS):
            where = address(home, rule, places)
            for header in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
                response = browsers[who].open(
                    where, method=method, json={}, headers={"X-Tolqyn": "1", **header}
                )
                if response.status_code not in (400, 401, 403, 404):
                    faults.append(f"{method} {where} with {header}: {response.status_code}")
    assert not faults, listed(faults, "See app/security.py.")


def test_a_coordinator_of_another_study_does_not_learn_that_this_one_is_there(
    home, places, browsers
):
    faults = []
    for rule in ours(home.app):
        if "study" not in rule.arguments or "GET" not in rule.methods:
            continue
        real = browsers["stranger"].get(address(home, rule, places))
        invented = browsers["stranger"].get(address(home, rule, {**places, "study": "nowhere"}))
        if (real.status_code, invented.status_code) != (404, 404):
            faults.append(f"{rule.rule}: {real.status_code}, {invented.status_code}")
        elif real.get_data() != invented.get_data():
            faults.append(f"{rule.rule}: the two pages differ")
    assert not faults, listed(faults, "Both must be the same page 404.")


def test_reading_changes_nothing(home, places, browsers):
    """A GET may note who looked; it writes nothing else."""

    def contents() -> dict[str, list]:
        with home.database.engine.connect() as connection:
            names = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            ).scalars()
            return {
                name: connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1").all()
                for name in names.all()
                if name not in ("audit_event", "sign_in", "link")
            }

    before = contents()
    for rule in ours(home.app):
        if "GET" in rule.methods:
            for who in ("participant", "observer", "moderator", "coordinator"):
                browsers[who].get(address(home, rule, places)).close()
    after = contents()
    changed = [name for name in before if before[name] != after[name]]
    assert not changed, f"opening pages changed {changed}: only a POST may do that"


def test_every_answer_carries_the_headers(home, places, browsers):
    faults = []
    for rule in home.app.url_map.iter_rules():
        where = "/static/x" if rule.endpoint == "asset" else address(home, rule, places)
        response = browsers["coordinator"].get(where)
        policy = response.headers.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy:
            faults.append(f"{where}: policy {policy!r}")
        if response.headers.get("X-Content-Type-Options") != "nosniff":
            faults.append(f"{where}: nosniff is missing")
        response.close()
    assert not faults, listed(faults, "See app/security.py.")
