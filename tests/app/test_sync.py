"""What phones send is kept exactly once, in all its cases."""

import hashlib
import json
import threading
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from app import sealing
from app.store import consents, people, reading, waves
from app.store.checking import verify_all
from app.store.instruments import publish
from tests.app.houses import House, house
from tests.app.phones import ANSWERS, Phone, ago, iso, new_id, seal, teacher
from tests.builders import toml_of

OTHER = {**ANSWERS, "device": "tablet"}


@pytest.fixture
def home(tmp_path) -> House:
    made = house(tmp_path)
    made.agree()
    return made


@pytest.fixture
def phone(home) -> Phone:
    return teacher(home)


def kept(home: House, instrument: str = "platform_access") -> list:
    with home.database.reading() as session:
        return list(reading.read_records(session, home.scope(), instrument))


def waiting(home: House) -> tuple:
    with home.database.reading() as session:
        return reading.list_open_conflicts(session, home.scope())


def decide(home: House, decision: str, code: str = "T01", wave: str = "midyear") -> None:
    with home.database.writing() as session:
        person = people.find_person(session, home.scope(), code)
        found = waves.find_wave(session, home.scope(), wave)
        consents.decide(session, home.scope(), person.id, found.id, decision, "0" * 64, "kk")


def agreement(given_at: str) -> dict:
    return {"decision": "given", "given_at": given_at, "sha256": "a" * 64, "language": "kk"}


# What the receipt says


def test_a_form_that_was_sent_is_on_the_disk_with_its_receipt(home, phone):
    number = new_id()
    answer = phone.send(phone.body(), number)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    said = answer.json
    (record,) = kept(home)
    assert (record.id, record.receipt, record.answers) == (number, said["receipt"], ANSWERS)
    assert (record.participant, record.wave, record.version) == ("T01", "midyear", 1)
    assert (said["revision"], said["late"], said["conflict"], said["again"]) == (1, *[False] * 3)


def test_the_receipt_names_the_bytes_as_they_were_received(phone):
    text = json.dumps(phone.body(), indent=3).encode()
    assert phone.send(text).json["sha256"] == hashlib.sha256(text).hexdigest()


def test_a_sealed_form_is_received_by_whoever_carries_it(home, phone):
    sealed = seal(sealing.public_key(home.settings.secret), json.dumps(phone.body()).encode())
    answer = phone.send(sealed, kind="application/octet-stream")
    assert answer.json["sha256"] == hashlib.sha256(sealed).hexdigest()
    assert kept(home)[0].receipt == answer.json["receipt"]


def test_pages_carry_the_key_for_sealing(home):
    page = home.open_page(f"{home.link()}/midyear/platform_access")
    key = sealing.public_key(home.settings.secret)
    assert f'"seal": "{key}"' in unescape(page.html) and len(key) == 87


def test_what_a_condition_hides_is_left_out_as_the_form_does(home, phone):
    phone.send(phone.body({"had_difficulties": "0", "hours_lost": "3"}))
    assert kept(home)[0].answers == {"had_difficulties": "0"}


# Exactly once


def test_a_lost_reply_is_answered_again_with_the_same_receipt(home, phone):
    sent, number = phone.body(), new_id()
    first, second = phone.send(sent, number).json, phone.send(sent, number).json
    assert second == {**first, "again": True}
    assert len(kept(home)) == 1 and waiting(home) == ()


def test_the_same_answers_in_another_dress_are_the_same(home, phone):
    number = new_id()
    first = phone.send(phone.body(), number).json
    dressed = json.dumps(phone.body(language="ru", finished_at=ago(seconds=1)), indent=2).encode()
    second = phone.send(dressed, number).json
    assert (second["receipt"], second["again"]) == (first["receipt"], True)


def test_other_answers_under_the_same_id_are_both_kept_and_flagged(home, phone):
    number = new_id()
    first = phone.send(phone.body(), number).json
    second = phone.send(phone.body(OTHER), number).json
    assert (second["revision"], second["conflict"]) == (2, True)
    assert [one.id for one in waiting(home)] == [number]
    assert phone.send(phone.body(), number).json["receipt"] == first["receipt"], "it stays true"


def test_another_id_about_the_same_is_kept_and_waits_for_a_person(home, phone):
    first = phone.send(phone.body()).json
    second = phone.send(phone.body(OTHER)).json
    assert second["conflict"] and second["receipt"] != first["receipt"]
    assert [one.receipt for one in kept(home)] == [first["receipt"]], "one of them counts"
    assert [one.receipt for one in waiting(home)] == [second["receipt"]]


def race(send, number: int) -> list:
    """Send at the same moment, each from a thread of its own."""
    start, answers = threading.Barrier(number), []

    def one(place: int) -> None:
        start.wait()
        answers.append(send(place))

    threads = [threading.Thread(target=one, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_six_phones_that_send_the_same_at_once_make_one_record(home):
    phones, number = [teacher(home) for _ in range(6)], new_id()
    sent = phones[0].body()
    answers = race(lambda place: phones[place].send(sent, number).json, 6)
    assert len({one["receipt"] for one in answers}) == 1
    assert sorted(one["again"] for one in answers) == [False] + [True] * 5
    assert len(kept(home)) == 1


def test_six_phones_that_send_different_answers_at_once_lose_nothing(home):
    phones, number = [teacher(home) for _ in range(6)], new_id()
    bodies = [phones[0].body({"hours_lost": str(n), "had_difficulties": "1"}) for n in range(6)]
    answers = race(lambda place: phones[place].send(bodies[place], number).json, 6)
    assert sorted(one["revision"] for one in answers) == [1, 2, 3, 4, 5, 6]
    with home.database.reading() as session:
        assert not [fault for finding in verify_all(session) for fault in finding.faults]


def test_a_replay_after_thirty_days_is_answered_as_on_the_first_day(home, phone):
    """The wave is closed, the draft is gone, the plan asks something else, consent is withdrawn."""
    sent, number = phone.body(), new_id()
    phone.save(sent, number)
    first = phone.send(sent, number).json
    home.set_wave("midyear", "closed")
    with home.database.writing() as session:
        wave = waves.find_wave(session, home.scope(), "midyear")
        waves.set_plan(session, home.scope(), wave.id, [])
    decide(home, "withdrawn")
    assert phone.send(sent, number).json == {**first, "again": True}


def test_a_truncated_body_writes_nothing_and_the_whole_one_is_taken_after_it(home, phone):
    text, number = json.dumps(phone.body()).encode(), new_id()
    for cut in (0, 1, len(text) // 2, len(text) - 1):
        assert phone.send(text[:cut], number).status_code == 400
    assert kept(home) == [] and phone.send(text, number).status_code == 200


# Waves and versions


def test_a_form_for_a_closed_wave_is_kept_late(home, phone):
    home.set_wave("midyear", "closed")
    assert phone.send(phone.body()).json["late"]
    with home.database.reading() as session:
        assert len(reading.list_late(session, home.scope())) == 1


def test_other_answers_that_come_after_the_end_are_marked_late_too(home, phone):
    number = new_id()
    assert not phone.send(phone.body(), number).json["late"]
    home.set_wave("midyear", "closed")
    assert not phone.send(phone.body(), number).json["late"], "a repetition came in time"
    assert phone.send(phone.body(OTHER), number).json["late"]


@pytest.mark.parametrize("state", ["closing", "planned"])
def test_a_form_is_taken_whatever_the_state_of_its_wave(home, phone, state):
    home.set_wave("midyear", state)
    answer = phone.send(phone.body())
    assert (answer.status_code, answer.json["late"]) == (200, False)


def test_any_version_that_was_published_is_taken_and_kept_as_such(home):
    source = toml_of('[[section.item]]\ncode = "Q1"\nkind = "text"\nwords = "Say"')
    with home.database.writing() as session:
        publish(session, source, "test")
        publish(session, source.replace("version = 1", "version = 2"), "test")
    old, new = teacher(home, instrument="tried"), teacher(home, "T02", instrument="tried")
    home.agree("T02")
    assert old.send(old.body({"Q1": "x"}, version=1)).status_code == 200
    assert new.send(new.body({"Q1": "x"}, version=2)).status_code == 200
    assert sorted(one.version for one in kept(home, "tried")) == [1, 2]


# Consent


def test_consent_that_was_given_without_network_comes_along(home):
    phone = teacher(home, "T02")
    assert phone.send(phone.body()).json["code"] == "consent"
    answer = phone.send(phone.body(consent=agreement(ago(minutes=10))))
    assert answer.status_code == 200
    with home.database.reading() as session:
        wave = waves.find_wave(session, home.scope(), "midyear")
        person = people.find_person(session, home.scope(), "T02")
        found = consents.newest_decision(session, home.scope(), person.id, wave.id)
    assert found.decision == "given" and found.decided_at < datetime.now(UTC)


def test_a_withdrawal_on_the_server_is_not_overruled_by_an_older_consent(home):
    phone = teacher(home, "T02")
    before = agreement(ago(minutes=10))
    decide(home, "withdrawn", "T02")
    for body in (phone.body(), phone.body(consent=before)):
        assert (phone.send(body).status_code, phone.send(body).json["code"]) == (403, "withdrawn")
    assert kept(home) == []
    assert phone.send(phone.body(consent=agreement(ago(seconds=-1)))).status_code == 200


def test_a_consent_from_a_clock_that_is_years_ahead_overrules_nothing(home):
    phone = teacher(home, "T02")
    decide(home, "refused", "T02")
    ahead = agreement(ago(days=-1000))
    assert phone.send(phone.body(consent=ahead)).json["code"] == "withdrawn"


# Clocks


def test_what_waited_on_the_phone_is_marked_as_offline(home, phone):
    phone.send(phone.body(started_at=ago(hours=3), finished_at=ago(hours=2)))
    (record,) = kept(home)
    assert record.mode == "offline"
    assert timedelta(minutes=59) < record.submitted_at - record.started_at < timedelta(minutes=61)


@pytest.mark.parametrize("years", [-46, -5, 5, 700])
def test_a_clock_that_is_wrong_by_years_is_put_right(home, years):
    phone = teacher(home, slow=timedelta(days=365 * years))
    now = datetime.now(UTC) - phone.slow
    begun, ended = iso(now - timedelta(minutes=30)), iso(now - timedelta(minutes=20))
    phone.send(phone.body(started_at=begun, finished_at=ended))
    (record,) = kept(home)
    assert record.wave == "midyear" and record.mode == "offline"
    assert timedelta(minutes=9) < record.submitted_at - record.started_at < timedelta(minutes=11)
    assert record.received_at - record.submitted_at < timedelta(minutes=21)


@pytest.mark.parametrize(
    ("started", "finished"),
    [
        ({"days": -2000}, {"minutes": 1}),
        ({"minutes": 9}, {"days": 9999}),
        ({"days": 9999}, {"minutes": 1}),
        ({"minutes": 1}, {"minutes": 9}),
    ],
)
def test_a_clock_that_jumped_in_between_makes_no_nonsense(home, phone, started, finished):
    phone.send(phone.body(started_at=ago(**started), finished_at=ago(**finished)))
    (record,) = kept(home)
    assert record.submitted_at <= record.received_at
    assert record.started_at is None or record.started_at <= record.submitted_at
    assert record.received_at - record.submitted_at < timedelta(days=400)


def test_answers_of_an_earlier_phone_are_not_finished_before_they_began(home, phone):
    number = new_id()
    phone.send(phone.body(started_at=ago(hours=1), finished_at=ago(minutes=1)), number)
    phone.send(phone.body(OTHER, started_at=ago(hours=5), finished_at=ago(hours=4)), number)
    (record,) = kept(home)
    assert timedelta(0) < record.submitted_at - record.started_at < timedelta(hours=2)


def test_years_that_no_calendar_has_are_taken_as_unknown(home, phone):
    answer = phone.send(phone.body(started_at="+275760-09-13T00:00:00.000Z"))
    assert answer.status_code == 200 and kept(home)[0].started_at is None
