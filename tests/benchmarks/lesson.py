"""The observer's phone: what the first load costs, a tap on the clock, and a lesson to send."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page

from app.store import waves
from tests.app.studies import ASKED, PASSWORD, Store, store_in
from tests.benchmarks.figures import Figure
from tests.benchmarks.meter import metered
from tests.journeys.browsers import PHONE, open_browser
from tests.journeys.serving import serving

RUNS, TAPS = 5, 60
PROTOCOL = "lesson_intervals"
FIRST_LOAD, TO_SEND, TAP = 40_000, 20_000, 50
"""Budgets: bytes, bytes, milliseconds."""
INTERVALS, EVERY_MS = 23, 120_000
SPEEDS = {"": 1, ", processor slowed down four times": 4}


def ask_protocol(store: Store) -> None:
    """Ask the interval protocol before all others in the open wave."""
    with store.database.writing() as session:
        wave = waves.find_wave(session, store.scope(), "midyear")
        asked = [(PROTOCOL, 1), *((key, 1) for key in ASKED)]
        waves.set_plan(session, store.scope(), wave.id, asked)


def sign_in(page: Page, address: str) -> None:
    """Sign in as the observer."""
    page.goto(f"{address}/sign-in")
    page.locator("[name=login]").fill("observer")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button").first.click()
    page.wait_for_load_state()


def open_lesson(page: Page, address: str) -> None:
    """Begin a visit and start its clock."""
    sign_in(page, address)
    page.goto(f"{address}/observe/try/new")
    page.locator("main[data-kept]").wait_for()
    page.locator("[name=teacher]").select_option("T01")
    page.locator("form .button.main").click()
    page.locator("form[data-ready]").wait_for()
    part = page.locator("[data-kind=timed]").evaluate("n => n.closest('[data-part]').dataset.part")
    page.locator(f".parts [value='go:{part}']").click()
    page.locator("[data-do=begin]").click()


def measure() -> Iterator[Figure]:
    """Measure on the interval protocol, which is the largest form that an observer opens."""
    with tempfile.TemporaryDirectory() as folder:
        store = store_in(Path(folder))
        ask_protocol(store)
        with serving(Path(folder)) as server, open_browser() as browser:
            yield from _first_load(browser, server.port)
            yield from _taps(browser, server.address)
            yield from _to_send(browser, server.address)


def _first_load(browser: Browser, port: int) -> Iterator[Figure]:
    """Load a visit on a phone that has nothing yet, until the phone could go on without network."""
    form, everything = [], []
    for _ in range(RUNS):
        with metered(port) as meter, browser.new_context(viewport=PHONE, locale="kk-KZ") as context:
            page = context.new_page()
            address = f"http://127.0.0.1:{meter.port}"
            sign_in(page, address)
            page.goto("about:blank")
            meter.reset()
            page.goto(f"{address}/observe/try/blank/{PROTOCOL}", wait_until="load")
            page.wait_for_timeout(300)
            form.append(meter.received)
            meter.reset()
            page.goto(f"{address}/observe/try", wait_until="load")
            page.locator("main[data-kept]").wait_for()
            page.wait_for_timeout(500)
            everything.append(meter.received)
    yield Figure("observer's first load of a protocol", form, "B", FIRST_LOAD)
    yield Figure("the list, and every blank form kept for a day offline", everything, "B")


TAP_CODE = """number => new Promise(done => {
  const codes = [...document.querySelectorAll(".code:not(:disabled)")];
  const code = codes[number % codes.length], before = code.getAttribute("aria-pressed");
  const saved = document.querySelector("[data-at=saved]");
  let shown;
  const watch = new MutationObserver(() => {
    watch.disconnect();
    done([shown, performance.now() - begun]);
  });
  watch.observe(saved, { childList: true });
  const begun = performance.now();
  code.click();
  requestAnimationFrame(() => {
    if (code.getAttribute("aria-pressed") == before) throw new Error("nothing was pressed");
    shown = performance.now() - begun;
  });
})"""


def _taps(browser: Browser, address: str) -> Iterator[Figure]:
    for name, times in SPEEDS.items():
        with browser.new_context(viewport=PHONE, locale="kk-KZ") as context:
            page = context.new_page()
            open_lesson(page, address)
            slow = context.new_cdp_session(page)
            slow.send("Emulation.setCPUThrottlingRate", {"rate": times})
            found = [page.evaluate(TAP_CODE, number) for number in range(TAPS)]
            yield Figure(f"tap of a code on the screen{name}", [one[0] for one in found], "ms", TAP)
            yield Figure(
                f"tap of a code on the phone's disk{name}", [one[1] for one in found], "ms"
            )


WHOLE_LESSON = """([intervals, every]) => {
  const log = document.querySelector("[data-kind=timed] textarea");
  const lines = [log.value.split("\\n")[0]];
  const codes = [...document.querySelectorAll("[data-mode=interval] .code")].map(one => one.value);
  for (let n = 0; n < intervals; n++)
    codes.slice(0, 25).forEach((code, i) => lines.push(`${n * every + 1000 + 731 * i} +${code}`));
  lines.push(`${intervals * every - 60000} end`);
  log.value = lines.join("\\n");
  log.dispatchEvent(new Event("input", { bubbles: true }));
  return [lines.length, codes.length];
}"""


def _to_send(browser: Browser, address: str) -> Iterator[Figure]:
    """Tap each of 25 codes in each of 23 intervals, and weigh what the phone sends."""
    with browser.new_context(viewport=PHONE, locale="kk-KZ") as context:
        page = context.new_page()
        open_lesson(page, address)
        page.evaluate(WHOLE_LESSON, [INTERVALS, EVERY_MS])
        page.locator("main[data-kept]").wait_for()
        with page.expect_request(
            lambda one: "/sync/drafts/" in one.url and one.method == "PUT"
        ) as sent:
            page.evaluate("dispatchEvent(new Event('online'))")
        size = len(sent.value.post_data_buffer or b"")
        yield Figure("a lesson of 23 intervals x 25 codes, every code tapped", [size], "B", TO_SEND)
