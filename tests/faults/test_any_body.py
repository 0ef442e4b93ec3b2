"""Any body at all against the description of the interface: no 5xx, no answer but as described.

Short in `make test`; TOLQYN_FAULTS=long tries forty times as much.
"""

import json
import os
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, checks

from app.store.checking import verify_all
from tests.app.houses import House, house
from tests.app.phones import ANSWERS, ago, new_id, rows, teacher

LONG = os.environ.get("TOLQYN_FAULTS") == "long"
EXAMPLES = 2_000 if LONG else 50
DESCRIPTION = Path(__file__).with_name("sync.openapi.json")
SCHEMA = schemathesis.openapi.from_dict(json.loads(DESCRIPTION.read_text(encoding="utf-8")))
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
RECORDS, DRAFTS = SCHEMA["/sync/records/{id}"]["PUT"], SCHEMA["/sync/drafts/{id}"]["PUT"]
OPERATIONS = {"records": RECORDS, "drafts": DRAFTS}
PLENTY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
SIGNS = st.text(st.characters(exclude_categories=()), max_size=30)
"""Every sign there is, NUL and halves of signs too."""
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | SIGNS
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SIGNS, inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> House:
    made = house(tmp_path_factory.mktemp("any_body"))
    made.agree()
    made.token()
    return made


def try_case(home: House, case: Case) -> int:
    """Send a case; check the answer by the description, and that a refusal wrote nothing."""
    before = rows(home)
    response = case.call(app=home.app)
    case.validate_response(response, checks=CHECKS)
    if response.status_code >= 400:
        assert rows(home) == before, f"{response.status_code} wrote something"
    return response.status_code


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", OPERATIONS)
def test_whatever_is_sent_is_answered_as_described(home, name, mode):
    @PLENTY
    @given(case=OPERATIONS[name].as_strategy(mode))
    def send(case: Case) -> None:
        try_case(home, case)

    send()


def right(home: House) -> dict:
    """Write a body that is taken."""
    body = teacher(home).body(ANSWERS)
    return {**body, "started_at": ago(minutes=9)}


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_nearly_right_body_of_a_known_teacher_is_answered_as_described(home, name):
    """The token is good, so that what is behind it is reached; one or two things are anything."""
    operation, body = OPERATIONS[name], right(home)
    optional = ("id", "author", "parent", "consent", "lesson", "group_session", "cleared")
    places = st.sampled_from([*body, *optional])
    answers = st.dictionaries(
        st.sampled_from(["device", "network_places", "days_reached", "wish", "hours_lost"]) | SIGNS,
        ANYTHING,
        max_size=4,
    )
    seen = st.integers(0, 12).map(lambda number: f'"{number}"')

    @PLENTY
    @given(
        wrong=st.dictionaries(places, ANYTHING, max_size=2),
        answers=st.just(ANSWERS) | answers,
        clock=st.just(ago()) | st.sampled_from(["0000", "+275760-09-13T00:00:00Z", "now", "1"]),
        seen=seen,
    )
    def send(wrong: dict, answers: dict, clock: str, seen: str) -> None:
        text = json.dumps({**body, "answers": answers, **wrong}).encode()
        headers = {"X-Tolqyn": clock, "Content-Type": "application/json", "If-Match": seen}
        before = rows(home)
        said = home.stranger().put(f"/sync/{name}/{new_id()}", data=text, headers=headers)
        operation.validate_response(said)
        assert said.status_code < 500, said.json
        assert said.status_code < 400 or rows(home) == before

    send()


@pytest.mark.parametrize("name", OPERATIONS)
def test_any_bytes_are_answered_as_described(home, name):
    kinds = st.sampled_from(["application/json", "application/octet-stream", "text/html", ""])

    @PLENTY
    @given(body=st.binary(max_size=400), kind=kinds)
    def send(body: bytes, kind: str) -> None:
        headers = {"X-Tolqyn": ago(), "Content-Type": kind, "If-Match": '"0"'}
        said = home.stranger().put(f"/sync/{name}/{new_id()}", data=body, headers=headers)
        OPERATIONS[name].validate_response(said)
        assert 400 <= said.status_code < 500

    send()


def test_the_right_body_is_right(home):
    """The control: the bodies above are bent from one that is taken."""
    phone = teacher(home)
    assert phone.send(right(home)).status_code == 200
    assert phone.save(right(home), new_id()).status_code == 200


def test_the_house_stands_after_all_of_it(home):
    with home.database.reading() as session:
        assert not [fault for finding in verify_all(session) for fault in finding.faults]
