"""Whatever cannot be taken is refused with one sentence, and nothing is written."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app.db import sqlite_module
from app.store import links, people
from app.store.checking import verify_all
from tests.app.houses import House, house
from tests.app.phones import Phone, ago, new_id, refused, rows, teacher


@pytest.fixture
def home(tmp_path) -> House:
    made = house(tmp_path)
    made.agree()
    made.token(), made.token("T02")
    return made


@pytest.fixture
def phone(home) -> Phone:
    return teacher(home)


# Who sends


def test_nobody_is_refused(home, phone):
    for own in ({}, {"study": "try"}, {"token": "x" * 22}, {"study": "nowhere"}):
        phone.own = own
        refused(home, phone.send(phone.body()), 401, "who")


def test_a_link_that_was_renewed_takes_what_was_finished_and_nothing_else(home, phone):
    with home.database.writing() as session:
        person = people.find_person(session, home.scope(), "T01")
        links.renew(session, home.scope(), home.settings.secret, person.id)
    before = rows(home)
    refused(home, phone.save(phone.body(), new_id()), 401, "who")
    assert rows(home) == before
    assert phone.send(phone.body()).json["receipt"], "it waited on the phone meanwhile"


def test_what_another_page_could_send_is_refused(home, phone):
    path = f"/sync/records/{new_id()}"
    bare = phone.client.put(path, json=phone.body())
    refused(home, bare, 400, "header")
    for header in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert phone.client.put(path, json={}, headers={"X-Tolqyn": ago(), **header}).json["code"]
    assert phone.client.get(path).json["code"] == "method"


@pytest.mark.parametrize("instrument", ["lesson_observation", "focus_group", "pupil_scores"])
def test_a_teacher_sends_only_what_teachers_fill_in(home, phone, instrument):
    before = rows(home)
    refused(home, phone.send(phone.body({}, instrument=instrument)), 403, "role")
    assert rows(home) == before


def test_the_id_of_somebody_else_s_record_is_refused(home, phone):
    number, other = new_id(), teacher(home, "T02")
    home.agree("T02")
    phone.send(phone.body(), number)
    before = rows(home)
    refused(home, other.send(other.body(), number), 409, "foreign")
    refused(home, phone.send(phone.body(wave="end"), number), 409, "foreign")
    assert rows(home) == before


# When the server cannot


def test_a_locked_database_says_try_again_and_writes_nothing(home, phone, monkeypatch):
    stuck = OperationalError("INSERT", {}, sqlite_module().OperationalError("database is locked"))

    def locked(*_):
        raise stuck

    before, number = rows(home), new_id()
    with monkeypatch.context() as patched:
        patched.setattr("app.api.sync.keep_record", locked)
        answer = phone.send(phone.body(), number)
        refused(home, answer, 503, "busy")
        assert answer.headers["Retry-After"] == "30"
    assert rows(home) == before
    assert phone.send(phone.body(), number).status_code == 200


@pytest.mark.sqlite
@pytest.mark.parametrize("path", ["record", "page"])
def test_a_full_disk_says_try_again_and_writes_nothing(home, phone, path):
    """The limit is put on the file itself, so that SQLite meets it in the middle of writing."""
    pages = home.open_page(f"{home.link()}/midyear/platform_access?lang=en&section=time")
    before = rows(home)
    with home.database.writing() as session:
        size = session.connection().exec_driver_sql("PRAGMA page_count").scalar()

    def limit(connection, *_):
        connection.exec_driver_sql(f"PRAGMA max_page_count = {size}")

    event.listen(home.database.engine, "begin", limit)
    long = "ә" * 19_000
    if path == "record":
        answer = phone.send(phone.body({"wish": long}))
        refused(home, answer, 503, "busy")
    else:
        page = pages.submit(button=("step", "save"), having="section", wish=long)
        assert page.status == 503 and page.response.headers["Retry-After"]
        assert page.sees("Nothing was lost")
    event.remove(home.database.engine, "begin", limit)
    assert rows(home) == before
    with home.database.reading() as session:
        assert not [fault for finding in verify_all(session) for fault in finding.faults]


def test_a_fault_of_ours_is_one_sentence_too(home, phone, monkeypatch):
    monkeypatch.setattr("app.api.sync.keep_record", lambda *_: 1 / 0)
    home.app.testing = False
    refused(home, phone.send(phone.body()), 500, "fault")
