"""Two phones in one lesson: begun without a network, joined by a code, compared, agreed on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from app.store import people, planned, visits, waves
from app.store.clashes import clashes
from instruments.join_codes import join_code, read_join_code
from tests.journeys.conftest import _context
from tests.journeys.hands import press
from tests.journeys.test_staff_offline import begin_new, open_list, start_work
from tests.journeys.walks import answer_to_the_end, records, wait_for_receipt, wait_until_kept

CHECKLIST = "lesson_observation"


@pytest.fixture
def other_phone(browser: Browser, faults) -> Iterator[Page]:
    """Give the phone of a second observer."""
    with _context(browser) as context:
        yield faults.watch(context.new_page())


def shown_code(page: Page) -> str:
    """Read the code that stands above the form."""
    return page.locator("[data-at=join-code]").inner_text()


def tick(page: Page, *grades: str) -> None:
    """Say which grades sit in the lesson, and finish the form without anything doubtful."""
    for grade in grades:
        page.locator(f"[name=grades][value='{grade}']").check()
    page.locator("[name=subject]").first.check()
    page.locator("[name=pupils_present]").fill("9")
    wait_until_kept(page)


def code(page: Page, *yes: str) -> None:
    """Code every item: seen where it is named, else not seen."""
    for _ in range(8):
        for box in page.locator("[data-kind=single]:visible").all():
            name = box.locator("input").first.get_attribute("name")
            if name != "subject":
                box.locator(f"[value='{int(name in yes)}']").check()
        press(page, "next")
        if not page.locator("form[data-task]").count():
            return
    raise AssertionError("eight sections and no end")


def test_two_observers_code_one_lesson_each_on_an_own_phone(phone, other_phone, village):
    start_work(phone, village, "observer", "observe")
    start_work(other_phone, village, "second", "observe")
    village.cut()

    begin_new(phone, "observe", teacher="T01", starts_at="09:00")
    typed = shown_code(phone)
    assert read_join_code(typed) == join_code(phone.url.split("/")[5]), "as the server reckons it"
    tick(phone, "2", "3")
    begin_new(other_phone, "observe", teacher="T01", starts_at="09:05", joins=typed.lower())
    assert shown_code(other_phone) == typed, "the same code, whoever is asked"
    tick(other_phone, "3")
    code(other_phone, "tech_quiz")
    village.mend()

    open_list(other_phone, village, "observe")  # the second phone gets through first
    wait_for_receipt(other_phone)
    (early,) = records(village, CHECKLIST)
    assert (early.author, early.part) == ("OBS2", "second")
    code(phone)
    wait_for_receipt(phone)
    kept = records(village, CHECKLIST)
    assert [(one.lesson, one.author, one.part) for one in kept] == [
        ("L001", "OBS1", "primary"),
        ("L001", "OBS2", "second"),
    ]
    with village.store.database.reading() as session:
        (lesson,) = visits.list_lessons(session, village.store.scope(), "midyear")
        (clash,) = clashes(session, village.store.scope())
    assert lesson.join_code == read_join_code(typed)
    assert (clash.item.code, clash.first, clash.second) == ("grades", "OBS1", "OBS2")

    open_agreement(phone, village)
    assert phone.locator(".notice", has_text="OBS1: 2-сынып; 3-сынып").count()
    assert phone.locator("tr.apart").count() == 1 and phone.locator("tr.same").count() == 8
    agree(phone)
    consensus = next(one for one in records(village, CHECKLIST) if one.part == "consensus")
    assert consensus.author == "OBS1" and not consensus.conflict
    assert sorted(consensus.answers["grades"]) == ["2", "3"]
    open_agreement(other_phone, village)
    assert other_phone.locator("th", has_text="Ортақ шешім").count(), "both may read it"
    assert not other_phone.locator("a[href*='.consensus']").count(), "and one has written it"


def open_agreement(page: Page, village) -> None:
    """Open both records side by side from the own list."""
    open_list(page, village, "observe")
    with page.expect_navigation():
        page.locator("a[href*='/agreement']").click()
    page.locator("main[data-kept]").wait_for()


def agree(page: Page) -> None:
    """Write the consensus: what both coded alike is there already, the rest is talked over."""
    with page.expect_navigation():
        page.locator("a[href*='.consensus']").click()
    page.locator("form[data-ready]").wait_for()
    press(page, "go:lesson")
    assert page.locator("[name=subject]").first.is_checked()
    assert not page.locator("[name=grades]:checked").count(), "what differs is left blank"
    for grade in ("2", "3"):
        page.locator(f"[name=grades][value='{grade}']").check()
    wait_until_kept(page)
    for _ in range(8):
        quiz = page.locator("[name=tech_quiz][value='1']:visible")
        if quiz.count():
            quiz.check()
        press(page, "next")
        if not page.locator("form[data-task]").count():
            break
    wait_for_receipt(page)


def test_an_own_form_and_the_consensus_lie_apart_on_the_phone(phone, other_phone, village):
    start_work(phone, village, "observer", "observe")
    begin_new(phone, "observe", teacher="T01", starts_at="09:00")
    typed = shown_code(phone)
    answer_to_the_end(phone)
    start_work(other_phone, village, "second", "observe")
    begin_new(other_phone, "observe", joins=typed)
    answer_to_the_end(other_phone)
    open_agreement(phone, village)
    with phone.expect_navigation():
        phone.locator("a[href*='.consensus']").click()
    phone.locator("form[data-ready]").wait_for()
    press(phone, "go:lesson")
    phone.locator("[name=pupils_present]").fill("7")
    wait_until_kept(phone)
    own = phone.url.split("?")[0].replace(".consensus", "")
    phone.goto(f"{own}?edit=1&section=lesson")
    phone.locator("form[data-ready]").wait_for()
    assert phone.locator("[name=pupils_present]").input_value() != "7"
    phone.go_back()
    phone.locator("form[data-ready]").wait_for()
    press(phone, "go:lesson")
    assert phone.locator("[name=pupils_present]").input_value() == "7"
    assert [one.part for one in records(village, CHECKLIST)] == ["primary", "second"]


def test_a_planned_visit_begins_without_a_network(phone, village):
    with village.store.database.writing() as session:
        scope = village.store.scope()
        wave = waves.find_wave(session, scope, "midyear").id
        teacher = people.find_person(session, scope, "T03").id
        new = planned.NewPlanned(wave, teacher, CHECKLIST, "OBS1", starts_at="10:30")
        number = planned.add_planned(session, scope, new)
        coming = planned.find_planned(session, scope, number)
    start_work(phone, village, "observer", "observe")
    village.cut()
    with phone.expect_navigation():
        phone.locator("[data-planned] a").click()
    phone.locator("main[data-kept]").wait_for()
    assert phone.locator("[name=teacher]").input_value() == "T03"
    assert phone.locator("[name=starts_at]").input_value() == "10:30"
    with phone.expect_navigation():
        phone.locator("form .button.main").click()
    phone.locator("form[data-ready]").wait_for()
    assert coming.lesson_id in phone.url
    tick(phone, "4")
    press(phone, "go:lesson")
    phone.go_back()
    phone.goto(f"{village.server.address}/observe/try")
    phone.locator("main[data-kept]").wait_for()
    assert not phone.locator("[data-planned]").is_visible(), "it has begun, on this phone"
    village.mend()
    open_list(phone, village, "observe")
    phone.reload()
    phone.locator("main[data-kept]").wait_for()
    with village.store.database.reading() as session:
        (lesson,) = visits.list_lessons(session, village.store.scope(), "midyear")
    assert (lesson.id, lesson.teacher, lesson.starts_at) == (coming.lesson_id, "T03", "10:30")
