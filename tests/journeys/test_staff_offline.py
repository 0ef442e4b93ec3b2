"""Observers and moderators work for days without network; a sign-in that ran out loses nothing."""

import pytest
from playwright.sync_api import Error

from app.store import visits
from tests.journeys.hands import answer, press, until
from tests.journeys.walks import (
    RECEIPT,
    answer_to_the_end,
    records,
    shelf,
    wait_for_receipt,
    wait_until_kept,
)

CHECKLIST, GUIDE = "lesson_observation", "focus_group"
ROWS = 30


def open_list(page, village, place: str) -> None:
    """Open one's own list, and wait until the phone has everything for a day without network."""
    page.goto(f"{village.server.address}/{place}/try")
    page.locator("main[data-kept]").wait_for()


def start_work(page, village, login: str, place: str) -> None:
    village.sign_in(page, login)
    open_list(page, village, place)


def begin_new(page, place: str, **typed: str) -> None:
    """Begin something new from the list; without a network it begins on the phone."""
    with page.expect_navigation():
        page.locator(f"a[href*='/{place}/try/new']").click()
    page.locator("main[data-kept]").wait_for()
    for name, value in typed.items():
        field = page.locator(f"[name='{name}']")
        choose = field.evaluate("node => node.localName") == "select"
        field.select_option(value) if choose else field.fill(value)
    with page.expect_navigation():
        page.locator("form .button.main").click()
    page.locator("form[data-ready]").wait_for()


def leave_for_later(page) -> None:
    with page.expect_navigation():
        press(page, "later")
    page.locator("main[data-kept]").wait_for()


def row(page, words: str):
    return page.locator("li[data-place]", has_text=words)


def lessons(village) -> dict[str, str]:
    with village.store.database.reading() as session:
        found = visits.list_lessons(session, village.store.scope(), "midyear")
    return {one.code: one.teacher for one in found}


def wait_for_state(page, words: str, tone: str) -> None:
    row(page, words).locator(f".state.{tone}").first.wait_for()


def fill_all(page) -> None:
    answer_to_the_end(page)
    page.locator("main[data-kept]").wait_for()


def test_an_observer_works_a_day_without_network(phone, village):
    start_work(phone, village, "observer", "observe")
    begin_new(phone, "observe", teacher="T01")  # known to the server, nothing filled in
    open_list(phone, village, "observe")
    village.cut()
    with phone.expect_navigation():
        row(phone, "T01").locator("a").click()
    fill_all(phone)
    wait_for_state(phone, "T01", "wait")
    for teacher in ("T02", "T03"):  # two new ones from the same kept page
        begin_new(phone, "observe", teacher=teacher)
        given = answer(phone)
        leave_for_later(phone)
        wait_for_state(phone, teacher, "good")
    assert row(phone, "T0").count() == 3, "the second does not take the place of the first"

    other = phone.context.new_page()
    phone.close()
    open_list(other, village, "observe")
    with other.expect_navigation():
        row(other, "T02").locator("a").click()
    other.locator("form[data-ready]").wait_for()
    press(other, "next")
    assert given, "the first part was answered before the browser was closed"
    fill_all(other)
    wait_for_state(other, "T02", "wait")
    assert records(village, CHECKLIST) == []

    village.mend()
    open_list(other, village, "observe")
    for teacher in ("T01", "T02"):
        row(other, teacher).get_by_text(RECEIPT).wait_for()
    with other.expect_navigation():  # begun here, unknown to the server until now
        row(other, "T03").locator("a").click()
    fill_all(other)
    wait_for_receipt(other)
    kept = records(village, CHECKLIST)
    found = sorted((lessons(village)[one.lesson], one.author, one.part, one.wave) for one in kept)
    assert found == [(code, "OBS1", "primary", "midyear") for code in ("T01", "T02", "T03")]
    assert not any(one.conflict or one.revision > 1 for one in kept)


def test_a_moderator_notes_thirty_rows_without_network(phone, village):
    start_work(phone, village, "moderator", "notes")
    phone.goto(f"{village.server.address}/notes/try?lang=ru")  # a language in every address
    phone.locator("main[data-kept]").wait_for()
    village.cut()
    begin_new(phone, "notes", instrument=GUIDE, group="FG7")
    adding = phone.locator("button[value^='add:']:visible")
    while not adding.count():
        answer(phone)
        press(phone, "next")
    box = adding.first.get_attribute("value").removeprefix("add:")
    while phone.locator(f"#{box} [data-row]").count() < ROWS:
        press(phone, f"add:{box}")
    for number, field in enumerate(phone.locator(f"#{box} textarea").all()):
        field.fill(f"сөз {number}")
    wait_until_kept(phone)
    leave_for_later(phone)
    assert not phone.locator("[data-at=none]").is_visible(), "there is a session: on this phone"
    with phone.expect_navigation():
        row(phone, "FG7").locator("a").click()
    phone.locator("form[data-ready]").wait_for()
    while phone.locator("form[data-task]").count():
        if not phone.locator(f"#{box}").is_visible():
            answer(phone)
        press(phone, "next")
    village.mend()
    open_list(phone, village, "notes")
    wait_for_receipt(phone)
    (record,) = records(village, GUIDE)
    said = [one["text"] for one in record.answers[box]]
    assert said == [f"сөз {number}" for number in range(ROWS)]
    assert (record.author, record.wave) == ("MOD1", "midyear")
    with village.store.database.reading() as session:
        (found,) = visits.list_group_sessions(session, village.store.scope(), "midyear")
    assert (found.code, found.group) == (record.group_session, "FG7")


def test_a_sign_in_that_ran_out_holds_records_until_the_next(phone, village):
    start_work(phone, village, "observer", "observe")
    village.cut()
    begin_new(phone, "observe", teacher="T02")
    fill_all(phone)
    village.store.change("DELETE FROM sign_in")
    village.mend()
    phone.goto(f"{village.server.address}/observe/try")
    phone.locator("[name=password]").wait_for()
    phone.locator("[data-at=others]:not([hidden])").wait_for()
    until(phone, REFUSED)
    village.cut()
    open_list(phone, village, "observe")
    wait_for_state(phone, "T02", "bad")
    (item,) = shelf(phone, "outbox")
    assert item["status"] == 401 and item["said"] in row(phone, "T02").inner_text()
    village.mend()
    village.sign_in(phone, "observer")
    wait_for_receipt(phone)
    assert len(records(village, CHECKLIST)) == 1


REFUSED = """async () => {
  const asked = indexedDB.open("tolqyn", 1);
  const database = await new Promise(done => asked.onsuccess = () => done(asked.result));
  const all = database.transaction("outbox").objectStore("outbox").getAll();
  const rows = await new Promise(done => all.onsuccess = () => done(all.result));
  database.close();
  return rows.length && rows.every(row => row.status == 401);
}"""


def test_signing_out_takes_the_key_along(phone, village):
    start_work(phone, village, "observer", "observe")
    village.cut()
    begin_new(phone, "observe", teacher="T02")
    given = answer(phone)
    leave_for_later(phone)
    village.mend()
    phone.goto(f"{village.server.address}/account")
    phone.locator("main[data-kept]").wait_for()
    with phone.expect_navigation():
        phone.locator("[data-at=sign-out]").click()
    assert not [one for one in shelf(phone, "keys") if one["id"] == "staff"]
    village.cut()
    with pytest.raises(Error):
        phone.goto(f"{village.server.address}/observe/try")
    village.mend()
    start_work(phone, village, "observer", "observe")
    with phone.expect_navigation():
        row(phone, "T02").locator("a").click()
    phone.locator("form[data-ready]").wait_for()
    press(phone, "go:" + phone.locator("[data-part]").first.get_attribute("data-part"))
    for name, value in given.items():
        choosing = phone.locator(f"[name='{name}'][value='{value}']")
        assert choosing.is_checked() if choosing.count() else True, name


def test_a_record_mended_without_network_is_a_revision(phone, village):
    start_work(phone, village, "observer", "observe")
    begin_new(phone, "observe", teacher="T02")
    answer_to_the_end(phone)
    (first,) = records(village, CHECKLIST)
    with phone.expect_navigation():
        phone.locator("a[href*='edit=']").first.click()
    phone.locator("form[data-ready]").wait_for()
    phone.locator("main[data-kept]").wait_for()
    village.cut()
    for turn in range(20):
        answer(phone, turn=turn + 1)
        press(phone, "next")
        if not phone.locator("form[data-task]").count():
            break
    village.mend()
    open_list(phone, village, "observe")
    until(phone, EMPTY)
    (mended,) = records(village, CHECKLIST)
    assert (mended.id, mended.revision, mended.conflict) == (first.id, 2, False)
    assert mended.answers != first.answers


EMPTY = REFUSED.replace("rows.length && rows.every(row => row.status == 401)", "!rows.length")
