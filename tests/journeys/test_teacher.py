"""A teacher on a small phone: from the link to the receipt, in Kazakh."""

import re

import pytest

from app.store.reading import read_records
from tests.journeys.hands import answer, codes, overflow, press, too_small

QUESTIONNAIRE = "teacher_questionnaire"
RECEIPT = re.compile(r"\b[0-9A-F]{4}-[0-9A-F]{4}\b")


def records(home):
    with home.store.database.reading() as session:
        return list(read_records(session, home.store.scope(), QUESTIONNAIRE))


def begin(page, home) -> None:
    """Open the link, agree, and choose the questionnaire."""
    page.goto(home.link())
    assert page.locator("html").get_attribute("lang") == "kk"
    assert page.locator("input[type=radio]").count() == 0, "no question before the agreement"
    press(page, "given", "decision")
    with page.expect_navigation():
        page.locator(f"a[href*='{QUESTIONNAIRE}']").click()


def go_through(page) -> dict[str, str]:
    """Answer section after section until the receipt; give everything that was tapped."""
    given: dict[str, str] = {}
    for turn in range(20):
        assert overflow(page) <= 0, page.url
        assert too_small(page) == [], page.url
        given |= answer(page, turn=turn)
        press(page, "next")
        if "receipt" in page.url:
            return given
    raise AssertionError("twenty sections and no receipt")


def as_text(answers) -> dict[str, str]:
    return {
        code: "|".join(value) if isinstance(value, tuple) else str(value)
        for code, value in answers.items()
    }


def check_receipt(page, home, given) -> None:
    """The receipt is a fact, and the link leads to it from now on."""
    number = RECEIPT.search(page.locator("main").inner_text())[0]
    (record,) = records(home)
    assert record.receipt == number
    assert as_text(record.answers) == given
    form = page.url.removesuffix("/receipt").partition("?")[0]
    page.goto(home.link())
    assert number in page.locator("main").inner_text()
    page.goto(form)
    assert number in page.locator("main").inner_text()
    assert page.locator("input[type=radio]").count() == 0, "no form and no answers any more"
    assert len(records(home)) == 1


def missing_answer_is_named(page) -> None:
    """Leave one item out: it is named at its place, and nothing that was tapped is lost."""
    left_out = codes(page)[1]
    given = answer(page, leave_out=[left_out])
    press(page, "next")
    wrong = page.locator(".item.wrong")
    assert wrong.count() == 1
    assert wrong.locator(f"[name='{left_out}']").count() > 0
    assert wrong.locator(".error").inner_text().strip()
    for name, value in given.items():
        assert page.locator(f"[name='{name}'][value='{value}']").is_checked(), name
    assert page.locator(f"[name='{left_out}']:checked").count() == 0


@pytest.mark.parametrize("device", ["phone", "phone_without_script"])
def test_a_teacher_answers_and_gets_a_receipt(device, request, home):
    page = request.getfixturevalue(device)
    begin(page, home)
    missing_answer_is_named(page)
    given = go_through(page)
    check_receipt(page, home, given)


def test_a_teacher_goes_on_where_the_bell_rang(phone, home):
    begin(phone, home)
    first = answer(phone)
    press(phone, "next")
    second = codes(phone)
    phone.goto(home.link())
    with phone.expect_navigation():
        phone.locator(f"a[href*='{QUESTIONNAIRE}']").click()
    assert codes(phone) == second, "the first section is on the server, the second comes now"
    press(phone, "back")
    for name, value in first.items():
        assert phone.locator(f"[name='{name}'][value='{value}']").is_checked()


def test_a_language_switch_loses_nothing(phone, home):
    begin(phone, home)
    given = answer(phone)
    press(phone, "lang:ru")
    assert phone.locator("html").get_attribute("lang") == "ru"
    for name, value in given.items():
        assert phone.locator(f"[name='{name}'][value='{value}']").is_checked()


def test_a_teacher_may_refuse(phone, home):
    phone.goto(home.link())
    press(phone, "refused", "decision")
    assert phone.locator(f"a[href*='{QUESTIONNAIRE}']").count() == 0
    assert records(home) == []


def test_a_code_from_a_paper_card_opens_the_same_page(phone, home):
    from app.store import links, people

    with home.store.database.writing() as session:
        person = people.find_person(session, home.store.scope(), "T02")
        made = links.personal_links(
            session, home.store.scope(), b"a secret of the tests", [person.id]
        )[person.id]
    phone.goto(f"{home.server.address}/c")
    phone.locator("[name=code]").fill(f"{made.code[:4].lower()} {made.code[4:]}")
    phone.locator("form:has([name=code]) button").first.click()
    phone.wait_for_url("**/p/**")
    assert "T02" in phone.locator("body").inner_text()
