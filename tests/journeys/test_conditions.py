"""Where there is script, what does not apply goes out of sight at once; the server agrees."""

import re

from app.store.reading import read_records
from tests.journeys.hands import answer, codes, press

FEEDBACK = "platform_access"


def conditional(page) -> list:
    return page.locator("[data-part]:not([hidden]) [data-show]").all()


def choose(page, value: str) -> None:
    """Answer the question on which the others depend."""
    depends_on = re.search(r'"ref", ?"(\w+)"', conditional(page)[0].get_attribute("data-show"))[1]
    page.locator(f"input[name={depends_on}][value='{value}']").check()


def open_conditional_section(page, home):
    """Answer until the section that has conditions of its own is open."""
    page.goto(home.link())
    press(page, "given", "decision")
    with page.expect_navigation():
        page.locator(f"a[href*='{FEEDBACK}']").click()
    while not conditional(page):
        answer(page)
        press(page, "next")


def test_questions_come_and_go_with_the_answer_they_depend_on(phone, home):
    open_conditional_section(phone, home)
    before = set(codes(phone))
    assert not any(node.is_visible() for node in conditional(phone))
    choose(phone, "1")
    opened = set(codes(phone)) - before
    assert opened, "a yes opens what depends on it"
    choose(phone, "0")
    assert set(codes(phone)) == before, "a no takes it away again, whole chains at once"


def test_what_was_hidden_is_not_kept(phone, home):
    open_conditional_section(phone, home)
    before = set(codes(phone))
    choose(phone, "1")
    hidden_later = set(codes(phone)) - before
    answer(phone, leave_out=before)
    choose(phone, "0")
    while "receipt" not in phone.url:
        press(phone, "next")
        if phone.locator("button[value=skip]:visible").count():
            press(phone, "skip")
    with home.store.database.reading() as session:
        (record,) = read_records(session, home.store.scope(), FEEDBACK)
    assert hidden_later.isdisjoint(record.answers)
