"""Nothing is kept of somebody who has not agreed, refused or withdrew."""

from uuid import uuid4

import pytest

from app.store import consents, people, waves
from app.store.drafts import list_started
from app.store.links import hashed
from app.store.reading import read_records
from forms.protection import Protection
from tests.app.houses import House, house


@pytest.fixture
def home(tmp_path) -> House:
    return house(tmp_path)


def decide(home: House, *decisions: str) -> None:
    with home.database.writing() as session:
        person = people.find_person(session, home.scope(), "T01")
        wave = waves.find_wave(session, home.scope(), "midyear")
        for decision in decisions:
            consents.decide(session, home.scope(), person.id, wave.id, decision, "0" * 64, "kk")


def send(home: House, step: str = "next"):
    """Send answers past the pages, as an old tab would."""
    binding = f"link/{hashed(home.token())}"
    token = Protection(home.settings.secret, binding).token()
    answers = {"csrf_token": token, "record_id": str(uuid4()), "step": step, "device": "phone"}
    return home.client.post(f"{home.link()}/midyear/platform_access", data=answers)


def kept(home: House) -> int:
    with home.database.reading() as session:
        records = list(read_records(session, home.scope(), "platform_access"))
        return len(records) + len(list_started(session, home.scope()))


@pytest.mark.parametrize(
    "decisions", [(), ("refused",), ("given", "withdrawn")], ids=["silent", "refused", "withdrew"]
)
@pytest.mark.parametrize("step", ["next", "skip", "save"])
def test_answers_without_agreement_are_not_kept(home, decisions, step):
    decide(home, *decisions)
    answer = send(home, step)
    assert (answer.status_code, kept(home)) == (303, 0)
    assert answer.headers["Location"].startswith(home.link())


def test_answers_with_agreement_are_kept(home):
    decide(home, "refused", "given")
    send(home, "save")
    assert kept(home) == 1
