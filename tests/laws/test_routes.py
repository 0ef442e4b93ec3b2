"""Every route names who may use it, and nobody else passes.

The matrix is made from the app's own list of routes: a new page is tried by everybody without a
line here. A new name in an address needs its value in `tests/laws/addresses.py`.
"""

import re

import pytest
from flask import Flask

from app.access import Role, UnguardedRoute, allow, refuse_unguarded, roles_of
from app.factory import create_app
from app.security import SAFE_METHODS
from tests.app.studies import settings_in
from tests.laws.addresses import WHO, address, admitted, ours
from tests.laws.sources import listed

SIGNED_OUT = "/sign-in"


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
    app = Flask("careless", static_folder=None)
    app.add_url_rule("/open", "open", lambda: "everything")
    with pytest.raises(UnguardedRoute, match="/open"):
        refuse_unguarded(app)
    app.view_functions["open"] = allow(Role.PUBLIC)(lambda: "everything")
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


def without_moment(page: str) -> str:
    """Take away when a page was made: a second may pass between two of them."""
    return re.sub(r"&#34;now&#34;: &#34;[^&]+", "", page)


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
        elif without_moment(real.text).replace("/try", "/nowhere") != without_moment(invented.text):
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
