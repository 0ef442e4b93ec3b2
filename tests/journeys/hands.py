"""What a person's hands and eyes do on a page."""

from collections.abc import Collection

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as NotInTime

FINGER = 44
"""Smallest height of what is tapped, in CSS pixels (rows of choices are taller)."""
WORDS = "Бәрі түсінікті болды"


def settle(page: Page) -> None:
    """Wait until the script, where there is one, has taken the form over."""
    if page.locator("main[data-alive] form[data-task]").count():
        page.locator("form[data-ready]").wait_for()


def until(page: Page, expression: str, seconds: int = 30) -> None:
    """Wait until an expression of the page is true, asking anew at each look.

    Playwright's own wait asks again from within the page, which the pages' security policy refuses.
    """
    for _ in range(seconds * 20):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise NotInTime(f"not true within {seconds} s: {expression}")


def codes(page: Page) -> list[str]:
    """Name the items that are in sight by the fields they hold."""
    settle(page)
    return page.evaluate(CODES)


CODES = """() => [...document.querySelectorAll(".item")]
  .filter(card => card.getClientRects().length)
  .map(card => card.querySelector("[name]")).filter(Boolean).map(field => field.name)"""


def answer(page: Page, leave_out: Collection[str] = (), turn: int = 0) -> dict[str, str]:
    """Answer every item in sight; give what was chosen or typed by the field's name.

    Answering may bring items into sight or take them away, so each card is looked at anew.
    """
    given: dict[str, str] = {}
    for name in codes(page):
        field = page.locator(f"[name='{name}']")
        if name in leave_out or not field.first.is_visible():
            continue
        given[name] = _answer_one(field, turn + len(given))
    return given


def _answer_one(field: Locator, turn: int) -> str:
    kind = field.first.get_attribute("type") or field.first.evaluate("node => node.localName")
    if kind in ("radio", "checkbox"):
        chosen = field.nth(turn % field.count())
        chosen.check()
        return chosen.get_attribute("value") or ""
    if kind == "select":
        value = field.first.locator("option").last.get_attribute("value") or ""
        field.first.select_option(value)
        return value
    words = {"date": "2026-11-20", "time": "10:15", "number": "3", "text": "3"}.get(kind, WORDS)
    if field.first.get_attribute("inputmode") in ("numeric", "decimal"):
        words = field.first.get_attribute("min") or "3"
    field.first.fill(words)
    return words


def press(page: Page, value: str, name: str = "step") -> None:
    """Press a button by what it sends, and wait for what comes of it: a page, or a section."""
    button = page.locator(f"button[name='{name}'][value='{value}']:visible:not(.unseen)").first
    settle(page)
    if not page.locator("main[data-alive] form[data-task]").count():
        with page.expect_navigation():
            button.click()
        return
    button.click()
    page.locator("[data-busy]").wait_for(state="detached")
    page.wait_for_load_state()


def too_small(page: Page) -> list[str]:
    """Name what is too small for a finger."""
    return page.evaluate(TOO_SMALL, FINGER)


TOO_SMALL = """least => {
  const tapped = document.querySelectorAll("label.choice, button.button, a.button, summary");
  return [...tapped].map(node => [node.getBoundingClientRect().height, node.innerText.slice(0, 30)])
    .filter(([height]) => height && height < least)
    .map(([height, text]) => `${text}: ${height} px`);
}"""


def overflow(page: Page) -> int:
    """Say by how many pixels the page is wider than the window."""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return page.evaluate(wide)
