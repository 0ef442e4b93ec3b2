"""What befalls a phone: the browser killed, the storage wiped or full or missing, a wrong clock."""

import os
import random
import signal
import threading
import time
from email.utils import formatdate
from pathlib import Path

import pytest
from playwright.sync_api import Error

from tests.journeys.browsers import PHONE, arguments, chromium
from tests.journeys.hands import press, until
from tests.journeys.notebook import NOTEBOOK, ask_notebook
from tests.journeys.walks import (
    as_text,
    begin,
    choose,
    records,
    shelf,
    wait_for_receipt,
    wait_until_kept,
)

TEXT = "Бүгін үш оқушы сабаққа келмеді, жол жабық болды. " * 8
GIVEN = {"mood": "good", "note": "сабақ", "pupils": "12"}
YEARS = 5 * 366 * 86_400_000


@pytest.fixture
def notebook(village):
    """Give a village in which a short form is asked."""
    ask_notebook(village.store)
    return village


def first_part(page) -> None:
    page.locator("[name=mood][value=good]").check()
    page.locator("[name=note]").fill("сабақ")


def second_part(page) -> None:
    press(page, "next")
    page.locator("[name=pupils]").fill("12")
    press(page, "next")


def cdp(page, method: str, village, **more: object) -> None:
    session = page.context.new_cdp_session(page)
    session.send(method, {"origin": village.server.address, **more})


def family(folder: Path) -> list[int]:
    """List the browser that uses a folder and every process that it has started."""
    parents, first = {}, 0
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            words = (path / "cmdline").read_bytes()
        except (OSError, ValueError):
            continue
        if str(folder).encode() in words and b"--type=" not in words:
            first = first or int(path.name)
    found = [first]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def kill(folder: Path) -> None:
    for pid in family(folder):
        os.kill(pid, signal.SIGKILL)


def open_phone(browser, folder: Path):
    """Start a browser of its own, with a memory of its own."""
    return browser.browser_type.launch_persistent_context(
        folder, executable_path=chromium(), args=arguments(), viewport=PHONE, locale="kk-KZ"
    )


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes in /proc")
def test_the_browser_is_killed_in_the_middle_of_a_word(browser, notebook, tmp_path):
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    folder, typed = tmp_path / "phone", []
    context = open_phone(browser, folder)
    page = context.pages[0]
    begin(page, notebook, NOTEBOOK)
    page.locator("[name=mood][value=good]").check()
    wait_until_kept(page)
    notebook.cut()
    page.expose_function("typed", lambda length: typed.append((time.monotonic(), length)))
    page.evaluate(CONTROL)
    moment = threading.Timer(random.Random(seed).uniform(2, 4), kill, [folder])
    moment.start()
    with pytest.raises(Error):
        page.locator("[name=note]").press_sequentially(TEXT, delay=20)
        page.wait_for_timeout(60_000)
    died = time.monotonic()

    page = open_phone(browser, folder).pages[0]
    page.goto(notebook.link())
    choose(page, NOTEBOOK)
    there = page.locator("[name=note]").input_value()
    control = page.evaluate("localStorage.getItem('control') || ''")
    sure = max(length for when, length in typed if when < died - 1)
    print(f"typed {typed[-1][1]}, kept {len(there)}, by localStorage {len(control)}")
    page.context.close()
    assert page.context is not None and TEXT.startswith(there)
    assert len(there) >= sure > 10, "at most a second of typing is lost"
    assert len(control) < sure, "the control arm loses more, or the kill came to nothing"


CONTROL = """() => document.querySelector("[name=note]").addEventListener("input", event => {
  localStorage.setItem("control", event.target.value);
  typed(event.target.value.length);
})"""


def test_what_the_phone_forgets_the_server_knows(phone, notebook):
    begin(phone, notebook, NOTEBOOK)
    first_part(phone)
    press(phone, "next")
    phone.locator("[data-at=saved] span").wait_for()
    cdp(phone, "Storage.clearDataForOrigin", notebook, storageTypes="all")
    phone.locator("[name=pupils]").fill("1")  # the page that is open begins its shelf anew
    wait_until_kept(phone)
    assert not phone.locator(".notice.wrong").count()
    cdp(phone, "Storage.clearDataForOrigin", notebook, storageTypes="all")
    phone.reload()
    phone.locator("form[data-ready]").wait_for()
    phone.locator("[name=pupils]").fill("12")
    press(phone, "next")
    wait_for_receipt(phone)
    (record,) = records(notebook, NOTEBOOK)
    assert as_text(record.answers) == GIVEN


def test_a_phone_without_room_says_so_and_the_server_keeps_the_answers(phone, notebook):
    begin(phone, notebook, NOTEBOOK)
    phone.evaluate(FULL)
    first_part(phone)
    phone.locator(".notice.wrong").wait_for()
    phone.locator("[data-at=saved] span").wait_for(timeout=15_000)
    press(phone, "next")
    assert phone.locator(".notice.wrong").count() == 1, "said once, and it stays"
    phone.locator("[name=pupils]").fill("12")
    press(phone, "next")
    wait_for_receipt(phone)
    (record,) = records(notebook, NOTEBOOK)
    assert as_text(record.answers) == GIVEN


FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    const asked = put.apply(this, given);
    this.transaction.abort();
    return asked;
  };
}"""
"""As a browser does whose quota is used up; CDP's own override does not reach such a context."""


BROKEN = {
    "none": "Object.defineProperty(self, 'indexedDB', {value: undefined})",
    "shut": "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }",
}


@pytest.mark.parametrize("broken", BROKEN)
def test_without_a_shelf_the_page_works_as_without_script(phone, notebook, broken):
    phone.context.add_init_script(BROKEN[broken])
    phone.goto(notebook.link())
    press(phone, "given", "decision")
    with phone.expect_navigation():
        phone.locator(f"a[href*='{NOTEBOOK}']").click()
    first_part(phone)
    second_part(phone)
    wait_for_receipt(phone)
    (record,) = records(notebook, NOTEBOOK)
    assert as_text(record.answers) == GIVEN


CLOCK = """{
  const True = Date, off = %d;
  Date = class extends True {
    constructor(...said) { said.length ? super(...said) : super(True.now() + off); }
    static now() { return True.now() + off; }
  };
}"""


@pytest.mark.parametrize("off", [-YEARS, YEARS], ids=["behind", "ahead"])
def test_a_clock_that_is_wrong_by_years(phone, notebook, off):
    phone.context.add_init_script(CLOCK % off)
    begin(phone, notebook, NOTEBOOK)
    first_part(phone)
    busy = {"status": 503, "headers": {"Date": formatdate(usegmt=True)}, "json": {"code": "busy"}}
    phone.route("**/sync/records/*", lambda route: route.fulfill(**busy))
    if off < 0:
        notebook.cut()
    notebook.faults.over = True
    second_part(phone)
    phone.locator(".state.wait").wait_for()
    until(phone, "document.querySelector('.state.wait').innerText.length > 60")
    words = phone.evaluate("JSON.parse(document.querySelector('main').dataset.phone).words.clock")
    assert words in phone.locator(".state.wait").inner_text()
    phone.unroute("**/sync/records/*")
    if off < 0:
        notebook.mend()
    phone.locator("button.main:visible").click()
    wait_for_receipt(phone)
    (record,) = records(notebook, NOTEBOOK)
    assert (record.wave, as_text(record.answers)) == ("midyear", GIVEN)
    assert abs(record.submitted_at - record.received_at).total_seconds() < 120
    (sent,) = shelf(phone, "sent")
    assert sent["received_at"][:16] == record.received_at.isoformat()[:16], "the server's time"
