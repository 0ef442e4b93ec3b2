"""An observer with a phone at the back of a classroom; a moderator in a room of teachers."""

import re

from app.store.reading import read_records
from tests.journeys.hands import answer, overflow, press, too_small

RECEIPT = re.compile(r"\b[0-9A-F]{4}-[0-9A-F]{4}\b")


def records(home, instrument):
    with home.store.database.reading() as session:
        return list(read_records(session, home.store.scope(), instrument))


def begin(page, home, login: str, place: str, **typed: str) -> None:
    """Sign in, open the list and begin something new."""
    home.sign_in(page, login)
    page.goto(f"{home.server.address}/{place}/try")
    with page.expect_navigation():
        page.locator(f"a[href*='/{place}/try/new']").click()
    for name, value in typed.items():
        field = page.locator(f"[name='{name}']")
        choose = field.evaluate("node => node.localName") == "select"
        field.select_option(value) if choose else field.fill(value)
    with page.expect_navigation():
        page.locator("form .button.main").click()


def fill_in(page, turns: int = 20) -> None:
    """Fill in section after section until the record is kept."""
    for turn in range(turns):
        assert overflow(page) <= 0, page.url
        assert too_small(page) == [], page.url
        answer(page, turn=turn)
        press(page, "next")
        if page.locator("button[value='next']").count() == 0:
            return
    raise AssertionError(f"{turns} sections and no end: {page.url}")


def test_an_observer_codes_a_lesson_and_corrects_it(phone, home):
    begin(phone, home, "observer", "observe", teacher="T02")
    fill_in(phone)
    (record,) = records(home, "lesson_observation")
    assert (record.author, record.part, record.mode) == ("OBS1", "primary", "web")
    assert record.receipt in phone.locator("main").inner_text()
    assert len(record.answers) > 10
    with phone.expect_navigation():
        phone.locator("a[href*='edit=']").first.click()
    fill_in(phone)
    (mended,) = records(home, "lesson_observation")
    assert mended.id == record.id and not mended.conflict


def test_two_observers_code_the_same_lesson_apart(phone, laptop, home):
    begin(phone, home, "observer", "observe", teacher="T02")
    fill_in(phone)
    home.sign_in(laptop, "second")
    laptop.goto(f"{home.server.address}/observe/try")
    with laptop.expect_navigation():
        laptop.locator("a[href*='/lesson_observation']").first.click()
    assert laptop.locator("input:checked").count() == 0, "neither sees the other's record"
    fill_in(laptop)
    first, second = records(home, "lesson_observation")
    assert first.lesson == second.lesson
    assert {first.part, second.part} == {"primary", "second"}
    assert not first.conflict and not second.conflict


def test_a_lesson_begun_is_there_after_the_phone_was_off(phone, home):
    begin(phone, home, "observer", "observe", teacher="T02")
    given = answer(phone)
    press(phone, "save")
    address = phone.url
    phone.goto("about:blank")
    phone.goto(address)
    phone.locator("form[data-ready]").wait_for()
    for name, value in given.items():
        field = phone.locator(f"[name='{name}']")
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            assert phone.locator(f"[name='{name}'][value='{value}']").is_checked(), name
        else:
            assert field.first.input_value() == value, name


def test_a_moderator_notes_who_said_what(phone, home):
    begin(phone, home, "moderator", "notes", instrument="focus_group", group="FG1")
    adding = phone.locator("button[value^='add:']:visible")
    for _ in range(20):
        if adding.count():
            break
        answer(phone)
        press(phone, "next")
    before = phone.locator("textarea").count()
    press(phone, adding.first.get_attribute("value"))
    assert phone.locator("textarea").count() > before, "one more row, nothing lost"
    fill_in(phone)
    (record,) = records(home, "focus_group")
    assert record.author == "MOD1"
    assert any(isinstance(value, tuple) for value in record.answers.values())
