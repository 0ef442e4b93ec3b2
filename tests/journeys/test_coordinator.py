"""A coordinator on a laptop: imports the roster, sends the links, sees who answered, exports."""

import re
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from tests.journeys.hands import overflow, press

ROSTER = [
    ("code", "role", "school", "language", "years"),
    ("T91", "teacher", "S1", "kk", 4),
    ("T92", "teacher", "S2", "ru", 21),
    ("T93", "teacher", "S2", "kk", 9),
]


@pytest.fixture
def roster(tmp_path) -> Path:
    """A roster as it comes from Excel."""
    book = openpyxl.Workbook()
    for row in ROSTER:
        book.active.append(row)
    path = tmp_path / "roster.xlsx"
    book.save(path)
    return path


def desk(home, path: str = "") -> str:
    return f"{home.server.address}/desk/try{path}"


def upload(page, home, file: Path, target: str = "roster") -> None:
    """Choose a file and look at its preview."""
    page.goto(desk(home, "/import"))
    page.locator("[name=target]").select_option(target)
    page.locator("[name=file]").set_input_files(file)
    with page.expect_navigation():
        page.locator("form:has([name=file]) button").click()


def download(page, selector: str, folder: Path) -> Path:
    """Press what hands over a file, and keep the file."""
    with page.expect_download() as coming:
        page.locator(selector).first.click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def test_from_the_roster_to_the_workbook(laptop, phone, home, roster, tmp_path):
    home.sign_in(laptop, "coordinator")
    upload(laptop, home, roster)
    assert "3" in laptop.locator("main").inner_text()
    with laptop.expect_navigation():
        laptop.locator("form:has(input[value=all]) button").click()

    laptop.goto(desk(home, "/links"))
    with laptop.expect_navigation():
        laptop.locator("form:has([name=text]) .button.main").click()
    row = laptop.locator("tr", has_text="T91").inner_text()
    link = re.search(r"http\S+/p/\S+", row)[0]
    cards = download(laptop, "button[formaction*='/links/cards']", tmp_path)
    assert "T91" in "".join(page.extract_text() for page in PdfReader(cards).pages)

    phone.goto(link)
    assert "T91" in phone.locator("body").inner_text()
    with phone.expect_navigation():
        phone.locator("button[value=given]").click()
    with phone.expect_navigation():
        phone.locator("a[href*='/platform_access']").click()
    for _ in range(10):
        for field in phone.locator(".item:visible").all():
            choice = field.locator("input[type=radio]").first
            if choice.count():
                choice.check()
        press(phone, "next")
        if phone.locator("button[value=skip]:visible").count():
            press(phone, "skip")
        if "receipt" in phone.url:
            break
    number = re.search(r"\b[0-9A-F]{4}-[0-9A-F]{4}\b", phone.locator("main").inner_text())[0]

    laptop.goto(desk(home, "/people"))
    assert "T91" in laptop.locator("main").inner_text()
    laptop.goto(desk(home, "/people/T91"))
    assert number in laptop.locator("main").inner_text()

    laptop.goto(desk(home, "/exports"))
    workbook = download(laptop, "button[value=xlsx]", tmp_path)
    assert "T91" in cells_of(workbook)


def cells_of(path: Path) -> set[str]:
    """Read the cells of every sheet of a workbook."""
    book = openpyxl.load_workbook(path, read_only=True)
    found = {
        str(cell)
        for sheet in book.worksheets
        for line in sheet.iter_rows(values_only=True)
        for cell in line
    }
    book.close()
    return found


def test_a_bad_row_is_named_and_the_rest_can_be_taken(laptop, home, tmp_path, faults):
    home.sign_in(laptop, "coordinator")
    bad = tmp_path / "roster.csv"
    bad.write_text("code,role,school\nT91,teacher,S1\nT92,wizard,S1\n", "utf-8")
    upload(laptop, home, bad)
    table = laptop.locator("main").inner_text()
    assert "role" in table and "3" in table
    with laptop.expect_navigation():
        laptop.locator("form:has(input[value=good]) button").click()
    laptop.goto(desk(home, "/people"))
    people = laptop.locator("main").inner_text()
    assert "T91" in people and "T92" not in people


def test_the_desk_fits_a_phone_too(phone, home):
    home.sign_in(phone, "coordinator")
    for path in ("", "/people", "/links", "/import", "/exports", "/waves", "/team", "/schools"):
        phone.goto(desk(home, path))
        assert overflow(phone) <= 0, path


def test_by_keyboard_alone(laptop, home):
    """Everything on a page is reached by Tab, and what has the focus can be seen."""
    home.sign_in(laptop, "coordinator")
    laptop.goto(desk(home, "/exports"))
    reached = set()
    for _ in range(80):
        laptop.keyboard.press("Tab")
        where = laptop.evaluate(
            "() => [document.activeElement.localName, document.activeElement.value"
            " || document.activeElement.href || '',"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        if where[0] == "body":
            break
        assert where[2] != "none", f"nothing shows that {where[:2]} has the focus"
        reached.add(where[1])
    assert "xlsx" in reached
