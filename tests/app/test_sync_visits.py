"""Observers and moderators: days of work without network, sent when there is one."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.models import SignIn
from app.store import reading
from tests.app.houses import House, house
from tests.app.phones import Phone, ago, colleague, new_id

DAY = {"lesson_date": "2026-11-20", "subject": "science"}


@pytest.fixture
def home(tmp_path) -> House:
    return house(tmp_path)


@pytest.fixture
def observer(home) -> Phone:
    return colleague(home, "observer", "lesson_observation")


def lesson(**more: object) -> dict:
    return {"id": new_id(), "teacher": "T01", "held_on": "2026-11-20", **more}


def kept(home: House, instrument: str = "lesson_observation") -> list:
    with home.database.reading() as session:
        return list(reading.read_records(session, home.scope(), instrument))


def test_a_lesson_is_made_where_the_first_form_about_it_arrives(home, observer):
    visit = lesson()
    assert observer.send(observer.body(DAY, lesson=visit)).status_code == 200
    (record,) = kept(home)
    assert (record.lesson, record.author, record.part.value) == ("L001", "OBS1", "primary")
    assert record.answers == DAY and record.status == "partial"


def test_a_second_observer_codes_the_same_lesson(home, observer):
    visit = lesson()
    observer.send(observer.body(DAY, lesson=visit))
    second = colleague(home, "second", "lesson_observation")
    answer = second.send(second.body(DAY, lesson={"id": visit["id"]}))
    assert not answer.json["conflict"]
    assert sorted((one.author, one.part.value) for one in kept(home)) == [
        ("OBS1", "primary"),
        ("OBS2", "second"),
    ]


def test_a_moderator_s_session_is_made_likewise(home):
    moderator = colleague(home, "moderator", "focus_group")
    meeting = {"id": new_id(), "group": "A", "held_on": "2026-11-20"}
    assert moderator.send(moderator.body({}, group_session=meeting)).status_code == 200
    assert kept(home, "focus_group")[0].group_session == "G001"


def test_mending_names_the_revision_that_is_mended(home, observer):
    visit, number = lesson(), new_id()
    observer.send(observer.body(DAY, lesson=visit), number)
    mended = {**DAY, "subject": "languages"}
    answer = observer.send(observer.body(mended, lesson=visit, parent=1), number).json
    assert (answer["revision"], answer["conflict"]) == (2, False)
    again = observer.send(observer.body(mended, lesson=visit, parent=1), number).json
    assert (again["receipt"], again["again"]) == (answer["receipt"], True)


def test_a_draft_mends_too_and_is_closed_by_its_record(home, observer):
    visit, number = lesson(), new_id()
    observer.save(observer.body(DAY, lesson=visit), number)
    observer.send(observer.body(DAY, lesson=visit), number)
    assert observer.save(observer.body(DAY, lesson=visit), number, seen=1).status_code == 410
    mending = observer.body({**DAY, "subject": "languages"}, lesson=visit, parent=1)
    assert observer.save(mending, number).status_code == 200
    observer.send(mending, number)
    assert observer.save(mending, number, seen=1).status_code == 410


def test_a_session_that_has_run_out_holds_the_record_until_the_next_sign_in(home, observer):
    visit, number = lesson(), new_id()
    body = observer.body(DAY, lesson=visit, finished_at=ago(hours=30), started_at=ago(hours=31))
    home.change("UPDATE sign_in SET seen_at = '2020-01-01 00:00:00.000000'")
    answer = observer.send(body, number)
    assert (answer.status_code, answer.json["code"]) == (401, "who")
    assert kept(home) == []
    again = colleague(home, "observer", "lesson_observation")
    assert again.send(body, number).status_code == 200
    assert kept(home)[0].mode == "offline"


def seen_at(home: House) -> datetime:
    """Read when the newest session was last seen."""
    with home.database.reading() as session:
        return session.scalars(select(SignIn.seen_at).order_by(SignIn.seen_at.desc())).first()


def test_sending_keeps_a_session_awake(home, observer):
    home.change(f"UPDATE sign_in SET seen_at = '{ago(hours=2)[:-1].replace('T', ' ')}000'")
    assert datetime.now(UTC) - seen_at(home) > timedelta(minutes=110)
    observer.send(observer.body(DAY, lesson=lesson()))
    assert datetime.now(UTC) - seen_at(home) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("login", "instrument", "more", "status", "code"),
    [
        ("observer", "focus_group", {"group_session": {"id": new_id()}}, 403, "role"),
        ("moderator", "lesson_observation", {"lesson": {"id": new_id()}}, 403, "role"),
        ("observer", "platform_access", {}, 403, "role"),
        ("observer", "lesson_observation", {}, 422, "field"),
        ("moderator", "focus_group", {}, 422, "field"),
        ("observer", "lesson_observation", {"lesson": lesson(teacher="T99")}, 422, "teacher"),
        ("observer", "lesson_observation", {"lesson": lesson(teacher="P01")}, 422, "teacher"),
        ("observer", "lesson_observation", {"study": "other"}, 404, "study"),
        ("stranger", "lesson_observation", {"lesson": lesson()}, 404, "study"),
    ],
)
def test_nobody_sends_what_is_not_theirs(home, login, instrument, more, status, code):
    phone = colleague(home, login, instrument)
    answer = phone.send(phone.body({}, **more))
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert kept(home) == [] and "L001" not in str(answer.json)


def test_a_visit_keeps_its_wave_and_belongs_to_its_moderator(home, observer):
    visit, meeting = lesson(), {"id": new_id(), "group": "A"}
    observer.send(observer.body(DAY, lesson=visit))
    assert observer.send(observer.body(DAY, lesson=visit, wave="end")).json["code"] == "foreign"
    first = colleague(home, "moderator", "focus_group")
    first.send(first.body({}, group_session=meeting))
    other = colleague(home, "coordinator", "focus_group")
    assert other.send(other.body({}, group_session=meeting)).status_code == 200
    taken = observer.send(observer.body(DAY, lesson={**meeting, "teacher": "T01"}))
    assert taken.json["code"] == "foreign"


def test_a_record_of_a_colleague_is_not_overwritten(home, observer):
    visit, number = lesson(), new_id()
    observer.send(observer.body(DAY, lesson=visit), number)
    second = colleague(home, "second", "lesson_observation")
    answer = second.send(second.body({"subject": "other"}, lesson=visit, parent=1), number)
    assert (answer.status_code, answer.json["code"]) == (409, "foreign")


def test_a_visit_of_a_wave_that_has_closed_is_kept_late(home, observer):
    home.set_wave("midyear", "closed")
    assert observer.send(observer.body(DAY, lesson=lesson())).json["late"]
