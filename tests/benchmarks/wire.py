"""What a page costs on the wire, and how long it takes on a slow one (measured by Chromium)."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page

from tests.benchmarks.crowd import KEY, Crowd, gather
from tests.benchmarks.figures import Figure
from tests.benchmarks.meter import metered
from tests.journeys.browsers import PHONE, open_browser
from tests.journeys.serving import Server, serving

RUNS = 5
WIRES = {"Slow 3G (400 kbit/s, 400 ms)": (400, 400), "2G (50 kbit/s, 800 ms)": (50, 800)}
BUDGETS = {400: ((1.3, 8.0), (1.8, 16.1)), 50: ((3.5, 58.7), (5.0, 121.0))}
"""Per kbit/s: (budget, peer) of the first paint and of everything."""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd / 1000"


@dataclass
class Traffic:
    """What went over the wire for one page."""

    sizes: dict[str, float] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def watch(self, session: CDPSession) -> None:
        """Count from now on."""
        session.on("Network.responseReceived", self.started)
        session.on("Network.loadingFinished", self.finished)

    def started(self, event: dict) -> None:
        """Note of what kind an answer is."""
        self.kinds[event["requestId"]] = event["type"]

    def finished(self, event: dict) -> None:
        """Note how large it was on the wire; nothing came over it from a cache."""
        if event["encodedDataLength"]:
            self.sizes[event["requestId"]] = event["encodedDataLength"]

    @property
    def total(self) -> float:
        """Bytes of all answers, headers included."""
        return sum(self.sizes.values())

    @property
    def document(self) -> float:
        """Bytes of the page itself."""
        return sum(size for name, size in self.sizes.items() if self.kinds.get(name) == "Document")


def form_address(page: Page, link: str) -> str:
    """Find the questionnaire from the teacher's own page, as a teacher does."""
    page.goto(link)
    found = page.locator(f"a[href*='{KEY}']").first
    return page.url if found.count() == 0 else str(found.evaluate("node => node.href"))


def visit(browser: Browser, addresses: list[str], wire: tuple[int, int] | None = None):
    """Open addresses one after the other on a fresh phone; yield (traffic, paint, loaded)."""
    with browser.new_context(viewport=PHONE, locale="kk-KZ") as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        if wire:
            rate = wire[0] * 1000 / 8
            session.send(
                "Network.emulateNetworkConditions",
                {
                    "offline": False,
                    "latency": wire[1],
                    "downloadThroughput": rate,
                    "uploadThroughput": rate,
                },
            )
        traffic = Traffic()
        traffic.watch(session)
        for address in addresses:
            session.remove_listener("Network.responseReceived", traffic.started)
            session.remove_listener("Network.loadingFinished", traffic.finished)
            traffic = Traffic()
            traffic.watch(session)
            page.goto(address, wait_until="load", timeout=300_000)
            page.wait_for_timeout(300)
            yield traffic, page.evaluate(PAINT), page.evaluate(LOADED)


def metered_visits(browser: Browser, port: int, address: str) -> list[tuple[int, int]]:
    """Open an address twice on a fresh phone, then look for a newer worker: (bytes, requests).

    The relay counts what anybody fetches, the service worker too, and the visit lasts until the
    phone has kept what it needs to open the page without a network.
    """
    found = []
    with (
        metered(port) as meter,
        browser.new_context(viewport=PHONE, locale="kk-KZ") as context,
    ):
        page = context.new_page()
        for _ in range(2):
            meter.reset()
            page.goto(address.replace(f":{port}/", f":{meter.port}/"), wait_until="load")
            page.locator("main[data-kept]").wait_for()
            page.wait_for_timeout(500)
            found.append((meter.received, meter.requests))
        meter.reset()
        page.evaluate(RENEWED)
        found.append((meter.received, meter.requests))
    return found


RENEWED = "navigator.serviceWorker.ready.then(found => found.update()).then(() => true)"
"""Browsers look for a newer worker now and then after a page was opened: here at once."""


def measure() -> Iterator[Figure]:
    """Measure the thirty-item page, the welcome page and the library's own questionnaire."""
    with tempfile.TemporaryDirectory() as folder:
        crowd = gather(Path(folder), 1)
        token = crowd.tokens()[0]
        with serving(crowd.folder) as server, open_browser() as browser:
            link = f"{server.address}/p/{token}"
            yield from _first_page(browser, link)
            crowd.agree()
            yield from _thirty(browser, server, link)
            yield from _real(browser, crowd, link)


def _first_page(browser: Browser, link: str) -> Iterator[Figure]:
    runs = [next(visit(browser, [link])) for _ in range(RUNS)]
    traffic = [one for one, _, _ in runs]
    yield Figure("link opened for the first time (consent): bytes", _totals(traffic), "B", 14_600)


def _totals(traffic: list[Traffic]) -> list[float]:
    return [one.total for one in traffic]


def _thirty(browser: Browser, server: Server, link: str) -> Iterator[Figure]:
    with browser.new_context() as context:
        address = form_address(context.new_page(), link)
    both = [list(visit(browser, [address, address])) for _ in range(RUNS)]
    first = [run[0][0] for run in both]
    second = [run[1][0] for run in both]
    yield Figure("thirty items, first visit: bytes", _totals(first), "B", 14_600, 736_104)
    requests = [len(one.sizes) for one in first]
    yield Figure("thirty items, first visit: requests", requests, "", 5, 36)
    yield Figure(
        "thirty items, the page itself: bytes", [one.document for one in first], "B", 4_000, 11_501
    )
    yield Figure("thirty items, second visit: bytes", _totals(second), "B", 4_000, 11_510)
    requests = [len(one.sizes) for one in second]
    yield Figure("thirty items, second visit: requests", requests, "", 1, 35)
    visits = [metered_visits(browser, server.port, address) for _ in range(RUNS)]
    for number, (name, budget, most) in enumerate((("first", 14_600, 5), ("second", 4_000, None))):
        what = f"thirty items, {name} visit with its worker"
        yield Figure(f"{what}: bytes", [run[number][0] for run in visits], "B", budget)
        yield Figure(f"{what}: requests", [run[number][1] for run in visits], "", most)
    yield Figure("looking for a newer worker: bytes", [run[2][0] for run in visits], "B")
    for name, wire in WIRES.items():
        runs = [next(visit(browser, [address], wire)) for _ in range(RUNS)]
        (paint, peer_paint), (loaded, peer_loaded) = BUDGETS[wire[0]]
        yield Figure(f"{name}: first paint", [run[1] for run in runs], "s", paint, peer_paint)
        yield Figure(f"{name}: all loaded", [run[2] for run in runs], "s", loaded, peer_loaded)


def _real(browser: Browser, crowd: Crowd, link: str) -> Iterator[Figure]:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(link)
        found = page.locator("a[href*='teacher_questionnaire']").first
        address = page.url if found.count() == 0 else str(found.evaluate("node => node.href"))
    runs = [next(visit(browser, [address])) for _ in range(RUNS)]
    traffic = [one for one, _, _ in runs]
    yield Figure("library questionnaire, first section: bytes", _totals(traffic), "B", 14_600)
