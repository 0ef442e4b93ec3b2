"""Journeys: one browser for all, a house with its server for each."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from app.store import links, people
from tests.app.studies import PASSWORD, Store, store_in
from tests.journeys.browsers import PHONE, chromium, open_browser
from tests.journeys.serving import ROOT, SECRET, Server, free_port, serving


@dataclass
class Served:
    """A house behind a server: what a person of the study has in hand."""

    store: Store
    server: Server

    def link(self, code: str = "T01") -> str:
        """The personal link of a teacher, as the message from the coordinator holds it."""
        with self.store.database.writing() as session:
            scope = self.store.scope()
            person = people.find_person(session, scope, code)
            made = links.personal_links(session, scope, SECRET.encode(), [person.id])
            return f"{self.server.address}/p/{made[person.id].token}"

    def sign_in(self, page: Page, login: str) -> None:
        """Sign in through the page."""
        page.goto(f"{self.server.address}/sign-in")
        page.locator("[name=login]").fill(login)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form:has([name=password]) button").first.click()
        page.wait_for_load_state()


class Village(Served):
    """A house whose network comes and goes: the origin itself is taken away and given back."""

    def __init__(self, store: Store, folder: Path, faults: "Faults") -> None:
        self.store, self.folder, self.faults = store, folder, faults
        self.port, self.running = free_port(), ExitStack()
        self.mend()

    def mend(self, root: Path = ROOT) -> None:
        """Bring the network, and with it another release if one is named."""
        self.server = self.running.enter_context(serving(self.folder, port=self.port, root=root))

    def cut(self) -> None:
        """Take the network away; from now on failed loads are no faults."""
        self.faults.over = True
        self.running.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the one browser of the run."""
    if not chromium():
        pytest.fail("No Chromium: `make test` installs one, or set TOLQYN_CHROMIUM to its path.")
    with open_browser() as opened:
        yield opened


class Faults(list):
    """What went wrong in the browser: errors of scripts, blocked or failed loads."""

    over = False

    def watch(self, page: Page) -> Page:
        """Listen to a page."""
        page.on("pageerror", lambda error: self.note(f"script: {error}"))
        page.on("console", lambda line: self.note(line.text) if line.type == "error" else None)
        page.on("response", self._judge)
        return page

    def _judge(self, response) -> None:
        if response.status >= 400:
            self.note(f"{response.status} {response.url}")

    def note(self, fault: str) -> None:
        """Note a fault, unless the house is being closed."""
        if not self.over:
            self.append(fault)


@pytest.fixture
def faults() -> Iterator[Faults]:
    """Collect the faults of every watched page; the test fails when there were any."""
    found = Faults()
    yield found
    assert not found, "\n".join(found)


@pytest.fixture
def home(tmp_path, faults) -> Iterator[Served]:
    """Give a house with the study `try`, served."""
    store = store_in(tmp_path)
    with serving(tmp_path) as server:
        yield Served(store, server)
        faults.over = True


@pytest.fixture
def village(tmp_path, faults) -> Iterator[Village]:
    """Give a house with the study `try` and a network that comes and goes."""
    place = Village(store_in(tmp_path), tmp_path, faults)
    yield place
    faults.over = True
    place.running.close()


@pytest.fixture
def phone(browser, faults) -> Iterator[Page]:
    """Give a page on a small phone that speaks Kazakh."""
    with _context(browser) as context:
        yield faults.watch(context.new_page())


@pytest.fixture
def phone_without_script(browser, faults) -> Iterator[Page]:
    """Give the same phone with JavaScript switched off."""
    with _context(browser, java_script_enabled=False) as context:
        yield faults.watch(context.new_page())


@pytest.fixture
def laptop(browser, faults) -> Iterator[Page]:
    """Give a page on a laptop."""
    with _context(browser, viewport={"width": 1280, "height": 800}) as context:
        yield faults.watch(context.new_page())


class _context:
    """Open a browser context and close it."""

    def __init__(self, browser: Browser, **wishes: object) -> None:
        self.browser = browser
        self.wishes = {"viewport": PHONE, "locale": "kk-KZ", "accept_downloads": True, **wishes}

    def __enter__(self) -> BrowserContext:
        self.context = self.browser.new_context(**self.wishes)
        self.context.set_default_timeout(10_000)
        return self.context

    def __exit__(self, *_details: object) -> None:
        self.context.close()
