"""Unfinished forms on the server: newer never gives way to older, blanks take nothing away."""

import pytest

from app.store import drafts, people, waves
from app.store.drafts import Place
from app.store.subjects import Subject
from tests.app.houses import House, house
from tests.app.phones import ANSWERS, Phone, new_id, teacher

OTHER = {**ANSWERS, "device": "tablet"}


@pytest.fixture
def home(tmp_path) -> House:
    made = house(tmp_path)
    made.agree()
    return made


@pytest.fixture
def phone(home) -> Phone:
    return teacher(home)


def draft_of(home: House, code: str = "T01", instrument: str = "platform_access"):
    """Read what the server has of a form."""
    with home.database.reading() as session:
        person = people.find_person(session, home.scope(), code)
        wave = waves.find_wave(session, home.scope(), "midyear")
        place = Place(wave.id, instrument, Subject(participant_id=person.id))
        return drafts.find_draft(session, home.scope(), place)


def test_each_section_is_saved_under_the_next_number(home, phone):
    draft = new_id()
    first = phone.save(phone.body({"device": "phone"}), draft)
    assert (first.status_code, first.json["id"], first.json["number"]) == (200, draft, 1)
    second = phone.save(phone.body(ANSWERS), draft, seen=1)
    assert second.json["number"] == 2
    assert draft_of(home).answers == ANSWERS


def test_an_older_draft_never_overwrites_a_newer_one(home, phone):
    draft = new_id()
    phone.save(phone.body({"device": "phone"}), draft)
    phone.save(phone.body(OTHER), draft, seen=1)
    answer = phone.save(phone.body({"device": "laptop"}), draft, seen=1)
    assert (answer.status_code, answer.json["code"]) == (409, "older")
    assert (answer.json["id"], answer.json["number"]) == (draft, 2)
    assert answer.json["answers"] == OTHER and answer.json["version"] == 1
    assert draft_of(home).answers == OTHER


def test_two_phones_put_their_answers_together(home, phone):
    """The second phone began without network; it learns of the first one and goes on with it."""
    first, second = new_id(), teacher(home)
    phone.save(phone.body({"device": "phone"}), first)
    told = second.save(second.body({"device_shared": "0"}), new_id()).json
    both = {**told["answers"], "device_shared": "0"}
    answer = second.save(second.body(both), told["id"], seen=told["number"])
    assert answer.json == {**answer.json, "id": first, "number": 2}
    assert draft_of(home).answers == ANSWERS


def test_a_blank_takes_nothing_away_unless_a_person_cleared_it(home, phone):
    draft = new_id()
    phone.save(phone.body(ANSWERS), draft)
    phone.save(phone.body({"device": "", "wish": "x"}), draft, seen=1)
    assert draft_of(home).answers == {**ANSWERS, "wish": "x"}
    phone.save(phone.body({"wish": "x"}, cleared=["device"]), draft, seen=2)
    assert draft_of(home).answers == {"device_shared": "0", "wish": "x"}


def test_a_lost_reply_is_answered_with_the_same_number(home, phone):
    draft = new_id()
    phone.save(phone.body(ANSWERS), draft)
    for _ in range(3):
        again = phone.save(phone.body(OTHER), draft, seen=1)
        assert (again.status_code, again.json["number"]) == (200, 2)


def test_half_a_number_is_left_out_and_the_rest_is_saved(home, phone):
    answers = {**ANSWERS, "hours_lost": "-", "best_from": "25", "nothing_of_ours": "x"}
    assert phone.save(phone.body(answers), new_id()).status_code == 200
    assert draft_of(home).answers == ANSWERS


def test_answers_come_back_as_they_are_typed(home, phone):
    answers = {
        "connection_quality": "4",
        "network_places": ["home", "school"],
        "days_reached": "3",
        "hours_lost": "1.5",
        "best_from": "09:30",
    }
    phone.save(phone.body(answers), new_id())
    assert phone.save(phone.body({}), new_id()).json["answers"] == answers


def test_the_page_on_another_phone_goes_on_with_what_was_saved(home, phone):
    phone.save(phone.body({"device": "tablet"}), new_id())
    page = home.open_page(f"{phone.home.link()}/midyear/platform_access?lang=en")
    chosen = [node.get("value") for node in page.form().iter() if "checked" in node.attrib]
    assert chosen == ["tablet"]


def test_a_page_without_script_goes_on_and_the_phone_learns_of_it(home, phone):
    draft = new_id()
    phone.save(phone.body({"device": "tablet"}), draft)
    page = home.open_page(f"{home.link()}/midyear/platform_access?lang=en")
    page.submit(button=("step", "save"), having="section", connection_quality="2")
    told = phone.save(phone.body({"device": "phone"}), draft, seen=1)
    assert told.status_code == 409 and told.json["number"] == 2
    assert told.json["answers"] == {"device": "tablet", "connection_quality": "2"}


def test_a_record_closes_its_draft(home, phone):
    draft = new_id()
    phone.save(phone.body(ANSWERS), draft)
    receipt = phone.send(phone.body(ANSWERS), draft).json["receipt"]
    assert draft_of(home) is None
    late = phone.save(phone.body(OTHER), draft, seen=1)
    assert (late.status_code, late.json["code"]) == (410, "received")
    assert late.json["receipt"] == receipt and receipt in late.json["error"]
    assert draft_of(home) is None


@pytest.mark.parametrize(("state", "status"), [("open", 200), ("closing", 200), ("closed", 409)])
def test_a_closed_wave_takes_no_new_drafts_but_goes_on_with_those_begun(home, state, status):
    begun, fresh, draft = teacher(home), teacher(home, "T02"), new_id()
    home.agree("T02")
    begun.save(begun.body({"device": "phone"}), draft)
    home.set_wave("midyear", state)
    assert begun.save(begun.body(ANSWERS), draft, seen=1).status_code == 200
    answer = fresh.save(fresh.body(ANSWERS), new_id())
    assert answer.status_code == status
    assert status == 200 or answer.json["code"] == "closed"


def test_a_draft_needs_consent_too_and_may_bring_it(home):
    phone, draft = teacher(home, "T02"), new_id()
    assert phone.save(phone.body(), draft).json["code"] == "consent"
    given = {
        "decision": "given",
        "given_at": "2026-11-20T09:00:00Z",
        "sha256": "a" * 64,
        "language": "kk",
    }
    assert phone.save(phone.body(consent=given), draft).status_code == 200
    assert phone.save(phone.body(OTHER), draft, seen=1).status_code == 200, "once is enough"


def test_a_draft_s_id_is_nobody_else_s(home, phone):
    draft, other = new_id(), teacher(home, "T02")
    home.agree("T02")
    phone.save(phone.body(), draft)
    answer = other.save(other.body(), draft)
    assert (answer.status_code, answer.json["code"]) == (409, "foreign")
    assert draft_of(home, "T02") is None


def test_a_server_that_lost_its_drafts_takes_them_again(home, phone):
    """Numbers go on from what the phone saw, so that an older one stays older."""
    draft = new_id()
    answer = phone.save(phone.body(), draft, seen=6)
    assert (answer.status_code, answer.json["number"]) == (200, 7)
    assert phone.save(phone.body(OTHER), draft, seen=3).status_code == 409


@pytest.mark.parametrize(
    "seen", ["", "1", '"x"', '"-1"', '"1", "2"', "*", 'W/"1"', '"' + "9" * 30 + '"']
)
def test_a_draft_says_which_one_it_has_seen(home, phone, seen):
    answer = phone.put(f"/sync/drafts/{new_id()}", phone.body(), If_Match=seen)
    assert answer.status_code == 422 and draft_of(home) is None
