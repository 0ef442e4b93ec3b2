"""Two observers, one lesson: whoever's phone gets through first, both code the same one."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import g
from sqlalchemy import select

from app.access import Sender
from app.arrival.bodies import read_body
from app.arrival.clock import Clock
from app.arrival.receiving import keep_record, read_record
from app.arrival.sent_form import find_form
from app.models import LessonClaim
from app.store import reading, visits
from instruments.join_codes import beginnings, join_code, read_join_code, show_join_code
from tests.app.houses import House, house
from tests.app.phones import Phone, ago, colleague, new_id, refused

DAY = {"lesson_date": "2026-11-20", "subject": "science"}


@pytest.fixture
def home(tmp_path) -> House:
    return house(tmp_path)


@pytest.fixture
def first(home) -> Phone:
    return colleague(home, "observer", "lesson_observation")


@pytest.fixture
def second(home) -> Phone:
    return colleague(home, "second", "lesson_observation")


def lesson(**more: object) -> dict:
    return {"id": new_id(), "teacher": "T01", "held_on": "2026-11-20", **more}


def joined(visit: dict, **more: object) -> dict:
    """What the phone of somebody says who has typed the code of a lesson."""
    return lesson(joins=join_code(visit["id"]), **more)


def kept(home: House) -> list[tuple[str, str, str]]:
    with home.database.reading() as session:
        found = reading.read_records(session, home.scope(), "lesson_observation")
        return sorted((one.lesson, one.author, one.part.value) for one in found)


def lessons(home: House) -> list[visits.LessonView]:
    with home.database.reading() as session:
        return list(visits.list_lessons(session, home.scope()))


BOTH = [("L001", "OBS1", "primary"), ("L001", "OBS2", "second")]


def test_a_code_follows_from_the_id_and_is_read_as_people_type_it():
    made = "3a6d27e4-0000-4000-8000-000000000001"
    code = join_code(made)
    assert show_join_code(code) == f"{code[:3]}-{code[3:]}" and len(code) == 6
    assert made[:8] in beginnings(code)
    assert read_join_code(f" {code[:3].lower()} - {code[3:].lower()} ") == code
    assert read_join_code("o1l-iaв") == "0111AB", "O, I, L and Cyrillic letters are read"
    assert [read_join_code(wrong) for wrong in ("", "7K3", "7K3M9QQ", "7K3M9U")] == [None] * 4
    for _ in range(50):
        number = uuid4()
        assert str(number)[:8] in beginnings(join_code(str(number)))
    assert join_code(str(UUID(int=0))) == "000000" and join_code("lesson 1") == ""


def test_the_second_joins_by_the_code_of_the_first(home, first, second):
    visit = lesson()
    first.send(first.body(DAY, lesson=visit))
    assert second.send(second.body(DAY, lesson=joined(visit))).status_code == 200
    assert kept(home) == BOTH


def test_the_second_phone_may_get_through_first(home, first, second):
    visit = lesson()
    early, number = joined(visit), new_id()
    assert second.save(second.body(DAY, lesson=early), number).status_code == 200
    assert second.send(second.body(DAY, lesson=early), number).status_code == 200
    assert kept(home) == [("L001", "OBS2", "second")], "who joined by a code is second"
    assert first.send(first.body(DAY, lesson=visit)).status_code == 200
    assert kept(home) == BOTH
    (only,) = lessons(home)
    assert (only.id, only.join_code) == (early["id"], join_code(visit["id"]))


@pytest.mark.parametrize("hurried", ["first", "second"])
def test_either_id_leads_to_the_lesson_for_ever(home, first, second, hurried):
    visit = lesson()
    sent = [(first, visit), (second, joined(visit))]
    for phone, facts in sent if hurried == "first" else sent[::-1]:
        number = new_id()
        phone.send(phone.body(DAY, lesson=facts), number)
        mended = phone.body({**DAY, "subject": "languages"}, lesson=facts, parent=1)
        assert phone.send(mended, number).json["revision"] == 2
        home.client = phone.client
        page = home.open_page(f"/observe/try/{facts['id']}/lesson_observation?lang=en")
        assert "/kept" in page.address and page.sees("L001")
    assert kept(home) == BOTH


def test_what_was_sent_again_joins_no_second_time(home, first, second):
    visit = lesson()
    early, number = joined(visit), new_id()
    first.send(first.body(DAY, lesson=visit))
    for _ in range(3):
        second.send(second.body(DAY, lesson=early), number)
    with home.database.reading() as session:
        (claim,) = session.scalars(select(LessonClaim))
    assert (claim.id, claim.made_by) == (early["id"], "OBS2")


def test_facts_that_differ_are_kept_as_they_were_said(home, first, second):
    visit = lesson(starts_at="09:00")
    first.send(first.body(DAY, lesson=visit))
    other = joined(visit, teacher="T02", held_on="2026-11-21", starts_at="10:00")
    second.send(second.body(DAY, lesson=other))
    with home.database.reading() as session:
        (claim,) = session.scalars(select(LessonClaim))
    assert (str(claim.held_on), claim.starts_at) == ("2026-11-21", "10:00")
    (only,) = lessons(home)
    assert (only.teacher, str(only.held_on), only.starts_at) == ("T01", "2026-11-20", "09:00")
    assert kept(home) == BOTH


def test_a_code_of_another_day_or_wave_joins_nothing(home, first, second):
    home.set_wave("end", "open")
    visit = lesson()
    first.send(first.body(DAY, lesson=visit))
    second.send(second.body(DAY, lesson=joined(visit, held_on="2026-11-22")))
    second.send(second.body(DAY, lesson=joined(visit), wave="end"))
    assert [one[:2] for one in kept(home)] == [("L001", "OBS1"), ("L002", "OBS2"), ("L003", "OBS2")]


def test_a_code_that_cannot_be_read_is_refused_and_old_bodies_are_not(home, first, second):
    answer = second.send(second.body(DAY, lesson=lesson(joins="7K3")))
    refused(home, answer, 422, "field")
    assert second.send(second.body(DAY, lesson=lesson(starts_at="", joins=""))).status_code == 200


def test_a_joiner_may_leave_the_teacher_to_the_first(home, first, second):
    visit = lesson()
    early = {key: value for key, value in joined(visit).items() if key != "teacher"}
    refused(home, second.send(second.body(DAY, lesson=early)), 422, "teacher")
    first.send(first.body(DAY, lesson=visit))
    assert second.send(second.body(DAY, lesson=early)).status_code == 200
    assert kept(home) == BOTH


@pytest.mark.parametrize(
    ("hour", "who", "found"),
    [("09:20", "second", 1), ("08:40", "second", 1), ("09:21", "second", 2), ("09:10", "first", 2)],
)
def test_the_same_teacher_at_the_same_hour_is_the_same_lesson(
    home, first, second, hour, who, found
):
    first.send(first.body(DAY, lesson=lesson(starts_at="09:00")))
    phone = {"first": first, "second": second}[who]
    phone.send(phone.body(DAY, lesson=lesson(starts_at=hour)))
    assert len(lessons(home)) == found
    if found == 1:
        assert kept(home) == BOTH


def test_a_third_observer_joins_by_a_code_and_not_by_the_hour(home, first, second):
    visit = lesson(starts_at="09:00")
    first.send(first.body(DAY, lesson=visit))
    second.send(second.body(DAY, lesson=lesson(starts_at="09:05")))
    third = colleague(home, "coordinator", "lesson_observation")
    third.send(third.body(DAY, lesson=lesson(starts_at="09:05")))
    assert [one[:2] for one in kept(home)][2:] == [("L002", "COORD")]
    third.send(third.body(DAY, lesson=joined(visit)))
    assert ("L001", "COORD", "second") in kept(home)


def test_a_lesson_from_before_codes_is_joined_too(home, first, second):
    visit = lesson()
    first.send(first.body(DAY, lesson=visit))
    home.change("UPDATE lesson SET join_code = ''")
    second.send(second.body(DAY, lesson=joined(visit)))
    assert kept(home) == BOTH


def test_a_code_leads_nobody_to_a_school_out_of_view(home, first, second):
    visit = lesson(teacher="T03")
    first.send(first.body(DAY, lesson=visit))
    home.change("UPDATE membership SET schools = '[\"S1\"]' WHERE user_id = 4")
    second.send(second.body(DAY, lesson=joined(visit, teacher="T01")))
    assert len(lessons(home)) == 2


def test_on_one_s_own_second_phone_one_stays_the_first(home, first):
    visit = lesson()
    first.save(first.body(DAY, lesson=visit), new_id())
    assert first.send(first.body(DAY, lesson=joined(visit))).status_code == 200
    assert kept(home) == [("L001", "OBS1", "primary")]


def test_two_phones_that_send_in_the_same_moment_make_one_lesson(home):
    """Both are read and judged before either is written."""
    visit = lesson()
    with home.app.test_request_context():
        g.language = "en"
        read = []
        for actor, facts in (("OBS1", visit), ("OBS2", joined(visit))):
            table = {
                "wave": "midyear",
                "instrument": "lesson_observation",
                "version": 1,
                "language": "en",
                "answers": DAY,
                "started_at": ago(minutes=9),
                "finished_at": ago(seconds=5),
                "lesson": facts,
            }
            body = read_body(table, finished=True)
            clock = Clock(datetime.now(UTC), timedelta(0))
            with home.database.reading() as session:
                sender = Sender(home.scope("observer", actor))
                form = find_form(session, sender, body, new_id())
                read.append(read_record(session, form, body, clock))
        for one in reversed(read):
            with home.database.writing() as session:
                keep_record(session, one)
    assert kept(home) == BOTH
