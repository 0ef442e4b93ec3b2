"""From a tap to the words that it is kept: on the disk of the phone, and read back."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.benchmarks.crowd import gather
from tests.benchmarks.figures import Figure
from tests.benchmarks.wire import form_address
from tests.journeys.browsers import PHONE, open_browser
from tests.journeys.serving import serving

TAPS = 60
BUDGET = 50
"""Milliseconds."""
SPEEDS = {"": 1, ", processor slowed down four times": 4}
TAP = """number => new Promise(done => {
  const items = [...document.querySelectorAll(".item")].filter(one => one.getClientRects().length);
  const item = items[number % items.length];
  const free = [...item.querySelectorAll("input:not(:checked)")];
  const watch = new MutationObserver(() => {
    watch.disconnect();
    done(performance.now() - begun);
  });
  watch.observe(document.querySelector("[data-at=saved]"), { childList: true });
  const begun = performance.now();
  free[number % free.length].click();
})"""


def taps(page: Page) -> list[float]:
    """Tap one answer after the other and time each until the bar speaks."""
    page.locator("form[data-ready]").wait_for()
    page.locator("main[data-kept]").wait_for()
    return [page.evaluate(TAP, number) for number in range(TAPS)]


def measure() -> Iterator[Figure]:
    """Tap through the thirty-item page, on a quick phone and on a slow one."""
    with tempfile.TemporaryDirectory() as folder:
        crowd = gather(Path(folder), len(SPEEDS))
        crowd.agree()
        with serving(crowd.folder) as server, open_browser() as browser:
            for token, (name, times) in zip(crowd.tokens(), SPEEDS.items(), strict=True):
                page = browser.new_context(viewport=PHONE, locale="kk-KZ").new_page()
                page.goto(form_address(page, f"{server.address}/p/{token}"))
                slow = page.context.new_cdp_session(page)
                slow.send("Emulation.setCPUThrottlingRate", {"rate": times})
                found = taps(page)
                late = sorted(found)[int(len(found) * 0.95)]
                yield Figure(f"tap shown as kept{name}", found, "ms", BUDGET)
                yield Figure(f"tap shown as kept{name}: p95", [late], "ms", BUDGET)
                page.context.close()
