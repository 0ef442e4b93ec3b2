"""A release comes while a form is open; the oldest released client talks to the newest server."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route

from tests.journeys.hands import press, until
from tests.journeys.notebook import NOTEBOOK, ask_notebook
from tests.journeys.release import RELEASED, filled
from tests.journeys.serving import ROOT
from tests.journeys.test_trouble import GIVEN, first_part, second_part
from tests.journeys.walks import (
    agree,
    as_text,
    begin,
    choose,
    open_link,
    records,
    wait_for_receipt,
    wait_until_kept,
)

PROGRAM = ("app", "forms", "instruments", "exports")
WAITING = """() => navigator.serviceWorker.getRegistration().then(found => !!found.waiting)"""
UPDATE = "() => navigator.serviceWorker.getRegistration().then(found => found.update())"


@pytest.fixture
def next_release(tmp_path):
    """Give a copy of the program with other scripts, as the next release has them."""
    folder = tmp_path / "next"
    for name in PROGRAM:
        shutil.copytree(ROOT / name, folder / name)
    for name, said in (("worker.js", "self.release = 2;\n"), ("form.js", "self.release = 2;\n")):
        script = folder / "app" / "static" / name
        script.write_text(script.read_text("utf-8") + said, encoding="utf-8")
    return folder


def test_a_new_worker_waits_until_no_form_is_open(phone, village, next_release):
    ask_notebook(village.store)
    begin(phone, village, NOTEBOOK)
    phone.locator("main[data-kept]").wait_for()
    first_part(phone)
    wait_until_kept(phone)
    village.cut()
    village.mend(next_release)
    phone.evaluate(UPDATE)
    until(phone, WAITING)
    press(phone, "next")
    phone.locator("[name=pupils]").fill("1")
    phone.locator("[data-at=saved] span").wait_for(timeout=15_000)
    phone.reload()
    phone.locator("form[data-ready]").wait_for()
    assert phone.evaluate("self.release") == 2, "a reload brings the new page"
    assert phone.locator("[name=pupils]").input_value() == "1"
    assert phone.evaluate(WAITING), "the new worker waits as long as a form is open"
    press(phone, "back")
    with phone.expect_navigation():
        press(phone, "later")
    phone.locator("main[data-kept]").wait_for()
    until(phone, WAITING.replace("!!found", "!found"))
    village.cut()
    choose(phone, NOTEBOOK)
    phone.locator("[name=pupils]").fill("12")
    village.mend(next_release)
    press(phone, "next")
    wait_for_receipt(phone)
    (record,) = records(village, NOTEBOOK)
    assert as_text(record.answers) == GIVEN


def served(file: Path) -> Callable[[Route], None]:
    """Answer with a file of the release instead of the server's own."""
    return lambda route: route.fulfill(path=file)


@pytest.mark.parametrize("release", sorted(path.name for path in RELEASED.iterdir()))
def test_a_released_client_sends_to_the_present_server(phone, village, release):
    ask_notebook(village.store)
    open_link(phone, village)
    agree(phone)
    address = f"{village.link()}/midyear/{NOTEBOOK}"
    page = filled((RELEASED / release / "form.html").read_text("utf-8"), fresh(phone, address))
    phone.context.route(address, lambda route: route.fulfill(body=page, content_type="text/html"))
    for file in (RELEASED / release).iterdir():
        pattern = re.compile(rf"/static/{file.stem}\.\w+{file.suffix}")
        phone.context.route(pattern, served(file))
    phone.goto(address)
    phone.locator("form[data-ready]").wait_for()
    first_part(phone)
    wait_until_kept(phone)
    second_part(phone)
    wait_for_receipt(phone)
    (record,) = records(village, NOTEBOOK)
    assert as_text(record.answers) == GIVEN


def fresh(page, address: str) -> str:
    """Fetch what the present server says."""
    return page.request.get(address).text()
