"""The ways that journeys share: from the link to the end of a form, with a network or without."""

import re

from playwright.sync_api import Page

from app.store.reading import read_records
from tests.journeys.hands import answer, press

QUESTIONNAIRE = "teacher_questionnaire"
RECEIPT = re.compile(r"\b[0-9A-F]{4}-[0-9A-F]{4}\b")


def records(home, instrument: str = QUESTIONNAIRE) -> list:
    """Read what lies on the disk of the server."""
    with home.store.database.reading() as session:
        return list(read_records(session, home.store.scope(), instrument))


def open_link(page: Page, home, code: str = "T01") -> None:
    """Open the link with a network, and wait until the phone has fetched what it needs."""
    page.goto(home.link(code))
    page.locator("main[data-kept]").wait_for()


def agree(page: Page) -> None:
    """Agree to take part."""
    with page.expect_navigation():
        page.locator("button[value=given]").click()
    page.locator("main[data-kept]").wait_for()


def choose(page: Page, instrument: str = QUESTIONNAIRE) -> None:
    """Open a form from the list of tasks."""
    with page.expect_navigation():
        page.locator(f"a[href*='{instrument}']:visible").first.click()
    page.locator("form[data-ready]").wait_for()


def begin(page: Page, home, instrument: str, code: str = "T01") -> None:
    """Open the link, agree, and open a form."""
    open_link(page, home, code)
    agree(page)
    choose(page, instrument)


def answer_to_the_end(page: Page) -> dict[str, str]:
    """Answer section by section until the form is finished."""
    given: dict[str, str] = {}
    for turn in range(20):
        given |= answer(page, turn=turn)
        press(page, "next")
        if not page.locator("form[data-task]").count():
            return given
    raise AssertionError("twenty sections and no end")


def as_text(answers) -> dict[str, str]:
    """Write answers as they were typed."""
    return {code: str(value) for code, value in answers.items()}


def wait_for_receipt(page: Page) -> str:
    """Wait until the screen shows a receipt number."""
    page.get_by_text(RECEIPT).first.wait_for(timeout=30_000)
    return RECEIPT.search(page.locator("main").inner_text())[0]


def wait_until_kept(page: Page) -> None:
    """Wait until the bar says that what was tapped lies on the phone."""
    page.locator("[data-at=saved] b").wait_for()


def shelf(page: Page, store: str) -> list[dict]:
    """Read what the phone keeps, without what is closed or sealed."""
    return page.evaluate(SHELF, store)


SHELF = """async store => {
  const database = await new Promise(done => {
    const asked = indexedDB.open("tolqyn", 1);
    asked.onsuccess = () => done(asked.result);
  });
  const rows = await new Promise(done => {
    const asked = database.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => done(asked.result);
  });
  database.close();
  return rows.map(({ data, iv, key, bytes, ...row }) =>
    ({ ...row, size: bytes ? bytes.byteLength : 0 }));
}"""
