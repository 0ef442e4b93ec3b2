"""Odd ways through a form: twice, backwards, in another language or version, against a refusal."""

from app.store import consents, people, waves
from app.store.drafts import list_started
from tests.journeys.hands import codes, press, until
from tests.journeys.notebook import NOTEBOOK, ask_notebook
from tests.journeys.test_trouble import GIVEN, first_part, second_part
from tests.journeys.walks import (
    as_text,
    begin,
    choose,
    open_link,
    records,
    shelf,
    wait_for_receipt,
    wait_until_kept,
)

LONG = "Қ" * 20_500


def decide(village, decision: str) -> None:
    """Decide as T01 would on another phone."""
    with village.store.database.writing() as session:
        scope = village.store.scope("participant", "T01")
        person = people.find_person(session, village.store.scope(), "T01")
        wave = waves.find_wave(session, village.store.scope(), "midyear")
        consents.decide(session, scope, person.id, wave.id, decision, "0" * 64, "kk")


def finish_offline(page, village) -> None:
    first_part(page)
    wait_until_kept(page)
    village.cut()
    second_part(page)
    page.locator("main[data-kept]").wait_for()


def test_twice_backwards_and_anew_at_every_step(phone, village):
    ask_notebook(village.store)
    begin(phone, village, NOTEBOOK)
    first_part(phone)
    wait_until_kept(phone)
    heading = phone.locator("[data-at=title]")
    phone.locator("button[value=next]:visible:not(.unseen)").dblclick()
    until(phone, "document.activeElement.dataset.at == 'title'")
    assert heading.inner_text() == "Сынып" and codes(phone) == ["pupils"], "one section, not two"
    phone.go_back()
    until(phone, "document.querySelector('[name=mood]').getClientRects().length")
    phone.go_forward()
    phone.reload()
    phone.locator("form[data-ready]").wait_for()
    assert codes(phone) == ["pupils"]
    press(phone, "next")
    alert = phone.locator("[role=alert]")
    assert alert.count() == 1 and phone.locator(".item.wrong .error").count() == 1
    press(phone, "next")
    assert alert.count() == 1, "said once"
    phone.locator("[name=pupils]").fill("12")
    phone.locator("button[value=next]:visible:not(.unseen)").dblclick()
    number = wait_for_receipt(phone)
    phone.go_back()
    phone.wait_for_load_state()
    assert wait_for_receipt(phone) == number, "no form any more"
    (record,) = records(village, NOTEBOOK)
    assert (as_text(record.answers), record.revision, record.conflict) == (GIVEN, 1, False)


def test_without_network_the_language_falls_back_to_the_kept_page(phone, village):
    ask_notebook(village.store)
    begin(phone, village, NOTEBOOK)
    phone.locator("main[data-kept]").wait_for()
    first_part(phone)
    wait_until_kept(phone)
    village.cut()
    with phone.expect_navigation():
        phone.locator("button[value='lang:ru']").click()
    phone.locator("form[data-ready]").wait_for()
    press(phone, "go:day") if phone.locator("button[value='go:day']").count() else None
    assert phone.locator("[name=note]").input_value() == GIVEN["note"]
    assert phone.locator("[name=mood][value=good]").is_checked()


def test_a_new_version_does_not_break_what_was_begun_on_the_phone(phone, village):
    ask_notebook(village.store)
    begin(phone, village, NOTEBOOK)
    phone.locator("main[data-kept]").wait_for()
    village.cut()
    first_part(phone)
    wait_until_kept(phone)
    with phone.expect_navigation():
        press(phone, "later")
    ask_notebook(village.store, version=2)
    choose(phone, NOTEBOOK)  # the kept page is of version 1
    assert phone.locator("[name=note]").input_value() == GIVEN["note"]
    phone.goto("about:blank")
    village.mend()
    open_link(phone, village)  # fetches ahead in the version that was begun
    village.cut()
    choose(phone, NOTEBOOK)
    press(phone, "next")
    assert codes(phone) == ["pupils"]
    phone.goto("about:blank")
    village.mend()
    open_link(phone, village)
    choose(phone, NOTEBOOK)
    phone.locator("[name=pupils]").fill("12")
    press(phone, "next")
    wait_for_receipt(phone)
    (record,) = records(village, NOTEBOOK)
    assert (record.version, as_text(record.answers)) == (1, GIVEN)


def test_a_refusal_without_network_asks_nothing(phone, village):
    open_link(phone, village)
    village.cut()
    for _ in range(2):
        phone.locator("button[value=refused]").click()
        phone.locator("[role=alert]").wait_for()
    assert phone.locator("[role=alert]").count() == 1
    assert phone.locator("button[value=given]").is_visible()
    assert not shelf(phone, "drafts")


def test_what_was_withdrawn_elsewhere_is_refused_in_words_and_stays(phone, village):
    ask_notebook(village.store)
    begin(phone, village, NOTEBOOK)
    phone.locator("main[data-kept]").wait_for()
    finish_offline(phone, village)
    decide(village, "withdrawn")
    village.mend()
    village.faults.over = True
    phone.goto(village.link())
    state = phone.locator(f"[data-place='midyear/{NOTEBOOK}'] .state.bad")
    state.wait_for()
    (item,) = shelf(phone, "outbox")
    assert item["status"] == 403 and item["said"] in state.inner_text()
    with phone.expect_download() as waiting:
        phone.locator("li .steps button:not(.main)").first.click()
    file = waiting.value
    assert file.suggested_filename == f"T01-{item['id']}.tolqyn"
    assert file.path().stat().st_size == item["size"] > 200
    assert records(village, NOTEBOOK) == []


def test_what_the_server_does_not_accept_is_corrected_and_sent(phone, village):
    ask_notebook(village.store)
    begin(phone, village, NOTEBOOK)
    phone.locator("main[data-kept]").wait_for()
    first_part(phone)
    village.cut()
    phone.locator("[name=mood]:checked").evaluate("node => node.value = 'splendid'")
    second_part(phone)
    phone.locator("main[data-kept]").wait_for()
    village.mend()
    phone.locator("button.main:visible").click()
    phone.locator(".state.bad").wait_for()
    with phone.expect_navigation():
        phone.locator("li .steps button").last.click()
    phone.locator("form[data-ready]").wait_for()
    assert phone.locator("[name=note]").input_value() == GIVEN["note"]
    phone.locator("[name=mood][value=good]").check()
    phone.locator("[name=note]").fill(LONG)
    press(phone, "next")
    assert "20000" in phone.locator(".item.wrong .error").inner_text()
    phone.locator("[name=note]").fill(LONG[:20_000])
    press(phone, "next")
    press(phone, "next")
    wait_for_receipt(phone)
    (record,) = records(village, NOTEBOOK)
    assert record.answers["note"] == LONG[:20_000] and record.answers["mood"] == "good"


def test_a_tap_counts_while_the_answers_of_another_phone_come_in(phone, laptop, village):
    ask_notebook(village.store)
    begin(phone, village, NOTEBOOK)
    open_link(laptop, village)
    choose(laptop, NOTEBOOK)
    laptop.locator("[name=note]").fill("сабақ")
    press(laptop, "next")
    laptop.locator("[data-at=saved] span").wait_for()
    tapped = []

    def tap(route) -> None:
        if not tapped:  # while the first answer (409: another phone knows more) is on its way
            tapped.append(phone.locator("[name=mood][value=good]").evaluate("node => node.click()"))
        route.continue_()

    village.faults.over = True
    phone.locator("[name=mood][value=bad]").check()
    phone.route("**/sync/drafts/*", tap)
    phone.locator("[data-at=saved] span").wait_for(timeout=15_000)
    assert tapped and phone.locator("[name=mood][value=good]").is_checked(), "tapped last"
    assert phone.locator("[name=note]").input_value() == GIVEN["note"], "typed on the other phone"
    second_part(phone)
    wait_for_receipt(phone)
    (record,) = records(village, NOTEBOOK)
    assert as_text(record.answers) == GIVEN
    with village.store.database.reading() as session:
        assert not list_started(session, village.store.scope())


def test_persistent_storage_is_asked_for_once(phone, village):
    phone.context.add_init_script(
        "navigator.storage.persist = () => localStorage.asked = +(localStorage.asked || 0) + 1"
    )
    ask_notebook(village.store)
    begin(phone, village, NOTEBOOK)
    phone.locator("main[data-kept]").wait_for()
    open_link(phone, village)
    assert phone.evaluate("localStorage.asked") == "1"
