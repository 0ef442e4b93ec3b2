"""A teacher in a village: the network is gone at every step, and nothing is lost or doubled."""

import pytest

from app.store.drafts import list_started
from tests.journeys.hands import WORDS, answer, codes, press
from tests.journeys.walks import (
    QUESTIONNAIRE,
    RECEIPT,
    agree,
    answer_to_the_end,
    as_text,
    choose,
    open_link,
    records,
    wait_for_receipt,
)

CUTS = ("before the consent", "before the form", "in the first section", "before sending")


@pytest.mark.parametrize("cut", CUTS)
def test_the_network_goes_and_the_answers_arrive_once_it_is_back(phone, village, cut):
    open_link(phone, village)
    if cut == "before the consent":
        village.cut()
    agree(phone)
    if cut == "before the form":
        village.cut()
    choose(phone)
    if cut == "in the first section":
        village.cut()
    given = answer(phone)
    if cut == "before sending":
        press(phone, "next")
        village.cut()
    given |= answer_to_the_end(phone)
    assert records(village) == []
    assert not RECEIPT.search(phone.locator("main").inner_text()), "no receipt without a server"
    village.mend()
    phone.locator("button.main:visible").click()
    number = wait_for_receipt(phone)
    (record,) = records(village)
    assert record.receipt == number and as_text(record.answers) == given
    assert not record.conflict


def test_the_link_opens_without_network_and_shows_what_is_kept(phone, village):
    open_link(phone, village)
    agree(phone)
    choose(phone)
    given = answer(phone)
    press(phone, "next")
    second = codes(phone)
    village.cut()
    phone.goto(village.link())
    choose(phone)
    assert codes(phone) == second, "the page is rebuilt on the first unanswered item"
    press(phone, "back")
    for name, value in given.items():
        assert phone.locator(f"[name='{name}'][value='{value}']").is_checked(), name


def test_a_reload_rebuilds_the_page_from_the_draft(phone, village):
    open_link(phone, village)
    agree(phone)
    choose(phone)
    given = answer(phone, leave_out=codes(phone)[3:])
    phone.locator("[data-at=saved] b").wait_for()
    village.cut()
    phone.reload()
    phone.locator("form[data-ready]").wait_for()
    checked = {
        node.get_attribute("name"): node.get_attribute("value")
        for node in phone.locator("input:checked:visible").all()
    }
    assert checked == given


def test_another_phone_goes_on_where_the_first_one_stopped(phone, laptop, village):
    open_link(phone, village)
    agree(phone)
    choose(phone)
    given = answer(phone)
    press(phone, "next")
    phone.locator("[data-at=saved] span").wait_for()
    open_link(laptop, village)
    choose(laptop)
    press(laptop, "back")
    for name, value in given.items():
        assert laptop.locator(f"[name='{name}'][value='{value}']").is_checked(), name


def test_the_second_tab_can_only_be_read(phone, village):
    open_link(phone, village)
    agree(phone)
    choose(phone)
    other = phone.context.new_page()
    other.goto(phone.url)
    other.locator(".notice.wrong").wait_for()
    assert other.locator("[data-part][inert]").count() > 0
    phone.close()
    other.locator("form[data-ready]").wait_for(timeout=15_000)
    assert other.locator("[data-part][inert]").count() == 0, "it takes over"


def test_two_teachers_share_a_phone(phone, village):
    open_link(phone, village, "T01")
    agree(phone)
    choose(phone)
    village.cut()
    answer_to_the_end(phone)
    village.mend()
    other = phone.context.new_page()
    other.goto(village.link("T02"))
    for _ in range(50):
        if records(village):
            break
        other.wait_for_timeout(200)
    (record,) = records(village)
    assert record.participant == "T01", "the page of the other one sends it"
    assert "T01" not in other.locator("main").inner_text()


def quoted(names) -> list[str]:
    """As JSON has them: three letters alone a cipher may write by chance."""
    return [f'"{name}"' for name in names]


def test_nothing_that_was_answered_is_readable_in_the_storage(phone, village):
    open_link(phone, village)
    agree(phone)
    choose(phone)
    village.cut()
    given = answer_to_the_end(phone)
    token = village.link().rpartition("/")[2]
    dump = phone.evaluate(DUMP)
    assert len(dump) > 1000, "the phone keeps something"
    readable = [words for words in (token, WORDS, *quoted(given)) if words in dump]
    assert not readable


DUMP = """async () => {
  const read = bytes => new TextDecoder("latin1").decode(bytes);
  const utf = bytes => new TextDecoder().decode(bytes);
  const database = await new Promise(done => {
    const asked = indexedDB.open("tolqyn", 1);
    asked.onsuccess = () => done(asked.result);
  });
  let text = JSON.stringify(localStorage) + document.cookie;
  for (const name of database.objectStoreNames) {
    const rows = await new Promise(done => {
      const asked = database.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(asked.result);
    });
    for (const row of rows) for (const [key, value] of Object.entries(row)) {
      const bytes = value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? value : null;
      text += key + (bytes ? read(bytes) + utf(bytes) : JSON.stringify(value));
    }
  }
  for (const name of await caches.keys()) {
    if (name == "files") continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const bytes = await (await cache.match(request)).arrayBuffer();
      text += request.url + read(bytes) + utf(bytes);
    }
  }
  return text;
}"""


def test_a_draft_begun_before_the_network_went_is_known_to_the_coordinator(phone, village):
    open_link(phone, village)
    agree(phone)
    choose(phone)
    answer(phone)
    press(phone, "next")
    phone.locator("[data-at=saved] span").wait_for()
    with village.store.database.reading() as session:
        started = list_started(session, village.store.scope())
    assert {key for _person, _wave, key in started} == {QUESTIONNAIRE}


def test_a_wave_that_closed_meanwhile_still_takes_what_the_phone_brings(phone, village):
    open_link(phone, village)
    agree(phone)
    choose(phone)
    village.cut()
    answer_to_the_end(phone)
    village.store.set_wave("midyear", "closed")
    village.mend()
    phone.locator("button.main:visible").click()
    wait_for_receipt(phone)
    assert records(village)[0].late
